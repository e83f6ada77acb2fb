"""The door of the admin pages: who may in, signing in and out. Without a password in the settings there are none."""

from collections.abc import Callable

from flask import Blueprint, Response, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from lti_tools.admin import signing_in
from lti_tools.errors import NotFound, OriginForeign, SignedOut
from lti_tools.launches import SAFE_METHODS, base_path, check_unsafe, now
from lti_tools.settings import Settings
from lti_tools.suite import current_suite
from lti_tools.views.admin.forms import SignInForm
from lti_tools.web import csp
from lti_tools.web.confirm import ask
from lti_tools.web.formats import zone_label
from lti_tools.web.locale import gettext as _
from lti_tools.web.numbers import LARGEST_ID, whole_number
from lti_tools.web.origin import local_path, same_origin

blueprint = Blueprint("admin", __name__, url_prefix="/admin")
OPEN = ("admin.sign_in", "admin.enter")
"""What needs no session. A forged sign-in gains nothing: there is one admin, and the password is the forger's lack."""

"""Databases refuse larger ones."""


def row_id(text: str | None) -> int | None:
    """The id that a field or query names; None for anything else."""
    return whole_number(text) or None


@blueprint.before_request
def guard() -> BaseResponse | None:
    """Let signed-in admins pass. Nobody else reads anything, and nothing is written without the page's token."""
    suite, safe = current_suite(), request.method in SAFE_METHODS
    if any(isinstance(value, int) and value > LARGEST_ID for value in (request.view_args or {}).values()):
        raise NotFound
    if request.endpoint in OPEN:
        if not safe and not same_origin(request.headers.get("Origin"), suite.settings.public_url):
            raise OriginForeign
        return None
    secret = request.cookies.get(cookie_name(suite.settings), "")
    if not signing_in.is_signed_in(suite, secret, now()):
        if not safe:
            raise SignedOut
        here = local_path(request.script_root + request.full_path.rstrip("?"))
        return redirect(url_for("admin.sign_in", next=here), 303)
    g.session_secret = secret
    if not safe:
        check_unsafe(suite.settings, secret)
    return None


@blueprint.after_request
def never_framed(response: Response) -> Response:
    """Not even refusals: whatever a page of the admin's says, it stands in a window of its own."""
    g.frame_ancestors = csp.NOBODY
    response.headers["X-Frame-Options"] = "DENY"
    return response


@blueprint.get("/sign-in")
def sign_in() -> str:
    return render_template("lti/admin/sign_in.html", form=SignInForm(), next=request.args.get("next", ""))


@blueprint.post("/sign-in")
def enter() -> BaseResponse | tuple[str, int]:
    suite = current_suite()
    form, wanted = SignInForm(request.form), request.form.get("next", "")
    secret = ""
    if form.validate():
        secret = signing_in.sign_in(suite, request.remote_addr or "", form.password.data or "", now())
        if not secret:
            form.password.errors = [_("This is not the password.")]
    if not secret:
        return render_template("lti/admin/sign_in.html", form=form, next=wanted), 422
    home = url_for("admin.overview")
    wanted = local_path(wanted, home)
    response = redirect(wanted if wanted.startswith(home) else home, 303)
    _keep(response, suite.settings, secret, int(signing_in.LIFETIME.total_seconds()))
    return response


@blueprint.post("/sign-out")
def sign_out() -> BaseResponse:
    suite = current_suite()
    signing_in.sign_out(suite, g.session_secret, now())
    response = redirect(url_for("admin.sign_in", said="admin-signed-out"), 303)
    _keep(response, suite.settings, "", 0)
    return response


def pager(endpoint: str, **values: object) -> Callable[[int], str]:
    """Page number -> address, for the macro `pages`."""
    return lambda number: url_for(endpoint, page=number, **values)  # type: ignore[arg-type]


def ask_first(question: str, *, detail: str, yes: str, back_url: str, danger: bool = False) -> str:
    """The question before a deed, in the admin's frame."""
    return ask(question, detail=detail, yes=yes, back_url=back_url, danger=danger, page="lti/admin/confirm.html")


def cookie_name(settings: Settings) -> str:
    return "__Secure-admin" if settings.secure else "admin"


def _keep(response: BaseResponse, settings: Settings, secret: str, max_age: int) -> None:
    response.set_cookie(
        cookie_name(settings),
        secret,
        max_age=max_age,
        path=f"{base_path(settings)}/admin",
        secure=settings.secure,
        httponly=True,
        samesite="Strict",
    )


@blueprint.context_processor
def _frame_of_pages() -> dict[str, object]:
    if "session_secret" not in g:
        return {}
    here = (request.endpoint or "").split(".")[-1].split("_")[0]
    pages = (
        ("overview", _("Overview")),
        ("platforms", _("Platforms")),
        ("invites", _("Invites")),
        ("schools", _("Schools")),
        ("keys", _("Keys")),
        ("grades", _("Grades")),
        ("console", _("Conformance")),
        ("audit", _("Audit log")),
    )
    found = [(label, url_for(f"admin.{name}"), name == here) for name, label in pages]
    return {"admin_nav": found, "admin_pager": pager, "admin_zone": zone_label(now()), "admin_utc": f"{now():%H:%M}"}
