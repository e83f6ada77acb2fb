"""Configuration, registration, key set, token and authorization endpoints."""

import json

from flask import Flask, Response, render_template, request

from lti_tools.demo_lms import oidc, registration, tokens
from lti_tools.demo_lms.calls import Call, Refused
from lti_tools.demo_lms.configuration import openid_configuration
from lti_tools.demo_lms.lms import Lms
from lti_tools.demo_lms.views.context import current_lms, current_person
from lti_tools.demo_lms.views.service import service


def connect(app: Flask, lms: Lms) -> None:
    """Put the endpoints where this personality has them."""
    paths = lms.personality.paths
    app.add_url_rule(paths.openid_configuration, view_func=configuration)
    app.add_url_rule(paths.registration, view_func=register, methods=["GET", "POST"])
    if not lms.moodle:
        app.add_url_rule(f"{paths.registration}/<int:number>", view_func=registered)
    app.add_url_rule(paths.jwks, view_func=key_set)
    app.add_url_rule(paths.token, view_func=token, methods=["POST"])
    app.add_url_rule(paths.auth, view_func=authorize, methods=["GET", "POST"])


@service("openid-configuration")
def configuration(lms: Lms, call: Call) -> Response:
    """Moodle's is public; Canvas gives it to the bearer of a registration token alone."""
    if not lms.personality.open_configuration:
        registration.require_token(lms, request.headers.get("Authorization", ""), fresh=False)
    return _json(openid_configuration(lms))


@service("registration")
def register(lms: Lms, call: Call) -> Response:
    try:
        spent = registration.require_token(
            lms, request.headers.get("Authorization", ""), fresh=request.method == "POST"
        )
        if request.method == "GET":
            return _read_back(lms, spent.client_id)
        body = registration.register(lms, spent, request.content_type or "", request.get_data(), call)
    except Refused as refused:
        if not lms.moodle:
            raise
        call.close(refused.status, "refused", refused.reason)
        return Response(refused.reason, refused.status, content_type="text/plain; charset=utf-8")
    return _json(body)


@service("registration")
def registered(lms: Lms, call: Call, number: int) -> Response:
    spent = registration.require_token(lms, request.headers.get("Authorization", ""), fresh=False)
    tool = lms.tools.get(number)
    if tool is None or tool.client_id != spent.client_id:
        raise Refused(404, "The registration does not exist")
    return _json(registration.answer(lms, tool))


def _read_back(lms: Lms, client_id: str) -> Response:
    tool = lms.tool_by_client(client_id)
    if tool is None:
        raise Refused(404, "Nothing is registered with this token")
    return _json(registration.answer(lms, tool))


@service("jwks")
def key_set(lms: Lms, call: Call) -> Response:
    return _json({"keys": [key.jwk for key in lms.keys]})


@service("token")
def token(lms: Lms, call: Call) -> Response:
    """Moodle labels its JSON text/html."""
    kind = "text/html; charset=utf-8" if lms.moodle else "application/json; charset=utf-8"
    try:
        body, status = tokens.grant(lms, request.content_type or "", request.form, call), 200
    except Refused as refused:
        error, _, description = refused.reason.partition(": ")
        body, status = {"error": error, "error_description": description}, refused.status
        call.close(status, "refused", refused.reason)
    return Response(json.dumps(body), status, {"Cache-Control": "no-store"}, content_type=kind)


def authorize() -> tuple[str, int] | str:
    """The authorization endpoint. A cross-site request that lost our cookie is posted to ourselves once more."""
    lms, person = current_lms(), current_person()
    asked = request.values.to_dict()
    if person is None and "repost" not in asked:
        return render_template("autosubmit.html", url=request.base_url, fields=asked | {"repost": "1"}, method="post")
    call = lms.calls.open("auth", request.method, request.path, asked)
    answer = oidc.authorize(lms, asked, person, call)
    if isinstance(answer, oidc.ErrorPage):
        return render_template("error.html", title="Invalid request", reason=answer.reason, framed=True), answer.status
    return render_template("autosubmit.html", url=answer.url, fields=answer.fields, method="post")


def _json(data: object) -> Response:
    return Response(json.dumps(data), content_type="application/json; charset=utf-8")
