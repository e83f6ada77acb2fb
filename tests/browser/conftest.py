"""The suite and two demo LMSs in processes and threads of their own, and real browsers; one of each for a test run."""

from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from tests.support.chromium import Cookies, running
from tests.support.living import LiveSuite, School, live_school, live_suite

PATIENCE = 20_000
"""Milliseconds: the machine may be busy with other tests."""

Schools = Callable[[str], School]
Browsers = Callable[[Cookies], Browser]
NewPage = Callable[..., Page]


@pytest.fixture(scope="session")
def suite(tmp_path_factory: pytest.TempPathFactory, keys_template: Path) -> Iterator[LiveSuite]:
    with live_suite(tmp_path_factory.mktemp("suite"), keys_template) as suite:
        yield suite


@pytest.fixture(scope="session")
def schools(suite: LiveSuite) -> Iterator[Schools]:
    """`schools("moodle")`: the demo LMS of that personality, started when first asked for."""
    found: dict[str, School] = {}
    with ExitStack() as stack:

        def school(personality: str) -> School:
            if personality not in found:
                found[personality] = stack.enter_context(live_school(suite, personality))
            return found[personality]

        yield school


@pytest.fixture(scope="session", autouse=True)
def patience() -> None:
    expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browsers(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browsers]:
    """`browsers(Cookies.BLOCKED)`: a browser with that setting, started when first asked for."""
    found: dict[Cookies, Browser] = {}
    with ExitStack() as stack:

        def browser(cookies: Cookies) -> Browser:
            if cookies not in found:
                folder = tmp_path_factory.mktemp("chromium")
                found[cookies] = stack.enter_context(running(playwright, folder, cookies))
            return found[cookies]

        yield browser


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


def describe(contexts: list[BrowserContext]) -> None:
    """Print what every frame showed, for the report of a failed test."""
    for page in [page for context in contexts for page in context.pages]:
        for frame in page.frames:
            print(f"--- {frame.url}\n{frame.locator('body').inner_text(timeout=1000)[:600]}")


@pytest.fixture
def new_page(browsers: Browsers, request: pytest.FixtureRequest) -> Iterator[NewPage]:
    """`new_page(cookies, width=390)`: a person's own private window; a script's error in it fails the test."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def page(cookies: Cookies = Cookies.BLOCKED, *, width: int = 1280, height: int = 900, **options: object) -> Page:
        options = {"locale": "en-GB", "viewport": {"width": width, "height": height}} | options
        context = browsers(cookies).new_context(**options)  # type: ignore[arg-type]
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.on("weberror", lambda error: errors.append(str(error.error)))
        context.on("console", lambda said: errors.append(said.text) if "Content Security" in said.text else None)
        return context.new_page()

    yield page
    if request.node.stash.get(FAILED, False):
        describe(contexts)
    for context in contexts:
        context.close()
    assert errors == []
