"""The pages that visits came across, for a browser to look at: each address, and again where it shows more kinds."""

from dataclasses import dataclass, field
from typing import Any

from flask.testing import FlaskClient
from playwright.sync_api import Page as Browsing
from playwright.sync_api import Request, Route

from tests.support.pages import Page

ORIGIN = "http://localhost:8000"

ABOUT = ("class", "role", "type")
"""What makes an element one of its kind, beside its tag."""


@dataclass(frozen=True)
class Kept:
    """A page as it was sent to somebody of `role`."""

    role: str
    url: str
    html: str
    policy: str
    """Its Content-Security-Policy."""
    first: bool
    """Of its route, the first that was kept."""


@dataclass
class Album:
    """What was kept, and the kinds of elements known of each route."""

    pages: list[Kept] = field(default_factory=list)
    known: dict[str, set[Any]] = field(default_factory=dict)

    def keep(self, role: str, endpoint: str, page: Page) -> None:
        """Keep `page` where it shows a kind of element that no page of its route has shown."""
        kinds = {(one.tag, *map(one.get, ABOUT)) for one in page.tree.iter() if isinstance(one.tag, str)}
        first = endpoint not in self.known
        known = self.known.setdefault(endpoint, set())
        if not kinds <= known:
            known |= kinds
            policy = page.answer.headers.get("Content-Security-Policy", "")
            self.pages.append(Kept(role, page.url, page.text, policy, first))


def open_kept(page: Browsing, kept: Kept, client: FlaskClient) -> None:
    """Show a kept page; what it asks for comes from the application, and nothing is sent."""

    def serve(route: Route, request: Request) -> None:
        if request.is_navigation_request():
            policy = {"Content-Security-Policy": kept.policy, "Content-Type": "text/html; charset=utf-8"}
            route.fulfill(body=kept.html, headers=policy)
        elif request.method == "GET":
            answer = client.get(request.url.removeprefix(ORIGIN))
            route.fulfill(status=answer.status_code, body=answer.get_data(), headers=dict(answer.headers))
        else:
            route.fulfill(status=204)

    page.unroute_all()
    page.route("**/*", serve)
    page.goto(ORIGIN + kept.url)
