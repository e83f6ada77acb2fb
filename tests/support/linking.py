"""The teacher's way through deep linking, and the response that goes back to the platform."""

from dataclasses import dataclass
from typing import Any

import jwt
from flask.testing import FlaskClient
from jwt import PyJWKSet

from lti_tools.lti import claims as names
from tests.support.pages import Page
from tests.support.platform import Entered, ForgedPlatform

FORM = {"title": "Our guestbook", "points": "10", "opens_at": "2031-05-01T08:00"}


@dataclass
class Response:
    """What the browser posts back."""

    action: str
    token: str
    fields: list[str]
    claims: dict[str, Any]
    header: dict[str, Any]

    @property
    def items(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.claims[names.CONTENT_ITEMS]
        return found


def fill_in(client: FlaskClient, entered: Entered, tool: str = "guestbook", **fields: str) -> Page:
    """Send the tool's settings form of a deep linking session."""
    page = Page(client.get(f"{entered.path}/-/link/{tool}"))
    form = page.form(f"/link/{tool}")
    return Page(client.post(form.action, data={**form.data, **FORM, **fields}))


def response(client: FlaskClient, page: Page) -> Response:
    """The response on the last page, verified against the suite's published keys."""
    (form,) = page.tree.xpath("//form[@data-submit]")
    fields = [name for name, _ in _hidden(form)]
    token = dict(_hidden(form))["JWT"]
    header = jwt.get_unverified_header(token)
    key = PyJWKSet.from_dict(client.get("/lti/jwks").get_json())[header["kid"]]
    claims = jwt.decode(token, key, algorithms=["RS256"], options={"verify_aud": False})
    return Response(form.get("action"), token, fields, claims, header)


def _hidden(form: Any) -> list[tuple[str, str]]:
    return [(control.get("name"), control.get("value")) for control in form.xpath(".//input")]


def launch_item(client: FlaskClient, platform: ForgedPlatform, item: dict[str, Any], **claims: Any) -> Entered:
    """Launch a returned item as the platform would: its address and its custom parameters."""
    custom = {**item["custom"], **claims.pop("custom", {})}
    return platform.launch(client, target=item["url"], custom=custom, **claims)
