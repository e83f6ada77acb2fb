"""The team: who is in it, who has which role, and the bosses, where nobody is named who has not contributed."""

from zoneinfo import ZoneInfo

from flask import render_template

from lti_tools.kit.groups import groups
from lti_tools.launches import Right, current_launch, now, require_right
from lti_tools.suite import current_suite
from tools.gamification.profiles import store
from tools.gamification.profiles import views as profiles
from tools.gamification.profiles.streaks import SHOWN
from tools.gamification.profiles.words import KEPT
from tools.gamification.service import bosses
from tools.gamification.service.playing import names_of
from tools.gamification.store import entries as rows
from tools.gamification.store import lines
from tools.gamification.teams import members, streaks
from tools.gamification.views.current import current_settings, words
from tools.gamification.views.words import MEMBERS


@require_right(Right.TAKE_PART)
def team() -> str:
    """One's own team and its goals."""
    launch, settings = current_launch(), current_settings()
    with current_suite().database.read() as db:
        place = lines.published(db, launch.activity)
        known = groups.set_of(db, launch.activity)
        own = groups.group_of(db, launch.activity, launch.person_id) if known and known.published else None
        roles = groups.roles_of(db, launch.activity, ZoneInfo(place.zone), now()) if own else {}
        names = names_of(db, launch.context_id)
        looks = store.profiles_of(db, launch.activity, own.member_ids) if own and profiles.has_looks() else {}
        found = bosses.battles(db, place, now(), teams=[own.id] if own else [])
        weeks = streaks.team_streak(db, place, own.id, own.member_ids, now()) if own and settings.streaks else None
        member = rows.members_of(db, launch.activity).get(launch.person_id)
    return render_template(
        "quests/team.html",
        settings=settings,
        words=words(settings),
        team=own,
        names=names,
        roles=roles,
        looks={person: one.look for person, one in looks.items()},
        battles=found,
        place=place,
        me=launch.person_id,
        standing=rows.standing_of(member),
        streak=weeks,
        shown_weeks=weeks.weeks[-SHOWN:] if weeks else (),
        kept=KEPT,
    )


@require_right(Right.SEE_PEOPLE)
def battles() -> str:
    """Every battle: for staff, who need to see where a team is stuck."""
    launch, settings = current_launch(), current_settings()
    with current_suite().database.read() as db:
        place = lines.published(db, launch.activity)
        found = bosses.battles(db, place, now())
        sides = members.teams_of(db, launch.activity) if place.line.bosses else []
        known = groups.set_of(db, launch.activity)
        names = names_of(db, launch.context_id)
    return render_template(
        "quests/battles.html",
        settings=settings,
        words=words(settings),
        battles=found,
        place=place,
        set=known,
        names=names,
        sides=sides,
        small=[one for one in sides if one.needs_teacher],
        others=lambda team: members.others(sides, team),
        away=any(one.has_away for one in sides),
        member_words=MEMBERS,
    )
