"""The places as a set of the course's groups, for the other tools and pages."""

from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools.errors import Refusal
from lti_tools.kit.groups import changes, editing
from lti_tools.kit.groups import store as group_store
from lti_tools.kit.groups.terms import Source, What
from lti_tools.web.locale import gettext as _
from tools.co_curriculum import store, store_placing
from tools.co_curriculum.service import placing as placing_service
from tools.co_curriculum.service.placing_plans import places


def make(db: Session, activity_id: int, context_id: int, actor: int, now: datetime) -> int:
    """A set with a group for each topic that has people; its id. Raises a `Refusal` where no plan is picked."""
    row = store_placing.held(db, activity_id)
    placing = placing_service.found(db, activity_id, now)
    if placing.plan is None:
        raise Refusal(_("Pick a plan first; then groups can be made of it."))
    seats = places(store_placing.seats_of(db, placing.plan.id))
    made = editing.create_set(
        db, context_id, name=store.settings_of(db, activity_id).title, source=Source.HAND, actor=actor, now=now
    )
    held = group_store.hold(db, context_id, made.id)
    deed = changes.begin(db, held, What.MADE, actor, now)
    group_of = {
        topic.id: changes.add_group(db, held, deed, name=topic.title).id
        for topic in placing.topics
        if topic.id in seats.values()
    }
    changes.seat(db, held, deed, {person: group_of[topic] for person, topic in seats.items()}, now)
    row.group_set_id = made.id
    db.flush()
    return made.id
