"""The teacher's pages while a questline runs: overview, queue, progress, awards, class codes."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from lti_tools import roster
from lti_tools.errors import NotFound
from lti_tools.kit.audit.audit import note
from lti_tools.kit.audit.deeds import deed, done, harmless
from lti_tools.kit.uploads.showing import shown_files
from lti_tools.kit.uploads.store import files_of
from lti_tools.launches import Right, current_launch, now, require_right
from lti_tools.rights import Reach, reach
from lti_tools.suite import current_suite
from lti_tools.web.forms import refusals_shown_in
from lti_tools.web.paging import page_number, page_of
from tools.gamification import deeds, refusals
from tools.gamification.domain.facts import Key
from tools.gamification.domain.questline.line import Way
from tools.gamification.forms import AcceptForm, AwardForm
from tools.gamification.service import teaching
from tools.gamification.service.playing import PLACE, class_code, file_thing, names_of
from tools.gamification.service.teaching import Waiting
from tools.gamification.store import entries as rows
from tools.gamification.store import lines, works
from tools.gamification.views.current import current_settings, words
from tools.gamification.views.qr import qr_picture
from tools.gamification.views.words import WAYS


def overview() -> str:
    """What waits for the teacher, and how the class is."""
    launch, settings = current_launch(), current_settings()
    with current_suite().database.read() as db:
        place = lines.published(db, launch.activity)
        seen = reach(db, launch)
        waiting = [one for one in teaching.queue(db, place) if seen.covers(one.work.person_id)]
        known = rows.standings(db, launch.activity)
        learners = [one for one in roster.learners(db, launch.context_id) if seen.covers(one.person_id)]
    quests = [quest for _chapter, quest in place.line.quests() if quest.objectives]
    standing = [known[one.person_id] for one in learners if one.person_id in known]
    return render_template(
        "quests/overview.html",
        settings=settings,
        words=words(settings),
        place=place,
        waiting=len(waiting),
        begun=sum(bool(one.objectives) for one in standing),
        learners=len(learners),
        quests=quests,
        done={quest.key: sum(quest.key in one.quests for one in standing) for quest in quests},
        reach=seen,
    )


@require_right(Right.GRADE)
def queue() -> str:
    return queue_page()


def queue_page(work_id: int = 0, form: AcceptForm | None = None) -> str:
    """Everything that waits, the oldest first; `form` came back with something to mend."""
    launch, suite = current_launch(), current_suite()
    with suite.database.read() as db:
        seen = reach(db, launch)
        place = lines.published(db, launch.activity)
        waiting = [one for one in teaching.queue(db, place) if seen.covers(one.work.person_id)]
        page = page_of(waiting, page_number(request.args.get("page")))
        files = _files(db, page.items)
        earlier = works.earlier(db, launch.activity, [one.work for one in page.items])
        names = names_of(db, launch.context_id)
    forms = {one.work.id: AcceptForm(prefix=f"w{one.work.id}-") for one in page.items}
    if form is not None and work_id in forms:
        forms[work_id] = form
    return render_template(
        "quests/queue.html", page=page, names=names, files=files, earlier=earlier, forms=forms, reach=seen, ways=WAYS
    )


def _files(db: Session, waiting: Sequence[Waiting]) -> Mapping[int, Any]:
    launch, suite = current_launch(), current_suite()
    sent = [one.work for one in waiting if one.objective.way is Way.FILE]
    things = {file_thing(one.objective, one.person_id): one.id for one in sent}
    found: dict[int, list[Any]] = {}
    for file in files_of(db, launch.activity, PLACE, list(things)) if things else ():
        found.setdefault(things[file.thing], []).extend(shown_files(suite, db, launch, [file]))
    return found


def _check_reach(db: Session, work_id: int) -> Reach:
    launch = current_launch()
    seen = reach(db, launch)
    seen.check(works.work_of(db, launch.activity, work_id).person_id)
    return seen


@require_right(Right.GRADE)
@deed(deeds.ACCEPTED)
def accept(work_id: int) -> Response | tuple[str, int]:
    launch, form = current_launch(), AcceptForm(request.form, prefix=f"w{work_id}-")
    if not form.validate():
        return queue_page(work_id, form), 422
    with current_suite().database.write() as db:
        _check_reach(db, work_id)
        score, comment = form.score.data or 100, form.comment.data or ""
        work = teaching.accept(db, launch.activity, work_id, launch.person_id, score, comment, now())
        number = note(db, launch, deeds.ACCEPTED, subject={"work": work_id}, about=work.person_id, now=now())
    return done(".queue", "quests-accepted", number)


@require_right(Right.GRADE)
@deed(deeds.RETURNED)
def give_back(work_id: int) -> Response | tuple[str, int]:
    launch, form = current_launch(), AcceptForm(request.form, prefix=f"w{work_id}-")
    number = None
    form.validate()
    form.score.errors = []
    with refusals_shown_in(form), current_suite().database.write() as db:
        _check_reach(db, work_id)
        comment = form.comment.data or ""
        work = teaching.give_back(db, launch.activity, work_id, launch.person_id, comment, now())
        number = note(db, launch, deeds.RETURNED, subject={"work": work_id}, about=work.person_id, now=now())
    if form.errors or number is None:
        return queue_page(work_id, form), 422
    return done(".queue", "quests-returned", number)


@require_right(Right.SEE_PEOPLE)
def progress() -> str:
    """Everybody by every quest: who is how far, and where many are stuck."""
    launch, settings = current_launch(), current_settings()
    with current_suite().database.read() as db:
        place = lines.published(db, launch.activity)
        seen = reach(db, launch)
        known = rows.standings(db, launch.activity)
        names = names_of(db, launch.context_id)
        people = [one.person_id for one in roster.learners(db, launch.context_id) if seen.covers(one.person_id)]
    people.sort(key=lambda one: names[one].casefold())
    page = page_of(people, page_number(request.args.get("page")))
    quests = [quest for _chapter, quest in place.line.quests() if quest.objectives]
    stuck = {
        one.key: sum(1 for person in people if _is_stuck(known.get(person, rows.NOBODY), one.key))
        for _quest, one in place.line.objectives()
    }
    return render_template(
        "quests/progress.html",
        settings=settings,
        words=words(settings),
        page=page,
        names=names,
        known=known,
        nobody=rows.NOBODY,
        quests=quests,
        stuck=[(one, stuck[one.key]) for _quest, one in place.line.objectives() if stuck[one.key]],
        reach=seen,
    )


TRIES = 2
"""After so many tries without success somebody counts as stuck."""


def _is_stuck(standing: rows.Standing, key: Key) -> bool:
    times, _best, tries = standing.objectives.get(key, [0, 0, 0])
    return not times and tries >= TRIES


@require_right(Right.GRADE)
def award() -> str:
    return award_page(AwardForm())


def award_page(form: AwardForm) -> str:
    launch, settings = current_launch(), current_settings()
    with current_suite().database.read() as db:
        people = _reachable(db)
        place = lines.published(db, launch.activity)
    return render_template(
        "quests/award.html", form=form, people=people, place=place, settings=settings, words=words(settings), ways=WAYS
    )


def _reachable(db: Session) -> dict[int, str]:
    """Learners of the course within reach, by name."""
    launch = current_launch()
    seen, names = reach(db, launch), names_of(db, launch.context_id)
    found = [one.person_id for one in roster.learners(db, launch.context_id) if seen.covers(one.person_id)]
    return {one: names[one] for one in sorted(found, key=lambda one: names[one].casefold())}


def _chosen(db: Session) -> list[int]:
    """The people ticked in the form who are within reach."""
    ids = [int(one) for one in request.form.getlist("people") if one.isascii() and one.isdigit() and len(one) <= 18]
    return teaching.among(ids, _reachable(db).keys())


@require_right(Right.GRADE)
@deed(deeds.AWARDED)
def give() -> Response | tuple[str, int]:
    """The same points for everybody who is ticked."""
    launch, form = current_launch(), AwardForm(request.form)
    number = None
    if form.validate():
        with refusals_shown_in(form), current_suite().database.write() as db:
            people, points = _chosen(db), form.points.data or 0
            reason = form.reason.data or ""
            uid = teaching.award(db, launch.activity, people, points, "", reason, launch.person_id, now())
            after = {"students": len(people), "points": points}
            number = note(db, launch, deeds.AWARDED, subject={"uid": uid}, after=after, reason=reason, now=now())
    if number is None:
        return award_page(form), 422
    return done(".award", "quests-awarded", number)


@require_right(Right.GRADE)
@deed(deeds.TICKED)
def tick_off() -> Response | tuple[str, int]:
    """An objective for everybody who is ticked, by hand: attendance, a talk, what was handed in on paper."""
    launch, key = current_launch(), request.form.get("objective", "")[:64]
    with current_suite().database.write() as db:
        people = _chosen(db)
        if not people:
            raise refusals.nobody_chosen()
        uid, count = teaching.tick_off(db, launch.activity, people, key, "", launch.person_id, now())
        number = note(db, launch, deeds.TICKED, subject={"uid": uid}, after={"students": count}, now=now())
    return done(".award", "quests-ticked", number)


# -- class codes


@require_right(Right.RUN)
def check_ins() -> str:
    """The objectives with a class code, and which codes are shown now."""
    launch = current_launch()
    with current_suite().database.read() as db:
        place = lines.published(db, launch.activity)
        shown = works.check_ins(db, launch.activity, now())
        known = rows.standings(db, launch.activity)
    found = [(quest, one) for quest, one in place.line.objectives() if one.way is Way.CHECK_IN]
    present = {one.key: sum(one.key in each.objectives for each in known.values()) for _quest, one in found}
    return render_template("quests/check_ins.html", found=found, shown=shown, present=present)


@require_right(Right.RUN)
def wall(key: Key) -> str:
    """The code of this minute, large, for the wall of the classroom."""
    launch, suite = current_launch(), current_suite()
    with suite.database.read() as db:
        place = lines.published(db, launch.activity)
        shown = works.check_ins(db, launch.activity, now())
        known = rows.standings(db, launch.activity)
    objective = place.line.objective(key)
    if objective is None or objective.way is not Way.CHECK_IN:
        raise NotFound
    code = class_code(suite.keys.keyed_hash, launch.activity, key, now()) if key in shown else ""
    return render_template(
        "quests/wall.html",
        objective=objective,
        code=code,
        until=shown.get(key),
        picture=qr_picture(code) if code else "",
        present=sum(key in each.objectives for each in known.values()),
    )


@require_right(Right.RUN)
@harmless("shows a class code for a quarter of an hour; who types it can be taken back")
def show_code(key: Key) -> Response:
    launch = current_launch()
    with current_suite().database.write() as db:
        teaching.show_code(db, launch.activity, key, now())
    return redirect(url_for(".wall", key=key), 303)


@require_right(Right.RUN)
@harmless("puts a class code away; it can be shown again")
def hide_code(key: Key) -> Response:
    launch = current_launch()
    with current_suite().database.write() as db:
        if lines.published(db, launch.activity).line.objective(key) is None:
            raise NotFound
        works.close_check_in(db, launch.activity, key)
    return redirect(url_for(".check_ins"), 303)
