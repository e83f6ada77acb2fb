"""Receiving a launch: state, browser, nonce and key checked against the database while the seal walks its steps."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from lti_tools.errors import (
    BrowserNotBound,
    NonceRefused,
    RegistrationInactive,
    StateUnknown,
    StateUsed,
    TargetForeign,
    UnknownRegistration,
)
from lti_tools.lti import state as states
from lti_tools.lti.launch import Launch, read_launch
from lti_tools.lti.pylti import verified_claims
from lti_tools.store.clients import Client
from lti_tools.store.consumed import consume, is_consumed
from lti_tools.store.tables.schools import RegistrationStatus
from lti_tools.suite import Suite


@dataclass
class Desk:
    """The `LaunchDesk` of one launch. `cookies` and `storage_value` are this browser's proofs, either is enough."""

    suite: Suite
    cookies: Mapping[str, str]
    storage_value: str
    now: datetime
    login: states.LoginState | None = field(default=None, init=False)
    client: Client | None = field(default=None, init=False)

    @property
    def issuer(self) -> str:
        return self.known_client.issuer

    @property
    def client_id(self) -> str:
        return self.known_client.client_id

    @property
    def known_client(self) -> Client:
        if self.client is None:
            raise StateUnknown
        return self.client

    def consume_state(self, state: str) -> None:
        """Read the state, find its registration, see that it is this browser's, then use it up."""
        self.login = states.read(self.suite.keys.secret, state, self.now)
        self.client = self.suite.clients.by_id(self.login.registration_id, self.now)
        if self.client is None or self.client.status == RegistrationStatus.REMOVED:
            raise UnknownRegistration
        if self.client.status != RegistrationStatus.ACTIVE:
            raise RegistrationInactive
        if not self._bound(self.login):
            if is_consumed(self.suite.database, "state", self.login.id.hex()):  # a reload: its cookie is gone by now
                raise StateUsed
            raise BrowserNotBound
        if not consume(self.suite.database, "state", self.login.id.hex(), self.login.expires_at):
            raise StateUsed

    def consume_nonce(self, nonce: str) -> None:
        if self.login is None or not _same(nonce, self.login.nonce):
            raise NonceRefused("not of this login")
        if not consume(self.suite.database, "nonce", nonce, self.login.expires_at):
            raise NonceRefused("used before")

    def public_key(self, kid: str) -> RSAPublicKey:
        client = self.known_client
        return self.suite.key_sets.key_for(client.platform_id, client.jwks_uri, kid, self.now)

    @property
    def cookie_came(self) -> bool:
        """Whether this browser sent the login's cookie; without it, it will not keep a session's either."""
        prefix = "__Secure-" if self.suite.settings.secure else ""
        login = self.login
        return login is not None and _same(self.cookies.get(prefix + login.cookie_name, ""), login.cookie_value)

    def _bound(self, login: states.LoginState) -> bool:
        return self.cookie_came or _same(self.storage_value, login.storage_value)


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode())


def receive(desk: Desk, token: str, state: str) -> tuple[Launch, Mapping[str, Any]]:
    """The launch that this browser brings, fully checked; raises a `LaunchRefused`."""
    claims = verified_claims(token, state, desk, desk.now)
    launch = read_launch(claims, desk.suite.settings.public_url)
    if launch.tool and desk.suite.tool(launch.tool) is None:
        raise TargetForeign("no such tool")
    return launch, claims
