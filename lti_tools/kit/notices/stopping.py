"""Stopping the e-mails from an e-mail: a page with a button, and the one click of mail programs (RFC 8058).

The address needs no session and holds a keyed hash, so that nobody stops somebody else's.
"""

import hmac

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from lti_tools.errors import NotFound
from lti_tools.kit.notices import store
from lti_tools.kit.notices.preferences import Pace, Wish
from lti_tools.store.tables.people import Person
from lti_tools.suite import Suite, current_suite

PURPOSE = "stop-mail"
blueprint = Blueprint("mail", __name__, url_prefix="/mail")


def address(suite: Suite, person_id: int) -> str:
    """The address that stops a person's e-mails."""
    return f"{suite.settings.public_url}/mail/stop/{person_id}-{_proof(suite, person_id)}"


def _proof(suite: Suite, person_id: int) -> str:
    return suite.keys.keyed_hash(PURPOSE, str(person_id))[:40]


def _person(token: str) -> int:
    """Whose address this is; raises `NotFound` for a made-up one."""
    number, _, proof = token.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) < 18):
        raise NotFound
    if not hmac.compare_digest(proof.encode(), _proof(current_suite(), int(number)).encode()):
        raise NotFound
    return int(number)


@blueprint.get("/stop/<token>")
def ask(token: str) -> str:
    """Asks: mail filters open links by themselves, so opening one stops nothing."""
    _person(token)
    return render_template("lti/kit/notices/stop.html", stopped=False)


@blueprint.post("/stop/<token>")
def stop(token: str) -> ResponseReturnValue:
    """Stop them, by the page's button or by a mail program's one click; safe to repeat."""
    person_id = _person(token)
    with current_suite().database.write() as db:
        person = db.get(Person, person_id)
        if person is not None and person.erased_at is None:
            known = store.wish_of(db, person_id)
            quiet = {"quiet_from": known.quiet_from, "quiet_until": known.quiet_until}
            store.set_wish(db, person_id, Wish(pace=Pace.NEVER, **quiet))
    return render_template("lti/kit/notices/stop.html", stopped=True)
