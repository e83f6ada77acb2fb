"""Names and Role Provisioning Services 2.0: the member list of a course, or of a Canvas group."""

import base64
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from lti_tools.demo_lms import custom, roles
from lti_tools.demo_lms.calls import Refused
from lti_tools.demo_lms.courses import Activity, Course, Group
from lti_tools.demo_lms.lms import Lms
from lti_tools.demo_lms.people import Person
from lti_tools.demo_lms.terms import LTI, MEMBERSHIP, RESOURCE_LINK
from lti_tools.demo_lms.tools import Tool

Json = dict[str, Any]
Query = Mapping[str, str]


def members(lms: Lms, course: Course, tool: Tool, query: Query) -> tuple[Json, dict[str, str]]:
    """One page of a course's members and the headers that lead to the next."""
    link = _link(lms, course, tool, query.get("rlid", ""))
    listed = [
        _member(lms, number, course, tool)
        for number, enrolment in course.enrolments.items()
        if enrolment.active or (lms.switches.lists_inactive and not lms.moodle)
    ]
    wanted = query.get("role", "").rpartition("#")[2]
    if wanted:
        listed = [entry for entry in listed if any(role.endswith(wanted) for role in entry["roles"])]
    url = lms.memberships_url(course.number, tool)
    page, headers = _page(lms, listed, url, query)
    for entry in page:
        if link:
            entry["message"] = [_message(lms, entry, link, course, tool)]
        if query.get("groups") == "true" and lms.switches.groups_service:
            entry["group_enrollments"] = _group_enrollments(lms, entry, course)
    container = {"id": _own_address(url, query), "context": _context(lms, course), "members": page}
    return container, headers


def group_members(lms: Lms, course: Course, group: Group, tool: Tool, query: Query) -> tuple[Json, dict[str, str]]:
    """A Canvas group's member list, its own context."""
    url = lms.url(lms.personality.paths.group_memberships, group=group.number)
    listed = [
        _person(lms, lms.people[number], tool) | {"roles": [f"{MEMBERSHIP}#Member"], "status": "Active"}
        for number in sorted(group.members)
        if course.role(number)
    ]
    page, headers = _page(lms, listed, url, query)
    context = {"id": lms.opaque(f"group {group.number}"), "title": group.name}
    return {"id": url, "context": context, "members": page}, headers


def _own_address(url: str, query: Query) -> str:
    return f"{url}?{urlencode(query)}" if query else url


def _context(lms: Lms, course: Course) -> Json:
    return {"id": lms.context_id(course), "label": course.label, "title": course.name}


def _link(lms: Lms, course: Course, tool: Tool, rlid: str) -> Activity | None:
    """The resource link that `rlid` names. Canvas also takes the course's own id."""
    if not rlid or (not lms.moodle and rlid == lms.context_id(course)):
        return None
    activity = lms.activity_of(rlid, course)
    if activity is None or activity.tool != tool.number:
        if lms.moodle:
            raise Refused(404, "The resource link does not exist")
        raise Refused(400, "Tool does not have access to rlid or rlid does not exist")
    return activity


def _person(lms: Lms, person: Person, tool: Tool) -> Json:
    entry: Json = {"user_id": lms.sub(person)}
    if not lms.moodle:
        entry["lti11_legacy_user_id"] = lms.opaque(f"user {person.number}")
    if tool.sends_name:
        entry |= {"name": person.name, "given_name": person.given, "family_name": person.family}
        if not lms.moodle:
            entry["picture"] = f"{lms.base_url}/static/person.svg"
        else:
            entry["lis_person_sourcedid"] = ""
    if tool.sends_email:
        entry["email"] = person.email
    return entry


def _member(lms: Lms, number: int, course: Course, tool: Tool) -> Json:
    person = lms.people[number]
    active = course.enrolments[number].active
    return _person(lms, person, tool) | {
        "status": "Active" if active else "Inactive",
        "roles": list(roles.in_members(lms, person, course)),
    }


def _message(lms: Lms, entry: Json, link: Activity, course: Course, tool: Tool) -> Json:
    person = lms.person_of(entry["user_id"])
    message: Json = {f"{LTI}message_type": RESOURCE_LINK}
    if lms.moodle:
        outcome = {"lis_outcome_service_url": f"{lms.base_url}/mod/lti/service.php"}
        return message | {"https://purl.imsglobal.org/spec/lti-bo/claim/basicoutcome": outcome}
    values = custom.variables(lms, tool, person, course, link, "iframe") if person else {}
    message["locale"] = person.locale if person else "en"
    return message | {f"{LTI}custom": custom.merged(lms, tool, link.custom, values, {})}


def _group_enrollments(lms: Lms, entry: Json, course: Course) -> list[Json]:
    person = lms.person_of(entry["user_id"])
    return [{"group_id": str(group.number)} for group in course.groups if person and person.number in group.members]


# -- pages


def _page(lms: Lms, listed: list[Json], url: str, query: Query) -> tuple[list[Json], dict[str, str]]:
    limit = _whole(query.get("limit")) or lms.switches.member_page
    if lms.moodle:
        return _page_moodle(listed, limit, url, query)
    return _page_canvas(listed, limit or 50, url, query)


def _page_moodle(listed: list[Json], limit: int, url: str, query: Query) -> tuple[list[Json], dict[str, str]]:
    """All on one page without a limit; the next address loses `role`."""
    start = _whole(query.get("from"))
    if not limit or start + limit >= len(listed):
        return listed[start:], {}
    kept = {name: value for name, value in query.items() if name not in ("role", "from", "limit")}
    following = f"{url}?{urlencode({**kept, 'limit': limit, 'from': start + limit})}"
    return listed[start : start + limit], {"Link": f'<{following}>; rel="next"'}


def _page_canvas(listed: list[Json], limit: int, url: str, query: Query) -> tuple[list[Json], dict[str, str]]:
    start = _place(query.get("page", ""))
    if start + limit >= len(listed):
        return listed[start:], {}
    mark = "bookmark:" + base64.urlsafe_b64encode(f"Seat {start + limit}".encode()).decode()
    following = f"{url}?{urlencode({**query, 'page': mark, 'limit': limit})}"
    return listed[start : start + limit], {"Link": f'<{following}>; rel="next"'}


def _place(mark: str) -> int:
    """Where a page begins; the mark is case-sensitive and must come back as it was given."""
    if not mark or mark == "1":
        return 0
    try:
        word, number = base64.urlsafe_b64decode(mark.removeprefix("bookmark:")).decode().split()
        if word != "Seat":
            raise ValueError(mark)
        return int(number)
    except ValueError as error:
        raise Refused(400, "This page address was changed") from error


def _whole(value: str | None) -> int:
    return int(value) if value and value.isdigit() else 0
