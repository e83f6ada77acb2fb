"""The ledger of wishes as the admin pages show it: by activity with counts, and one activity's scores."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, case, func, select
from sqlalchemy.orm import Session

from lti_tools.grades.terms import State
from lti_tools.store.tables.activities import Activity, LineItem
from lti_tools.store.tables.grades import GradeLane, GradeWish
from lti_tools.store.tables.people import Context, Person
from lti_tools.store.tables.schools import Platform, Tenant
from lti_tools.web.paging import Page, page_of_query

ON_THEIR_WAY = (State.WAITING, State.SENDING)


def _count(*states: State) -> ColumnElement[int]:
    return func.sum(case((GradeWish.state.in_(states), 1), else_=0))


def activities(db: Session, *, states: Sequence[State] = (), platform_id: int | None = None, number: int) -> Page[Any]:
    """Activities with scores, the most refused first: with `states` those that have any in one of them.

    Rows: id, title, tool, course, platform_id, platform, school, and the counts refused, waiting, sending, confirmed.
    """
    refused, waiting = _count(State.REFUSED), _count(*ON_THEIR_WAY)
    query: Any = (
        select(
            Activity.id,
            Activity.title,
            Activity.tool,
            Context.title.label("course"),
            Platform.id.label("platform_id"),
            Platform.name.label("platform"),
            Tenant.name.label("school"),
            refused.label("refused"),
            _count(State.WAITING).label("waiting"),
            _count(State.SENDING).label("sending"),
            _count(State.CONFIRMED).label("confirmed"),
        )
        .select_from(GradeWish)
        .join(LineItem, LineItem.id == GradeWish.line_item_id)
        .join(Activity, Activity.id == LineItem.activity_id)
        .join(Context, Context.id == Activity.context_id)
        .join(Platform, Platform.id == Context.platform_id)
        .join(Tenant, Tenant.id == Platform.tenant_id)
        .group_by(Activity.id, Context.title, Platform.id, Tenant.name)
        .order_by(refused.desc(), waiting.desc(), Activity.id)
    )
    if states:
        query = query.having(_count(*states) > 0)
    if platform_id is not None:
        query = query.where(Platform.id == platform_id)
    return page_of_query(db, query, number)


@dataclass(frozen=True)
class Head:
    """Whose scores a page shows."""

    activity: Activity
    course: str
    platform: Platform


def head(db: Session, activity_id: int) -> Head | None:
    query = (
        select(Activity, Context.title, Platform)
        .join(Context, Context.id == Activity.context_id)
        .join(Platform, Platform.id == Context.platform_id)
        .where(Activity.id == activity_id)
    )
    row = db.execute(query).one_or_none()
    return Head(*row) if row else None


def scores(db: Session, activity_id: int, number: int) -> Page[Any]:
    """(GradeWish, LineItem, the person's name), refused ones first, then by name."""
    order = case({State.REFUSED: 0, State.SENDING: 1, State.WAITING: 2}, value=GradeWish.state, else_=3)
    query: Any = (
        select(GradeWish, LineItem, Person.name)
        .join(LineItem, LineItem.id == GradeWish.line_item_id)
        .join(Person, Person.id == GradeWish.person_id)
        .where(LineItem.activity_id == activity_id)
        .order_by(order, Person.name, GradeWish.id)
    )
    return page_of_query(db, query, number)


def refused_count(db: Session, activity_id: int) -> int:
    query = select(func.count()).select_from(GradeWish).join(LineItem, LineItem.id == GradeWish.line_item_id)
    return db.scalar(query.where(LineItem.activity_id == activity_id, GradeWish.state == State.REFUSED)) or 0


def paused(db: Session, now: datetime) -> Sequence[Row[str, datetime]]:
    """(platform name, paused until) of the roads that a platform asked to rest."""
    query = select(Platform.name, GradeLane.paused_until).join(Platform, Platform.id == GradeLane.platform_id)
    return db.execute(query.where(GradeLane.paused_until > now).order_by(Platform.name)).all()
