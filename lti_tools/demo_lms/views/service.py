"""The frame around every service endpoint: log, fault, rule, refusal, answer."""

import json
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any

from flask import Response, request

from lti_tools.demo_lms.calls import Call, Refused
from lti_tools.demo_lms.faults import Fault
from lti_tools.demo_lms.lms import Lms
from lti_tools.demo_lms.views.context import current_lms

ServiceView = Callable[..., Response]
_SILENCE = 30.0
_LOGGED = ("Accept", "Content-Type", "User-Agent")


def service(endpoint: str) -> Callable[[ServiceView], Callable[..., Response]]:
    """Wrap a view `(lms, call, **values)`: it answers or raises `Refused`; the log gets the verdict."""

    def decorate(view: ServiceView) -> Callable[..., Response]:
        @wraps(view)
        def wrapped(**values: Any) -> Response:
            lms = current_lms()
            call = _open(lms, endpoint, values)
            fault = lms.faults.take(endpoint, call.item, call.user)
            if fault and fault.delay and fault.mode != "timeout":
                lms.stopping.wait(fault.delay)
            if fault and fault.mode != "delay" and not fault.after:
                return _misbehave(lms, fault, call)
            response = _answer(lms, call, view, values)
            if fault and fault.mode != "delay":
                return _misbehave(lms, fault, call)
            return response

        return wrapped

    return decorate


def _open(lms: Lms, endpoint: str, values: dict[str, Any]) -> Call:
    call = lms.calls.open(endpoint, request.method, request.path, request.args.to_dict())
    call.headers = {name: value for name in _LOGGED if (value := request.headers.get(name)) is not None}
    call.item = str(values.get("item", ""))
    if request.is_json or "+json" in (request.content_type or ""):
        with suppress(ValueError):
            call.body = json.loads(request.get_data())
    if isinstance(call.body, dict):
        call.user = str(call.body.get("userId", ""))
    return call


def _answer(lms: Lms, call: Call, view: ServiceView, values: dict[str, Any]) -> Response:
    try:
        response = view(lms, call, **values)
    except Refused as refused:
        call.close(refused.status, "refused", refused.reason)
        return refusal(lms, refused)
    if call.verdict == "open":
        call.close(response.status_code, "ok")
    return response


def refusal(lms: Lms, refused: Refused) -> Response:
    """Moodle's error bodies echo the request, one of them is a page; Canvas has a list of errors."""
    if refused.reason.startswith("html: "):
        body = f"<!DOCTYPE html><title>Error</title><h1>{refused.reason.removeprefix('html: ')}</h1>"
        return Response(body, refused.status, refused.headers, content_type="text/html; charset=utf-8")
    data: dict[str, Any] = {"errors": {"type": "refused", "message": refused.reason}}
    if lms.moodle:
        echoed = {
            "method": request.method,
            "url": request.url,
            "accept": request.headers.get("Accept"),
            "contentType": request.content_type,
        }
        data = {"status": refused.status, "reason": refused.reason, "request": echoed}
    return Response(json.dumps(data), refused.status, refused.headers, content_type="application/json; charset=utf-8")


# -- faults


def _misbehave(lms: Lms, fault: Fault, call: Call) -> Response:
    """The answer that a fault orders; no answer at all by an exception that the server understands."""
    call.close(int(fault.mode) if fault.mode.isdigit() else 0, "fault", fault.mode)
    if fault.mode == "timeout":
        lms.stopping.wait(fault.delay or _SILENCE)
        raise ConnectionAbortedError
    if fault.mode == "reset":
        raise ConnectionResetError
    if fault.mode == "garbage":
        return Response("<<< not what you asked for >>>", 200, content_type="application/json")
    headers = {"Retry-After": str(fault.retry_after)} if fault.retry_after is not None else {}
    if fault.mode == "rate-limit":
        headers["X-Rate-Limit-Remaining"] = "0.0"
        return Response("403 Forbidden (Rate Limit Exceeded)\n", 403, headers, content_type="text/plain")
    return Response("<h1>A fault, as ordered</h1>", int(fault.mode), headers, content_type="text/html")
