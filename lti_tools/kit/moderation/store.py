"""Queries about cases, reports and their steps."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, delete, func, select, update
from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from lti_tools.kit.moderation.tables import Case, CaseStep, Report
from lti_tools.pure.moderation import OPEN, Reporter, State, outcome
from lti_tools.store.tables.activities import Activity
from lti_tools.store.tables.people import Person


def case_of(db: Session, activity_id: int, kind: str, item_id: int, *, held: bool = False) -> Case | None:
    """The case about a thing; None where nobody ever reported it. `held` until the transaction ends."""
    query = select(Case).filter_by(activity_id=activity_id, kind=kind, item_id=item_id)
    return db.scalar(query.with_for_update().execution_options(populate_existing=True) if held else query)


def case_in_course(db: Session, context_id: int, case_id: int) -> Case:
    """A case of any activity of a course, held; raises `NotFound`."""
    query = (
        select(Case)
        .join(Activity, Activity.id == Case.activity_id)
        .where(Case.id == case_id, Activity.context_id == context_id)
        .with_for_update(of=Case)
    )
    found = db.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise NotFound(f"case {case_id}")
    return found


def reporter_of(db: Session, context_id: int, person_id: int, now: datetime) -> Reporter:
    """What somebody has reported in the course so far."""
    rows = db.execute(
        select(Case.state, Report.at)
        .join(Report, Report.case_id == Case.id)
        .join(Activity, Activity.id == Case.activity_id)
        .where(Activity.context_id == context_id, Report.person_id == person_id)
    ).all()
    states = [State(row.state) for row in rows]
    turned_down, followed = outcome(states)
    return Reporter(
        waiting=sum(one in OPEN for one in states),
        last_day=sum(row.at > now - timedelta(days=1) for row in rows),
        turned_down=turned_down,
        followed=followed,
    )


def has_reported(db: Session, case_id: int, person_id: int) -> bool:
    return db.scalar(select(Report.id).filter_by(case_id=case_id, person_id=person_id)) is not None


def queue(
    context_id: int, *, open_only: bool, activity_id: int | None, kind: str, authors: Collection[int] | None
) -> Select[Case, str]:
    """Cases of a course, the oldest that wait first, then the newest decisions; `authors` None: everybody's."""
    query = select(Case, Activity.title.label("activity_title")).join(Activity, Activity.id == Case.activity_id)
    query = query.where(Activity.context_id == context_id)
    if open_only:
        query = query.where(Case.state.in_(sorted(OPEN)))
    if authors is not None:
        query = query.where(Case.author_id.in_(authors))
    if activity_id is not None:
        query = query.where(Case.activity_id == activity_id)
    if kind:
        query = query.where(Case.kind == kind)
    waits = Case.state.in_(sorted(OPEN))
    return query.order_by(waits.desc(), Case.opened_at if open_only else Case.changed_at.desc(), Case.id)


def count_open(db: Session, context_id: int, authors: Collection[int] | None) -> int:
    query = (
        select(func.count())
        .select_from(Case)
        .join(Activity, Activity.id == Case.activity_id)
        .where(Activity.context_id == context_id, Case.state.in_(sorted(OPEN)))
    )
    if authors is not None:
        query = query.where(Case.author_id.in_(authors))
    return db.scalar(query) or 0


def activities_with_cases(db: Session, context_id: int) -> Sequence[Row[int, str]]:
    """(id, title) of the course's activities that have cases."""
    query = (
        select(Activity.id, Activity.title)
        .where(Activity.context_id == context_id, select(Case.id).where(Case.activity_id == Activity.id).exists())
        .order_by(Activity.title, Activity.id)
    )
    return db.execute(query).all()


def reports_of(db: Session, case_ids: Sequence[int]) -> Sequence[Row[int, str, str, datetime, int | None, str]]:
    """(case_id, why, words, at, person_id, name) of cases, oldest first."""
    columns = (Report.case_id, Report.why, Report.words, Report.at, Report.person_id, Person.name)
    query = select(*columns).outerjoin(Person, Person.id == Report.person_id).where(Report.case_id.in_(case_ids))
    return db.execute(query.order_by(Report.at, Report.id)).all()


