"""What every session can do whatever its tool: open in a new tab, switch the language, keep drafts."""

from datetime import timedelta

from flask import Blueprint, Response, g, redirect, render_template, request, url_for
from sqlalchemy import update
from werkzeug.wrappers import Response as BaseResponse

from lti_tools.drafts import typed_so_far
from lti_tools.errors import NotFound, OriginForeign, TicketRefused
from lti_tools.launches import cookie_name, current_launch, now, session_path, set_cookie
from lti_tools.lti import claims as names
from lti_tools.store import drafts, sessions
from lti_tools.store.tables.people import Person
from lti_tools.suite import current_suite
from lti_tools.web.locale import LANGUAGES
from lti_tools.web.origin import local_path, same_origin

blueprint = Blueprint("session", __name__, url_prefix="/s/<launch_session>/-")
tickets = Blueprint("tickets", __name__)


@blueprint.post("/new-tab")
def new_tab() -> str:
    """Mint a ticket and offer it as a link. The post stays in this frame: a new tab would not have the cookie."""
    with current_suite().database.write() as db:
        secret = sessions.issue_ticket(db, current_launch().session_id, now())
    return render_template("lti/new_tab.html", secret=secret)


@tickets.get("/open/<secret>")
def show(secret: str) -> str:
    """Names the person before anything opens, so that nobody works under a name that is not theirs."""
    with current_suite().database.read() as db:
        session = sessions.ticket_session(db, secret, now())
        person = db.get(Person, session.person_id) if session else None
    if person is None:
        raise TicketRefused
    name = person.name or f"{person.given_name} {person.family_name}".strip()
    return render_template("lti/ticket.html", name=name, secret=secret)


@tickets.post("/open/<secret>")
def redeem(secret: str) -> Response:
    """From the page that names the person alone: a foreign page cannot put its own session into this browser."""
    suite = current_suite()
    if not same_origin(request.headers.get("Origin"), suite.settings.public_url):
        raise OriginForeign
    with suite.database.write() as db:
        session = sessions.ticket_session(db, secret, now())
        if session is None or not sessions.redeem_ticket(db, secret, now()):
            raise TicketRefused
        opened = sessions.open_session(
            db,
            now(),
            min(timedelta(hours=suite.settings.session_hours), session.expires_at - now()),
            **{name: getattr(session, name) for name in SAME},
        )
    g.launch_session = opened.path
    response = redirect(url_for("session.home"), 303)
    assert isinstance(response, Response)
    path = session_path(suite.settings, opened.path)
    set_cookie(response, cookie_name(suite.settings), opened.secret, path=path, max_age=24 * 3600)
    return response


SAME = (
    "registration_id",
    "deployment_id",
    "person_id",
    "context_id",
    "activity_id",
    "role",
    "message_type",
    "locale",
    "message",
)


HOMES = {names.DEEP_LINKING_REQUEST: "deep_linking.pick", names.DATA_PRIVACY_REQUEST: "privacy.show"}
"""Messages that are about no activity."""


@blueprint.get("/")
def home() -> BaseResponse:
    """The first page of this session's activity."""
    launch = current_launch()
    if launch.message_type in HOMES:
        return redirect(url_for(HOMES[launch.message_type]), 303)
    if launch.configured and current_suite().tool(launch.tool):
        return redirect(url_for(f"{launch.tool}.home"), 303)
    return redirect(url_for("setup.edit" if launch.is_staff else "setup.waiting"), 303)


@blueprint.post("/language")
def language() -> BaseResponse:
    chosen = request.form.get("language", "")
    if chosen not in LANGUAGES:
        raise NotFound
    with current_suite().database.write() as db:
        db.execute(update(Person).where(Person.id == current_launch().person_id).values(language=chosen))
    return redirect(local_path(request.form.get("next", ""), url_for("session.home")), 303)


@blueprint.post("/draft")
def draft() -> tuple[str, int]:
    """Keep a long text as typed so far; an empty one forgets it."""
    launch = current_launch()
    typed = typed_so_far()
    if typed is None:
        return "", 422
    with current_suite().database.write() as db:
        drafts.keep(db, launch.activity, launch.person_id, *typed, now())
    return "", 204
