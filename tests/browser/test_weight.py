"""How much a page weighs on the line: the first one with styles and scripts, and those after it."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import NewPage, Schools
from tests.browser.people import sign_in
from tests.support.lms import COURSE, TEACHER

pytestmark = pytest.mark.browser

FIRST, LATER = 150_000, 50_000
"""Bytes as they travel, compressed."""


def test_pages_are_light(schools: Schools, new_page: NewPage) -> None:
    school = schools("moodle")
    vote = school.add_vote("A light vote")["number"]
    page = new_page()
    sign_in(page, school, TEACHER)
    weights = weigh(page)
    page.goto(f"{school.url}/courses/{COURSE}/activities/{vote}/launch?target=window", wait_until="networkidle")
    page.locator("body[data-launch]").wait_for()
    assert 5_000 < sum(weights) < FIRST
    for name in ("Who voted", "Points", "Settings"):
        weights.clear()
        page.get_by_role("link", name=name).click()
        page.wait_for_load_state("networkidle")
        assert 1_000 < sum(weights) < LATER


def weigh(page: Page) -> list[float]:
    """Bytes of every answer from now on."""
    weights: list[float] = []
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.on("Network.loadingFinished", lambda event: weights.append(event["encodedDataLength"]))
    return weights
