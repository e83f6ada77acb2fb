"""Malformed launches, logins, forms and addresses by the hundred: a clear answer every time, never a 500, never a hang.

Each property runs with a few examples in `make test` and with many under the `deep` marker.
"""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from tests.support.pages import Page, faults
from tests.support.platform import INSTRUCTOR, Claims, Entered, ForgedPlatform
from tests.support.visits import set_up

LONGEST = 20.0
"""Seconds of one answer, on a machine that does much else."""
CALM = (HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large)
few = settings(max_examples=30, deadline=None, suppress_health_check=CALM, derandomize=True)
many = settings(max_examples=1500, deadline=None, suppress_health_check=CALM)

TEXTS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            "",
            " ",
            "\x00",
            "a\x00b",
            "\ud800",
            "\u202e\u0000",
            "'; DROP TABLE lti_person; --",
            "<script>alert(1)</script>",
            "$Context.id.history",
            "javascript:alert(1)",
            "https://[::1",
            "http://localhost:8000/lti/launch?review=1-1",
            "https://lms.example:99999/",
            "course-1," * 500,
            "x" * 5000,
            "9" * 400,
            "\U0001f600" * 100,
            "%s %(name)s {0} {{ 7*7 }}",
            "../../etc/passwd",
        ]
    ),
)
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(min_value=-(2**70), max_value=2**70),
    st.floats(allow_nan=True, allow_infinity=True),
    TEXTS,
)
JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)
KEPT = ("nonce",)
"""Claims that stay as they are: without them nothing else would be looked at."""


@st.composite
def mutations(draw: st.DrawFn) -> Callable[[Claims], None]:
    """One to four claims, at whatever depth, replaced, taken out or added."""
    steps = draw(st.lists(st.tuples(st.integers(0, 200), st.integers(0, 2), JSON, TEXTS), min_size=1, max_size=4))

    def change(message: Claims) -> None:
        for place, deed, value, name in steps:
            spots = list(_spots(message))
            where, key = spots[place % len(spots)]
            if deed == 0:
                where[key] = value
            elif deed == 1:
                del where[key]
            elif isinstance(where, dict):
                where[name or "extra"] = value

    return change


def _spots(value: Any) -> Any:
    keys = list(value) if isinstance(value, dict) else range(len(value))
    for key in keys:
        if key not in KEPT or not isinstance(value, dict):
            yield value, key
        if isinstance(value[key], dict | list):
            yield from _spots(value[key])


def assert_answered(answer: TestResponse, started: float) -> Page:
    page = Page(answer)
    assert answer.status_code < 500, page.words
    assert time.monotonic() - started < LONGEST
    if answer.mimetype == "text/html" and page.text and answer.status_code not in (302, 303, 308):
        assert faults(page) == []
    return page


# -- launches


def try_launch(app: Flask, platform: ForgedPlatform, change: Callable[[Claims], None], *, linking: bool) -> None:
    started = time.monotonic()
    launch = platform.link if linking else platform.launch
    entered = launch(app.test_client(), change)
    assert_answered(entered.answer, started)
    assert_answered(entered.page.answer, started)


@given(change=mutations(), linking=st.booleans())
@few
def test_a_launch_with_odd_claims_is_opened_or_refused(
    app: Flask, platform: ForgedPlatform, change: Callable[[Claims], None], linking: bool
):
    try_launch(app, platform, change, linking=linking)


@pytest.mark.deep
@given(change=mutations(), linking=st.booleans())
@many
def test_a_launch_with_odd_claims_is_opened_or_refused_in_depth(
    app: Flask, platform: ForgedPlatform, change: Callable[[Claims], None], linking: bool
):
    try_launch(app, platform, change, linking=linking)


@st.composite
def tokens(draw: st.DrawFn) -> Callable[[str], str]:
    """A good token made bad: cut, stretched, bytes swapped, parts replaced, or something else altogether."""
    kind = draw(st.integers(0, 5))
    text, place = draw(TEXTS), draw(st.integers(0, 2000))
    parts = draw(
        st.lists(st.sampled_from(["", "e30", "bnVsbA", "W10", "ew", "IiI", "MQ", "/////", "\u00fc"]), max_size=5)
    )

    def change(token: str) -> str:
        cut = place % len(token)
        pieces: list[str] = token.split(".")
        found = (
            text,
            ".".join(parts),
            token[:cut],
            token[:cut] + "A" + token[cut + 1 :],
            ".".join([*pieces[: len(parts) % 3], *parts, *pieces]),
            ".".join([(parts or ["e30"])[0], *pieces[1:]]),
        )
        return found[kind]

    return change


@given(
    change=tokens(),
    state=st.none() | TEXTS,
    more=st.dictionaries(st.sampled_from(["error", "storage_value", "lti_storage_target"]), TEXTS),
)
@few
def test_an_odd_token_or_state_is_refused(
    app: Flask, platform: ForgedPlatform, change: Callable[[str], str], state: str | None, more: dict[str, str]
):
    client = app.test_client()
    attempt = platform.begin(client)
    good = platform.mint(platform.claims(attempt.nonce))
    token = change(good)
    started = time.monotonic()
    form = {"id_token": token, "state": attempt.state if state is None else state, **more}
    answer = client.post("/lti/launch", data=encodable(form))
    page = assert_answered(answer, started)
    assert not page.opened
    assert answer.status_code >= 400 or token == good


