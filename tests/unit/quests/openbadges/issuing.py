"""A school that gives badges, for tests: its documents, its key and what lies at its addresses."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import jwt

from tests.support.keys import jwk, rsa_key
from tools.gamification.openbadges.documents import (
    Achievement,
    Award,
    Issuer,
    Status,
    credential_document,
    email_identifier,
    payload,
)
from tools.gamification.openbadges.status_list import status_list_document
from tools.gamification.openbadges.verifying import Unreached

BASE = "https://school.example/open/quests"
KID = f"{BASE}/keys/one"
LIST = f"{BASE}/status/1"
NOW = datetime(2026, 3, 2, 9, 30, 15, 250_000, tzinfo=UTC)
ISSUER = Issuer(f"{BASE}/issuers/1", "North school", "https://school.example/")
HELPER = Achievement(f"{BASE}/achievements/a1", "Helper", "Helped others.", "Two thanks.", f"{BASE}/pictures/a1.png")
AWARD = Award(
    id=f"{BASE}/credentials/c1",
    subject=UUID("8e2bd0ef-6f6b-4b45-9d3f-0d5a3a3f9a11"),
    awarded_at=NOW,
    achievement=HELPER,
    issuer=ISSUER,
    status=Status(LIST, 4711),
    evidence=(("Chapter 1", "Helped two others."),),
    identifiers=(email_identifier("Ann@School.example ", "salt"),),
)


def signed(claims: dict[str, Any], key: str = "badges", **header: Any) -> str:
    return jwt.encode(claims, rsa_key(key), algorithm="RS256", headers={"kid": KID, **header})


def status_list(*revoked: int, key: str = "badges", **other: Any) -> str:
    return signed({**status_list_document(LIST, ISSUER.id, revoked, NOW), **other}, key)


def good(award: Award = AWARD) -> dict[str, Any]:
    return payload(credential_document(award))


def at(**found: str | None) -> Callable[[str], bytes]:
    """What lies at the school's addresses; `None` where nothing does."""
    places = {KID: found.get("key", json.dumps(jwk("badges"))), LIST: found.get("status", status_list())}

    def fetch(url: str) -> bytes:
        content = places.get(url)
        if content is None:
            raise Unreached(url)
        return content.encode()

    return fetch
