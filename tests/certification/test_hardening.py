"""S01 to S16: the stricter list, each broken claim a case of its own."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask import Flask
from sqlalchemy import update

from lti_tools.lti import claims as names
from lti_tools.lti import state as states
from lti_tools.store.database import Database
from lti_tools.store.tables.schools import KeySet
from tests.certification.verdicts import assert_opened, assert_refused, leavings
from tests.support.app import suite_of
from tests.support.engines import on_sqlite
from tests.support.keys import jwk, rsa_key
from tests.support.pages import Page, faults
from tests.support.platform import INSTRUCTOR, LEARNER, Claims, Entered, ForgedPlatform

pytestmark = on_sqlite
Change = Callable[[Claims], None]
EVIL = "x\"'><script>alert(1)</script><img src=x onerror=alert(2)>"


def with_(**claims: Any) -> Change:
    return lambda message: message.update({getattr(names, name, name): value for name, value in claims.items()})


def without(*claims: str) -> Change:
    def change(message: Claims) -> None:
        for claim in claims:
            del message[claim]

    return change


def later(**seconds: int) -> Change:
    """Move times by so many seconds from now."""
    return lambda message: message.update({name: int(time.time()) + shift for name, shift in seconds.items()})


def audience(*clients: str, **more: str) -> Change:
    return with_(aud=list(clients), **more)


def nothing(_message: Claims) -> None:
    return None


@dataclass(frozen=True)
class Case:
    name: str
    code: str
    change: Change = nothing
    header: dict[str, Any] = field(default_factory=dict)
    key: str = ""

    @property
    def id(self) -> str:
        return self.name.replace(" ", "-")


REFUSED = (
    Case("S01 a critical header", "token-malformed", header={"crit": ["b64"], "b64": False}),
    Case("S02 signed by another key", "signature-invalid", key="stranger"),
    Case(
        "S02 another key brought along in the header",
        "signature-invalid",
        key="stranger",
        header={"jwk": jwk("stranger")},
    ),
    Case("S03 an unknown issuer", "registration-mix-up", with_(iss="https://other.example")),
    Case("S03 an unknown client", "audience-wrong", with_(aud="client-9")),
    Case("S04 another client first", "audience-wrong", audience("other", "client-1")),
    Case("S04 another client beside ours", "audience-wrong", audience("client-1", "other", azp="client-1")),
    Case("S04 azp of another client", "audience-wrong", with_(azp="other")),
    Case("S04 an empty audience", "audience-wrong", with_(aud=[])),
    Case("S04 an audience of numbers", "claim-invalid", with_(aud=[1])),
    Case("S05 no exp", "claim-missing", without("exp")),
    Case("S05 no iat", "claim-missing", without("iat")),
    Case("S05 exp years ahead", "claim-invalid", later(exp=3 * 365 * 86400)),
    Case("S05 iat in 1970", "token-expired", with_(iat=1)),
    Case("S05 iat in ten minutes", "token-not-yet-valid", later(iat=600, exp=660)),
    Case("S05 expired two minutes ago", "token-expired", later(iat=-180, exp=-120)),
    Case("S05 not valid before tomorrow", "token-not-yet-valid", later(nbf=86400)),
    Case("S05 exp as text", "claim-invalid", with_(exp="soon")),
    Case("S05 exp not a number", "claim-invalid", with_(exp=float("nan"))),
    Case("S05 exp true", "claim-invalid", with_(exp=True)),
    Case("S06 a nonce of our own making", "nonce-refused", with_(nonce="made-up")),
    Case("S06 no nonce", "nonce-refused", without("nonce")),
    Case("S09 roles as text", "claim-invalid", with_(ROLES="Instructor")),
    Case("S09 roles as an object", "claim-invalid", with_(ROLES={})),
    Case("S09 roles null", "claim-missing", with_(ROLES=None)),
    Case("S09 resource link null", "claim-missing", with_(RESOURCE_LINK=None)),
    Case("S09 resource link a list", "claim-invalid", with_(RESOURCE_LINK=["x"])),
    Case("S09 resource link id a number", "claim-invalid", with_(RESOURCE_LINK={"id": 5})),
    Case("S09 resource link id too long", "claim-invalid", with_(RESOURCE_LINK={"id": "x" * 256})),
    Case("S09 sub a number", "claim-invalid", with_(sub=7)),
    Case("S09 sub empty", "claim-invalid", with_(sub=" ")),
    Case("S09 sub with a NUL", "claim-invalid", with_(sub="a\x00b")),
    Case("S09 context id a number", "claim-invalid", with_(CONTEXT={"id": 5})),
    Case("S09 deployment id a number", "claim-invalid", with_(DEPLOYMENT_ID=1)),
    Case("S09 version a number", "claim-invalid", with_(VERSION=1.3)),
    Case("S09 message type a list", "claim-invalid", with_(MESSAGE_TYPE=[])),
    Case("S09 an unknown message", "message-unknown", with_(MESSAGE_TYPE="LtiUnheardOf")),
    Case("S10 no target_link_uri", "claim-missing", without(names.TARGET_LINK_URI)),
    Case("S10 a target on a foreign host", "target-foreign", with_(TARGET_LINK_URI="https://evil.example/lti/launch")),
    Case(
        "S10 a target that only begins like ours",
        "target-foreign",
        with_(TARGET_LINK_URI="http://localhost:8000.evil.example/lti/launch"),
    ),
    Case("S10 a target beside the launch", "target-foreign", with_(TARGET_LINK_URI="http://localhost:8000/admin")),
    Case(
        "S10 a target of a tool that is not installed",
        "target-foreign",
        with_(TARGET_LINK_URI="http://localhost:8000/lti/launch/none"),
    ),
    Case(
        "S10 a target with a user name",
        "target-foreign",
        with_(TARGET_LINK_URI="http://localhost:8000@evil.example/lti/launch"),
    ),
)

OPENED = (
    Case("S04 our client alone in a list", "", audience("client-1")),
    Case("S04 our client twice and azp", "", audience("client-1", "client-1", azp="client-1")),
    Case("S05 iat five seconds ahead", "", later(iat=5, exp=65)),
    Case("S05 expired within the leeway", "", later(iat=-90, exp=-30)),
    Case("S09 roles of null and numbers", "", with_(ROLES=[None, 5, {}])),
    Case("S09 context null", "", with_(CONTEXT=None)),
    Case(
        "S09 optional claims of wrong types",
        "",
        with_(CUSTOM=[], TOOL_PLATFORM="x", LAUNCH_PRESENTATION=5, name=7, AGS_ENDPOINT="x"),
    ),
    Case("S16 a return address with javascript", "", with_(LAUNCH_PRESENTATION={"return_url": "javascript:alert(1)"})),
)


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.id)
def test_what_breaks_a_rule_is_refused_and_leaves_nothing(
    case: Case, app: Flask, platform: ForgedPlatform, database: Database, launch_log: pytest.LogCaptureFixture
):
    client = app.test_client()
    attempt = platform.begin(client)
    message = platform.claims(attempt.nonce)
    case.change(message)
    token = platform.mint(message, key=case.key, **case.header)
    assert_refused(platform.finish(client, attempt, token), case.code, database, launch_log)


@pytest.mark.parametrize("case", OPENED, ids=lambda case: case.id)
def test_what_keeps_the_rules_opens(case: Case, app: Flask, platform: ForgedPlatform):
    entered = platform.launch(app, case.change)
    assert_opened(entered)
    assert "javascript:" not in entered.page.text


@pytest.mark.parametrize("algorithm", ["none", "HS256", "RS512", "ES256", "rs256", "PS256"])
def test_S01_no_other_algorithm_is_taken(
    algorithm: str, app: Flask, platform: ForgedPlatform, database: Database, launch_log: pytest.LogCaptureFixture
):
    client = app.test_client()
    attempt = platform.begin(client)
    token = forged(platform, platform.claims(attempt.nonce), algorithm)
    assert_refused(platform.finish(client, attempt, token), "signature-invalid", database, launch_log)


def forged(platform: ForgedPlatform, claims: Claims, algorithm: str) -> str:
    signed = platform.sign_raw({"typ": "JWT", "alg": algorithm, "kid": platform.key}, claims).rpartition(".")[0]
    if algorithm == "none":
        return signed + "."
    if algorithm == "HS256":
        pem = rsa_key(platform.key).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        hs256 = jwt.get_algorithm_by_name("HS256")
        return f"{signed}.{jwt.utils.base64url_encode(hs256.sign(signed.encode(), pem)).decode()}"
    if algorithm in ("RS512", "PS256"):
        signer = jwt.get_algorithm_by_name(algorithm)
        return f"{signed}.{jwt.utils.base64url_encode(signer.sign(signed.encode(), rsa_key(platform.key))).decode()}"
    return platform.sign_raw({"typ": "JWT", "alg": algorithm, "kid": platform.key}, claims)


def test_S02_a_payload_changed_after_signing_is_refused(
    app: Flask, platform: ForgedPlatform, database: Database, launch_log: pytest.LogCaptureFixture
):
    client = app.test_client()
    attempt = platform.begin(client)
    message = platform.claims(attempt.nonce)
    signature = platform.mint(message).rpartition(".")[2]
    changed = platform.sign_raw({"alg": "RS256", "kid": platform.key}, {**message, names.ROLES: [INSTRUCTOR]})
    token = f"{changed.rpartition('.')[0]}.{signature}"
    assert_refused(platform.finish(client, attempt, token), "signature-invalid", database, launch_log)


@pytest.mark.parametrize("changes", [{"iss": "https://other.example"}, {"client_id": "client-9"}], ids=str)
def test_S03_a_login_of_an_unknown_platform_goes_nowhere(changes: dict[str, str], app: Flask, platform: ForgedPlatform):
    attempt = platform.begin(app.test_client(), **changes)
    assert (attempt.page.status, attempt.page.tree.findtext(".//code")) == (403, "registration-unknown")
    assert attempt.address == ""


def test_S03_an_unknown_deployment_is_refused_where_all_are_known(
    app: Flask, database: Database, launch_log: pytest.LogCaptureFixture
):
    platform = ForgedPlatform(database, learns_deployments=False)
    entered = platform.launch(app, with_(DEPLOYMENT_ID="2"))
    assert_refused(entered, "deployment-unknown", database, launch_log)


def test_S03_an_unknown_deployment_is_learnt_where_the_platform_names_none_before(app: Flask, platform: ForgedPlatform):
    assert_opened(platform.launch(app, with_(DEPLOYMENT_ID="2")))


def test_S06_the_same_launch_opens_once(app: Flask, platform: ForgedPlatform):
    client = app.test_client()
    attempt = platform.begin(client)
    token = platform.mint(platform.claims(attempt.nonce))
    assert_opened(platform.finish(client, attempt, token))
    again = platform.finish(client, attempt, token)
    assert (again.answer.status_code, again.page.tree.findtext(".//code")) == (403, "state-used")
    assert again.page.heading == "Please open the activity again"


def test_S06_the_same_launch_opens_once_with_the_cookie_kept_back(app: Flask, platform: ForgedPlatform):
    """The cookie of a finished login is deleted; who kept it gains nothing."""
    client, other = app.test_client(), app.test_client()
    attempt = platform.begin(client)
    cookie = next(each for each in client._cookies.values() if each.key.startswith("lti_login_"))
    other.set_cookie(cookie.key, cookie.value, path=cookie.path)
    token = platform.mint(platform.claims(attempt.nonce))
    assert_opened(platform.finish(client, attempt, token))
    assert Page(platform.finish(other, attempt, token).answer).tree.findtext(".//code") == "state-used"


def test_S06_a_refused_launch_stays_used_up(app: Flask, platform: ForgedPlatform, database: Database):
    client = app.test_client()
    attempt = platform.begin(client)
    bad = platform.mint(platform.claims(attempt.nonce, roles=None) | {names.VERSION: "1.1"})
    assert platform.finish(client, attempt, bad).answer.status_code == 400
    good = platform.finish(client, attempt, platform.mint(platform.claims(attempt.nonce)))
    assert good.page.tree.findtext(".//code") == "state-used"
    assert set(leavings(database).values()) == {0}


def test_S06_a_token_does_not_go_with_another_logins_state(
    app: Flask, platform: ForgedPlatform, database: Database, launch_log: pytest.LogCaptureFixture
):
    client = app.test_client()
    first, second = platform.begin(client), platform.begin(client)
    token = platform.mint(platform.claims(first.nonce))
    assert_refused(platform.finish(client, second, token), "nonce-refused", database, launch_log)


def _unknown(_platform: ForgedPlatform, _app: Flask) -> str:
    return "state-" + "A" * 59


def _expired(platform: ForgedPlatform, app: Flask) -> str:
    long_ago = datetime.now(UTC) - states.LIFETIME - timedelta(seconds=1)
    return "state-" + states.issue(suite_of(app).keys.secret, platform.registration_id, long_ago).text


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda *_: "", "state-unknown"),
        (lambda *_: "state-", "state-unknown"),
        (lambda *_: "ü" * 50, "state-unknown"),
        (lambda *_: "A" * 5000, "state-unknown"),
        (_unknown, "state-unknown"),
        (_expired, "state-expired"),
    ],
    ids=["missing", "empty", "not ASCII", "endless", "unknown", "expired"],
)
def test_S07_a_state_that_is_not_under_way_opens_nothing(
    make: Callable[[ForgedPlatform, Flask], str],
    code: str,
    app: Flask,
    platform: ForgedPlatform,
    database: Database,
    launch_log: pytest.LogCaptureFixture,
):
    client = app.test_client()
    attempt = platform.begin(client)
    attempt.parameters = {**attempt.parameters, "state": make(platform, app)}
    token = platform.mint(platform.claims(attempt.nonce))
    assert_refused(platform.finish(client, attempt, token), code, database, launch_log)


def test_S07_another_browser_cannot_bring_the_launch(
    app: Flask, platform: ForgedPlatform, database: Database, launch_log: pytest.LogCaptureFixture
):
    attempt = platform.begin(app.test_client())
    entered = platform.finish(app.test_client(), attempt, platform.mint(platform.claims(attempt.nonce)))
    assert_refused(entered, "browser-not-bound", database, launch_log)
    for word in ("open the activity again", "cookies", "new tab"):
        assert word in entered.page.words
    assert entered.page.forms == []


def test_S07_the_proof_from_the_platforms_storage_is_as_good_as_the_cookie(app: Flask, platform: ForgedPlatform):
    attempt = platform.begin(app.test_client(), lti_storage_target="_parent")
    (value,) = attempt.page.tree.xpath("//@data-login-value")
    token = platform.mint(platform.claims(attempt.nonce))
    client = app.test_client()
    asked = platform.finish(client, attempt, token, lti_storage_target="_parent")
    (form,) = asked.page.forms
    assert asked.answer.status_code == 403
    assert form.data["id_token"] == token
    proven = platform.finish(client, attempt, token, storage_value=value)
    (ticket,) = proven.page.forms
    assert proven.answer.status_code == 200
    assert "Name of" in proven.page.words
    answer = client.post(ticket.action, data=ticket.data, headers={"Origin": suite_of(app).settings.public_url})
    assert_opened(Entered(answer, Page(client.get(answer.location, follow_redirects=True))))


def test_S07_a_wrong_proof_from_storage_opens_nothing(
    app: Flask, platform: ForgedPlatform, database: Database, launch_log: pytest.LogCaptureFixture
):
    attempt, other = platform.begin(app.test_client()), platform.begin(app.test_client())
    (value,) = other.page.tree.xpath("//@data-login-value")
    token = platform.mint(platform.claims(attempt.nonce))
    entered = platform.finish(app.test_client(), attempt, token, storage_value=value, lti_storage_target="_parent")
    assert_refused(entered, "browser-not-bound", database, launch_log)


def test_S08_a_login_of_one_registration_takes_no_token_for_another(
    app: Flask, platform: ForgedPlatform, database: Database, launch_log: pytest.LogCaptureFixture
):
    other = platform.sibling("client-2")
    client = app.test_client()
    attempt = platform.begin(client)
    token = other.mint(other.claims(attempt.nonce))
    assert_refused(platform.finish(client, attempt, token), "audience-wrong", database, launch_log)


@pytest.mark.parametrize("error", ["login_required", "launch_no_longer_valid", EVIL, "x" * 5000], ids=str)
def test_S11_an_error_of_the_platform_becomes_a_friendly_page(
    error: str, app: Flask, platform: ForgedPlatform, database: Database, launch_log: pytest.LogCaptureFixture
):
    client = app.test_client()
    attempt = platform.begin(client)
    form = {"error": error, "error_description": EVIL, "state": attempt.state}
    page = Page(client.post("/lti/launch", data=form))
    assert (page.status, page.tree.findtext(".//code")) == (400, "platform-reported")
    assert "The learning platform stopped the launch" in page.words
    assert "<script>alert" not in page.text
    assert faults(page) == []


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_S12_the_authorization_request_is_exact_by_either_method(method: str, app: Flask, platform: ForgedPlatform):
    attempt = platform.begin(app.test_client(), method, surprise="1", redirect_uri="https://evil.example", nonce="n")
    parts = urlsplit(attempt.address)
    sent = {name: value for name, (value,) in parse_qs(parts.query).items()}
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == "https://lms.example/auth"
    assert {name: sent.pop(name) for name in ("state", "nonce")}.keys() == {"state", "nonce"}
    assert sent == {
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "prompt": "none",
        "client_id": "client-1",
        "redirect_uri": "http://localhost:8000/lti/launch",
        "login_hint": "7",
        "lti_message_hint": '{"cmid":5,"launchid":"ltilaunch1"}',
    }


@pytest.mark.parametrize("missing", ["iss", "client_id", "login_hint", "target_link_uri"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_S12_a_login_without_what_it_needs_says_so(missing: str, method: str, app: Flask, platform: ForgedPlatform):
    attempt = platform.begin(app.test_client(), method, **{missing: None})
    assert (attempt.page.status, attempt.page.tree.findtext(".//code")) == (400, "login-parameter-missing")


def test_S13_two_registrations_of_one_issuer_both_work(app: Flask, platform: ForgedPlatform):
    other = platform.sibling("client-2")
    assert_opened(platform.launch(app))
    assert_opened(other.launch(app))


def test_S14_a_key_that_came_after_the_last_fetch_is_fetched_and_random_kids_are_not(
    app: Flask, database: Database, counterpart: Any
):
    platform = ForgedPlatform(database, issuer=counterpart.url)
    platform.key = "next"
    with database.write() as db:
        old = datetime.now(UTC) - timedelta(minutes=5)
        db.execute(update(KeySet).values(fetched_at=old, tried_at=old))
    counterpart.serve([jwk("platform"), jwk("next")])
    assert_opened(platform.launch(app))
    assert counterpart.fetches == 1
    for number in range(30):
        client = app.test_client()
        attempt = platform.begin(client)
        token = platform.mint(platform.claims(attempt.nonce), kid=f"random-{number}")
        assert platform.finish(client, attempt, token).page.tree.findtext(".//code") == "key-unknown"
    assert counterpart.fetches <= 2


def test_S15_names_titles_and_addresses_of_the_platform_never_become_markup(app: Flask, platform: ForgedPlatform):
    def change(message: Claims) -> None:
        message.update(name=EVIL, given_name=EVIL, family_name=EVIL, email=EVIL, locale=EVIL)
        message[names.CONTEXT].update(title=EVIL, label=EVIL)
        message[names.RESOURCE_LINK].update(title=EVIL)
        message[names.LAUNCH_PRESENTATION].update(return_url=f"https://lms.example/?{EVIL}", locale=EVIL)
        message[names.TOOL_PLATFORM].update(name=EVIL, product_family_code=EVIL)
        message[names.CUSTOM] = {EVIL: EVIL, "timezone": EVIL}

    for role in (INSTRUCTOR, LEARNER):
        entered = platform.launch(app, change, roles=[role])
        assert_opened(entered)
        assert "<script>alert" not in entered.page.text
        assert "<img" not in entered.page.text


@pytest.mark.parametrize("name", ["iss", "client_id", "login_hint", "lti_message_hint", "target_link_uri"])
def test_S15_parameters_of_a_login_never_become_markup(name: str, app: Flask, platform: ForgedPlatform):
    page = platform.begin(app.test_client(), **{name: EVIL}).page
    assert "<script>alert" not in page.text
    assert "<img" not in page.text
    assert faults(page) == []
