"""A student with a phone goes the whole way of a topic vote, from a proposal with a picture to a place in a topic.

Classmates and the teacher do their parts over HTTP, as the demo plays them.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lti_tools.demo.school import DemoCourse
from tests.browser.conftest import NewPage, Schools
from tests.browser.people import sign_in
from tests.browser.placing import give_places
from tests.support.lms import COURSE, STUDENT
from tools.co_curriculum import demo_way as way
from tools.co_curriculum.demo_pictures import png
from tools.co_curriculum.demo_way import NIGHT, STREAM, Room

pytestmark = pytest.mark.browser
TITLE, MINE = "Topics from a phone", "Birds on the school roof"


def fits(page: Page) -> None:
    """Nothing stands out of the phone's width."""
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_student_with_a_phone_goes_the_whole_way(schools: Schools, new_page: NewPage, tmp_path: Path) -> None:
    school = schools("moodle")
    course = DemoCourse(school.url)
    room = Room(course, course.add("topic-vote", {"title": TITLE, "whole": "y"}, template="whole-way"))
    way.step(room, "propose")
    others = [way.propose(room, one) for one in (STREAM, NIGHT)]

    page = new_page(width=390, height=844, has_touch=True)
    sign_in(page, school, STUDENT)
    page.goto(f"{school.url}/courses/{COURSE}/activities/{room.number}/launch?target=window")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    base = page.url.partition("/topic-vote")[0]
    mine = propose(page, base, tmp_path)
    comment(page)
    fits(page)

    room.teacher.submit(room.page(room.teacher, "topic-vote/").form_to("/topic-vote/open"))
    receipt = rank(page, base)
    for number in range(1, 6):
        way.rank(room, number, [mine, *others])
    room.teacher.submit(room.page(room.teacher, "topic-vote/").form_to("/topic-vote/close"), {"confirmed": "1"})

    page.goto(f"{base}/topic-vote/record")
    page.locator("form[action$='/record/receipt'] input[name=receipt]").fill(receipt)
    page.locator("form[action$='/record/receipt'] button").click()
    expect(page.locator("main")).to_contain_text("its vote was counted")
    fits(page)

    way.decide(room, mine, "accept", "The roof is safe.")
    way.decide(room, others[0], "accept", "We have the kit.")
    page.goto(f"{base}/topic-vote/decisions")
    expect(page.locator("main")).to_contain_text("The roof is safe.")
    fits(page)

    way.ask_for_topics(room, {"length": "2", "most": "5"})
    page.goto(f"{base}/topic-vote/places")
    for place, name in enumerate((MINE, STREAM.text), 1):
        page.locator(f"select[name='choice_{place}']").select_option(label=name)
    fits(page)
    with page.expect_navigation():
        page.locator("form[action$='/places/list'] button[type=submit]").first.click()
    give_places(room)
    page.goto(f"{base}/topic-vote/places")
    expect(page.locator("main")).to_contain_text(MINE)
    fits(page)
    course.close()


def propose(page: Page, base: str, folder: Path) -> int:
    """Words and a picture; the number of the proposal."""
    page.goto(f"{base}/topic-vote/proposals/new")
    page.locator("input[name=text]").fill(MINE)
    page.locator("textarea[name=body]").fill("We count who nests there.")
    page.get_by_role("button", name="Propose it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(MINE)
    photo = folder / "roof.png"
    photo.write_bytes(png("hive"))
    page.get_by_text("Add a picture").first.click()
    form = page.locator("form[data-upload]").first
    form.locator("input[type=file]").set_input_files(photo)
    form.get_by_label("What does the picture show?").fill("A roof with nests")
    form.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("main img[alt='A roof with nests']").first).to_be_visible()
    fits(page)
    found = re.search(r"/proposals/(\d+)", page.url)
    assert found is not None
    return int(found[1])


def comment(page: Page) -> None:
    page.locator("main a[href*='/-/comments/on/option/']").first.click()
    page.locator("textarea[name=text]").first.fill("Who has binoculars?")
    page.locator("form[action*='/-/comments/on/'] button[type=submit]").first.click()
    expect(page.get_by_text("Who has binoculars?").first).to_be_visible()


def rank(page: Page, base: str) -> str:
    """A secret ranking, chosen in menus; its receipt."""
    page.goto(f"{base}/topic-vote/")
    expect(page.locator("[data-ranking][data-ready]")).to_be_visible()
    page.get_by_label(MINE, exact=True).select_option("1")
    page.get_by_label(STREAM.text, exact=True).select_option("2")
    fits(page)
    page.locator("form[action$='/ballot'] button[type=submit]").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look at your vote once more")
    receipt = page.locator("[data-receipt-code]").inner_text()
    page.get_by_role("button", name="Cast this vote").click()
    expect(page.get_by_role("status").first).to_contain_text("Your secret vote is in")
    return receipt
