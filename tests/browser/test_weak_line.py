"""A line that breaks: what somebody sent is kept, goes out when there is a network again, and is done once."""

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import NewPage, Schools
from tests.browser.people import COURSE, open_activity, sign_in
from tests.support.living import School
from tests.support.lms import STUDENT, TEACHER

pytestmark = pytest.mark.browser

KEPT = re.compile(r"No connection\. (What you sent is kept in this browser|Keep this page open)")


@pytest.fixture
def school(schools: Schools) -> School:
    return schools("moodle")


def open_vote(page: Page, school: School, vote: int, person: int = STUDENT) -> None:
    page.goto(f"{school.url}/courses/{COURSE}/activities/{vote}/launch?target=window")
    page.locator("body[data-launch]").wait_for()


def new_vote(page: Page, school: School, title: str) -> int:
    number: int = school.add_vote(title)["number"]
    sign_in(page, school, STUDENT)
    open_vote(page, school, number)
    return number


def saved(page: Page) -> Locator:
    return page.get_by_text("Your vote is saved.")


def voted(school: School, new_page: NewPage, vote: int) -> str:
    """How many have voted, as the teacher reads it; how large the class is depends on the tests before."""
    page = new_page()
    sign_in(page, school, TEACHER)
    open_vote(page, school, vote)
    turnout = re.search(r"(\d+) of 1\d have voted", page.locator("main").inner_text())
    return turnout[1] if turnout else "nothing"


def test_a_ballot_outlives_ten_minutes_without_network_and_is_sent_once(school: School, new_page: NewPage) -> None:
    page = new_page()
    page.clock.install()
    vote = new_vote(page, school, "A vote on a bad line")
    answered: list[int] = []
    page.on("response", lambda answer: answered.append(answer.status) if answer.request.method == "POST" else None)
    page.context.set_offline(True)
    page.get_by_label("Bees in our town").check()
    page.get_by_role("button", name="Vote", exact=True).click()
    expect(page.locator("[data-once-status]")).to_have_text(KEPT)
    page.clock.fast_forward("10:00")
    expect(page.locator("[data-once-status]")).to_have_text(KEPT)
    assert answered == []
    page.context.set_offline(False)
    expect(saved(page)).to_be_visible()
    assert answered == [204]
    assert voted(school, new_page, vote) == "1"


def test_what_was_done_while_its_answer_got_lost_is_not_done_again(school: School, new_page: NewPage) -> None:
    page = new_page()
    page.clock.install()
    vote = new_vote(page, school, "A vote whose answer gets lost")
    posts: list[str] = []

    def lose_the_first_answer(route: Route) -> None:
        posts.append(str(route.request.post_data))
        route.fetch()
        if len(posts) == 1:
            route.abort("internetdisconnected")
        else:
            route.continue_()

    page.route("**/topic-vote/ballot", lose_the_first_answer)
    page.get_by_label("Bees in our town").check()
    page.get_by_role("button", name="Vote", exact=True).click()
    expect(page.locator("[data-once-status]")).to_have_text(KEPT)
    page.clock.fast_forward("00:16")
    expect(saved(page)).to_be_visible()
    assert len(posts) == 2
    assert posts[0] == posts[1]
    assert voted(school, new_page, vote) == "1"


def test_what_waited_when_the_page_was_left_goes_out_at_the_next_visit(school: School, new_page: NewPage) -> None:
    page = new_page()
    vote = new_vote(page, school, "A vote that was left")
    page.context.set_offline(True)
    page.get_by_label("Bees in our town").check()
    page.get_by_role("button", name="Vote", exact=True).click()
    expect(page.locator("[data-once-status]")).to_have_text(KEPT)
    later = page.context.new_page()
    page.close()
    later.context.set_offline(False)
    open_vote(later, school, vote)
    expect(saved(later)).to_be_visible()
    expect(later.get_by_label("Bees in our town")).to_be_checked()


def test_what_the_server_refuses_is_told_with_its_words(school: School, new_page: NewPage) -> None:
    page, teacher = new_page(), new_page()
    vote = new_vote(page, school, "A vote that closes meanwhile")
    page.context.set_offline(True)
    page.get_by_label("Bees in our town").check()
    page.get_by_role("button", name="Vote", exact=True).click()
    expect(page.locator("[data-once-status]")).to_have_text(KEPT)
    sign_in(teacher, school, TEACHER)
    open_vote(teacher, school, vote)
    teacher.get_by_role("button", name="Close the vote now").click()
    teacher.get_by_role("button", name="Close the vote", exact=True).click()
    expect(teacher.get_by_role("status").first).to_contain_text("The vote is closed")
    page.context.set_offline(False)
    expect(page.get_by_role("heading", level=1)).not_to_have_text("A vote that closes meanwhile")
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('once:'))") == []


def test_in_a_frame_it_is_kept_too(school: School, new_page: NewPage) -> None:
    page = new_page()
    vote: int = school.add_vote("A vote in a frame")["number"]
    sign_in(page, school, STUDENT)
    frame = open_activity(page, school, vote)
    frame.get_by_label("Bees in our town").check()
    page.context.set_offline(True)
    frame.get_by_role("button", name="Vote", exact=True).click()
    expect(frame.locator("[data-once-status]")).to_have_text(KEPT)
    page.context.set_offline(False)
    expect(frame.get_by_text("Your vote is saved.")).to_be_visible()


def test_pages_on_paper_leave_out_what_one_presses(school: School, new_page: NewPage) -> None:
    page = new_page()
    question = "See [the plan](https://example.org/plan) first."
    vote: int = school.add_vote("A vote on paper", question=question)["number"]
    school.vote(vote, STUDENT, 0)
    sign_in(page, school, TEACHER)
    open_vote(page, school, vote)
    page.get_by_role("link", name="Who voted").click()
    page.get_by_role("table").first.wait_for()
    page.emulate_media(media="print")
    for hidden in (".masthead", ".footer", ".tabs", "main button"):
        for found in page.locator(hidden).all():
            assert not found.is_visible(), hidden
    table = page.get_by_role("table").first
    assert table.locator("thead").evaluate("head => getComputedStyle(head).display") == "table-header-group"
    assert table.locator("tr").first.evaluate("row => getComputedStyle(row).breakInside") == "avoid"
    page = new_page()
    sign_in(page, school, STUDENT)
    open_vote(page, school, vote)
    page.emulate_media(media="print")
    link = page.get_by_role("link", name="the plan")
    assert "https://example.org/plan" in link.evaluate("link => getComputedStyle(link, '::after').content")
