"""A corpus of broken badges: each is refused for its own reason, and there is one for every reason."""

import base64
import copy
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import jwt
import pytest

from tests.support.keys import jwk, rsa_key
from tests.unit.quests.openbadges.issuing import BASE, KID, LIST, NOW, at, good, signed, status_list
from tools.gamification.openbadges.shape import BadgeRefused, Flaw
from tools.gamification.openbadges.verifying import verify

Claims = dict[str, Any]


def changed(**members: Any) -> str:
    """A badge that is signed well, with other members; `...` leaves one out."""
    claims = {**good(), **members}
    return signed({name: value for name, value in claims.items() if value is not ...})


def inside(path: str, value: Any) -> str:
    """As `changed`, for a member inside."""
    claims: Claims = copy.deepcopy(good())
    *way, last = path.split("/")
    place: Any = claims
    for name in way:
        place = place[int(name) if name.isdigit() else name]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return signed(claims)


def tampered() -> str:
    head, body, signature = changed().split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    claims["credentialSubject"]["achievement"]["name"] = claims["name"] = "Director"
    return ".".join((head, base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("="), signature))


def twice() -> str:
    """A payload with one member twice, signed as it is."""
    text = json.dumps(good())
    return jwt.api_jws.encode(
        (text[:-1] + ', "name": "Other"}').encode(), rsa_key("badges"), "RS256", headers={"kid": KID}
    )


def without_signature() -> str:
    return jwt.encode(good(), None, algorithm="none", headers={"kid": KID})


PEM = b"a public key taken for a shared secret, 32 bytes and more"
ENTRY = "credentialStatus/statusListCredential"
SUBJECT, ACHIEVEMENT = "credentialSubject", "credentialSubject/achievement"
LATER = "2027-03-02T09:30:15Z"
LATER_SECONDS = 1803979815
IN_TIME = "https://www.w3.org/2018/credentials/v1"

