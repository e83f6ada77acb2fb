"""What pages cost a weak device: their weight on the line, the main journeys over a slow one, a line that breaks.

The suite as `lti-tools serve` runs it, installed in a Moodle-like demo LMS, in the system's Chromium. The slow line is
Chromium's own: 400 ms for each round trip, 50 kB in a second. The ten minutes without network are the page's clock's.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, FrameLocator, Page, Route, expect, sync_playwright

from benchmarks.figures import Figure
from lti_tools.lti.keys import KeyStore
from tests.support.chromium import Cookies, running
from tests.support.living import OPTIONS, School, live_school, live_suite
from tests.support.lms import COURSE, STUDENT, TEACHER

SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
ONE_REQUEST = """async () => {
    const begun = performance.now();
    await fetch(location.href, { method: "HEAD" });
    return (performance.now() - begun) / 1000;
}"""
PATIENCE = 60_000
"""Milliseconds that a step may take before the journey counts as failed."""
KILO = 1000
TITLE = "A vote on a slow line"


def run() -> list[Figure]:
    expect.set_options(timeout=PATIENCE)
    with (
        _school() as school,
        sync_playwright() as playwright,
        tempfile.TemporaryDirectory() as folder,
        running(playwright, Path(folder) / "chromium", Cookies.BLOCKED) as browser,
    ):
        return [*_weights(browser, school), *_journeys(browser, school), *_broken_line(browser, school)]


@contextmanager
def _school() -> Iterator[School]:
    with tempfile.TemporaryDirectory() as folder:
        keys = Path(folder) / "keys"
        KeyStore(keys, "").ensure(datetime.now(UTC))
        with live_suite(Path(folder) / "suite", keys) as suite, live_school(suite, "moodle") as school:
            yield school


@contextmanager
def _window(browser: Browser, school: School, person: int) -> Iterator[Page]:
    """A private window, 390 pixels wide, of somebody who is signed in at the LMS."""
    context = browser.new_context(viewport={"width": 390, "height": 800}, locale="en-GB")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(school.url)
    page.locator(f'form:has(input[name="person"][value="{person}"]) button').click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hello")
    yield page
    context.close()


def _open(page: Page, school: School, vote: int) -> None:
    page.goto(f"{school.url}/courses/{COURSE}/activities/{vote}/launch?target=window", wait_until="networkidle")
    page.locator("body[data-launch]").wait_for()


def _weights(browser: Browser, school: School) -> list[Figure]:
    """Bytes as they travel, of the suite's answers alone."""
    vote = school.add_vote("A light vote")["number"]
    later: list[float] = []
    with _window(browser, school, TEACHER) as page:
        weighed = _weigh(page, school.suite.url)
        _open(page, school, vote)
        first = sum(weighed)
        for name in ("Who voted", "Points", "Settings"):
            weighed.clear()
            page.get_by_role("link", name=name).first.click()
            page.wait_for_load_state("networkidle")
            later.append(sum(weighed))
    with _window(browser, school, STUDENT) as page:
        weighed = _weigh(page, school.suite.url)
        _open(page, school, vote)
        students = sum(weighed)
    return [
        Figure("first load, a teacher's", first / KILO, "kB", most=150),
        Figure("first load, a student's", students / KILO, "kB", most=150),
        Figure("the heaviest later page", max(later) / KILO, "kB", most=50),
    ]


def _weigh(page: Page, base: str) -> list[float]:
    """The weight of every answer of `base` from now on."""
    ours: set[str] = set()
    weights: list[float] = []

    def begun(event: dict[str, object]) -> None:
        request = event["request"]
        assert isinstance(request, dict)
        if str(request["url"]).startswith(base):
            ours.add(str(event["requestId"]))

    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.on("Network.requestWillBeSent", begun)
    devtools.on(
        "Network.loadingFinished",
        lambda event: weights.append(event["encodedDataLength"]) if event["requestId"] in ours else None,
    )
    return weights


