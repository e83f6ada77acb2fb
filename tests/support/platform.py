"""A platform that forges: its own keys and registration, any id_token, and the way of a browser from login to page.

`ForgedPlatform` holds no server: its key set lies in the database as if it had just been fetched. What it can do is
mint messages as Moodle and Canvas send them, change anything about them, and drive a test client through the launch.
"""

import base64
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import jwt
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lti_tools.lti import claims as names
from lti_tools.store.database import Database
from lti_tools.store.platforms import NewClient, store_registration
from lti_tools.store.tables.schools import KeySet
from lti_tools.store.tenants import ensure_tenant
from tests.support.app import PUBLIC_URL
from tests.support.keys import jwk, rsa_key
from tests.support.pages import Page

MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership"
INSTITUTION = "http://purl.imsglobal.org/vocab/lis/v2/institution/person"
SYSTEM = "http://purl.imsglobal.org/vocab/lis/v2/system/person"
INSTRUCTOR, LEARNER = f"{MEMBERSHIP}#Instructor", f"{MEMBERSHIP}#Learner"
ASSISTANT, OBSERVER = f"{MEMBERSHIP}/Instructor#TeachingAssistant", f"{MEMBERSHIP}#Mentor"

Claims = dict[str, Any]
Change = Callable[[Claims], None]


@dataclass
class Attempt:
    """One login under way: what the suite sent to the authorization endpoint."""

    page: Page
    address: str
    parameters: Mapping[str, str]

    @property
    def state(self) -> str:
        return self.parameters["state"]

    @property
    def nonce(self) -> str:
        return self.parameters["nonce"]


@dataclass
class Entered:
    """A launch from its first answer to the page behind it."""

    answer: TestResponse
    page: Page

    @property
    def opened(self) -> bool:
        return self.answer.status_code == 303 and self.page.status == 200 and self.page.opened

    @property
    def path(self) -> str:
        """The session's path, `/s/<session>`."""
        return "/".join(self.answer.headers["Location"].split("/")[:3])


