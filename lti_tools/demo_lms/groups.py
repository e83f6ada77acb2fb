"""The Course Groups Service 1.0, which neither Moodle nor Canvas has: switched on by a test or the admin."""

from collections.abc import Mapping
from typing import Any

from lti_tools.demo_lms.courses import Course
from lti_tools.demo_lms.lms import Lms

Json = dict[str, Any]


def groups(lms: Lms, course: Course, query: Mapping[str, str]) -> Json:
    """The course's groups, or those of `user_id`."""
    person = lms.person_of(query["user_id"]) if "user_id" in query else None
    found = [
        {"id": str(group.number), "name": group.name, "set_id": _set_id(course, group.set_name)}
        for group in course.groups
        if "user_id" not in query or (person and person.number in group.members)
    ]
    return {"id": lms.url(lms.personality.paths.groups, course=course.number), "groups": found}


def group_sets(lms: Lms, course: Course) -> Json:
    names = sorted({group.set_name for group in course.groups})
    sets = [{"id": _set_id(course, name), "name": name} for name in names]
    return {"id": lms.url(lms.personality.paths.group_sets, course=course.number), "sets": sets}


def _set_id(course: Course, name: str) -> str:
    names = sorted({group.set_name for group in course.groups})
    return f"{course.number}-{names.index(name) + 1}"
