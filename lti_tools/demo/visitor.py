"""Somebody with a browser of their own, without scripts: opens pages, fills in forms, is led from site to site."""

from collections.abc import Mapping, Sequence
from http.cookiejar import Cookie
from typing import Any

import requests
from requests.cookies import RequestsCookieJar

from lti_tools.demo.pages import Form, Page, read

AUTOMATIC = frozenset({"data-autosubmit", "data-submit"})
"""Marks of forms that a script would send at once."""
LEADS_ON = "data-login-go"
"""Mark of the link that a script would follow."""
LONGEST_CHAIN = 12


class Unwelcome(Exception):
    """A page answered with an error."""


class _LoopbackJar(RequestsCookieJar):
    """Keeps `Secure` cookies as browsers do on this machine: for plain http to loopback too."""

    def set_cookie(self, cookie: Cookie, *args: Any, **kwargs: Any) -> Any:
        cookie.secure = False
        return super().set_cookie(cookie, *args, **kwargs)


class Visitor:
    """One person's browser."""

    def __init__(self) -> None:
        self._http = requests.Session()
        self._http.trust_env = False
        self._http.cookies = _LoopbackJar()

    def open(self, url: str) -> Page:
        """The page that a visit to `url` ends on. Raises `Unwelcome` where that is an error page."""
        return self._settle(self._http.get(url, timeout=30))

    def submit(
        self,
        form: Form,
        values: Mapping[str, str | Sequence[str]] | None = None,
        files: Mapping[str, tuple[str, bytes]] | None = None,
    ) -> Page:
        """Send a form, its fields changed as `values` say; a list sends the name once for each entry.

        `files`: field -> name and content of a file chosen there.
        """
        values = values or {}
        fields = [(name, value) for name, value in form.fields if name not in values]
        for name, value in values.items():
            fields += [(name, each) for each in ([value] if isinstance(value, str) else value)]
        return self._settle(self._send(form, fields, files))

    def _send(
        self, form: Form, fields: list[tuple[str, str]], files: Mapping[str, tuple[str, bytes]] | None = None
    ) -> requests.Response:
        if form.method == "get":
            return self._http.get(form.action, params=fields, timeout=30)
        return self._http.post(form.action, data=fields, files=files or None, timeout=30)

    def _settle(self, answer: requests.Response) -> Page:
        """Do what scripts would do at once, until a page waits for the person."""
        for _ in range(LONGEST_CHAIN):
            page = read(answer.url, answer.status_code, answer.text)
            if page.status >= 400:
                raise Unwelcome(f"{page.url.partition('?')[0]} answered {page.status}: {_heading(page.text)}")
            form = next((form for form in page.forms if form.marks & AUTOMATIC), None)
            link = next((link for link, marks in page.links if LEADS_ON in marks), "")
            if form is not None:
                answer = self._send(form, form.fields)
            elif link:
                answer = self._http.get(link, timeout=30)
            else:
                return page
        raise Unwelcome(f"{answer.url.partition('?')[0]} leads on and on")

    def close(self) -> None:
        self._http.close()


def _heading(text: str) -> str:
    start = text.find("<h1")
    return " ".join(text[start:].partition(">")[2].partition("</h1>")[0].split()) if start >= 0 else text[:200]
