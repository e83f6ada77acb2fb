"""What every session can do: a tab of its own, another language, texts that are not lost."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage, Schools
from tests.browser.people import open_activity, opened, sign_in
from tests.support.lms import STUDENT, TEACHER

pytestmark = pytest.mark.browser

TYPED = "A text that took an hour & a half"


@pytest.mark.parametrize("personality", ["moodle", "canvas"])
def test_a_tab_of_its_own_for_the_same_person(schools: Schools, new_page: NewPage, personality: str) -> None:
    school = schools(personality)
    activity = school.add_vote("Two places")["number"]
    page = new_page()
    sign_in(page, school, STUDENT)
    frame = open_activity(page, school, activity)
    frame.locator("summary").first.click()
    frame.get_by_role("button", name="Open in a new tab").click()
    with page.context.expect_page() as opening:
        frame.get_by_role("link", name="Open the new tab").click()
    tab = opening.value
    expect(tab.locator("main")).to_contain_text("You go on here as Aiko Tanaka.")
    tab.get_by_role("button", name="Yes, go on").click()
    opened(tab, "Two places")
    used = opening.value.url
    frame.get_by_role("link", name="Stay here").click()
    opened(frame, "Two places")
    session = frame.locator("body").evaluate("() => location.pathname.split('/')[2]")
    assert session not in used


def test_a_tab_is_opened_once(schools: Schools, new_page: NewPage) -> None:
    school = schools("moodle")
    activity = school.add_vote("Once")["number"]
    page = new_page()
    sign_in(page, school, STUDENT)
    frame = open_activity(page, school, activity)
    frame.locator("summary").first.click()
    frame.get_by_role("button", name="Open in a new tab").click()
    address = frame.get_by_role("link", name="Open the new tab").evaluate("link => link.href")
    first, second = page.context.new_page(), page.context.new_page()
    first.goto(address)
    second.goto(address)
    first.get_by_role("button", name="Yes, go on").click()
    opened(first, "Once")
    second.get_by_role("button", name="Yes, go on").click()
    expect(second.get_by_role("heading", level=1)).to_have_text("This new tab came too late")


def test_the_language_is_chosen_once_and_kept(schools: Schools, new_page: NewPage) -> None:
    school = schools("moodle")
    activity = school.add_vote("Any language")["number"]
    page = new_page()
    sign_in(page, school, STUDENT)
    frame = open_activity(page, school, activity)
    frame.locator("summary").first.click()
    frame.get_by_role("button", name="Español").click()
    expect(frame.locator("html")).to_have_attribute("lang", "es")
    expect(open_activity(page, school, activity).locator("html")).to_have_attribute("lang", "es")
    frame.locator("summary").first.click()
    frame.get_by_role("button", name="English").click()
    expect(frame.locator("html")).to_have_attribute("lang", "en")


def type_unsaved(page: Page, new_question: str) -> None:
    frame = page.frame_locator("iframe[data-tool]")
    area = frame.get_by_label("What is this vote about?")
    area.fill(new_question)
    expect(frame.locator("[data-draft-status]").first).to_have_text("Saved")


def test_typed_text_survives_a_reload_and_another_launch(schools: Schools, new_page: NewPage) -> None:
    school = schools("canvas")
    activity = school.add_vote("Drafts")["number"]
    page = new_page()
    sign_in(page, school, TEACHER)
    frame = open_activity(page, school, activity)
    frame.get_by_role("link", name="Settings").click()
    type_unsaved(page, TYPED)
    frame.locator("html").evaluate("() => location.reload()")
    expect(frame.get_by_label("What is this vote about?")).to_have_value(TYPED)
    open_activity(page, school, activity).get_by_role("link", name="Settings").click()
    expect(frame.get_by_label("What is this vote about?")).to_have_value(TYPED)
    expect(frame.get_by_text("You typed here before without saving.")).to_be_visible()
    frame.get_by_role("button", name="Show what is saved").click()
    expect(frame.get_by_label("What is this vote about?")).to_have_value("What next?")


def test_what_is_sent_after_the_visit_has_ended_comes_back_and_nothing_is_stored(
    schools: Schools, new_page: NewPage
) -> None:
    school = schools("moodle")
    activity = school.add_vote("Too late")["number"]
    page = new_page()
    sign_in(page, school, TEACHER)
    frame = open_activity(page, school, activity)
    frame.get_by_role("link", name="Settings").click()
    expect(frame.get_by_role("heading", level=1)).to_have_text("Settings")
    school.suite.end_visits()
    frame.get_by_label("What is this vote about?").fill(TYPED)
    frame.get_by_role("button", name="Save", exact=True).click()
    expect(frame.get_by_role("heading", level=1)).to_have_text("Your visit has ended")
    expect(frame.get_by_label("Title")).to_have_value("Too late")
    expect(frame.get_by_label("Question")).to_have_value(TYPED)
    expect(frame.get_by_text("topic-vote")).to_have_count(0)
    frame = open_activity(page, school, activity)
    expect(frame.get_by_text("What next?")).to_be_visible()
    assert TYPED not in frame.locator("main").inner_text()
