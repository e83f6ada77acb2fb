"""Signing in to the admin pages: one password, counted tries, sessions that are stored hashed and end by themselves."""

import hashlib
import hmac
import ipaddress
import secrets
from datetime import datetime, timedelta

from lti_tools.admin.deeds import ADMIN
from lti_tools.errors import TooManyTries
from lti_tools.store import admin as store
from lti_tools.store.audits import note
from lti_tools.suite import Suite

LIFETIME = timedelta(hours=12)
TRIES = 5
PERIOD = timedelta(minutes=15)
"""So many wrong passwords from one network address within this time, and nobody signs in from there."""


def sign_in(suite: Suite, address: str, password: str, now: datetime) -> str:
    """The secret of a new session; empty for a wrong password. Raises `TooManyTries`, also for the right one then.

    A try is stored as a failure before the password is looked at, so tries side by side cannot slip past the count.
    """
    where = suite.keys.keyed_hash("admin-sign-in", network_of(address))
    with suite.database.write() as db:
        number = store.add_try(db, where, now)
    with suite.database.read() as db:
        tries = store.tries_since(db, where, now - PERIOD)
    if tries > TRIES:
        with suite.database.write() as db:
            store.forget_try(db, number)
        raise TooManyTries
    with suite.database.write() as db:
        if not is_password(password, suite.settings.admin_password):
            note(db, ADMIN, "sign-in.refused", now)
            return ""
        secret = secrets.token_urlsafe(32)
        store.forget_tries(db, where)
        store.open_session(db, _hash(suite, secret), now, LIFETIME)
        note(db, ADMIN, "sign-in", now)
    return secret


def is_signed_in(suite: Suite, secret: str, now: datetime) -> bool:
    """Whether `secret` opens a session; none does after the password was changed."""
    if not secret:
        return False
    with suite.database.read() as db:
        return store.is_open(db, _hash(suite, secret), now)


def sign_out(suite: Suite, secret: str, now: datetime) -> None:
    with suite.database.write() as db:
        store.close_session(db, _hash(suite, secret))
        note(db, ADMIN, "sign-out", now)


def is_password(given: str, wanted: str) -> bool:
    """Compare in a time that tells neither where they differ nor how long `wanted` is; never true for an empty one."""
    same = hmac.compare_digest(
        *(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest() for text in (given, wanted))
    )
    return same and bool(wanted)


def network_of(address: str) -> str:
    """What counts as one address: of IPv6 the /64 network, since one subscriber has all of it."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(ip, ipaddress.IPv6Address):
        ip = ip.ipv4_mapped or ip
    return str(ipaddress.ip_network((ip, 64), strict=False)) if ip.version == 6 else str(ip)


def _hash(suite: Suite, secret: str) -> str:
    return suite.keys.keyed_hash("admin-session", f"{secret}\n{suite.settings.admin_password}")
