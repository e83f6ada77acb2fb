"""How each student's participation stands in the gradebook."""

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from lti_tools.errors import NotFound
from lti_tools.grades import outbox
from lti_tools.grades.words import grade_rows
from lti_tools.kit.audit.audit import note
from lti_tools.kit.audit.deeds import deed, done
from lti_tools.kit.audit.own import SENT_AGAIN
from lti_tools.kit.audit.resending import resend
from lti_tools.launches import Right, current_launch, now, require_right
from lti_tools.rights import reach
from lti_tools.suite import current_suite
from lti_tools.web.paging import page_number, page_of
from tools.co_curriculum import deeds, electorate, store, store_participation
from tools.co_curriculum.forms_closing import ExcuseForm
from tools.co_curriculum.service import participating
from tools.co_curriculum.views.current import current_vote


@require_right(Right.SEE_PEOPLE)
def show() -> str:
    launch = current_launch()
    with current_suite().database.read() as db:
        vote = current_vote(db)
        seen = reach(db, launch)
        scores = [score for score in outbox.standing(db, launch.activity) if seen.covers(score.person_id)]
        rows = grade_rows(scores, electorate.names(db, launch.context_id))
        excused = store_participation.excused(db, launch.activity)
        names = electorate.names(db, launch.context_id)
        known = electorate.seen(db, launch.context_id)
    people = [(one, names.get(one, ""), excused.get(one)) for one in known | excused.keys() if seen.covers(one)]
    people.sort(key=lambda one: (one[1].casefold(), one[0]))
    page = page_of(people, page_number(request.args.get("page")))
    return render_template("topic-vote/grades.html", vote=vote, rows=rows, reach=seen, people=page)


@require_right(Right.RUN)
def excuse_form(person_id: int) -> str:
    return _excuse_page(person_id, ExcuseForm())


def _excuse_page(person_id: int, form: ExcuseForm) -> str:
    with current_suite().database.read() as db:
        vote, name = current_vote(db), _name(db, person_id)
    return render_template("topic-vote/excuse.html", vote=vote, form=form, person_id=person_id, name=name)


def _name(db: Session, person_id: int) -> str:
    names = electorate.names(db, current_launch().context_id)
    if person_id not in names:
        raise NotFound(f"person {person_id}")
    return names[person_id]


@require_right(Right.RUN)
@deed(deeds.EXCUSED)
def excuse(person_id: int) -> Response | tuple[str, int]:
    launch, form = current_launch(), ExcuseForm(request.form)
    if not form.validate():
        return _excuse_page(person_id, form), 422
    with current_suite().database.write() as db:
        _name(db, person_id)
        store.poll_of(db, launch.activity, to_change=True)
        store_participation.excuse(db, launch.activity, person_id, form.reason.data or "", now())
        participating.regrade(db, launch.activity, now())
        number = note(db, launch, deeds.EXCUSED, about=person_id, now=now())
    return done(".grades", "topic-vote-excused", number)


@require_right(Right.RUN)
@deed(deeds.INCLUDED)
def include(person_id: int) -> Response:
    launch = current_launch()
    with current_suite().database.write() as db:
        _name(db, person_id)
        store.poll_of(db, launch.activity, to_change=True)
        store_participation.include(db, launch.activity, person_id)
        participating.regrade(db, launch.activity, now())
        number = note(db, launch, deeds.INCLUDED, about=person_id, now=now())
    return done(".grades", "topic-vote-included", number)


@require_right(Right.RUN)
@deed(SENT_AGAIN)
def send_again() -> Response:
    """Let what the gradebook refused try again: one person's score, or all of them."""
    resend()
    return redirect(url_for(".grades", said="topic-vote-sending"), 303)
