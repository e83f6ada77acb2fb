"""A camera for the pages of the demo: a page is as tall as it is, a picture has few colours."""

import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from PIL import Image
from playwright.sync_api import Browser, Frame, Locator, Page, expect, sync_playwright

from lti_tools.demo.run import running as demo
from lti_tools.demo.school import COURSE
from tests.support.chromium import Cookies, running

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
ALL = ((1280, "light"), (1280, "dark"), (390, "light"), (390, "dark"))


@dataclass(frozen=True)
class Shot:
    """A page to take: who sees it, its path behind the session, and in which activity of the demo (the first)."""

    person: int
    path: str
    activity: str = ""
    kept: bool = False
    """The documents show it."""
    width: int = 1280
    """How wide the documents show it."""
    tallest: int = 0
    """Where the documents cut it off; 0 for the whole page."""
    link: str = ""
    """Part of the address of a link on that page that is followed first, where the address is not known before."""
    before: Callable[[Frame], None] | None = None
    """What is done on the page first."""


@dataclass(frozen=True)
class Visit:
    """Somebody in an activity, in a window of their own."""

    page: Page
    frame: Frame
    base: str

    def take(self, shot: Shot, target: Path, tallest: int = 0) -> None:
        """Keep a picture of one page."""
        self.frame.goto(self.base + shot.path)
        if shot.link:
            link = self.frame.locator(f"main a[href*='{shot.link}']").first.get_attribute("href")
            self.frame.goto(urljoin(self.frame.url, link))
        if shot.before:
            shot.before(self.frame)
        tall = self.frame.locator("body").evaluate("body => body.scrollHeight")
        self.page.set_viewport_size({"width": self.page.viewport_size["width"], "height": int(tall) + 300})
        frame = self.page.locator("iframe[data-tool]")
        frame.evaluate("(frame, tall) => { frame.style.height = `${tall + 4}px`; }", tall)
        self.page.wait_for_timeout(200)
        keep(frame, target, tallest)


def keep(what: Page | Locator, target: Path, tallest: int = 0, **options: Any) -> None:
    """Write a picture in few colours, which a page has anyway; `tallest` cuts it off below."""
    shot = Image.open(BytesIO(what.screenshot(animations="disabled", **options))).convert("RGB")
    shot = shot.crop((0, 0, shot.width, min(shot.height, tallest or shot.height)))
    shot.quantize(192, dither=Image.Dither.NONE).save(target, optimize=True)
    print(f"{target.name:32} {shot.width} x {shot.height}, {target.stat().st_size // 1024} KB", flush=True)


@contextmanager
def visit(
    browser: Browser, lms: str, person: int, width: int = 1280, scheme: Any = "light", activity: str = ""
) -> Iterator[Visit]:
    """`person` signs in to the demo LMS and opens the activity called `activity` (or the course's first)."""
    height = 800 if width > 600 else 844
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, locale="en-GB")
    page = context.new_page()
    page.goto(lms)
    page.locator(f'form:has(input[name="person"][value="{person}"]) button').click()
    page.goto(f"{lms}/courses/{COURSE}")
    page.locator("a[href*='/activities/']").filter(has_text=activity).first.click()
    tool = page.frame_locator("iframe[data-tool]")
    expect(tool.locator("body[data-launch]")).to_be_visible()
    handle = page.locator("iframe[data-tool]").element_handle()
    frame = handle.content_frame() if handle else None
    assert frame is not None
    yield Visit(page, frame, frame.url[: frame.url.index("/s/")] + "/" + "/".join(frame.url.split("/")[3:5]))
    context.close()


def main(prefix: str, shots: Mapping[str, Shot], prepare: Callable[[Browser, str], None] | None = None) -> None:
    """`python -m … [folder] [--all] [--only=word]`: the documents' pictures, or `--all` in every look."""
    everything = "--all" in sys.argv
    given = [word for word in sys.argv[1:] if not word.startswith("-")]
    only = next((word.partition("=")[2] for word in sys.argv if word.startswith("--only=")), "")
    folder = Path(given[0]) if given else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {title: shot for title, shot in shots.items() if (everything or shot.kept) and only in title}
    expect.set_options(timeout=20_000)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        place = Path(name)
        with (
            demo(place / "demo", print) as started,
            running(playwright, place / "chromium", Cookies.ALLOWED, "--hide-scrollbars") as browser,
        ):
            lms = started.lms["moodle"]
            if prepare:
                prepare(browser, lms)
            for window, titles in _windows(wanted, everything).items():
                _take(browser, lms, window, [(title, wanted[title]) for title in titles], folder, prefix, everything)


_Window = tuple[int, str, int, str]
"""Person, activity, width, colour scheme."""


def _windows(shots: Mapping[str, Shot], everything: bool) -> dict[_Window, list[str]]:
    """Which pages are taken in one window."""
    found: dict[_Window, list[str]] = {}
    for title, shot in shots.items():
        for width, scheme in ALL if everything else [(shot.width, "light")]:
            found.setdefault((shot.person, shot.activity, width, scheme), []).append(title)
    return found


def _take(
    browser: Browser,
    lms: str,
    window: _Window,
    shots: Sequence[tuple[str, Shot]],
    folder: Path,
    prefix: str,
    everything: bool,
) -> None:
    person, activity, width, scheme = window
    tail = f"-{width}-{scheme}" if everything else ""
    with visit(browser, lms, person, width, scheme, activity) as somebody:
        for title, shot in shots:
            somebody.take(shot, folder / f"{prefix}-{title}{tail}.png", 0 if everything else shot.tallest)
