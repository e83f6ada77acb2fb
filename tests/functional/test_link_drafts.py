"""What a teacher types while adding an activity is there again at the next try, until it is added or dropped."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lti_tools.registry import load_tools
from tests.support.app import running_app
from tests.support.engines import on_sqlite
from tests.support.pages import Page
from tests.support.platform import LEARNER, Entered, ForgedPlatform

TYPED = "Our next project begins in May. What shall it be about?"


@pytest.fixture
def app(db_url: str, keys_folder: Path) -> Iterator[Flask]:
    with running_app(db_url, keys_folder, load_tools()) as app:
        yield app


def form(client: FlaskClient, entered: Entered) -> Page:
    return Page(client.get(f"{entered.path}/-/link/topic-vote"))


def question(page: Page) -> str:
    (area,) = page.tree.xpath("//textarea[@name='question']")
    return str(area.text or "").strip()


def type_in(client: FlaskClient, page: Page, text: str) -> int:
    """As the page's script does."""
    (area,) = page.tree.xpath("//textarea[@name='question']")
    (token,) = page.tree.xpath("//meta[@name='csrf-token']/@content")
    data = {"field": area.get("data-draft-field"), "text": text}
    return client.post(area.get("data-draft"), data=data, headers={"X-CSRF-Token": token}).status_code


def test_what_was_typed_is_there_again_at_the_next_try_until_it_is_added(app: Flask, platform: ForgedPlatform):
    client = app.test_client()
    first = platform.link(client, sub="teacher")
    assert type_in(client, form(client, first), "Our next") == 204
    assert type_in(client, form(client, first), TYPED) == 204
    again = form(client, platform.link(client, sub="teacher"))
    assert question(again) == TYPED
    assert "without adding it" in again.words
    other = app.test_client()
    assert question(form(other, platform.link(other, sub="colleague"))) == ""

    fields = again.form("/link/topic-vote")
    sent = Page(client.post(fields.action, data={**fields.data, "title": "A vote", "options": "One\nTwo"}))
    assert sent.tree.xpath("//form[@data-submit]"), sent.words
    assert question(form(client, platform.link(client, sub="teacher"))) == ""


@on_sqlite
def test_what_was_typed_can_be_dropped(app: Flask, platform: ForgedPlatform):
    client = app.test_client()
    type_in(client, form(client, platform.link(client)), TYPED)
    anew = form(client, platform.link(client)).form("/begin-anew")
    page = Page(client.post(anew.action, data=anew.data, follow_redirects=True))
    assert (page.status, question(page)) == (200, "")
    assert "without adding it" not in page.words


@on_sqlite
def test_texts_that_cannot_be_kept_are_refused_and_students_keep_none(app: Flask, platform: ForgedPlatform):
    client = app.test_client()
    page = form(client, platform.link(client))
    assert type_in(client, page, "x" * 200_001) == 422
    assert type_in(client, page, "a\x00b") == 422
    visit = platform.launch(client, roles=[LEARNER], sub="student", target=platform.target("topic-vote"))
    (token,) = visit.page.tree.xpath("//meta[@name='csrf-token']/@content")
    answer = client.post(
        f"{visit.path}/-/link/topic-vote/draft",
        data={"field": "question", "text": TYPED},
        headers={"X-CSRF-Token": token},
    )
    assert answer.status_code == 403
