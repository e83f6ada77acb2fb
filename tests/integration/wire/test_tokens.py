import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import jwt
import pytest

from lti_tools.errors import NotSent, TokenRefused, Unreachable
from lti_tools.lti.service import Service
from lti_tools.lti.tokens import Client, Tokens
from tests.integration.wire.conftest import NOW, Clock, Services, json_reply
from tests.support.counterpart import Reply
from tests.support.keys import rsa_key

SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
OTHER = "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem"


@pytest.fixture
def client(services: Services) -> Client:
    return Client(1, "client-1", services.server.url + "/token?x=1")


def claims_of(form: dict[str, str]) -> dict[str, Any]:
    key = rsa_key("ours").public_key()
    claims: dict[str, Any] = jwt.decode(
        form["client_assertion"], key, algorithms=["RS256"], options={"verify_exp": False, "verify_aud": False}
    )
    return claims


def test_a_token_is_asked_for_with_a_signed_assertion_in_a_form(
    services: Services, tokens: Tokens, client: Client
) -> None:
    assert tokens.token(client, [SCOPE, OTHER]) == "t1"
    form = services.asked[0]
    assert form["content_type"] == "application/x-www-form-urlencoded"
    assert form["grant_type"] == "client_credentials"
    assert form["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    assert set(form["scope"].split()) == {SCOPE, OTHER}
    assert jwt.get_unverified_header(form["client_assertion"])["kid"] == "ours"
    claims = claims_of(form)
    assert claims["iss"] == claims["sub"] == "client-1"
    assert claims["aud"] == services.server.url + "/token?x=1"
    assert (claims["iat"] - NOW.timestamp(), claims["exp"] - NOW.timestamp()) == (-5, 300)


def test_every_assertion_has_an_id_of_its_own(services: Services, tokens: Tokens, client: Client) -> None:
    tokens.token(client, [SCOPE])
    tokens.token(client, [OTHER])
    first, second = (claims_of(form)["jti"] for form in services.asked)
    assert first != second
    assert len(first) >= 20


@pytest.mark.parametrize(
    ("registered", "product", "audience"),
    [
        ("https://as.example/aud", "desire2learn", "https://as.example/aud"),
        ("", "desire2learn", "https://api.brightspace.com/auth/token"),
        ("", "moodle", None),
    ],
)
def test_the_audience_is_the_registered_one_or_the_products_or_the_endpoint(
    services: Services, tokens: Tokens, registered: str, product: str, audience: str | None
) -> None:
    endpoint = services.server.url + "/token"
    tokens.token(Client(1, "c", endpoint, registered, product), [SCOPE])
    assert claims_of(services.asked[0])["aud"] == (audience or endpoint)


def test_a_token_is_kept_per_client_and_set_of_scopes(services: Services, tokens: Tokens, client: Client) -> None:
    assert tokens.token(client, [SCOPE, OTHER]) == tokens.token(client, [OTHER, SCOPE, SCOPE]) == "t1"
    assert tokens.token(client, [SCOPE]) == "t2"
    assert tokens.token(Client(2, "client-2", client.token_endpoint), [SCOPE]) == "t3"
    assert len(services.asked) == 3


def test_a_token_is_renewed_a_minute_before_it_ends(
    services: Services, tokens: Tokens, client: Client, clock: Clock
) -> None:
    tokens.token(client, [SCOPE])
    clock.wait(3539)
    assert tokens.token(client, [SCOPE]) == "t1"
    clock.wait(1)
    assert tokens.token(client, [SCOPE]) == "t2"


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("3600", 3540),
        (60, 30),
        (3600.5, 3540.5),
        (None, 240),
        ("soon", 240),
        (True, 240),
        ([], 240),
        (0, 0),
        (-5, 0),
        (10**12, 86340),
        ("9" * 400, 86340),
    ],
)
def test_an_odd_lifetime_is_read_carefully(
    services: Services, tokens: Tokens, client: Client, clock: Clock, told: object, kept: float
) -> None:
    services.lifetime = told
    tokens.token(client, [SCOPE])
    clock.wait(kept - 0.001)
    if kept:
        assert tokens.token(client, [SCOPE]) == "t1"
    clock.wait(0.002)
    assert tokens.token(client, [SCOPE]) == "t2"


def test_threads_that_need_the_same_token_share_one_request(services: Services, tokens: Tokens, client: Client) -> None:
    def slow(form: dict[str, str]) -> Reply:
        time.sleep(0.2)
        return json_reply({"access_token": "slow", "expires_in": 3600})

    services.token_reply = slow
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(tokens.token(client, [SCOPE]))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["slow"] * 8
    assert len(services.asked) == 1


