"""One test for each defect of pylti1p3 2.0.0 that the seal (lti/pylti.py) closes, by the rows of its docstring.

Rows 8, 9, 12, 16-21 and 25 lie in parts of pylti1p3 that nothing calls: their tests try what stands there instead.
"""

import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import getnode

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from flask import Flask
from sqlalchemy import select, update

from lti_tools.errors import (
    AudienceWrong,
    ClaimInvalid,
    ClaimMissing,
    LaunchRefused,
    SignatureInvalid,
    TokenExpired,
    TokenMalformed,
)
from lti_tools.lti import claims as names
from lti_tools.lti.ags import LINE_ITEM, RESULT_READONLY, SCORE, Ags
from lti_tools.lti.ags_values import LineItem, line_item_json
from lti_tools.lti.http import Http
from lti_tools.lti.pylti import authorization_address, verified_claims
from lti_tools.lti.roles import Role, role_of
from lti_tools.lti.service import Service
from lti_tools.store.database import Database, make_engine
from lti_tools.store.tables.people import Person
from lti_tools.store.tables.schools import KeySet
from tests.certification.conftest import KeyServer
from tests.certification.verdicts import assert_opened, count
from tests.integration.wire.conftest import Clock, Services, json_reply
from tests.support.app import running_app, suite_of
from tests.support.counterpart import Reply
from tests.support.engines import on_sqlite
from tests.support.keys import rsa_key
from tests.support.linking import fill_in, response
from tests.support.pages import Page
from tests.support.platform import INSTITUTION, LEARNER, ForgedPlatform

NOW = datetime(2030, 1, 1, tzinfo=UTC)
EVIL = 'https://lms.example/?"><script>alert(1)</script>'


class Desk:
    """A desk that finds state and nonce good, and counts how often it was asked."""

    issuer, client_id = "https://lms.example", "client-1"

    def __init__(self) -> None:
        self.states: list[str] = []
        self.nonces: list[str] = []

    def consume_state(self, state: str) -> None:
        self.states.append(state)

    def consume_nonce(self, nonce: str) -> None:
        self.nonces.append(nonce)

    def public_key(self, kid: str) -> RSAPublicKey:
        return rsa_key(kid).public_key()


def token(*, drop: str = "", alg: str = "RS256", **claims: Any) -> str:
    whole = {
        "iss": "https://lms.example",
        "aud": "client-1",
        "sub": "s",
        "nonce": "n",
        "iat": int(NOW.timestamp()),
        "exp": int(NOW.timestamp()) + 60,
        **claims,
    }
    whole.pop(drop, None)
    return jwt.encode(whole, rsa_key("platform"), algorithm=alg, headers={"kid": "platform"})


def check(text: str) -> dict[str, Any]:
    return verified_claims(text, "state-abc", Desk(), NOW)


@on_sqlite
def test_row_1_a_launch_is_used_once(app: Flask, platform: ForgedPlatform):
    client = app.test_client()
    attempt = platform.begin(client)
    text = platform.mint(platform.claims(attempt.nonce))
    assert platform.finish(client, attempt, text).opened
    assert platform.finish(client, attempt, text).answer.status_code == 403


def test_row_1_and_2_state_and_nonce_are_asked_for_before_anything_is_believed():
    desk = Desk()
    with pytest.raises(SignatureInvalid):
        verified_claims(token(iss="https://lms.example") + "x", "state-abc", desk, NOW)
    assert (desk.states, desk.nonces) == (["abc"], ["n"])


def test_row_2_a_token_for_another_registration_than_the_logins_is_refused():
    with pytest.raises(AudienceWrong):
        check(token(aud="client-2"))


@pytest.mark.parametrize(
    ("claims", "error"),
    [
        ({"drop": "exp"}, ClaimMissing),
        ({"drop": "iat"}, ClaimMissing),
        ({"exp": int(NOW.timestamp()) - 61}, TokenExpired),
        ({"iat": int(NOW.timestamp()) - 700}, TokenExpired),
        ({"exp": int(NOW.timestamp()) + 90_000}, ClaimInvalid),
    ],
    ids=str,
)
def test_row_3_times_are_there_and_plausible(claims: dict[str, Any], error: type[LaunchRefused]):
    with pytest.raises(error):
        check(token(**claims))