CORPUS: list[tuple[str, Callable[[], str], Flaw]] = [
    ("no token at all", lambda: "badge", Flaw.NOT_A_BADGE),
    ("two parts", lambda: changed().rpartition(".")[0], Flaw.NOT_A_BADGE),
    ("payload is no JSON", lambda: "e30.bm8.x", Flaw.NOT_A_BADGE),
    ("payload is a list", lambda: f"{changed().split('.')[0]}.W10.x", Flaw.NOT_A_BADGE),
    ("a member stands twice", twice, Flaw.NOT_A_BADGE),
    ("a badge of a megabyte", lambda: changed(name="x" * 1_000_000), Flaw.NOT_A_BADGE),
    ("a header with another member", lambda: signed(good(), cty="vc"), Flaw.HEADER),
    ("a key in the header", lambda: signed(good(), jwk=jwk("thief")), Flaw.HEADER),
    ("another type in the header", lambda: signed(good(), typ="vc+jwt"), Flaw.HEADER),
    ("no kid", lambda: jwt.encode(good(), rsa_key("badges"), algorithm="RS256"), Flaw.HEADER),
    ("no signature", without_signature, Flaw.ALGORITHM),
    ("a shared secret", lambda: jwt.encode(good(), PEM, algorithm="HS256", headers={"kid": KID}), Flaw.ALGORITHM),
    ("RS512", lambda: jwt.encode(good(), rsa_key("badges"), "RS512", headers={"kid": KID}), Flaw.ALGORITHM),
    ("a key of somebody else", lambda: signed(good(), "thief", kid="https://thief.example/k"), Flaw.KEY_ADDRESS),
    ("a key id that is no address", lambda: signed(good(), kid="one"), Flaw.KEY_ADDRESS),
    ("a key over http", lambda: signed(good(), kid=KID.replace("https", "http")), Flaw.KEY_ADDRESS),
    ("a key that is gone", lambda: signed(good(), kid=f"{BASE}/keys/two"), Flaw.KEY_UNREACHABLE),
    ("signed by another key", lambda: signed(good(), "thief"), Flaw.SIGNATURE),
    ("changed after signing", tampered, Flaw.SIGNATURE),
    ("cut off", lambda: changed()[:-4], Flaw.SIGNATURE),
    ("the old vc claim", lambda: changed(vc={}), Flaw.OLD_CLAIM),
    ("the old date", lambda: changed(issuanceDate="2026-03-02T09:30:15Z"), Flaw.OLD_CLAIM),
    ("the floating context", lambda: changed(**{"@context": [CONTEXT_1, FLOATING]}), Flaw.CONTEXT),
    ("contexts the other way round", lambda: changed(**{"@context": [CONTEXT_2, CONTEXT_1]}), Flaw.CONTEXT),
    ("the context of VC 1.1", lambda: changed(**{"@context": [IN_TIME, CONTEXT_2]}), Flaw.CONTEXT),
    ("a context of its own", lambda: changed(**{"@context": [CONTEXT_1, CONTEXT_2, BASE]}), Flaw.CONTEXT),
    ("no context", lambda: changed(**{"@context": ...}), Flaw.CONTEXT),
    ("an unknown term", lambda: changed(points=40), Flaw.TERMS),
    ("an unknown term in the subject", lambda: inside(f"{SUBJECT}/fullName", "Ann"), Flaw.TERMS),
    ("an unknown term in the achievement", lambda: inside(f"{ACHIEVEMENT}/xp", 40), Flaw.TERMS),
    ("an unknown term in the issuer", lambda: inside("issuer/logo", BASE), Flaw.TERMS),
    ("a name that is no text", lambda: changed(name=["Helper"]), Flaw.TERMS),
    ("no badge type", lambda: changed(type=["VerifiableCredential"]), Flaw.TYPE),
    ("a type alone", lambda: changed(type="OpenBadgeCredential"), Flaw.TYPE),
    ("no id", lambda: changed(id=...), Flaw.ID),
    ("an id with a space", lambda: changed(id="https://school.example/a b"), Flaw.ID),
    ("an id that is a number", lambda: changed(id="7"), Flaw.ID),
    ("no issuer", lambda: changed(issuer=...), Flaw.ISSUER),
    ("an issuer without type", lambda: inside("issuer/type", ...), Flaw.ISSUER),
    ("an issuer whose type is no list", lambda: inside("issuer/type", "Profile"), Flaw.ISSUER),
    ("no date", lambda: changed(validFrom=...), Flaw.DATES),
    ("a date without zone", lambda: changed(validFrom="2026-03-02T09:30:15"), Flaw.DATES),
    ("a day alone", lambda: changed(validFrom="2026-03-02"), Flaw.DATES),
    ("an end before the beginning", lambda: changed(validUntil="2026-03-01T09:30:15Z"), Flaw.DATES),
    ("an award date without zone", lambda: changed(awardedDate="2026-03-02T09:30:15"), Flaw.DATES),
    ("no subject", lambda: changed(credentialSubject=...), Flaw.SUBJECT),
    ("a subject without id", lambda: inside(f"{SUBJECT}/id", ...), Flaw.SUBJECT),
    ("a subject without type", lambda: inside(f"{SUBJECT}/type", ...), Flaw.SUBJECT),
    ("an identifier of no type", lambda: inside(f"{SUBJECT}/identifier/0/type", ["IdentityObject"]), Flaw.SUBJECT),
    ("no achievement", lambda: inside(ACHIEVEMENT, ...), Flaw.ACHIEVEMENT),
    ("an achievement without description", lambda: inside(f"{ACHIEVEMENT}/description", ""), Flaw.ACHIEVEMENT),
    ("an achievement without id", lambda: inside(f"{ACHIEVEMENT}/id", ...), Flaw.ACHIEVEMENT),
    ("a picture that is no address", lambda: inside(f"{ACHIEVEMENT}/image/id", "a.png"), Flaw.ACHIEVEMENT),
    ("no criteria", lambda: inside(f"{ACHIEVEMENT}/criteria", ...), Flaw.CRITERIA),
    ("criteria that say nothing", lambda: inside(f"{ACHIEVEMENT}/criteria", {"narrative": " "}), Flaw.CRITERIA),
    ("evidence that is no list", lambda: changed(evidence={"type": ["Evidence"]}), Flaw.EVIDENCE),
    ("evidence without type", lambda: inside("evidence/0/type", ...), Flaw.EVIDENCE),
    ("iss of somebody else", lambda: changed(iss="https://school.example/other"), Flaw.ISS),
    ("no iss", lambda: changed(iss=...), Flaw.ISS),
    ("jti of another badge", lambda: changed(jti=f"{BASE}/credentials/c2"), Flaw.JTI),
    ("no nbf", lambda: changed(nbf=...), Flaw.NBF),
    ("nbf a second off", lambda: changed(nbf=good()["nbf"] + 1), Flaw.NBF),
    ("fractions of a second", lambda: changed(validFrom="2026-03-02T09:30:15.250Z"), Flaw.NBF),
    ("no sub", lambda: changed(sub=...), Flaw.SUB),
    ("sub of somebody else", lambda: changed(sub="urn:uuid:00000000-0000-4000-8000-000000000000"), Flaw.SUB),
    ("an end without exp", lambda: changed(validUntil=LATER), Flaw.EXP),
    ("exp without an end", lambda: changed(exp=LATER_SECONDS), Flaw.EXP),
    ("exp a second off", lambda: changed(validUntil=LATER, exp=LATER_SECONDS + 1), Flaw.EXP),
    ("a status of an unknown kind", lambda: inside("credentialStatus/type", "Oracle"), Flaw.STATUS),
    ("a status with a negative index", lambda: inside("credentialStatus/statusListIndex", "-1"), Flaw.STATUS),
    ("a list that is gone", lambda: inside(ENTRY, f"{LIST}2"), Flaw.STATUS_UNREACHABLE),
    ("a place outside the list", lambda: inside("credentialStatus/statusListIndex", "99999999"), Flaw.STATUS_LIST),
    ("not valid yet", lambda: changed(validFrom=LATER, nbf=LATER_SECONDS), Flaw.NOT_YET),
    ("expired", lambda: changed(validUntil="2026-03-02T09:30:16Z", exp=1772443816), Flaw.EXPIRED),
]  # fmt: skip
CONTEXT_1, CONTEXT_2 = good()["@context"]
FLOATING = "https://purl.imsglobal.org/spec/ob/v3p0/context.json"


