"""A browser's part of a launch: login, the platform's answer, the launch post, the first page."""

import http.client
import re
from html import unescape
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from benchmarks.support.platform import Platform

COOKIE_CHECK = "lti1p3_new_window"
"""What PyLTI1p3's cookie check page adds to the login's address."""
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
FILES = re.compile(r'<(?:link rel="stylesheet" href|script[^>]*? src)="(/[^"]+)"')
GOOD_FOR_EVER = "immutable"
"""Kept instead of an ETag for a file that need not be asked for again."""


class Browser:
    """One person's visit over one kept-alive connection, with the cookies of that visit.

    `kept` is what the browser has of earlier visits, ETags by address; without it no page's files are asked for.
    """

    def __init__(self, host: str, port: int, cookies: dict[str, str], kept: dict[str, str] | None = None) -> None:
        self.base = f"http://{host}:{port}"
        self.connection = http.client.HTTPConnection(host, port, timeout=30)
        self.cookies = cookies
        self.kept = kept

    def ask(self, method: str, address: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """(status, location, text)."""
        parts = urlsplit(address)
        headers = dict(FORM if form is not None else {})
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body = urlencode(form) if form is not None else None
        self.connection.request(method, parts.path + (f"?{parts.query}" if parts.query else ""), body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                cookie, _, content = value.split(";", 1)[0].partition("=")
                if content:
                    self.cookies[cookie] = content
                else:
                    self.cookies.pop(cookie, None)
        return answer.status, answer.getheader("Location") or "", text

    def launch(self, platform: Platform, sub: str, target: str, *, login: str, launch: str, mark: str) -> None:
        """One whole launch with a new state and nonce; raises where a step is refused or the page is another."""
        parameters = platform.login_parameters(sub, target)
        status, location, text = self.ask("POST", urljoin(self.base, login), parameters)
        if COOKIE_CHECK in text:  # the example's page, whose script comes back with the same parameters
            query = urlencode({COOKIE_CHECK: 1, **parameters})
            status, location, text = self.ask("GET", f"{urljoin(self.base, login)}?{query}")
        address = location or _link(text, platform.issuer)
        query = parse_qs(urlsplit(address).query)
        if 'data-login-check="' in text:
            check = unescape(text.split('data-login-check="', 1)[1].split('"', 1)[0])
            if self.ask("GET", urljoin(self.base, check))[0] != 204:
                raise RuntimeError("the login's cookie did not come back")
        token = platform.token(sub, query["nonce"][0], target)
        form = {"id_token": token, "state": query["state"][0]}
        status, location, text = self.ask("POST", urljoin(self.base, launch), form)
        if location:
            status, location, text = self.ask("GET", urljoin(self.base, location))
        if status != 200 or mark not in text:
            raise RuntimeError(f"{status}: {text[:200]}")
        if self.kept is not None:
            for address in FILES.findall(text):
                self._load(unescape(address), self.kept)

    def _load(self, address: str, kept: dict[str, str]) -> None:
        """Ask for a stylesheet or script as browsers do: not at all, whether it has changed, or for the whole."""
        etag = kept.get(address, "")
        if etag == GOOD_FOR_EVER:
            return
        self.connection.request("GET", address, headers={"If-None-Match": etag} if etag else {})
        answer = self.connection.getresponse()
        answer.read()
        if answer.status not in (200, 304):
            raise RuntimeError(f"{address}: {answer.status}")
        caching = answer.getheader("Cache-Control") or ""
        kept[address] = GOOD_FOR_EVER if "immutable" in caching else answer.getheader("ETag") or ""

    def close(self) -> None:
        self.connection.close()


def _link(text: str, issuer: str) -> str:
    found = re.search(re.escape(issuer) + r"[^\"'<>\s]+", text)
    if not found:
        raise RuntimeError(f"no authorization address: {text[:300]}")
    return unescape(found.group())
