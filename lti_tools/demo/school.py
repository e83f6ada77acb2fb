"""A demo LMS as its people use it over HTTP: its admin registers the suite, its teacher adds activities, students open
them. What a tool's `demo.py` works with."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lti_tools.demo.pages import Page
from lti_tools.demo.visitor import Visitor

ADMIN, TEACHER, STUDENTS, COURSE = 2, 3, tuple(range(11, 23)), 2
"""Numbers in the demo LMS's own seed."""


ACTIVITY = re.compile(r"/activities/(\d+)$")


@dataclass
class DemoPerson(Visitor):
    """Somebody signed in at one demo LMS."""

    lms: str
    number: int

    def __post_init__(self) -> None:
        super().__init__()
        page = self.open(self.lms)
        form = next(form for form in page.forms if ("person", str(self.number)) in form.fields)
        self.submit(form)

    def activities(self) -> "list[DemoActivity]":
        """The activities that this person sees in the course, oldest first."""
        page = self.open(f"{self.lms}/courses/{COURSE}")
        return [DemoActivity(link) for link in dict.fromkeys(link for link, _ in page.links) if ACTIVITY.search(link)]


@dataclass
class DemoActivity:
    """An activity in the demo course."""

    address: str

    @property
    def number(self) -> int:
        return int(self.address.rpartition("/")[2])

    def open(self, person: DemoPerson) -> Page:
        """Launch the activity as `person`; the tool's first page."""
        return person.open(person.open(self.address).frames[0])


@dataclass
class DemoCourse:
    """The first course of one demo LMS, with its teacher and students signed in."""

    lms: str
    whole: bool = True
    """False in a second LMS, whose course shows of each tool what is quickly made."""
    teacher: DemoPerson = field(init=False)
    _students: list[DemoPerson] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.teacher = DemoPerson(self.lms, TEACHER)

    @property
    def address(self) -> str:
        return f"{self.lms}/courses/{COURSE}"

    @property
    def students(self) -> Sequence[DemoPerson]:
        if not self._students:
            self._students = [DemoPerson(self.lms, number) for number in STUDENTS]
        return self._students

    def add(self, tool: str, settings: Mapping[str, str | Sequence[str]], *, template: str = "") -> DemoActivity:
        """The teacher adds an activity of `tool` (its slug) by deep linking; `settings` are the form's fields.

        They change what a `template` of the tool, by its name, has filled in.
        """
        before = {activity.number for activity in self.teacher.activities()}
        chooser = self.teacher.open(f"{self.address}/add")
        selections = [link for link, _ in chooser.links if "/select" in link]
        best = next((link for link in selections if "assignment_selection" in link), selections[0])
        page = self.teacher.open(self.teacher.open(best).frames[0])
        if not any(form.action.endswith(f"/-/link/{tool}") for form in page.forms):
            page = self.teacher.open(page.link_to(f"/-/link/{tool}"))
        if template:
            page = self.teacher.open(page.link_to(template))
        page = self.teacher.submit(page.form_to(f"/-/link/{tool}"), settings)
        if "/drafts/" in page.url:
            self.teacher.submit(page.forms[-1])
        made = next(activity for activity in self.teacher.activities() if activity.number not in before)
        self._publish(made.number)
        return made

    def close(self) -> None:
        for person in (self.teacher, *self._students):
            person.close()

    def _publish(self, number: int) -> None:
        page = self.teacher.open(self.address)
        for form in page.forms:
            if form.action.endswith(f"/activities/{number}/publish"):
                self.teacher.submit(form)


def install(lms: str, registration_address: str) -> None:
    """Register the suite with a demo LMS as its administrator does, and offer it in every course."""
    admin = DemoPerson(lms, ADMIN)
    try:
        page = admin.open(f"{lms}/admin/tools")
        frame = admin.submit(page.form_to("/admin/tools/register"), {"url": registration_address}).frames[0]
        admin.open(frame)
        for deed in ("activate", "chooser", "add-app"):
            page = admin.open(f"{lms}/admin/tools")
            form = next((form for form in page.forms if form.action.endswith(f"/{deed}")), None)
            if form is not None:
                admin.submit(form)
    finally:
        admin.close()
