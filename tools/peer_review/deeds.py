"""What the record keeps of a peer review, and how each deed is taken back."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from lti_tools.activities import configure as store_settings
from lti_tools.errors import NotFound, Refusal
from lti_tools.kit.audit.actions import Action, Entry
from lti_tools.store.tables.activities import Activity
from lti_tools.suite import current_suite
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy
from tools.peer_review import reviews, store
from tools.peer_review.rounds import BY_PHASE, FIRST_ROUND
from tools.peer_review.service import pairing, releasing, teacher_reviews, words

RELEASED, OVERRIDDEN = "peer-review.released", "peer-review.mark-given"
PAIR_ADDED, PAIR_REMOVED = "peer-review.pair-added", "peer-review.pair-removed"
PAIRS_TAKEN = "peer-review.pairs-taken"
GIVEN_ANEW, RULE_SET = "peer-review.given-anew", "peer-review.rule-set"
ANSWERED, UNFIT, FIT = "peer-review.answered", "peer-review.left-out", "peer-review.taken-in"
RUBRIC = "peer-review.rubric-changed"
POINTS_SENT = "peer-review.points-sent"
REVIEWED, WORD = "peer-review.teacher-reviewed", "peer-review.review-graded"
REVEALED = "peer-review.names-told"


def as_text(mark: Decimal | None) -> str:
    """A mark as the record keeps it; empty for none."""
    return "" if mark is None else str(mark)


def _work_in(entry: Entry) -> int:
    return int(entry.subject.get("work") or 0)


def mark_as_before(db: Session, entry: Entry, now: datetime) -> None:
    work = store.work_with_id(db, entry.activity_id, _work_in(entry), to_change=True)
    if as_text(work.override) != entry.after.get("mark"):
        raise Refusal(_("Another mark was given since. Look at the page of this work."))
    before = entry.before.get("mark")
    releasing.override(db, entry.activity_id, work.id, Decimal(before) if before else None, now)


def review_withdrawn(db: Session, entry: Entry, now: datetime) -> None:
    """A teacher's first review of a work goes; one that was changed is changed again on its page."""
    if entry.before.get("mark"):
        raise Refusal(_("It took the place of an earlier review of yours. Write it anew on its page."))
    teacher_reviews.withdraw(db, entry.activity_id, int(entry.subject.get("review") or 0), now)


def word_as_before(db: Session, entry: Entry, now: datetime) -> None:
    """The points that stood there before; a comment stays as it is."""
    review_id, before = int(entry.subject.get("review") or 0), entry.before.get("points")
    words.set_points(db, entry.activity_id, review_id, int(before) if before else None, now)


def pair_not_added(db: Session, entry: Entry, now: datetime) -> None:
    pairing.remove_pair(db, entry.activity_id, int(entry.subject.get("review") or 0))


def pair_not_removed(db: Session, entry: Entry, now: datetime) -> None:
    if entry.about_id is None:
        raise NotFound
    which = BY_PHASE.get(str(entry.subject.get("round")), FIRST_ROUND)
    pairing.add_pair(db, entry.activity_id, entry.about_id, _work_in(entry), now, which)


def not_left_out(db: Session, entry: Entry, now: datetime) -> None:
    store.work_with_id(db, entry.activity_id, _work_in(entry), to_change=True).unfit = False
    db.flush()


def left_out_again(db: Session, entry: Entry, now: datetime) -> None:
    store.work_with_id(db, entry.activity_id, _work_in(entry), to_change=True).unfit = True
    db.flush()


def rubric_as_before(db: Session, entry: Entry, now: datetime) -> None:
    """The criteria of the version before, as a new version."""
    activity = db.get(Activity, entry.activity_id, with_for_update=True)
    versions = {one.version: one for one in store.rubrics_of(db, entry.activity_id).values()}
    before = versions.get(int(entry.before.get("version") or 0))
    if activity is None or before is None:
        raise NotFound
    if max(versions) != entry.after.get("version"):
        raise Refusal(_("The rubric was changed again since. Look at its page."))
    tool = current_suite().tools[activity.tool]
    store_settings(db, activity, tool, {**activity.settings, "rubric": before.criteria}, now)


_LABELS = {
    "mark": lazy("Mark"),
    "points": lazy("Points"),
    "added": lazy("Given out"),
    "removed": lazy("Taken back"),
    "works": lazy("Works"),
    "version": lazy("Version of the rubric"),
    "must": lazy("Must review"),
    "changed": lazy("Something changed"),
}

ACTIONS = (
    Action(
        code=RELEASED,
        title=lazy("Marks released"),
        why_not=lazy(
            "Students may have seen them, and the gradebook has them. Give single works another mark instead."
        ),
        labels=_LABELS,
    ),
    Action(
        code=POINTS_SENT,
        title=lazy("Points for reviewing sent anew"),
        why_not=lazy("The gradebook has them. They follow from reviews and ratings, not from a decision."),
        labels=_LABELS,
    ),
    Action(code=REVIEWED, title=lazy("Teacher's own review written"), undo=review_withdrawn, labels=_LABELS),
    Action(code=WORD, title=lazy("Word about a review"), undo=word_as_before, labels=_LABELS),
    Action(code=OVERRIDDEN, title=lazy("Another mark given"), undo=mark_as_before, labels=_LABELS),
    Action(code=PAIR_ADDED, title=lazy("Review given out by hand"), undo=pair_not_added, labels=_LABELS),
    Action(code=PAIR_REMOVED, title=lazy("Review taken back"), undo=pair_not_removed, labels=_LABELS),
    Action(
        code=PAIRS_TAKEN,
        title=lazy("Pairs taken from a file"),
        why_not=lazy(
            "Reviewers may have begun since. Bring the table of pairs that you had before; begun reviews stay."
        ),
        labels=_LABELS,
    ),
    Action(
        code=GIVEN_ANEW,
        title=lazy("All works given out anew"),
        why_not=lazy(
            "Reviewers may have begun with the new works. Give them out anew once more as long as nobody has."
        ),
        labels=_LABELS,
    ),
    Action(
        code=RULE_SET,
        title=lazy("Rule about a pair changed"),
        why_not=lazy("Change the rule on the page of the pairs: nothing else hangs on it."),
        labels=_LABELS,
    ),
    Action(
        code=ANSWERED,
        title=lazy("Question of an author answered"),
        why_not=lazy("The author may have read the answer. Write to them in your course, or give another mark."),
        labels=_LABELS,
    ),
    Action(code=UNFIT, title=lazy("Work left out of reviewing"), undo=not_left_out, labels=_LABELS),
    Action(code=FIT, title=lazy("Work taken into reviewing again"), undo=left_out_again, labels=_LABELS),
    Action(
        code=REVEALED,
        title=lazy("Names told"),
        why_not=lazy("Authors and reviewers may have read them. What people have seen cannot be taken back."),
        labels=_LABELS,
    ),
    Action(code=RUBRIC, title=lazy("Rubric changed"), undo=rubric_as_before, labels=_LABELS),
)


def review_of_pair(db: Session, activity_id: int, review_id: int) -> tuple[int | None, int]:
    """(reviewer, work) of a review, for the record."""
    row = reviews.review_with_id(db, activity_id, review_id)
    return row.reviewer_id, row.work_id
