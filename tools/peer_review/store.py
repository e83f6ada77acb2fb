"""Queries of peer review about activities, works and people; those about reviews are in `reviews.py`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, defer

from lti_tools import roster
from lti_tools.errors import NotFound
from lti_tools.launches import Role
from lti_tools.store.database import Runner
from lti_tools.store.inserting import insert_or_ignore
from lti_tools.store.tables.activities import Activity
from tools.peer_review.models import Author, PairRule, ReviewingStep, Round, RubricVersion, Work, WorkVersion
from tools.peer_review.settings import PeerSettings, read_settings


def settings_of(db: Runner, activity_id: int) -> PeerSettings:
    """The settings as they stand in this transaction."""
    return read_settings(stored_settings(db, activity_id))


def stored_settings(db: Runner, activity_id: int) -> Mapping[str, Any]:
    return db.scalar(select(Activity.settings).where(Activity.id == activity_id)) or {}


def context_of(db: Runner, activity_id: int) -> int:
    context_id = db.scalar(select(Activity.context_id).where(Activity.id == activity_id))
    if context_id is None:
        raise NotFound(f"activity {activity_id}")
    return context_id


def names(db: Session, context_id: int) -> dict[int, str]:
    """Everybody ever seen in the course by id, with the name to show ("" where the LMS tells none)."""
    return {member.person_id: member.name for member in roster.members(db, context_id)}


def names_and_learners(db: Session, context_id: int) -> tuple[dict[int, str], frozenset[int]]:
    """`names` and `learners` in one query."""
    found = roster.members(db, context_id)
    here = frozenset(one.person_id for one in found if one.active and one.role is Role.LEARNER)
    return {one.person_id: one.name for one in found}, here


def learners(db: Session, context_id: int) -> frozenset[int]:
    """The course's learners as far as they are known: launched, or told by the LMS."""
    return frozenset(member.person_id for member in roster.learners(db, context_id))


# -- the round and its rubric


def round_of(db: Session, activity_id: int, *, to_change: bool = False) -> Round:
    """The round of an activity; raises `NotFound` where there is none."""
    query = select(Round).where(Round.activity_id == activity_id).execution_options(populate_existing=True)
    found = db.scalar(query.with_for_update() if to_change else query)
    if found is None:
        raise NotFound(f"no peer review in activity {activity_id}")
    return found


def ensure_round(db: Session, activity_id: int) -> Round:
    """The round of an activity, made where it is missing, held for changing."""
    values = {"activity_id": activity_id, "seed": "", "impossible": [], "starts_with": 2}
    insert_or_ignore(db, Round, values, ["activity_id"])
    return round_of(db, activity_id, to_change=True)


def ensure_step(db: Session, activity_id: int, phase: str) -> ReviewingStep:
    """A step of reviewing, made where it is missing."""
    insert_or_ignore(db, ReviewingStep, {"activity_id": activity_id, "phase": phase}, ["activity_id", "phase"])
    query = select(ReviewingStep).where(ReviewingStep.activity_id == activity_id, ReviewingStep.phase == phase)
    return db.scalars(query.execution_options(populate_existing=True)).one()


def newest_rubric(db: Session, activity_id: int) -> RubricVersion | None:
    query = select(RubricVersion).where(RubricVersion.activity_id == activity_id)
    return db.scalar(query.order_by(RubricVersion.version.desc()).limit(1))


def rubrics_of(db: Session, activity_id: int) -> dict[int, RubricVersion]:
    """Every version by its id."""
    query = select(RubricVersion).where(RubricVersion.activity_id == activity_id)
    return {one.id: one for one in db.scalars(query.order_by(RubricVersion.version))}


def add_rubric(db: Session, activity_id: int, version: int, criteria: list[Any], now: datetime) -> None:
    values = {"activity_id": activity_id, "version": version, "criteria": criteria, "made_at": now}
    insert_or_ignore(db, RubricVersion, values, ["activity_id", "version"])


# -- works