def steps_of(db: Session, case_ids: Sequence[int]) -> Sequence[Row[int, datetime, str, str, str, str]]:
    """(CaseStep columns and name) of cases, oldest first."""
    query = (
        select(CaseStep.case_id, CaseStep.at, CaseStep.deed, CaseStep.state, CaseStep.words, Person.name)
        .outerjoin(Person, Person.id == CaseStep.doer_id)
        .where(CaseStep.case_id.in_(case_ids))
    )
    return db.execute(query.order_by(CaseStep.at, CaseStep.id)).all()


def cases_about(db: Session, context_id: int, author_id: int) -> Sequence[Row[Case, str]]:
    """(Case, activity title) of what somebody made, newest first, once staff has decided or others cannot see it."""
    query = select(Case, Activity.title.label("activity_title")).join(Activity, Activity.id == Case.activity_id)
    seen = Case.hidden | Case.decided_at.is_not(None)
    mine = and_(Activity.context_id == context_id, Case.author_id == author_id, seen)
    return db.execute(query.where(mine).order_by(Case.changed_at.desc(), Case.id.desc()).limit(100)).all()


def cases_reported_by(db: Session, context_id: int, person_id: int) -> Sequence[Row[Case, str, str, datetime]]:
    """(Case, activity title, why, at) of what somebody reported, newest first."""
    query = (
        select(Case, Activity.title.label("activity_title"), Report.why, Report.at)
        .join(Activity, Activity.id == Case.activity_id)
        .join(Report, Report.case_id == Case.id)
        .where(Activity.context_id == context_id, Report.person_id == person_id)
    )
    return db.execute(query.order_by(Report.at.desc(), Report.id.desc()).limit(100)).all()


def forget_items(db: Session, kind: str, item_ids: Sequence[int]) -> None:
    """Remove the cases of things that are gone."""
    if item_ids:
        cases = select(Case.id).where(Case.kind == kind, Case.item_id.in_(item_ids))
        for table in (Report, CaseStep):
            db.execute(delete(table).where(table.case_id.in_(cases)))
        db.execute(delete(Case).where(Case.kind == kind, Case.item_id.in_(item_ids)))


def within(context_id: int | None) -> ColumnElement[bool]:
    """Cases of one course, or of all."""
    if context_id is None:
        return Case.id.is_not(None)
    return Case.activity_id.in_(select(Activity.id).where(Activity.context_id == context_id))


def erase(db: Session, person_id: int, context_id: int | None) -> None:
    """Empty what somebody wrote about cases and take their name off; decisions stay as they are."""
    cases = select(Case.id).where(within(context_id))
    own_report = and_(Report.person_id == person_id, Report.case_id.in_(cases))
    db.execute(update(Report).where(own_report).values(person_id=None, words=""))
    own_step = and_(CaseStep.doer_id == person_id, CaseStep.case_id.in_(cases))
    db.execute(update(CaseStep).where(own_step).values(doer_id=None, words=""))
    own_case = and_(Case.author_id == person_id, within(context_id))
    db.execute(update(Case).where(own_case).values(author_id=None, appeal=""))


def export(db: Session, person_id: int, context_id: int | None) -> dict[str, Any]:
    """What somebody reported and appealed, with how it ended."""
    reported = db.execute(
        select(Report.why, Report.words, Report.at, Case.state)
        .join(Case, Case.id == Report.case_id)
        .where(Report.person_id == person_id, within(context_id))
        .order_by(Report.id)
    )
    about = db.scalars(select(Case).where(Case.author_id == person_id, within(context_id)).order_by(Case.id))
    return {
        "reports": [
            {"why": row.why, "words": row.words, "at": row.at.isoformat(), "outcome": row.state} for row in reported
        ],
        "decisions": [
            {"about": case.kind, "outcome": case.state, "reason": case.reason, "appeal": case.appeal}
            for case in about
            if case.decided_at
        ],
    }
