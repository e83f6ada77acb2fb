"""The door for tools: state a wish in one's own transaction, look how the wishes stand, ask to send again.

Nothing here calls the LMS. A worker (`grades.delivery`) carries the wishes there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from lti_tools.grades.score import Wish
from lti_tools.grades.terms import State
from lti_tools.store import grades as ledger
from lti_tools.store.inserting import insert_new, insert_or_ignore
from lti_tools.store.people import batches
from lti_tools.store.tables.activities import LineItem
from lti_tools.store.tables.grades import GradeWish
from lti_tools.tool import Column


def wish(
    db: Session,
    *,
    activity_id: int,
    person_id: int,
    tag: str = "",
    score: Decimal,
    maximum: Decimal,
    now: datetime,
    comment: str = "",
    submitted_at: datetime | None = None,
) -> bool:
    """Wish a score for one person in one column; return whether that changed anything.

    Part of the caller's transaction: it holds when that commits. The same score and comment again is nothing new; a
    newer one replaces the older, sent or not. Staff and erased people get none (a teacher's preview never posts).
    `submitted_at` is when the person handed in: pass a later one only for new work, since Canvas counts an attempt
    with it and opens that work from its gradebook; left out, an earlier one stays. For a whole class use `wish_all`.
    Raises `ValueError` for impossible numbers.
    """
    asked = Wish(tag=tag, person_id=person_id, score=score, maximum=maximum, comment=comment, submitted_at=submitted_at)
    return bool(wish_all(db, activity_id=activity_id, tag=tag, wishes=[asked], now=now))


def wish_all(db: Session, *, activity_id: int, tag: str = "", wishes: Iterable[Wish], now: datetime) -> int:
    """As `wish`, for many people of one column (`Wish.tag` is `tag`) in few statements; return how many changed.

    Rows are taken by rising person id, so that two transactions never wait for each other. Raises `ValueError` where a
    wish is of another column, or somebody has two.
    """
    given = sorted(wishes, key=lambda one: one.person_id)
    asked = {one.person_id: one for one in given if one.tag == tag}
    if len(asked) != len(given):
        raise ValueError("one wish a person, all of one column")
    changed = 0
    for some in batches(list(asked.values())):
        barred = ledger.not_graded(db, activity_id, [one.person_id for one in some])
        changed += _wish_some(db, activity_id, tag, [one for one in some if one.person_id not in barred], now)
    return changed


def _wish_some(db: Session, activity_id: int, tag: str, asked: Sequence[Wish], now: datetime) -> int:
    if not asked:
        return 0
    item = _column(db, activity_id, tag) or _make_line_item(db, activity_id, Column(tag=tag, label=""), now)
    firsts = [_first(item.id, one, now) for one in asked]
    new = insert_new(db, GradeWish, firsts, ["line_item_id", "person_id"], "person_id")
    old = {one.person_id: one for one in asked if one.person_id not in new}
    known = ledger.wishes_for_update(db, item.id, list(old))
    return len(new) + sum(_renew(row, old[row.person_id], now) for row in known)


def _first(line_item_id: int, asked: Wish, now: datetime) -> dict[str, Any]:
    return {
        "line_item_id": line_item_id,
        "person_id": asked.person_id,
        "score_given": asked.score,
        "score_maximum": asked.maximum,
        "comment": asked.comment,
        "submitted_at": asked.submitted_at,
        "wished_at": now,
        "state": State.WAITING,
        "due_at": now,
    }


def _renew(row: GradeWish, asked: Wish, now: datetime) -> bool:
    submitted_at = asked.submitted_at or row.submitted_at
    newest = (row.score_given, row.score_maximum, row.comment, row.submitted_at)
    if newest == (asked.score, asked.maximum, asked.comment, submitted_at):
        return False
    row.score_given, row.score_maximum, row.comment = asked.score, asked.maximum, asked.comment
    row.submitted_at, row.wished_at = submitted_at, now
    row.version += 1
    row.conflicts = row.denials = 0
    # A row being sent stays with its worker, which finds the newer version when it records the answer; a row waiting
    # for its next try keeps waiting: the platform asked for patience, whatever the score.
    if row.state in (State.CONFIRMED, State.REFUSED):
        _wait(row, now)
    return True


def _wait(row: GradeWish, now: datetime) -> None:
    row.state, row.due_at, row.refusal = State.WAITING, now, ""
    row.tries = row.conflicts = row.denials = 0


def ensure_columns(db: Session, activity_id: int, columns: Sequence[Column], now: datetime) -> None:
    """Bring the activity's columns in line with what its tool wants. Safe to repeat.

    The first column is the one that the LMS couples to the link: it is found, never made. The worker makes the others.
    A column that the tool no longer wants stays with its grades.
    """
    for place, column in enumerate(columns):
        wanted = place > 0
        item = ledger.line_item(db, activity_id, column.tag) or (None if wanted else _column(db, activity_id, ""))
        item = item or _make_line_item(db, activity_id, column, now)
        item.tag, item.label, item.score_maximum = column.tag, column.label, column.score_maximum
        item.wanted, item.updated_at = wanted, now


def learn_column(db: Session, *, activity_id: int, registration_id: int, url: str, now: datetime) -> None:
    """Take the `lineitem` address that a launch of the activity just told.

    It changes when the LMS deletes and makes the column anew, or copies the course: wishes refused because the column
    was gone wait for the worker again.
    """
    item = _column(db, activity_id, "")
    if item is None:
        item = _make_line_item(db, activity_id, Column(tag="", label=""), now, registration_id)
    if (item.url, item.registration_id) == (url, registration_id):
        return
    item.url, item.registration_id, item.updated_at = url, registration_id, now
    for row in ledger.refused_for_update(db, activity_id, GradeWish.line_item_id == item.id):
        _wait(row, now)


def _column(db: Session, activity_id: int, tag: str) -> LineItem | None:
    """The column with that tag; for the empty tag else the one that the LMS couples to the link, whatever its tag."""
    item = ledger.line_item(db, activity_id, tag)
    if item is None and tag == "":
        item = next((item for item in ledger.line_items(db, activity_id) if not item.wanted), None)
    return item


def _make_line_item(
    db: Session, activity_id: int, column: Column, now: datetime, registration_id: int | None = None
) -> LineItem:
    registration_id = registration_id or ledger.registration_of(db, activity_id)
    if registration_id is None:
        raise NotFound(f"activity {activity_id} has no registration")
    db.flush()
    values = {
        "activity_id": activity_id,
        "registration_id": registration_id,
        "tag": column.tag,
        "label": column.label,
        "score_maximum": column.score_maximum,
        "updated_at": now,
    }
    insert_or_ignore(db, LineItem, values, ["activity_id", "tag"])
    item = ledger.line_item(db, activity_id, column.tag)
    assert item is not None
    return item


def send_again(db: Session, *, activity_id: int, now: datetime, person_id: int | None = None) -> int:
    """Let refused wishes of an activity (of one person, or of all) wait for the worker again; return how many."""
    chosen = () if person_id is None else (GradeWish.person_id == person_id,)
    rows = ledger.refused_for_update(db, activity_id, *chosen)
    for row in rows:
        _wait(row, now)
    return len(rows)


@dataclass(frozen=True)
class Standing:
    """How one person's score in one column stands, for the teacher's page.

    `refusal` is a `grades.terms.Refusal` code where `state` is refused; the three `confirmed_` values are what the
    LMS last took, None before that; `sent_at` is the newest try.
    """

    person_id: int
    tag: str
    label: str
    score: Decimal
    maximum: Decimal
    comment: str
    wished_at: datetime
    state: State
    sent_at: datetime | None
    next_try_at: datetime | None
    confirmed_score: Decimal | None
    confirmed_maximum: Decimal | None
    confirmed_at: datetime | None
    refusal: str


def standing(db: Session, activity_id: int) -> list[Standing]:
    """Every wish of an activity as it stands, ordered by column and person."""
    return [_standing(row, item) for row, item in ledger.wishes_of(db, activity_id)]


def _standing(row: GradeWish, item: LineItem) -> Standing:
    return Standing(
        person_id=row.person_id,
        tag=item.tag,
        label=item.label,
        score=row.score_given,
        maximum=row.score_maximum,
        comment=row.comment,
        wished_at=row.wished_at,
        state=State(row.state),
        sent_at=row.attempt_at,
        next_try_at=row.due_at if row.state == State.WAITING else None,
        confirmed_score=row.confirmed_score,
        confirmed_maximum=row.confirmed_maximum,
        confirmed_at=row.confirmed_at,
        refusal=row.refusal,
    )
