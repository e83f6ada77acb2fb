"""Boards that shame nobody: who wants to be on them, two places up and down, never the bottom, nothing below five.

A board is made for one viewer and holds only what that viewer may see, so no page can show more. Rule R2 of the tool;
H. Bai and others (2021): learners in the lower third want anonymity on absolute boards.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from lti_tools.pure.school_weeks import week_of

SPAN = 2
"""Places above and below one's own that are shown."""
LEAST = 5
"""Below so many participants there is no board."""
LEAST_OF_TEAM = 3
"""A team counts with so many members who gained something: fewer would tell what one of them did."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a board; `place` is None where no place is told."""

    who: int
    points: int
    place: int | None
    own: bool


@dataclass(frozen=True, slots=True)
class Gain:
    """Points that somebody gained at an instant."""

    person: int
    at: datetime
    points: int


def board(
    points: Mapping[int, int], viewer: int | None, order: Callable[[int], str], span: int = SPAN
) -> tuple[Row, ...]:
    """What `viewer` sees of a board of people or teams: rows from the highest down; empty where there is none for them.

    `points` holds participants alone: who opted out is not in it, and sees no board. Equal points share a place; among
    them `order` decides, a keyed hash that says nothing. Places of the lowest third are told to nobody: one who stands
    there sees their own points without a place, and nobody else sees them.
    """
    if len(points) < LEAST or viewer is None or viewer not in points:
        return ()
    ranked = sorted(points, key=lambda one: (-points[one], order(one)))
    places = _places([points[one] for one in ranked])
    last = len(ranked) - -(-len(ranked) // 3)
    at = ranked.index(viewer)
    rows = []
    for number in range(max(at - max(span, 0), 0), min(at + max(span, 0) + 1, len(ranked))):
        who, hidden = ranked[number], places[number] > last
        if who == viewer or not hidden:
            rows.append(Row(who, points[who], None if hidden else places[number], who == viewer))
    return tuple(rows)


def _places(points: Sequence[int]) -> list[int]:
    """Places from 1; equal points share one, the next has as many as stand before it plus one."""
    places: list[int] = []
    for number, one in enumerate(points):
        places.append(places[-1] if number and points[number - 1] == one else number + 1)
    return places


def since(weeks: int, now: datetime, zone: ZoneInfo) -> datetime:
    """When a window of so many weeks, the running one included, begins in the course's zone."""
    monday = week_of(now, zone) - timedelta(weeks=max(weeks, 1) - 1)
    return datetime(monday.year, monday.month, monday.day, tzinfo=zone)


def sums(gains: Iterable[Gain], participants: Iterable[int], start: datetime, now: datetime) -> dict[int, int]:
    """Participant -> points gained from `start` to `now`; everybody who takes part is in it, with 0 too."""
    found = dict.fromkeys(participants, 0)
    for gain in gains:
        if gain.person in found and start <= gain.at <= now:
            found[gain.person] += gain.points
    return found


def team_points(points: Mapping[int, int], members: Mapping[int, Iterable[int]]) -> dict[int, int]:
    """Team -> points for each member, rounded down, so that large teams have no start; small ones are left out."""
    found = {}
    for team, people in members.items():
        own = [points[one] for one in set(people) if one in points]
        if sum(one > 0 for one in own) >= LEAST_OF_TEAM:
            found[team] = sum(own) // len(own)
    return found
