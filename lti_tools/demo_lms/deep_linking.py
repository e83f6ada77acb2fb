"""Deep linking: what we tell the tool, how its answer is judged, and what becomes of the content items."""

import re
from typing import Any
from urllib.parse import urlencode

from lti_tools.demo_lms import activities, custom, tool_keys
from lti_tools.demo_lms.calls import Call, Refused
from lti_tools.demo_lms.courses import Activity
from lti_tools.demo_lms.jwt import TokenInvalid, read, verify
from lti_tools.demo_lms.lms import Draft, Launch, Lms
from lti_tools.demo_lms.terms import DL, LTI
from lti_tools.demo_lms.tools import Tool

Item = dict[str, Any]

ACCEPT_TYPES = {
    "editor_button": ["link", "file", "html", "ltiResourceLink", "image"],
    "homework_submission": ["file", "ltiResourceLink"],
    "migration_selection": ["file"],
}
ONE_ONLY = ("assignment_selection", "homework_submission", "migration_selection")
TAKES_LINE_ITEM = (
    *("course_assignments_menu", "module_index_menu_modal", "module_menu_modal"),
    *("assignment_selection", "link_selection"),
)


def accept_types(lms: Lms, placement: str) -> list[str]:
    return ["ltiResourceLink"] if lms.moodle else ACCEPT_TYPES.get(placement, ["ltiResourceLink"])


def settings(lms: Lms, launch: Launch) -> dict[str, Any]:
    """The deep_linking_settings claim (Deep Linking 2.0, section 3.4.1)."""
    values: dict[str, Any] = {
        "deep_link_return_url": return_url(lms, launch),
        "accept_types": accept_types(lms, launch.placement),
        "accept_presentation_document_targets": ["frame", "iframe", "window"] if lms.moodle else ["iframe", "window"],
        "accept_multiple": lms.moodle or launch.placement not in ONE_ONLY,
        "auto_create": launch.placement == "collaboration",
        "title": "",
        "text": "",
    }
    if not lms.moodle:
        values["accept_media_types"] = "application/vnd.ims.lti.v1.ltilink"
        values["accept_lineitem"] = launch.placement in TAKES_LINE_ITEM
    return values


def return_url(lms: Lms, launch: Launch) -> str:
    """The address for the answer; its query must come back unchanged."""
    if lms.moodle:
        query = {"course": launch.course, "id": launch.tool, "sesskey": launch.data}
    else:
        query = {"placement": launch.placement, "data": launch.data}
    return f"{lms.url(lms.personality.paths.deep_link_return)}?{urlencode(query)}"


def launch_of(lms: Lms, data: str) -> Launch:
    """The launch that a return address belongs to."""
    with lms.lock:
        found = next((launch for launch in lms.launches.values() if data and launch.data == data), None)
    if found is None:
        raise Refused(400, "The return address was changed, or this selection is over")
    return found


def read_response(lms: Lms, launch: Launch, token: str, call: Call) -> dict[str, Any]:
    """The claims of a LtiDeepLinkingResponse. Moodle checks signature and exp alone, Canvas all of it."""
    tool = lms.tools[launch.tool]
    call.client_id = tool.client_id
    try:
        _, unchecked = read(token)
        if unchecked.get("iss") != tool.client_id:
            raise Refused(400, "iss is not the client_id")
        claims = verify(token, tool_keys.key_set(lms, tool, token, anew=not lms.moodle))
    except TokenInvalid as error:
        raise Refused(400, f"Invalid JWT: {error}") from error
    call.body = claims
    if not isinstance(claims.get("exp"), int | float) or claims["exp"] < lms.now():
        raise Refused(400, "The JWT has expired")
    call.problems += _breaches(lms, launch, tool, claims)
    if call.problems and not lms.moodle:
        raise Refused(400, "; ".join(call.problems))
    items = claims.get(f"{DL}content_items") or []
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise Refused(400, "content_items is no list of objects")
    return claims


def _breaches(lms: Lms, launch: Launch, tool: Tool, claims: dict[str, Any]) -> list[str]:
    aud = claims.get("aud")
    nonce = f"{tool.client_id} {claims.get('nonce')}"
    wanted = {
        "aud is not the issuer": lms.issuer in (aud if isinstance(aud, list) else [aud]),
        "nonce is missing or was used": bool(claims.get("nonce")) and nonce not in lms.assertion_ids,
        "iat is missing or ahead": isinstance(claims.get("iat"), int | float) and claims["iat"] <= lms.now() + 60,
        "deployment_id is wrong": claims.get(f"{LTI}deployment_id") == tool.deployment_id,
        "message_type is wrong": claims.get(f"{LTI}message_type") == "LtiDeepLinkingResponse",
        "version is wrong": claims.get(f"{LTI}version") == "1.3.0",
        "data comes back though none was sent": f"{DL}data" not in claims,
        "content_items is missing": isinstance(claims.get(f"{DL}content_items"), list),
    }
    lms.assertion_ids.add(nonce)
    return [problem for problem, fine in wanted.items() if not fine]


