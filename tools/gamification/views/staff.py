"""The teacher's pages while a questline runs: overview, progress, awards."""

from flask import render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from lti_tools import roster
from lti_tools.kit.audit.audit import note
from lti_tools.kit.audit.deeds import deed, done
from lti_tools.launches import Right, current_launch, now, require_right
from lti_tools.rights import reach
from lti_tools.suite import current_suite
from lti_tools.web.forms import refusals_shown_in
from lti_tools.web.numbers import whole_number
from lti_tools.web.paging import page_number, page_of
from tools.gamification import deeds, refusals
from tools.gamification.domain.facts import Key
from tools.gamification.forms.evidence import AwardForm
from tools.gamification.service import teaching
from tools.gamification.service.playing import names_of
from tools.gamification.store import entries as rows
from tools.gamification.store import lines
from tools.gamification.views.current import current_settings, words
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
        one.key: [person for person in people if _is_stuck(known.get(person, rows.NOBODY), one.key)]
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
    ids = [number for number in map(whole_number, request.form.getlist("people")) if number]
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
