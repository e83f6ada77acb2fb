"""Refusals in the admin pages: where the suite's words speak of courses and teachers, words of our own."""

import logging

from flask import Response, g, make_response, render_template, request

from lti_tools.errors import SuiteError
from lti_tools.views.admin.door import OPEN, blueprint
from lti_tools.views.error_texts import TEXTS, UNKNOWN, YOU, Words
from lti_tools.views.errors import problem_of, typed_texts
from lti_tools.web.locale import lazy

log = logging.getLogger("lti_tools.errors")

WORDS = {
    "not-found": Words(
        lazy("There is nothing here"), lazy("What you were looking for is gone, or was never there."), "", (), "sprout"
    ),
    "form-expired": Words(
        lazy("This page was too old to send"),
        lazy("You have signed in anew since it was opened. Nothing was changed."),
        YOU,
        (lazy("Open the page again and repeat what you did."),),
        "clock",
    ),
    "origin-foreign": Words(
        lazy("This came from another site"),
        lazy("The form was sent from a page that is not ours. Nothing was changed."),
        YOU,
        (lazy("Open the admin pages at their public address."),),
        "lock",
    ),
    "rotation-under-way": Words(
        lazy("A rotation is under way"),
        lazy("The next key signs soon. After a leak, replace all keys at once instead."),
        YOU,
    ),
    "registration-refused": Words(
        lazy("That does not go now"), lazy("Somebody else has dealt with this registration meanwhile."), YOU
    ),
}


@blueprint.errorhandler(SuiteError)
def refused(error: SuiteError) -> Response:
    log.info("refused", extra={"fields": {"code": error.code, "detail": error.detail}})
    g.pop("session_secret", None)
    words = WORDS.get(error.code) or TEXTS.get(error.code, UNKNOWN)
    typed = () if request.endpoint in OPEN else typed_texts(error)  # a password is never shown
    page = render_template("lti/admin/refused.html", problem=problem_of(words, error.code, typed))
    return make_response(page, error.status)
