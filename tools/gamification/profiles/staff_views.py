"""What a teacher does with somebody's streak: excuse a missed week, and count it again."""

from datetime import date

from flask import Blueprint, request
from werkzeug.wrappers import Response

from lti_tools.errors import NotFound
from lti_tools.kit.audit.audit import note
from lti_tools.kit.audit.deeds import deed, done
from lti_tools.launches import Right, current_launch, now, require_right
from lti_tools.rights import reach
from lti_tools.suite import current_suite
from tools.gamification.profiles import deeds, store
from tools.gamification.service.playing import names_of
from tools.gamification.thanks import views as thanks


def add_to(blueprint: Blueprint) -> None:
    """The routes of streaks for staff, and of thank-you cards."""
    thanks.add_to(blueprint)
    blueprint.add_url_rule("/people/<int:person_id>/week", "excuse_week", excuse_week, methods=["POST"])


@require_right(Right.GRADE)
@deed(deeds.WEEK_EXCUSED)
def excuse_week(person_id: int) -> Response:
    """Excuse one week of somebody's streak."""
    launch, week = current_launch(), _week(request.form.get("week", ""))
    with current_suite().database.write() as db:
        reach(db, launch).check(person_id)
        if person_id not in names_of(db, launch.context_id):
            raise NotFound
        store.excuse_week(db, launch.activity, person_id, week)
        number = note(db, launch, deeds.WEEK_EXCUSED, about=person_id, subject={"week": week.isoformat()}, now=now())
    return done(".person", "quests-week-excused", number, person_id=person_id)


def _week(text: str) -> date:
    try:
        found = date.fromisoformat(text[:10])
    except ValueError:
        raise NotFound("no such week") from None
    if found.weekday():
        raise NotFound("a week begins with a Monday")
    return found
