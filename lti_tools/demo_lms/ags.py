"""Assignment and Grade Services, line items and results (AGS 2.0, sections 3.2 and 3.3); scores are in `scores.py`."""

import html
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from lti_tools.demo_lms.calls import Refused
from lti_tools.demo_lms.courses import Activity, Course
from lti_tools.demo_lms.gradebook import LineItem
from lti_tools.demo_lms.lms import Lms
from lti_tools.demo_lms.terms import CANVAS
from lti_tools.demo_lms.tools import Tool

Json = dict[str, Any]
Query = Mapping[str, str]


def as_json(lms: Lms, item: LineItem, tool: Tool, *, launch_url: bool = False) -> Json:
    data: Json = {
        "id": lms.line_item_url(item, tool),
        "label": item.label,
        "scoreMaximum": item.score_maximum if item.score_maximum % 1 else int(item.score_maximum),
    }
    activity = lms.activities.get(item.activity or 0)
    optional = {
        "tag": item.tag,
        "resourceId": item.resource_id,
        "resourceLinkId": lms.resource_link_id(activity) if activity else "",
    }
    data |= {name: value for name, value in optional.items() if value or (lms.moodle and name != "resourceLinkId")}
    if item.submission_review:
        data["submissionReview"] = item.submission_review
    if not lms.moodle:
        dates = {"startDateTime": item.start, "endDateTime": item.end}
        data |= {name: value for name, value in dates.items() if value}
        if launch_url and activity:
            data[f"{CANVAS}launch_url"] = activity.url or tool.target_link_uri
    return data


def echoed(lms: Lms, item: LineItem, tool: Tool, body: Json) -> Json:
    """The answer to a POST or PUT. Moodle echoes the dates that it does not keep."""
    dates = {name: body[name] for name in ("startDateTime", "endDateTime") if lms.moodle and body.get(name)}
    return as_json(lms, item, tool) | dates


def find(lms: Lms, course: int, number: int, tool: Tool) -> LineItem:
    """A tool's own line item of this course; 404 otherwise. Moodle's site tools reach every course alike."""
    item = lms.line_items.get(number)
    if item is None or item.course != course or item.tool != tool.number:
        raise Refused(404, "The line item does not exist")
    return item


def listed(lms: Lms, course: int, tool: Tool, query: Query) -> tuple[list[Json], dict[str, str]]:
    """One page of the container and the headers that lead to the next."""
    with lms.lock:
        found = [item for item in lms.items_in(course) if item.tool == tool.number and _fits(lms, item, query)]
    limit = _whole(query.get("limit")) or lms.switches.item_page or (0 if lms.moodle else lms.personality.page_size)
    launch_url = "launch_url" in query.get("include[]", "")
    url = lms.line_items_url(course, tool).partition("?")[0]
    page, headers = (_page_moodle if lms.moodle else _page_canvas)(found, limit, url, query)
    return [as_json(lms, item, tool, launch_url=launch_url) for item in page], headers


def _fits(lms: Lms, item: LineItem, query: Query) -> bool:
    activity = lms.activities.get(item.activity or 0)
    values = {
        "tag": item.tag,
        "resource_id": item.resource_id,
        "resource_link_id": lms.resource_link_id(activity) if activity else "",
    }
    return all(values[name] == query[name] for name in values if name in query)


def _page_moodle(found: list[LineItem], limit: int, url: str, query: Query) -> tuple[list[LineItem], dict[str, str]]:
    """Moodle's next link has curly quotes and `&amp;`: no parser finds it, so no tool should send a limit."""
    start = _whole(query.get("from"))
    if not limit or start + limit >= len(found):
        return found[start:], {}
    following = html.escape(f"{url}?{urlencode({**query, 'from': start + limit})}")
    return found[start : start + limit], {"Link": f"<{following}>; rel=“next”".encode().decode("latin-1")}


def _page_canvas(found: list[LineItem], limit: int, url: str, query: Query) -> tuple[list[LineItem], dict[str, str]]:
    page = max(_whole(query.get("page")), 1)
    start = (page - 1) * limit
    links = [f'<{url}?{urlencode({**query, "page": page})}>; rel="current"']
    if start + limit < len(found):
        links.append(f'<{url}?{urlencode({**query, "page": page + 1})}>; rel="next"')
    links.append(f'<{url}?{urlencode({**query, "page": 1})}>; rel="first"')
    return found[start : start + limit], {"Link": ",".join(links)}


def _whole(value: str | None) -> int:
    return int(value) if value and value.isdigit() else 0


# -- writing


