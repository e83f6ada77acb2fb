"""What the record keeps of quests, and how each deed is taken back."""

from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools.kit.audit.actions import Action, Entry
from lti_tools.web.locale import lazy
from tools.gamification.outside import service as outside
from tools.gamification.results import service as results
from tools.gamification.service import building, teaching
from tools.gamification.store import lines

PUBLISHED, GRADES = "quests.published", "quests.grades"
ACCEPTED, RETURNED = "quests.accepted", "quests.returned"
AWARDED, TICKED, RETRACTED = "quests.awarded", "quests.ticked-off", "quests.retracted"
EXCUSED, INCLUDED = "quests.excused", "quests.included"
KEY_MADE, KEY_REVOKED = "quests.key-made", "quests.key-revoked"
RESULTS, HELP_REMOVED = "quests.results", "quests.help-removed"


def _published_before(db: Session, entry: Entry, now: datetime) -> None:
    building.back_to(db, entry.activity_id, int(entry.after.get("version", 0)), now)


def _undecided(db: Session, entry: Entry, now: datetime) -> None:
    teaching.undecide(db, entry.activity_id, int(entry.subject.get("work", 0)), now)


def _not_given(db: Session, entry: Entry, now: datetime) -> None:
    teaching.retract_all(db, entry.activity_id, str(entry.subject.get("uid", "")), entry.doer_id, now)


def _not_excused(db: Session, entry: Entry, now: datetime) -> None:
    if entry.about_id is not None:
        teaching.include_again(db, entry.activity_id, entry.about_id, now)


def _no_key(db: Session, entry: Entry, now: datetime) -> None:
    outside.set_revoked(db, entry.activity_id, str(entry.subject.get("key", "")), now)


def _key_holds(db: Session, entry: Entry, _now: datetime) -> None:
    outside.set_revoked(db, entry.activity_id, str(entry.subject.get("key", "")), None)


def _no_results(db: Session, entry: Entry, now: datetime) -> None:
    key, at = str(entry.subject.get("objective", "")), str(entry.subject.get("at", ""))
    results.take_back(db, entry.activity_id, key, at, entry.doer_id, now)


def _no_grades(db: Session, entry: Entry, _now: datetime) -> None:
    lines.row_of(db, entry.activity_id, to_change=True).grades_from = None
    db.flush()


_LABELS = {
    "version": lazy("Version"),
    "students": lazy("Students"),
    "points": lazy("Points"),
}

ACTIONS = (
    Action(code=PUBLISHED, title=lazy("Questline published"), undo=_published_before, labels=_LABELS),
    Action(code=GRADES, title=lazy("Grades go to the gradebook"), undo=_no_grades),
    Action(code=ACCEPTED, title=lazy("Work accepted"), undo=_undecided),
    Action(code=RETURNED, title=lazy("Work returned"), undo=_undecided),
    Action(code=AWARDED, title=lazy("Points given by hand"), undo=_not_given, labels=_LABELS),
    Action(code=TICKED, title=lazy("Objective ticked off"), undo=_not_given, labels=_LABELS),
    Action(
        code=RETRACTED,
        title=lazy("Points taken back"),
        why_not=lazy("What is taken back stays so. Give the points again by hand, or tick the objective off."),
    ),
    Action(code=EXCUSED, title=lazy("Excused from team goals"), undo=_not_excused),
    Action(
        code=INCLUDED,
        title=lazy("Part of team goals again"),
        why_not=lazy("Excuse the student again on their page, with a reason."),
    ),
    Action(code=KEY_MADE, title=lazy("Key for an outside system made"), undo=_no_key),
    Action(code=KEY_REVOKED, title=lazy("Key of an outside system revoked"), undo=_key_holds),
    Action(code=RESULTS, title=lazy("Results counted from a file"), undo=_no_results, labels=_LABELS),
    Action(
        code=HELP_REMOVED,
        title=lazy("Question removed from the help board"),
        why_not=lazy("What is removed is gone. The student can ask again."),
    ),
)
