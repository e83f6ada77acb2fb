"""The whole road over real HTTP with a tool on another site: register, add, launch, and cookies on the way."""

from collections.abc import Iterator

import pytest

from lti_tools.demo_lms.terms import DEEP_LINKING, LTI
from tests.demo_lms.live_tool import LiveTool, live_tool
from tests.support.lms import COURSE, STUDENT, TEACHER, LmsControl, live_lms


@pytest.fixture
def tool() -> Iterator[LiveTool]:
    with live_tool() as running:
        yield running


@pytest.fixture(params=["moodle", "canvas"])
def lms(request: pytest.FixtureRequest) -> Iterator[LmsControl]:
    with live_lms(request.param) as running:
        yield running


def test_a_tool_is_registered_added_and_launched(lms: LmsControl, tool: LiveTool) -> None:
    installed = lms.install(f"{tool.url}/register")
    assert installed["client_id"] == tool.registration["client_id"]
    tool.items = [{"type": "ltiResourceLink", "title": "Vote", "lineItem": {"scoreMaximum": 20, "label": "Vote"}}]

    teacher = lms.browser(TEACHER)
    page = teacher.select(COURSE, installed["number"])
    assert page.heading == "Pick"
    activity = teacher.finish_selection(teacher.submit(page, button="Add"))
    assert (activity["title"], activity["grade_maximum"]) == ("Vote", 20)

    student = lms.browser(STUDENT)
    page = student.launch(COURSE, activity["number"])
    assert (page.status, page.heading) == (200, "Tool")
    assert [launch[f"{LTI}message_type"] for launch in tool.launches][:1] == [DEEP_LINKING]
    assert tool.launches[-1][f"{LTI}resource_link"]["id"] == activity["resource_link_id"]
    assert tool.launches[-1][f"{LTI}launch_presentation"]["document_target"] == "iframe"
    assert [call["verdict"] for call in lms.calls("auth")] == ["ok", "ok"]


@pytest.mark.parametrize(("allowed", "kept"), [(True, {"chips", "third"}), (False, {"chips"})])
def test_a_frame_keeps_cookies_as_chromium_does(tool: LiveTool, allowed: bool, kept: set[str]) -> None:
    with live_lms("moodle") as lms:
        installed = lms.install(f"{tool.url}/register")
        activity = lms.browser(TEACHER).add_by_hand(COURSE, installed["number"], "By hand")
        lms.browser(STUDENT, third_party_cookies=allowed).launch(COURSE, activity["number"])
        assert set(tool.cookies[-1]) == kept
        lms.browser(STUDENT, third_party_cookies=allowed).launch(COURSE, activity["number"], window=True)
        assert tool.launches[-1][f"{LTI}launch_presentation"]["document_target"] == "window"


def test_reloading_a_launch_is_refused(lms: LmsControl, tool: LiveTool) -> None:
    installed = lms.install(f"{tool.url}/register")
    activity = lms.browser(TEACHER).add_by_hand(COURSE, installed["number"], "By hand")
    student = lms.browser(STUDENT)
    page = student.launch(COURSE, activity["number"])
    auth = next(url for _, url, _ in page.hops if "authorize" in url or "auth.php" in url)
    again = student.settle(student.open(auth, top=lms.url, initiator=lms.url))
    assert again.heading in ("Invalid request", "Refused")
    assert len(tool.launches) == 1
