"""Schools: what they are for, the list, add one."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lti_tools.admin import deeds
from lti_tools.launches import now
from lti_tools.store import overview
from lti_tools.suite import current_suite
from lti_tools.views.admin.door import blueprint
from lti_tools.views.admin.forms import SchoolForm
from lti_tools.web.locale import gettext as _


@blueprint.get("/schools")
def schools() -> str:
    return _page(SchoolForm())


@blueprint.post("/schools")
def schools_add() -> Response | tuple[str, int]:
    form = SchoolForm(request.form)
    if not form.validate():
        return _page(form), 422
    with current_suite().database.write() as db:
        added = deeds.add_school(db, form.name.data or "", actor=deeds.ADMIN, now=now())
    if not added:
        form.name.errors = [_("There is a school with this name already.")]
        return _page(form), 422
    return redirect(url_for("admin.schools", said="admin-school-added"), 303)


@blueprint.post("/schools/<int:tenant_id>/mentors")
def schools_mentors(tenant_id: int) -> Response:
    """Let mentors of this school read about their own learners, or no longer."""
    with current_suite().database.write() as db:
        deeds.let_mentors_read(db, tenant_id, request.form.get("allowed") == "1", actor=deeds.ADMIN, now=now())
    return redirect(url_for("admin.schools", said="admin-school-mentors"), 303)


def _page(form: SchoolForm) -> str:
    with current_suite().database.read() as db:
        found = overview.schools(db)
    return render_template("lti/admin/schools.html", form=form, schools=found)
