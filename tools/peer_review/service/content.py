"""A peer review as a file: its rules and rubric, without dates and people; and the steps of its practice class."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from lti_tools.kit.activity_file.content import Content, PracticeStep, Values
from lti_tools.kit.activity_file.reading import Reader
from lti_tools.kit.schedule.plans import with_plan
from lti_tools.pure.schedule import Plan, Start
from lti_tools.web.locale import lazy
from tools.peer_review import settings as known
from tools.peer_review import store
from tools.peer_review.comparing import read_part as read_comparing
from tools.peer_review.comparing import write_comparing
from tools.peer_review.domain.aggregation.marks import Method
from tools.peer_review.domain.rubric import criteria
from tools.peer_review.domain.rubric.criteria import Kind
from tools.peer_review.flow import read_part as read_flow
from tools.peer_review.flow import write_flow
from tools.peer_review.grading import read_part as read_grading
from tools.peer_review.grading import write_grading
from tools.peer_review.learning import read_part as read_learning
from tools.peer_review.learning import write_learning
from tools.peer_review.phases import PHASES, SUBMIT
from tools.peer_review.service import example_files, practice, preparing

KEY = re.compile("c[0-9]{1,3}")
"""What keys of criteria look like; a file with others gets new ones."""


def dump(db: Session, activity_id: int) -> Values:
    """The rules and the rubric; dates stay behind."""
    rules = store.settings_of(db, activity_id)
    return {
        "title": rules.title,
        "instructions": rules.instructions,
        "parts": list(rules.parts),
        "by_group": rules.by_group,
        "k": rules.k,
        "pairs": rules.pairs,
        "author_hidden": rules.author_hidden,
        "reviewer_hidden": rules.reviewer_hidden,
        "reveal": rules.reveal,
        "rubric": criteria.write_rubric(rules.rubric),
        "least": rules.least,
        "extra": rules.extra,
        "learning": write_learning(rules.learning),
        "flow": write_flow(rules.flow),
        "self_review": rules.self_review,
        "marks": known.MARKS if rules.marked else known.FEEDBACK_ONLY,
        "method": rules.method.value,
        "single_marks": rules.single_marks,
        "points": rules.points,
        "reviewing_points": rules.reviewing_points,
        "grading": write_grading(rules.grading),
        "comparing": write_comparing(rules.scale),
        example_files.PART: example_files.dump(db, activity_id, rules.rubric),
    }


def settings(values: Values) -> dict[str, Any]:
    """Values of a file -> settings of an activity that is not open yet; raises `FileRefused`."""
    reader = Reader(values)
    found: dict[str, Any] = {
        "title": reader.text("title", most=known.TITLE, least=1),
        "instructions": reader.text("instructions", most=known.INSTRUCTIONS),
        "parts": reader.texts("parts", most=len(known.PARTS), length=20, unique=True),
        "by_group": reader.flag("by_group"),
        "k": reader.whole("k", 1, known.MOST_REVIEWS),
        "pairs": reader.choice("pairs", (known.ANYBODY, known.ACROSS, known.WITHIN)),
        "author_hidden": reader.flag("author_hidden"),
        "reviewer_hidden": reader.flag("reviewer_hidden"),
        "reveal": "reveal" in values and reader.flag("reveal"),
        "rubric": read_rubric_part(reader),
        "least": reader.whole("least", 0, known.MOST_LEAST),
        "extra": reader.flag("extra"),
        "self_review": reader.flag("self_review"),
        "marks": reader.choice("marks", (known.FEEDBACK_ONLY, known.MARKS)),
        "method": reader.choice("method", [one.value for one in Method]),
        "single_marks": reader.flag("single_marks"),
        "points": reader.whole("points", 1, 100),
        "reviewing_points": reader.whole("reviewing_points", 0, 100),
    }
    found |= reader.part("learning", read_learning) if "learning" in values else {}
    found |= reader.part("flow", read_flow) if "flow" in values else {}
    found |= reader.part("grading", read_grading) if "grading" in values else {}
    found |= reader.part("comparing", read_comparing) if "comparing" in values else {}
    if example_files.PART in values:
        example_files.read_part(reader, found["rubric"])
    reader.finish()
    found["parts"] = [part for part in known.PARTS if part in found["parts"]] or [known.TEXT]
    for phase in (one for one in PHASES if not one.optional):
        start = Start.HAND if phase is SUBMIT else Start.AFTER
        found = with_plan(found, Plan(key=phase.key, start=start))
    return found


def read_rubric_part(reader: Reader) -> list[dict[str, Any]]:
    """The part "rubric" of a file as JSON values that can be stored; raises `FileRefused`."""
    found = reader.objects("rubric", criteria.MOST_CRITERIA, _criterion)
    keys = {one["key"] for one in found}
    if len(keys) < len(found) or not all(KEY.fullmatch(key) for key in keys):
        for number, one in enumerate(found, 1):
            one["key"] = f"c{number}"
    return found


def _criterion(reader: Reader) -> dict[str, Any]:
    key = reader.text("key", most=20)
    kind = Kind(reader.choice("kind", [one.value for one in Kind]))
    levels = reader.objects("levels", criteria.MOST_LEVELS, _level)
    most = reader.whole("most", 0, criteria.MOST_SCALE)
    least_levels = 2 if kind is Kind.LEVELS else 0
    if len(levels) < least_levels or (kind in (Kind.SCALE, Kind.ERRORS) and most < 1):
        reader.whole("levels", 0, 0)  # refuses: a scale needs an extent
    return {
        "key": key,
        "title": reader.text("title", most=criteria.TITLE, least=1),
        "kind": kind.value,
        "text": reader.text("text", most=criteria.TEXT),
        "weight": reader.whole("weight", 0, criteria.MOST_WEIGHT),
        "levels": levels if kind is Kind.LEVELS else [],
        "most": most if kind in (Kind.SCALE, Kind.ERRORS) else 0,
        "required": reader.flag("required"),
        "starters": reader.texts("starters", most=criteria.MOST_STARTERS, length=200),
    }


def _level(reader: Reader) -> dict[str, Any]:
    return {
        "title": reader.text("title", most=criteria.TITLE, least=1),
        "points": reader.whole("points", 0, 100),
        "text": reader.text("text", most=criteria.TEXT),
    }


def _review(db: Session, activity_id: int, people: Sequence[int], now: datetime) -> None:
    practice.hand_in_and_open(db, activity_id, people, now)


def _feedback(db: Session, activity_id: int, people: Sequence[int], now: datetime) -> None:
    practice.review_and_open(db, activity_id, people, now)


content = Content(
    version=1,
    dump=dump,
    settings=settings,
    load=example_files.load,
    pictures={preparing.PLACE: example_files.things},
    practice=(
        PracticeStep(
            key="prepared",
            title=lazy("The task and the rubric are ready"),
            why=lazy(
                "Students see the criteria before they write, so the criteria guide the work and not the mark alone. "
                "Everybody also reads who will know what about whom, because people write freely where they feel safe."
            ),
        ),
        PracticeStep(
            key="reviewing",
            title=lazy("Students review each other"),
            why=lazy(
                "Whoever judges the work of others by criteria sees their own work with other eyes. Everybody gives as "
                "many reviews as they get, so that nobody waits and nobody carries the class."
            ),
            play=_review,
        ),
        PracticeStep(
            key="feedback",
            title=lazy("Students read their feedback"),
            why=lazy(
                "Authors read the words before any mark and say how helpful they were, so that feedback is read as "
                "advice. Reviewers learn from the answer what helps, and become better reviewers."
            ),
            play=_feedback,
        ),
    ),
)
