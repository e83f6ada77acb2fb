"""The token endpoint."""

import json

import pytest

from lti_tools.demo_lms.jwt import SigningKey
from lti_tools.demo_lms.terms import AGS
from tests.demo_lms.probe import SCOPES, Site, tool_key


def error(site: Site, assertion: str = "", scopes: list[str] | None = None, **form: str) -> str:
    answer = site.ask_token(scopes, assertion, **form)
    assert answer.status_code == 400, answer.text
    return str(json.loads(answer.text)["error"])


def test_moodle_labels_its_answer_text_html(moodle: Site, canvas: Site) -> None:
    assert moodle.ask_token().content_type.startswith("text/html")
    assert canvas.ask_token().content_type.startswith("application/json")
    assert json.loads(moodle.ask_token().text)["expires_in"] == 3600


def test_moodle_drops_unknown_scopes(moodle: Site) -> None:
    answer = json.loads(moodle.ask_token([f"{AGS}score", "https://example.org/scope"]).text)
    assert answer["scope"] == f"{AGS}score"


def test_no_known_scope_is_an_error(either: Site) -> None:
    assert error(either, scopes=["https://example.org/scope"]) == "invalid_scope"
    assert error(either, scopes=[]) == "invalid_scope"


def test_canvas_refuses_any_unknown_scope(canvas: Site) -> None:
    assert error(canvas, scopes=[f"{AGS}score", "https://example.org/scope"]) == "invalid_scope"


def test_scopes_that_the_admin_took_back_are_refused(either: Site) -> None:
    either.tool.scopes -= {f"{AGS}score"}
    assert error(either, scopes=[f"{AGS}score"]) == "invalid_scope"


def test_the_request_is_form_encoded(either: Site) -> None:
    answer = either.client.post(either.paths.token, json={"grant_type": "client_credentials"})
    assert answer.status_code == 400
    assert json.loads(answer.text)["error"] == "invalid_request"


@pytest.mark.parametrize(
    ("form", "word"),
    [
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"client_assertion_type": "jwt"}, "invalid_request"),
        ({"client_assertion": "not.a.jwt"}, "invalid_client"),
        ({"client_assertion": ""}, "invalid_client"),
    ],
)
def test_a_malformed_request_is_refused(either: Site, form: dict[str, str], word: str) -> None:
    form = {"client_assertion": either.assertion()} | form
    answer = either.client.post(
        either.paths.token,
        data={
            "grant_type": "client_credentials",
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "scope": " ".join(SCOPES),
        }
        | form,
    )
    assert answer.status_code == 400
    assert json.loads(answer.text)["error"] == word


BAD_TIMES = {
    "expired": {"exp": -1},
    "no exp": {"exp": None},
    "iat in the future": {"iat": 60},
    "no iat": {"iat": None},
}


@pytest.mark.parametrize("times", BAD_TIMES.values(), ids=BAD_TIMES)
def test_both_check_the_times(either: Site, times: dict[str, int | None]) -> None:
    shifted = {name: None if shift is None else int(either.clock()) + shift for name, shift in times.items()}
    assert error(either, either.assertion(**shifted)) == "invalid_client"


def test_moodle_has_no_leeway_for_iat(moodle: Site, canvas: Site) -> None:
    ahead = {"iat": int(moodle.clock()) + 2, "exp": int(moodle.clock()) + 60}
    assert error(moodle, moodle.assertion(**ahead)) == "invalid_client"
    assert canvas.ask_token(assertion=canvas.assertion(**ahead)).status_code == 200


@pytest.mark.parametrize("changes", [{"aud": "https://example.org"}, {"iss": "another"}, {"jti": None}])
def test_canvas_checks_aud_iss_and_jti_where_moodle_only_takes_note(
    moodle: Site, canvas: Site, changes: dict[str, str | None]
) -> None:
    assert error(canvas, canvas.assertion(**changes)) == "invalid_client"
    assert moodle.ask_token(assertion=moodle.assertion(**changes)).status_code == 200
    assert moodle.lms.calls.entries[-1].problems


def test_canvas_takes_an_assertion_once(canvas: Site) -> None:
    assertion = canvas.assertion()
    assert canvas.ask_token(assertion=assertion).status_code == 200
    assert error(canvas, assertion) == "invalid_client"


def test_sub_is_the_client(either: Site) -> None:
    assert error(either, either.assertion(sub="another")) == "invalid_client"


def test_another_key_is_refused(either: Site) -> None:
    stranger = SigningKey("tool-key")
    claims = {"iss": either.tool.client_id, "sub": either.tool.client_id, "exp": 9999999999, "iat": 1}
    assert error(either, stranger.sign(claims)) == "invalid_client"


def test_the_header_needs_a_kid(either: Site) -> None:
    nameless = SigningKey("", tool_key().private)
    claims = {"iss": either.tool.client_id, "sub": either.tool.client_id, "exp": 9999999999, "iat": 1}
    assert error(either, nameless.sign(claims)) == "invalid_client"


def test_the_key_set_is_kept_and_fetched_anew_for_an_unknown_kid(either: Site) -> None:
    either.ask_token()
    either.ask_token()
    assert len(either.fetched) == 1
    newer = SigningKey("newer", tool_key().private)
    either.jwks = {"keys": [newer.jwk]}
    claims = {
        "iss": either.tool.client_id,
        "sub": either.tool.client_id,
        "aud": either.lms.url(either.paths.token),
        "iat": int(either.clock()) - 5,
        "exp": int(either.clock()) + 60,
        "jti": "once",
    }
    assert either.ask_token(assertion=newer.sign(claims)).status_code == 200
    assert len(either.fetched) == 2


@pytest.mark.parametrize("jwks", [{}, {"keys": []}, [], {"keys": [{"kid": "tool-key", "kty": "EC"}]}])
def test_a_key_set_without_the_key_is_refused(either: Site, jwks: object) -> None:
    either.jwks = jwks  # type: ignore[assignment]
    assert error(either) == "invalid_client"


def test_tokens_can_be_made_worthless(either: Site) -> None:
    url = either.lms.line_items_url(2, either.tool)
    assert either.call("GET", url).status_code == 200
    assert either.control("tokens/expire")["expired"] >= 1
    assert either.call("GET", url).status_code == 401


def test_canvas_gives_no_token_while_the_key_is_off(canvas: Site) -> None:
    canvas.tool.active = False
    assert error(canvas) == "invalid_client"