def test_a_refusal_tells_status_and_oauths_code(services: Services, tokens: Tokens, client: Client) -> None:
    services.token_reply = lambda form: json_reply({"error": "invalid_scope", "error_description": "x"}, 400)
    with pytest.raises(TokenRefused) as caught:
        tokens.token(client, [SCOPE])
    assert (caught.value.answered, caught.value.detail) == (400, "127.0.0.1: 400 invalid_scope")
    services.token_reply = None
    assert tokens.token(client, [SCOPE]) == "t1"


@pytest.mark.parametrize("body", [b"<html>", b'{"error": 7}', b'{"error": "a b\\n"}', b"[1]", b""])
def test_a_refusal_in_odd_words_is_still_a_refusal(
    services: Services, tokens: Tokens, client: Client, body: bytes
) -> None:
    services.token_reply = lambda form: Reply(500, body)
    with pytest.raises(TokenRefused, match=r"127\.0\.0\.1: 500$"):
        tokens.token(client, [SCOPE])


@pytest.mark.parametrize(
    "reply",
    [
        None,
        Reply(200, b""),
        Reply(200, b"<html>"),
        json_reply({}),
        json_reply({"access_token": None}),
        json_reply({"access_token": 7}),
        json_reply({"access_token": ""}),
        json_reply({"access_token": "a\r\nb: c"}),
        json_reply({"access_token": "a b"}),
        json_reply({"access_token": "ж"}),
        json_reply({"access_token": "a" * 9000}),
    ],
)
def test_an_answer_without_usable_token_means_that_nothing_was_sent(
    services: Services, tokens: Tokens, client: Client, reply: Reply | None
) -> None:
    services.token_reply = lambda form: reply
    with pytest.raises(NotSent):
        tokens.token(client, [SCOPE])


def test_a_dropped_token_is_asked_for_anew_but_a_newer_one_stays(
    services: Services, tokens: Tokens, client: Client
) -> None:
    tokens.token(client, [SCOPE])
    tokens.drop(client, [SCOPE], "t1")
    assert tokens.token(client, [SCOPE]) == "t2"
    tokens.drop(client, [SCOPE], "t1")
    assert tokens.token(client, [SCOPE]) == "t2"


def test_all_tokens_of_a_registration_are_forgotten_at_once(services: Services, tokens: Tokens, client: Client) -> None:
    other = Client(2, "client-2", client.token_endpoint)
    for one, scope in ((client, SCOPE), (client, OTHER), (other, SCOPE)):
        tokens.token(one, [scope])
    tokens.invalidate(1)
    assert tokens.token(other, [SCOPE]) == "t3"
    assert tokens.token(client, [SCOPE]) == "t4"


class TestCalls:
    def test_a_call_carries_the_token(self, services: Services, service_of: Callable[[str], Service]) -> None:
        services.answer = lambda seen: Reply(204)
        answer = service_of("").call("GET", services.server.url + "/x", [SCOPE], accept="a/b")
        assert answer.status == 204
        assert services.last.headers["Authorization"] == "Bearer t1"
        assert services.last.headers["Accept"] == "a/b"
        assert "Content-Type" not in services.last.headers

    def test_after_a_401_it_is_tried_once_more_with_a_new_token(
        self, services: Services, service_of: Callable[[str], Service]
    ) -> None:
        services.refused_tokens = {"t1"}
        services.answer = lambda seen: Reply(200)
        answer = service_of("").call("POST", services.server.url + "/x", [SCOPE], body="{}", content_type="c/d")
        assert answer.status == 200
        assert [call.headers["Authorization"] for call in services.calls] == ["Bearer t1", "Bearer t2"]
        assert [call.body for call in services.calls] == [b"{}", b"{}"]

    def test_a_second_401_is_the_answer_and_neither_token_is_kept(
        self, services: Services, service_of: Callable[[str], Service]
    ) -> None:
        services.refused_tokens = {"t1", "t2"}
        service = service_of("")
        assert service.call("GET", services.server.url + "/x", [SCOPE]).status == 401
        assert len(services.calls) == 2
        services.answer = lambda seen: Reply(200)
        assert service.call("GET", services.server.url + "/x", [SCOPE]).status == 200
        assert services.last.headers["Authorization"] == "Bearer t3"

    def test_a_call_that_breaks_off_may_have_arrived(
        self, services: Services, service_of: Callable[[str], Service]
    ) -> None:
        services.answer = lambda seen: None
        with pytest.raises(Unreachable) as caught:
            service_of("").call("POST", services.server.url + "/x", [SCOPE], body="{}")
        assert not isinstance(caught.value, NotSent)

    def test_lifetime_margin_is_never_longer_than_half_the_life(
        self, services: Services, service_of: Callable[[str], Service], clock: Clock
    ) -> None:
        services.lifetime = 20
        services.answer = lambda seen: Reply(200)
        service = service_of("")
        for _ in range(3):
            service.call("GET", services.server.url + "/x", [SCOPE])
            clock.now += timedelta(seconds=3)
        assert len(services.asked) == 1
