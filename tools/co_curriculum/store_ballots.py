"""Every query of ballots and rolls, each held to one activity; and forgetting a person in them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from lti_tools.store.batches import batches
from lti_tools.store.database import Runner
from lti_tools.store.inserting import insert_into
from lti_tools.store.tables.activities import Activity
from tools.co_curriculum.models import Ballot, Option, Poll, VoteRecord, VoteRoll
from tools.co_curriculum.store import BALLOT_ORDER, PUBLISHED


@dataclass(frozen=True)
class CastBallot:
    """A ballot as it stands; `person_id` is None where the person is erased."""

    id: int
    person_id: int | None
    cast_at: datetime | None
    """None on a secret ballot."""
    marks: Mapping[int, int]
    """Option id -> mark; none for "no preference"."""
    words: str = ""

    @property
    def options(self) -> tuple[int, ...]:
        """The options that are marked, on an approval ballot those that it ticks."""
        return tuple(self.marks)


def marks_by_option(stored: Mapping[str, int], options: Iterable[int]) -> dict[int, int]:
    """Marks in the order of the options; one of an option that is gone is left out."""
    return {option: stored[str(option)] for option in options if str(option) in stored}


def ballots_of(db: Runner, activity_id: int) -> list[CastBallot]:
    return _read(db, activity_id)


def marks_of(db: Runner, activity_id: int) -> list[dict[int, int]]:
    """The marks of every ballot, of nobody in particular, in one query."""
    found = db.execute(select(Ballot.marks).where(Ballot.activity_id == activity_id)).scalars()
    return [{int(option): mark for option, mark in marks.items()} for marks in found]


def each_ballot(db: Session, activity_id: int) -> Iterator[CastBallot]:
    """Every ballot, some hundred in memory at a time."""
    for ids in batches(db, select(Ballot.id).where(Ballot.activity_id == activity_id), Ballot.id):
        yield from _read(db, activity_id, Ballot.id.between(ids[0], ids[-1]))


def ballot_of(db: Runner, activity_id: int, person_id: int) -> CastBallot | None:
    own = _read(db, activity_id, Ballot.person_id == person_id)
    return own[0] if own else None


def _read(db: Runner, activity_id: int, *conditions: ColumnElement[bool]) -> list[CastBallot]:
    """Ballots with their marks in the order of the options, in two queries however many there are."""
    options = db.execute(
        select(Option.id).where(Option.activity_id == activity_id, PUBLISHED).order_by(*BALLOT_ORDER)
    ).scalars()
    places = list(options)
    rows = db.execute(
        select(Ballot.id, Ballot.person_id, Ballot.cast_at, Ballot.marks, Ballot.words)
        .where(Ballot.activity_id == activity_id, *conditions)
        .order_by(Ballot.id)
    )
    return [
        CastBallot(row.id, row.person_id, row.cast_at, marks_by_option(row.marks, places), row.words) for row in rows
    ]


def count_ballots(db: Session, activity_id: int) -> int:
    return db.scalar(select(func.count()).select_from(Ballot).where(Ballot.activity_id == activity_id)) or 0


def put_ballot(
    db: Session, activity_id: int, person_id: int, marks: Mapping[int, int], now: datetime, words: str = ""
) -> None:
    """Store a person's one ballot, in place of an earlier one. Of parallel ones the last stands."""
    stored = {"cast_at": now, "marks": {str(option): mark for option, mark in marks.items()}, "words": words}
    statement = insert_into(db, Ballot).values(activity_id=activity_id, person_id=person_id, **stored)
    db.execute(statement.on_conflict_do_update(index_elements=["activity_id", "person_id"], set_=stored))


def voters_not_announced(db: Session, activity_id: int) -> Sequence[Ballot]:
    return db.scalars(
        select(Ballot)
        .where(Ballot.activity_id == activity_id, Ballot.announced_at.is_(None), Ballot.person_id.is_not(None))
        .order_by(Ballot.person_id)
    ).all()


def voters(db: Session, activity_id: int) -> dict[int, datetime]:
    """Everybody who voted and is not erased -> when their ballot was cast or last changed.

    Of a secret vote the time of its sealing; nobody while it is open.
    """
    query = select(Ballot.person_id, Ballot.cast_at).where(Ballot.activity_id == activity_id)
    named = {person: cast_at for person, cast_at in db.execute(query) if person is not None}
    sealed = select(VoteRoll.person_id, VoteRecord.sealed_at).join(
        VoteRecord, VoteRecord.activity_id == VoteRoll.activity_id
    )
    rows = db.execute(sealed.where(VoteRoll.activity_id == activity_id)).all()
    return named | {row.person_id: row.sealed_at for row in rows}


def _of_person(person_id: int, context_id: int | None) -> Any:
    where = Ballot.person_id == person_id
    if context_id is None:
        return where
    return where & Ballot.activity_id.in_(select(Activity.id).where(Activity.context_id == context_id))


def erase_person(db: Session, person_id: int, context_id: int | None) -> None:
    """Delete the person's ballots; from a vote that is counted already only the person goes, the ballot stays."""
    counted = select(Poll.activity_id).where(Poll.settled_at.is_not(None))
    own = _of_person(person_id, context_id)
    close = select(Poll.settled_at).where(Poll.activity_id == Ballot.activity_id).scalar_subquery()
    db.execute(
        update(Ballot)
        .where(own, Ballot.activity_id.in_(counted))
        .values(person_id=None, cast_at=close, announced_at=None)
        .execution_options(synchronize_session=False)
    )
    db.execute(delete(Ballot).where(own).execution_options(synchronize_session=False))
    db.execute(delete(VoteRoll).where(_on_rolls(person_id, context_id)).execution_options(synchronize_session=False))


def _on_rolls(person_id: int, context_id: int | None) -> Any:
    where = VoteRoll.person_id == person_id
    if context_id is None:
        return where
    return where & VoteRoll.activity_id.in_(select(Activity.id).where(Activity.context_id == context_id))


def rolls_of(db: Session, person_id: int, context_id: int | None) -> Sequence[int]:
    """The sealed votes that a person took part in."""
    query = select(VoteRoll.activity_id).where(_on_rolls(person_id, context_id))
    return db.scalars(query.order_by(VoteRoll.activity_id)).all()


def ballots_by_person(db: Session, person_id: int, context_id: int | None) -> list[tuple[int, CastBallot]]:
    """(activity id, ballot) of everything the person voted in."""
    activities = select(Ballot.activity_id).where(_of_person(person_id, context_id)).order_by(Ballot.activity_id)
    found = [(activity, ballot_of(db, activity, person_id)) for activity in db.scalars(activities).all()]
    return [(activity, ballot) for activity, ballot in found if ballot]
