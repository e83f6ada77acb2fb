"""A learning tool reduced to its signatures: what a tool sends to a platform, well-formed unless a test objects."""

import json
import time
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lti_tools.demo_lms.app import application, new_lms
from lti_tools.demo_lms.jwt import SigningKey, verify
from lti_tools.demo_lms.lms import Lms
from lti_tools.demo_lms.registration import new_token
from lti_tools.demo_lms.terms import (
    AGS,
    CANVAS,
    DL,
    LTI,
    NRPS_SCOPE,
    TOOL_CONFIGURATION,
)
from tests.support.browser import Page
from tests.support.lms import signing_key

SCOPES = [f"{AGS}lineitem", f"{AGS}lineitem.readonly", f"{AGS}result.readonly", f"{AGS}score", NRPS_SCOPE]
TOOL = "http://localhost:9999"
BASES = {"moodle": "http://127.0.0.1:8001", "canvas": "http://127.0.0.1:8002"}
ADMIN, TEACHER, ASSISTANT, STUDENT = 2, 3, 4, 11
COURSE, OTHER_COURSE = 2, 3

_tool_key: list[SigningKey] = []


def tool_key() -> SigningKey:
    if not _tool_key:
        _tool_key.append(SigningKey("tool-key"))
    return _tool_key[0]


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.at = time.time()

    def __call__(self) -> float:
        return self.at


def registration_body(base: str = TOOL) -> dict[str, Any]:
    return {
        "application_type": "web",
        "grant_types": ["client_credentials", "implicit"],
        "response_types": ["id_token"],
        "redirect_uris": [f"{base}/launch"],
        "initiate_login_uri": f"{base}/login",
        "client_name": "Probe",
        "jwks_uri": f"{base}/jwks",
        "token_endpoint_auth_method": "private_key_jwt",
        "scope": " ".join(SCOPES),
        TOOL_CONFIGURATION: {
            "domain": base.partition("://")[2],
            "target_link_uri": f"{base}/launch",
            "description": "A probe",
            "claims": ["iss", "sub", "name", "email"],
            "messages": [
                {
                    "type": "LtiDeepLinkingRequest",
                    "target_link_uri": f"{base}/launch",
                    "placements": [
                        CANVAS + name
                        for name in ("assignment_selection", "link_selection", "editor_button", "migration_selection")
                    ],
                },
                {"type": "LtiResourceLinkRequest", "placements": [CANVAS + "course_navigation"]},
            ],
        },
    }


_applications: dict[str, Flask] = {}


def application_of(lms: Lms) -> Flask:
    """One Flask application per personality serves all tests of a process, each with a platform of its own."""
    name = lms.personality.name
    if name not in _applications:
        _applications[name] = application(lms)
    app = _applications[name]
    app.extensions["demo_lms"] = lms
    return app


