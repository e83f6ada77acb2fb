"""Every query of placing people into topics, each held to one activity."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from lti_tools.store.inserting import insert_or_ignore
from lti_tools.store.tables.activities import Activity
from tools.co_curriculum.domain.placing.problem import Plan
from tools.co_curriculum.models_placing import Bond, ChoiceList, Exchange, Placing, PlacingPlan, PlacingTopic, Seat


def placing_of(db: Session, activity_id: int) -> Placing | None:
    return db.get(Placing, activity_id)


def held(db: Session, activity_id: int) -> Placing:
    """The placing, held until the transaction ends: whoever changes rules, plans or places comes here first."""
    query = select(Placing).where(Placing.activity_id == activity_id).with_for_update()
    found = db.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise NotFound(f"no placing in activity {activity_id}")
    return found


def ensure(db: Session, activity_id: int, seed: str) -> Placing:
    """The placing, made where it is missing, held."""
    insert_or_ignore(
        db, Placing, {"activity_id": activity_id, "seed": seed, "rules": {}, "version": 0}, ["activity_id"]
    )
    return held(db, activity_id)


def topics_of(db: Session, activity_id: int) -> Sequence[PlacingTopic]:
    query = select(PlacingTopic).where(PlacingTopic.activity_id == activity_id)
    return db.scalars(query.order_by(PlacingTopic.place, PlacingTopic.id)).all()


def lists_of(db: Session, activity_id: int) -> dict[int, ChoiceList]:
    """Person -> their list."""
    return {row.person_id: row for row in db.scalars(select(ChoiceList).where(ChoiceList.activity_id == activity_id))}


def list_of(db: Session, activity_id: int, person_id: int) -> ChoiceList | None:
    return db.scalar(select(ChoiceList).where(ChoiceList.activity_id == activity_id, ChoiceList.person_id == person_id))


def count_lists(db: Session, activity_id: int) -> int:
    query = select(func.count()).select_from(ChoiceList).where(ChoiceList.activity_id == activity_id)
    return db.scalar(query) or 0


def put_list(
    db: Session,
    activity_id: int,
    person_id: int,
    topics: Sequence[int],
    cannot: Sequence[int],
    now: datetime,
    ratings: Mapping[int, int] | None = None,
) -> None:
    """Store a person's one list, in place of an earlier one. Of parallel ones the last stands."""
    key = {"activity_id": activity_id, "person_id": person_id}
    stars = None if ratings is None else {str(topic): number for topic, number in ratings.items()}
    values = {"topics": list(topics), "cannot": list(cannot), "ratings": stars, "given_at": now}
    insert_or_ignore(db, ChoiceList, {**key, **values}, list(key))
    here = (ChoiceList.activity_id == activity_id, ChoiceList.person_id == person_id)
    db.execute(update(ChoiceList).where(*here).values(**values).execution_options(synchronize_session=False))


def bonds_of(db: Session, activity_id: int) -> dict[str, list[frozenset[int]]]:
    """Kind -> circles of people who are still two at least."""
    query = select(Bond).where(Bond.activity_id == activity_id).order_by(Bond.number, Bond.id)
    circles: dict[tuple[str, int], set[int]] = {}
    for row in db.scalars(query):
        circles.setdefault((row.kind, row.number), set()).add(row.person_id)
    found: dict[str, list[frozenset[int]]] = {"together": [], "apart": []}
    for (kind, _number), people in circles.items():
        if len(people) > 1:
            found[kind].append(frozenset(people))
    return found


def set_bonds(db: Session, activity_id: int, bonds: Mapping[str, Iterable[Iterable[int]]]) -> None:
    db.execute(delete(Bond).where(Bond.activity_id == activity_id))
    db.add_all(
        Bond(activity_id=activity_id, kind=kind, number=number, person_id=person)
        for kind, circles in bonds.items()
        for number, people in enumerate(circles, 1)
        for person in people
    )
    db.flush()


def plan_of(db: Session, activity_id: int, plan_id: int) -> PlacingPlan:
    """A plan of this activity; raises `NotFound` for any other."""
    found = db.scalar(select(PlacingPlan).where(PlacingPlan.id == plan_id, PlacingPlan.activity_id == activity_id))
    if found is None:
        raise NotFound(f"plan {plan_id}")
    return found


