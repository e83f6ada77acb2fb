"""The first page: what waits for the admin, and how the installation stands."""

from flask import render_template

from lti_tools.grades.terms import State
from lti_tools.launches import now
from lti_tools.ops.doctor import here, platforms
from lti_tools.ops.doctor.finding import Finding, Level
from lti_tools.store import overview as store
from lti_tools.suite import current_suite
from lti_tools.views.admin.door import blueprint


@blueprint.get("/")
def overview() -> str:
    suite = current_suite()
    with suite.database.read() as db:
        pending = store.pending_count(db)
        states = store.wishes_by_state(db)
    findings = sorted(_findings(), key=lambda finding: ORDER[finding.level])
    return render_template(
        "lti/admin/overview.html",
        pending=pending,
        refused=states.get(State.REFUSED, 0),
        waiting=states.get(State.WAITING, 0) + states.get(State.SENDING, 0),
        findings=[finding for finding in findings if finding.level is not Level.OK],
        fine=[finding for finding in findings if finding.level is Level.OK],
    )


ORDER = {Level.PROBLEM: 0, Level.WARNING: 1, Level.OK: 2}


def _findings() -> list[Finding]:
    """What `doctor` finds without asking anybody outside."""
    suite = current_suite()
    return [
        *here.settings_findings(suite.settings),
        *here.folder_findings(suite.settings),
        *here.key_findings(suite.settings, suite.keys, now()),
        *here.background_findings(suite.database, now()),
        *here.setback_findings(suite.database),
        *platforms.held_findings(suite.database, now()),
        *platforms.host_findings(suite.database, now()),
    ]
