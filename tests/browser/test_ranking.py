"""A ranked ballot on a phone: dragged with a mouse and with a thumb, and chosen in menus."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage, Schools
from tests.browser.people import sign_in
from tests.support.lms import COURSE, STUDENT

pytestmark = pytest.mark.browser


def order(page: Page) -> list[str]:
    return page.locator("[data-ranking] .label").all_inner_texts()


def middle(page: Page, name: str) -> tuple[float, float]:
    """Of the handle of an option."""
    handle = page.locator(".vote-mark-field").filter(has_text=name).locator(".vote-handle")
    box = handle.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_options_are_dragged_by_mouse_and_thumb_and_chosen_in_menus(schools: Schools, new_page: NewPage) -> None:
    school = schools("moodle")
    number = school.add_vote("A vote to rank", asks="own", method="schulze")["number"]
    page = new_page(width=390, height=844, has_touch=True)
    sign_in(page, school, STUDENT)
    page.goto(f"{school.url}/courses/{COURSE}/activities/{number}/launch?target=window")
    expect(page.locator("[data-ranking][data-ready]")).to_be_visible()
    page.locator("[data-ranking]").scroll_into_view_if_needed()
    first, second, third = order(page)[:3]

    (x, y), (_x, top) = middle(page, third), middle(page, first)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, top - 10, steps=12)
    page.mouse.up()
    assert order(page)[:3] == [third, first, second]
    expect(page.locator("[data-marks-status]")).to_contain_text("is now in place 1")

    (x, y), (_x, top) = middle(page, second), middle(page, third)
    thumb = page.context.new_cdp_session(page)
    thumb.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 13):
        at = y + (top - 10 - y) * step / 12
        thumb.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": at}]})
    thumb.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert order(page)[0] == second

    page.get_by_label(first, exact=True).select_option("1")
    page.get_by_role("button", name="Look at it once more first").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look at your vote once more")
    page.get_by_role("button", name="Cast this vote").click()
    expect(page.get_by_role("status").first).to_contain_text("Your vote is saved")