def picked_plan(db: Session, activity_id: int) -> PlacingPlan | None:
    """The plan that holds."""
    query = select(PlacingPlan).where(PlacingPlan.activity_id == activity_id, PlacingPlan.picked_at.is_not(None))
    return db.scalar(query.order_by(PlacingPlan.picked_at.desc(), PlacingPlan.id.desc()).limit(1))


def offered_plans(db: Session, activity_id: int) -> Sequence[PlacingPlan]:
    """Plans to choose from."""
    query = select(PlacingPlan).where(PlacingPlan.activity_id == activity_id, PlacingPlan.picked_at.is_(None))
    return db.scalars(query.order_by(PlacingPlan.id)).all()


def drop_offered(db: Session, activity_id: int) -> None:
    here = (PlacingPlan.activity_id == activity_id, PlacingPlan.picked_at.is_(None))
    db.execute(delete(PlacingPlan).where(*here).execution_options(synchronize_session=False))


def add_plan(db: Session, plan: PlacingPlan, found: Plan, people: Iterable[int]) -> PlacingPlan:
    """Store a plan with a seat for each of `people`, topic or none."""
    db.add(plan)
    db.flush()
    db.add_all(Seat(plan_id=plan.id, person_id=person, topic_id=found.places.get(person)) for person in people)
    db.flush()
    return plan


def seats_of(db: Session, plan_id: int) -> dict[int, Seat]:
    """Person -> their seat in a plan."""
    query = select(Seat).where(Seat.plan_id == plan_id).execution_options(populate_existing=True)
    return {row.person_id: row for row in db.scalars(query.order_by(Seat.person_id))}


def exchanges_of(db: Session, activity_id: int, *states: str) -> Sequence[Exchange]:
    query = select(Exchange).where(Exchange.activity_id == activity_id, Exchange.state.in_(states))
    return db.scalars(query.order_by(Exchange.id)).all()


def exchange_of(db: Session, activity_id: int, exchange_id: int) -> Exchange:
    """An offer of this activity, held; raises `NotFound`."""
    query = select(Exchange).where(Exchange.id == exchange_id, Exchange.activity_id == activity_id).with_for_update()
    found = db.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise NotFound(f"exchange {exchange_id}")
    return found


def erase_person(db: Session, person_id: int, context_id: int | None) -> None:
    """Delete a person's list, places, bonds and offers."""
    activities = select(Activity.id)
    if context_id is not None:
        activities = activities.where(Activity.context_id == context_id)
    here = select(Placing.activity_id).where(Placing.activity_id.in_(activities))
    plans = select(PlacingPlan.id).where(PlacingPlan.activity_id.in_(here))
    for statement in (
        delete(ChoiceList).where(ChoiceList.person_id == person_id, ChoiceList.activity_id.in_(here)),
        delete(Bond).where(Bond.person_id == person_id, Bond.activity_id.in_(here)),
        delete(Exchange).where(
            or_(Exchange.person_id == person_id, Exchange.other_id == person_id), Exchange.activity_id.in_(here)
        ),
        delete(Seat).where(Seat.person_id == person_id, Seat.plan_id.in_(plans)),
    ):
        db.execute(statement.execution_options(synchronize_session=False))


def data_of(db: Session, person_id: int, context_id: int | None) -> list[dict[str, Any]]:
    """Per activity what a person listed and the topic of theirs that was told to them."""
    activities = select(Placing).join(Activity, Activity.id == Placing.activity_id).order_by(Placing.activity_id)
    if context_id is not None:
        activities = activities.where(Activity.context_id == context_id)
    found = []
    for placing in db.scalars(activities).all():
        titles = {topic.id: topic.title for topic in topics_of(db, placing.activity_id)}
        own = list_of(db, placing.activity_id, person_id)
        plan = picked_plan(db, placing.activity_id) if placing.published_at else None
        seat = db.get(Seat, (plan.id, person_id)) if plan else None
        if own or seat:
            found.append(
                {
                    "activity": placing.activity_id,
                    "list": [titles[topic] for topic in own.topics if topic in titles] if own else [],
                    "ratings": {
                        titles[int(topic)]: stars for topic, stars in own.ratings.items() if int(topic) in titles
                    }
                    if own and own.ratings
                    else {},
                    "cannot": [titles[topic] for topic in own.cannot if topic in titles] if own else [],
                    "given_at": own.given_at.isoformat() if own else None,
                    "topic": titles.get(seat.topic_id or 0) if seat else None,
                }
            )
    return found