class Site:
    """One demo LMS in this process with the probe registered, driven through Flask's test client."""

    def __init__(self, personality: str, *, register: bool = True) -> None:
        self.clock = Clock()
        self.jwks: dict[str, Any] = {"keys": [tool_key().jwk]}
        self.fetched: list[str] = []
        base = BASES[personality]
        self.lms: Lms = new_lms(personality, base, fetch=self._fetch, key=signing_key(), now=self.clock)
        self.app = application_of(self.lms)
        self.paths = self.lms.personality.paths
        self.client = self.browser()
        self.tool_number = 0
        self.bearer = ""
        if register:
            self.install()

    def _fetch(self, url: str) -> Any:
        self.fetched.append(url)
        return self.jwks

    def browser(self) -> FlaskClient:
        return self.app.test_client()

    @property
    def tool(self) -> Any:
        return self.lms.tools[self.tool_number]

    # -- registration

    def register(self, body: object, token: str | None = None, **headers: str) -> TestResponse:
        token = token if token is not None else new_token(self.lms)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", **headers}
        data = body if isinstance(body, bytes | str) else json.dumps(body)
        return self.client.post(self.paths.registration, data=data, headers=headers)

    def install(self, **changes: object) -> dict[str, Any]:
        answer = self.register(registration_body() | changes)
        assert answer.status_code == 200, answer.text
        self.tool_number = max(self.lms.tools)
        self.bearer = ""
        deeds = ["activate", "chooser"] if self.lms.moodle else ["activate", "add-app"]
        self.control("tools", {"tool": self.tool_number, "do": deeds})
        return answer.get_json()

    def control(self, what: str, data: object = None) -> Any:
        answer = self.client.post(f"/_demo/{what}", json=data or {})
        assert answer.status_code == 200, answer.text
        return answer.get_json()

    # -- people

    def sign_in(self, person: int, client: FlaskClient | None = None) -> FlaskClient:
        client = client or self.browser()
        answer = client.post("/sign-in", data={"person": person})
        assert answer.status_code == 302
        return client

    def initiation(self, client: FlaskClient, path: str) -> tuple[str, dict[str, str]]:
        """The login initiation that a launch address leads to: where it goes and its fields."""
        page = read(client.get(path), path)
        assert page.status == 200, page.words
        return page.forms[0].action, dict(page.forms[0].fields)

    def auth_request(self, login: dict[str, str], **changes: str | None) -> dict[str, str]:
        fields: dict[str, str | None] = {
            "scope": "openid",
            "response_type": "id_token",
            "response_mode": "form_post",
            "prompt": "none",
            "client_id": login["client_id"],
            "redirect_uri": f"{TOOL}/launch",
            "login_hint": login["login_hint"],
            "lti_message_hint": login["lti_message_hint"],
            "state": "some state",
            "nonce": "some nonce",
        }
        return {name: value for name, value in {**fields, **changes}.items() if value is not None}

    def authorize(self, client: FlaskClient, fields: dict[str, str]) -> Page:
        answer = client.get(self.paths.auth, query_string=fields)
        page = read(answer, self.paths.auth)
        if page.forms and ("repost", "1") in page.forms[0].fields:
            page = read(client.post(self.paths.auth, data=dict(page.forms[0].fields)), self.paths.auth)
        return page

    def launch(self, person: int, path: str, **changes: str | None) -> dict[str, Any]:
        """The claims of a launch, its signature checked against our key set."""
        client = self.sign_in(person)
        _, login = self.initiation(client, path)
        page = self.authorize(client, self.auth_request(login, **changes))
        fields = dict(page.forms[0].fields) if page.forms else {}
        assert "id_token" in fields, (page.status, fields, page.words)
        return verify(fields["id_token"], self.client.get(self.paths.jwks).get_json())

    def open(self, person: int, activity: int, course: int = COURSE) -> dict[str, Any]:
        return self.launch(person, f"/courses/{course}/activities/{activity}/launch")

    # -- content

    def add(self, title: str = "Essay", maximum: object = 100, course: int = COURSE, **fields: object) -> int:
        """An activity made by hand, published; its number."""
        client = self.sign_in(TEACHER)
        grade = "" if maximum is None else maximum
        data = {"title": title, "grade_maximum": grade, **fields}
        answer = client.post(f"/courses/{course}/add/{self.tool_number}", data=data)
        assert answer.status_code == 302, read(answer).words
        number = max(self.lms.activities)
        self.lms.activities[number].published = True
        return number

    def item_of(self, activity: int) -> int:
        number = self.lms.activities[activity].line_item
        assert number is not None
        return number

    def begin_selection(self, placement: str = "assignment_selection") -> tuple[FlaskClient, dict[str, Any]]:
        """A teacher's browser and the claims of a deep linking launch."""
        client = self.sign_in(TEACHER)
        path = f"/courses/{COURSE}/add/{self.tool_number}/select/launch?placement={placement}"
        _, login = self.initiation(client, path)
        page = self.authorize(client, self.auth_request(login))
        claims = verify(dict(page.forms[0].fields)["id_token"], {"keys": [self.lms.key.jwk]})
        return client, claims

    def response(self, claims: dict[str, Any], items: list[Any], **changes: object) -> str:
        """A signed LtiDeepLinkingResponse; a change to None leaves a claim out."""
        now = int(self.clock())
        answer = {
            "iss": self.tool.client_id,
            "aud": self.lms.issuer,
            "iat": now - 5,
            "exp": now + 60,
            "nonce": f"nonce {time.monotonic_ns()}",
            f"{LTI}message_type": "LtiDeepLinkingResponse",
            f"{LTI}version": "1.3.0",
            f"{LTI}deployment_id": claims[f"{LTI}deployment_id"],
            f"{DL}content_items": items,
            **changes,
        }
        return tool_key().sign({name: value for name, value in answer.items() if value is not None})

    def select(self, items: list[Any], placement: str = "assignment_selection", **changes: object) -> Page:
        """A whole selection; the page after the tool's answer."""
        client, claims = self.begin_selection(placement)
        url = claims[f"{DL}deep_linking_settings"]["deep_link_return_url"].removeprefix(self.lms.base_url)
        return self.send_selection(client, url, self.response(claims, items, **changes))

    def send_selection(self, client: FlaskClient, url: str, token: str) -> Page:
        page = read(client.post(url, data={"JWT": token}), url)
        if page.forms and "data-autosubmit" in page.forms[0].attributes and page.status == 200:
            target = page.forms[0].action
            return read(client.get(target), target)
        return page

    # -- services

    def assertion(self, **changes: object) -> str:
        now = int(self.clock())
        claims = {
            "iss": self.tool.client_id,
            "sub": self.tool.client_id,
            "aud": self.lms.url(self.paths.token),
            "iat": now - 5,
            "exp": now + 60,
            "jti": f"jti {time.monotonic_ns()}",
            **changes,
        }
        return tool_key().sign({name: value for name, value in claims.items() if value is not None})

    def ask_token(self, scopes: list[str] | None = None, assertion: str = "", **changes: str) -> TestResponse:
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": assertion or self.assertion(),
            "scope": " ".join(SCOPES if scopes is None else scopes),
        }
        return self.client.post(self.paths.token, data=form | changes)

    def token(self, scopes: list[str] | None = None) -> str:
        return str(json.loads(self.ask_token(scopes).text)["access_token"])

    def call(
        self,
        method: str,
        url: str,
        body: object = None,
        *,
        media: str = "",
        scopes: list[str] | None = None,
        headers: dict[str, str | None] | None = None,
    ) -> TestResponse:
        """A service call by a token with all scopes or with `scopes`.

        `media` is the Accept of a GET and the Content-Type of the others.
        """
        if scopes is not None or not self.bearer:
            self.bearer = self.token(scopes)
        sent: dict[str, str | None] = {"Authorization": f"Bearer {self.bearer}", "User-Agent": "probe"}
        if media:
            sent["Accept" if method == "GET" else "Content-Type"] = media
        sent |= headers or {}
        if scopes is not None:
            self.bearer = ""
        data = json.dumps(body) if body is not None else None
        clean = {name: value for name, value in sent.items() if value is not None}
        parts = urlsplit(url)
        query = dict(parse_qsl(parts.query))
        return self.client.open(parts.path, method=method, query_string=query, data=data, headers=clean)

    def item_url(self, item: int, part: str = "") -> str:
        return self.lms.line_item_url(self.lms.line_items[item], self.tool, part)

    def score(self, item: int, person: int = STUDENT, **changes: object) -> TestResponse:
        """Post a score; a change to None leaves a member out."""
        when = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self.clock()))
        body = {
            "userId": self.lms.sub(self.lms.people[person]),
            "timestamp": when,
            "activityProgress": "Completed",
            "gradingProgress": "FullyGraded",
            "scoreGiven": 8,
            "scoreMaximum": 10,
            **changes,
        }
        body = {name: value for name, value in body.items() if value is not None}
        media = "application/vnd.ims.lis.v1.score+json"
        return self.call("POST", self.item_url(item, "/scores"), body, media=media)


def read(answer: TestResponse, url: str = "/") -> Page:
    return Page(answer.status_code, url, answer.get_data(as_text=True), answer.headers)  # type: ignore[arg-type]
