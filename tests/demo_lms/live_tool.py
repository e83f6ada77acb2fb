"""A learning tool of a few lines on `localhost`, another site than the demo LMS, for tests over real HTTP."""

import html
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

import requests
from flask import Flask, make_response, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.serving import WSGIRequestHandler, make_server

from lti_tools.demo_lms.jwt import verify
from lti_tools.demo_lms.terms import DL, LTI
from tests.demo_lms.probe import registration_body, tool_key


class Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:
        return


class LiveTool:
    """Keeps what it saw: registrations, launches, cookies."""

    def __init__(self) -> None:
        self.app = Flask("live_tool")
        self.launches: list[dict[str, Any]] = []
        self.registration: dict[str, Any] = {}
        self.configuration: dict[str, Any] = {}
        self.cookies: list[dict[str, str]] = []
        self.items: list[dict[str, Any]] = []
        self.refused = ""
        for path, view in (("register", self.register), ("login", self.login), ("launch", self.launch)):
            self.app.add_url_rule(f"/{path}", path, view, methods=["GET", "POST"])
        self.app.add_url_rule("/jwks", "jwks", lambda: {"keys": [tool_key().jwk]})
        self.server = make_server("localhost", 0, self.app, threaded=True, request_handler=Quiet)
        self.url = f"http://localhost:{self.server.port}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.1,), daemon=True)

    def register(self) -> ResponseReturnValue:
        headers = {"Authorization": f"Bearer {request.args['registration_token']}"}
        self.configuration = requests.get(request.args["openid_configuration"], headers=headers, timeout=5).json()
        endpoint = self.configuration["registration_endpoint"]
        answer = requests.post(endpoint, json=registration_body(self.url), headers=headers, timeout=5)
        if answer.ok:
            self.registration = answer.json()
        self.refused = "" if answer.ok else answer.text
        script = "parent.postMessage({subject: 'org.imsglobal.lti.close'}, '*')"
        return f'<title>Registered</title><h1>Registered</h1><button type=button onclick="{script}">Close</button>'

    def login(self) -> ResponseReturnValue:
        asked = request.values
        query = {
            "scope": "openid",
            "response_type": "id_token",
            "response_mode": "form_post",
            "prompt": "none",
            "client_id": asked["client_id"],
            "redirect_uri": f"{self.url}/launch",
            "login_hint": asked["login_hint"],
            "lti_message_hint": asked["lti_message_hint"],
            "state": "state",
            "nonce": "nonce",
        }
        endpoint = self.configuration["authorization_endpoint"]
        answer = make_response(redirect(f"{endpoint}?{urlencode(query)}"))
        answer.headers.add("Set-Cookie", "chips=1; Path=/; Secure; HttpOnly; SameSite=None; Partitioned")
        answer.headers.add("Set-Cookie", "third=1; Path=/; Secure; HttpOnly; SameSite=None")
        answer.headers.add("Set-Cookie", "plain=1; Path=/; HttpOnly")
        return answer

    def launch(self) -> ResponseReturnValue:
        self.cookies.append(dict(request.cookies))
        if "error" in request.form:
            self.refused = request.form["error"]
            return "<title>Refused</title><h1>Refused</h1>"
        keys = requests.get(self.configuration["jwks_uri"], timeout=5).json()
        claims = verify(request.form["id_token"], keys)
        self.launches.append(claims)
        settings = claims.get(f"{DL}deep_linking_settings")
        if settings:
            return self._answer_form(claims, settings)
        return f"<title>Tool</title><h1>Tool</h1><pre>{html.escape(json.dumps(claims, indent=1))}</pre>"

    def _answer_form(self, claims: dict[str, Any], settings: dict[str, Any]) -> str:
        now = int(time.time())
        token = tool_key().sign(
            {
                "iss": claims["aud"],
                "aud": claims["iss"],
                "iat": now - 5,
                "exp": now + 60,
                "nonce": f"n{time.monotonic_ns()}",
                f"{LTI}message_type": "LtiDeepLinkingResponse",
                f"{LTI}version": "1.3.0",
                f"{LTI}deployment_id": claims[f"{LTI}deployment_id"],
                f"{DL}content_items": self.items,
            }
        )
        url = html.escape(settings["deep_link_return_url"], quote=True)
        field = f'<input type="hidden" name="JWT" value="{token}">'
        return f'<title>Pick</title><h1>Pick</h1><form method="post" action="{url}">{field}<button>Add</button></form>'


@contextmanager
def live_tool() -> Iterator[LiveTool]:
    tool = LiveTool()
    tool.thread.start()
    try:
        yield tool
    finally:
        tool.server.shutdown()
        tool.thread.join(timeout=5)
        tool.server.server_close()
