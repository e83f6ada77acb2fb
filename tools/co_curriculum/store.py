"""Every query of topic vote, each held to one activity."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from lti_tools.kit.schedule.schedule import read_phase
from lti_tools.kit.schedule.store import own_date
from lti_tools.kit.schedule.tables import PhaseRow
from lti_tools.pure.schedule import Phase
from lti_tools.retries import not_resting
from lti_tools.store.batches import batches
from lti_tools.store.database import Runner
from lti_tools.store.inserting import insert_into, insert_or_ignore
from lti_tools.store.prepared import Prepared
from lti_tools.store.tables.activities import Activity
from lti_tools.store.tables.people import ContextService
from tools.co_curriculum.domain.proposals import State
from tools.co_curriculum.models import Ballot, FrozenCard, Option, Poll, VoteRecord, VoteRoll
from tools.co_curriculum.models_placing import Placing
from tools.co_curriculum.phases import VOTE
from tools.co_curriculum.settings import VoteSettings, read_settings

SETTLING = "topic-vote.settling"
"""Names the work of a close for `lti_tools.retries`."""


def poll_of(db: Session, activity_id: int, *, to_change: bool = False) -> Poll:
    """The vote of an activity, held `to_change`; raises `NotFound` where there is none.

    Who casts a ballot or closes the vote holds its phase before (`kit.schedule.hold`), so that a ballot is either in
    the count or refused, and many can vote at once.
    """
    query = select(Poll).where(Poll.activity_id == activity_id).execution_options(populate_existing=True)
    if to_change:
        query = query.with_for_update()
    poll = db.scalar(query)
    if poll is None:
        raise NotFound(f"no vote in activity {activity_id}")
    return poll


def ensure_poll(db: Session, activity_id: int) -> Poll:
    """The vote of an activity, made where it is missing, held for changing."""
    insert_or_ignore(db, Poll, {"activity_id": activity_id}, ["activity_id"])
    return poll_of(db, activity_id, to_change=True)


def settings_of(db: Runner, activity_id: int) -> VoteSettings:
    """The settings as they stand in this transaction."""
    return read_settings(stored_settings(db, activity_id))


def stored_settings(db: Runner, activity_id: int) -> Mapping[str, Any]:
    return db.scalar(select(Activity.settings).where(Activity.id == activity_id)) or {}


def polls_to_settle(db: Session, now: datetime, limit: int) -> Sequence[Poll]:
    """Votes that are over and to be worked out anew, held; those that another worker holds are left.

    Either their points have changed since, or the course's members, unknown then, are known now. Those whose work has
    just failed rest first.
    """
    members_told = exists().where(
        Activity.id == Poll.activity_id,
        ContextService.context_id == Activity.context_id,
        ContextService.roster_synced_at.is_not(None),
    )
    here = and_(PhaseRow.activity_id == Poll.activity_id, PhaseRow.key == VOTE.key, PhaseRow.ends <= now)
    over = and_(PhaseRow.next_due.is_(None), or_(PhaseRow.last_end.is_(None), PhaseRow.last_end <= now))
    half_known = Poll.settled_points.is_not(None) & Poll.roll_known.is_(False) & members_told
    return db.scalars(
        select(Poll)
        .join(PhaseRow, here)
        .where(over, or_(Poll.settled_at.is_(None), half_known))
        .where(not_resting(SETTLING, Poll.activity_id, now))
        .order_by(Poll.activity_id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=Poll)
        .execution_options(populate_existing=True)
    ).all()


def polls_to_remind(db: Session, now: datetime, until: datetime, open_for: timedelta, limit: int) -> Sequence[Poll]:
    """Open votes that close before `until`, were open for `open_for` by then, and nobody was reminded of, held."""
    found = db.scalars(
        select(Poll)
        .join(PhaseRow, and_(PhaseRow.activity_id == Poll.activity_id, PhaseRow.key == VOTE.key))
        .where(
            PhaseRow.starts <= until - open_for,
            PhaseRow.ends > now,
            PhaseRow.ends <= until,
            or_(Poll.reminded_for.is_(None), Poll.reminded_for != PhaseRow.ends),
        )
        .order_by(Poll.activity_id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=Poll)
        .execution_options(populate_existing=True)
    )
    return found.all()


BALLOT_ORDER = (Option.listed.desc(), Option.place, Option.id)
PUBLISHED = Option.state == State.PUBLISHED.value


def options_of(db: Session, activity_id: int) -> Sequence[Option]:
    """What stands on the ballot: the teacher's list and the published proposals."""
    return db.scalars(select(Option).where(Option.activity_id == activity_id, PUBLISHED).order_by(*BALLOT_ORDER)).all()


def add_option(db: Session, activity_id: int, text: str, place: int) -> None:
    """An option of the teacher's list."""
    db.add(Option(activity_id=activity_id, text=text, place=place))


def drop_options(db: Session, activity_id: int, options: Iterable[int]) -> None:
    db.execute(delete(Option).where(Option.activity_id == activity_id, Option.id.in_(list(options))))


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


@dataclass(frozen=True)
class Frozen:
    """A frozen rule card with the ids of its options, in the card's order."""

    card: Mapping[str, Any]
    option_ids: Sequence[int]
    digest: str
    at: datetime


