"""Custom parameters: how tool-level and link-level ones merge, and which variables are substituted."""

import re
from collections.abc import Mapping
from datetime import datetime

from lti_tools.demo_lms.courses import Activity, Course
from lti_tools.demo_lms.lms import Lms
from lti_tools.demo_lms.people import Person
from lti_tools.demo_lms.terms import INSTITUTION, MEMBERSHIP
from lti_tools.demo_lms.tools import Tool

Values = dict[str, str | None]


def stored(lms: Lms, custom: object) -> dict[str, str]:
    """A content item's `custom` as the platform keeps it.

    Moodle keeps text, one `name=value` a line: a newline in a value starts another parameter, tags vanish, true is "1",
    false and null are empty, a list is the word Array.
    """
    pairs = custom.items() if isinstance(custom, dict) else ()
    if not lms.moodle:
        return {str(name): str(value) for name, value in pairs}
    lines = "\n".join(f"{name}={_text(value)}" for name, value in pairs)
    return from_lines(re.sub(r"<[a-zA-Z/!?][^>]*>", "", lines))


def from_lines(lines: str) -> dict[str, str]:
    """Parameters typed or kept one a line."""
    pairs = (line.partition("=") for line in lines.splitlines() if "=" in line)
    return {name.strip(): value.strip() for name, _, value in pairs if name.strip()}


def to_lines(custom: Mapping[str, str]) -> str:
    return "\n".join(f"{name}={value}" for name, value in custom.items())


def _text(value: object) -> str:
    if isinstance(value, bool) or value is None:
        return "1" if value else ""
    return "Array" if isinstance(value, list | dict) else str(value)


def merged(
    lms: Lms, tool: Tool, link: Mapping[str, str], values: Mapping[str, str | None], added: Mapping[str, str]
) -> dict[str, str | None]:
    """The `custom` claim. Moodle: the tool's value wins, odd names come twice. Canvas: the link's value wins."""
    both = {**link, **tool.custom} if lms.moodle else {**tool.custom, **link}
    claim: dict[str, str | None] = {}
    for name, value in {**both, **added}.items():
        resolved = values.get(value[1:], value) if value.startswith("$") else value
        if lms.moodle:
            claim[re.sub(r"[^a-z0-9_]", "_", name.lower())] = resolved
        claim[name] = resolved
    return claim


def variables(lms: Lms, tool: Tool, person: Person, course: Course, activity: Activity | None, target: str) -> Values:
    """Every variable this personality resolves for this launch, by name; others stay as they were written.

    Moodle sends `$ResourceLink.id` as null where there is no link yet (deep linking).
    """
    find = _moodle if lms.moodle else _canvas
    known = {**_shared(lms, tool, person, course, activity), **find(lms, tool, person, course, activity, target)}
    offered = set(lms.personality.variables)
    resolved: Values = {name: value for name, value in known.items() if name in offered and value is not None}
    if lms.moodle and activity is None:
        return {**resolved, "ResourceLink.id": None}
    return resolved


def _shared(lms: Lms, tool: Tool, person: Person, course: Course, activity: Activity | None) -> Values:
    name = tool.sends_name
    return {
        "Context.id": lms.context_id(course),
        "Context.title": course.name,
        "Context.label": course.label,
        "Context.id.history": ",".join(lms.context_id(number) for number in course.history),
        "ResourceLink.id": lms.resource_link_id(activity) if activity else None,
        "ResourceLink.title": activity.title if activity else None,
        "ResourceLink.description": activity.text if activity else None,
        "User.id": lms.sub(person),
        "User.username": person.username,
        "Person.name.full": person.name if name else None,
        "Person.name.given": person.given if name else None,
        "Person.name.family": person.family if name else None,
        "Person.email.primary": person.email if tool.sends_email else None,
        "Person.sourcedId": "",
    }


