"""The look as people meet it: no barrier that axe finds, nothing wider than a phone, scripts that help."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

PAGES = ["/?said=saved", "/form", "/student", "/error", "/message?as=nobody"]
WIDEST_FIRST_LOAD = 150_000
WIDEST_LATER_LOAD = 50_000


def barriers(page: Page) -> list[str]:
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [f"{item['id']}: {node['html'][:120]}" for item in found for node in item["nodes"]]


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_no_barrier(chromium: Browser, gallery: str, address: str, scheme: Any, width: int) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    page.goto(gallery + address)
    if page.locator("details.menu").count():
        page.locator("details.menu summary").click()
    assert barriers(page) == []
    context.close()


def test_axe_finds_no_barrier_in_errors_and_questions(tab: Page, gallery: str) -> None:
    tab.goto(gallery + "/form")
    tab.locator("main button.primary").click()
    expect(tab.locator("[data-summary]")).to_be_focused()
    assert barriers(tab) == []
    tab.goto(gallery + "/")
    tab.get_by_role("button", name="Close the vote").click()
    assert barriers(tab) == []


@pytest.mark.parametrize("address", [*PAGES, "/?lang=ru", "/error?lang=es"])
def test_nothing_is_wider_than_a_narrow_frame(chromium: Browser, gallery: str, address: str) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 600})
    page = context.new_page()
    page.goto(gallery + address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


def test_a_page_is_light(chromium: Browser, gallery: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    sizes: list[float] = []
    devtools.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(gallery + "/", wait_until="networkidle")
    assert 0 < sum(sizes) < WIDEST_FIRST_LOAD
    sizes.clear()
    page.goto(gallery + "/form", wait_until="networkidle")
    assert 0 < sum(sizes) < WIDEST_LATER_LOAD
    context.close()


def test_the_dialog_asks_and_no_means_no(tab: Page, gallery: str) -> None:
    tab.goto(gallery + "/")
    button = tab.locator("main").get_by_role("button", name="Close the vote")
    button.click()
    dialog = tab.get_by_role("dialog", name="Close the vote now?")
    expect(dialog.get_by_role("button", name="Go back")).to_be_focused()
    tab.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(button).to_be_focused()
    button.click()
    dialog.get_by_role("button", name="Close the vote").click()
    expect(tab.get_by_role("status").first).to_contain_text("Your vote is saved")


def test_a_notice_goes_away_and_does_not_come_back(tab: Page, gallery: str) -> None:
    tab.goto(gallery + "/student?said=saved")
    expect(tab).to_have_url(gallery + "/student")
    tab.get_by_role("button", name="Dismiss").click()
    expect(tab.locator("[data-toast]")).to_have_count(0)


def test_a_field_that_depends_on_another_shows_with_it(tab: Page, gallery: str) -> None:
    tab.goto(gallery + "/form")
    expect(tab.get_by_label("Seats in each group")).to_be_hidden()
    tab.get_by_label("In order of preference").check()
    expect(tab.get_by_label("Seats in each group")).to_be_visible()


def test_a_field_with_an_error_is_never_hidden(tab: Page, gallery: str) -> None:
    tab.goto(gallery + "/form")
    tab.locator("main button.primary").click()
    tab.get_by_role("link", name="Seats in each group").click()
    expect(tab.get_by_label("Seats in each group")).to_be_focused()


def test_a_file_that_is_too_large_is_refused_before_it_is_sent_and_a_smaller_one_taken(tab: Page, gallery: str) -> None:
    tab.goto(gallery + "/form")
    plan, refusal = tab.get_by_label("A plan of the rooms"), tab.locator("#plan-too-large")
    for size in (2_000_001, 2_000_000):
        plan.set_input_files({"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"x" * size})
        if size > 2_000_000:
            expect(refusal).to_have_text("plan.pdf: This file is larger than 2.0 MB.")
            expect(plan).to_have_attribute("aria-invalid", "true")
            assert plan.input_value() == ""
            assert barriers(tab) == []
    expect(refusal).to_have_count(0)
    assert plan.input_value().endswith("plan.pdf")


def test_a_draft_is_kept_while_typing(tab: Page, gallery: str) -> None:
    tab.goto(gallery + "/form")
    with tab.expect_request("**/draft") as sent:
        tab.get_by_label("What should the course know?").fill("Half a thought & more")
    assert sent.value.post_data == "field=question&text=Half+a+thought+%26+more"
    assert sent.value.headers["x-csrf-token"] == "a-token"
    expect(tab.locator("[data-draft-status]")).to_have_text("Saved")


def test_a_draft_that_could_not_be_kept_comes_back_with_the_tab(tab: Page, gallery: str) -> None:
    tab.route("**/draft", lambda route: route.abort())
    tab.goto(gallery + "/form")
    area = tab.get_by_label("What should the course know?")
    area.fill("Typed on the train")
    expect(tab.locator("[data-draft-status]")).to_have_text("Not saved yet, will try again")
    tab.reload()
    assert area.input_value() == ""
    tab.get_by_role("button", name="Bring it back").click()
    expect(area).to_have_value("Typed on the train")


def test_the_frame_learns_the_height(tab: Page, gallery: str) -> None:
    tab.add_init_script("window.heard = []; addEventListener('message', event => window.heard.push(event.data))")
    tab.goto(gallery + "/embed", wait_until="networkidle")
    first = tab.evaluate("window.heard")[0]
    assert first["subject"] == "lti.frameResize"
    assert first["height"] > 400


def test_everything_is_there_without_scripts(chromium: Browser, gallery: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(gallery + "/form")
    expect(page.get_by_label("Seats in each group")).to_be_visible()
    page.goto(gallery + "/")
    page.locator("main").get_by_role("button", name="Close the vote").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Close the vote now?")
    page.get_by_role("button", name="Close the vote").click()
    expect(page.locator("[data-toast]").first).to_contain_text("Your vote is saved")
    context.close()
