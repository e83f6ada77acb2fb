"""Example works with the teacher's own review: students review them, and learn from the difference.

What a student sent stays as it is, since the teacher's review is shown from then on; and a teacher's review of an
example stays once a student has sent theirs, since it counts as truth for how well reviewers tell works apart.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from lti_tools.kit.private_events.private_events import publish_private
from lti_tools.kit.schedule.schedule import phases_of
from lti_tools.launches import CurrentLaunch
from lti_tools.pure.schedule import Stand, stand
from lti_tools.store.inserting import insert_or_ignore
from tools.peer_review import course, refusals, store
from tools.peer_review.domain.calibration.calibration import Example as Compared
from tools.peer_review.domain.calibration.calibration import Learnt, learn
from tools.peer_review.domain.rubric.answers import IMPOSSIBLE, Answers, faults, read_answers, write_answers
from tools.peer_review.domain.rubric.criteria import Rubric
from tools.peer_review.models import RubricVersion
from tools.peer_review.models_learning import Example, Trial
from tools.peer_review.phases import CALIBRATE, REVIEW
from tools.peer_review.service.reviewing import RubricInUse, in_use

CALIBRATED = "peer-review.calibrated"


# -- reading


def examples_of(db: Session, activity_id: int, *, judged: bool = True) -> Sequence[Example]:
    """The examples in the order they were made; without `judged` those too that the teacher has not reviewed yet."""
    query = select(Example).where(Example.activity_id == activity_id).order_by(Example.id)
    return db.scalars(query.where(Example.judged_at.is_not(None)) if judged else query).all()


def example_with_id(db: Session, activity_id: int, example_id: int, *, to_change: bool = False) -> Example:
    """An example of this activity; raises `NotFound`."""
    query = select(Example).where(Example.activity_id == activity_id, Example.id == example_id)
    found = db.scalar(query.with_for_update().execution_options(populate_existing=True) if to_change else query)
    if found is None:
        raise NotFound(f"no example {example_id}")
    return found


def trials_by(db: Session, activity_id: int, person_id: int) -> dict[int, Trial]:
    """Example -> this person's review of it."""
    query = select(Trial).join(Example, Example.id == Trial.example_id)
    rows = db.scalars(query.where(Example.activity_id == activity_id, Trial.person_id == person_id))
    return {one.example_id: one for one in rows}


def rubric_of(db: Session, example: Example) -> RubricInUse:
    """The version that the teacher reviewed it with, or the newest before that."""
    return _rubric(store.rubrics_of(db, example.activity_id), example)


def rubrics_of(db: Session, activity_id: int, examples: Sequence[Example]) -> dict[int, Rubric]:
    """Example -> the criteria it is reviewed by; one query."""
    found = store.rubrics_of(db, activity_id)
    return {one.id: _rubric(found, one).criteria for one in examples}


def _rubric(found: Mapping[int, RubricVersion], example: Example) -> RubricInUse:
    row = found.get(example.rubric_id or 0) or max(found.values(), key=lambda one: one.version, default=None)
    if row is None:
        raise NotFound(f"no rubric in activity {example.activity_id}")
    return in_use(row)


def titles_of(rubrics: Mapping[int, Rubric]) -> dict[str, str]:
    """Criterion key -> title."""
    return {one.key: one.title for rubric in rubrics.values() for one in rubric}


def percents(rubric: Rubric, stored: Mapping[str, Any]) -> dict[str, float]:
    """Key of each criterion with a value -> percent of its scale."""
    answers = read_answers(stored)
    given = {one: answers[one.key].value for one in rubric if one.has_value and one.key in answers}
    return {
        one.key: one.percent(value) for one, value in given.items() if value is not None and 0 <= value <= one.highest
    }


def beside(rubric: Rubric, example: Example, trial: Trial) -> Compared:
    """A student's review of an example beside the teacher's."""
    return Compared(percents(rubric, trial.answers), percents(rubric, example.answers))


def compared(rubrics: Mapping[int, Rubric], examples: Sequence[Example], trials: Mapping[int, Trial]) -> list[Compared]:
    """The examples that this person has sent, beside the teacher."""
    return [
        beside(rubrics[one.id], one, trials[one.id])
        for one in examples
        if one.id in trials and trials[one.id].sent_at is not None
    ]


def is_open(db: Session, activity_id: int, person_id: int, now: datetime) -> bool:
    """Whether this person can practise now: in the phase for it, and as long as reviewing is open."""
    phases = {one.key: one for one in phases_of(db, activity_id, person_id)}
    if CALIBRATE.key not in phases:
        return False
    return any(stand(phases[key], now) is Stand.OPEN for key in (CALIBRATE.key, REVIEW.key) if key in phases)


def left(db: Session, activity_id: int, person_id: int) -> int:
    """Examples that this person has still to review before others' works; 0 where that is not asked for."""
    settings = store.settings_of(db, activity_id)
    if not settings.learning.examples_first or CALIBRATE.key not in {plan.key for plan in settings.plans}:
        return 0
    trials = trials_by(db, activity_id, person_id)
    return sum(one.id not in trials or trials[one.id].sent_at is None for one in examples_of(db, activity_id))


