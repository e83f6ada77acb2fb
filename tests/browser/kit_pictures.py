"""`python -m tests.browser.kit_pictures [folder] [--all]`: the pages of the kit in the demo; `--all` in every look."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Frame, Page, expect, sync_playwright

from lti_tools.demo.run import running as demo
from lti_tools.demo.school import COURSE, STUDENTS, TEACHER
from tests.browser.pictures import FOLDER
from tests.support.chromium import Cookies, running

STUDENT = STUDENTS[0]
PAGES = {
    "dates": (TEACHER, "/-/schedule/"),
    "calendar": (TEACHER, "/-/schedule/calendar"),
    "groups": (TEACHER, "/-/groups/1/"),
    "group-sets": (TEACHER, "/-/groups/"),
    "group-people": (TEACHER, "/-/groups/1/people"),
    "group-settings": (TEACHER, "/-/groups/1/settings"),
    "group-import": (TEACHER, "/-/groups/1/import"),
    "group-maker": (TEACHER, "/-/groups/1/make"),
    "group-changes": (TEACHER, "/-/groups/1/changes"),
    "comments": (STUDENT, "/-/comments/on/option/2"),
    "reported": (TEACHER, "/-/moderation/"),
    "files": (TEACHER, "/topic-vote/pictures"),
    "templates": (TEACHER, "/-/templates/"),
    "template-publish": (TEACHER, "/-/templates/publish"),
    "tables": (TEACHER, "/-/exports/"),
    "record": (TEACHER, "/-/audit/"),
    "record-check": (TEACHER, "/-/audit/check"),
    "inbox": (STUDENT, "/-/notices/"),
    "jobs": (TEACHER, "/-/jobs/"),
    "job": (TEACHER, "/-/jobs/1"),
    "overview": (TEACHER, "/-/overview/"),
    "overview-person": (TEACHER, "/-/overview/people/4"),
    "wall": (TEACHER, "/-/overview/wall"),
    "pulse": (TEACHER, "/-/pulse/"),
    "people": (TEACHER, "/-/people"),
    "settings": (TEACHER, "/-/settings"),
    "student-groups": (STUDENT, "/-/groups/"),
    "student-decisions": (STUDENT, "/-/moderation/mine"),
    "student-pulse": (STUDENT, "/-/pulse/"),
}
ALL = ((1280, "light"), (1280, "dark"), (390, "light"), (390, "dark"))
KEPT = ("dates", "groups", "comments", "reported", "files", "templates", "tables", "record", "inbox", "job", "overview",
        "pulse")  # fmt: skip
"""What the documents show."""


@dataclass(frozen=True)
class Visit:
    """Somebody in the demo's first activity, in a window of their own."""

    page: Page
    frame: Frame
    base: str

    def take(self, path: str, target: Path) -> None:
        """Keep a picture of one page, in few colours, which a page has anyway."""
        self.frame.goto(self.base + path)
        tall = self.frame.locator("body").evaluate("body => body.scrollHeight")
        self.page.set_viewport_size({"width": self.page.viewport_size["width"], "height": int(tall) + 300})
        frame = self.page.locator("iframe[data-tool]")
        frame.evaluate("(frame, tall) => { frame.style.height = `${tall + 4}px`; }", tall)
        self.page.wait_for_timeout(200)
        shot = Image.open(BytesIO(frame.screenshot(animations="disabled"))).convert("RGB")
        shot.quantize(192, dither=Image.Dither.NONE).save(target, optimize=True)
        print(f"{target.name:32} {shot.width} x {shot.height}, {target.stat().st_size // 1024} KB", flush=True)


@contextmanager
def visit(browser: Browser, lms: str, person: int, width: int, scheme: Any) -> Iterator[Visit]:
    height = 800 if width > 600 else 844
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, locale="en-GB")
    page = context.new_page()
    page.goto(lms)
    page.locator(f'form:has(input[name="person"][value="{person}"]) button').click()
    page.goto(f"{lms}/courses/{COURSE}")
    page.locator("a[href*='/activities/']").first.click()
    tool = page.frame_locator("iframe[data-tool]")
    expect(tool.locator("body[data-launch]")).to_be_visible()
    handle = page.locator("iframe[data-tool]").element_handle()
    frame = handle.content_frame() if handle else None
    assert frame is not None
    yield Visit(page, frame, frame.url[: frame.url.index("/s/")] + "/" + "/".join(frame.url.split("/")[3:5]))
    context.close()


def prepare(teacher: Visit) -> None:
    """A job that is done, a deed in the record, a notice for the student."""
    frame = teacher.frame
    frame.goto(f"{teacher.base}/-/exports/")
    frame.locator("form[action$='/everything'] button").last.click()
    expect(frame.get_by_role("link", name="Download")).to_be_visible()
    frame.goto(f"{teacher.base}/-/comments/on/option/2?answer=1")
    frame.locator("textarea[name=text]").fill("Good. We could begin in the first week of May, when the ice is gone.")
    frame.get_by_role("button", name="Send", exact=True).click()
    expect(frame.get_by_text("Your comment is there for everybody.")).to_be_visible()


def main() -> None:
    everything = "--all" in sys.argv
    given = [word for word in sys.argv[1:] if not word.startswith("-")]
    folder = Path(given[0]) if given else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    expect.set_options(timeout=20_000)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        place = Path(name)
        with (
            demo(place / "demo", print) as started,
            running(playwright, place / "chromium", Cookies.ALLOWED, "--hide-scrollbars") as browser,
        ):
            lms = started.lms["moodle"]
            with visit(browser, lms, TEACHER, 1280, "light") as teacher:
                prepare(teacher)
            for width, scheme in ALL if everything else ALL[:1]:
                tail = f"-{width}-{scheme}" if everything else ""
                for person in (TEACHER, STUDENT):
                    wanted = [name for name in PAGES if PAGES[name][0] == person and (everything or name in KEPT)]
                    with visit(browser, lms, person, width, scheme) as window:
                        for title in wanted:
                            window.take(PAGES[title][1], folder / f"kit-{title}{tail}.png")


if __name__ == "__main__":
    main()