@dataclass
class ForgedPlatform:
    """One registration at one platform. Tests make a second one on the same issuer by `sibling`."""

    database: Database
    product: str = "moodle"
    issuer: str = "https://lms.example"
    client_id: str = "client-1"
    deployment_id: str = "1"
    tenant: str = "North"
    tool: str = ""
    learns_deployments: bool = True
    key: str = "platform"
    public_url: str = PUBLIC_URL
    registration_id: int = field(init=False, default=0)
    platform_id: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        now = datetime.now(UTC)
        client = NewClient(
            issuer=self.issuer,
            jwks_uri=f"{self.issuer}/jwks",
            client_id=self.client_id,
            authorization_endpoint=f"{self.issuer}/auth",
            token_endpoint=f"{self.issuer}/token",
            tool=self.tool,
            product=self.product,
            origins=(self.issuer,),
            deployment_ids=(self.deployment_id,),
            learns_deployments=self.learns_deployments,
        )
        with self.database.write() as db:
            registration = store_registration(db, ensure_tenant(db, self.tenant, now).id, client, now)
            self.registration_id, self.platform_id = registration.id, registration.platform_id
            if db.get(KeySet, self.platform_id) is None:
                keys = {"keys": [jwk(self.key)]}
                db.add(KeySet(platform_id=self.platform_id, body=keys, fetched_at=now, tried_at=now))

    def sibling(self, client_id: str, **changes: Any) -> "ForgedPlatform":
        """Another registration of the same platform, for one tool for instance."""
        known = {name: getattr(self, name) for name in ("product", "issuer", "tenant", "key", "public_url")}
        return ForgedPlatform(self.database, client_id=client_id, **{**known, **changes})

    # -- messages

    def claims(
        self,
        nonce: str = "",
        *,
        sub: str = "student-1",
        roles: list[Any] | None = None,
        context: str | None = "course-1",
        link: str = "link-1",
        target: str = "",
        custom: Claims | None = None,
        **more: Any,
    ) -> Claims:
        """A good LtiResourceLinkRequest of this personality; `more` are further claims by their whole name."""
        now = int(time.time())
        found: Claims = {
            "iss": self.issuer,
            "aud": self.client_id,
            "sub": sub,
            "iat": now,
            "exp": now + (60 if self.product == "moodle" else 3600),
            "nonce": nonce,
            "jti": uuid4().hex,
            "name": f"Name of {sub}",
            "given_name": "Name",
            "family_name": f"of {sub}",
            "email": f"{sub}@school.example",
            names.MESSAGE_TYPE: names.RESOURCE_LINK_REQUEST,
            names.VERSION: names.SUPPORTED_VERSION,
            names.DEPLOYMENT_ID: self.deployment_id,
            names.TARGET_LINK_URI: target or self.target(),
            names.ROLES: [LEARNER] if roles is None else roles,
            names.RESOURCE_LINK: {"id": link, "title": f"Title of {link}"},
            names.TOOL_PLATFORM: {"product_family_code": self.product, "guid": "lms", "name": "Campus"},
            names.LAUNCH_PRESENTATION: {
                "locale": "en",
                "document_target": "iframe",
                "return_url": f"{self.issuer}/course/view",
            },
            names.CUSTOM: dict(custom or {}),
        }
        if context is not None:
            kind = (
                "CourseSection"
                if self.product == "moodle"
                else "http://purl.imsglobal.org/vocab/lis/v2/course#CourseOffering"
            )
            found[names.CONTEXT] = {
                "id": context,
                "label": context.upper(),
                "title": f"Title of {context}",
                "type": [kind],
            }
        found |= _moodle_extras(self, link) if self.product == "moodle" else _canvas_extras(self)
        return found | more

    def target(self, tool: str = "") -> str:
        return f"{self.public_url}/lti/launch" + (f"/{tool}" if tool else "")

    def deep_linking(self, nonce: str = "", *, settings: Claims | None = None, **more: Any) -> Claims:
        """A good LtiDeepLinkingRequest; `settings` replace members of the deep linking settings."""
        found = self.claims(nonce, roles=more.pop("roles", [INSTRUCTOR]), sub=more.pop("sub", "teacher-1"), **more)
        found.pop(names.RESOURCE_LINK)
        found[names.MESSAGE_TYPE] = names.DEEP_LINKING_REQUEST
        found[names.DEEP_LINKING_SETTINGS] = {
            "deep_link_return_url": f"{self.issuer}/return?course=1&id=2",
            "accept_types": ["ltiResourceLink"],
            "accept_presentation_document_targets": ["frame", "iframe", "window"],
            "accept_multiple": self.product == "moodle",
            "auto_create": False,
            "title": "",
            "text": "",
            **(settings or {}),
        }
        return found

    def mint(self, claims: Claims, *, key: str = "", **header: Any) -> str:
        """A token signed by RS256, whatever the claims; a header given as None is left out."""
        return self.sign_raw({"typ": "JWT", "alg": "RS256", "kid": self.key, **header}, claims, key)

    def sign_raw(self, header: Claims, claims: object, key: str = "") -> str:
        """A token whose header and body are taken as they are."""
        kept = {name: value for name, value in header.items() if value is not None}
        signed = ".".join(_b64(json.dumps(part).encode()) for part in (kept, claims))
        algorithm = jwt.get_algorithm_by_name("RS256")
        return f"{signed}.{_b64(algorithm.sign(signed.encode(), rsa_key(key or self.key)))}"

    # -- a browser's way

    def login_parameters(self, **changes: str | None) -> dict[str, str]:
        found = {
            "iss": self.issuer,
            "client_id": self.client_id,
            "login_hint": "7",
            "lti_message_hint": '{"cmid":5,"launchid":"ltilaunch1"}',
            "target_link_uri": self.target(),
            "lti_deployment_id": self.deployment_id,
            **changes,
        }
        return {name: value for name, value in found.items() if value is not None}

    def begin(self, client: FlaskClient, method: str = "POST", **changes: str | None) -> Attempt:
        """Open the login address, and read where the page leads."""
        parameters = self.login_parameters(**changes)
        if method == "POST":
            answer = client.post("/lti/login", data=parameters)
        else:
            answer = client.get("/lti/login", query_string=parameters)
        page = Page(answer)
        found = page.tree.xpath("//a[@data-login-go]/@href")
        address = str(found[0]) if found else answer.headers.get("Location", "")
        return Attempt(page, address, {key: value[0] for key, value in parse_qs(urlsplit(address).query).items()})

    def finish(self, client: FlaskClient, attempt: Attempt, token: str, **fields: str) -> Entered:
        """Post a token to the launch address and open the page that it leads to."""
        form = {"id_token": token, "state": attempt.state, **fields}
        answer = client.post("/lti/launch", data=form, headers={"Origin": self.issuer})
        page = client.get(answer.headers["Location"]) if answer.status_code == 303 else answer
        while page.status_code == 303:
            page = client.get(page.headers["Location"])
        return Entered(answer, Page(page))

    def launch(self, client: FlaskClient | Flask, change: Change | None = None, **claims: Any) -> Entered:
        """Login and launch of `claims(...)`, `change`d before they are signed."""
        if isinstance(client, Flask):
            client = client.test_client()
        attempt = self.begin(client)
        message = self.claims(attempt.nonce, **claims)
        if change:
            change(message)
        return self.finish(client, attempt, self.mint(message))

    def link(self, client: FlaskClient, change: Change | None = None, **claims: Any) -> Entered:
        """Login and launch of a deep linking request."""
        attempt = self.begin(client)
        message = self.deep_linking(attempt.nonce, **claims)
        if change:
            change(message)
        return self.finish(client, attempt, self.mint(message))


def _moodle_extras(platform: ForgedPlatform, link: str) -> Claims:
    services = f"{platform.issuer}/mod/lti/services.php"
    return {
        "https://purl.imsglobal.org/spec/lti/claim/ext": {"lms": "moodle-2", "user_username": "u"},
        "https://purl.imsglobal.org/spec/lti-bo/claim/basicoutcome": {"lis_outcome_service_url": services},
        names.AGS_ENDPOINT: {
            "scope": ["https://purl.imsglobal.org/spec/lti-ags/scope/score"],
            "lineitems": f"{services}/2/lineitems?type_id=1",
            "lineitem": f"{services}/2/lineitems/{link}/lineitem?type_id=1",
        },
        names.NRPS_SERVICE: {
            "context_memberships_url": f"{services}/CourseSection/2/bindings/1/memberships",
            "service_versions": ["1.0", "2.0"],
        },
    }


def _canvas_extras(platform: ForgedPlatform) -> Claims:
    return {
        "azp": platform.client_id,
        "picture": f"{platform.issuer}/avatar.png",
        "https://www.instructure.com/placement": "assignment_selection",
        names.AGS_ENDPOINT: {
            "scope": ["https://purl.imsglobal.org/spec/lti-ags/scope/score"],
            "lineitems": f"{platform.issuer}/api/lti/courses/1/line_items",
        },
        names.NRPS_SERVICE: {
            "context_memberships_url": f"{platform.issuer}/api/lti/courses/1/names_and_roles",
            "service_versions": ["2.0"],
        },
    }


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