@dataclass(frozen=True)
class Sheet:
    """A vote as one person finds it."""

    phase: Phase
    """Voting, as this person has it."""
    options: Mapping[int, str]
    """Option id -> wording, in the order of the ballot."""
    own: CastBallot | None
    frozen: Frozen | None
    asked_for_topics: bool
    """Students are, or were, asked which topics they would like to work on."""
    record: Mapping[str, Any] | None
    """What a sealed vote published."""


_SHEET = Prepared(
    select(
        PhaseRow.key,
        PhaseRow.starts,
        PhaseRow.ends,
        PhaseRow.last_end,
        PhaseRow.worked_out,
        own_date(bindparam("person_id")).label("own_date"),
        Option.id,
        Option.text,
        Ballot.id.label("ballot_id"),
        Ballot.cast_at,
        Ballot.marks,
        Ballot.words,
        FrozenCard.card,
        FrozenCard.option_ids,
        FrozenCard.digest,
        FrozenCard.frozen_at,
        Placing.opened_at.label("asked_at"),
        VoteRecord.document,
    )
    .select_from(Poll)
    .join(PhaseRow, and_(PhaseRow.activity_id == Poll.activity_id, PhaseRow.key == VOTE.key))
    .outerjoin(Placing, Placing.activity_id == Poll.activity_id)
    .outerjoin(Option, and_(Option.activity_id == Poll.activity_id, PUBLISHED))
    .outerjoin(Ballot, and_(Ballot.activity_id == Poll.activity_id, Ballot.person_id == bindparam("person_id")))
    .outerjoin(FrozenCard, FrozenCard.activity_id == Poll.activity_id)
    .outerjoin(VoteRecord, VoteRecord.activity_id == Poll.activity_id)
    .where(Poll.activity_id == bindparam("activity_id"))
    .order_by(*BALLOT_ORDER)
)


def sheet_of(db: Runner, activity_id: int, person_id: int | None) -> Sheet:
    """A vote with its options and the ballot of `person_id`, in one query; raises `NotFound` where there is no vote."""
    rows = _SHEET.all(db, {"activity_id": activity_id, "person_id": person_id})
    if not rows:
        raise NotFound(f"no vote in activity {activity_id}")
    first = rows[0]
    own = None
    options = {row.id: row.text for row in rows if row.id is not None}
    if first.ballot_id is not None:
        own = CastBallot(first.ballot_id, person_id, first.cast_at, _marks(first.marks, options), first.words)
    frozen = Frozen(first.card, first.option_ids, first.digest, first.frozen_at) if first.card else None
    return Sheet(read_phase(first), options, own, frozen, first.asked_at is not None, first.document)


def _marks(stored: Mapping[str, int], options: Iterable[int]) -> dict[int, int]:
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
    return [CastBallot(row.id, row.person_id, row.cast_at, _marks(row.marks, places), row.words) for row in rows]


def count_ballots(db: Session, activity_id: int) -> int:
    return db.scalar(select(func.count()).select_from(Ballot).where(Ballot.activity_id == activity_id)) or 0


def put_ballot(
    db: Session, activity_id: int, person_id: int, marks: Mapping[int, int], now: datetime, words: str = ""
) -> None:
    """Store a person's one ballot, in place of an earlier one. Of parallel ones the last stands."""
    stored = {"cast_at": now, "marks": {str(option): mark for option, mark in marks.items()}, "words": words}
    statement = insert_into(db, Ballot).values(activity_id=activity_id, person_id=person_id, **stored)
    db.execute(statement.on_conflict_do_update(index_elements=["activity_id", "person_id"], set_=stored))


def frozen_card(db: Runner, activity_id: int) -> Frozen | None:
    """The rule card as it was frozen at the opening."""
    query = select(FrozenCard.card, FrozenCard.option_ids, FrozenCard.digest, FrozenCard.frozen_at)
    row = db.execute(query.where(FrozenCard.activity_id == activity_id)).first()
    return Frozen(row.card, row.option_ids, row.digest, row.frozen_at) if row else None


def freeze_card(db: Session, activity_id: int, frozen: Frozen) -> None:
    """Keep a card unless there is one; of two at the same moment the first stands."""
    values = {"card": frozen.card, "option_ids": list(frozen.option_ids), "digest": frozen.digest}
    insert_or_ignore(db, FrozenCard, {"activity_id": activity_id, **values, "frozen_at": frozen.at}, ["activity_id"])


def record_of(db: Runner, activity_id: int) -> Mapping[str, Any] | None:
    """What a sealed vote published; None before its sealing, and of a named one."""
    return db.scalar(select(VoteRecord.document).where(VoteRecord.activity_id == activity_id))


def drop_card(db: Session, activity_id: int) -> None:
    db.execute(delete(FrozenCard).where(FrozenCard.activity_id == activity_id))


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


def context_of(db: Session, activity_id: int) -> int:
    context_id = db.scalar(select(Activity.context_id).where(Activity.id == activity_id))
    if context_id is None:
        raise NotFound(f"activity {activity_id}")
    return context_id


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
