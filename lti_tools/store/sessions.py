"""Sessions in the database: opened by a launch, found by path and secret, closed by time; one-shot tickets."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import Any

from sqlalchemy import Label, bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from lti_tools.store.base import Base
from lti_tools.store.database import Runner
from lti_tools.store.prepared import Prepared
from lti_tools.store.tables.activities import Activity
from lti_tools.store.tables.people import Context, Person
from lti_tools.store.tables.schools import Platform, Registration, RegistrationStatus
from lti_tools.store.tables.sessions import LaunchSession, Ticket

TICKET_LIFETIME = timedelta(seconds=60)
TOUCH = timedelta(minutes=5)
"""How often `last_used_at` is written at most."""


@dataclass(frozen=True)
class Opened:
    """The two halves of a new session's key; the database holds their hashes alone."""

    id: int
    path: str
    secret: str


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


_INSERT = Prepared(
    insert(LaunchSession.__table__).returning(LaunchSession.__table__.c.id),  # type: ignore[arg-type]
    columns=[column.name for column in LaunchSession.__table__.columns if column.name != "id"],
)


def open_session(db: Runner, now: datetime, lifetime: timedelta, **values: Any) -> Opened:
    """A new session with fresh halves; `values` are the other columns of `LaunchSession`."""
    path, secret = token_urlsafe(16), token_urlsafe(24)
    row = {
        "path_hash": digest(path),
        "secret_hash": digest(secret),
        "created_at": now,
        "last_used_at": now,
        "expires_at": now + lifetime,
        **values,
    }
    return Opened(_INSERT.all(db, row)[0].id, path, secret)


def _labelled(model: type[Base], *names: str) -> list[Label[Any]]:
    prefix = model.__name__.lower()
    return [model.__table__.c[name].label(f"{prefix}_{name}") for name in names]


_SESSION, _PERSON, _CONTEXT = LaunchSession.__table__, Person.__table__, Context.__table__
_ACTIVITY, _REGISTRATION, _PLATFORM = Activity.__table__, Registration.__table__, Platform.__table__
_FIND = Prepared(
    select(
        _SESSION,
        *_labelled(Person, "name", "given_name", "family_name", "language"),
        *_labelled(Context, "title", "timezone"),
        *_labelled(Activity, "title", "tool", "settings", "version", "configured_at", "dates_to_check"),
        *_labelled(Registration, "tool"),
        *_labelled(Platform, "id", "tenant_id", "product", "origins"),
    )
    .join_from(_SESSION, _PERSON, _PERSON.c.id == _SESSION.c.person_id)
    .join(_CONTEXT, _CONTEXT.c.id == _SESSION.c.context_id)
    .outerjoin(_ACTIVITY, _ACTIVITY.c.id == _SESSION.c.activity_id)
    .join(_REGISTRATION, _REGISTRATION.c.id == _SESSION.c.registration_id)
    .join(_PLATFORM, _PLATFORM.c.id == _REGISTRATION.c.platform_id)
    .where(_SESSION.c.path_hash == bindparam("path_hash"), _REGISTRATION.c.status == RegistrationStatus.ACTIVE)
)


def find_session(db: Runner, path: str) -> Any:
    """The session that `path` names, whoever asks, with what it stands on, or None; the caller compares the secret.

    Columns of the session have their own names, the others the row's name before them (`activity_title`).
    """
    return _FIND.first(db, {"path_hash": digest(path)})


def touch(db: Session, session_id: int, now: datetime) -> None:
    db.execute(update(LaunchSession).where(LaunchSession.id == session_id).values(last_used_at=now))


def issue_ticket(db: Session, session_id: int, now: datetime) -> str:
    """A secret that opens one more session like this one, once, within `TICKET_LIFETIME`."""
    secret = token_urlsafe(24)
    db.add(Ticket(secret_hash=digest(secret), session_id=session_id, expires_at=now + TICKET_LIFETIME))
    return secret


def ticket_session(db: Session, secret: str, now: datetime) -> LaunchSession | None:
    """The session that an unused ticket stands for; the ticket stays unused."""
    return db.scalars(
        select(LaunchSession)
        .join(Ticket, Ticket.session_id == LaunchSession.id)
        .where(Ticket.secret_hash == digest(secret), Ticket.used_at.is_(None), Ticket.expires_at > now)
    ).one_or_none()


def redeem_ticket(db: Session, secret: str, now: datetime) -> bool:
    """Use up a ticket; False when it is unknown, used or too old."""
    result = db.connection().execute(
        update(Ticket)
        .where(Ticket.secret_hash == digest(secret), Ticket.used_at.is_(None), Ticket.expires_at > now)
        .values(used_at=now)
    )
    return result.rowcount == 1


def forget_expired(db: Session, now: datetime, idle: timedelta) -> None:
    """Delete sessions and tickets whose time is over."""
    db.execute(delete(Ticket).where(Ticket.expires_at < now))
    db.execute(
        delete(LaunchSession).where((LaunchSession.expires_at < now) | (LaunchSession.last_used_at < now - idle))
    )