@pytest.mark.parametrize("ahead", [3, 59, -59])
def test_row_3_clocks_may_differ_by_a_minute(ahead: int):
    at = int(NOW.timestamp()) + ahead
    assert check(token(iat=at, exp=at + 60))["sub"] == "s"


def test_row_3_only_rs256_is_taken():
    with pytest.raises(SignatureInvalid):
        check(token(alg="RS384"))


@pytest.mark.parametrize("end", ["=", "==", "\n", "!", "A", "é"], ids=ascii)
def test_row_3_a_signature_is_taken_as_it_was_made_and_in_no_other_writing(end: str):
    with pytest.raises(SignatureInvalid):
        check(token() + end)


@on_sqlite
@pytest.mark.parametrize("header", [{"crit": ["exp"]}, {"b64": False}, {"b64": True}], ids=str)
def test_row_3_headers_that_change_what_is_signed_are_refused(header: dict[str, Any], platform: ForgedPlatform):
    with pytest.raises(TokenMalformed):
        check(platform.mint(platform.claims("n"), **header))


@pytest.mark.parametrize(
    "claims", [{"aud": ["client-1", "other"]}, {"aud": ["other", "client-1"]}, {"azp": "other"}], ids=str
)
def test_row_4_every_audience_and_the_authorized_party_are_looked_at(claims: dict[str, Any]):
    with pytest.raises(AudienceWrong):
        check(token(**claims))


@on_sqlite
@pytest.mark.parametrize("target", [None, "https://evil.example/lti/launch"])
def test_row_5_the_target_is_there_and_ours(target: str | None, app: Flask, platform: ForgedPlatform):
    entered = platform.launch(app, lambda message: message.update({names.TARGET_LINK_URI: target}))
    assert entered.answer.status_code in (400, 403)


@on_sqlite
@pytest.mark.parametrize(
    ("claim", "value", "status"),
    [(names.ROLES, "Instructor", 400), (names.ROLES, [None], 303), (names.RESOURCE_LINK, None, 400), ("iss", "x", 403)],
)
def test_row_6_claims_of_odd_types_are_judged_and_never_crash(
    claim: str, value: Any, status: int, app: Flask, platform: ForgedPlatform
):
    assert platform.launch(app, lambda message: message.update({claim: value})).answer.status_code == status


@on_sqlite
@pytest.mark.parametrize("types", [["link"], ["file"]], ids=str)
def test_row_7_deep_linking_without_our_type_is_a_page_and_no_error(
    types: list[str], app: Flask, platform: ForgedPlatform
):
    assert_opened(platform.link(app.test_client(), settings={"accept_types": types}))


@on_sqlite
def test_row_7_the_return_address_is_checked(app: Flask, platform: ForgedPlatform):
    entered = platform.link(app.test_client(), settings={"deep_link_return_url": "javascript:alert(1)"})
    assert entered.answer.status_code == 400


@on_sqlite
def test_row_8_the_return_address_is_escaped_and_arrives_unchanged(app: Flask, platform: ForgedPlatform):
    client = app.test_client()
    page = fill_in(client, platform.link(client, settings={"deep_link_return_url": EVIL}))
    assert "<script>alert" not in page.text
    assert response(client, page).action == EVIL


@on_sqlite
def test_row_9_the_response_has_no_null_and_carries_text_and_dates(app: Flask, platform: ForgedPlatform):
    client = app.test_client()
    sent = response(client, fill_in(client, platform.link(client)))
    assert "null" not in jwt.utils.base64url_decode(sent.token.split(".")[1]).decode()
    assert sent.items[0]["available"]


@on_sqlite
def test_row_10_and_11_cookies_hold_secrets_of_a_line_and_stay_in_their_frame(app: Flask, platform: ForgedPlatform):
    client = app.test_client()
    attempt = platform.begin(client)
    entered = platform.finish(client, attempt, platform.mint(platform.claims(attempt.nonce)))
    for answer in (attempt.page.answer, entered.answer):
        for line in answer.headers.getlist("Set-Cookie"):
            assert len(line) < 300
            for word in ("Secure", "HttpOnly", "SameSite=None", "Partitioned"):
                assert word in line