def encodable(form: dict[str, str]) -> dict[str, bytes]:
    """The form in bytes that a browser could not send, but anybody else can."""
    return {name: value.encode("utf-8", "surrogatepass") for name, value in form.items()}


# -- logins


@given(
    method=st.sampled_from(["GET", "POST"]),
    form=st.dictionaries(
        st.sampled_from(
            ["iss", "client_id", "login_hint", "lti_message_hint", "target_link_uri", "lti_storage_target"]
        ),
        TEXTS,
    ),
    missing=st.lists(st.sampled_from(["iss", "client_id", "login_hint", "target_link_uri"]), max_size=1),
)
@few
def test_an_odd_login_never_leads_off_the_platform(
    app: Flask, platform: ForgedPlatform, method: str, form: dict[str, str], missing: list[str]
):
    client = app.test_client()
    whole = {name: value for name, value in {**platform.login_parameters(), **form}.items() if name not in missing}
    started = time.monotonic()
    if method == "POST":
        answer = client.post("/lti/login", data=encodable(whole))
    else:
        answer = client.get(
            "/lti/login?" + "&".join(f"{k}={quote(v, errors='surrogatepass')}" for k, v in whole.items())
        )
    page = assert_answered(answer, started)
    for address in page.tree.xpath("//a[@data-login-go]/@href"):
        assert address.startswith("https://lms.example/auth?")


@given(
    body=st.binary(max_size=200),
    kind=st.sampled_from(
        [
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "multipart/form-data",
            "application/json",
            "\u00fc",
        ]
    ),
    address=st.sampled_from(["/lti/login", "/lti/launch", "/lti/launch/guestbook", "/open/x", "/lti/register"]),
)
@few
def test_a_body_of_any_bytes_is_answered(app: Flask, platform: ForgedPlatform, body: bytes, kind: str, address: str):
    started = time.monotonic()
    assert_answered(
        app.test_client().post(address, data=body, headers={"Content-Type": kind.encode("latin-1")}), started
    )


# -- inside a session


class Inside:
    """A session of each kind, made once for all examples of a property."""

    def __init__(self, app: Flask, platform: ForgedPlatform) -> None:
        self.client: FlaskClient = app.test_client()
        set_up(app, platform)
        teacher = platform.launch(self.client, sub="teacher-1", roles=[INSTRUCTOR])
        student = platform.launch(self.client)
        linking = platform.link(self.client)
        self.sessions: list[Entered] = [teacher, student, linking]
        self.tokens = [entered.page.tree.xpath("//meta[@name='csrf-token']/@content")[0] for entered in self.sessions]


@pytest.fixture
def inside(app: Flask, platform: ForgedPlatform) -> Inside:
    return Inside(app, platform)


FORMS = (
    (0, "/-/settings", ("title", "opens_at", "points", "version", "tool")),
    (0, "/-/copy", ("source",)),
    (0, "/-/language", ("language", "next")),
    (0, "/-/new-tab", ("x",)),
    (1, "/guestbook/entry", ("text",)),
    (1, "/-/draft", ("field", "text")),
    (2, "/-/link/guestbook", ("title", "opens_at", "points")),
    (2, "/-/link/cancel", ("x",)),
    (2, "/-/draft", ("field", "text")),
)


@st.composite
def posts(draw: st.DrawFn) -> tuple[int, str, dict[str, list[str]]]:
    """A session, one of its addresses, and values for the form there: missing, repeated, hostile."""
    session, address, fields = draw(st.sampled_from(FORMS))
    values = {name: draw(st.lists(TEXTS, max_size=3)) for name in (*fields, "surprise")}
    return session, address, values


def try_form(inside: Inside, post: tuple[int, str, dict[str, list[str]]]) -> None:
    number, address, values = post
    form = [f"{name}={quote(each, errors='surrogatepass')}" for name, found in values.items() for each in found]
    form.append(f"csrf_token={inside.tokens[number]}")
    started = time.monotonic()
    answer = inside.client.post(
        inside.sessions[number].path + address,
        data="&".join(form),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert_answered(answer, started)
    if answer.status_code == 303:
        assert answer.headers["Location"].startswith("/")
        assert_answered(inside.client.get(answer.headers["Location"]), started)


@given(post=posts())
@few
def test_a_form_with_odd_values_is_answered(inside: Inside, post: tuple[int, str, dict[str, list[str]]]):
    try_form(inside, post)


@pytest.mark.deep
@given(post=posts())
@many
def test_a_form_with_odd_values_is_answered_in_depth(inside: Inside, post: tuple[int, str, dict[str, list[str]]]):
    try_form(inside, post)


@given(
    number=st.integers(0, 2),
    start=st.sampled_from(["", "/-", "/guestbook", "/guestbook/entries", "/-/settings", "/-/link", "/-/review"]),
    end=TEXTS,
    method=st.sampled_from(["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "TRACE"]),
    query=TEXTS,
)
@few
def test_an_odd_address_or_method_is_answered(
    inside: Inside, number: int, start: str, end: str, method: str, query: str
):
    path = inside.sessions[number].path + start + "/" + quote(end[:500], safe="/", errors="surrogatepass")
    started = time.monotonic()
    answer = inside.client.open(f"{path}?{quote(query[:500], safe='=&', errors='surrogatepass')}", method=method)
    assert answer.status_code < 500
    assert time.monotonic() - started < LONGEST