def _moodle(lms: Lms, tool: Tool, person: Person, course: Course, activity: Activity | None, target: str) -> Values:
    items = lms.items_of(activity) if activity else []
    only = items[0] if len(items) == 1 else None
    groups = [str(group.number) for group in course.groups if person.number in group.members]
    staff = course.role(person.number) not in (None, "student")
    return {
        "Context.sourcedId": "",
        "Context.longDescription": "",
        "Context.timeFrame.begin": str(int(datetime.fromisoformat(course.start).timestamp())),
        "CourseSection.title": course.name,
        "CourseSection.label": course.label,
        "CourseSection.sourcedId": "",
        "CourseSection.longDescription": "",
        "CourseSection.timeFrame.begin": course.start,
        "CourseSection.timeFrame.end": course.end,
        "Membership.role": "Instructor" if staff else "Learner",
        "Moodle.Person.userGroupIds": ",".join(groups),
        "Person.webaddress": "",
        **(
            {}
            if tool.sends_name
            else dict.fromkeys(("Person.name.full", "Person.name.given", "Person.name.family"), "")
        ),
        **({} if tool.sends_email else {"Person.email.primary": ""}),
        "LineItems.url": lms.line_items_url(course.number, tool),
        "LineItem.url": lms.line_item_url(only, tool) if only else None,
        "Scores.url": lms.line_item_url(only, tool, "/scores") if only else None,
        "Results.url": lms.line_item_url(only, tool, "/results") if only else None,
        "ToolProxyBinding.memberships.url": lms.memberships_url(course.number, tool),
    }


def _canvas(lms: Lms, tool: Tool, person: Person, course: Course, activity: Activity | None, target: str) -> Values:
    groups = [group for group in course.groups if person.number in group.members]
    role = course.role(person.number)
    return {
        "ResourceLink.available.startDateTime": _date(activity, "unlock_at"),
        "ResourceLink.available.endDateTime": _date(activity, "lock_at"),
        "ResourceLink.submission.endDateTime": _date(activity, "due_at"),
        "Canvas.assignment.unlockAt.iso8601": _date(activity, "unlock_at"),
        "Canvas.assignment.lockAt.iso8601": _date(activity, "lock_at"),
        "Canvas.assignment.dueAt.iso8601": _date(activity, "due_at"),
        "Canvas.assignment.id": str(activity.number) if activity and activity.line_item else None,
        "Canvas.assignment.title": activity.title if activity and activity.line_item else None,
        "Canvas.user.id": str(person.number),
        "Canvas.user.globalId": str(10_000_000_000_000 + person.number),
        "Canvas.user.loginId": person.username,
        "Canvas.user.prefersHighContrast": "false",
        "Canvas.course.id": str(course.number),
        "Canvas.course.name": course.name,
        "Canvas.course.startAt": course.start,
        "Canvas.course.endAt": course.end,
        "Canvas.course.previousContextIds": ",".join(lms.context_id(number) for number in course.history[:1]),
        "Canvas.course.previousContextIds.recursive": ",".join(map(lms.context_id, course.history)),
        "Canvas.api.domain": lms.base_url.partition("://")[2],
        "Canvas.api.baseUrl": lms.base_url,
        "Canvas.rootAccount.id": "1",
        "vnd.Canvas.root_account.uuid": lms.opaque("account"),
        "Canvas.environment.test": "true",
        "Canvas.group.contextIds": ",".join(lms.opaque(f"group {group.number}") for group in groups),
        "com.instructure.Course.groupIds": ",".join(str(group.number) for group in course.groups),
        "com.instructure.Assignment.lti.id": lms.resource_link_id(activity) if activity else None,
        "Person.name.display": person.name if tool.sends_name else None,
        "Person.address.timezone": person.timezone,
        "Message.locale": person.locale,
        "Message.documentTarget": target,
        "Membership.role": f"{MEMBERSHIP}#Learner" if role == "student" else f"{INSTITUTION}Instructor",
    }


def _date(activity: Activity | None, name: str) -> str | None:
    """Canvas leaves the variable as it stands where there is no date."""
    return (getattr(activity, name) or None) if activity else None
