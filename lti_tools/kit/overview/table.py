"""The table of the class: everybody's row in memory, searched, filtered, sorted; a constant number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from lti_tools import roster
from lti_tools.grades import outbox
from lti_tools.grades.outbox import Standing
from lti_tools.grades.words import STATES
from lti_tools.kit.groups.groups import Group, groups_of
from lti_tools.kit.overview.contract import Overview, OverviewColumn, Row, Value
from lti_tools.kit.schedule import store as schedule
from lti_tools.launches import CurrentLaunch
from lti_tools.lti.roles import Role
from lti_tools.rights import Reach, reach
from lti_tools.web.formats import format_instant, format_number
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy

NAME, MORE_TIME = "name", "more-time"
GRADE = "grade-"


@dataclass(frozen=True)
class Wish:
    """How the table is asked for, as the address says it."""

    search: str = ""
    group: int = 0
    not_done: bool = False
    sort: str = NAME
    falling: bool = False

    def address(self, **changes: Any) -> dict[str, Any]:
        """The arguments of an address that asks the same, with changes; what says nothing is left out."""
        asked = {
            "q": self.search,
            "group": self.group,
            "open": "1" if self.not_done else "",
            "sort": "" if self.sort == NAME else self.sort,
            "falling": "1" if self.falling else "",
            **changes,
        }
        return {name: value for name, value in asked.items() if value}


@dataclass(frozen=True)
class Person:
    """One line of the table."""

    id: int
    name: str
    cells: Mapping[str, Value]
    done: bool | None
    groups: str


@dataclass(frozen=True)
class Table:
    """The class as one wish shows it."""

    columns: Sequence[OverviewColumn]
    people: Sequence[Person]
    total: int
    """How many learners there are within reach, shown or not."""
    groups: Mapping[int, str]
    has_done: bool
    """Whether the tool says who has done what was to do."""
    done: int
    reach: Reach

    def index_of(self, person_id: int) -> int | None:
        return next((place for place, one in enumerate(self.people) if one.id == person_id), None)


def read_table(db: Session, launch: CurrentLaunch, overview: Overview, wish: Wish, now: datetime) -> Table:
    """Everybody within reach who is a learner now, with the tool's cells, more time and grades."""
    seen = reach(db, launch)
    members = [
        one
        for one in roster.members(db, launch.context_id)
        if one.active and one.role is Role.LEARNER and seen.covers(one.person_id)
    ]
    ids = [one.person_id for one in members]
    groups = _groups(db, launch)
    group_names = {one.id: one.name for one in groups}
    rows = overview.rows(db, launch.activity, ids, now)
    longer = _more_time(db, launch.activity)
    grades = _grades(outbox.standing(db, launch.activity))
    own = overview.columns(launch.settings)
    columns = [*own, *_more_columns(longer, grades)]
    of_person: dict[int, list[str]] = {}
    in_group = {one.id: frozenset(one.member_ids) for one in groups}
    for group_id, member_ids in in_group.items():
        for person_id in member_ids:
            of_person.setdefault(person_id, []).append(group_names[group_id])
    people = []
    for one in members:
        row = rows.get(one.person_id, Row())
        cells = {**row.cells, **grades.get(one.person_id, {})}
        if one.person_id in longer:
            cells[MORE_TIME] = longer[one.person_id]
        name = one.name or _("Person %(number)s", number=one.person_id)
        people.append(Person(one.person_id, name, cells, row.done, ", ".join(of_person.get(one.person_id, ()))))
    shown = [one for one in people if _is_asked_for(one, wish, in_group)]
    _sort(shown, wish)
    has_done = any(one.done is not None for one in people)
    done = sum(one.done is True for one in people)
    return Table(columns, shown, len(people), group_names, has_done, done, seen)


def _groups(db: Session, launch: CurrentLaunch) -> list[Group]:
    """The groups that the activity works with; where it works without, those that the LMS tells (sections too)."""
    told = [
        Group(one.id, one.name or _("Group %(number)s", number=one.id), tuple(one.member_ids))
        for one in roster.groups(db, launch.context_id)
    ]
    return groups_of(db, launch.activity) or told


def _is_asked_for(person: Person, wish: Wish, groups: Mapping[int, frozenset[int]]) -> bool:
    if wish.search and wish.search.casefold() not in person.name.casefold():
        return False
    if wish.group and person.id not in groups.get(wish.group, ()):
        return False
    return not (wish.not_done and person.done is not False)


def _sort(people: list[Person], wish: Wish) -> None:
    """By name, then by the column asked for; who has nothing there comes last either way."""
    people.sort(key=lambda one: (one.name.casefold(), one.id), reverse=wish.falling and wish.sort == NAME)
    if wish.sort == NAME:
        return
    have = [one for one in people if wish.sort in one.cells and one.cells[wish.sort].sort is not None]
    have.sort(key=lambda one: one.cells[wish.sort].sort, reverse=wish.falling)
    known = {one.id for one in have}
    people[:] = [*have, *(one for one in people if one.id not in known)]


def _more_time(db: Session, activity_id: int) -> dict[int, Value]:
    """Person id -> the latest date of their own or of their groups."""
    groups = {one.id: one.member_ids for one in groups_of(db, activity_id)}
    latest: dict[int, datetime] = {}
    for _key, date in schedule.dates_in(db, activity_id):
        if date.ends_at is None:
            continue
        people = [date.person_id] if date.person_id is not None else groups.get(date.group_id or 0, ())
        for person_id in people:
            latest[person_id] = max(latest.get(person_id, date.ends_at), date.ends_at)
    return {person_id: Value(format_instant(at), at) for person_id, at in latest.items()}


def _grades(standing: Sequence[Standing]) -> dict[int, dict[str, Value]]:
    """Person id -> column key -> how their score stands."""
    found: dict[int, dict[str, Value]] = {}
    for one in standing:
        word, tone = STATES[one.state]
        score = _("%(score)s of %(maximum)s", score=format_number(one.score), maximum=format_number(one.maximum))
        found.setdefault(one.person_id, {})[GRADE + (one.tag or "1")] = Value(
            f"{score}: {word}", (one.score / one.maximum, str(one.state)), tone
        )
    return found


def _more_columns(longer: Mapping[int, Value], grades: Mapping[int, Mapping[str, Value]]) -> list[OverviewColumn]:
    columns = [OverviewColumn(MORE_TIME, lazy("More time until"))] if longer else []
    tags = sorted({key for cells in grades.values() for key in cells})
    several = len(tags) > 1
    return columns + [
        OverviewColumn(key, _("Grade (%(column)s)", column=key.removeprefix(GRADE)) if several else lazy("Grade"))
        for key in tags
    ]
