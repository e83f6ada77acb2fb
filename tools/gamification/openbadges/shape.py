"""Whether a document is an Open Badges 3.0 credential, member by member. Pure.

Stricter than most verifiers: the exact contexts, no term that they do not know, criteria that say something, times with
a zone, and registered claims that repeat the credential to the second.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from tools.gamification.openbadges.documents import CONTEXT


class Flaw(StrEnum):
    """Why a badge is refused."""

    NOT_A_BADGE = "not-a-badge"
    """No compact JWS of a JSON object."""
    HEADER = "header"
    """Members that Open Badges forbids in the header, or none that names the key."""
    ALGORITHM = "algorithm"
    KEY_ADDRESS = "key-address"
    """The key does not lie at an address of the issuer."""
    KEY_UNREACHABLE = "key-unreachable"
    KEY = "key"
    """What lies there is no bare public RSA key of enough bits."""
    SIGNATURE = "signature"
    OLD_CLAIM = "old-claim"
    """A `vc` claim or names of the VC data model 1.1."""
    CONTEXT = "context"
    TERMS = "terms"
    """A term that the contexts do not know."""
    TYPE = "type"
    ID = "id"
    ISSUER = "issuer"
    DATES = "dates"
    """A time without zone, or an end before its beginning."""
    SUBJECT = "subject"
    ACHIEVEMENT = "achievement"
    CRITERIA = "criteria"
    EVIDENCE = "evidence"
    ISS = "iss"
    JTI = "jti"
    NBF = "nbf"
    SUB = "sub"
    EXP = "exp"
    STATUS = "status"
    """A status entry that cannot be read."""
    STATUS_UNREACHABLE = "status-unreachable"
    STATUS_LIST = "status-list"
    """What lies there is no status list of this issuer."""
    NOT_YET = "not-yet"
    EXPIRED = "expired"
    REVOKED = "revoked"
    RECIPIENT = "recipient"
    """Somebody else's."""


