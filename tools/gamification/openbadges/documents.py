"""Open Badges 3.0 as JSON documents: issuer, achievement, credential, and the payload that is signed. Pure.

Source: 1EdTech "Open Badges Specification" 3.0, appendix B (data model) and 8.2 (JWT proof format). The contexts are
protected, so nothing but their terms stands in these documents.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

CONTEXT = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who gives badges; `id` is an address where the profile can be read."""

    id: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Achievement:
    """What a badge is given for; `id` is an address, `criteria` says in Markdown what has to be shown."""

    id: str
    name: str
    description: str
    criteria: str
    image: str = ""
    """Address of its picture."""


@dataclass(frozen=True, slots=True)
class Status:
    """Where it stands whether a badge was taken back: a bit of a list."""

    list_id: str
    index: int


@dataclass(frozen=True, slots=True)
class Award:
    """One badge of one person. No name stands in it; an e-mail address only hashed, where the person agreed."""

    id: str
    subject: UUID
    """A number of its own for each learner and school: says nothing, links nothing but their badges."""
    awarded_at: datetime
    achievement: Achievement
    issuer: Issuer
    status: Status | None = None
    expires_at: datetime | None = None
    evidence: Sequence[tuple[str, str]] = ()
    """(name, narrative) of what was shown."""
    identifiers: Sequence[Json] = ()
    """`email_identifier` and the like."""


def issuer_document(issuer: Issuer) -> Json:
    """The issuer's profile as it is hosted."""
    return {"@context": list(CONTEXT), **_profile(issuer)}


def achievement_document(achievement: Achievement, issuer: Issuer) -> Json:
    """The achievement as it is hosted."""
    return {"@context": list(CONTEXT), **_achievement(achievement), "creator": _profile(issuer)}


def credential_document(award: Award) -> Json:
    """The credential of an award."""
    subject: Json = {"id": award.subject.urn, "type": ["AchievementSubject"]}
    if award.identifiers:
        subject["identifier"] = list(award.identifiers)
    document: Json = {
        "@context": list(CONTEXT),
        "id": award.id,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": award.achievement.name,
        "issuer": _profile(award.issuer),
        "validFrom": instant(award.awarded_at),
        "credentialSubject": {**subject, "achievement": _achievement(award.achievement)},
    }
    if award.expires_at:
        document["validUntil"] = instant(award.expires_at)
    if award.evidence:
        document["evidence"] = [
            {"type": ["Evidence"], "name": name, "narrative": narrative} for name, narrative in award.evidence
        ]
    if award.status:
        document["credentialStatus"] = {
            "id": f"{award.status.list_id}#{award.status.index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(award.status.index),
            "statusListCredential": award.status.list_id,
        }
    return document


def payload(credential: Json) -> Json:
    """What is signed: the credential itself with the registered claims that repeat it (8.2.4.1)."""
    claims: Json = {
        "iss": credential["issuer"]["id"],
        "jti": credential["id"],
        "nbf": seconds(credential["validFrom"]),
        "sub": credential["credentialSubject"]["id"],
    }
    if "validUntil" in credential:
        claims["exp"] = seconds(credential["validUntil"])
    return {**credential, **claims}


def email_identifier(email: str, salt: str) -> Json:
    """The recipient's e-mail address, hashed; whoever knows the address can check that the badge is theirs."""
    digest = hashlib.sha256(f"{email.strip().lower()}{salt}".encode()).hexdigest()
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityType": "emailAddress",
        "identityHash": f"sha256${digest}",
        "salt": salt,
    }


def instant(at: datetime) -> str:
    """Whole seconds in UTC: fractions would make `nbf` differ from `validFrom`."""
    return at.astimezone(UTC).replace(microsecond=0).strftime("%Y-%m-%dT%H:%M:%SZ")


def seconds(text: str) -> int:
    """The Unix time of what `instant` wrote."""
    return int(datetime.fromisoformat(text).timestamp())


def _profile(issuer: Issuer) -> Json:
    return {"id": issuer.id, "type": ["Profile"], "name": issuer.name, "url": issuer.url}


def _achievement(achievement: Achievement) -> Json:
    document: Json = {
        "id": achievement.id,
        "type": ["Achievement"],
        "name": achievement.name,
        "description": achievement.description,
        "criteria": {"narrative": achievement.criteria},
    }
    if achievement.image:
        document["image"] = {"id": achievement.image, "type": "Image"}
    return document
