"""The teacher tells the names of authors and reviewers to each other."""

from flask import url_for
from werkzeug.wrappers import Response

from lti_tools.kit.audit.audit import note
from lti_tools.kit.audit.deeds import Affected, ask_deed, deed, done
from lti_tools.launches import Right, current_launch, now, require_right
from lti_tools.suite import current_suite
from lti_tools.web.confirm import confirmed
from lti_tools.web.locale import gettext as _
from tools.peer_review import deeds, reviews, store
from tools.peer_review.service import names


@require_right(Right.RUN)
@deed(deeds.REVEALED)
def tell() -> Response | str:
    launch = current_launch()
    if not confirmed():
        with current_suite().database.read() as db:
            known = store.names(db, launch.context_id)
            people = reviews.reviewers_and_authors(db, launch.activity)
        return ask_deed(
            deeds.REVEALED,
            _("Tell authors and reviewers each other's names now?"),
            yes=_("Tell the names"),
            affected=[Affected(_("Are known by name from now on"), sorted(known.get(one, "") for one in people))],
            back_url=url_for(".works"),
        )
    with current_suite().database.write() as db:
        names.tell(db, launch.activity, now())
        number = note(db, launch, deeds.REVEALED, now=now())
    return done(".works", "peer-review-names-told", number)
