"""Nobody ends on a dead page because of cookies: storage of the platform, a tab of one's own, or plain words."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewPage, Schools
from tests.browser.people import open_activity, opened, sign_in, tool
from tests.support.chromium import Cookies
from tests.support.lms import COURSE, STUDENT, TEACHER

pytestmark = pytest.mark.browser


def test_where_the_platform_keeps_storage_the_launch_is_proven_and_opens_in_a_tab(
    schools: Schools, new_page: NewPage
) -> None:
    school = schools("canvas")
    activity = school.add_vote("Proven by storage")["number"]
    page = new_page(Cookies.NONE)
    sign_in(page, school, STUDENT)
    frame = open_activity(page, school, activity)
    expect(frame.get_by_role("heading", level=1)).to_have_text("Open in a new tab")
    expect(frame.locator("main")).to_contain_text("You go on there as Aiko Tanaka.")
    with page.context.expect_page() as opening:
        frame.get_by_role("button", name="Open in a new tab").click()
    tab = opening.value
    opened(tab, "Proven by storage")
    tab.get_by_label("Bees in our town").check()
    tab.get_by_role("button", name="Vote", exact=True).click()
    expect(tab.get_by_role("status").first).to_contain_text("Your vote is saved")


def test_without_storage_the_login_page_offers_a_tab_before_the_platform_is_asked(
    schools: Schools, new_page: NewPage
) -> None:
    school = schools("moodle")
    activity = school.add_vote("Nothing is kept")["number"]
    page = new_page(Cookies.NONE)
    sign_in(page, school, STUDENT)
    asked = len(school.lms.calls("auth"))
    frame = open_activity(page, school, activity)
    link = frame.get_by_role("link", name="Open in a new tab")
    expect(link).to_be_visible()
    assert len(school.lms.calls("auth")) == asked
    with page.context.expect_page() as opening:
        link.click()
    opened(opening.value, "Nothing is kept")


def test_a_platform_that_promises_storage_and_stays_silent_is_not_asked_either(
    schools: Schools, new_page: NewPage
) -> None:
    school = schools("canvas")
    activity = school.add_vote("Silent storage")["number"]
    page = new_page(Cookies.NONE)
    page.route("**/static/forwarding.js", lambda route: route.abort())
    sign_in(page, school, STUDENT)
    link = open_activity(page, school, activity).get_by_role("link", name="Open in a new tab")
    expect(link).to_be_visible()
    with page.context.expect_page() as opening:
        link.click()
    opened(opening.value, "Silent storage")


@pytest.mark.parametrize("personality", ["moodle", "canvas"])
def test_a_selection_works_in_a_tab_of_its_own(schools: Schools, new_page: NewPage, personality: str) -> None:
    school = schools(personality)
    page = new_page(Cookies.NONE)
    sign_in(page, school, TEACHER)
    page.goto(f"{school.url}/courses/{COURSE}/add/{school.tool}/select")
    frame = tool(page)
    with page.context.expect_page() as opening:
        frame.get_by_text("Open in a new tab").last.click()
    tab = opening.value
    tab.get_by_role("link", name="Topic vote").click()
    tab.get_by_label("Title").fill("Made in a tab")
    tab.get_by_role("button", name="Add to the course").click()
    expect(tab).to_have_url(re.compile(re.escape(school.url)))
    expect(tab.get_by_text("Made in a tab").or_(tab.locator("input[value='Made in a tab']")).first).to_be_visible()


def test_where_no_cookie_is_kept_anywhere_plain_words_say_so(schools: Schools, new_page: NewPage) -> None:
    school = schools("moodle")
    activity = school.add_vote("No cookies at all")["number"]
    page = new_page(Cookies.NOWHERE)
    sign_in(page, school, STUDENT)
    asked = len(school.lms.calls("auth"))
    with page.context.expect_page() as opening:
        open_activity(page, school, activity).get_by_role("link", name="Open in a new tab").click()
    tab = opening.value
    expect(tab.get_by_text("Allow cookies for localhost")).to_be_visible()
    expect(tab.get_by_role("link", name="Try again")).to_be_visible()
    assert len(school.lms.calls("auth")) == asked
