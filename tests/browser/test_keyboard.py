"""The whole road with the keyboard alone: a teacher adds a vote, students vote, it closes, their points arrive."""

import re
from collections.abc import Callable
from functools import partial

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.browser.conftest import NewPage, Schools
from tests.support.chromium import Cookies
from tests.support.keyboard import Keyboard
from tests.support.living import OPTIONS, School

pytestmark = pytest.mark.browser

TEACHER, STUDENT, OTHER = "Amara Okafor", "Aiko Tanaka", "Bilal Haddad"


def tool(page: Page) -> FrameLocator:
    """The suite, in its frame."""
    return page.frame_locator("iframe[data-tool]")


def sign_in(page: Page, school: School, name: str) -> Keyboard:
    page.goto(school.url)
    keyboard = Keyboard(page)
    keyboard.press(page.get_by_role("button", name=re.compile(name)))
    keyboard.press(page.get_by_role("link", name="Biology 9B"))
    return keyboard


def add_vote(keyboard: Keyboard, title: str) -> None:
    """From the course page to the activity's own page, by way of the tool's form."""
    page = keyboard.page
    keyboard.press(page.get_by_role("link", name="Add an activity"))
    keyboard.press(page.get_by_role("link", name=re.compile("^(Learning together|Assignment selection)")).first)
    form = tool(page)
    heading = form.get_by_role("heading", level=1)
    expect(heading).to_have_text(re.compile("Add an activity|Topic vote"))
    if heading.inner_text() == "Add an activity":
        keyboard.press(form.get_by_role("link", name="Topic vote"))
    keyboard.write(form.get_by_label("Title"), title)
    keyboard.write(form.get_by_label("What is this vote about?"), "What shall our next project be about?")
    keyboard.write(form.get_by_role("textbox", name=re.compile("^Options")), "\n".join(OPTIONS))
    keyboard.press(form.get_by_role("button", name="Add to the course"))


def save(keyboard: Keyboard, school: School, title: str) -> None:
    """Moodle asks once more before it saves; Canvas saves at once and publishes when told."""
    page = keyboard.page
    if school.lms.personality == "moodle":
        expect(page.get_by_label("Name", exact=True)).to_have_value(title)
        keyboard.press(page.get_by_role("button", name="Save and display"))
        return
    keyboard.press(page.get_by_role("button", name="Publish").last)
    open_activity(keyboard, title)


def open_activity(keyboard: Keyboard, title: str) -> None:
    keyboard.press(keyboard.page.get_by_role("link", name=title))
    expect(tool(keyboard.page).get_by_role("heading", level=1)).to_have_text(title)


def vote(keyboard: Keyboard, *options: str, button: str) -> None:
    """Tick these options, and no other, and save."""
    ballot = tool(keyboard.page)
    for option in OPTIONS:
        box = ballot.get_by_label(option)
        if box.is_checked() != (option in options):
            keyboard.tick(box)
    keyboard.press(ballot.get_by_role("button", name=button, exact=True))
    expect(ballot.get_by_role("status").first).to_contain_text("Your vote is saved")


def close(keyboard: Keyboard) -> None:
    """A page asks and says who is affected; one may go back."""
    page = tool(keyboard.page)
    keyboard.press(page.get_by_role("button", name="Close the vote now"))
    keyboard.press(page.get_by_role("link", name="Go back"))
    keyboard.press(page.get_by_role("button", name="Close the vote now"))
    keyboard.press(page.get_by_role("button", name="Close the vote", exact=True), "Space")
    expect(page.get_by_role("status").first).to_contain_text("The vote is closed")


def points_arrive(keyboard: Keyboard, title: str, name: str, points: str) -> None:
    """The gradebook of the LMS shows a student's points, within a minute on a busy machine."""
    page = keyboard.page
    for _ in range(120):
        with page.expect_navigation():
            keyboard.press(page.get_by_role("link", name="Gradebook"))
        cell = page.get_by_role("link", name=f"{name}, {title}: {points}")
        if cell.count():
            return
        page.wait_for_timeout(500)
    raise AssertionError(page.locator("table").inner_text())


@pytest.mark.parametrize("cookies", [Cookies.BLOCKED, Cookies.ALLOWED])
@pytest.mark.parametrize("personality", ["moodle", "canvas"])
def test_a_vote_from_its_making_to_the_gradebook(
    schools: Schools, new_page: NewPage, personality: str, cookies: Cookies
) -> None:
    walk(schools(personality), partial(new_page, cookies), f"Project, cookies {cookies}")


def walk(school: School, new_page: Callable[..., Page], title: str) -> None:
    """The whole road, of a teacher and two students."""
    teacher = sign_in(new_page(), school, TEACHER)
    add_vote(teacher, title)
    save(teacher, school, title)

    student = sign_in(new_page(width=390, height=800), school, STUDENT)
    open_activity(student, title)
    vote(student, OPTIONS[0], button="Vote")
    vote(student, OPTIONS[1], OPTIONS[2], button="Save my changed vote")
    other = sign_in(new_page(), school, OTHER)
    open_activity(other, title)
    vote(other, OPTIONS[1], button="Vote")

    teacher.page.reload()
    close(teacher)
    expect(tool(teacher.page).locator("#result")).to_contain_text(f"“{OPTIONS[1]}” has won: 2 of 2 chose it.")
    points_arrive(teacher, title, STUDENT, "10")

    student.page.reload()
    expect(tool(student.page).locator("#result")).to_contain_text(f"“{OPTIONS[1]}” has won: 2 of 2 chose it.")
    expect(tool(student.page).get_by_role("button", name="Vote")).to_have_count(0)
