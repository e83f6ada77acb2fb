"""A file in pieces: the line breaks, the page is loaded again, and it goes on where it stood."""

import random
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import NewPage, Schools
from tests.browser.people import sign_in
from tests.support.lms import COURSE, TEACHER

pytestmark = pytest.mark.browser


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A picture of three pieces that cannot be made smaller."""
    path = tmp_path / "garden.png"
    noise = random.Random(7).randbytes(900 * 900 * 3)
    Image.frombytes("RGB", (900, 900), noise).save(path)
    return path


def choose(page: Page, photo: Path) -> None:
    form = page.locator("form[data-upload]").first
    form.locator("input[type=file]").set_input_files(photo)
    form.get_by_label("What does the picture show?").fill("The garden behind the school")
    form.get_by_role("button", name="Send", exact=True).click()


def test_a_file_goes_on_after_a_break_of_the_line_and_a_reload(
    schools: Schools, new_page: NewPage, photo: Path
) -> None:
    school = schools("moodle")
    vote = school.add_vote("A vote with pictures")["number"]
    page = new_page()
    sign_in(page, school, TEACHER)
    page.goto(f"{school.url}/courses/{COURSE}/activities/{vote}/launch?target=window")
    page.get_by_role("link", name="Pictures", exact=True).click()
    began: list[str] = []

    def break_after_the_first(route: Route) -> None:
        at = route.request.url.rpartition("at=")[2]
        if at == "0":
            began.append(at)
            route.continue_()
        else:
            route.abort("internetdisconnected")

    page.route("**/-/uploads/piece/*?at=*", break_after_the_first)
    choose(page, photo)
    expect(page.get_by_text("No connection. It goes on by itself")).to_be_visible()
    page.unroute("**/-/uploads/piece/*?at=*")
    page.on("request", lambda request: began.append(request.url) if request.url.endswith("at=0") else None)
    page.reload()
    choose(page, photo)
    expect(page.locator("main img[alt='The garden behind the school']").first).to_be_visible()
    assert began == ["0"]
