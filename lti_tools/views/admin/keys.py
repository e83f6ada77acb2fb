"""The suite's signing keys: what is published, rotate, rotate now after a leak."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lti_tools.admin.deeds import ADMIN
from lti_tools.launches import now
from lti_tools.lti.key_rules import ANNOUNCED, REMEMBERED, State, under_way
from lti_tools.store.audits import note
from lti_tools.suite import current_suite
from lti_tools.views.admin.door import ask_first, blueprint
from lti_tools.web.confirm import confirmed
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy

STATES = {
    State.NEXT: (lazy("Next: does not sign yet"), "info"),
    State.CURRENT: (lazy("Current: signs"), "good"),
    State.RETIRED: (lazy("Retired: signed until lately"), "plain"),
}


@blueprint.get("/keys")
def keys() -> str:
    found = current_suite().keys.states(now())
    return render_template(
        "lti/admin/keys.html",
        rows=[(key, *STATES[state]) for key, state in found],
        coming=under_way([key for key, _state in found], now()),
        announced=ANNOUNCED,
        remembered=REMEMBERED,
        leak_detail=_leak_detail(),
    )


@blueprint.post("/keys/rotate")
def keys_rotate() -> Response | str:
    suite, leak = current_suite(), request.form.get("leak") == "1"
    if leak and not confirmed():
        return ask_first(
            _("Replace all keys now?"),
            detail=_leak_detail(),
            yes=_("Replace them"),
            back_url=url_for("admin.keys"),
            danger=True,
        )
    made = suite.keys.rotate(now(), immediately=leak)
    with suite.database.write() as db:
        note(db, ADMIN, "keys.rotate", now(), kid=made.kid, immediately=leak)
    return redirect(url_for("admin.keys", said="admin-keys-replaced" if leak else "admin-keys-rotate"), 303)


def _leak_detail() -> str:
    return _(
        "A new key signs at once and all others are withdrawn and deleted. Platforms that hold our old key set refuse "
        "us until they fetch it again; most do within minutes."
    )
