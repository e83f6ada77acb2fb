"""Invites: make one (its address is shown once), see how each stands, revoke."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lti_tools.admin import deeds
from lti_tools.errors import NotFound
from lti_tools.launches import now
from lti_tools.store.invites import list_invites, state_of
from lti_tools.store.tables.schools import Tenant
from lti_tools.store.tenants import list_tenants
from lti_tools.suite import current_suite
from lti_tools.views.admin.door import blueprint
from lti_tools.views.admin.forms import InviteForm
from lti_tools.web.locale import lazy
from lti_tools.web.paging import page_number, page_of

STATES = {
    "open": (lazy("Open"), "good"),
    "claimed": (lazy("Being used"), "info"),
    "used": (lazy("Used"), "plain"),
    "revoked": (lazy("Revoked"), "plain"),
    "expired": (lazy("Expired"), "plain"),
}
"""`store.invites.state_of` -> word and tone."""


@blueprint.get("/invites")
def invites() -> str:
    return _page(_form())


@blueprint.post("/invites")
def invites_make() -> tuple[str, int]:
    """The answer itself holds the address, so that no second request can show it again."""
    suite, form = current_suite(), _form()
    if not form.validate():
        return _page(form), 422
    with suite.database.write() as db:
        made = deeds.make_invite(
            db, suite.settings, actor=deeds.ADMIN, school=form.school.data, tool=form.tool.data, now=now()
        )
    return render_template("lti/admin/invite_made.html", made=made, tool=suite.tool(made.invite.tool)), 201


@blueprint.post("/invites/<int:invite_id>/revoke")
def invites_revoke(invite_id: int) -> Response:
    with current_suite().database.write() as db:
        if not deeds.revoke_invite(db, invite_id, actor=deeds.ADMIN, now=now()):
            raise NotFound
    return redirect(url_for("admin.invites", said="admin-invite-revoked"), 303)


def _form() -> InviteForm:
    suite = current_suite()
    form = InviteForm(request.form)
    with suite.database.read() as db:
        form.offer([school.name for school in list_tenants(db)], suite.tools.values())
    return form


def _page(form: InviteForm) -> str:
    suite = current_suite()
    with suite.database.read() as db:
        found = page_of(list(reversed(list_invites(db))), page_number(request.args.get("page")))
        schools = {school.id: school.name for school in db.query(Tenant)}
    rows = [(invite, *STATES[state_of(invite, now())], schools[invite.tenant_id]) for invite in found.items]
    return render_template("lti/admin/invites.html", form=form, rows=rows, page=found, tools=suite.tools)
