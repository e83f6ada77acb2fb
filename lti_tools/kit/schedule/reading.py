"""What the pages of dates show: steps, people with dates of their own, what comes next in the whole course."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tools import roster
from lti_tools.kit.groups.groups import groups_of
from lti_tools.kit.schedule import schedule, store
from lti_tools.kit.schedule.tables import Extension
from lti_tools.launches import CurrentLaunch
from lti_tools.lti.roles import Role
from lti_tools.pure.schedule import Ahead, Phase, ahead
from lti_tools.rights import Reach, reach
from lti_tools.store.tables.activities import Activity
from lti_tools.suite import current_suite
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import reader


def zone() -> ZoneInfo:
    """The zone in which dates of this session are shown and typed."""
    return reader().zone


@dataclass(frozen=True)
class OwnDate:
    """One person's or group's own date."""

    name: str
    phase: str
    since: datetime | None
    until: datetime | None
    is_group: bool


@dataclass(frozen=True)
class Given:
    """One extension as it was given."""

    extension: Extension
    phase: str
    by: str
    number: int
    until: datetime | None


@dataclass(frozen=True)
class Dates:
    """The page of staff."""

    phases: Sequence[Phase]
    titles: dict[str, str]
    """Phase key -> title, of the phases that the activity has."""
    people: dict[int, str]
    """The learners within reach, by name."""
    groups: dict[int, str]
    own: Sequence[OwnDate]
    given: Sequence[Given]
    reach: Reach


def dates(db: Session, launch: CurrentLaunch) -> Dates:
    """Everything that staff see of an activity's dates, in a constant number of queries."""
    phases = schedule.class_phases(db, launch.activity)
    known = {one.key: str(one.title) for one in current_suite().tools[launch.tool].phases}
    titles = {one.key: known.get(one.key, one.key) for one in phases}
    seen = reach(db, launch)
    members = [one for one in roster.members(db, launch.context_id) if seen.covers(one.person_id)]
    names = {one.person_id: one.name or _("Person %(number)s", number=one.person_id) for one in members}
    learners = {one.person_id: names[one.person_id] for one in members if one.active and one.role is Role.LEARNER}
    groups = {one.id: one.name for one in groups_of(db, launch.activity) if seen.people is None}
    own = [
        OwnDate(
            groups.get(date.group_id or 0, "") or names.get(date.person_id or 0, ""),
            titles.get(key, key),
            date.starts_at,
            date.ends_at,
            date.group_id is not None,
        )
        for key, date in store.dates_in(db, launch.activity)
        if date.group_id in groups or date.person_id in names
    ]
    given = [
        Given(one, titles.get(key, key), names.get(one.made_by or 0, ""), number, until)
        for one, key, number, until in store.extensions_in(db, launch.activity, 50)
    ]
    by_name = dict(sorted(learners.items(), key=lambda one: one[1].casefold()))
    return Dates(phases, titles, by_name, groups, sorted(own, key=lambda one: one.name.casefold()), given, seen)


@dataclass(frozen=True)
class Coming:
    """Something of the course that opens or closes for a person."""

    activity: str
    phase: str
    here: bool
    """In this session's activity."""
    what: Ahead


def coming(db: Session, launch: CurrentLaunch, now: datetime, limit: int = 10) -> list[Coming]:
    """What opens and closes next for the person of a launch in all activities of the course, in two queries."""
    query = select(Activity.id, Activity.title, Activity.tool)
    query = query.where(Activity.context_id == launch.context_id, Activity.configured_at.is_not(None))
    activities = {row.id: row for row in db.execute(query)}
    found = []
    for activity_id, phases in schedule.phases_in(db, activities, launch.person_id).items():
        row = activities[activity_id]
        tool = current_suite().tool(row.tool)
        titles = {one.key: str(one.title) for one in tool.phases} if tool else {}
        for one in ahead(phases, now):
            found.append(Coming(row.title, titles.get(one.key, ""), activity_id == launch.activity_id, one))
    return sorted(found, key=lambda one: one.what.at)[:limit]
