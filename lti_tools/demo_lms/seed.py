"""The people and courses that a fresh demo LMS starts with, or those of a JSON file."""

import json
from pathlib import Path
from typing import Any

from lti_tools.demo_lms.courses import Course, Group
from lti_tools.demo_lms.lms import Lms
from lti_tools.demo_lms.people import Enrolment, Person, Role

_STUDENTS = (
    ("Aiko", "Tanaka", "en"),
    ("Bilal", "Haddad", "en"),
    ("Chloé", "Marchand", "en"),
    ("Dilnoza", "Karimova", "uz"),
    ("Emeka", "Nwosu", "en"),
    ("Freya", "Lindqvist", "en"),
    ("Giorgos", "Pappas", "en"),
    ("Hina", "Malik", "en"),
    ("Ivan", "Sokolov", "ru"),
    ("João", "Pereira", "en"),
    ("Kalani", "Kealoha", "en"),
    ("Lucía", "Fernández", "es"),
)

DEFAULT: dict[str, Any] = {
    "people": [
        {"number": 2, "given": "Noor", "family": "Aziz", "username": "admin", "is_admin": True},
        {"number": 3, "given": "Amara", "family": "Okafor"},
        {"number": 4, "given": "Tomás", "family": "Rivera", "locale": "es"},
        *(
            {"number": 11 + place, "given": given, "family": family, "locale": locale}
            for place, (given, family, locale) in enumerate(_STUDENTS)
        ),
        {"number": 31, "given": "Beatriz", "family": "Pereira"},
    ],
    "courses": [
        {
            "number": 2,
            "name": "Biology 9B",
            "label": "BIO-9B",
            "teacher": [3],
            "assistant": [4],
            "student": list(range(11, 23)),
            "observer": [31],
            "observes": [[31, 20]],
            "groups": {
                "Lab groups": {"Ferns": [11, 12, 13, 14], "Mosses": [15, 16, 17, 18], "Lichens": [19, 20, 21, 22]}
            },
        },
        {
            "number": 3,
            "name": "World History 10A",
            "label": "HIST-10A",
            "teacher": [3],
            "student": [4, 11, 12, 13, 14, 15],
            "groups": {},
        },
    ],
}


def read(path: Path) -> dict[str, Any]:
    """A seed file: JSON in the form of `DEFAULT`."""
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


def plant(lms: Lms, data: dict[str, Any]) -> None:
    """Fill an empty platform."""
    for person in data["people"]:
        lms.people[person["number"]] = Person(**person)
    for course in data["courses"]:
        lms.courses[course["number"]] = _course(course, observers=not lms.moodle)


def _course(data: dict[str, Any], *, observers: bool) -> Course:
    """A course; Moodle has no observers in courses."""
    roles = [role for role in Role if observers or role is not Role.OBSERVER]
    enrolments = {number: Enrolment(role) for role in roles for number in data.get(role.value, [])}
    for number, student in data.get("observes", []):
        if number in enrolments:
            enrolments[number].observes += (student,)
    course = Course(data["number"], data["name"], data["label"], enrolments)
    for set_name, groups in data.get("groups", {}).items():
        for name, members in groups.items():
            number = course.number * 10 + len(course.groups) + 1
            course.groups.append(Group(number, name, set_name, set(members)))
    return course