def create(lms: Lms, course: Course, tool: Tool, body: Json) -> LineItem:
    """A new column; nothing stops a second with the same resourceId."""
    label, maximum = _label_and_maximum(lms, body)
    activity = _linked(lms, course, tool, body)
    with lms.lock:
        item = LineItem(lms.number(), course.number, tool.number, label, maximum)
        item.tag, item.resource_id = str(body.get("tag") or ""), str(body.get("resourceId") or "")
        item.activity = activity.number if activity else None
        if not lms.moodle:
            _canvas_extras(lms, item, body)
        lms.line_items[item.number] = item
        return item


def replace(lms: Lms, item: LineItem, course: Course, tool: Tool, body: Json) -> LineItem:
    """PUT. Moodle: a full replacement, what is absent is cleared. Canvas: what is there is changed."""
    with lms.lock:
        if lms.moodle:
            item.label, item.score_maximum = _label_and_maximum(lms, body)
            item.tag, item.resource_id = str(body.get("tag") or ""), str(body.get("resourceId") or "")
            item.submission_review = None
            activity = _linked(lms, course, tool, body)
            if activity or not item.coupled:
                item.activity = activity.number if activity else None
            return item
        if "label" in body or "scoreMaximum" in body:
            current = {"label": item.label, "scoreMaximum": item.score_maximum}
            item.label, item.score_maximum = _label_and_maximum(lms, current | body)
        item.tag = str(body.get("tag", item.tag) or "")
        item.resource_id = str(body.get("resourceId", item.resource_id) or "")
        _canvas_extras(lms, item, body)
        return item


def delete(lms: Lms, item: LineItem) -> None:
    """Moodle deletes an activity's own column too; Canvas refuses that."""
    if item.coupled and not lms.moodle:
        raise Refused(401, "The line item belongs to an assignment that the tool did not create")
    with lms.lock:
        lms.remove_line_item(item.number)


def _label_and_maximum(lms: Lms, body: Json) -> tuple[str, float]:
    """Moodle takes any number, even -5; Canvas wants none below zero."""
    label, maximum = body.get("label"), body.get("scoreMaximum")
    number = isinstance(maximum, int | float) and not isinstance(maximum, bool)
    if lms.moodle and isinstance(maximum, str) and _numeric(maximum):
        maximum, number = float(maximum), True
    if not isinstance(label, str) or not label or not number or (not lms.moodle and float(maximum or 0) < 0):
        raise Refused(400 if lms.moodle else 422, "label and scoreMaximum are required")
    return label, float(maximum or 0)


def _numeric(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _linked(lms: Lms, course: Course, tool: Tool, body: Json) -> Activity | None:
    wanted = body.get("resourceLinkId")
    if not wanted:
        return None
    activity = lms.activity_of(str(wanted), course)
    if not lms.moodle and str(wanted) in lms.deleted_links:
        raise Refused(412, "The resource link is in no state to take a line item")
    if activity is None or activity.tool != tool.number:
        raise Refused(403 if lms.moodle else 404, "The resourceLinkId is unknown here or another tool's")
    return activity


def _canvas_extras(lms: Lms, item: LineItem, body: Json) -> None:
    item.start = str(body.get("startDateTime", item.start) or "")
    item.end = str(body.get("endDateTime", item.end) or "")
    kind = body.get(f"{CANVAS}submission_type")
    if kind is None:
        return
    if not isinstance(kind, dict) or kind.get("type") not in ("none", "external_tool"):
        raise Refused(422, "submission_type must be none or external_tool")
    item.submission_type = kind
    if kind["type"] == "external_tool" and item.activity is None:
        url = str(kind.get("external_tool_url") or "")
        assignment = Activity(lms.number(), item.course, item.tool, item.label, url=url, published=False)
        assignment.line_item, assignment.grade_maximum = item.number, item.score_maximum
        lms.activities[assignment.number] = assignment
        item.activity = assignment.number


# -- results


def results(lms: Lms, item: LineItem, tool: Tool, query: Query) -> list[Json]:
    """Final grades, of everybody or of `user_id`; people without one are absent."""
    if lms.moodle and "limit" in query:
        raise Refused(404, "html: Error reading from database")
    with lms.lock:
        rows = [(person, grade) for (number, person), grade in lms.grades.items() if number == item.number]
    found = []
    for number, grade in rows:
        sub = lms.sub(lms.people[number])
        shown = grade.shown(item.score_maximum) if lms.moodle else grade.score
        if shown is None or query.get("user_id", sub) not in (sub, str(number)):
            continue
        entry: Json = {
            "id": f"{lms.line_item_url(item, tool, '/results')}{'&' if lms.moodle else '?'}user_id={sub}",
            "scoreOf": lms.line_item_url(item, tool),
            "userId": sub,
            "resultScore": shown,
            "resultMaximum": item.score_maximum,
        }
        if grade.comment:
            entry["comment"] = grade.comment
        found.append(entry)
    return found
