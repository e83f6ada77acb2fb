"""One person's data in schedules: their own dates. What they did as a teacher stays, without their name."""

from typing import Any

from sqlalchemy.orm import Session

from lti_tools.kit.schedule import store
from lti_tools.kit.schedule.schedule import refresh


def erase(db: Session, person_id: int, context_id: int | None) -> None:
    """Drop the person's own dates; extensions and changes that they made lose the name."""
    for activity_id in sorted(store.erase_person(db, person_id, context_id)):
        refresh(db, activity_id)


def export(db: Session, person_id: int, context_id: int | None) -> dict[str, Any]:
    """The person's own dates."""
    rows = store.dates_of_person(db, person_id, context_id)
    return {
        "own_dates": [
            {
                "activity": title,
                "phase": key,
                **({"from": since.isoformat()} if since else {}),
                **({"until": until.isoformat()} if until else {}),
            }
            for title, key, since, until in rows
        ]
    }
