"""Registrations as login and launch need them: one row with its platform, read by (issuer, client id) or by id."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from lti_tools.store.database import Database, Runner
from lti_tools.store.tables.schools import Platform, Registration, RegistrationStatus

MAX_ORIGINS = 10
HELD = timedelta(seconds=5)
"""How long a process goes by a registration as it read it."""


@dataclass(frozen=True)
class Client:
    """One registration and its platform."""

    registration_id: int
    platform_id: int
    tenant_id: int
    issuer: str
    client_id: str
    tool: str
    authorization_endpoint: str
    jwks_uri: str
    status: str
    learns_deployments: bool
    product: str
    origins: Sequence[str]


_REGISTRATION, _PLATFORM = Registration.__table__.c, Platform.__table__.c
_CLIENT: Any = select(
    _REGISTRATION.id,
    _PLATFORM.id,
    _PLATFORM.tenant_id,
    _REGISTRATION.issuer,
    _REGISTRATION.client_id,
    _REGISTRATION.tool,
    _REGISTRATION.authorization_endpoint,
    _PLATFORM.jwks_uri,
    _REGISTRATION.status,
    _REGISTRATION.learns_deployments,
    _PLATFORM.product,
    _PLATFORM.origins,
).where(_PLATFORM.id == _REGISTRATION.platform_id)
_BY_CLIENT_ID = _CLIENT.where(
    _REGISTRATION.issuer == bindparam("issuer"), _REGISTRATION.client_id == bindparam("client_id")
)
_BY_ID = _CLIENT.where(_REGISTRATION.id == bindparam("id"))


def client_of(db: Runner, issuer: str, client_id: str) -> Client | None:
    """The registration with this issuer and client id; both are needed, an issuer alone names nobody."""
    return _client(db.execute(_BY_CLIENT_ID, {"issuer": issuer, "client_id": client_id}).one_or_none())


def client_by_id(db: Runner, registration_id: int) -> Client | None:
    return _client(db.execute(_BY_ID, {"id": registration_id}).one_or_none())


def _client(row: Any) -> Client | None:
    return Client(*row) if row else None


class Clients:
    """The door to active registrations for login and launch: what this process read moments ago is not read again.

    Nobody works through a registration that was removed in these moments: every request of a session asks for its
    status anew (`store.sessions.find_session`).
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._held: dict[int, tuple[datetime, Client]] = {}
        self._ids: dict[tuple[str, str], int] = {}

    def of(self, issuer: str, client_id: str, now: datetime) -> Client | None:
        """As `client_of`."""
        held = self._fresh(self._ids.get((issuer, client_id), 0), now)
        if held:
            return held
        with self._database.single() as db:
            return self._keep(client_of(db, issuer, client_id), now)

    def by_id(self, registration_id: int, now: datetime) -> Client | None:
        """As `client_by_id`."""
        held = self._fresh(registration_id, now)
        if held:
            return held
        with self._database.single() as db:
            return self._keep(client_by_id(db, registration_id), now)

    def forget(self, registration_id: int) -> None:
        """Read the registration anew next time: something about it has just changed."""
        self._held.pop(registration_id, None)

    def _fresh(self, registration_id: int, now: datetime) -> Client | None:
        read_at, client = self._held.get(registration_id, (now, None))
        return client if timedelta(0) <= now - read_at < HELD else None

    def _keep(self, client: Client | None, now: datetime) -> Client | None:
        if client and client.status == RegistrationStatus.ACTIVE:
            self._ids[client.issuer, client.client_id] = client.registration_id
            self._held[client.registration_id] = (now, client)
        return client


def learn_origins(db: Session, client: Client, origins: set[str]) -> tuple[str, ...]:
    """Remember where the platform's pages live, so that they may frame ours; the first `MAX_ORIGINS` are kept."""
    known = tuple(dict.fromkeys((*client.origins, *sorted(origins))))[:MAX_ORIGINS]
    if known != tuple(client.origins):
        db.execute(update(Platform).where(Platform.id == client.platform_id).values(origins=list(known)))
    return known
