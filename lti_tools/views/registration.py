"""Where learning platforms register: the dynamic way, Canvas's JSON, and the facts for doing it by hand.

None of these pages has an action of a signed-in person, so any LMS may frame them: hosted Canvas shows them inside a
school's own domain, which no configuration names.
"""

import logging
from collections.abc import Mapping
from pathlib import Path

from flask import Blueprint, Response, current_app, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue

from lti_tools.errors import NotFound, RegistrationRefused, RegistrationRejected, SuiteError, Unreachable
from lti_tools.launches import now
from lti_tools.lti.canvas import canvas_configuration
from lti_tools.lti.custom import VARIABLES
from lti_tools.lti.registration import Offer
from lti_tools.registering import Desk, Opening, register
from lti_tools.store.invites import find_invite, state_of
from lti_tools.suite import Suite, current_suite
from lti_tools.views.framing import frame_by_anybody
from lti_tools.views.registration_texts import problem_of
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy, speaking_to

blueprint = Blueprint("registration", __name__)
log = logging.getLogger("lti_tools.registration")

TITLE = lazy("Learning together")
CONFIGURATION = "openid_configuration"


@blueprint.get("/lti/register")
@blueprint.get("/lti/register/<tool>")
def by_tool(tool: str = "") -> ResponseReturnValue:
    """The suite's own entry, or one tool's; the invite is in the query."""
    return _answer(tool, request.args.get("invite", ""))


@blueprint.get("/lti/register/i/<secret>")
def by_invite(secret: str) -> ResponseReturnValue:
    """Whatever the invite is for; the path survives where a query would not."""
    return _answer(None, secret)


@blueprint.get("/lti/by-hand")
@blueprint.get("/lti/by-hand/<tool>")
def by_hand(tool: str = "") -> ResponseReturnValue:
    offer = _offer(tool)
    rows = (
        (_("Tool URL (target link)"), offer.target),
        (_("Login address (initiate login)"), f"{offer.public_url}/lti/login"),
        (_("Redirect address"), offer.launch_address),
        (_("Public key set (JWKS)"), f"{offer.public_url}/lti/jwks"),
        (_("Deep linking (content selection)"), offer.target),
        (_("Icon"), offer.icon),
    )
    custom = "\n".join(f"{name}={value}" for name, value in VARIABLES.items())
    json = f"{offer.public_url}/lti/canvas{f'/{tool}' if tool else ''}.json"
    return render_template("lti/registration/by_hand.html", offer=offer, rows=rows, custom=custom, json=json)


@blueprint.get("/lti/canvas.json")
@blueprint.get("/lti/canvas/<tool>.json")
def canvas(tool: str = "") -> Response:
    return jsonify(canvas_configuration(_offer(tool)))


@blueprint.get("/lti/icon.svg")
def icon() -> Response:
    """The entry's picture, shown by pages of the LMS: unlike our other files it may be used from anywhere."""
    picture = Path(current_app.root_path, "static", "lti", "mark.svg").read_bytes()
    response = Response(picture, mimetype="image/svg+xml")
    response.headers["Cache-Control"] = "public, max-age=86400"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@blueprint.errorhandler(RegistrationRefused)
@blueprint.errorhandler(Unreachable)
def refused(error: SuiteError) -> Response:
    """Registration alone calls the platform while an administrator waits, so its refusals have words of their own."""
    log.info("refused", extra={"fields": {"code": error.code, "detail": error.detail}})
    frame_by_anybody()
    said = error.said if isinstance(error, RegistrationRejected) else ""
    invited = bool(request.args.get("invite") or (request.view_args or {}).get("secret"))
    problem = problem_of(error, invited=invited)
    page = render_template("lti/registration/refused.html", problem=problem, detail=error.detail, said=said)
    return make_response(page, error.status)


def _answer(tool: str | None, secret: str) -> ResponseReturnValue:
    """Register at once where an LMS opened the address; explain it to anybody else, at no cost."""
    frame_by_anybody()
    if tool:
        _offer(tool)
    if CONFIGURATION not in request.args or request.method == "HEAD":
        return _help(tool, secret)
    token = request.args.get("registration_token", "")
    opening = Opening(tool, secret, request.args[CONFIGURATION], token)
    return render_template("lti/registration/done.html", done=register(_desk(), opening, now()))


def _help(tool: str | None, secret: str) -> str:
    suite = current_suite()
    invite = None
    if secret:
        with suite.database.read() as db:
            invite = find_invite(db, secret)
    state = state_of(invite, now()) if invite else "unknown" if secret else ""
    slug = invite.tool if invite and tool is None and invite.tool in suite.tools else tool or ""
    open_to_all = suite.settings.registration == "pending"
    return render_template("lti/registration/help.html", offer=_offer(slug), state=state, open_to_all=open_to_all)


def _offer(slug: str) -> Offer:
    offers = _desk().offers
    if slug not in offers:
        raise NotFound
    return offers[slug]


def _desk() -> Desk:
    """Made once per application."""
    if "registration" not in current_app.extensions:
        suite = current_suite()
        made = Desk(suite.database, suite.http, suite.settings, offers_of(suite))
        current_app.extensions.setdefault("registration", made)
    desk: Desk = current_app.extensions["registration"]
    return desk


def offers_of(suite: Suite) -> Mapping[str, Offer]:
    """What can be registered, named in the suite's default language."""
    with speaking_to(suite.catalogues.reader(suite.settings.locale)):
        tools = {slug: (_(tool.title), _(tool.summary)) for slug, tool in suite.tools.items()}
        titles = ", ".join(title for title, _summary in tools.values())
        named = {"": (str(TITLE), titles or str(TITLE)), **tools}
    public_url = suite.settings.public_url
    return {
        slug: Offer(
            public_url=public_url,
            slug=slug,
            title=title,
            summary=summary,
            icon=f"{public_url}/lti/icon.svg",
            contact=suite.settings.contact,
        )
        for slug, (title, summary) in named.items()
    }
