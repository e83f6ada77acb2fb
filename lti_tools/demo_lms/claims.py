"""The id_token of a launch, claim by claim (LTI 1.3 Core, section 5.4, and the services' own claims)."""

import json
from typing import Any

from lti_tools.demo_lms import custom, deep_linking, roles
from lti_tools.demo_lms.courses import Activity, Course
from lti_tools.demo_lms.lms import Launch, Lms
from lti_tools.demo_lms.people import Person
from lti_tools.demo_lms.terms import (
    AGS,
    AGS_CLAIM,
    DATA_PRIVACY,
    DEEP_LINKING,
    DL,
    GROUPS_CLAIM,
    GROUPS_SCOPE,
    LTI,
    NRPS_CLAIM,
    NRPS_SCOPE,
    RESOURCE_LINK,
    SUBMISSION_REVIEW,
)
from lti_tools.demo_lms.tools import Tool

Claims = dict[str, Any]


def id_token_claims(lms: Lms, launch: Launch, nonce: str) -> Claims:
    """All claims of one launch."""
    tool, person, course = lms.tools[launch.tool], lms.people[launch.person], lms.courses[launch.course]
    activity = lms.activities.get(launch.activity) if launch.activity else None
    now = int(lms.now())
    claims: Claims = {
        "iss": lms.issuer,
        "aud": tool.client_id,
        "sub": lms.sub(person),
        "iat": now,
        "exp": now + lms.personality.id_token_seconds,
        "nonce": nonce,
        f"{LTI}message_type": launch.message_type,
        f"{LTI}version": "1.3.0",
        f"{LTI}deployment_id": tool.deployment_id,
        f"{LTI}target_link_uri": launch.target_link_uri,
        f"{LTI}roles": roles.at_launch(lms, person, course),
        f"{LTI}tool_platform": _platform(lms),
        f"{LTI}launch_presentation": _presentation(lms, launch, person),
        **_identity(lms, tool, person),
        **({} if lms.moodle else _canvas_extras(lms, launch, tool, person)),
    }
    if launch.message_type != DATA_PRIVACY:
        claims |= _in_course(lms, launch, tool, person, course, activity)
    if launch.for_user is not None:
        claims[f"{LTI}for_user"] = {"user_id": lms.sub(lms.people[launch.for_user])}
    if launch.message_type == DEEP_LINKING:
        claims[f"{DL}deep_linking_settings"] = deep_linking.settings(lms, launch)
    return claims


def _in_course(
    lms: Lms, launch: Launch, tool: Tool, person: Person, course: Course, activity: Activity | None
) -> Claims:
    claims: Claims = {
        f"{LTI}context": {
            "id": lms.context_id(course),
            "label": course.label,
            "title": course.name,
            "type": [lms.personality.context_type],
        },
        f"{LTI}lis": {"person_sourcedid": "", "course_section_sourcedid": ""},
        **_services(lms, launch, tool, course, activity),
    }
    if launch.message_type in (RESOURCE_LINK, SUBMISSION_REVIEW):
        claims[f"{LTI}resource_link"] = _resource_link(lms, course, activity)
    enrolment = course.enrolments.get(person.number)
    if enrolment is not None and enrolment.observes:
        claims[f"{LTI}role_scope_mentor"] = [lms.sub(lms.people[number]) for number in enrolment.observes]
    members = claims.get(NRPS_CLAIM)
    added = {"context_memberships_url": members["context_memberships_url"]} if members and lms.moodle else {}
    values = custom.variables(lms, tool, person, course, activity, launch.document_target)
    if merged := custom.merged(lms, tool, _link_custom(launch, tool, activity), values, added):
        claims[f"{LTI}custom"] = merged
    return claims


def _link_custom(launch: Launch, tool: Tool, activity: Activity | None) -> dict[str, str]:
    placement = tool.placed(launch.placement)
    found = dict(placement.custom) if placement else {}
    found |= activity.custom if activity else {}
    if launch.message_type == SUBMISSION_REVIEW and activity and activity.submission_review:
        found |= {str(k): str(v) for k, v in (activity.submission_review.get("custom") or {}).items()}
    return found


