"""Who voted, as far as that may be told."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from lti_tools.kit.groups import groups
from lti_tools.pure.small_cells import Cell, tellable
from tools.co_curriculum import electorate, store, store_ballots
from tools.co_curriculum.domain.rule_card import SECRET
from tools.co_curriculum.service import sealing
from tools.co_curriculum.store_ballots import CastBallot


@dataclass(frozen=True, kw_only=True)
class Turnout:
    """How many voted. `expected` is None while the number of students is not known."""

    voted: int | None
    """None for fewer than three of a secret vote that is open."""
    expected: int | None


@dataclass(frozen=True)
class Voter:
    """One row of the teacher's list: a learner or somebody who voted; `ballot` is None for who has not voted."""

    person_id: int | None
    name: str
    ballot: CastBallot | None
    took_part: bool = False
    """They are on the roll of a sealed secret vote."""

    @property
    def voted(self) -> bool:
        return self.took_part or self.ballot is not None


def turnout(db: Session, activity_id: int) -> Turnout:
    """Everybody counts as expected who is a learner of the course now or has voted."""
    expected = electorate.entitled(db, activity_id)
    if store.settings_of(db, activity_id).secrecy == SECRET:
        return _secret_turnout(db, activity_id, expected)
    voted = store_ballots.count_ballots(db, activity_id)
    if expected is None:
        return Turnout(voted=voted, expected=None)
    outside = voted - len(store_ballots.voters(db, activity_id).keys() & expected)
    return Turnout(voted=voted, expected=len(expected) + outside)


TOLD_FROM = 3
"""Ballots of an open secret vote from which on their number is told."""


def _secret_turnout(db: Session, activity_id: int, expected: frozenset[int] | None) -> Turnout:
    """Only how many, and from three on; after the sealing as published."""
    record = store.record_of(db, activity_id)
    cast = record["cast"] if record else sealing.cast_so_far(db, activity_id)
    voted = cast if record or cast >= TOLD_FROM else None
    return Turnout(voted=voted, expected=None if expected is None else max(len(expected), cast))


def turnout_by_group(db: Session, activity_id: int) -> list[Cell[str]]:
    """How many of each group of the activity voted, where that tells of nobody; key None: everybody else together."""
    if is_hidden(db, activity_id):
        return []
    found = groups.groups_of(db, activity_id)
    voted = store_ballots.voters(db, activity_id).keys()
    learners = electorate.entitled(db, activity_id) or frozenset()
    inside = {person for group in found for person in group.member_ids}
    rest = (learners | voted) - inside
    shut = electorate.shut_out(db, activity_id, frozenset(inside)) - voted
    cells: list[Cell[str]] = [
        Cell(group.name, len(voted & set(group.member_ids)), len(set(group.member_ids) - shut))
        for group in found
        if set(group.member_ids) - shut
    ]
    return tellable([*cells, Cell(None, len(voted & rest), len(rest))]) if found else []


def roll(db: Session, activity_id: int) -> list[Voter]:
    """Everybody who voted or could have, by name; the ballots of erased people come last, without a name.

    Nobody while a secret vote is open.
    """
    if is_hidden(db, activity_id):
        return []
    context_id = store.context_of(db, activity_id)
    known_names = electorate.names(db, context_id)
    ballots = store_ballots.ballots_of(db, activity_id)
    by_person = {ballot.person_id: ballot for ballot in ballots if ballot.person_id is not None}
    voted = store_ballots.voters(db, activity_id).keys()
    people = voted | (electorate.entitled(db, activity_id) or frozenset())
    known = [Voter(person, known_names.get(person, ""), by_person.get(person), person in voted) for person in people]
    erased = [Voter(None, "", ballot) for ballot in ballots if ballot.person_id is None]
    return sorted(known, key=lambda one: (not one.name, one.name.casefold(), one.person_id)) + erased


def is_hidden(db: Session, activity_id: int) -> bool:
    """Whether this is a secret vote of which nobody is told yet who has taken part."""
    secret = store.settings_of(db, activity_id).secrecy == SECRET
    return secret and store.record_of(db, activity_id) is None


def not_voted(db: Session, activity_id: int) -> list[Voter]:
    """Those who could still vote and have not, by name, as far as the course's members are known."""
    return [voter for voter in roll(db, activity_id) if not voter.voted]


def voter(db: Session, activity_id: int, person_id: int) -> Voter:
    """One person of the course with their ballot; raises `NotFound` for anybody else."""
    names = electorate.names(db, store.context_of(db, activity_id))
    if person_id not in names:
        raise NotFound
    took_part = person_id in store_ballots.voters(db, activity_id)
    return Voter(person_id, names[person_id], store_ballots.ballot_of(db, activity_id, person_id), took_part)
