"""The door: a form that arrives twice is done once. A line that breaks, a button pressed again, a reload do no harm.

{% call form(url_for('.write'), form, once='entry') %}...{% endcall %}     in the template

with current_suite().database.write() as db:                               in the view, the same answer either way
    if first_time(db, current_launch(), request.form, now()):
        ...  # the deed
return redirect(url_for(".home", said="entry-saved"), 303)
"""

import hashlib
import json
from datetime import datetime
from secrets import token_urlsafe

from flask import Flask, Response, request
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from lti_tools.kit.once import store
from lti_tools.launches import CurrentLaunch, current_launch
from lti_tools.web import csrf

FIELD = "once_key"
"""The hidden field of a form that is sent once."""
HEADER = "X-Once"
"""`once.js` says by it that a script reads the answer."""
NEXT = "X-Once-Next"
"""Where the answer would have led a browser."""
_REDIRECTS = (302, 303)


def first_time(db: Session, launch: CurrentLaunch, form: MultiDict[str, str], now: datetime) -> bool:
    """Whether this form has still to be done: False where its key came before with the same content.

    Ask it in the transaction of the deed: one that is rolled back leaves the key unused, and of two at the same moment
    the second waits for the first. A form without a key is always done.
    """
    key = form.get(FIELD, "")
    return not key or store.use(db, launch.activity, launch.person_id, _digest(key), _content(form), now)


def _content(form: MultiDict[str, str]) -> str:
    pairs = [pair for pair in form.items(multi=True) if pair[0] not in (FIELD, csrf.FIELD)]
    return _digest(json.dumps(pairs))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def slot(name: str) -> str:
    """Where a browser keeps what this person sends by the form `name` of this activity; nobody else's on the device."""
    launch = current_launch()
    return f"{launch.activity}-{launch.person_id}-{name}"


def install(app: Flask) -> None:
    """Let templates make such forms and scripts read where their answers lead."""
    app.jinja_env.globals.update(once_field=FIELD, once_key=lambda: token_urlsafe(16), once_slot=slot)
    app.after_request(_for_script)


def _for_script(response: Response) -> Response:
    """A script cannot see where a redirect leads, and following it would load the page twice over a slow line."""
    if HEADER in request.headers and response.status_code in _REDIRECTS:
        response.headers[NEXT] = response.headers.pop("Location")
        response.status_code = 204
        response.set_data(b"")
        del response.headers["Content-Type"]
    return response