@pytest.mark.parametrize(("make", "flaw"), [case[1:] for case in CORPUS], ids=[case[0] for case in CORPUS])
def test_a_broken_badge_is_refused_for_its_own_reason(make, flaw):
    with pytest.raises(BadgeRefused) as refused:
        verify(make(), at(), NOW + timedelta(hours=1))
    assert refused.value.flaw is flaw


def foreign_list() -> str:
    return status_list(key="thief")


@pytest.mark.parametrize(
    ("places", "flaw"),
    [
        ({"key": "<html>"}, Flaw.KEY),
        ({"key": json.dumps({"keys": [jwk("badges")]})}, Flaw.KEY),
        ({"key": json.dumps({**jwk("badges"), "d": "AQAB"})}, Flaw.KEY),
        ({"key": json.dumps({"kty": "oct", "k": "AAAA"})}, Flaw.KEY),
        ({"key": json.dumps({"kty": "RSA", "n": "AQAB"})}, Flaw.KEY),
        ({"key": json.dumps(jwk("small", 1024))}, Flaw.KEY),
        ({"key": None}, Flaw.KEY_UNREACHABLE),
        ({"status": None}, Flaw.STATUS_UNREACHABLE),
        ({"status": status_list(4711)}, Flaw.REVOKED),
        ({"status": "{}"}, Flaw.STATUS_LIST),
        ({"status": foreign_list()}, Flaw.STATUS_LIST),
        ({"status": status_list(issuer="https://school.example/other")}, Flaw.STATUS_LIST),
        ({"status": status_list(id=f"{LIST}2")}, Flaw.STATUS_LIST),
        ({"status": status_list(validFrom=LATER)}, Flaw.STATUS_LIST),
        ({"status": status_list(credentialSubject={"statusPurpose": "revocation"})}, Flaw.STATUS_LIST),
        ({"status": status_list(credentialSubject={"statusPurpose": "x", "encodedList": "u"})}, Flaw.STATUS_LIST),
    ],
)
def test_a_good_badge_is_refused_where_key_or_list_do_not_hold(places, flaw):
    with pytest.raises(BadgeRefused) as refused:
        verify(signed(good()), at(**places), NOW)
    assert refused.value.flaw is flaw


def test_a_badge_is_not_somebody_elses():
    verify(signed(good()), at(), NOW, email=" ann@school.example")
    with pytest.raises(BadgeRefused) as refused:
        verify(signed(good()), at(), NOW, email="bob@school.example")
    assert refused.value.flaw is Flaw.RECIPIENT


def test_there_is_a_broken_badge_for_every_reason():
    elsewhere = {Flaw.KEY, Flaw.REVOKED, Flaw.RECIPIENT}
    assert {flaw for _, _, flaw in CORPUS} | elsewhere == set(Flaw)
