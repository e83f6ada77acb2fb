"""Staff: works with their marks, one person's page, another mark, questions, the release."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lti_tools.errors import NotFound, WrongRole
from lti_tools.kit.audit.audit import note
from lti_tools.kit.audit.deeds import Affected, ask_deed, deed, done, harmless
from lti_tools.launches import Right, Role, current_launch, now, require_right, require_role
from lti_tools.rights import reach
from lti_tools.suite import current_suite
from lti_tools.web.confirm import confirmed
from lti_tools.web.locale import gettext as _
from lti_tools.web.numbers import whole_number
from lti_tools.web.paging import page_number, page_of
from tools.peer_review import deeds, notices, store
from tools.peer_review.models import Meta
from tools.peer_review.service import feedback, noted, received, releasing, teaching, words
from tools.peer_review.service import names as telling
from tools.peer_review.service.one_person import StaffReview, one_person
from tools.peer_review.settings import read_settings
from tools.peer_review.uploads import files_of_work, named_files
from tools.peer_review.writing_forms import AnswerForm, OverrideForm, WordForm


@require_right(Right.SEE_PEOPLE)
def works() -> str:
    launch = current_launch()
    with current_suite().database.read() as db:
        found = teaching.read_class(db, launch.activity, now())
        seen = reach(db, launch)
        can_tell = launch.may(Right.RUN) and telling.can_be_told(db, launch.activity, found.settings, now())
    lines = [line for line in found.lines if any(seen.covers(person) for person in line.people or (None,))]
    return render_template(
        "peer-review/works.html",
        found=found,
        settings=found.settings,
        page=page_of(lines, page_number(request.args.get("page"))),
        reach=seen,
        can_tell=can_tell,
    )


@require_role(*Role)
def person(person_id: int) -> str:
    """One person's work and reviews, for staff; for themselves their feedback. The gradebook's "review" leads here."""
    launch = current_launch()
    if not launch.is_staff and launch.person_id != person_id:
        raise WrongRole
    return _own_page() if not launch.is_staff else staff_page(person_id)


def _own_page() -> str:
    launch, suite = current_launch(), current_suite()
    with suite.database.read() as db:
        page = received.feedback_page(db, suite.keys.keyed_hash, launch.activity, launch.person_id, now())
        work = store.work_of(db, launch.activity, launch.person_id)
        files = files_of_work(suite, db, launch, work) if work else []
        named = named_files(suite, db, launch, work) if work else []
    notes = {one.token: noted.shown_notes(one.row, named) for one in (page.received if page else [])}
    return render_template("peer-review/own.html", page=page, work=work, files=files, notes=notes)


def staff_page(
    person_id: int,
    mark: OverrideForm | None = None,
    answer: AnswerForm | None = None,
    word: tuple[int, WordForm] | None = None,
) -> str:
    """`word` is a form for a word about the review of this id, as it was sent."""
    launch, suite = current_launch(), current_suite()
    with suite.database.read() as db:
        reach(db, launch).check(person_id)
        if person_id not in store.names(db, launch.context_id):
            raise NotFound
        found = one_person(db, launch.activity, person_id)
        files = files_of_work(suite, db, launch, found.work) if found.work else []
        named = named_files(suite, db, launch, found.work) if found.work else []
        names = store.names(db, launch.context_id)
        words_said = words.words_about(db, launch.activity)
    return render_template(
        "peer-review/person.html",
        settings=read_settings(launch.settings),
        person_id=person_id,
        found=found,
        files=files,
        notes={one.review.id: noted.shown_notes(one.review, named) for one in (*found.received, *found.written)},
        names=names,
        mark_form=mark or OverrideForm(mark=found.work.override if found.work else None),
        answer_form=answer or AnswerForm(),
        word_forms={**_word_forms(found.written, words_said), **({word[0]: (word[1], None)} if word else {})},
    )


def _word_forms(written: Sequence[StaffReview], said: Mapping[int, Meta]) -> Mapping[int, tuple[WordForm, Meta | None]]:
    """Review -> the form for a word about it, and the word that stands there."""
    found = {}
    for one in written:
        word = said.get(one.review.id)
        values: dict[str, Any] = {"comment": word.comment, "points": word.points} if word else {}
        found[one.review.id] = (WordForm(prefix=f"w{one.review.id}-", **values), word)
    return found


def work_id_of(person_id: int) -> int:
    """Of a person within reach; raises `NotFound`."""
    launch = current_launch()
    with current_suite().database.read() as db:
        reach(db, launch).check(person_id)
        work = store.work_of(db, launch.activity, person_id)
    if work is None:
        raise NotFound("no work")
    return work.id


@require_right(Right.GRADE)
@deed(deeds.OVERRIDDEN)
def give_mark(person_id: int) -> Response | tuple[str, int]:
    launch, form, work_id = current_launch(), OverrideForm(request.form), work_id_of(person_id)
    if not form.validate():
        return staff_page(person_id, mark=form), 422
    with current_suite().database.write() as db:
        before = releasing.override(db, launch.activity, work_id, form.mark.data, now())
        number = note(
            db,
            launch,
            deeds.OVERRIDDEN,
            subject={"work": work_id},
            before={"mark": deeds.as_text(before)},
            after={"mark": deeds.as_text(store.work_with_id(db, launch.activity, work_id).override)},
            about=person_id,
            reason=form.reason.data or "",
            now=now(),
        )
    return done(".person", "peer-review-mark-given", number, person_id=person_id)


@require_right(Right.TRIAGE)
@deed(deeds.UNFIT, deeds.FIT)
def set_fit(person_id: int) -> Response:
    """Leave a work out of reviewing, or take it in again."""
    launch, work_id, out = current_launch(), work_id_of(person_id), request.form.get("fit") != "yes"
    action = deeds.UNFIT if out else deeds.FIT
    with current_suite().database.write() as db:
        work = store.work_with_id(db, launch.activity, work_id, to_change=True)
        number = None
        if work.unfit is not out:
            work.unfit = out
            number = note(db, launch, action, subject={"work": work_id}, about=person_id, now=now())
    return done(".person", "peer-review-left-out" if out else "peer-review-taken-in", number, person_id=person_id)


@require_right(Right.TRIAGE)
@deed(deeds.ANSWERED)
def answer(person_id: int) -> Response | tuple[str, int]:
    launch, form = current_launch(), AnswerForm(request.form)
    work_id_of(person_id)
    if not form.validate():
        return staff_page(person_id, answer=form), 422
    digits = request.form.get("appeal", "")
    appeal_id = whole_number(digits)
    upheld = form.upheld.data == "yes"
    with current_suite().database.write() as db:
        said = feedback.answer(db, launch, appeal_id, form.answer.data or "", upheld=upheld, now=now())
        notices.tell_answered(db, launch.activity, said.person_id, now())
        subject: dict[str, Any] = {"appeal": appeal_id}
        note(db, launch, deeds.ANSWERED, subject=subject, after={"changed": upheld}, about=said.person_id, now=now())
    return redirect(url_for(".person", person_id=person_id, said="peer-review-answered"), 303)


@require_right(Right.RUN)
@deed(deeds.RELEASED)
def release() -> Response | str:
    """Release all marks that can be, or the chosen ones."""
    launch = current_launch()
    chosen = {whole_number(one) for one in request.form.getlist("work")}
    only = chosen if request.form.get("which") == "some" else None
    if not confirmed():
        with current_suite().database.read() as db:
            found = teaching.read_class(db, launch.activity, now())
        ready = [one for one in found.works if one.releasable and (only is None or _id(one) in only)]
        held = [one for one in found.works if not one.releasable and (only is None or _id(one) in only)]
        return ask_deed(
            deeds.RELEASED,
            _("Release the marks now?"),
            yes=_("Release"),
            detail=_("Students see their mark once they have rated their reviews. The gradebook gets it at once."),
            affected=[
                Affected(_("They get a mark"), [one.name for one in ready]),
                Affected(
                    _("Too few reviews or comparisons: they wait for you")
                    if found.share
                    else _("Too few reviews: they wait for you"),
                    [one.name for one in held],
                ),
            ],
            back_url=url_for(".works"),
        )
    with current_suite().database.write() as db:
        works = releasing.release(db, launch.activity, only, now())
        number = note(db, launch, deeds.RELEASED, after={"works": len(works)}, now=now())
    return done(".works", "peer-review-released", number)


def _id(line: teaching.Line) -> int:
    return line.work.id if line.work else 0


@require_right(Right.RUN)
@harmless("a reminder in the inbox of those whose reviews are not sent, at most one a day")
def remind() -> Response:
    launch = current_launch()
    with current_suite().database.write() as db:
        notices.remind(db, launch.activity, now())
    return redirect(url_for(".home", said="peer-review-reminded"), 303)
