"""The demo LMS in Chromium: its frames, what it answers to messages, and pages without barriers."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Frame, Page, Playwright, expect

from tests.demo_lms.live_tool import LiveTool, live_tool
from tests.support.lms import ADMIN, COURSE, STUDENT, TEACHER, LmsControl, live_lms

pytestmark = pytest.mark.browser

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
ASK = """
([message, name]) => new Promise((resolve) => {
    const target = name ? window.parent.frames[name] : window.parent;
    window.addEventListener("message", (event) => {
        const answer = event.data;
        if (answer.message_id !== message.message_id || answer.subject === message.subject) return;
        resolve({...answer, origin: event.origin});
    });
    target.postMessage(message, "*");
    setTimeout(() => resolve(null), 400);
})
"""


@dataclass
class Demo:
    lms: LmsControl
    tool: LiveTool
    number: int
    activity: int
    item: int
    context: BrowserContext

    def page(self, person: int) -> Page:
        page = self.context.new_page()
        page.request.post(f"{self.lms.url}/sign-in", form={"person": str(person)})
        return page


@pytest.fixture(scope="module")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, NAMES)), None)
    assert path, "Chromium is missing: apt-get install -y chromium"
    browser = playwright.chromium.launch(executable_path=path, args=QUIET)
    yield browser
    browser.close()


@pytest.fixture(scope="module", params=["moodle", "canvas"])
def demo(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Demo]:
    """A platform with the live tool in it and one activity."""
    with live_lms(request.param) as lms, live_tool() as tool:
        installed = lms.install(f"{tool.url}/register")
        activity = lms.browser(TEACHER).add_by_hand(COURSE, installed["number"], "Vote on the autumn project")
        context = chromium.new_context(viewport={"width": 1000, "height": 800})
        item = next(each["number"] for each in lms.get("line-items"))
        yield Demo(lms, tool, installed["number"], activity["number"], item, context)
        context.close()


def tool_frame(demo: Demo, page: Page) -> Frame:
    """The tool, launched inside the course page."""
    page.goto(f"{demo.lms.url}/courses/{COURSE}/activities/{demo.activity}")
    expect(page.frame_locator("iframe[data-tool]").get_by_role("heading", name="Tool")).to_be_visible()
    return next(frame for frame in page.frames if frame.url.startswith(demo.tool.url))


def ask(frame: Frame, subject: str, name: str = "", **more: object) -> Any:
    message = {"subject": subject, "message_id": subject + str(more), **more}
    return frame.evaluate(ASK, [message, name])


def test_a_tool_registers_in_its_frame_and_closes_it(demo: Demo) -> None:
    page = demo.page(ADMIN)
    page.goto(f"{demo.lms.url}/admin/tools")
    page.locator("input[name=url]").fill(f"{demo.tool.url}/register")
    page.locator("form[action='/admin/tools/register'] button").click()
    if demo.lms.personality == "moodle":
        page.get_by_role("button", name="Add as a new tool").click()
    page.frame_locator("iframe[data-tool]").get_by_role("button", name="Close").click()
    page.wait_for_url("**/admin/tools")
    expect(page.locator(".activities > li")).to_have_count(2)
    page.close()


def test_moodle_answers_no_message_and_canvas_names_what_it_supports(demo: Demo) -> None:
    page = demo.page(STUDENT)
    answer = ask(tool_frame(demo, page), "lti.capabilities")
    if demo.lms.personality == "moodle":
        assert answer is None
    else:
        subjects = {each["subject"]: each.get("frame") for each in answer["supported_messages"]}
        assert subjects["lti.put_data"] == subjects["lti.get_data"] == "post_message_forwarding"
        assert "lti.frameResize" in subjects
        assert answer["origin"] == demo.lms.url
    page.close()


def test_a_canvas_frame_grows_as_the_tool_asks(demo: Demo) -> None:
    page = demo.page(STUDENT)
    frame = tool_frame(demo, page)
    before = page.locator("iframe[data-tool]").bounding_box()
    answer = ask(frame, "lti.frameResize", height=1234)
    after = page.locator("iframe[data-tool]").bounding_box()
    assert before
    assert after
    if demo.lms.personality == "moodle":
        assert (answer, after["height"]) == (None, before["height"])
    else:
        assert answer["subject"] == "lti.frameResize.response"
        assert after["height"] == 1234
        assert ask(frame, "lti.frameResize", height="tall")["error"]["code"] == "bad_request"
    page.close()


def test_canvas_keeps_what_a_tool_stores_and_gives_it_to_that_origin_alone(demo: Demo) -> None:
    page, name = demo.page(STUDENT), "post_message_forwarding"
    if demo.lms.personality == "moodle":
        tool_frame(demo, page)
        assert page.frame(name=name) is None
        page.close()
        return
    frame = tool_frame(demo, page)
    put = ask(frame, "lti.put_data", name, key="state_1", value="secret")
    assert (put["subject"], put["key"], put["value"]) == ("lti.put_data.response", "state_1", "secret")
    assert put["origin"] == demo.lms.url
    assert ask(frame, "lti.get_data", name, key="state_1")["value"] == "secret"
    assert ask(frame, "lti.get_data", name, key="other")["value"] is None
    assert ask(frame, "lti.put_data", name, value="no key")["error"]["code"] == "bad_request"
    assert ask(frame, "lti.put_data", name, key="big", value="x" * 5000)["error"]["code"] == "storage_exhaustion"
    assert ask(frame, "lti.put_data", key="state_2", value="to the parent")["error"]["code"] == "unsupported_subject"
    platform = page.frame(name=name)
    assert platform
    question = {"subject": "lti.get_data", "message_id": "ours", "key": "state_1"}
    assert platform.evaluate(ASK.replace("window.parent.frames[name]", "window"), [question, name])["value"] is None
    page.close()


def test_a_launch_opens_in_a_new_window_too(demo: Demo) -> None:
    page = demo.page(STUDENT)
    page.goto(f"{demo.lms.url}/courses/{COURSE}")
    with page.expect_popup() as popup:
        page.get_by_role("link", name="Open in a new window").click()
    expect(popup.value.get_by_role("heading", name="Tool")).to_be_visible()
    popup.value.close()
    page.close()


PAGES = [
    (0, "/"),
    (0, "/courses/2"),
    (TEACHER, "/"),
    (TEACHER, "/courses/2"),
    (TEACHER, "/courses/2/add"),
    (TEACHER, "/courses/2/people"),
    (TEACHER, "/courses/2/grades"),
    (TEACHER, "/courses/2/grades/{item}/11"),
    (TEACHER, "/courses/2/activities/{activity}/edit"),
    (STUDENT, "/courses/2/grades"),
    (ADMIN, "/admin/tools"),
    (ADMIN, "/admin/tools/{tool}"),
    (ADMIN, "/admin/tools/by-hand"),
    (ADMIN, "/admin/faults"),
    (STUDENT, "/courses/99"),
]


def test_pages_have_no_barrier_and_fit_a_phone(demo: Demo, chromium: Browser) -> None:
    found: list[str] = []
    context = chromium.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    for person, path in PAGES:
        if person:
            page.request.post(f"{demo.lms.url}/sign-in", form={"person": str(person)})
        page.goto(demo.lms.url + path.format(item=demo.item, activity=demo.activity, tool=demo.number))
        violations: list[dict[str, Any]] = Axe().run(page).response["violations"]
        found += [f"{path}: {each['id']} {each['nodes'][0]['html'][:120]}" for each in violations]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{path}: wider than a phone")
    context.close()
    assert found == []
