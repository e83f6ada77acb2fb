"""Digests as rows: made when somebody's unread notices may be mailed, claimed under a lease, settled with what became.

At most one per person and day or hour, by a unique key. A notice goes into one digest and never into a second one.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import Update, and_, select, update
from sqlalchemy.orm import Session

from lti_tools.kit.notices.letters import Item
from lti_tools.kit.notices.preferences import Pace, Wish, slot
from lti_tools.kit.notices.tables import Digest, MailWish, NoticeRow
from lti_tools.kit.schedule.tables import HolidayRow
from lti_tools.store.inserting import insert_or_ignore
from lti_tools.store.tables.activities import Activity
from lti_tools.store.tables.people import Context, Membership, Person
from lti_tools.web.locale import zone_of

WAITING, SENT, GIVEN_UP = "waiting", "sent", "given-up"
SETTLE = timedelta(minutes=10)
"""A notice is mailed only after so long unread: what is seen at once needs no e-mail."""
OLDEST = timedelta(days=7)
"""Older news is none."""
LEASE = timedelta(minutes=10)
"""How long other workers leave a digest to the one that took it; longer than the mail server may take to answer."""
TRIES = 6
FIRST_WAIT = timedelta(minutes=2)
AT_ONCE = 200


@dataclass(frozen=True)
class _Unread:
    """An unread notice that no e-mail took along yet."""

    notice_id: int
    person_id: int
    context_id: int
    zone: str
    wish: Wish


def make_due(db: Session, codes: Collection[str], now: datetime, host: str, default_zone: str) -> int:
    """Make the digests whose time has come; return how many. Safe to repeat and to run in several workers."""
    made = 0
    by_person: dict[int, list[_Unread]] = {}
    found = _unread(db, codes, now)
    for one in found:
        by_person.setdefault(one.person_id, []).append(one)
    free = _holidays(db, {one.context_id for one in found})
    for person_id, waiting in by_person.items():
        made += _make(db, person_id, waiting, free, now, host, default_zone)
    return made


def _unread(db: Session, codes: Collection[str], now: datetime) -> list[_Unread]:
    """Of people with an address who are in the course, oldest first."""
    member = and_(
        Membership.context_id == Activity.context_id, Membership.person_id == NoticeRow.person_id, Membership.active
    )
    query = (
        select(NoticeRow.id, NoticeRow.person_id, Context.id, Context.timezone, MailWish)
        .join(Activity, Activity.id == NoticeRow.activity_id)
        .join(Context, Context.id == Activity.context_id)
        .join(Membership, member)
        .join(Person, Person.id == NoticeRow.person_id)
        .outerjoin(MailWish, MailWish.person_id == NoticeRow.person_id)
        .where(
            NoticeRow.read_at.is_(None),
            NoticeRow.digest_id.is_(None),
            NoticeRow.code.in_(codes),
            NoticeRow.created_at <= now - SETTLE,
            NoticeRow.created_at > now - OLDEST,
            Person.email != "",
            Person.erased_at.is_(None),
            (MailWish.pace.is_(None)) | (MailWish.pace != Pace.NEVER.value),
        )
        .order_by(NoticeRow.id)
        .limit(AT_ONCE * 10)
    )
    return [
        _Unread(notice_id, person_id, context_id, zone, _wish(row))
        for notice_id, person_id, context_id, zone, row in db.execute(query)
    ]


def _wish(row: MailWish | None) -> Wish:
    if row is None:
        return Wish()
    return Wish(pace=Pace(row.pace), quiet_from=row.quiet_from, quiet_until=row.quiet_until)


def _holidays(db: Session, context_ids: Collection[int]) -> Mapping[int, list[tuple[date, date]]]:
    """Context id -> first and last day of each time without school."""
    found: dict[int, list[tuple[date, date]]] = {}
    query = select(HolidayRow.context_id, HolidayRow.first_day, HolidayRow.last_day)
    for context_id, first, last in db.execute(query.where(HolidayRow.context_id.in_(context_ids))):
        found.setdefault(context_id, []).append((first, last))
    return found


def _make(
    db: Session,
    person_id: int,
    waiting: Sequence[_Unread],
    holidays: Mapping[int, list[tuple[date, date]]],
    now: datetime,
    host: str,
    default_zone: str,
) -> int:
    """One digest of what may go out now; courses that have a holiday wait for school to begin again."""
    ready: list[int] = []
    slots: set[str] = set()
    for one in waiting:
        found = _slot(one, holidays.get(one.context_id, ()), zone_of(one.zone, default_zone), now)
        if found:
            ready.append(one.notice_id)
            slots.add(found)
    if not ready:
        return 0
    values = {
        "person_id": person_id,
        "slot": max(slots),
        "message_id": f"<{uuid4().hex}@{host}>",
        "state": WAITING,
        "due_at": now,
        "lease_token": "",
        "tries": 0,
        "error": "",
        "created_at": now,
    }
    if not insert_or_ignore(db, Digest, values, ["person_id", "slot"]):
        return 0
    digest_id = db.scalar(select(Digest.id).where(Digest.person_id == person_id, Digest.slot == max(slots)))
    take = update(NoticeRow).where(NoticeRow.id.in_(ready), NoticeRow.digest_id.is_(None), NoticeRow.read_at.is_(None))
    db.execute(take.values(digest_id=digest_id).execution_options(synchronize_session=False))
    return 1


def _slot(one: _Unread, free: Iterable[tuple[date, date]], zone: ZoneInfo, now: datetime) -> str:
    days = list(free)
    return slot(one.wish, now, zone, lambda day: any(first <= day <= last for first, last in days))


@dataclass(frozen=True)
class Claim:
    """A digest that this worker sends, and nobody else until the lease ends."""

    id: int
    person_id: int
    message_id: str
    token: str
    tries: int


def claim(db: Session, now: datetime) -> Claim | None:
    """Take the digest that has waited longest; None where nothing is due."""
    waiting = select(Digest.id).where(Digest.state == WAITING, Digest.due_at <= now)
    next_id = waiting.order_by(Digest.due_at, Digest.id).limit(1).with_for_update(skip_locked=True).scalar_subquery()
    token = uuid4().hex
    row = db.execute(
        update(Digest)
        .where(Digest.id == next_id, Digest.state == WAITING, Digest.due_at <= now)
        .values(lease_token=token, due_at=now + LEASE, tries=Digest.tries + 1)
        .returning(Digest.id, Digest.person_id, Digest.message_id, Digest.tries)
        .execution_options(synchronize_session=False)
    ).first()
    return Claim(row.id, row.person_id, row.message_id, token, row.tries) if row else None


@dataclass(frozen=True)
class Contents:
    """Whom a digest goes to, and what it says."""

    email: str
    language: str
    zone: str
    items: Sequence[Item]


def contents(db: Session, taken: Claim, codes: Collection[str]) -> Contents | None:
    """What is still unread of a digest; None where nothing is, or the person wants no e-mail any more."""
    person = db.get(Person, taken.person_id)
    wish = db.get(MailWish, taken.person_id)
    if person is None or not person.email or (wish is not None and wish.pace == Pace.NEVER):
        return None
    query = (
        select(Context.title, Activity.title, NoticeRow.code, NoticeRow.arguments, Context.timezone)
        .join(Activity, Activity.id == NoticeRow.activity_id)
        .join(Context, Context.id == Activity.context_id)
        .where(NoticeRow.digest_id == taken.id, NoticeRow.read_at.is_(None), NoticeRow.code.in_(codes))
        .order_by(NoticeRow.id)
    )
    rows = db.execute(query).all()
    if not rows:
        return None
    items = [Item(course, title, code, arguments) for course, title, code, arguments, _zone in rows]
    return Contents(person.email, person.language or person.locale, rows[0][4], items)


def settle(db: Session, taken: Claim, state: str, now: datetime, error: str = "") -> None:
    """Write what became of a digest, if it is still this worker's."""
    values = {"state": state, "error": error, "sent_at": now if state == SENT else None, "lease_token": ""}
    db.execute(_mine(taken).values(**values))


def try_again(db: Session, taken: Claim, now: datetime, error: str) -> None:
    """Let it wait for its next try, longer each time; after `TRIES` it is given up."""
    if taken.tries >= TRIES:
        settle(db, taken, GIVEN_UP, now, error)
        return
    due_at = now + FIRST_WAIT * 4 ** (taken.tries - 1)
    db.execute(_mine(taken).values(due_at=due_at, error=error, lease_token=""))


def _mine(taken: Claim) -> Update:
    own = (Digest.id == taken.id, Digest.lease_token == taken.token)
    return update(Digest).where(*own).execution_options(synchronize_session=False)
