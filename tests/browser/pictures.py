"""`python -m tests.browser.pictures [folder]`: takes the pictures that README and docs show, from the running suite."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect, sync_playwright

from lti_tools.lti.keys import KeyStore
from tests.browser.people import open_activity, opened, sign_in, tool
from tests.support.chromium import Cookies, running
from tests.support.living import School, live_school, live_suite
from tests.support.lms import ADMIN, COURSE, TEACHER
from tests.support.pictures import FOLDER, keep

TITLE = "Our spring project"
QUESTION = """We have four weeks from May on, in groups of four.

**What is fixed:** each group shows what it found at the open day. **What you decide:** the topic."""
OPTIONS = ("The school garden", "Bees in our town", "Where our water comes from", "Sounds of the night")
BALLOTS = {11: (0, 1), 12: (1,), 13: (1, 2), 14: (2,), 15: (1, 3), 16: (0, 2), 17: (1,), 18: (1, 2), 20: (3,)}
UNDECIDED = 21


@dataclass(frozen=True)
class Studio:
    """Windows of people at the school, and where their pictures go."""

    browser: Browser
    school: School
    folder: Path

    @contextmanager
    def window(self, person: int, width: int = 1280, scheme: Any = "light") -> Iterator[Page]:
        height = 800 if width > 600 else 844
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, locale="en-GB", device_scale_factor=1
        )
        page = context.new_page()
        sign_in(page, self.school, person)
        yield page
        context.close()

    def take(self, name: str, what: Page | Locator, **options: Any) -> None:
        keep(what, self.folder / f"{name}.png", **options)


def whole(page: Page) -> Page:
    """Make the window as tall as the suite's page in its frame is."""
    size = page.viewport_size
    assert size is not None
    tall = tool(page).locator("body").evaluate("body => body.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": int(tall) + 260})
    page.locator("iframe[data-tool]").evaluate("(frame, tall) => { frame.style.height = `${tall + 4}px`; }", tall)
    page.wait_for_timeout(300)
    return page


def selection(studio: Studio) -> int:
    """The teacher adds the vote; its number."""
    with studio.window(TEACHER) as page:
        page.goto(f"{studio.school.url}/courses/{COURSE}/add/{studio.school.tool}/select")
        form = tool(page)
        expect(form.get_by_role("heading", level=1)).to_have_text("Add an activity")
        studio.take("picker", page)
        form.get_by_role("link", name="Topic vote").click()
        form.get_by_label("Title").fill(TITLE)
        form.get_by_label("What is this vote about?").fill(QUESTION)
        form.locator("textarea[name=options]").fill("\n".join(OPTIONS))
        form.get_by_role("heading", level=1).click()
        studio.take("settings", whole(page), full_page=True)
        form.get_by_role("button", name="Add to the course").click()
        page.get_by_role("button", name="Save and display").click()
        opened(form, TITLE)
        return int(page.url.rsplit("/", 1)[1])


def voting(studio: Studio, vote: int) -> None:
    for person, choice in BALLOTS.items():
        studio.school.vote(vote, person, *choice)
    for scheme in ("light", "dark"):
        with studio.window(UNDECIDED, 390, scheme) as page:
            ballot = open_activity(page, studio.school, vote)
            ballot.get_by_label("Bees in our town").check()
            studio.take(f"vote-phone-{scheme}", frame_of(page))


def frame_of(page: Page) -> Locator:
    """The suite's page alone, as far as it reaches."""
    whole(page)
    return page.locator("iframe[data-tool]")


def result(studio: Studio, vote: int) -> None:
    with studio.window(TEACHER) as page:
        frame = open_activity(page, studio.school, vote)
        opened(frame, TITLE)
        studio.take("turnout", whole(page), full_page=True)
        _close(frame)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            open_activity(page, studio.school, vote)
            expect(frame.locator("#result")).to_be_visible()
            studio.take(f"result-{scheme}", whole(page), full_page=True)
        page.emulate_media(color_scheme="light")
        gradebook(studio, page)
    for scheme in ("light", "dark"):
        with studio.window(11, 390, scheme) as page:
            expect(open_activity(page, studio.school, vote).locator("#result")).to_be_visible()
            studio.take(f"result-phone-{scheme}", frame_of(page))


def _close(frame: FrameLocator) -> None:
    frame.get_by_role("button", name="Close the vote now").click()
    frame.get_by_role("button", name="Close the vote", exact=True).click()
    expect(frame.locator("#result")).to_contain_text("has won")


def gradebook(studio: Studio, page: Page) -> None:
    for _ in range(60):
        page.goto(f"{studio.school.url}/courses/{COURSE}/grades")
        if page.get_by_text("You voted in").count() >= len(BALLOTS):
            break
        page.wait_for_timeout(500)
    page.set_viewport_size({"width": 1280, "height": 900})
    studio.take("gradebook", page, full_page=True)


def registration(studio: Studio) -> None:
    with studio.window(ADMIN) as page:
        page.goto(f"{studio.school.url}/admin/tools")
        page.locator("input[name=url]").fill(studio.school.suite.invite())
        page.locator("input[name=url]").press("Enter")
        page.get_by_role("button", name="Add as a new tool").click()
        expect(tool(page).get_by_role("heading", level=1)).to_be_visible()
        page.wait_for_timeout(500)
        studio.take("registered", whole(page), full_page=True)


def closed_doors(studio: Studio) -> None:
    """A launch that is refused, and a session that has ended."""
    url = studio.school.suite.url
    context = studio.browser.new_context(viewport={"width": 390, "height": 844}, locale="en-GB")
    page = context.new_page()
    for name, path in (
        ("refused", "/lti/login?iss=https://lms.example&login_hint=1"),
        ("ended", "/s/none/topic-vote/"),
    ):
        page.goto(f"{url}{path}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        studio.take(name, page, full_page=True)
    context.close()


def administration(studio: Studio) -> None:
    suite = studio.school.suite
    context = studio.browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    page = context.new_page()
    page.goto(f"{suite.url}/admin/")
    page.get_by_label("Password").fill(suite.env["LTI_TOOLS_ADMIN_PASSWORD"])
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Overview")
    studio.take("admin-overview", page, full_page=True)
    page.goto(f"{suite.url}/admin/grades")
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    studio.take("admin-grades", page, full_page=True)
    page.goto(f"{suite.url}/admin/console")
    page.locator("tbody a").first.click()
    page.get_by_role("button", name="Read them").click()
    expect(page.get_by_text("It works")).to_be_visible()
    studio.take("admin-console", page, full_page=True)
    context.close()


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        place = Path(name)
        KeyStore(place / "keys").ensure(datetime.now(UTC))
        expect.set_options(timeout=20_000)
        with (
            live_suite(place / "suite", place / "keys") as suite,
            live_school(suite, "moodle") as school,
            running(playwright, place / "chromium", Cookies.BLOCKED, "--hide-scrollbars") as browser,
        ):
            studio = Studio(browser, school, folder)
            vote = selection(studio)
            voting(studio, vote)
            result(studio, vote)
            administration(studio)
            closed_doors(studio)
            registration(studio)


if __name__ == "__main__":
    main()
