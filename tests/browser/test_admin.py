"""The admin pages in a real browser: no barrier that axe finds, nothing wider than a phone, nothing in a frame."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Browsers, Schools
from tests.support.chromium import Cookies
from tests.support.living import LiveSuite

pytestmark = pytest.mark.browser


@pytest.fixture
def chromium(browsers: Browsers) -> Browser:
    return browsers(Cookies.ALLOWED)


@pytest.fixture
def admin(chromium: Browser, suite: LiveSuite, schools: Schools) -> Iterator[Page]:
    """An admin's signed-in tab; one platform is installed and a vote was opened in it."""
    schools("moodle").add_vote()
    context = chromium.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(f"{suite.url}/admin/")
    page.get_by_label("Password").fill(suite.env["LTI_TOOLS_ADMIN_PASSWORD"])
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Overview")
    yield page
    context.close()


def barriers(page: Page) -> list[str]:
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [f"{page.url} {item['id']}: {node['html'][:120]}" for item in found for node in item["nodes"]]


def console_of(page: Page, suite: LiveSuite) -> str:
    page.goto(f"{suite.url}/admin/console")
    page.locator("tbody a").first.click()
    expect(page.get_by_role("heading", name="Access tokens")).to_be_visible()
    return page.url


def test_an_invite_is_copied_by_its_button(admin: Page, suite: LiveSuite) -> None:
    admin.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=suite.url)
    admin.goto(f"{suite.url}/admin/invites")
    admin.get_by_role("button", name="Make the invite").click()
    admin.get_by_role("button", name="Copy").click()
    expect(admin.get_by_role("button", name="Copied")).to_be_visible()
    assert admin.evaluate("navigator.clipboard.readText()") == admin.locator(".address code").text_content()
    assert barriers(admin) == []


def test_a_call_of_the_console_shows_what_went_over_the_wire(admin: Page, suite: LiveSuite) -> None:
    console_of(admin, suite)
    admin.get_by_role("button", name="Read the roster").click()
    expect(admin.get_by_text("It works")).to_be_visible()
    admin.get_by_text("How the answer begins").last.click()
    expect(admin.locator("pre").last).to_contain_text("members")
    assert barriers(admin) == []
    admin.set_viewport_size({"width": 320, "height": 800})
    assert admin.evaluate("document.documentElement.scrollWidth") <= 320


def test_removing_a_platform_asks_in_a_dialog_and_no_means_no(admin: Page, suite: LiveSuite) -> None:
    admin.goto(f"{suite.url}/admin/platforms/1")
    admin.get_by_role("button", name="Remove this registration").click()
    dialog = admin.get_by_role("dialog")
    expect(dialog).to_contain_text("Nothing launches through this registration any more.")
    assert barriers(admin) == []
    dialog.get_by_role("button", name="Go back").click()
    expect(admin.get_by_text("Active", exact=True)).to_be_visible()


def test_no_page_shows_in_a_frame(admin: Page, suite: LiveSuite) -> None:
    admin.goto(f"{suite.url}/lti/by-hand")
    for path in ("", "sign-in", "platforms/999"):
        with admin.expect_console_message(lambda message: "frame-ancestors" in message.text):
            admin.evaluate(
                "address => { const frame = document.createElement('iframe'); frame.src = address;"
                " document.body.append(frame); }",
                f"{suite.url}/admin/{path}",
            )