def _resource_link(lms: Lms, course: Course, activity: Activity | None) -> Claims:
    """A launch from Canvas's course navigation or SpeedGrader carries the course's own id."""
    if activity is None:
        return {"id": lms.context_id(course), "title": course.name}
    return {"id": lms.resource_link_id(activity), "title": activity.title, "description": activity.text}


def _identity(lms: Lms, tool: Tool, person: Person) -> Claims:
    claims: Claims = {}
    if tool.sends_name:
        claims |= {"name": person.name, "given_name": person.given, "family_name": person.family}
        if lms.moodle:
            claims[f"{LTI}ext"] = {"user_username": person.username, "lms": "moodle-2"}
        else:
            claims["picture"] = f"{lms.base_url}/static/person.svg"
    elif lms.moodle:
        claims[f"{LTI}ext"] = {"lms": "moodle-2"}
    if tool.sends_email:
        claims["email"] = person.email
    return claims


def _platform(lms: Lms) -> Claims:
    return {
        "guid": f"{lms.opaque('account')}:canvas-lms" if not lms.moodle else lms.opaque("site")[:32],
        "name": "Demo school",
        "description": "Demo LMS",
        "product_family_code": lms.personality.name,
        "version": lms.personality.version,
        "url": lms.base_url,
    }


def _presentation(lms: Lms, launch: Launch, person: Person) -> Claims:
    back = f"{lms.base_url}/courses/{launch.course}/return?launch={launch.data}"
    claims: Claims = {"locale": person.locale, "document_target": launch.document_target, "return_url": back}
    return claims if lms.moodle else claims | {"width": 900, "height": 700}


def _canvas_extras(lms: Lms, launch: Launch, tool: Tool, person: Person) -> Claims:
    legacy = lms.opaque(f"user {person.number}")
    extras: Claims = {
        "azp": tool.client_id,
        "locale": person.locale,
        "errors": {"errors": {}},
        f"{LTI}lti11_legacy_user_id": legacy,
        f"{LTI}lti1p1": {"user_id": legacy},
    }
    if launch.placement:
        extras["https://www.instructure.com/placement"] = launch.placement
    return extras


def _services(lms: Lms, launch: Launch, tool: Tool, course: Course, activity: Activity | None) -> Claims:
    claims: Claims = {}
    ags = sorted(scope for scope in tool.scopes if scope.startswith(AGS))
    if ags:
        claims[AGS_CLAIM] = {"scope": ags, "lineitems": lms.line_items_url(course.number, tool)}
        items = lms.items_of(activity) if activity else []
        if len(items) == 1:
            claims[AGS_CLAIM]["lineitem"] = lms.line_item_url(items[0], tool)
    if lms.moodle and activity and lms.items_of(activity):
        claims |= _basic_outcome(lms, launch)
    used = any(other.tool == tool.number for other in lms.activities_in(course.number))
    if NRPS_SCOPE in tool.scopes and (used or not lms.moodle):
        claims[NRPS_CLAIM] = {
            "context_memberships_url": lms.memberships_url(course.number, tool),
            "service_versions": ["1.0", "2.0"] if lms.moodle else ["2.0"],
        }
    if GROUPS_SCOPE in tool.scopes and lms.switches.groups_service:
        paths = lms.personality.paths
        claims[GROUPS_CLAIM] = {
            "context_groups_url": lms.url(paths.groups, course=course.number),
            "context_group_sets_url": lms.url(paths.group_sets, course=course.number),
            "scope": [GROUPS_SCOPE],
            "service_versions": ["1.0"],
        }
    return claims


def _basic_outcome(lms: Lms, launch: Launch) -> Claims:
    sourced = {"data": {"instanceid": str(launch.activity), "userid": str(launch.person)}, "hash": lms.opaque("bo")}
    return {
        "https://purl.imsglobal.org/spec/lti-bo/claim/basicoutcome": {
            "lis_result_sourcedid": json.dumps(sourced),
            "lis_outcome_service_url": f"{lms.base_url}/mod/lti/service.php",
        }
    }
