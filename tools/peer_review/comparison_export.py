"""The table of comparisons, from which marks can be worked out by the script that stands alone."""

from collections.abc import Iterator
from pathlib import Path
from random import SystemRandom
from typing import Any

from sqlalchemy.orm import Session

from lti_tools.kit.exports.declared import Export, Field, Kind, fixed
from lti_tools.web.locale import lazy
from tools.peer_review import comparisons_by_hand, reviews, store
from tools.peer_review.service import reporting
from tools.peer_review.service.compared import compared

SCRIPT = "comparisons_by_hand.py"


def script() -> bytes:
    """The script itself."""
    return Path(comparisons_by_hand.__file__).read_bytes()


def _rows(db: Session, activity_id: int) -> Iterator[list[Any]]:
    settings, authors = store.settings_of(db, activity_id), store.authors_of(db, activity_id)
    known = reporting.counting(db, activity_id, reviews.known_reviews(db, activity_id))
    found = compared(db, activity_id, known, settings.scale)
    order = sorted({work for _, one in found.said for work in (one.better, one.worse)})
    SystemRandom().shuffle(order)
    number = {work: f"W{at}" for at, work in enumerate(order, 1)}
    asked = {one.key: one for one in found.asked.asked}
    standing = {criterion.key: works for criterion, works in found.by_question}
    for key, one in found.said:
        yield [
            asked[key].title,
            asked[key].weight,
            number[one.better],
            min(authors.get(one.better, frozenset()), default=None),
            number[one.worse],
            min(authors.get(one.worse, frozenset()), default=None),
            one.reviewer or None,
            settings.scale.middle,
            settings.scale.step,
            2 if one.again else 1,
            standing[key][one.better].mark,
            2 if standing[key][one.better].again else 1,
            standing[key][one.worse].mark,
            2 if standing[key][one.worse].again else 1,
        ]


COMPARISON_EXPORT = Export(
    key="comparisons",
    title=lazy("Comparisons of two works"),
    summary=lazy("One row for each comparison that counts. The headings are the words that the script reads."),
    columns=fixed(
        Field("question", "question"),
        Field("weight", "weight", Kind.NUMBER),
        Field("better", "better"),
        Field("better_author", "author of the better", Kind.PERSON),
        Field("other", "other"),
        Field("other_author", "author of the other", Kind.PERSON),
        Field("reviewer", "reviewer", Kind.PERSON),
        Field("middle", "middle", Kind.NUMBER),
        Field("step", "step", Kind.NUMBER),
        Field("round", "round", Kind.NUMBER),
        Field("mark", "mark of the better", Kind.NUMBER),
        Field("mark_round", "mark from round", Kind.NUMBER),
        Field("other_mark", "mark of the other", Kind.NUMBER),
        Field("other_mark_round", "mark of the other from round", Kind.NUMBER),
    ),
    rows=_rows,
)
