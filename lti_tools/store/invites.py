"""Invites: one-time permissions to register, stored hashed; claimed while a registration runs, used by its success."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

from lti_tools.errors import InviteInvalid
from lti_tools.store.tables.schools import Invite

LIFETIME = timedelta(days=7)
CLAIM_LIFETIME = timedelta(seconds=60)
"""Longer than a registration may take; a claim left behind by a killed process ends by itself."""


@dataclass(frozen=True)
class Claim:
    """A hold on an invite. `until` is also its token: only the newest claim can use or release the invite."""

    invite_id: int
    tenant_id: int
    tool: str
    until: datetime


def hash_of(secret: str) -> str:
    """SHA-256 of an invite's secret, which has 256 bits of its own: no salt needed."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def create_invite(db: Session, *, tenant_id: int, tool: str, secret: str, now: datetime) -> Invite:
    """Add an invite for `tool` (empty: the whole suite), good for seven days."""
    invite = Invite(
        secret_hash=hash_of(secret), tenant_id=tenant_id, tool=tool, created_at=now, expires_at=now + LIFETIME
    )
    db.add(invite)
    db.flush()
    return invite


def find_invite(db: Session, secret: str) -> Invite | None:
    return db.scalar(select(Invite).where(Invite.secret_hash == hash_of(secret)))


def list_invites(db: Session) -> Sequence[Invite]:
    return db.scalars(select(Invite).order_by(Invite.id)).all()


def state_of(invite: Invite, now: datetime) -> str:
    """`used`, `revoked`, `expired`, `claimed` or `open`."""
    if invite.used_at:
        return "used"
    if invite.revoked_at:
        return "revoked"
    if invite.expires_at <= now:
        return "expired"
    return "claimed" if invite.claimed_until and invite.claimed_until > now else "open"


def claim_invite(db: Session, secret: str, tool: str | None, now: datetime) -> Claim:
    """Hold the invite for one registration of `tool` (None: of whatever the invite is for).

    Raises `InviteInvalid` with `unknown`, `other-tool` or the invite's state as detail.
    """
    invite = find_invite(db, secret) if secret else None
    if invite is None:
        raise InviteInvalid("unknown")
    if tool is not None and invite.tool != tool:
        raise InviteInvalid("other-tool")
    until = now + CLAIM_LIFETIME
    free = or_(Invite.claimed_until.is_(None), Invite.claimed_until <= now)
    if not _update(db, [Invite.id == invite.id, Invite.expires_at > now, free, *_UNSPENT], claimed_until=until):
        db.refresh(invite)
        raise InviteInvalid(state_of(invite, now))
    return Claim(invite.id, invite.tenant_id, invite.tool, until)


def release_claim(db: Session, claim: Claim) -> None:
    """Let the invite be used again after a registration that failed."""
    _update(db, _held(claim), claimed_until=None)


def consume_claim(db: Session, claim: Claim, registration_id: int, now: datetime) -> None:
    """Spend the invite, in the transaction that stores the registration; `InviteInvalid` where the claim is lost."""
    spent = _update(db, [*_held(claim), *_UNSPENT], claimed_until=None, used_at=now, registration_id=registration_id)
    if not spent:
        raise InviteInvalid("claim-lost")


def revoke_invite(db: Session, invite_id: int, now: datetime) -> bool:
    """Whether there was an unspent invite to revoke; a registration under way with it will fail."""
    return _update(db, [Invite.id == invite_id, *_UNSPENT], revoked_at=now)


_UNSPENT: list[ColumnElement[bool]] = [Invite.used_at.is_(None), Invite.revoked_at.is_(None)]


def _held(claim: Claim) -> list[ColumnElement[bool]]:
    return [Invite.id == claim.invite_id, Invite.claimed_until == claim.until]


def _update(db: Session, where: list[ColumnElement[bool]], **values: object) -> bool:
    """One statement that finds and changes; whether it found."""
    changed = update(Invite).where(*where).values(**values).returning(Invite.id)
    return db.scalar(changed.execution_options(synchronize_session=False)) is not None
