import pytest
from hypothesis import given
from hypothesis import strategies as st

from lti_tools.web import csp, csrf
from lti_tools.web.origin import local_path, origin_of, same_origin


def test_a_token_opens_only_its_own_session() -> None:
    token = csrf.issue("secret-a")
    assert csrf.check(token, "secret-a")
    assert not csrf.check(token, "secret-b")
    assert not csrf.check(token, "")


def test_each_page_has_a_token_of_its_own() -> None:
    assert csrf.issue("s") != csrf.issue("s")


@given(st.text())
def test_no_other_text_is_a_token(text: str) -> None:
    assert not csrf.check(text, "secret")


def test_a_token_with_one_letter_changed_is_refused() -> None:
    token = csrf.issue("s")
    for at in (0, 10, len(token) - 1):
        changed = token[:at] + ("0" if token[at] != "0" else "1") + token[at + 1 :]
        assert not csrf.check(changed, "s")


@pytest.mark.parametrize(
    ("origin", "good"),
    [
        (None, True),
        ("https://tools.example", True),
        ("https://TOOLS.example:443", True),
        ("http://tools.example", False),
        ("https://tools.example:8443", False),
        ("https://tools.example.evil", False),
        ("https://evil.example", False),
        ("null", False),
        ("", False),
        ("https://[", False),
        ("https://tools.example:99999", False),
    ],
)
def test_only_our_own_origin_may_post(origin: str | None, good: bool) -> None:
    assert same_origin(origin, "https://tools.example/lti") is good


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "https://a;b", "https://a b", "https://*.x", "data:,x", "//x", "https://'x", ""]
)
def test_what_is_no_address_has_no_origin(url: str) -> None:
    assert origin_of(url) == ""


def test_ipv6_and_ports_are_kept() -> None:
    assert origin_of("http://[::1]:8000/x") == "http://[::1]:8000"


@pytest.mark.parametrize("path", ["//evil", "https://evil", "/\\evil", "evil", "", "/a\nb", "\\\\evil", "/\tx"])
def test_a_way_back_never_leads_elsewhere(path: str) -> None:
    assert local_path(path, "/home") == "/home"
    assert local_path("/s/1/vote?x=1", "/home") == "/s/1/vote?x=1"


def test_a_page_may_be_framed_by_the_platforms_named_and_nobody_else() -> None:
    value = csp.policy(
        frame_ancestors=["https://moodle.example/mod/lti", "https://moodle.example", "not one; script-src *"]
    )
    assert "frame-ancestors https://moodle.example" in value.split("; ")
    assert "frame-ancestors 'none'" in csp.policy().split("; ")
    assert "frame-ancestors 'none'" in csp.policy(frame_ancestors=["nonsense"]).split("; ")
    assert "frame-ancestors *" in csp.policy(frame_ancestors=None).split("; ")


def test_nothing_inline_runs() -> None:
    assert "unsafe" not in csp.policy(form_action=["https://lms.example/return"])
    assert "form-action 'self' https://lms.example" in csp.policy(form_action=["https://lms.example/return?x"])


@given(st.lists(st.text()))
def test_no_address_breaks_out_of_its_directive(addresses: list[str]) -> None:
    names = [part.split(" ")[0] for part in csp.policy(frame_ancestors=addresses, form_action=addresses).split("; ")]
    plain = [part.split(" ")[0] for part in csp.policy().split("; ")]
    assert names == plain


def test_pages_of_a_session_are_stored_nowhere() -> None:
    assert csp.headers("x")["Cache-Control"] == "no-store"
    assert "Cache-Control" not in csp.headers("x", store=True)
    assert "Strict-Transport-Security" not in csp.headers("x", secure=False)
