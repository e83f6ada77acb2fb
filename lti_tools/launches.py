"""The session that a launch opens, as views see it: `current_launch()`, `require_role(...)` and nothing of the wire."""

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import Flask, Response, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

import lti_tools.web.csrf as csrf
from lti_tools.errors import FormExpired, NotFound, OriginForeign, SessionExpired, SessionMissing, WrongRole
from lti_tools.lti.roles import Role
from lti_tools.rights import Right, may, roles_with
from lti_tools.settings import Settings
from lti_tools.store import sessions
from lti_tools.suite import current_suite
from lti_tools.web.locale import set_reader
from lti_tools.web.origin import same_origin

__all__ = [
    "STAFF",
    "CurrentLaunch",
    "Right",
    "Role",
    "current_launch",
    "now",
    "require_right",
    "require_role",
]

STAFF = (Role.INSTRUCTOR, Role.ASSISTANT)
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
FORM_WITH_FILES = 30_000_000
"""Bytes of a form with files in a session, so that the form itself says which file is too large and keeps the rest;
larger files need scripts, which send pieces (`lti_tools.kit.uploads`)."""
P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class CurrentLaunch:
    """Who works where, for the request at hand. Nothing in it comes from the request but the session's key."""

    session_id: int
    person_id: int
    person_name: str
    role: Role
    tenant_id: int
    platform_id: int
    registration_id: int
    deployment_id: int
    context_id: int
    context_title: str
    activity_id: int | None
    activity_title: str
    activity_version: int
    tool: str
    """Slug; empty until a teacher of a suite-wide link has chosen one."""
    settings: Mapping[str, Any]
    configured: bool
    dates_to_check: bool
    locale: str
    timezone: str
    message_type: str
    message: Mapping[str, Any]
    product: str
    frame_origins: tuple[str, ...]

    @property
    def is_staff(self) -> bool:
        return self.role in STAFF

    def may(self, right: Right) -> bool:
        """Whether the role of this launch has a right; templates say `launch.may('settings')`."""
        return may(self.role, right)

    @property
    def practice(self) -> bool:
        """Whether this is a practice class: invented people, nothing reaches a roster, a gradebook or anybody."""
        return bool(self.message.get("practice"))

    @property
    def activity(self) -> int:
        """The activity's id; raises `NotFound` in a message that has none."""
        if self.activity_id is None:
            raise NotFound
        return self.activity_id


def now() -> datetime:
    """The instant of this request: the same for every rule that it touches."""
    if "now" not in g:
        g.now = datetime.now(UTC)
    instant: datetime = g.now
    return instant


def current_launch() -> CurrentLaunch:
    """The launch behind this request; raises `SessionMissing` outside a session's pages."""
    launch: CurrentLaunch | None = g.get("launch")
    if launch is None:
        raise SessionMissing
    return launch


def require_role(*roles: Role) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Let a view run for these roles alone; everybody else gets `WrongRole`."""

    def decorate(view: Callable[P, T]) -> Callable[P, T]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> T:
            if current_launch().role not in roles:
                raise WrongRole
            return view(*args, **kwargs)

        guarded.__dict__["required_roles"] = roles
        return guarded

    return decorate


def require_right(right: Right) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Let a view run for the roles that have a right (`rights.RIGHTS`); everybody else gets `WrongRole`."""
    return require_role(*roles_with(right))


def only_activities_of(tool: str) -> ResponseReturnValue | None:
    """Keep a tool's pages to sessions of its own activities; one not set up yet leads to where that is done."""
    if current_launch().tool != tool:
        raise NotFound
    return only_activities()


def only_activities() -> ResponseReturnValue | None:
    """Keep pages to sessions of an activity; one not set up yet leads to where that is done."""
    launch = current_launch()
    if launch.activity_id is None:
        raise NotFound
    return None if launch.configured else redirect(url_for("session.home"), 303)


def csrf_token() -> str:
    """A token for the forms of this page; empty outside a session."""
    return csrf.issue(g.session_secret) if "session_secret" in g else ""