def _journeys(browser: Browser, school: School) -> list[Figure]:
    """The main journeys over the slow line, each step waited for."""
    with _window(browser, school, TEACHER) as page:
        adding = _timed(page, lambda: _add_vote(page, school))
    with _window(browser, school, STUDENT) as page:
        voting = _timed(page, lambda: _vote(page, school))
    return [
        Figure("journeys that did not work over the slow line", float((adding < 0) + (voting < 0)), "", most=0),
        Figure("a teacher adds a vote from the LMS", adding, "s"),
        Figure("a student opens it, votes and sees the result", voting, "s"),
    ]


def _timed(page: Page, journey: Callable[[], None]) -> float:
    """Seconds over the slow line; -1 where the journey came to no end."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", SLOW)
    started = time.monotonic()
    try:
        journey()
    except AssertionError as error:
        print(error)
        return -1
    return time.monotonic() - started


def _tool(page: Page) -> FrameLocator:
    return page.frame_locator("iframe[data-tool]")


def _add_vote(page: Page, school: School) -> None:
    page.goto(f"{school.url}/courses/{COURSE}/add/{school.tool}/select")
    form = _tool(page)
    form.get_by_role("link", name="Topic vote").click()
    form.get_by_label("Title").fill(TITLE)
    form.get_by_label("What is this vote about?").fill("What next?")
    form.get_by_label("Options").first.fill("\n".join(OPTIONS))
    form.get_by_label("At any time, while people are still voting").check()
    form.get_by_role("button", name="Add to the course").click()
    expect(page.get_by_label("Name", exact=True)).to_have_value(TITLE)
    page.get_by_role("button", name="Save and display").click()
    expect(_tool(page).get_by_role("heading", level=1)).to_have_text(TITLE)


def _vote(page: Page, school: School) -> None:
    page.goto(f"{school.url}/courses/{COURSE}")
    page.get_by_role("link", name=TITLE).click()
    tool = _tool(page)
    tool.get_by_label(OPTIONS[1]).check()
    tool.get_by_role("button", name="Vote", exact=True).click()
    expect(tool.get_by_text("Your vote is saved.")).to_be_visible()
    expect(tool.get_by_role("heading", name="The count so far")).to_be_visible()
    seconds = tool.locator("body").evaluate(ONE_REQUEST)
    assert seconds >= SLOW["latency"] / 1000, f"the line is not slow: one request took {seconds:.3f} s"


def _broken_line(browser: Browser, school: School) -> list[Figure]:
    """A ballot is sent without network and again as its answer got lost: what arrived, and how often it was done."""
    vote = school.add_vote("A vote on a broken line")["number"]
    done: list[int] = []
    with _window(browser, school, STUDENT) as page:
        page.clock.install()
        _open(page, school, vote)
        page.context.set_offline(True)
        page.get_by_label(OPTIONS[1]).check()
        page.get_by_role("button", name="Vote", exact=True).click()
        expect(page.locator("[data-once-status]")).to_contain_text("No connection.")
        page.clock.fast_forward("10:00")
        page.route("**/topic-vote/ballot", lambda route: _lose_the_first_answer(route, done))
        page.context.set_offline(False)
        expect(page.locator("[data-once-status]")).to_contain_text("No connection.")
        page.clock.fast_forward("00:16")
        expect(page.get_by_text("Your vote is saved.")).to_be_visible()
    with _window(browser, school, TEACHER) as page:
        _open(page, school, vote)
        arrived = page.get_by_text("1 of 13 have voted").count()
    return [
        Figure("ballots lost after 10 minutes without network", 1 - arrived, "", most=0),
        Figure("times that one ballot reached the suite", len(done), ""),
    ]


def _lose_the_first_answer(route: Route, done: list[int]) -> None:
    answer = route.fetch()
    done.append(answer.status)
    if len(done) == 1:
        route.abort("internetdisconnected")
    else:
        route.fulfill(response=answer)
