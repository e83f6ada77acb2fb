"""What the record keeps of placing people, and how each deed is taken back."""

from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools.errors import Refusal
from lti_tools.kit.audit.actions import Action, Entry
from lti_tools.kit.groups import editing
from lti_tools.pure.schedule import Start
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy
from tools.co_curriculum import deeds, store, store_placing
from tools.co_curriculum.phases import PLACE
from tools.co_curriculum.service import placing, placing_exchanges, placing_plans, placing_step

RULES, OPENED = "topic-vote.placing-rules", "topic-vote.lists-opened"
CLOSED, REOPENED = "topic-vote.lists-closed", "topic-vote.lists-reopened"
PICKED, MOVED = "topic-vote.plan-picked", "topic-vote.place-changed"
PUBLISHED, HIDDEN = "topic-vote.places-published", "topic-vote.places-hidden"
GROUPS_MADE, EXCHANGED = "topic-vote.groups-made", "topic-vote.exchange-decided"


def not_opened(db: Session, entry: Entry, now: datetime) -> None:
    """Back to before students were asked, as long as nobody has answered."""
    row = store_placing.held(db, entry.activity_id)
    if store_placing.count_lists(db, entry.activity_id) or row.group_set_id is not None:
        raise Refusal(_("Students have answered already, or may have. Close it on the page of places instead."))
    row.opened_at = None
    if placing_step.step_of(db, entry.activity_id) is not None:
        deeds.change_plan(db, deeds.held_of(db, entry), now, PLACE.key, start=Start.HAND, opens_at=None)


def not_reopened(db: Session, entry: Entry, now: datetime) -> None:
    placing_step.close(db, entry.activity_id, now)


def not_picked(db: Session, entry: Entry, now: datetime) -> None:
    placing_plans.unpick(db, entry.activity_id, int(entry.subject["plan"]), now)


def not_moved(db: Session, entry: Entry, now: datetime) -> None:
    """Back to the topic before, if the person is still where the deed put them."""
    if entry.about_id is None:
        raise Refusal(_("This person is no longer in the course."))
    before, after = entry.before.get("topic_id"), entry.after.get("topic_id")
    placing_plans.move(db, entry.activity_id, entry.about_id, after, before, now)


def no_groups(db: Session, entry: Entry, now: datetime) -> None:
    editing.remove_set(db, store.context_of(db, entry.activity_id), int(entry.subject["set"]), now)


def not_exchanged(db: Session, entry: Entry, now: datetime) -> None:
    placing_exchanges.undo(db, entry.activity_id, int(entry.subject["exchange"]), now)


_LABELS = {
    "lists": lazy("Lists"),
    "unplaced": lazy("People without a place"),
    "topic": lazy("Topic"),
    "agreed": lazy("Agreed"),
}

ACTIONS = (
    Action(
        code=RULES,
        title=lazy("Rules of places changed"),
        why_not=lazy("Change them back on the page of places; plans that were picked stay as they are."),
        labels={
            "topics": lazy("Topics"),
            "most": lazy("Seats in each topic, at most"),
            "least": lazy("People in each topic, at least"),
            "length": lazy("Topics on each list"),
        },
    ),
    Action(code=OPENED, title=lazy("Students asked for their topics"), undo=not_opened),
    Action(
        code=CLOSED,
        title=lazy("Lists of topics closed"),
        undo=lambda db, entry, now: placing_step.reopen(db, entry.activity_id, now),
        labels=_LABELS,
    ),
    Action(
        code=REOPENED,
        title=lazy("Lists of topics opened again"),
        undo=not_reopened,
    ),
    Action(code=PICKED, title=lazy("Plan of places picked"), undo=not_picked, labels=_LABELS),
    Action(code=MOVED, title=lazy("Place changed by hand"), undo=not_moved, labels=_LABELS),
    Action(
        code=PUBLISHED,
        title=lazy("Places shown to students"),
        undo=lambda db, entry, now: placing.hide(db, entry.activity_id, now),
    ),
    Action(
        code=HIDDEN,
        title=lazy("Places hidden from students"),
        undo=lambda db, entry, now: placing.publish(db, entry.activity_id, now),
    ),
    Action(code=GROUPS_MADE, title=lazy("Groups made of the places"), undo=no_groups),
    Action(code=EXCHANGED, title=lazy("Exchange of topics decided"), undo=not_exchanged, labels=_LABELS),
)