@on_sqlite
def test_row_12_the_login_page_keeps_the_platforms_storage_in_play(app: Flask, platform: ForgedPlatform):
    page = platform.begin(app.test_client(), lti_storage_target="post_message_forwarding").page
    (login,) = page.tree.xpath("//*[@data-login]")
    assert login.get("data-login-target") == "post_message_forwarding"
    assert login.get("data-login-platform") == "https://lms.example"
    assert login.get("data-login-value")
    (tab,) = page.tree.xpath("//*[@data-login-tab]//a/@href")
    assert parse_qs(urlsplit(tab).query)["lti_message_hint"] == ['{"cmid":5,"launchid":"ltilaunch1"}']


@on_sqlite
def test_row_13_two_applications_in_one_process_share_no_registration(
    app: Flask, platform: ForgedPlatform, database: Database, tmp_path: Any, sqlite_files: Any, keys_folder: Any
):
    folder = tmp_path / "other"
    folder.mkdir()
    url = sqlite_files.fresh(folder)
    other_database = Database(make_engine(url))
    other = ForgedPlatform(other_database, client_id="client-2")
    with running_app(url, keys_folder) as other_app:
        assert other.begin(app.test_client()).page.status == 403
        assert platform.begin(other_app.test_client()).page.status == 403
        assert_opened(other.launch(other_app))
    other_database.close()


@on_sqlite
@pytest.mark.parametrize("body", [b"<html>", b"[]", b'{"keys": 5}', b'{"keys": [null, {"kty": "EC"}, {"kty": "RSA"}]}'])
def test_row_14_a_bad_key_set_is_refused_in_words_and_not_kept(
    body: bytes, app: Flask, database: Database, counterpart: KeyServer
):
    platform = ForgedPlatform(database, issuer=counterpart.url)
    with database.write() as db:
        db.execute(update(KeySet).values(fetched_at=None, tried_at=datetime(2026, 1, 1, tzinfo=UTC), body={}))
    counterpart.script = lambda _seen: Reply(200, body)
    entered = platform.launch(app)
    assert entered.page.tree.findtext(".//code") == "keys-unavailable"
    with database.read() as db:
        assert db.scalar(select(KeySet.fetched_at)) is None


