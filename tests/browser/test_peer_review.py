"""A student reviews another's work on a phone: begins with a sentence starter, leaves, goes on, sends."""

import re
from contextlib import closing

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewPage, Schools
from tests.browser.people import sign_in
from tests.support.living import School, enter
from tests.support.lms import COURSE, STUDENT, TEACHER

pytestmark = pytest.mark.browser

TITLE, TO_REVIEW = "Reviewing each other", re.compile(r"^Review\s*:")
OTHERS = (STUDENT + 1, STUDENT + 2)
COMMENT = "The first paragraph is clear, because it begins with an example. The end comes too soon."


def add(school: School) -> int:
    """A peer review, made by deep linking."""
    with closing(school.lms.browser(TEACHER)) as teacher:
        page = teacher.follow(enter(teacher, teacher.select(COURSE, school.tool)), "Peer review")
        page = teacher.submit(page, button="Add to the course", title=TITLE, rubric_from="first-draft", k="2")
        activity = teacher.finish_selection(teacher.submit(page, button="Continue"))
        assert enter(teacher, teacher.launch(COURSE, activity["number"])).heading == TITLE
    return int(activity["number"])


def hand_in(school: School, activity: int, person: int) -> None:
    with closing(school.lms.browser(person)) as student:
        page = student.follow(enter(student, student.launch(COURSE, activity)), "Hand in")
        page = student.submit(page, page.form(action="/peer-review/work"), text=f"The draft of number {person}.")
        assert "Your work is handed in" in page.words, page.words


def open_reviewing(school: School, activity: int) -> None:
    with closing(school.lms.browser(TEACHER)) as teacher:
        page = teacher.follow(enter(teacher, teacher.launch(COURSE, activity)), "Open, close, give more time")
        form = next(one for one in page.forms if one.action.endswith("/open") and ("step", "review") in one.fields)
        assert teacher.submit(page, form).status == 200


def test_a_review_is_begun_kept_gone_on_with_and_sent_on_a_phone(schools: Schools, new_page: NewPage) -> None:
    school = schools("moodle")
    activity = add(school)
    for person in (STUDENT, *OTHERS):
        hand_in(school, activity, person)
    open_reviewing(school, activity)
    page = new_page(width=390)
    sign_in(page, school, STUDENT)
    launch = f"{school.url}/courses/{COURSE}/activities/{activity}/launch?target=window"
    page.goto(launch)
    page.get_by_role("link", name=TO_REVIEW).first.click()
    comments = page.get_by_role("textbox")
    page.get_by_role("button", name="As I understand it").click()
    expect(comments.first).to_have_value("As I understand it, your draft says that ")
    comments.first.press_sequentially("bees need flowers in July as well as in May.")
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    page.goto(launch)
    page.get_by_role("link", name="Go on").click()
    expect(comments.first).to_have_value(
        "As I understand it, your draft says that bees need flowers in July as well as in May."
    )
    page.get_by_role("button", name="Send the review").click()
    expect(page.get_by_role("alert")).to_contain_text("Write a comment here.")
    for place in (1, 2):
        comments.nth(place).fill(COMMENT)
    page.get_by_role("button", name="Send the review").click()
    expect(page.get_by_text("Your review is sent.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
