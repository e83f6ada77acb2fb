"""The writing coach while somebody types: a thought below the text, nothing that stands in the way."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewPage, Schools
from tests.browser.people import sign_in
from tests.support.lms import COURSE, STUDENT

pytestmark = pytest.mark.browser


def test_the_coach_speaks_while_one_types_and_falls_silent_again(schools: Schools, new_page: NewPage) -> None:
    school = schools("moodle")
    number = school.add_vote("A vote to talk about", comments="y")["number"]
    page = new_page(width=390)
    sign_in(page, school, STUDENT)
    page.goto(f"{school.url}/courses/{COURSE}/activities/{number}/launch?target=window")
    page.get_by_role("link", name="Write the first comment").first.click()
    text, advice = page.get_by_label("Your comment"), page.locator("[data-coach-hints]")
    text.press_sequentially("What a stupid idea")
    expect(advice).to_contain_text("This may hurt: “stupid”")
    text.fill("Robots, because the kits from last year are in room 12.")
    expect(advice).to_be_hidden()
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("Your comment is there for everybody.")).to_be_visible()
