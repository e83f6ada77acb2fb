"""The session that a launch opens, as views see it: `current_launch()`, `require_role(...)` and nothing of the wire."""

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import Flask, Response, g, request

import lti_tools.web.csrf as csrf
from lti_tools.errors import FormExpired, NotFound, OriginForeign, SessionExpired, SessionMissing, WrongRole
from lti_tools.lti.roles import Role
from lti_tools.settings import Settings
from lti_tools.store import sessions
from lti_tools.suite import current_suite
from lti_tools.web.locale import set_reader
from lti_tools.web.origin import same_origin

__all__ = ["STAFF", "CurrentLaunch", "Role", "current_launch", "now", "require_role"]

STAFF = (Role.INSTRUCTOR, Role.ASSISTANT)
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
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
    with suite.database.read() as db:
        found = sessions.find_session(db, path)
    if found is None or not hmac.compare_digest(sessions.digest(secret), found.session.secret_hash):
        raise SessionMissing
    idle = timedelta(hours=suite.settings.session_idle_hours)
    if now() >= found.session.expires_at or now() >= found.session.last_used_at + idle:
        raise SessionExpired
    g.launch = _launch(found, suite.settings)
    g.session_secret = secret
    set_reader(suite.catalogues.reader(g.launch.locale, g.launch.timezone, default_zone=suite.settings.timezone))
    if request.method not in SAFE_METHODS:
        _check_unsafe(suite.settings, secret)
    if found.session.last_used_at < now() - sessions.TOUCH:
        with suite.database.write() as db:
            sessions.touch(db, found.session.id, now())


def _check_unsafe(settings: Settings, secret: str) -> None:
    if not same_origin(request.headers.get("Origin"), settings.public_url):
        raise OriginForeign
    given = request.headers.get(csrf.HEADER, "") or request.form.get(csrf.FIELD, "")
    if not csrf.check(given, secret):
        raise FormExpired


def _launch(found: sessions.Found, settings: Settings) -> CurrentLaunch:
    session, activity, person = found.session, found.activity, found.person
    return CurrentLaunch(
        session_id=session.id,
        person_id=session.person_id,
        person_name=person.name or " ".join(filter(None, (person.given_name, person.family_name))),
        role=Role(session.role),
        tenant_id=found.platform.tenant_id,
        platform_id=found.platform.id,
        registration_id=session.registration_id,
        deployment_id=session.deployment_id,
        context_id=session.context_id,
        context_title=found.context.title,
        activity_id=session.activity_id,
        activity_title=activity.title if activity else "",
        activity_version=activity.version if activity else 0,
        tool=activity.tool if activity else session.message.get("tool", "") or found.registered_tool,
        settings=activity.settings if activity else {},
        configured=bool(activity and activity.configured_at),
        dates_to_check=bool(activity and activity.dates_to_check),
        locale=person.language or session.locale or settings.locale,
        timezone=session.message.get("timezone", "") or found.context.timezone or settings.timezone,
        message_type=session.message_type,
        message=session.message,
        product=found.platform.product,
        frame_origins=tuple(found.platform.origins),
    )
