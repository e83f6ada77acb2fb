"""Badges as the world checks them: addresses, documents, signatures, and our own verifier over our own addresses."""

import hmac
import json
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from lti_tools.suite import Suite
from tools.gamification.badges import store
from tools.gamification.badges.store import Held
from tools.gamification.badges.tables import BadgeRow
from tools.gamification.openbadges.documents import (
    Achievement,
    Award,
    Issuer,
    Status,
    credential_document,
    payload,
)
from tools.gamification.openbadges.status_list import LENGTH, status_list_document
from tools.gamification.openbadges.verifying import Fetch, Unreached

KEYS = "badges"
"""The folder of the keys that sign badges."""
SHARING = "quest-badge-share"


class Addresses:
    """Where everything of badges lies."""

    def __init__(self, public_url: str) -> None:
        self.base = f"{public_url.rstrip('/')}/open/quests"

    def issuer(self, tenant_id: int) -> str:
        return f"{self.base}/issuers/{tenant_id}"

    def achievement(self, uid: str) -> str:
        return f"{self.base}/achievements/{uid}"

    def picture(self, uid: str) -> str:
        return f"{self.base}/pictures/{uid}"

    def credential(self, uid: str) -> str:
        return f"{self.base}/credentials/{uid}"

    def key(self, kid: str) -> str:
        return f"{self.base}/keys/{kid}"

    def status(self, tenant_id: int, number: int, kid: str) -> str:
        """One list for each key: who verifies an old badge with the key that signed it can verify the list too."""
        return f"{self.base}/status/{tenant_id}/{number}/{kid}"


def addresses(suite: Suite) -> Addresses:
    return Addresses(suite.settings.public_url)


def issuer_of(suite: Suite, tenant_id: int, school: str) -> Issuer:
    return Issuer(addresses(suite).issuer(tenant_id), school, suite.settings.public_url)


def achievement_of(suite: Suite, badge: BadgeRow) -> Achievement:
    where = addresses(suite)
    return Achievement(
        where.achievement(badge.uid), badge.name, badge.description, badge.criteria, where.picture(badge.uid)
    )


def signed(suite: Suite, held: Held, subject: str, now: datetime) -> str:
    """The badge as a compact JWS, signed with the key of this moment."""
    where, keys = addresses(suite), ready_keys(suite, now)
    kid = keys.signing_kid(now)
    number, bit = divmod(held.award.status_index, LENGTH)
    award = Award(
        id=where.credential(held.award.uid),
        subject=UUID(subject),
        awarded_at=held.award.awarded_at,
        achievement=achievement_of(suite, held.badge),
        issuer=issuer_of(suite, held.tenant_id, held.school),
        status=Status(where.status(held.tenant_id, number, kid), bit),
    )
    return str(keys.sign(payload(credential_document(award)), now, kid=kid, named=where.key(kid)))


def status_list(suite: Suite, db: Session, tenant_id: int, number: int, kid: str, now: datetime) -> str:
    """A status list, signed with the key that signed its badges; raises `NotFound` for an unknown key."""
    where, keys = addresses(suite), ready_keys(suite, now)
    if kid not in published(suite, now):
        raise NotFound(f"no key {kid}")
    store.school_named(db, tenant_id)
    document = status_list_document(
        where.status(tenant_id, number, kid), where.issuer(tenant_id), store.revoked_in(db, number), now
    )
    return str(keys.sign(document, now, kid=kid, named=where.key(kid)))


def published(suite: Suite, now: datetime) -> dict[str, dict[str, str]]:
    """kid -> public key; retired ones too, for ever."""
    return {key["kid"]: key for key in ready_keys(suite, now).jwks(now)["keys"]}


def ready_keys(suite: Suite, now: datetime) -> Any:
    """The keys of badges, made where there are none."""
    keys = suite.keys.beside(KEYS)
    if not keys.states(now):
        keys.ensure(now)
    return keys


# -- sharing


def share_token(suite: Suite, held: Held) -> str:
    """What stands in the share link; empty while the badge is private."""
    award = held.award
    return f"{award.uid}-{_proof(suite, award.uid, award.shown)}" if award.shown else ""


def shown_under(suite: Suite, db: Session, token: str) -> Held:
    """The badge behind a share link; raises `NotFound` for a made-up, an old or a withdrawn one."""
    uid, _, proof = token.partition("-")
    found = store.award_named(db, uid)
    if found is None or not found.award.shown or not _same(proof, _proof(suite, uid, found.award.shown)):
        raise NotFound("no such share link")
    return found


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def _proof(suite: Suite, uid: str, number: int) -> str:
    return suite.keys.keyed_hash(SHARING, f"{uid}/{number}")[:40]


# -- our own verifier


def own_addresses(suite: Suite, db: Session, now: datetime) -> Fetch:
    """What lies at our own addresses, without the network; everything else is out of reach."""
    where = addresses(suite)

    def fetch(url: str) -> bytes:
        tail = url.removeprefix(f"{where.base}/").split("/") if url.startswith(f"{where.base}/") else []
        if len(tail) == 2 and tail[0] == "keys" and tail[1] in (keys := published(suite, now)):
            return json.dumps(keys[tail[1]]).encode()
        if len(tail) == 4 and tail[0] == "status" and tail[1].isdigit() and tail[2].isdigit():
            try:
                return status_list(suite, db, int(tail[1]), int(tail[2]), tail[3], now).encode()
            except NotFound as error:
                raise Unreached(url) from error
        raise Unreached(url)

    return fetch
