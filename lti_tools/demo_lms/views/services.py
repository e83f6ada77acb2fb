"""AGS, NRPS and groups over HTTP: bearer, media type, rule, answer."""

import json
from typing import Any

from flask import Flask, Response, request

from lti_tools.demo_lms import ags, groups, nrps, ratelimit, scores, tokens
from lti_tools.demo_lms.calls import Call, Refused
from lti_tools.demo_lms.courses import Course
from lti_tools.demo_lms.lms import Lms
from lti_tools.demo_lms.terms import (
    GROUP_SETS_TYPE,
    GROUPS_SCOPE,
    GROUPS_TYPE,
    LINE_ITEM,
    LINE_ITEM_READ,
    LINE_ITEM_TYPE,
    LINE_ITEMS_TYPE,
    MEMBERS_TYPE,
    NRPS_SCOPE,
    RESULT_READ,
    RESULTS_TYPE,
    SCORE,
    SCORE_TYPE,
)
from lti_tools.demo_lms.tools import Tool
from lti_tools.demo_lms.views.service import service


def connect(app: Flask, lms: Lms) -> None:
    """Put the service endpoints where this personality has them."""
    paths = lms.personality.paths
    app.add_url_rule(paths.line_items, view_func=line_items, methods=["GET", "POST"])
    app.add_url_rule(paths.line_item, view_func=line_item, methods=["GET", "PUT", "DELETE"])
    app.add_url_rule(f"{paths.line_item}/scores", view_func=score, methods=["POST"])
    app.add_url_rule(f"{paths.line_item}/results", view_func=results)
    app.add_url_rule(paths.memberships, view_func=memberships)
    if not lms.moodle:
        app.add_url_rule(paths.group_memberships, view_func=group_memberships)
    app.add_url_rule(paths.groups, view_func=context_groups)
    app.add_url_rule(paths.group_sets, view_func=context_group_sets)


@service("lineitems")
def line_items(lms: Lms, call: Call, course: int) -> Response:
    tool, headers = _enter(lms, call, {LINE_ITEM, LINE_ITEM_READ} if request.method == "GET" else {LINE_ITEM})
    if request.method == "GET":
        _accepts(lms, call, LINE_ITEMS_TYPE)
        found, links = ags.listed(lms, _course(lms, course).number, tool, request.args)
        return _json(found, LINE_ITEMS_TYPE, headers | links)
    _sends(lms, call, LINE_ITEM_TYPE)
    item = ags.create(lms, _course(lms, course), tool, _object(call))
    return _json(ags.echoed(lms, item, tool, _object(call)), LINE_ITEM_TYPE, headers, 201)


@service("lineitems")
def line_item(lms: Lms, call: Call, course: int, item: int) -> Response:
    tool, headers = _enter(lms, call, {LINE_ITEM, LINE_ITEM_READ} if request.method == "GET" else {LINE_ITEM})
    found = ags.find(lms, course, item, tool)
    if request.method == "DELETE":
        ags.delete(lms, found)
        return Response(status=204, headers=headers)
    if request.method == "GET":
        _accepts(lms, call, LINE_ITEM_TYPE)
    else:
        _sends(lms, call, LINE_ITEM_TYPE)
        _note_what_put_wipes(lms, call, ags.as_json(lms, found, tool))
        ags.replace(lms, found, _course(lms, course), tool, _object(call))
        return _json(ags.echoed(lms, found, tool, _object(call)), LINE_ITEM_TYPE, headers)
    return _json(ags.as_json(lms, found, tool), LINE_ITEM_TYPE, headers)


@service("score")
def score(lms: Lms, call: Call, course: int, item: int) -> Response:
    tool, headers = _enter(lms, call, {SCORE})
    _sends(lms, call, SCORE_TYPE)
    answer = scores.post(lms, ags.find(lms, course, item, tool), call.body, call)
    if lms.moodle:
        return Response(b"", 200, headers, content_type="text/html; charset=utf-8")
    return _json(answer, "application/json", headers)


@service("results")
def results(lms: Lms, call: Call, course: int, item: int) -> Response:
    tool, headers = _enter(lms, call, {RESULT_READ})
    _accepts(lms, call, RESULTS_TYPE)
    found = ags.find(lms, course, item, tool)
    return _json(ags.results(lms, found, tool, request.args), RESULTS_TYPE, headers)