def test_row_15_launches_of_several_people_at_once_do_not_mix(app: Flask, platform: ForgedPlatform, database: Database):
    people = [f"student-{number}" for number in range(8)]
    found: dict[str, str] = {}

    def go(sub: str) -> None:
        entered = platform.launch(app, sub=sub, roles=[LEARNER])
        found[sub] = entered.page.data("person") if entered.page.has_data("person") else entered.page.words

    threads = [threading.Thread(target=go, args=(sub,)) for sub in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found.keys() == set(people)
    assert all(f"Name of {sub}" in words for sub, words in found.items())
    assert count(database, Person) == len(people)


def test_row_16_a_token_ends_with_its_time_and_a_401_fetches_another(
    services: Services, clock: Clock, service_of: Callable[[str], Service]
):
    services.answer = lambda _seen: json_reply([])
    ags = Ags(service_of("canvas"), {LINE_ITEM})
    url = f"{services.server.url}/lineitems"
    ags.line_items(url)
    ags.line_items(url)
    assert len(services.asked) == 1
    clock.wait(3600)
    ags.line_items(url)
    assert len(services.asked) == 2
    services.refused_tokens.add("t2")
    ags.line_items(url)
    assert len(services.asked) == 3


def test_row_17_items_are_changed_and_deleted_and_redirects_are_not_followed(
    services: Services, service_of: Callable[[str], Service], http: Http
):
    url = f"{services.server.url}/2/lineitems/3/lineitem?type_id=1"
    services.answer = lambda seen: json_reply({"id": url, "label": "A", "scoreMaximum": 10})
    ags = Ags(service_of("moodle"), {LINE_ITEM})
    ags.update(url, {"label": "B"})
    ags.delete(url)
    assert [seen.method for seen in services.calls] == ["GET", "PUT", "DELETE"]
    services.server.script = lambda _seen: json_reply({}, 302, Location=f"{services.server.url}/elsewhere")
    assert http.request("GET", url).status == 302


def test_row_18_the_next_page_keeps_its_case(services: Services, service_of: Callable[[str], Service]):
    pages = {"/Items?p=1": "/Items?P=AbC", "/Items?P=AbC": ""}

    def answer(seen: Any) -> Any:
        following = pages[seen.path]
        header = (
            {"Link": f"<{services.server.url}{following}>; rel=“next”".encode().decode("latin-1")} if following else {}
        )
        return json_reply([], **header)

    services.answer = answer
    Ags(service_of("moodle"), {LINE_ITEM}).line_items(f"{services.server.url}/Items?p=1")
    assert [seen.path for seen in services.calls] == ["/Items?p=1", "/Items?P=AbC"]


def test_row_19_results_are_asked_for_one_person_with_one_scope(
    services: Services, service_of: Callable[[str], Service]
):
    services.answer = lambda _seen: json_reply([])
    ags = Ags(service_of("moodle"), {LINE_ITEM, SCORE, RESULT_READONLY})
    ags.results(f"{services.server.url}/2/lineitems/3/lineitem?type_id=1", user_id="7")
    assert services.last.path == "/2/lineitems/3/lineitem/results?type_id=1&user_id=7"
    assert services.scopes == ["result.readonly"]


def test_row_20_a_line_item_keeps_zeros_and_leaves_out_nothing_that_was_said():
    item = json.loads(line_item_json(LineItem(label="", score_maximum=Decimal(0), tag="t")))
    assert (item["scoreMaximum"], item["tag"]) == (0, "t")
    assert None not in item.values()


@pytest.mark.parametrize(
    ("roles", "role"),
    [
        (["urn:lti:role:ims/lis/Learner"], Role.LEARNER),
        ([LEARNER, f"{INSTITUTION}#Instructor", f"{INSTITUTION}#Administrator"], Role.LEARNER),
        (["http://purl.imsglobal.org/vocab/lti/system/person#TestUser", LEARNER], Role.LEARNER),
        ([f"{INSTITUTION}#Faculty"], Role.OBSERVER),
    ],
)
def test_row_21_the_roles_of_the_course_decide(roles: list[str], role: Role):
    assert role_of(roles) is role


@on_sqlite
def test_row_22_state_and_nonce_tell_nothing_of_the_machine_and_never_repeat(app: Flask, platform: ForgedPlatform):
    attempts = [platform.begin(app.test_client()) for _ in range(5)]
    assert len({attempt.nonce for attempt in attempts} | {attempt.state for attempt in attempts}) == 10
    node = f"{getnode():012x}"
    assert not any(node in (attempt.nonce + attempt.state).lower() for attempt in attempts)


@pytest.mark.parametrize("claims", [{"drop": "sub"}, {"sub": None}], ids=str)
def test_row_23_a_person_is_needed(claims: dict[str, Any]):
    with pytest.raises(ClaimMissing):
        check(token(**claims))


def test_row_24_an_authorization_address_with_a_query_keeps_it():
    address = authorization_address(
        {"iss": "i", "login_hint": "l", "target_link_uri": "t"},
        endpoint="https://lms.example/auth?realm=a&b=c",
        issuer="i",
        client_id="c",
        redirect_uri="https://tool.example/lti/launch",
        state="s",
        nonce="n",
    )
    query = parse_qs(urlsplit(address).query)
    assert address.count("?") == 1
    assert (query["realm"], query["b"], query["client_id"]) == (["a"], ["c"], ["c"])


@on_sqlite
def test_row_24_the_platforms_error_is_told_and_a_login_by_post_may_have_its_parameters_in_the_address(
    app: Flask, platform: ForgedPlatform
):
    client = app.test_client()
    page = Page(client.post("/lti/launch", data={"error": "login_required"}))
    assert page.tree.findtext(".//code") == "platform-reported"
    answer = client.post("/lti/login", query_string=platform.login_parameters())
    assert answer.status_code in (200, 302)


@on_sqlite
def test_row_25_every_published_key_has_a_kid_and_the_next_one_is_there_before_it_signs(app: Flask):
    keys = app.test_client().get("/lti/jwks").get_json()["keys"]
    assert len({key["kid"] for key in keys}) == len(keys) == 2
    token = suite_of(app).keys.sign({"a": 1}, datetime.now(UTC) + timedelta(seconds=1))
    assert jwt.get_unverified_header(token)["kid"] in {key["kid"] for key in keys}
    assert all(not {"d", "p", "q"} & key.keys() for key in keys)