@dataclass(frozen=True)
class ToTry:
    """One example on a student's list."""

    example: Example
    trial: Trial | None


@dataclass(frozen=True)
class Practice:
    """A student's page of examples."""

    examples: Sequence[ToTry]
    learnt: Learnt
    titles: Mapping[str, str]
    """Criterion key -> title."""
    is_open: bool

    @property
    def done(self) -> int:
        return sum(one.trial is not None and one.trial.sent_at is not None for one in self.examples)


def practice(db: Session, activity_id: int, person_id: int, now: datetime) -> Practice:
    examples, trials = examples_of(db, activity_id), trials_by(db, activity_id, person_id)
    rubrics = rubrics_of(db, activity_id, examples)
    return Practice(
        [ToTry(one, trials.get(one.id)) for one in examples],
        learn(compared(rubrics, examples, trials)),
        titles_of(rubrics),
        is_open(db, activity_id, person_id, now),
    )


# -- a student's review


def save(
    db: Session, launch: CurrentLaunch, example_id: int, version: int, answers: Answers, now: datetime, *, sends: bool
) -> Trial:
    """Store a student's review of an example, or send it. Raises a `Refusal`; nothing is half stored."""
    if not is_open(db, launch.activity, launch.person_id, now):
        raise refusals.practising_not_open()
    example = example_with_id(db, launch.activity, example_id)
    if example.judged_at is None:
        raise NotFound(f"example {example_id} is not ready")
    row = _trial(db, example.id, launch.person_id, now)
    if row.sent_at is not None or row.version != version:
        raise refusals.changed_elsewhere()
    rubric = rubric_of(db, example).criteria
    check(rubric, answers, store.settings_of(db, launch.activity).least if sends else None)
    row.answers, row.version, row.saved_at = write_answers(answers), row.version + 1, now
    if sends:
        row.sent_at = now
        db.flush()
        _tell_passed(db, launch, row, now)
    db.flush()
    return row


def _trial(db: Session, example_id: int, person_id: int, now: datetime) -> Trial:
    values = {"example_id": example_id, "person_id": person_id, "answers": {}, "version": 0, "saved_at": now}
    insert_or_ignore(db, Trial, {**values, "passed": False}, ["example_id", "person_id"])
    query = select(Trial).where(Trial.example_id == example_id, Trial.person_id == person_id)
    return db.scalars(query.with_for_update().execution_options(populate_existing=True)).one()


def check(rubric: Rubric, answers: Answers, least: int | None) -> None:
    """Raise `Invalid` for what cannot be stored, and with `least` for what cannot be sent."""
    found = faults(rubric, answers, least or 0)
    for criterion in rubric:
        fault = found.get(criterion.key)
        if fault is not None and (least is not None or fault in IMPOSSIBLE):
            raise refusals.Invalid(refusals.fault_text(fault, criterion, least or 0))


def _tell_passed(db: Session, launch: CurrentLaunch, row: Trial, now: datetime) -> None:
    """Publish once that a person has reviewed all examples, near enough to the teacher."""
    examples, trials = examples_of(db, launch.activity), trials_by(db, launch.activity, launch.person_id)
    done = compared(rubrics_of(db, launch.activity, examples), examples, trials)
    if len(done) == len(examples) and learn(done).passed and not any(one.passed for one in trials.values()):
        row.passed = True
        publish_private(db, launch, CALIBRATED, now)


# -- what else may be made of it


@dataclass(frozen=True)
class Reading:
    """One student's review of one example beside the teacher's."""

    person: int
    example: int
    given: Compared
    """Criterion key -> percent of its scale, of both."""


def readings(db: Session, *activities: int) -> dict[int, list[Reading]]:
    """Activity -> everything that students sent there, for who works out how well reviewers tell works apart.

    The number of queries does not grow with the class or the activities.
    """
    query = select(Example).where(Example.activity_id.in_(activities), Example.judged_at.is_not(None))
    examples = {one.id: one for one in db.scalars(query.order_by(Example.id))}
    known = course.rubrics_of(db, activities) if examples else {}
    found: dict[int, list[Reading]] = {}
    sent = select(Trial).where(Trial.example_id.in_(examples), Trial.sent_at.is_not(None))
    for one in db.scalars(sent.order_by(Trial.id)) if examples else ():
        example = examples[one.example_id]
        if example.rubric_id in known:
            rubric = in_use(known[example.rubric_id]).criteria
            reading = Reading(one.person_id, example.id, beside(rubric, example, one))
            found.setdefault(example.activity_id, []).append(reading)
    return found


def class_lessons(db: Session, activity_id: int) -> tuple[Mapping[int, Learnt], Mapping[str, str]]:
    """Person -> what they learnt so far, of who has sent something; and the criteria's titles by key."""
    by_person: dict[int, list[Compared]] = {}
    for one in readings(db, activity_id).get(activity_id, ()):
        by_person.setdefault(one.person, []).append(one.given)
    titles = titles_of(rubrics_of(db, activity_id, examples_of(db, activity_id)))
    return {person: learn(found) for person, found in by_person.items()}, titles
