"""Quests on a phone: a note is sent and taken up by keyboard, a hidden word found, the map read with the arrow keys."""

from contextlib import closing

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewPage, Schools
from tests.browser.people import sign_in
from tests.support.living import School, enter
from tests.support.lms import COURSE, STUDENT, TEACHER

pytestmark = pytest.mark.browser

TITLE = "The pond"
NOTE = "Frogs lay eggs in March. The eggs lie near the bank. Ice kills the upper ones."


def add(school: School) -> int:
    """Quests from the template, by deep linking, published."""
    with closing(school.lms.browser(TEACHER)) as teacher:
        page = teacher.follow(enter(teacher, teacher.select(COURSE, school.tool)), "Quests")
        page = teacher.follow(page, "Flipped unit")
        page = teacher.submit(page, button="Add to the course", title=TITLE)
        activity = teacher.finish_selection(teacher.submit(page, button="Continue"))
        page = enter(teacher, teacher.launch(COURSE, activity["number"]))
        page = teacher.follow(teacher.follow(page, "Builder"), "Publish")
        page = teacher.submit(page, page.form(action="/publish"))
        assert page.status == 200, page.words
    return int(activity["number"])


def test_a_note_is_sent_on_a_phone_and_taken_up_by_keyboard(schools: Schools, new_page: NewPage) -> None:
    school = schools("moodle")
    activity = add(school)
    address = f"{school.url}/courses/{COURSE}/activities/{activity}/launch?target=window"
    phone, desk = new_page(width=390), new_page()
    sign_in(phone, school, STUDENT)
    phone.goto(address)
    phone.get_by_role("link", name="Watch and note").first.click()
    phone.get_by_label("Your text").fill(NOTE)
    phone.get_by_role("button", name="Hand in").click()
    expect(phone.locator("#flip-note")).to_contain_text("Done")
    phone.get_by_label("Code").fill("lighthouse")
    phone.get_by_role("button", name="Try the code").click()
    expect(phone.locator(".page-head")).to_contain_text("Done")
    phone.get_by_role("link", name="Map").click()
    picture = phone.get_by_role("region", name="Map of the quests")
    picture.get_by_role("link", name="Ready for class?").press("Enter")
    phone.get_by_label("Your text").fill("Clear: when they lay eggs. Not clear: why ice floats.")
    phone.get_by_role("button", name="Hand in").click()
    expect(phone.get_by_text("It is handed in and waits for an answer.")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")

    sign_in(desk, school, TEACHER)
    desk.goto(address)
    desk.get_by_role("link", name="To answer").click()
    expect(desk.get_by_text("Keys: J next")).to_be_visible()
    for key in ("j", "a"):
        desk.keyboard.press(key)
    expect(desk.get_by_text("Nothing waits for you")).to_be_visible()
    phone.reload()
    expect(phone.locator(".page-head")).to_contain_text("Done")
