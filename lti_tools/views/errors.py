"""Every refusal as a page: what is wrong, who can mend it, what to do now. The words are keyed by the error's code."""

import logging
from dataclasses import dataclass, field, replace
from typing import Any

from flask import Flask, Response, g, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from lti_tools.errors import Refusal, SessionRefused, SuiteError
from lti_tools.kit.once import once
from lti_tools.launches import SAFE_METHODS
from lti_tools.views.error_texts import PUBLIC_GONE, TEXTS, UNKNOWN, Words
from lti_tools.views.framing import frame_by_anybody
from lti_tools.web.csrf import FIELD
from lti_tools.web.formats import format_number
from lti_tools.web.locale import gettext as _

log = logging.getLogger("lti_tools.errors")


@dataclass(frozen=True)
class Problem:
    """What `lti/error.html` shows."""

    title: str
    text: str
    who: str = ""
    steps: tuple[str, ...] = ()
    code: str = ""
    picture: str = "knot"
    typed: tuple[tuple[str, str], ...] = field(default=())


def install(app: Flask) -> None:
    """Turn every exception into a page; views need no `try`."""
    app.register_error_handler(SuiteError, _suite_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _crash)


def _suite_error(error: SuiteError) -> Response:
    if isinstance(error, Refusal):
        return _page(Problem(title=_("That does not go now"), text=error.reason, code=error.code), error.status)
    log.info("refused", extra={"fields": {"code": error.code, "detail": error.detail}})
    words = PUBLIC_GONE if for_public() and error.status == 404 else words_of(type(error))
    return _page(problem_of(words, error.code, typed_texts(error)), error.status)


def for_public() -> bool:
    """Whether the request's page is for anybody with its address, who may be in no course (`Tool.open_pages`)."""
    return request.path.startswith("/open/")


def words_of(kind: type[SuiteError]) -> Words:
    """The words for errors of this class: its own, else those of the nearest class above that has some."""
    codes = (getattr(one, "code", "") for one in kind.__mro__)
    return next((TEXTS[code] for code in codes if code in TEXTS), UNKNOWN)


def _http_error(error: HTTPException) -> Response:
    code = error.code or 500
    if code < 400:
        return make_response(error.get_response())
    words = TEXTS.get(f"http-{code}", TEXTS["http-400"] if code < 500 else TEXTS["http-500"])
    if for_public() and code == 404:
        words = PUBLIC_GONE
    problem = problem_of(words, f"http-{code}")
    if code == 413:
        problem = replace(problem, text=_sizes() or problem.text)
    response = _page(problem, code)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _sizes() -> str:
    """How large the request was and may be; empty where that is not what made it too large."""
    sent, most = request.content_length or 0, request.max_content_length or 0
    if not 0 < most < sent:
        return ""
    sizes = {"sent": format_number(sent / 1_000_000, 1), "most": format_number(most / 1_000_000, 1)}
    return _("You sent %(sent)s MB, and this page takes at most %(most)s MB at once. Nothing was changed.", **sizes)


def _crash(error: Exception) -> Response:
    log.error("crash", exc_info=error, extra={"fields": {"code": "crash", "endpoint": request.endpoint}})
    return _page(problem_of(TEXTS["http-500"], "http-500"), 500)


def typed_texts(error: SuiteError) -> tuple[tuple[str, str], ...]:
    """What the person had typed, to be given back where the visit ended before it was sent."""
    return _typed() if isinstance(error, SessionRefused) else ()


def problem_of(words: Words, code: str, typed: tuple[tuple[str, str], ...] = ()) -> Problem:
    return Problem(
        title=str(words.title),
        text=str(words.text),
        who=str(words.who),
        steps=tuple(map(str, words.steps)),
        code=code,
        picture=words.picture,
        typed=typed,
    )


def _page(problem: Problem, status: int) -> Response:
    """Errors carry no action of a signed-in person and may be framed by anybody, so that the reader sees them."""
    g.pop("launch", None)
    g.pop("session_secret", None)
    frame_by_anybody()
    return make_response(render_template("lti/error.html", problem=problem), status)


HIDDEN = (FIELD, once.FIELD, "next", "tool", "version", "confirmed")
"""Fields of the suite's forms that nobody types."""


def _typed() -> tuple[tuple[str, str], ...]:
    """The texts of a form that came too late, to be given back; nothing of it is stored."""
    if request.method in SAFE_METHODS:
        return ()
    texts: list[tuple[str, str]] = []
    for name, value in _form_items():
        if name not in HIDDEN and len(value.strip()) > 2:
            texts.append((name.replace("_", " ").replace("-", " ").capitalize(), value))
    return tuple(texts[:30])


def _form_items() -> list[tuple[str, Any]]:
    try:
        return list(request.form.items(multi=True))
    except HTTPException:
        return []
