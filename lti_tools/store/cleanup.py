"""Delete what is over: used states and nonces, ended sessions and tickets, old sign-ins, events long delivered."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Delete, delete
from sqlalchemy.orm import Session

from lti_tools.store import pending
from lti_tools.store.tables.admin import AdminSession, AdminSignIn, UninvitedAttempt
from lti_tools.store.tables.events import Event
from lti_tools.store.tables.sessions import Consumed, LaunchSession, Ticket

KEPT_SESSION = timedelta(days=2)
"""A session that ended still tells its page why, so that typed text comes back with the right words."""
KEPT_SIGN_IN = timedelta(days=1)
KEPT_EVENT = timedelta(days=30)
"""Delivered events stay so long for those who look into what happened."""


def clean_up(db: Session, now: datetime) -> int:
    """Delete in this transaction what nobody needs any more; return how many rows that were."""
    return sum(_count(db, statement) for statement in _over(now)) + pending.delete_stale(db, now)


def _over(now: datetime) -> tuple[Delete, ...]:
    return (
        delete(Consumed).where(Consumed.expires_at < now - timedelta(minutes=5)),
        delete(Ticket).where(Ticket.expires_at < now - timedelta(minutes=5)),
        delete(LaunchSession).where(LaunchSession.expires_at < now - KEPT_SESSION),
        delete(AdminSession).where(AdminSession.expires_at < now),
        delete(AdminSignIn).where(AdminSignIn.at < now - KEPT_SIGN_IN),
        delete(UninvitedAttempt).where(UninvitedAttempt.at < now - KEPT_SIGN_IN),
        delete(Event).where(Event.delivered_at < now - KEPT_EVENT),
    )


def _count(db: Session, statement: Delete) -> int:
    done: Any = db.execute(statement.execution_options(synchronize_session=False))
    return int(done.rowcount)
