"""Driving a demo LMS over HTTP: a server for a test, its JSON control, and people who click through its pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import requests

from lti_tools.demo_lms.app import serve
from lti_tools.demo_lms.jwt import SigningKey
from tests.support.browser import Browser, Page

ADMIN, TEACHER, ASSISTANT, STUDENT, OTHER_STUDENT = 2, 3, 4, 11, 12
COURSE, OTHER_COURSE = 2, 3
_key: list[SigningKey] = []


def signing_key() -> SigningKey:
    """One RSA key for all demo LMSs of a test run; making one takes a while."""
    if not _key:
        _key.append(SigningKey())
    return _key[0]


@contextmanager
def live_lms(personality: str = "moodle", **options: Any) -> Iterator["LmsControl"]:
    """A demo LMS on a free port of 127.0.0.1; stopped at the end."""
    options.setdefault("key", signing_key())
    server = serve(personality, 0, **options)
    try:
        yield LmsControl(server.url)
    finally:
        server.stop()


class LmsControl:
    """The JSON control under `/_demo/`."""

    def __init__(self, url: str) -> None:
        self.url = url

    def get(self, what: str, **filters: object) -> Any:
        answer = requests.get(f"{self.url}/_demo/{what}", params=filters, timeout=10)
        assert answer.ok, answer.text
        return answer.json()

    def post(self, what: str, data: object = None) -> Any:
        answer = requests.post(f"{self.url}/_demo/{what}", json=data if data is not None else {}, timeout=10)
        assert answer.ok, answer.text
        return answer.json()

    @property
    def personality(self) -> str:
        return str(self.get("state")["personality"])

    def settings(self, **values: object) -> Any:
        return self.post("settings", values)

    def fault(self, endpoint: str, mode: object, **more: object) -> None:
        """`fault("score", 503, count=2, retry_after=1)`; see `lti_tools/demo_lms/faults.py`."""
        self.post("faults", {"endpoint": endpoint, "mode": str(mode), **more})

    def calls(self, endpoint: str = "", **filters: object) -> list[dict[str, Any]]:
        """Calls that tools made, oldest first."""
        found: list[dict[str, Any]] = self.get("calls", **({"endpoint": endpoint} if endpoint else {}), **filters)
        return found

    def grade(self, activity: int, person: int) -> dict[str, Any] | None:
        """The grade in an activity's own column."""
        found = (g for g in self.get("grades") if g["activity"] == activity and g["person"] == person)
        return next(found, None)

    def browser(self, person: int | None = None, *, third_party_cookies: bool = True) -> "LmsBrowser":
        browser = LmsBrowser(self.url, third_party_cookies=third_party_cookies)
        if person is not None:
            browser.sign_in(person)
        return browser

    def install(self, registration_url: str, client_id: str = "") -> dict[str, Any]:
        """Register a tool and make it ready for every course, as the admin would; the tool as data."""
        browser = self.browser(ADMIN)
        before = {tool["number"] for tool in self.get("tools")}
        page = browser.register(registration_url, update=bool(client_id))
        tools = [tool for tool in self.get("tools") if tool["number"] not in before or tool["client_id"] == client_id]
        assert tools, f"nothing was registered: {page.status} {page.words[:500]} {self.calls('registration')}"
        deeds = ["activate", "chooser"] if self.personality == "moodle" else ["activate", "add-app"]
        if not tools[0]["active"]:
            self.post("tools", {"tool": tools[0]["number"], "do": deeds})
        return next(tool for tool in self.get("tools") if tool["number"] == tools[0]["number"])


class LmsBrowser(Browser):
    """A person at the demo LMS."""

    def __init__(self, lms_url: str, *, third_party_cookies: bool = True) -> None:
        super().__init__(third_party_cookies=third_party_cookies)
        self.lms = lms_url

    def visit(self, path: str) -> Page:
        """A page of the LMS itself."""
        return self.open(self.lms + path)

    def sign_in(self, person: int) -> Page:
        page = self.open(f"{self.lms}/sign-in", method="POST", data={"person": person})
        assert page.status == 200, page.words
        return page

    # -- the administrator

    def register(self, registration_url: str, *, update: bool = False) -> Page:
        """Open a tool's registration in its frame; the tool's page."""
        page = self.visit("/admin/tools")
        page = self.submit(page, page.form(action="/admin/tools/register"), url=registration_url)
        if "is known already" in page.heading:
            page = self.submit(page, button="Update" if update else "Add as a new tool")
        return self.frame(page)

    # -- the teacher

    def select(self, course: int, tool: int, placement: str = "") -> Page:
        """Begin to add an activity: the tool's selection page, in its frame."""
        query = f"?placement={placement}" if placement else ""
        return self.frame(self.visit(f"/courses/{course}/add/{tool}/select{query}"))

    def finish_selection(self, page: Page, **fields: object) -> dict[str, Any]:
        """Go on from the page that the tool's return led to: save the draft (Moodle) or publish (Canvas).

        Gives the newest activity of the course as data. `fields` are those of Moodle's form.
        """
        page = self.settle(page)
        assert page.url.startswith(self.lms), f"still at {page.url}: {page.words[:500]}"
        assert page.status == 200, page.words
        course = page.url.removeprefix(self.lms).split("/")[2]
        if "/drafts/" in page.url:
            page = self.submit(page, button="Save and display", **fields)
            assert "/drafts/" not in page.url, page.words
        newest = self._newest(int(course))
        if not newest["published"]:
            self.open(f"{self.lms}/courses/{course}/activities/{newest['number']}/publish", method="POST")
        return newest

    def add_by_hand(
        self, course: int, tool: int, title: str, maximum: object = 100, **fields: object
    ) -> dict[str, Any]:
        """A link made without deep linking."""
        page = self.visit(f"/courses/{course}/add/{tool}")
        grade = "" if maximum is None else maximum
        page = self.submit(page, button="Save and display", title=title, grade_maximum=grade, **fields)
        assert "/add/" not in page.url, page.words
        newest = self._newest(course)
        if not newest["published"]:
            self.open(f"{self.lms}/courses/{course}/activities/{newest['number']}/publish", method="POST")
        return newest

    def _newest(self, course: int) -> dict[str, Any]:
        found = requests.get(f"{self.lms}/_demo/activities", timeout=10).json()
        newest: dict[str, Any] = max((a for a in found if a["course"] == course), key=lambda a: a["number"])
        return newest

    # -- everybody

    def launch(self, course: int, activity: int, *, window: bool = False) -> Page:
        """Open an activity in its frame on the course page, or in a window of its own."""
        path = f"/courses/{course}/activities/{activity}"
        if window:
            return self.settle(self.open(f"{self.lms}{path}/launch?target=window", initiator=f"{self.lms}{path}"))
        return self.frame(self.visit(path))

    def review(self, course: int, activity: int, student: int) -> Page:
        """Open a student's submission from the gradebook."""
        return self.frame(self.visit(f"/courses/{course}/activities/{activity}/review/{student}"))