class BadgeRefused(ValueError):
    """A badge that does not hold, with the one reason found first."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw


Json = Mapping[str, Any]
CLAIMS = frozenset({"iss", "jti", "nbf", "sub", "exp"})
_TERMS = {
    "credential": {
        "@context", "id", "type", "name", "description", "image", "issuer", "validFrom", "validUntil", "awardedDate",
        "credentialSubject", "evidence", "credentialStatus", "credentialSchema", "endorsement", "termsOfUse",
    },
    "issuer": {"id", "type", "name", "url", "phone", "description", "image", "email", "official", "otherIdentifier"},
    "subject": {"id", "type", "identifier", "achievement", "activityStartDate", "activityEndDate", "role", "term"},
    "achievement": {
        "id", "type", "name", "description", "criteria", "image", "achievementType", "alignment", "creator", "tag",
        "humanCode", "inLanguage", "fieldOfStudy", "specialization", "creditsAvailable", "version", "related",
    },
    "criteria": {"id", "narrative"},
    "identifier": {"type", "hashed", "identityHash", "identityType", "salt"},
    "evidence": {"id", "type", "name", "narrative", "description", "genre", "audience"},
    "status": {"id", "type", "statusPurpose", "statusListIndex", "statusListCredential", "statusSize"},
    "image": {"id", "type", "caption"},
}  # fmt: skip
_OLD = frozenset({"vc", "issuanceDate", "expirationDate", "issued"})


def check_shape(found: Json) -> None:
    """Raise `BadgeRefused` for the first flaw of a decoded payload; what lies outside it is not looked at."""
    _need(not _OLD & found.keys(), Flaw.OLD_CLAIM)
    _need(found.get("@context") == list(CONTEXT), Flaw.CONTEXT)
    named = any(_has_type(found, name) for name in ("OpenBadgeCredential", "AchievementCredential"))
    _need(named and _has_type(found, "VerifiableCredential"), Flaw.TYPE)
    _need(_is_uri(found.get("id")), Flaw.ID)
    _need(all(isinstance(found.get(name, ""), str) for name in ("name", "description")), Flaw.TERMS)
    _check_issuer(found.get("issuer"))
    _check_subject(found.get("credentialSubject"))
    _check_evidence(found.get("evidence", []))
    _need(found.keys() - CLAIMS <= _TERMS["credential"], Flaw.TERMS)
    _check_dates(found)
    _check_claims(found)


def moment(value: object, flaw: Flaw = Flaw.DATES) -> datetime:
    """A time with a zone; raises `BadgeRefused`."""
    if not isinstance(value, str):
        raise BadgeRefused(flaw)
    try:
        at = datetime.fromisoformat(value)
    except ValueError as error:
        raise BadgeRefused(flaw) from error
    _need(at.tzinfo is not None and "T" in value, flaw)
    return at


def issuer_id(found: Json) -> str:
    issuer = found["issuer"]
    return str(issuer if isinstance(issuer, str) else issuer["id"])


def _check_issuer(issuer: object) -> None:
    if isinstance(issuer, str):
        _need(_is_uri(issuer), Flaw.ISSUER)
        return
    profile = _object(issuer, "issuer", Flaw.ISSUER)
    _need(_is_uri(profile.get("id")) and _has_type(profile, "Profile"), Flaw.ISSUER)


def _check_subject(value: object) -> None:
    subject = _object(value, "subject", Flaw.SUBJECT)
    _need(_is_uri(subject.get("id")) and _has_type(subject, "AchievementSubject"), Flaw.SUBJECT)
    identifiers = subject.get("identifier", [])
    _need(isinstance(identifiers, list), Flaw.SUBJECT)
    for one in identifiers:
        identifier = _object(one, "identifier", Flaw.SUBJECT)
        _need(identifier.get("type") == "IdentityObject", Flaw.SUBJECT)
    achievement = _object(subject.get("achievement"), "achievement", Flaw.ACHIEVEMENT)
    whole = all(isinstance(achievement.get(name), str) and achievement[name] for name in ("name", "description"))
    _need(whole and _is_uri(achievement.get("id")) and _has_type(achievement, "Achievement"), Flaw.ACHIEVEMENT)
    if "image" in achievement and not isinstance(achievement["image"], str):
        image = _object(achievement["image"], "image", Flaw.ACHIEVEMENT)
        _need(_is_uri(image.get("id")) and image.get("type") == "Image", Flaw.ACHIEVEMENT)
    criteria = _object(achievement.get("criteria"), "criteria", Flaw.CRITERIA)
    narrative, address = criteria.get("narrative", ""), criteria.get("id")
    _need(isinstance(narrative, str) and (bool(narrative.strip()) or _is_uri(address)), Flaw.CRITERIA)


def _check_evidence(value: object) -> None:
    _need(isinstance(value, list), Flaw.EVIDENCE)
    for one in value if isinstance(value, list) else []:
        _need(_has_type(_object(one, "evidence", Flaw.EVIDENCE), "Evidence"), Flaw.EVIDENCE)


def _check_dates(found: Json) -> None:
    begins = moment(found.get("validFrom"))
    if "validUntil" in found:
        _need(moment(found["validUntil"]) > begins, Flaw.DATES)
    if "awardedDate" in found:
        moment(found["awardedDate"])


def _check_claims(found: Json) -> None:
    """The claims repeat the credential (8.2.4.1)."""
    _need(found.get("iss") == issuer_id(found), Flaw.ISS)
    _need(found.get("jti") == found["id"], Flaw.JTI)
    _need(found.get("sub") == found["credentialSubject"]["id"], Flaw.SUB)
    _need(_same_second(found.get("nbf"), found["validFrom"]), Flaw.NBF)
    if "validUntil" in found or "exp" in found:
        _need("validUntil" in found and _same_second(found.get("exp"), found["validUntil"]), Flaw.EXP)


def _same_second(claim: object, text: str) -> bool:
    return isinstance(claim, int) and not isinstance(claim, bool) and claim == moment(text).timestamp()


def status_entry(found: Json) -> tuple[str, int] | None:
    """(address of the list, index) of the credential's status; None where it has none."""
    if "credentialStatus" not in found:
        return None
    entry = _object(found["credentialStatus"], "status", Flaw.STATUS)
    address, index = entry.get("statusListCredential"), entry.get("statusListIndex")
    known = entry.get("type") == "BitstringStatusListEntry" and entry.get("statusPurpose") == "revocation"
    _need(known and str(entry.get("statusSize", 1)) == "1" and _is_uri(address), Flaw.STATUS)
    _need(isinstance(index, str) and index.isascii() and index.isdigit() and len(index) < 10, Flaw.STATUS)
    return str(address), int(str(index))


def _object(value: object, kind: str, flaw: Flaw) -> Json:
    if not isinstance(value, Mapping):
        raise BadgeRefused(flaw)
    _need(value.keys() <= _TERMS[kind], Flaw.TERMS)
    return value


def _has_type(found: Json, name: str) -> bool:
    types = found.get("type")
    return isinstance(types, list) and name in types


def _is_uri(value: object) -> bool:
    if not isinstance(value, str) or any(char.isspace() for char in value):
        return False
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return bool(parts.scheme) and bool(parts.netloc or (parts.scheme in ("urn", "did", "mailto") and parts.path))


def _need(holds: bool, flaw: Flaw) -> None:
    if not holds:
        raise BadgeRefused(flaw)
