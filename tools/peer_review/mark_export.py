"""The table from which marks can be worked out by hand, or by the script that stands alone (`by_hand.py`)."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import SystemRandom
from typing import Any

from sqlalchemy.orm import Session

from lti_tools.kit.exports.declared import NOBODY, Export, Field, Kind
from lti_tools.web.locale import lazy
from tools.peer_review import by_hand, reviews, store
from tools.peer_review.service import again, marking, reporting

SCRIPT = "by_hand.py"

COLUMNS = (
    Field("number", "number"),
    Field("work", "work", Kind.PERSON),
    Field("reviewer", "reviewer", Kind.PERSON),
    Field("mark", "mark", Kind.NUMBER),
    Field("bias", "bias", Kind.NUMBER),
    Field("weight", "weight", Kind.NUMBER),
    Field("counted", "counted", Kind.NUMBER),
    Field("result", "mark of the work", Kind.NUMBER),
    Field("method", "method"),
    Field("teacher", "teacher", Kind.NUMBER),
    Field("teacher_weight", "teacher weight", Kind.NUMBER),
    Field("truth", "truth", Kind.NUMBER),
    Field("compared", "compared", Kind.NUMBER),
    Field("compared_share", "compared share", Kind.NUMBER),
    Field("ring", "ring", Kind.NUMBER),
)


def script() -> bytes:
    """The script itself."""
    return Path(by_hand.__file__).read_bytes()


def _rows(db: Session, activity_id: int) -> Iterator[list[Any]]:
    settings = store.settings_of(db, activity_id)
    every = reviews.known_reviews(db, activity_id)
    known = again.current(reporting.counting(db, activity_id, every))
    found, authors = marking.mark_everything(db, activity_id, settings, every), store.authors_of(db, activity_id)
    method, number, more = settings.method.value, _numbers(found), _further(authors)
    for one in known:
        if one.sent_at is None or one.mark is None:
            continue
        row, mark = found.by_review.get(one.id), found.by_work[one.work_id]
        wrote = sorted(authors.get(one.work_id, frozenset()))
        yield [
            number[one.work_id],
            wrote[0] if wrote else None,
            one.reviewer_id,
            one.mark,
            row.bias if row else None,
            row.weight if row else None,
            row.counted if row else None,
            mark.mark,
            method,
            mark.teacher,
            mark.teacher_weight if mark.teacher is not None else None,
            None,
            mark.compared,
            mark.compared_share if mark.compared is not None else None,
            (row.favour or None) if row else None,
            *wrote[1:],
            *[NOBODY] * (more - len(wrote[1:])),
        ]
    examples = {example: at for at, example in enumerate(sorted({one.example for one in found.practised}), 1)}
    for tried in found.practised:
        place, given = f"E{examples[tried.example]}", round(tried.given, 6)
        yield [place, NOBODY, tried.person, given, *[None] * 7, round(tried.truth, 6), *[None] * 3, *[NOBODY] * more]


def _columns(db: Session, activity_id: int) -> Sequence[Field]:
    """Where groups hand in, their works have authors after the first."""
    more = _further(store.authors_of(db, activity_id))
    return (*COLUMNS, *(Field(f"author_{at}", f"author {at}", Kind.PERSON) for at in range(2, more + 2)))


def _further(authors: Mapping[int, frozenset[int]]) -> int:
    """How many authors after the first the largest group has."""
    return max((len(people) for people in authors.values()), default=1) - 1


def _numbers(found: marking.Marking) -> dict[int, str]:
    """Work -> a number made for this file: works whose authors are erased stay apart."""
    order = list(found.by_work)
    SystemRandom().shuffle(order)
    return {work: f"W{at}" for at, work in enumerate(order, 1)}


MARK_EXPORT = Export(
    key="by-hand",
    title=lazy("Marks, worked out"),
    summary=lazy("One row for each review that counts. The headings are the words that the script reads."),
    columns=_columns,
    rows=_rows,
)