@service("nrps")
def memberships(lms: Lms, call: Call, course: int, tool: int | None = None) -> Response:
    caller, headers = _enter(lms, call, {NRPS_SCOPE}, typed=False)
    _accepts(lms, call, MEMBERS_TYPE)
    container, links = nrps.members(lms, _course(lms, course), caller, request.args)
    return _json(container, MEMBERS_TYPE, headers | links)


@service("nrps")
def group_memberships(lms: Lms, call: Call, group: int) -> Response:
    tool, headers = _enter(lms, call, {NRPS_SCOPE}, typed=False)
    _accepts(lms, call, MEMBERS_TYPE)
    found = lms.group(group)
    if found is None:
        raise Refused(404, "The group does not exist")
    container, links = nrps.group_members(lms, *found, tool, request.args)
    return _json(container, MEMBERS_TYPE, headers | links)


@service("groups")
def context_groups(lms: Lms, call: Call, course: int) -> Response:
    headers = _enter_groups(lms, call)
    _accepts(lms, call, GROUPS_TYPE)
    return _json(groups.groups(lms, _course(lms, course), request.args), GROUPS_TYPE, headers)


@service("groups")
def context_group_sets(lms: Lms, call: Call, course: int) -> Response:
    headers = _enter_groups(lms, call)
    _accepts(lms, call, GROUP_SETS_TYPE)
    return _json(groups.group_sets(lms, _course(lms, course)), GROUP_SETS_TYPE, headers)


# -- checks


def _enter(lms: Lms, call: Call, scopes: set[str], *, typed: bool = True) -> tuple[Tool, dict[str, str]]:
    """Bearer, `type_id` (Moodle), User-Agent and rate limit (Canvas); the tool and headers for the answer."""
    if not lms.moodle and not request.headers.get("User-Agent"):
        raise Refused(403, "A User-Agent header is required")
    tool = tokens.require(lms, request.headers.get("Authorization", ""), scopes, call)
    if typed and lms.personality.item_query and request.args.get("type_id") != str(tool.number):
        raise Refused(404, "type_id is missing from the address or another tool's")
    return tool, ratelimit.charge(lms, tool.client_id)


def _enter_groups(lms: Lms, call: Call) -> dict[str, str]:
    if not lms.switches.groups_service:
        raise Refused(404, "This platform has no groups service")
    return _enter(lms, call, {GROUPS_SCOPE}, typed=False)[1]


def _accepts(lms: Lms, call: Call, media_type: str) -> None:
    """Moodle compares the whole Accept header with its handler's type; none at all is fine."""
    accept = request.headers.get("Accept")
    if accept in (None, "", media_type):
        return
    if lms.personality.strict_media_types:
        raise Refused(400, "No handler found")
    if media_type not in str(accept):
        call.problems.append(f"Accept {accept!r} is not {media_type}")


def _sends(lms: Lms, call: Call, media_type: str) -> None:
    content_type = (request.content_type or "").partition(";")[0].strip()
    if content_type == media_type:
        return
    if lms.personality.strict_media_types:
        raise Refused(400, "No handler found")
    call.problems.append(f"Content-Type {content_type!r} is not {media_type}")
    if "json" not in content_type:
        call.body = None


def _course(lms: Lms, number: int) -> Course:
    course = lms.courses.get(number)
    if course is None:
        raise Refused(404, "The course does not exist")
    return course


def _object(call: Call) -> dict[str, Any]:
    if not isinstance(call.body, dict):
        raise Refused(400, "The body is no JSON object")
    return call.body


def _note_what_put_wipes(lms: Lms, call: Call, before: dict[str, Any]) -> None:
    body = call.body if lms.moodle and isinstance(call.body, dict) else before
    lost = [name for name in ("tag", "resourceId", "resourceLinkId") if before.get(name) and not body.get(name)]
    call.problems += [f"PUT wipes {name}" for name in lost]


def _json(data: object, media_type: str, headers: dict[str, str], status: int = 200) -> Response:
    return Response(json.dumps(data), status, headers, content_type=f"{media_type}; charset=utf-8")