@dataclass(frozen=True)
class OneWork:
    """A work with the ids of those who made it."""

    row: Work
    authors: frozenset[int]


def works_of(db: Session, activity_id: int, *, texts: bool = False) -> list[OneWork]:
    """Every work of an activity, in two queries; their texts and links stay in the database unless `texts`."""
    query = select(Work).where(Work.activity_id == activity_id).order_by(Work.id)
    left = () if texts else (defer(Work.text, raiseload=True), defer(Work.links, raiseload=True))
    rows = db.scalars(query.options(*left)).all()
    authors = authors_of(db, activity_id)
    return [OneWork(row, authors.get(row.id, frozenset())) for row in rows]


def authors_of(db: Session, activity_id: int) -> dict[int, frozenset[int]]:
    """Work -> its authors."""
    found: dict[int, set[int]] = {}
    query = select(Author.work_id, Author.person_id).where(Author.activity_id == activity_id)
    for work_id, person_id in db.execute(query):
        found.setdefault(work_id, set()).add(person_id)
    return {work_id: frozenset(people) for work_id, people in found.items()}


def work_of(db: Session, activity_id: int, person_id: int, *, to_change: bool = False) -> Work | None:
    """The work that the person is an author of."""
    query = (
        select(Work)
        .join(Author, Author.work_id == Work.id)
        .where(Author.activity_id == activity_id, Author.person_id == person_id)
        .execution_options(populate_existing=True)
    )
    return db.scalar(query.with_for_update(of=Work) if to_change else query)


def work_of_group(db: Session, activity_id: int, group_id: int) -> Work | None:
    query = select(Work).where(Work.activity_id == activity_id, Work.group_id == group_id)
    return db.scalar(query.with_for_update().execution_options(populate_existing=True))


def work_with_id(db: Session, activity_id: int, work_id: int, *, to_change: bool = False) -> Work:
    """A work of this activity; raises `NotFound`."""
    query = select(Work).where(Work.activity_id == activity_id, Work.id == work_id)
    found = db.scalar(query.with_for_update().execution_options(populate_existing=True) if to_change else query)
    if found is None:
        raise NotFound(f"no work {work_id}")
    return found


def authors_of_work(db: Session, work_id: int) -> frozenset[int]:
    return frozenset(db.scalars(select(Author.person_id).where(Author.work_id == work_id)))


def set_authors(db: Session, activity_id: int, work_id: int, people: Iterable[int]) -> None:
    """Make these people authors of the work too; who is one of another work stays there."""
    for person_id in sorted(people):
        values = {"activity_id": activity_id, "work_id": work_id, "person_id": person_id}
        insert_or_ignore(db, Author, values, ["activity_id", "person_id"])


def versions_of(db: Session, work_id: int) -> Sequence[WorkVersion]:
    """Every handing in of a work, the newest first."""
    query = select(WorkVersion).where(WorkVersion.work_id == work_id)
    return db.scalars(query.order_by(WorkVersion.number.desc())).all()


def count_works(db: Session, activity_id: int) -> int:
    return db.scalar(select(func.count()).select_from(Work).where(Work.activity_id == activity_id)) or 0


# -- a teacher's rules about pairs


def pair_rules(db: Session, activity_id: int) -> Sequence[PairRule]:
    return db.scalars(select(PairRule).where(PairRule.activity_id == activity_id)).all()


def put_pair_rule(db: Session, activity_id: int, reviewer_id: int, author_id: int, *, must: bool) -> None:
    drop_pair_rule(db, activity_id, reviewer_id, author_id)
    db.add(PairRule(activity_id=activity_id, reviewer_id=reviewer_id, author_id=author_id, must=must))
    db.flush()


def drop_pair_rule(db: Session, activity_id: int, reviewer_id: int, author_id: int) -> bool:
    """Whether there was one."""
    where = (PairRule.reviewer_id == reviewer_id) & (PairRule.author_id == author_id)
    return bool(db.execute(delete(PairRule).where(PairRule.activity_id == activity_id, where)).rowcount)  # type: ignore[attr-defined]
