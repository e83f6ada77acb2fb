"""First pages, errors, the admin's pages: no barrier that axe finds, nothing wider than a phone, the rules of a page.

The pages behind the first ones are looked at in the contract of the tools.
"""

from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage, Schools
from tests.browser.people import sign_in
from tests.support.inspecting import LOOKS, crawl, problems
from tests.support.living import ADMIN_PASSWORD, LiveSuite, School
from tests.support.lms import ADMIN, ASSISTANT, COURSE, OTHER_STUDENT, STUDENT, TEACHER

pytestmark = pytest.mark.browser

OBSERVER = 22
TEXT = """Our next project begins in May.

**What is fixed:** four weeks, groups of four. See [the plan](https://example.org/a/rather/long/address/of/a/plan).
"""


@pytest.fixture
def inside(schools: Schools, new_page: NewPage) -> "Inside":
    return Inside(schools("moodle"), new_page)


class Inside:
    """Activities in windows of their own, so that a page is the whole page."""

    def __init__(self, school: School, new_page: NewPage) -> None:
        self.school, self.new_page = school, new_page

    def open(self, person: int, path: str) -> Page:
        page = self.new_page()
        sign_in(page, self.school, person)
        page.goto(f"{self.school.url}/courses/{COURSE}/{path}")
        page.locator("body[data-launch]").wait_for()
        return page

    def activity(self, person: int, number: int) -> Page:
        return self.open(person, f"activities/{number}/launch?target=window")


def first_pages(*pages: Page) -> list[str]:
    """Problems of pages that have just opened."""
    return [text for page in pages for text in problems(page, page.content())]


def test_the_pages_of_a_running_activity(inside: Inside) -> None:
    vote = inside.school.add_vote("A running vote", question=TEXT, results="live")["number"]
    inside.school.vote(vote, STUDENT, 0, 2)
    inside.school.vote(vote, OTHER_STUDENT, 2)
    assert first_pages(inside.activity(TEACHER, vote), inside.activity(STUDENT, vote)) == []


def test_the_pages_of_an_activity_before_and_after(inside: Inside) -> None:
    vote = inside.school.add_vote("A new vote", question=TEXT)["number"]
    teacher, student = inside.activity(TEACHER, vote), inside.activity(STUDENT, vote)
    found = problems(teacher) + problems(student)
    inside.school.vote(vote, OTHER_STUDENT, 2)
    teacher.reload()
    teacher.get_by_role("button", name="Close the vote now").click()
    found += problems(teacher)
    teacher.get_by_role("button", name="Close the vote", exact=True).click()
    expect(teacher.get_by_role("status").first).to_contain_text("The vote is closed")
    found += problems(teacher)
    for path in ("closing", "ballots", "grades"):
        teacher.goto(urljoin(teacher.url, path))
        found += problems(teacher, teacher.content())
    student.reload()
    assert found + problems(student) == []


def test_the_pages_of_others_than_teachers_and_students(inside: Inside) -> None:
    school = inside.school
    vote = school.add_vote("A vote with guests", question=TEXT)["number"]
    school.lms.post("enrolments", {"course": COURSE, "person": OBSERVER, "role": "observer"})
    assert first_pages(inside.activity(OBSERVER, vote), inside.activity(ASSISTANT, vote)) == []


def test_the_pages_of_a_selection_and_its_errors(inside: Inside) -> None:
    page = inside.open(TEACHER, f"add/{inside.school.tool}/select/launch")
    found = problems(page)
    page.get_by_role("link", name="Topic vote").click()
    page.get_by_role("button", name="Add to the course").wait_for()
    found += problems(page)
    page.get_by_label("Title").fill(" ")
    page.get_by_role("button", name="Add to the course").click()
    expect(page.locator("[data-summary]")).to_be_focused()
    assert found + problems(page) == []


def test_the_pages_of_an_activity_that_is_not_set_up(inside: Inside) -> None:
    with_lms = inside.school.lms.browser(TEACHER)
    activity = with_lms.add_by_hand(COURSE, inside.school.tool, "Made by hand")["number"]
    with_lms.close()
    assert first_pages(inside.activity(TEACHER, activity), inside.activity(STUDENT, activity)) == []


def test_menus_dialogs_and_new_tabs(inside: Inside) -> None:
    vote = inside.school.add_vote("A vote with a menu")["number"]
    page = inside.activity(TEACHER, vote)
    page.locator("summary").first.click()
    found = problems(page)
    page.reload()
    page.get_by_role("button", name="Close the vote now").click()
    found += problems(page)
    page.reload()
    page.locator("summary").first.click()
    page.get_by_role("button", name="Open in a new tab").click()
    link = page.get_by_role("link", name="Open the new tab")
    link.wait_for()
    found += problems(page)
    page.goto(str(link.evaluate("link => link.href")))
    assert found + problems(page) == []


def test_the_pages_outside_of_a_session(inside: Inside, suite: LiveSuite) -> None:
    page, found = inside.new_page(), []
    for path in ("/", "/lti/launch", "/lti/login", "/s/nobody/topic-vote/", "/open/late", "/lti/register", "/nowhere"):
        page.goto(suite.url + path)
        found += problems(page, page.content())
    page.goto(suite.invite())
    assert found + problems(page, page.content()) == []


def test_the_login_page_and_what_it_offers(inside: Inside, suite: LiveSuite) -> None:
    vote = inside.school.add_vote("A vote behind the login page")["number"]
    page = inside.new_page()
    page.route("**/lti/login/cookie*", lambda route: route.fulfill(status=404))
    sign_in(page, inside.school, STUDENT)
    page.goto(f"{inside.school.url}/courses/{COURSE}/activities/{vote}/launch?target=window")
    expect(page.get_by_role("link", name="Try again")).to_be_visible()
    assert problems(page) == []


def test_the_page_after_registering(inside: Inside, suite: LiveSuite) -> None:
    page = inside.new_page()
    sign_in(page, inside.school, ADMIN)
    address = inside.school.lms.post("registration", {"url": suite.invite()})["url"]
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert problems(page) == []


def test_the_admin_pages(inside: Inside, suite: LiveSuite) -> None:
    inside.school.add_vote("A vote for the admin")
    page = inside.new_page()
    page.goto(f"{suite.url}/admin/sign-in")
    found = problems(page, page.content())
    page.get_by_label("Password").fill(ADMIN_PASSWORD)
    page.get_by_role("button").last.click()
    page.wait_for_url("**/admin/")
    for place, (one, html) in enumerate(crawl(page, f"{suite.url}/admin/", f"{suite.url}/admin/")):
        found += problems(one, html, LOOKS[place % 2 :: 2])
    assert found == []
