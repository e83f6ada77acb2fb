"""What templates can use: `install(app)` registers it once.

Globals: `_`, `gettext`, `ngettext`, `asset(name)`, `csrf_token()`, `launch` (CurrentLaunch or None), `language`,
`languages`, `notices()`, `public_contact`, `error_summary(form)`, `sections_of(form)`, `now()`, `unique_id(prefix)`.
Filters: `instant`, `date`, `clock`, `relative`, `number`, `percent`, `markdown`, `zone`.
The head of a page shows a language switch where `language_action`, and "Open in a new tab" where `new_tab_action`,
holds an address to post to; `home_url` is where the activity's title leads, `people_url` the list of
members. The app sets them in a context processor.
"""

from collections.abc import Callable, MutableMapping
from datetime import UTC, datetime
from itertools import count
from typing import Any

from flask import Flask, g, request
from flask.templating import Environment as FlaskEnvironment

from lti_tools.web import formats
from lti_tools.web.assets import PATH as ASSETS
from lti_tools.web.assets import Assets
from lti_tools.web.forms import error_summary, sections_of, target_of
from lti_tools.web.locale import LANGUAGES, Catalogues, lazy, reader, set_reader
from lti_tools.web.markdown import render
from lti_tools.web.notices import current_notices
from lti_tools.web.origin import local_path


def _nothing() -> Any:
    return None


def _empty() -> str:
    return ""


class Environment(FlaskEnvironment):
    """Flask's environment, whose templates all share its globals: none here brings its own.

    Jinja would put a chain of maps before them, and walk it for every page, include and import.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals


def install(
    app: Flask,
    *,
    catalogues: Catalogues,
    assets: Assets,
    contact: str = "",
    default_locale: str = "en",
    default_zone: str = "UTC",
    launch: Callable[[], Any] = _nothing,
    csrf_token: Callable[[], str] = _empty,
) -> None:
    """Make the design system work in `app`: assets, texts, formats.

    `launch` gives the current launch or None, `csrf_token` a token of the current session or "" where there is none.
    Each request begins with a reader taken from the browser's languages; code that knows better (a session, a switch)
    calls `set_reader(catalogues.reader(locale, zone))` afterwards.
    """
    app.register_blueprint(assets.blueprint())
    app.jinja_environment = Environment
    env = app.jinja_env
    env.trim_blocks = env.lstrip_blocks = True
    env.add_extension("jinja2.ext.i18n")
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: reader().texts.one(text), lambda one, many, n: reader().texts.many(one, many, n), newstyle=True
    )
    env.globals.update(
        asset=lambda name: f"{request.script_root}{ASSETS}/{assets.address(name)}",
        has_asset=lambda name: name in assets,
        csrf_token=csrf_token,
        error_summary=error_summary,
        sections_of=sections_of,
        here=_here,
        role_name=_role_name,
        languages=LANGUAGES,
        notices=current_notices,
        now=lambda: datetime.now(UTC),
        public_contact=contact,
        target_of=target_of,
        unique_id=_unique_id,
    )
    env.filters.update(FILTERS)
    app.context_processor(lambda: {"launch": launch(), "language": reader().language})

    @app.url_value_preprocessor
    def greet(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
        asked = [tag for tag in request.accept_languages.values() if tag.partition("-")[0].lower() in LANGUAGES]
        set_reader(catalogues.reader(asked[0] if asked else default_locale, default_zone=default_zone))

    @app.teardown_request
    def forget(_error: BaseException | None) -> None:
        set_reader(None)


def _relative(at: datetime | None, now: datetime | None = None) -> Any:
    return formats.relative_element(at, now or datetime.now(UTC))


FILTERS: dict[str, Callable[..., Any]] = {
    "instant": formats.time_element,
    "instant_text": formats.format_instant,
    "date": formats.format_date,
    "clock": formats.format_time,
    "days": lambda span: formats.format_days(span.first_day, span.last_day),
    "duration": formats.format_duration,
    "relative": _relative,
    "number": formats.format_number,
    "percent": formats.format_percent,
    "zone": formats.zone_label,
    "markdown": render,
}


def _here() -> str:
    """The address of this page below the host, to come back to."""
    return local_path(request.full_path.rstrip("?")) if request.method == "GET" else ""


ROLES = {
    "instructor": lazy("Teacher"),
    "assistant": lazy("Teaching assistant"),
    "learner": lazy("Student"),
    "observer": lazy("Guest"),
}


def _role_name(role: str) -> str:
    return str(ROLES.get(role, ROLES["observer"]))


def _unique_id(prefix: str = "id") -> str:
    """An id that no other call on this page got."""
    if "page_ids" not in g:
        g.page_ids = count(1)
    return f"{prefix}-{next(g.page_ids)}"
