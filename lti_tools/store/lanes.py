"""The road to each platform's gradebook: pauses that the platform asked for, and whose turn it is."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lti_tools.store.inserting import insert_or_ignore
from lti_tools.store.tables.grades import GradeLane


def hold(db: Session, platform_id: int, token: str, now: datetime, until: datetime) -> bool:
    """Take the platform's one turn until `until`; False while somebody else has it."""
    _ensure(db, platform_id, now)
    taken = db.execute(
        update(GradeLane)
        .where(GradeLane.platform_id == platform_id, GradeLane.held_until <= now)
        .values(held_until=until, held_by=token)
        .returning(GradeLane.platform_id)
        .execution_options(synchronize_session=False)
    )
    return taken.first() is not None


def release(db: Session, platform_id: int, token: str, now: datetime) -> None:
    """Give the turn back, if it is still ours."""
    db.execute(
        update(GradeLane)
        .where(GradeLane.platform_id == platform_id, GradeLane.held_by == token)
        .values(held_until=now, held_by="")
        .execution_options(synchronize_session=False)
    )


def pause(db: Session, platform_id: int, until: datetime, now: datetime) -> None:
    """Close the road until `until`, or longer where that was said before; counts one failure more."""
    _ensure(db, platform_id, now)
    lane = db.scalars(select(GradeLane).where(GradeLane.platform_id == platform_id).with_for_update()).one()
    lane.paused_until = max(lane.paused_until, until)
    lane.failures += 1


def well(db: Session, platform_id: int) -> None:
    """The platform took a score: its failures are forgotten."""
    db.execute(
        update(GradeLane)
        .where(GradeLane.platform_id == platform_id, GradeLane.failures > 0)
        .values(failures=0)
        .execution_options(synchronize_session=False)
    )


def _ensure(db: Session, platform_id: int, now: datetime) -> None:
    values = {"platform_id": platform_id, "paused_until": now, "held_until": now}
    insert_or_ignore(db, GradeLane, values, ["platform_id"])
