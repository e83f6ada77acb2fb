"""Files as the suite knows them: pages, rows to erase and to tell their person of, work for the worker."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lti_tools.kit.part import Part
from lti_tools.kit.uploads.drawing import draw_one
from lti_tools.kit.uploads.files import work
from lti_tools.kit.uploads.left import remove_left
from lti_tools.kit.uploads.store import of_person
from lti_tools.kit.uploads.tables import Upload
from lti_tools.kit.uploads.views import make_blueprint
from lti_tools.suite import Suite
from lti_tools.worker import Step


def _erase(db: Session, person_id: int, context_id: int | None) -> None:
    """The rows; the bytes lie in the person's space of each activity, which the erasure removes after this."""
    forget = delete(Upload).where(of_person(person_id, context_id))
    db.execute(forget.execution_options(synchronize_session=False))


def _export(db: Session, person_id: int, context_id: int | None) -> dict[str, Any]:
    rows = db.scalars(select(Upload).where(of_person(person_id, context_id)).order_by(Upload.id))
    return {
        "files": [
            {
                "activity": row.activity_id,
                "for": row.place,
                "name": row.name,
                "description": row.alt,
                "kind": row.kind,
                "bytes": row.size,
                "state": row.state,
                "sent": row.created_at.isoformat(),
            }
            for row in rows
        ]
    }


def _steps(suite: Suite, _owners: Sequence[Any]) -> tuple[Step, ...]:
    """Copies of large files, and what is over: outside of any transaction, since both take their time."""
    return (
        Step("uploads", timedelta(seconds=2), partial(work, suite)),
        Step("uploads.pages", timedelta(seconds=2), partial(draw_one, suite)),
        Step("uploads.left", timedelta(seconds=30), partial(remove_left, suite)),
    )


part = Part(name="uploads", blueprint=make_blueprint, erase=_erase, export=_export, steps=_steps)
