"""What a mentor reads about their own learner: whether they took part, never what anybody wrote."""

from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools.tool import Fact
from lti_tools.web.formats import format_instant, format_number
from lti_tools.web.locale import gettext as _
from tools.peer_review import reviews, store


def about_learner(db: Session, activity_id: int, person_id: int, now: datetime) -> tuple[Fact, ...]:
    work = store.work_of(db, activity_id, person_id)
    given = reviews.reviews_by(db, activity_id, person_id)
    sent = sum(one.sent_at is not None for one in given)
    handed_in = format_instant(work.handed_in_at) if work else _("Not yet")
    numbers = {"sent": format_number(sent), "all": format_number(len(given))}
    return (
        Fact(_("Handed in"), handed_in),
        Fact(_("Reviews sent"), _("%(sent)s of %(all)s", **numbers) if given else _("None to write yet")),
    )
