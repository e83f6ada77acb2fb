"""The door of the pulse: ask, answer once without a name, close, say what changed.

While a question is open, a keyed tag keeps everybody to one answer; nothing else stands between a person and an answer:
no id, no time, no order. The close counts, deletes tags and answers, writes the texts anew in an order of chance and
destroys the key, in one transaction.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from random import Random, SystemRandom
from secrets import token_hex
from uuid import UUID

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from lti_tools.kit.pulse import refusals
from lti_tools.kit.pulse.tables import PulseAnswer, PulseRow, PulseTag, PulseText
from lti_tools.store.inserting import insert_or_ignore

ENOUGH = 5
"""Fewer answers are never shown."""
LEVELS = 5
KeyedHash = Callable[[str, str], str]
"""`KeyStore.keyed_hash`: (purpose, text) -> hash."""
_SECURE = SystemRandom()


def questions(db: Session, activity_id: int) -> Sequence[PulseRow]:
    """The activity's questions, newest first."""
    return db.scalars(select(PulseRow).where(PulseRow.activity_id == activity_id).order_by(PulseRow.id.desc())).all()


def is_open(row: PulseRow, now: datetime) -> bool:
    """Whether answers are taken; the closing second itself is outside."""
    return row.closed_at is None and (row.closes_at is None or now < row.closes_at)


def waits_for_reply(rows: Sequence[PulseRow]) -> PulseRow | None:
    """The newest closed question whose result was shown, if the teacher has still to say what changed."""
    shown = next((row for row in rows if row.closed_at is not None and row.counts is not None), None)
    return shown if shown is not None and not shown.reply else None


def ask(
    db: Session, activity_id: int, question: str, *, with_text: bool, closes_at: datetime | None, now: datetime
) -> PulseRow:
    """Open a question. Raises a `Refusal` while another one is open or waits for the teacher's reply."""
    rows = questions(db, activity_id)
    if any(row.closed_at is None for row in rows):
        raise refusals.one_at_a_time()
    if waits_for_reply(rows) is not None:
        raise refusals.reply_first()
    row = PulseRow(
        activity_id=activity_id,
        question=question,
        with_text=with_text,
        opened_at=now,
        closes_at=closes_at,
        salt=token_hex(16),
    )
    db.add(row)
    db.flush()
    return row


def answer(
    db: Session,
    keyed_hash: KeyedHash,
    activity_id: int,
    pulse_id: int,
    person_id: int,
    *,
    level: int,
    text: str,
    now: datetime,
    rng: Random = _SECURE,
) -> None:
    """Take a person's one answer. Raises a `Refusal` where the question is closed or they have answered."""
    row = _held(db, activity_id, pulse_id, alone=False)
    if not is_open(row, now):
        raise refusals.closed()
    tag = {"pulse_id": row.id, "tag": tag_of(keyed_hash, row, person_id)}
    if not insert_or_ignore(db, PulseTag, tag, ["pulse_id", "tag"]):
        raise refusals.answered()
    said = text if row.with_text else ""
    db.execute(insert(PulseAnswer), {"id": _random_id(rng), "pulse_id": row.id, "level": level, "text": said})


def has_answered(db: Session, keyed_hash: KeyedHash, row: PulseRow, person_id: int) -> bool:
    """Whether this person has answered an open question."""
    return db.get(PulseTag, (row.id, tag_of(keyed_hash, row, person_id))) is not None


def tag_of(keyed_hash: KeyedHash, row: PulseRow, person_id: int) -> str:
    """Of one person in one question: nobody computes it without the master secret, nor after the close."""
    return keyed_hash(f"pulse {row.id} {row.salt}", str(person_id))


def answered(db: Session, row: PulseRow) -> int | None:
    """How many have answered an open question; None below `ENOUGH`, so that nobody is counted out."""
    number = db.scalar(select(func.count()).select_from(PulseTag).where(PulseTag.pulse_id == row.id)) or 0
    return number if number >= ENOUGH else None


def close(db: Session, activity_id: int, pulse_id: int, now: datetime, *, rng: Random = _SECURE) -> bool:
    """Count, mix and forget; False where it was closed already."""
    row = _held(db, activity_id, pulse_id, alone=True)
    if row.closed_at is not None:
        return False
    taken = db.execute(
        delete(PulseAnswer)
        .where(PulseAnswer.pulse_id == row.id)
        .returning(PulseAnswer.level, PulseAnswer.text)
        .execution_options(synchronize_session=False)
    ).all()
    db.execute(delete(PulseTag).where(PulseTag.pulse_id == row.id).execution_options(synchronize_session=False))
    if len(taken) >= ENOUGH:
        levels = [found.level for found in taken]
        row.counts = [levels.count(level) for level in range(1, LEVELS + 1)]
        texts = [found.text for found in taken if found.text]
        rows = [{"id": _random_id(rng), "pulse_id": row.id, "text": text} for text in rng.sample(texts, len(texts))]
        if rows:
            db.execute(insert(PulseText), rows)
    row.closed_at, row.salt, row.to_scrub = now, "", True
    db.flush()
    return True


def texts_of(db: Session, pulse_ids: Sequence[int]) -> dict[int, list[str]]:
    """Question id -> what people wrote, in the order of chance that the close gave them."""
    found: dict[int, list[str]] = {}
    query = select(PulseText).where(PulseText.pulse_id.in_(pulse_ids)).order_by(PulseText.id)
    for row in db.scalars(query):
        found.setdefault(row.pulse_id, []).append(row.text)
    return found


def reply(db: Session, activity_id: int, pulse_id: int, text: str, now: datetime) -> None:
    """What the teacher changed after a result, for everybody to read."""
    row = _held(db, activity_id, pulse_id, alone=True)
    if row.closed_at is None:
        raise refusals.still_open()
    row.reply, row.replied_at = text, now


def due(db: Session, now: datetime) -> Sequence[PulseRow]:
    """Open questions whose time is over."""
    return db.scalars(select(PulseRow).where(PulseRow.closed_at.is_(None), PulseRow.closes_at <= now)).all()


def _held(db: Session, activity_id: int, pulse_id: int, *, alone: bool) -> PulseRow:
    """A question of this activity, held: answers share it, the close has it alone. Raises `NotFound`."""
    row = db.scalar(
        select(PulseRow)
        .where(PulseRow.id == pulse_id, PulseRow.activity_id == activity_id)
        .with_for_update(read=not alone)
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound
    return row


def _random_id(rng: Random) -> str:
    return UUID(int=rng.getrandbits(128), version=4).hex
