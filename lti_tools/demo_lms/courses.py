"""Courses, their groups, and the activities (resource links) in them."""

from dataclasses import dataclass, field, replace
from typing import Any

from lti_tools.demo_lms.people import Enrolment, Role


@dataclass
class Group:
    number: int
    name: str
    set_name: str
    members: set[int] = field(default_factory=set)


@dataclass
class Activity:
    """A resource link. `custom` is the item's own; the tool's is merged in at launch."""

    number: int
    course: int
    tool: int
    title: str
    text: str = ""
    url: str = ""
    custom: dict[str, str] = field(default_factory=dict)
    line_item: int | None = None
    grade_maximum: float | None = None
    """Set while the teacher wants a column; saving the activity makes a lost line item anew (Moodle)."""
    tag: str = ""
    resource_id: str = ""
    submission_review: dict[str, Any] | None = None
    new_window: bool = False
    published: bool = True
    unlock_at: str = ""
    lock_at: str = ""
    due_at: str = ""
    allowed_attempts: int | None = None


@dataclass
class Course:
    number: int
    name: str
    label: str
    enrolments: dict[int, Enrolment] = field(default_factory=dict)
    groups: list[Group] = field(default_factory=list)
    history: list[int] = field(default_factory=list)
    """Courses that this one was copied from, nearest first."""
    tools_shown: set[int] = field(default_factory=set)
    """Tools that a teacher switched on for this course's activity chooser (Moodle)."""
    start: str = "2025-09-01T07:00:00Z"
    end: str = "2026-06-30T18:00:00Z"

    def role(self, person: int) -> Role | None:
        enrolment = self.enrolments.get(person)
        return enrolment.role if enrolment and enrolment.active else None

    def numbers(self, *roles: Role) -> list[int]:
        return [number for number, enrolment in self.enrolments.items() if enrolment.role in roles]


def staff_of(course: Course) -> dict[int, Enrolment]:
    """Enrolments that go along when a course is copied: the staff's, never a student's."""
    kept = (Role.TEACHER, Role.ASSISTANT)
    return {number: replace(entry) for number, entry in course.enrolments.items() if entry.role in kept}