def take(lms: Lms, launch: Launch, items: list[Item], call: Call) -> Draft | list[Activity]:
    """Make activities of the items; Moodle gives a single one to the teacher as a `Draft` to save."""
    with lms.lock:
        launch.returned = True
        if not lms.moodle:
            return _take_canvas(lms, launch, items, call)
        if len(items) == 1:
            draft = Draft(lms.number(), launch.course, launch.tool, items[0])
            lms.drafts[draft.number] = draft
            return draft
        return [made for item in items if (made := _make_silently(lms, launch, item, call))]


def _make_silently(lms: Lms, launch: Launch, item: Item, call: Call) -> Activity | None:
    """Moodle posts several items one by one and looks at no answer: a refused one is missing, an odd maximum 100."""
    item_line = item.get("lineItem")
    if isinstance(item_line, dict) and activities.grade_fault(item_line.get("scoreMaximum")):
        call.problems.append(f"scoreMaximum {item_line.get('scoreMaximum')!r} became 100")
        item = item | {"lineItem": item_line | {"scoreMaximum": 100}}
    try:
        return make_moodle(lms, launch.course, lms.tools[launch.tool], item)
    except Refused as refused:
        call.problems.append(f"item left out: {refused.reason}")
        return None


def make_moodle(lms: Lms, course: int, tool: Tool, item: Item) -> Activity:
    """One activity from an item of whatever type, if Moodle's form would take it."""
    activity = drafted(course, tool, item, lms)
    fault = activities.title_fault(activity.title)
    if activity.grade_maximum is not None:
        fault = fault or activities.grade_fault(activity.grade_maximum)
    if fault:
        raise Refused(400, fault)
    activity.number = lms.number()
    return activities.add(lms, activity)


def drafted(course: int, tool: Tool, item: Item, lms: Lms) -> Activity:
    """What Moodle's form is filled with; lineItem.label, dates, window, iframe and thumbnail are ignored."""
    line = _object(item.get("lineItem"))
    maximum = line.get("scoreMaximum")
    review = line.get("submissionReview")
    return Activity(
        0,
        course,
        tool.number,
        str(item.get("title") or tool.name),
        _plain(item.get("text")),
        str(item.get("url") or ""),
        custom.stored(lms, item.get("custom")),
        grade_maximum=float(maximum) if isinstance(maximum, int | float) else None,
        tag=str(line.get("tag") or ""),
        resource_id=str(line.get("resourceId") or ""),
        submission_review=review if isinstance(review, dict) else None,
    )


def _take_canvas(lms: Lms, launch: Launch, items: list[Item], call: Call) -> list[Activity]:
    """Canvas makes the content at once, unpublished; types that the placement does not take are left out."""
    types = accept_types(lms, launch.placement)
    call.problems += [f"type {i.get('type')!r} is not accepted" for i in items if i.get("type") not in types]
    kept = [item for item in items if item.get("type") in types]
    if launch.placement in ONE_ONLY and len(kept) > 1:
        call.problems.append("several items where accept_multiple is false")
        kept = kept[:1]
    return [_make_canvas(lms, launch, item, call) for item in kept if item.get("type") == "ltiResourceLink"]


def _make_canvas(lms: Lms, launch: Launch, item: Item, call: Call) -> Activity:
    tool = lms.tools[launch.tool]
    line = item.get("lineItem") if launch.placement in TAKES_LINE_ITEM else None
    maximum = line.get("scoreMaximum") if isinstance(line, dict) else None
    if isinstance(line, dict) and (not isinstance(maximum, int | float) or isinstance(maximum, bool) or maximum < 0):
        raise Refused(400, "lineItem.scoreMaximum must be a number")
    line = line if isinstance(line, dict) else {}
    available, submission, window = (_object(item.get(name)) for name in ("available", "submission", "window"))
    if not item.get("title"):
        call.problems.append("an item without title is named after the tool")
    activity = Activity(
        lms.number(),
        launch.course,
        tool.number,
        str(line.get("label") or item.get("title") or tool.name),
        str(item.get("text") or ""),
        str(item.get("url") or ""),
        custom.stored(lms, item.get("custom")),
        grade_maximum=float(maximum) if maximum is not None else None,
        tag=str(line.get("tag") or ""),
        resource_id=str(line.get("resourceId") or ""),
        new_window=window.get("targetName") == "_blank",
        published=False,
        unlock_at=str(available.get("startDateTime") or ""),
        lock_at=str(available.get("endDateTime") or ""),
        due_at=str(submission.get("endDateTime") or ""),
    )
    return activities.add(lms, activity)


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _plain(value: object) -> str:
    return re.sub(r"<[a-zA-Z/!?][^>]*>", "", str(value or ""))
