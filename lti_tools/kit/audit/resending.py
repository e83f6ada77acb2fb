"""Scores that the gradebook refused are sent again, with a line in the record: for the page of grades of any tool."""

from flask import request

from lti_tools.errors import NotFound
from lti_tools.grades import outbox
from lti_tools.kit.audit.audit import note
from lti_tools.kit.audit.own import SENT_AGAIN
from lti_tools.launches import current_launch, now
from lti_tools.suite import current_suite
from lti_tools.web.numbers import whole_number


def resend() -> int:
    """Let one person's refused scores (the form's `person`) or all of the activity try again; how many they are.

    The view declares `@deed(SENT_AGAIN)`. Raises `NotFound` for a person that is no number.
    """
    launch = current_launch()
    person_id = whole_number(request.form.get("person")) or None
    if "person" in request.form and person_id is None:
        raise NotFound
    with current_suite().database.write() as db:
        sent = outbox.send_again(db, activity_id=launch.activity, person_id=person_id, now=now())
        if sent:
            note(db, launch, SENT_AGAIN, after={"scores": sent}, about=person_id, now=now())
    return sent
