"""Marking places on a picture: by mouse, by numbers, and by finger without being in the way of scrolling."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import NewPage
from tests.support.app import running_app, suite_of
from tests.support.corpus import pictures
from tests.support.peers import Classroom, Visit, attach, hand_in, with_places
from tests.support.platform import ForgedPlatform
from tools.peer_review.tool import tool

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)]

FILE = "file-1.jpg"
SIDES = ("left", "top", "width", "height")


@pytest.fixture
def reviewer(db_url: str, keys_folder: Path) -> Iterator[Visit]:
    """Somebody who reviews a work with a picture; the app answers in this process."""
    with running_app(db_url, keys_folder, tools=(tool,)) as app:
        room = Classroom(app, ForgedPlatform(suite_of(app).database))
        room.set_up(k="1")
        room.join(2)
        attach(room.students[1], "plan.jpg", pictures.jpeg(size=(600, 400)))
        for student in room.students:
            hand_in(student, "A plan of the garden.")
        room.step("open", "review")
        yield room.students[0]


def show(page: Page, reviewer: Visit) -> None:
    """Let the page's requests be answered by the reviewer's own client, and open the places of the file."""

    def answer(route: Route) -> None:
        asked = route.request
        parts = urlsplit(asked.url)
        address = f"{parts.path}?{parts.query}" if parts.query else parts.path
        kind = {"content_type": asked.headers["content-type"]} if asked.post_data else {}
        given = reviewer.client.open(address, method=asked.method, data=asked.post_data, **kind)
        if given.status_code == 303:
            given = reviewer.client.get(given.headers["Location"])
        route.fulfill(status=given.status_code, headers=dict(given.headers), body=given.data)

    page.route("**/*", answer)
    page.goto(f"http://localhost{with_places(reviewer, FILE)}/places/{FILE}")
    expect(page.get_by_role("button", name="Mark a place")).to_be_visible()
    page.locator("[data-canvas] img").evaluate("image => image.decode()")


def box(page: Page) -> dict[str, float]:
    canvas = page.locator("[data-canvas]")
    canvas.scroll_into_view_if_needed()
    found = canvas.bounding_box()
    assert found
    return dict(found)


def typed(page: Page) -> list[int | None]:
    values = [page.locator(f"#{name}").input_value() for name in SIDES]
    return [int(value) if value else None for value in values]


def test_a_place_is_drawn_with_the_mouse_and_follows_the_numbers(reviewer: Visit, new_page: NewPage) -> None:
    page = new_page()
    show(page, reviewer)
    expect(page.get_by_role("button", name="Show it on the picture")).to_be_hidden()
    there = box(page)
    page.mouse.move(there["x"] + there["width"] * 0.205, there["y"] + there["height"] * 0.305)
    page.mouse.down()
    page.mouse.move(there["x"] + there["width"] * 0.595, there["y"] + there["height"] * 0.695, steps=4)
    page.mouse.up()
    assert typed(page) == [20, 30, 40, 40]
    expect(page.locator("#comment")).to_be_focused()
    page.locator("#width").fill("25")
    expect(page.locator("[data-canvas-draft] .peer-region")).to_have_attribute("width", "25%")
    page.locator("#width").fill("95")
    expect(page.locator("[data-canvas-draft] .peer-region")).to_have_attribute("width", "0")
    page.locator("#width").fill("25")
    page.locator("#comment").fill("What is this?")
    page.get_by_role("button", name="Add this comment").click()
    expect(page.get_by_text("Your comment on this place is saved.")).to_be_visible()
    item = page.get_by_role("listitem").filter(has_text="What is this?")
    item.get_by_role("link", name="Place 1").focus()
    expect(page.locator("#region-own-1")).to_have_class("is-shown")


def test_a_finger_scrolls_the_picture_until_it_is_told_to_mark(reviewer: Visit, new_page: NewPage) -> None:
    page = new_page(width=390, height=700, has_touch=True)
    show(page, reviewer)
    drag(page)
    assert typed(page) == [None] * 4
    arm = page.get_by_role("button", name="Mark a place")
    arm.tap()
    expect(page.get_by_role("button", name="Draw on the picture")).to_have_attribute("aria-pressed", "true")
    drag(page)
    assert all(typed(page))
    expect(page.get_by_text("The place is marked. Now write your comment.")).to_be_visible()
    expect(arm).to_have_attribute("aria-pressed", "false")
    before = typed(page)
    drag(page)
    assert typed(page) == before


def drag(page: Page) -> None:
    """One finger over the picture."""
    there = box(page)
    finger = page.context.new_cdp_session(page)
    for kind, share in (
        ("touchStart", 0.3),
        ("touchMove", 0.4),
        ("touchMove", 0.6),
        ("touchMove", 0.7),
        ("touchEnd", 0),
    ):
        points = (
            [{"x": there["x"] + there["width"] * share, "y": there["y"] + there["height"] * share}] if share else []
        )
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    finger.detach()
