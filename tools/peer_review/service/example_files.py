"""Examples in an activity's file and in its copies: the work, and the teacher's review by the places of criteria."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from lti_tools.kit.activity_file import refusals
from lti_tools.kit.activity_file.content import Values
from lti_tools.kit.activity_file.reading import Reader
from lti_tools.kit.uploads.files import copy_things
from tools.peer_review import settings as known
from tools.peer_review import store
from tools.peer_review.domain.rubric.answers import LONGEST_COMMENT, Answer, read_answers, write_answers
from tools.peer_review.domain.rubric.criteria import Rubric, read_rubric
from tools.peer_review.models_learning import Example
from tools.peer_review.service import preparing
from tools.peer_review.service.calibrating import examples_of, rubrics_of

PART = "examples"


def dump(db: Session, activity_id: int, rubric: Rubric) -> list[Values]:
    """Every example; the teacher's review goes along where it was made by the rubric as it is now."""
    found = examples_of(db, activity_id, judged=False)
    by_rubric = rubrics_of(db, activity_id, found) if found else {}
    return [_dump(one, rubric if one.judged_at and by_rubric[one.id] == rubric else ()) for one in found]


def _dump(row: Example, rubric: Rubric) -> Values:
    answers = read_answers(row.answers)
    given = [answers.get(one.key, Answer()) for one in rubric]
    review = [{"value": one.value, "comment": one.comment} for one in given]
    return {"title": row.title, "text": row.text, "links": list(row.links), "review": review}


def read_part(reader: Reader, rubric: Sequence[dict[str, Any]]) -> list[Values]:
    """The part "examples" of a file; raises `FileRefused` for what could not be stored."""
    found = reader.objects(PART, preparing.MOST_EXAMPLES, _read)
    criteria = read_rubric(rubric)
    for place, one in enumerate(found, 1):
        if one["review"] and not _fits(one["review"], criteria):
            raise refusals.wrong_part(f"{PART} {place} review")
    return found


def _read(reader: Reader) -> Values:
    return {
        "title": reader.text("title", most=known.TITLE, least=1),
        "text": reader.text("text", most=known.WORK_TEXT),
        "links": reader.texts("links", most=known.MOST_LINKS, length=known.LINK),
        "review": reader.objects("review", 100, _answer),
    }


def _answer(reader: Reader) -> Values:
    value = reader.whole_or_none("value", 0, 1000)
    return {"value": value, "comment": reader.text("comment", most=LONGEST_COMMENT)}


def _fits(review: Sequence[Values], rubric: Rubric) -> bool:
    if len(review) != len(rubric):
        return False
    pairs = zip(review, rubric, strict=True)
    return all(
        one["value"] is not None and one["value"] <= criterion.highest if criterion.has_value else one["value"] is None
        for one, criterion in pairs
    )


def load(db: Session, activity_id: int, values: Values) -> None:
    """Put a file's examples in the place of those that no student has reviewed."""
    rubric, now = store.newest_rubric(db, activity_id), datetime.now(UTC)
    for one in preparing.unused(db, activity_id):
        preparing.drop_example(db, activity_id, one.id)
    criteria = read_rubric(rubric.criteria) if rubric is not None else ()
    for found in read_part(Reader({PART: values.get(PART, [])}), rubric.criteria if rubric is not None else []):
        judged = rubric is not None and bool(found["review"])
        answers = {
            criterion.key: Answer(given["value"], given["comment"])
            for criterion, given in zip(criteria, found["review"], strict=False)
        }
        db.add(
            Example(
                activity_id=activity_id,
                title=found["title"],
                text=found["text"],
                links=list(found["links"]),
                made_at=now,
                rubric_id=rubric.id if judged and rubric is not None else None,
                answers=write_answers(answers) if judged else {},
                version=0,
                judged_at=now if judged else None,
            )
        )
        db.flush()


def things(db: Session, activity_id: int) -> dict[str, str]:
    """Title -> what the files of an example belong to; of two that are called the same the second is "title (2)"."""
    found: dict[str, str] = {}
    for one in examples_of(db, activity_id, judged=False):
        number, title = 1, one.title
        while title in found:
            number += 1
            title = f"{one.title} ({number})"
        found[title] = str(one.id)
    return found


def copied(db: Session, source_id: int, target_id: int, now: datetime) -> None:
    """A copied activity has the files of its examples."""
    here = things(db, target_id)
    there = {thing: here[title] for title, thing in things(db, source_id).items() if title in here}
    copy_things(db, source_id, target_id, preparing.PLACE, there, now)
