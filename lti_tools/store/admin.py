"""Who is signed in to the admin pages, and who tried to be."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from lti_tools.store.tables.admin import AdminSession, AdminSignIn


def open_session(db: Session, secret_hash: str, now: datetime, lifetime: timedelta) -> None:
    db.add(AdminSession(secret_hash=secret_hash, created_at=now, expires_at=now + lifetime))


def is_open(db: Session, secret_hash: str, now: datetime) -> bool:
    query = select(AdminSession.secret_hash).where(AdminSession.secret_hash == secret_hash)
    return db.scalar(query.where(AdminSession.expires_at > now)) is not None


def close_session(db: Session, secret_hash: str) -> None:
    db.execute(delete(AdminSession).where(AdminSession.secret_hash == secret_hash))


def add_try(db: Session, address_hash: str, now: datetime) -> int:
    """Count a sign-in as failed until it is known to be a good one; its id."""
    row = AdminSignIn(address_hash=address_hash, at=now)
    db.add(row)
    db.flush()
    return row.id


def tries_since(db: Session, address_hash: str, since: datetime) -> int:
    query = select(func.count()).select_from(AdminSignIn)
    return db.scalar(query.where(AdminSignIn.address_hash == address_hash, AdminSignIn.at > since)) or 0


def forget_try(db: Session, try_id: int) -> None:
    db.execute(delete(AdminSignIn).where(AdminSignIn.id == try_id))


def forget_tries(db: Session, address_hash: str) -> None:
    db.execute(delete(AdminSignIn).where(AdminSignIn.address_hash == address_hash))
