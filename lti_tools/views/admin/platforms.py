"""Platforms: list, one in detail, add by hand, approve, remove."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lti_tools.admin import deeds
from lti_tools.admin.by_hand import canvas_facts, client_by_hand
from lti_tools.errors import ConfigurationInvalid, NotFound, RegistrationRejected
from lti_tools.launches import now
from lti_tools.store import overview
from lti_tools.store.platforms import NewClient, deployment_ids, find_row, list_registrations
from lti_tools.store.tenants import list_tenants
from lti_tools.suite import current_suite
from lti_tools.views.admin.door import ask_first, blueprint
from lti_tools.views.admin.forms import ApproveForm, PlatformForm
from lti_tools.web.confirm import confirmed
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import ngettext


@blueprint.get("/platforms")
def platforms() -> str:
    removed = "removed" in request.args
    with current_suite().database.read() as db:
        rows = list_registrations(db, removed=removed)
    return render_template("lti/admin/platforms.html", rows=rows, removed=removed)


@blueprint.get("/platforms/<int:registration_id>")
def platforms_one(registration_id: int) -> str:
    return _detail(registration_id)


@blueprint.get("/platforms/add")
def platforms_add() -> str:
    return render_template("lti/admin/platform_add.html", form=_form())


@blueprint.post("/platforms/add")
def platforms_store() -> Response | tuple[str, int]:
    suite, form = current_suite(), _form()
    client = _client(form) if form.validate() else None
    added = _add(form, client) if client else None
    if client is None or added is None:
        return render_template("lti/admin/platform_add.html", form=form), 422
    registration_id, platform_id = added
    fetched = suite.key_sets.refresh(platform_id, client.jwks_uri, now())
    said = ["admin-platform-added", *([] if fetched else ["admin-keys-unread"])]
    return redirect(url_for("admin.platforms_one", registration_id=registration_id, said=said), 303)


@blueprint.post("/platforms/<int:registration_id>/remove")
def platforms_remove(registration_id: int) -> Response | str:
    suite = current_suite()
    if not confirmed():
        with suite.database.read() as db:
            row = find_row(db, registration_id)
            if row is None:
                raise NotFound
            goes = overview.belongings(db, row.registration, now())
        return ask_first(
            _("Remove “%(name)s”?", name=row.platform.name),
            detail=removal_words(goes),
            yes=_("Remove it"),
            back_url=url_for("admin.platforms_one", registration_id=registration_id),
            danger=True,
        )
    with suite.database.write() as db:
        deeds.remove_registration(db, registration_id, actor=deeds.ADMIN, now=now())
    return redirect(url_for("admin.platforms", said="admin-platform-removed"), 303)


@blueprint.post("/platforms/<int:registration_id>/approve")
def platforms_approve(registration_id: int) -> Response | tuple[str, int]:
    form = _approval()
    if not form.validate():
        return _detail(registration_id, form), 422
    with current_suite().database.write() as db:
        deeds.approve_registration(db, registration_id, school=form.school.data, actor=deeds.ADMIN, now=now())
    return redirect(url_for("admin.platforms_one", registration_id=registration_id, said="admin-approved"), 303)


def removal_words(goes: overview.Belongings) -> str:
    """What goes and what stays, for the question before."""
    return " ".join(
        (
            _("Nothing launches through this registration any more."),
            ngettext("%(num)s activity stays closed.", "%(num)s activities stay closed.", goes.activities),
            ngettext("%(num)s open visit ends.", "%(num)s open visits end.", goes.open_sessions),
            _("Courses, people, work and grades stay until they are erased."),
        )
    )


def _detail(registration_id: int, form: ApproveForm | None = None) -> str:
    with current_suite().database.read() as db:
        row = find_row(db, registration_id)
        if row is None:
            raise NotFound
        deployments = deployment_ids(db, registration_id)
        keys = overview.key_set_of(db, row.platform.id)
        goes = overview.belongings(db, row.registration, now())
    return render_template(
        "lti/admin/platform.html",
        row=row,
        deployments=deployments,
        keys=keys,
        goes=goes,
        removal=removal_words(goes),
        approval=form or _approval(),
    )


def _form() -> PlatformForm:
    suite = current_suite()
    form = PlatformForm(request.form)
    form.offer(_schools(), suite.tools.values())
    return form


def _approval() -> ApproveForm:
    form = ApproveForm(request.form)
    form.offer(_schools())
    return form


def _schools() -> list[str]:
    with current_suite().database.read() as db:
        return [school.name for school in list_tenants(db)]


def _client(form: PlatformForm) -> NewClient | None:
    suite = current_suite()
    facts = canvas_facts(form.canvas.data, form.facts) if form.canvas.data else form.facts
    try:
        return client_by_hand(facts, form.deployments.data, tools=suite.tools, plain_http=suite.settings.development)
    except ConfigurationInvalid as error:
        form.complain(error)
        return None


def _add(form: PlatformForm, client: NewClient) -> tuple[int, int] | None:
    """Ids of registration and platform; None where the client is known already."""
    try:
        with current_suite().database.write() as db:
            made = deeds.add_platform(db, form.school.data, client, actor=deeds.ADMIN, now=now())
            return made.id, made.platform_id
    except RegistrationRejected:
        form.client_id.errors = [_("This client of this issuer is registered already.")]
        return None
