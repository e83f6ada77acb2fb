"""The audit log: what was done in these pages and by commands, newest first."""

from flask import render_template, request

from lti_tools.store import overview
from lti_tools.store.service_hosts import LAUNCH, LEARNT
from lti_tools.suite import current_suite
from lti_tools.views.admin.door import blueprint
from lti_tools.views.privacy import PRIVACY
from lti_tools.web.locale import lazy
from lti_tools.web.paging import page_number

ACTORS = {
    "admin": lazy("Admin pages"),
    "command": lazy("Command"),
    LAUNCH: lazy("Signed launch"),
    PRIVACY: lazy("Data privacy launch"),
}
ACTIONS = {
    "sign-in": lazy("Signed in"),
    "sign-in.refused": lazy("Wrong password"),
    "sign-out": lazy("Signed out"),
    "invite.create": lazy("Invite made"),
    "invite.revoke": lazy("Invite revoked"),
    "tenant.add": lazy("School added"),
    "tenant.mentors": lazy("What mentors may read changed"),
    "registration.add": lazy("Platform added by hand"),
    "registration.remove": lazy("Registration removed"),
    "registration.approve": lazy("Registration approved"),
    "keys.rotate": lazy("Keys rotated"),
    "grades.send-again": lazy("Scores sent again"),
    "console.call": lazy("Conformance call"),
    "person.erase": lazy("Person erased"),
    "course.erase": lazy("Course erased"),
    LEARNT: lazy("New host of the platform's services"),
}
"""Action -> words; others are shown as they are."""


@blueprint.get("/audit")
def audit() -> str:
    with current_suite().database.read() as db:
        page = overview.audits(db, page_number(request.args.get("page")))
    return render_template("lti/admin/audit.html", page=page, actors=ACTORS, actions=ACTIONS)
