"""Every page of the style guide keeps the rules of a page."""

import re
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient

from tests.support.gallery.app import make_app

PAGES = ["/", "/form", "/student", "/error", "/message", "/message?as=nobody", "/?said=saved&said=bad&said=nonsense"]
VOID = {"meta", "link", "input", "br", "hr", "img"}


class Page(HTMLParser):
    """What the rules look at."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.unclosed: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append((tag, values))
        if values.get("id"):
            self.ids.append(str(values["id"]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.unclosed.append(tag)


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return make_app().test_client()


@pytest.mark.parametrize("address", PAGES)
def test_a_page_keeps_the_rules(client: FlaskClient, address: str) -> None:
    answer = client.get(address, headers={"Accept-Language": "ru-RU, en;q=0.5"})
    html = answer.get_data(as_text=True)
    page = Page(html)
    (heading,) = re.findall(r"<h1[^>]*>(.*?)</h1>", html, re.DOTALL)
    (title,) = re.findall(r"<title>(.*?)</title>", html, re.DOTALL)
    assert heading.strip()
    assert title.startswith(heading.strip())
    assert len(page.ids) == len(set(page.ids))
    assert not page.unclosed
    assert not page.open
    assert '<html lang="ru">' in html
    for tag, values in page.tags:
        assert "style" not in values
        assert tag != "style"
        assert tag != "script" or values.get("src")
        assert not any(name.startswith("on") for name in values)
    labels = {values.get("for") for tag, values in page.tags if tag == "label"}
    for tag, values in page.tags:
        if tag in ("input", "select", "textarea") and values.get("type") not in ("hidden", "submit"):
            assert values.get("id") in labels, values
    for values in (values for tag, values in page.tags if tag == "form"):
        assert values.get("method") == "post"


def test_a_form_with_errors_lists_them_first_and_keeps_what_was_typed(client: FlaskClient) -> None:
    answer = client.post("/form", data={"title": "", "options": "a <b>\na <b>", "ballot": "approval", "seats": "x"})
    html = answer.get_data(as_text=True)
    assert "5 things need another look" in html
    assert 'href="#title"' in html
    assert 'aria-describedby="title-error"' in html
    assert "a &lt;b&gt;\na &lt;b&gt;</textarea>" in html
    assert 'value="x"' in html


def test_a_deed_without_scripts_is_asked_about_on_a_page(client: FlaskClient) -> None:
    asked = client.post("/close", data={"topic": ["1", "2"], "csrf_token": "old"}).get_data(as_text=True)
    assert asked.count('name="topic"') == 2
    assert 'value="old"' not in asked
    assert client.post("/close", data={"confirmed": "1"}).status_code == 302


def test_nobody_without_a_launch_has_a_token_or_a_role(client: FlaskClient) -> None:
    html = client.get("/message?as=nobody").get_data(as_text=True)
    assert "csrf-token" not in html
    assert "Teacher" not in html


def test_the_language_is_forgotten_between_requests(client: FlaskClient) -> None:
    assert '<html lang="es">' in client.get("/message?lang=es-MX").get_data(as_text=True)
    assert '<html lang="en">' in client.get("/message").get_data(as_text=True)
