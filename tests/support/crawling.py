"""A visitor who presses everything: from a first page on, every link, and every form with plausible values."""

import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException

from tests.support.album import Album
from tests.support.corpus import pictures
from tests.support.pages import Page, faults
from tests.support.platform import Entered

LEFT_OUT = ("/-/new-tab", "/-/language", "/-/erase", "/-/uploads/remove")
"""Deeds of every session, tried elsewhere, that would end or change the visit."""
PICTURE = pictures.png()
"""What is sent where a file is asked for."""
MOST = 240
"""Requests of one visit."""
OF_ONE_KIND = 4
"""Addresses of one route with other ids."""


@dataclass(frozen=True)
class Step:
    """One request of a visit and how it ended; `tail` is the address below the session's path."""

    role: str
    method: str
    tail: str
    endpoint: str
    args: tuple[tuple[str, Any], ...]
    form: tuple[tuple[str, str], ...]
    status: int
    faults: tuple[str, ...]


@dataclass
class Visitor:
    """Somebody in a session of theirs."""

    app: Flask
    client: FlaskClient
    entered: Entered
    role: str
    steps: list[Step] = field(default_factory=list)
    seen: set[object] = field(default_factory=set)
    sent: set[str] = field(default_factory=set)
    """Addresses that a file was sent to, once a visit."""
    album: Album = field(default_factory=Album)
    within: str = ""
    """How the addresses begin that are pressed: "/topic-vote/" for a tool's own pages alone."""

    @property
    def token(self) -> str:
        """The session's CSRF token."""
        (token,) = self.entered.page.tree.xpath("//meta[@name='csrf-token']/@content")
        return str(token)

    def crawl(self) -> None:
        """Press everything once, forms after links; pages of a kind that was not pressed yet come first."""
        self.seen.clear()
        pages, pressed = [self.get(self.entered.page.url.removeprefix(self.entered.path))], set[str]()
        while pages and len(self.seen) < MOST:
            page = pages.pop(next((at for at, one in enumerate(pages) if self._kind(one) not in pressed), 0))
            pressed.add(self._kind(page))
            for tail in self._links(page):
                pages.append(self.get(tail))
            for tail, form, files in self._forms(page):
                pages.append(self.post(tail, form, files))

    def get(self, tail: str) -> Page:
        answer = self.client.get(self.entered.path + tail)
        page = self._follow(Page(answer))
        self._note("GET", tail, (), page)
        return page

    def post(self, tail: str, form: Iterable[tuple[str, str]], files: Iterable[str] = ()) -> Page:
        pairs = [(name, value) for name, value in form if name != "csrf_token"]
        data: dict[str, list[str]] = {"csrf_token": [self.token]}
        for name, value in pairs:
            data.setdefault(name, []).append(value)
        if tail not in self.sent:
            sending = {name: (io.BytesIO(PICTURE), "picture.png") for name in files}
            data |= sending  # type: ignore[arg-type]
            self.sent |= {tail} if sending else set()
        page = self._follow(Page(self.client.post(self.entered.path + tail, data=data)))
        self._note("POST", tail, pairs, page)
        return page

    def route(self, method: str, tail: str) -> tuple[str, dict[str, Any]]:
        """Endpoint and arguments of an address; an empty endpoint where there is no such page."""
        path = self.entered.path + urlsplit(tail).path
        try:
            endpoint, args = self.app.url_map.bind("localhost").match(path, method=method)
        except HTTPException:
            return "", {}
        return endpoint, {name: value for name, value in args.items() if name != "launch_session"}

    def _kind(self, page: Page) -> str:
        return self.route("GET", page.url.removeprefix(self.entered.path))[0]

    def _follow(self, page: Page) -> Page:
        for _ in range(5):
            if page.status not in (302, 303):
                break
            page = Page(self.client.get(urljoin(page.url, page.answer.headers["Location"])))
        return page

    def _note(self, method: str, tail: str, form: Iterable[tuple[str, str]], page: Page) -> None:
        endpoint, args = self.route(method, tail)
        shows = page.answer.mimetype == "text/html" and page.text
        wrong = tuple(faults(page)) if shows else ()
        if shows:
            self.album.keep(self.role, self._kind(page) or endpoint, page)
        step = Step(self.role, method, tail, endpoint, tuple(args.items()), tuple(form), page.status, wrong)
        self.steps.append(step)

    def _links(self, page: Page) -> Iterable[str]:
        for link in page.links:
            tail = self._tail(page, link)
            if tail and self._is_new("GET", tail, ()):
                yield tail

    def _forms(self, page: Page) -> Iterable[tuple[str, list[tuple[str, str]], list[str]]]:
        for form, element in zip(page.forms, page.tree.xpath("//form"), strict=True):
            tail = self._tail(page, form.action or page.url)
            if not tail or form.method != "post" or tail.startswith(LEFT_OUT):
                continue
            for name, value, _text in form.buttons or [("", "", "")]:
                asked = any(field == "confirmed" for field, _ in form.fields)
                for filled in (form.fields,) if asked else (form.fields, fill_in(element)):
                    pairs = [*filled, (name, value)] if name else filled
                    names = tuple(sorted({each for each, _ in pairs}))
                    if self._is_new("POST", tail, (names, value, filled is form.fields)):
                        files = [] if filled is form.fields else element.xpath(".//input[@type='file']/@name")
                        yield tail, pairs, files

    def _tail(self, page: Page, address: str) -> str:
        """`address` below this session's path; empty for all others."""
        parts = urlsplit(urljoin(page.url, address))
        path = parts.path
        if not path.startswith(f"{self.entered.path}{self.within or '/'}") or parts.netloc:
            return ""
        return path.removeprefix(self.entered.path) + (f"?{parts.query}" if parts.query else "")

    def _is_new(self, method: str, tail: str, more: object) -> bool:
        endpoint, args = self.route(method, tail)
        query = tuple(sorted(name for name, _ in parse_qsl(urlsplit(tail).query)))
        kinds = sum(1 for one in self.seen if isinstance(one, tuple) and one[:4] == (method, endpoint, query, more))
        key = (method, endpoint, query, more, tuple(args.items()))
        if key in self.seen or kinds >= OF_ONE_KIND or len(self.seen) >= MOST:
            return False
        self.seen.add(key)
        return True


def fill_in(form: Any) -> list[tuple[str, str]]:
    """Plausible values for a form: what stands there, texts where nothing does, the first of every group of choices."""
    found: list[tuple[str, str]] = []
    groups: dict[str, list[Any]] = {}
    for control in form.xpath(".//input | .//textarea | .//select"):
        name, kind = control.get("name"), (control.get("type") or "text").lower()
        if not name or kind in ("submit", "file", "button") or control.get("disabled") is not None:
            continue
        if kind in ("checkbox", "radio"):
            groups.setdefault(name, []).append(control)
        elif control.tag == "textarea":
            found.append((name, (control.text or "").strip() or "First thing\nSecond thing\nThird thing"))
        elif control.tag == "select":
            found += [(name, str(option.get("value"))) for option in control.xpath(".//option[@value != '']")[:1]]
        else:
            found.append((name, control.get("value") or {"number": "1", "text": "Example"}.get(kind, "")))
    for name, controls in groups.items():
        checked = [each for each in controls if each.get("checked") is not None]
        several = len(controls) > 1 or (controls[0].get("type") == "radio")
        for control in checked or (controls[:1] if several else []):
            found.append((name, str(control.get("value") or "on")))
    return found
