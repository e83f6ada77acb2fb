"""The step "choosing topics" of a vote that has one: lists of topics open and close with it."""

from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools.errors import Refusal
from lti_tools.kit.schedule import schedule
from lti_tools.pure.schedule import Phase, Stand, class_stand, stand
from lti_tools.web.locale import gettext as _
from tools.co_curriculum import store_placing
from tools.co_curriculum.phases import PLACE
from tools.co_curriculum.service import placing
from tools.co_curriculum.service.placing import Found, Stage


def step_of(db: Session, activity_id: int) -> Phase | None:
    """The step as the class has it; None where the vote has left it out."""
    return next((one for one in schedule.class_phases(db, activity_id) if one.key == PLACE.key), None)


def waits(db: Session, activity_id: int, now: datetime) -> bool:
    """Whether the vote has the step, and it has not begun."""
    step = step_of(db, activity_id)
    return step is not None and class_stand(step, now) is Stand.WAITING


def follow(db: Session, activity_id: int, now: datetime) -> None:
    """Bring lists in line with the step: they open, close and open again as it does. Safe to repeat.

    Lists that cannot open yet, for want of topics or rules, wait for the teacher to ask students.
    """
    step, found = step_of(db, activity_id), placing.find(db, activity_id, now)
    if step is None or found is None:
        return
    store_placing.held(db, activity_id).closes_at = step.ends
    db.flush()
    where, found = class_stand(step, now), placing.found(db, activity_id, now)
    if where is Stand.OPEN and found.stage is Stage.RULES and not placing.unready(found, now):
        placing.open_up(db, activity_id, None, now)
    elif where is Stand.CLOSED and found.row.opened_at is not None and found.row.closed_at is None:
        placing.end(db, found, now)
    elif where is Stand.OPEN and found.stage is Stage.CLOSED:
        placing.reopen(db, activity_id, now)
        found.row.closes_at = step.ends
    db.flush()


def check_opening(db: Session, activity_id: int, now: datetime) -> None:
    """Raise a `Refusal` where students cannot be asked yet."""
    found = placing.find(db, activity_id, now)
    problem = (
        _("Choose topics and rules on the page of places first.") if found is None else placing.unready(found, now)
    )
    if problem:
        raise Refusal(problem)


def close(db: Session, activity_id: int, now: datetime) -> int:
    """Take no more lists, and end the step where it is open; how many lists there are. Raises a `Refusal`."""
    step = step_of(db, activity_id)
    if step is not None and class_stand(step, now) is Stand.OPEN:
        schedule.close_by_hand(db, activity_id, PLACE.key, now)
    return placing.close(db, activity_id, now)


def reopen(db: Session, activity_id: int, now: datetime) -> None:
    """Take lists again, and the step with them. Raises a `Refusal` where its date has passed, or a plan is picked."""
    step = step_of(db, activity_id)
    if step is not None and class_stand(step, now) is Stand.CLOSED:
        schedule.reopen(db, activity_id, PLACE.key, now)
        step = step_of(db, activity_id)
        if step is None or class_stand(step, now) is Stand.CLOSED:
            raise Refusal(_("The date on which this closes has passed. Choose a later one in the settings."))
    placing.reopen(db, activity_id, now)
    if step is not None:
        store_placing.held(db, activity_id).closes_at = step.ends
    db.flush()


def window(db: Session, activity_id: int, person_id: int, now: datetime) -> Stand | None:
    """Where the step stands for one person, with a later date of theirs, held; None without the step."""
    if step_of(db, activity_id) is None:
        return None
    return stand(schedule.hold(db, activity_id, PLACE.key, person_id=person_id), now)


def may_give(found: Found, own: object, where: Stand | None) -> bool:
    """Whether somebody with the list `own`, for whom the step stands at `where`, may give one now.

    Who has given none may do so late; who has a later date may change theirs until then, before places are shown.
    """
    if found.stage is Stage.RULES:
        return False
    if own is None or (found.stage is Stage.OPEN and where is not Stand.CLOSED):
        return True
    return where is Stand.OPEN and found.stage is not Stage.PUBLISHED
