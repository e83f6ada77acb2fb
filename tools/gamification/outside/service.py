"""Keys of outside systems, and taking their calls (`domain.intake`)."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import uuid4

from sqlalchemy import case, delete, func, select, update
from sqlalchemy.orm import Session

from lti_tools import roster
from lti_tools.errors import NotFound
from lti_tools.store.inserting import insert_or_ignore
from lti_tools.store.tables.activities import Activity
from lti_tools.store.tables.people import Person
from tools.gamification import refusals
from tools.gamification.domain.evidence import Entry, Kind
from tools.gamification.domain.intake import Call, IntakeFault, IntakeRefused, check, digest, known
from tools.gamification.domain.questline.line import Way
from tools.gamification.outside.tables import CallRow, IntakeKeyRow
from tools.gamification.service import ledger
from tools.gamification.service.ledger import New
from tools.gamification.store import lines

MOST_KEYS = 10
A_MINUTE = 120
"""Calls of one key in a minute, forged ones too; more are sent away unread."""
Hash = Callable[[str, str], str]
"""(purpose, text) -> a hash that nobody else can make (`KeyStore.keyed_hash`)."""


def secret_of(hashed: Hash, key_id: str) -> str:
    """What a key signs with: found again from its id, so that no secret lies in the database."""
    return hashed("quests.intake", key_id)


def keys_of(db: Session, activity_id: int) -> Sequence[IntakeKeyRow]:
    """Keys that hold, oldest first."""
    query = select(IntakeKeyRow).where(IntakeKeyRow.activity_id == activity_id, IntakeKeyRow.revoked_at.is_(None))
    return db.scalars(query.order_by(IntakeKeyRow.made_at, IntakeKeyRow.id)).all()


def make_key(db: Session, activity_id: int, name: str, now: datetime) -> str:
    """A new key; raises a `Refusal` where there are as many as anybody needs."""
    lines.hold(db, activity_id)
    if len(keys_of(db, activity_id)) >= MOST_KEYS:
        raise refusals.full()
    row = IntakeKeyRow(id=uuid4().hex, activity_id=activity_id, name=name, made_at=now)
    db.add(row)
    db.flush()
    return row.id


def set_revoked(db: Session, activity_id: int, key_id: str, at: datetime | None) -> None:
    """End a key, or let it hold again (None); what it told stays told."""
    query = update(IntakeKeyRow).where(IntakeKeyRow.id == key_id, IntakeKeyRow.activity_id == activity_id)
    if db.execute(query.values(revoked_at=at).returning(IntakeKeyRow.id)).first() is None:
        raise NotFound(f"no intake key {key_id}")


def count_call(db: Session, key_id: str, now: datetime) -> tuple[int, int] | None:
    """(activity, calls of this minute) of a key that holds; None for any other."""
    minute = int(now.timestamp() // 60)
    calls = case((IntakeKeyRow.minute == minute, IntakeKeyRow.calls + 1), else_=1)
    query = update(IntakeKeyRow).where(IntakeKeyRow.id == key_id, IntakeKeyRow.revoked_at.is_(None))
    row = db.execute(
        query.values(calls=calls, minute=minute)
        .returning(IntakeKeyRow.activity_id, IntakeKeyRow.calls)
        .execution_options(synchronize_session=False)
    ).first()
    return (row.activity_id, row.calls) if row else None


def take(db: Session, hashed: Hash, activity_id: int, key_id: str, header: str, body: bytes, now: datetime) -> None:
    """Count what a call says; raises `IntakeRefused`, and nothing is stored then."""
    call = check([bytes.fromhex(secret_of(hashed, key_id))], header, body, now)
    taken = db.scalar(select(CallRow.digest).where(CallRow.activity_id == activity_id, CallRow.call_id == call.id))
    known(call, taken)
    lines.hold(db, activity_id)
    place = lines.published(db, activity_id)
    person = _learner(db, place.context_id, call.learner)
    wanted = [one for _, one in place.line.objectives() if (one.way, one.action) == (Way.OUTSIDE, call.action)]
    if not wanted:
        raise IntakeRefused(IntakeFault.UNKNOWN_ACTION)
    row = {"activity_id": activity_id, "call_id": call.id, "digest": digest(call), "person_id": person, "taken_at": now}
    if not insert_or_ignore(db, CallRow, row, ["activity_id", "call_id"]):
        raise IntakeRefused(IntakeFault.REPLAYED)
    news = [New(person, _entry(call, one.key, one.passing)) for one in wanted]
    ledger.record(db, activity_id, news, source=str(Way.OUTSIDE), now=now)
    db.execute(update(IntakeKeyRow).where(IntakeKeyRow.id == key_id).values(last_at=now))


def _entry(call: Call, key: str, passing: int) -> Entry:
    kind = Kind.ACCEPTED if call.score >= passing else Kind.ATTEMPT
    return Entry(f"outside:{call.id}:{key}", call.at, kind, key, call.score)


def _learner(db: Session, context_id: int, told: str) -> int:
    """A learner of the course by their id at the LMS, or by an address that only one of them has."""
    people = [one.person_id for one in roster.learners(db, context_id)]
    here = Person.id.in_(people)
    found = list(db.scalars(select(Person.id).where(here, Person.sub == told)))
    if not found and "@" in told:
        found = list(db.scalars(select(Person.id).where(here, func.lower(Person.email) == told.casefold())))
    if len(found) != 1:
        raise IntakeRefused(IntakeFault.UNKNOWN_LEARNER)
    return found[0]


def erase_person(db: Session, person_id: int, context_id: int | None) -> None:
    query = delete(CallRow).where(CallRow.person_id == person_id)
    if context_id is not None:
        query = query.where(CallRow.activity_id.in_(select(Activity.id).where(Activity.context_id == context_id)))
    db.execute(query.execution_options(synchronize_session=False))
