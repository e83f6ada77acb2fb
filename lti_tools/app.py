"""The composition root: settings in, a WSGI application out."""

from functools import partial
from pathlib import Path

from flask import Flask, Response, g, request, url_for
from werkzeug.middleware.proxy_fix import ProxyFix

import lti_tools
from lti_tools import launches, registry
from lti_tools.kit.audit import known as audited
from lti_tools.kit.moderation import known as moderated
from lti_tools.kit.notices.stopping import blueprint as mail
from lti_tools.kit.once import once
from lti_tools.kit.part import Part
from lti_tools.kit.part import install as install_parts
from lti_tools.kit.parts import PARTS
from lti_tools.launches import CurrentLaunch, Role
from lti_tools.lti.http import Http
from lti_tools.lti.jwks import KeySets
from lti_tools.lti.keys import KeyStore
from lti_tools.lti.tokens import Tokens
from lti_tools.ops import health, logs
from lti_tools.settings import Settings
from lti_tools.store.clients import Clients
from lti_tools.store.database import Database, make_engine
from lti_tools.store.migrate import packages_of
from lti_tools.suite import Suite, current_suite
from lti_tools.tool import Tool
from lti_tools.views import (
    deep_linking,
    errors,
    jwks,
    launch,
    login,
    people,
    privacy,
    registration,
    review,
    session,
    setup,
    start,
)
from lti_tools.views.admin.pages import blueprint as admin_pages
from lti_tools.web import csp, jinja
from lti_tools.web.assets import Assets, static_folders
from lti_tools.web.locale import Catalogues, keep_catalogues
from lti_tools.web.notices import undo_number

BLUEPRINTS = (
    login.blueprint,
    launch.blueprint,
    jwks.blueprint,
    registration.blueprint,
    deep_linking.blueprint,
    setup.blueprint,
    people.blueprint,
    session.blueprint,
    session.tickets,
    review.blueprint,
    start.blueprint,
    mail,
    privacy.blueprint,
)
MAX_REQUEST = 8 * 1024 * 1024
"""Bytes of one request; uploads have a road of their own."""
MAX_CALL = 64 * 1024
"""Bytes of one call of an outside system; nothing of a longer one is read."""


def create_suite(settings: Settings) -> Suite:
    """Everything that lives as long as the process; opens no connection yet."""
    tools = registry.load_tools()
    keys = KeyStore(settings.keys, settings.keys_passphrase)
    database = Database(make_engine(settings.database, pool_size=settings.threads))
    http = Http(private_hosts=settings.private_hosts, development=settings.development, ca_bundle=settings.ca_bundle)
    folders = [Path(lti_tools.__path__[0]), *(registry.package_folder(tool) for tool in tools)]
    catalogues = Catalogues(folder / "translations" for folder in folders)
    keep_catalogues(catalogues, settings.locale)
    return Suite(
        settings=settings,
        database=database,
        http=http,
        keys=keys,
        key_sets=KeySets(database, http),
        tokens=Tokens(http, keys.sign),
        tools={tool.slug: tool for tool in tools},
        catalogues=catalogues,
        clients=Clients(database),
    )


def create_app(settings: Settings, suite: Suite | None = None) -> Flask:
    """The web application. `suite` is passed in where web and worker share one process."""
    suite = suite or create_suite(settings)
    app = Flask("lti_tools", static_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=MAX_REQUEST, MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024)
    app.extensions["suite"] = suite
    logs.install(app)
    packages = [(tool.slug, registry.package_folder(tool)) for tool in suite.tools.values()]
    jinja.install(
        app,
        catalogues=suite.catalogues,
        assets=Assets(static_folders(packages)),
        contact=settings.contact,
        default_locale=settings.locale,
        default_zone=settings.timezone,
        launch=lambda: g.get("launch"),
        csrf_token=launches.csrf_token,
    )
    launches.install(app)
    errors.install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    if settings.admin_password:
        app.register_blueprint(admin_pages)
    app.register_blueprint(
        health.blueprint(suite.database, suite.keys, packages_of(tuple(suite.tools.values())), settings.metrics_token)
    )
    for part in PARTS:
        if part.blueprint is not None:
            blueprint = part.blueprint()
            blueprint.before_request(launches.only_activities)
            app.register_blueprint(blueprint, url_prefix=f"/s/<launch_session>/-/{part.name}")
    for tool in suite.tools.values():
        blueprint = tool.blueprint()
        blueprint.before_request(partial(launches.only_activities_of, tool.slug))
        app.register_blueprint(blueprint, url_prefix=f"/s/<launch_session>/{tool.slug}")
        if tool.open_pages is not None:
            app.register_blueprint(tool.open_pages(), url_prefix=f"/open/{tool.slug}")
        if tool.intake is not None:
            door = tool.intake()
            door.before_request(_small_calls)
            app.register_blueprint(door, url_prefix=f"/intake/{tool.slug}")
    install_parts(app, PARTS)
    owners: tuple[Part | Tool, ...] = (*PARTS, *suite.tools.values())
    audited.install(app, (action for owner in owners for action in owner.actions))
    once.install(app)
    moderated.install(app, (kind for owner in owners for kind in owner.moderated))
    app.context_processor(_page_head)
    app.after_request(_finish)
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=0)  # type: ignore[method-assign]
    return app


def _small_calls() -> None:
    request.max_content_length = MAX_CALL


def _page_head() -> dict[str, object]:
    """What the head of a page offers: a way home, a tab of its own, the language."""
    launch = g.get("launch")
    if launch is None:
        return {"for_public": errors.for_public()}
    linking = launch.activity_id is None
    return {
        "home_url": None if linking else url_for("session.home"),
        "new_tab_action": None if linking else url_for("session.new_tab"),
        "language_action": url_for("session.language"),
        "menu_items": [] if linking else [item for part in PARTS for item in part.menu(launch)],
        "undo_action": url_for("kit-audit.undo") if _may_undo(launch) else "",
        "undo_number": undo_number(),
        "people_url": url_for("people.show") if launch.is_staff and not linking else None,
    }


def _may_undo(launch: CurrentLaunch) -> bool:
    return launch.role is Role.INSTRUCTOR and launch.activity_id is not None and undo_number() != ""


def _finish(response: Response) -> Response:
    """The headers of every answer. A page may be framed by its platform alone, unless the view said otherwise."""
    launch = g.get("launch")
    framing = g.get("frame_ancestors", launch.frame_origins if launch else csp.NOBODY)
    secure, store = current_suite().settings.secure, "Cache-Control" in response.headers
    for name, value in csp.page_headers(framing, g.get("form_action", ()), secure=secure, store=store).items():
        response.headers.setdefault(name, value)
    return response
