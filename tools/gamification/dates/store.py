"""Own dates as rows."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lti_tools.store.inserting import insert_into
from tools.gamification.dates.tables import OwnDateRow
from tools.gamification.domain.facts import Key
from tools.gamification.domain.questline.personal import OwnDates


def dates_of(db: Session, activity_id: int, person_id: int) -> dict[Key, OwnDates]:
    """Quest -> one person's own dates."""
    query = select(OwnDateRow).filter_by(activity_id=activity_id, person_id=person_id)
    return {row.quest: OwnDates(row.opens_at, row.due_at) for row in db.scalars(query)}


def all_dates(db: Session, activity_id: int) -> dict[int, dict[Key, OwnDates]]:
    """Person -> quest -> own dates, of everybody who has some."""
    found: dict[int, dict[Key, OwnDates]] = {}
    for row in db.scalars(select(OwnDateRow).filter_by(activity_id=activity_id)):
        found.setdefault(row.person_id, {})[row.quest] = OwnDates(row.opens_at, row.due_at)
    return found


def put(db: Session, activity_id: int, person_id: int, quest: Key, dates: OwnDates) -> None:
    """Give somebody own dates for a quest; two that are None take them back."""
    key = {"activity_id": activity_id, "person_id": person_id, "quest": quest}
    if dates == OwnDates():
        query = delete(OwnDateRow).filter_by(**key)
        db.execute(query.execution_options(synchronize_session=False))
        return
    values = {"opens_at": dates.opens_at, "due_at": dates.due_at}
    insert = insert_into(db, OwnDateRow).values(**key, **values)
    db.execute(insert.on_conflict_do_update(index_elements=list(key), set_=values))
