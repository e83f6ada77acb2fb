"""Role words in launches and member lists, which differ between the personalities and, in Moodle, between the two."""

from lti_tools.demo_lms.courses import Course
from lti_tools.demo_lms.lms import Lms
from lti_tools.demo_lms.people import Person, Role
from lti_tools.demo_lms.terms import INSTITUTION, MEMBERSHIP, SYSTEM

_CANVAS = {
    Role.TEACHER: [f"{MEMBERSHIP}#Instructor"],
    Role.ASSISTANT: [f"{MEMBERSHIP}#Instructor", f"{MEMBERSHIP}/Instructor#TeachingAssistant"],
    Role.STUDENT: [f"{MEMBERSHIP}#Learner"],
    Role.OBSERVER: [f"{MEMBERSHIP}#Mentor"],
}


def at_launch(lms: Lms, person: Person, course: Course) -> list[str]:
    """Sorted role URIs of a launch."""
    return sorted(_moodle_launch(person, course) if lms.moodle else _canvas_launch(lms, person, course))


def in_members(lms: Lms, person: Person, course: Course) -> list[str]:
    """Roles of one entry of the member list. Moodle: short words, and a non-editing teacher is a Learner here."""
    role = course.enrolments[person.number].role
    if not lms.moodle:
        return _CANVAS[role]
    roles = ["Instructor" if role is Role.TEACHER else "Learner"]
    return [*roles, f"{INSTITUTION}Administrator", f"{SYSTEM}Administrator"] if person.is_admin else roles


def _moodle_launch(person: Person, course: Course) -> list[str]:
    if person.is_admin:
        return [f"{MEMBERSHIP}#Instructor", f"{INSTITUTION}Administrator", f"{SYSTEM}Administrator"]
    staff = course.role(person.number) in (Role.TEACHER, Role.ASSISTANT)
    return [f"{MEMBERSHIP}#Instructor" if staff else f"{MEMBERSHIP}#Learner"]


def _canvas_launch(lms: Lms, person: Person, course: Course) -> set[str]:
    """Canvas adds what the person is elsewhere in the institution: a student here may be an instructor there."""
    role = course.role(person.number)
    roles = {f"{SYSTEM}User", *(_CANVAS[role] if role else ())}
    for other in lms.courses.values():
        elsewhere = other.role(person.number)
        if elsewhere in (Role.TEACHER, Role.ASSISTANT):
            roles.add(f"{INSTITUTION}Instructor")
        elif elsewhere is Role.STUDENT:
            roles.add(f"{INSTITUTION}Student")
        elif elsewhere is Role.OBSERVER:
            roles.add(f"{INSTITUTION}Observer")
    return roles | ({f"{INSTITUTION}Administrator"} if person.is_admin else set())
