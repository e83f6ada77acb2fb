"""The boards of an activity as one learner may see them: nobody else is read out of the database into a page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from lti_tools import roster
from lti_tools.kit.groups import groups
from tools.gamification.domain.boards import LEAST, Gain, Row, board, since, sums, team_points
from tools.gamification.domain.ledger import replay
from tools.gamification.domain.rules import EARLY
from tools.gamification.profiles import store
from tools.gamification.settings import Boards, QuestSettings
from tools.gamification.store import entries as rows
from tools.gamification.store.lines import Published

Order = Callable[[int], str]
"""A keyed hash, so that the order of equals says nothing."""


@dataclass(frozen=True)
class Shown:
    """What one learner sees. Empty boards are not there."""

    enough: bool
    """Whether so many take part that there is a board of people."""
    start: datetime
    people: tuple[Row, ...]
    teams: tuple[tuple[str, Row], ...]
    """(name, row)."""


def are_there(settings: QuestSettings, profile: store.Profile) -> bool:
    """Whether somebody can see boards at all: calm mode has none, their own neither."""
    return settings.boards is not Boards.OFF and not settings.calm and not profile.calm


def shown(db: Session, place: Published, settings: QuestSettings, viewer: int, order: Order, now: datetime) -> Shown:
    """Boards of who takes part, for one who takes part; a constant number of queries."""
    start = since(settings.board_weeks, now, ZoneInfo(place.zone))
    wanted = store.on_board(db, place.activity_id)
    taking_part = wanted & {one.person_id for one in roster.learners(db, place.context_id)}
    if viewer not in taking_part:
        return Shown(False, start, (), ())
    points = _points(db, place, taking_part, start, now)
    people = board(points, viewer, order) if settings.boards is Boards.PEOPLE else ()
    return Shown(len(taking_part) >= LEAST, start, people, _teams(db, place, points, viewer, order))


def _points(db: Session, place: Published, people: frozenset[int], start: datetime, now: datetime) -> dict[int, int]:
    rules = place.rules
    known = rows.ledgers(db, place.activity_id)
    gains = (
        Gain(person, line.at, line.points)
        for person in sorted(people)
        for line in replay(rules, known.get(person, ()), now).lines
        if line.reason != EARLY  # a board compares learning, not speed
    )
    return sums(gains, people, start, now)


def _teams(
    db: Session, place: Published, points: dict[int, int], viewer: int, order: Order
) -> tuple[tuple[str, Row], ...]:
    known = groups.set_of(db, place.activity_id)
    if known is None or not known.published:
        return ()
    teams = {one.id: one for one in groups.groups_of(db, place.activity_id)}
    by_head = team_points(points, {one.id: one.member_ids for one in teams.values()})
    own = next((one.id for one in teams.values() if viewer in one.member_ids), None)
    return tuple((teams[row.who].name, row) for row in board(by_head, own, order))
