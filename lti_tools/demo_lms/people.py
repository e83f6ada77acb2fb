"""People of the site and the parts they play in a course."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """A person's part in one course."""

    TEACHER = "teacher"
    ASSISTANT = "assistant"
    STUDENT = "student"
    OBSERVER = "observer"


ROLE_NAMES = {
    Role.TEACHER: "Teacher",
    Role.ASSISTANT: "Assistant (non-editing teacher)",
    Role.STUDENT: "Student",
    Role.OBSERVER: "Observer",
}


@dataclass
class Person:
    """`sub` and `login_hint` derive from `number` in the personality's manner."""

    number: int
    given: str
    family: str
    is_admin: bool = False
    locale: str = "en"
    timezone: str = "Europe/Madrid"
    email: str = ""
    username: str = ""

    def __post_init__(self) -> None:
        parts = unicodedata.normalize("NFKD", f"{self.given}.{self.family}".lower().replace(" ", ""))
        self.username = self.username or parts.encode("ascii", "ignore").decode()
        self.email = self.email or f"{self.username}@school.example"

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"

    @property
    def initials(self) -> str:
        return (self.given[:1] + self.family[:1]).upper()


@dataclass
class Enrolment:
    role: Role
    active: bool = True
    """False: suspended. Moodle leaves such people out of the member list but takes scores for them."""
    observes: tuple[int, ...] = ()
    """Numbers of the students whom an observer accompanies."""