def cookie_name(settings: Settings) -> str:
    return "__Secure-session" if settings.secure else "session"


def set_cookie(response: Response, name: str, value: str, *, path: str, max_age: int) -> None:
    """A cookie that works in a third-party frame and in this frame's partition alone (CHIPS)."""
    response.set_cookie(
        name, value, max_age=max_age, path=path, secure=True, httponly=True, samesite="None", partitioned=True
    )


def session_path(settings: Settings, path: str) -> str:
    """Where a session's pages lie, below the path of the public address."""
    return f"{base_path(settings)}/s/{path}"


def base_path(settings: Settings) -> str:
    return "/" + settings.public_url.split("://", 1)[1].partition("/")[2] if settings.public_url.count("/") > 2 else ""


def install(app: Flask) -> None:
    """Take the session's path out of every address, put it back into every link, and open it before the view."""

    @app.url_value_preprocessor
    def take_out(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        if values and "launch_session" in values:
            g.launch_session = values.pop("launch_session")

    @app.url_defaults
    def put_in(endpoint: str, values: dict[str, Any]) -> None:
        if "launch_session" in g and app.url_map.is_endpoint_expecting(endpoint, "launch_session"):
            values.setdefault("launch_session", g.launch_session)

    @app.before_request
    def open_session() -> None:
        if "launch_session" in g:
            _open(g.launch_session)


def _open(path: str) -> None:
    suite = current_suite()
    secret = request.cookies.get(cookie_name(suite.settings), "")
    with suite.database.single() as db:
        found = sessions.find_session(db, path)
    if found is None or not hmac.compare_digest(sessions.digest(secret), found.secret_hash):
        raise SessionMissing
    idle = timedelta(hours=suite.settings.session_idle_hours)
    if now() >= found.expires_at or now() >= found.last_used_at + idle:
        raise SessionExpired
    g.launch = _launch(found, suite.settings)
    g.session_secret = secret
    if request.mimetype == "multipart/form-data":
        request.max_content_length = FORM_WITH_FILES
    set_reader(suite.catalogues.reader(g.launch.locale, g.launch.timezone, default_zone=suite.settings.timezone))
    if request.method not in SAFE_METHODS:
        check_unsafe(suite.settings, secret)
    if found.last_used_at < now() - min(sessions.TOUCH, idle / 4):
        with suite.database.write() as db:
            sessions.touch(db, found.id, now())


def check_unsafe(settings: Settings, secret: str) -> None:
    """Raise `OriginForeign` or `FormExpired` unless a page of the session that `secret` opens sent this request."""
    if not same_origin(request.headers.get("Origin"), settings.public_url):
        raise OriginForeign
    given = request.headers.get(csrf.HEADER, "") or request.form.get(csrf.FIELD, "")
    if not csrf.check(given, secret):
        raise FormExpired


def _launch(found: Any, settings: Settings) -> CurrentLaunch:
    """From a row of `sessions.find_session`."""
    return CurrentLaunch(
        session_id=found.id,
        person_id=found.person_id,
        person_name=found.person_name or " ".join(filter(None, (found.person_given_name, found.person_family_name))),
        role=Role(found.role),
        tenant_id=found.platform_tenant_id,
        platform_id=found.platform_id,
        registration_id=found.registration_id,
        deployment_id=found.deployment_id,
        context_id=found.context_id,
        context_title=found.context_title,
        activity_id=found.activity_id,
        activity_title=found.activity_title or "",
        activity_version=found.activity_version or 0,
        tool=found.activity_tool if found.activity_id else found.message.get("tool", "") or found.registration_tool,
        settings=found.activity_settings or {},
        configured=found.activity_configured_at is not None,
        dates_to_check=bool(found.activity_dates_to_check),
        locale=found.person_language or found.locale or settings.locale,
        timezone=found.context_timezone or found.message.get("timezone", "") or settings.timezone,
        message_type=found.message_type,
        message=found.message,
        product=found.platform_product,
        frame_origins=tuple(found.platform_origins),
    )
