"""The record as a table to download."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy.orm import Session

from lti_tools.kit.audit import store
from lti_tools.kit.audit.chain import canonical
from lti_tools.kit.exports.declared import Export, Field, Kind, fixed
from lti_tools.web.locale import lazy


def _rows(db: Session, activity_id: int) -> Iterator[list[Any]]:
    for row in store.rows(db, activity_id):
        values = [canonical(one) if one else None for one in (row.subject, row.before, row.after)]
        yield [row.number, row.at, row.doer_id, row.action, row.about_id, *values, row.reason or None, row.seal]


RECORD = Export(
    key="record",
    title=lazy("Record of changes"),
    summary=lazy("One row for each thing that was changed, with its seal."),
    columns=fixed(
        Field("number", lazy("Number"), Kind.NUMBER),
        Field("at", lazy("When"), Kind.INSTANT),
        Field("who", lazy("Who"), Kind.PERSON),
        Field("action", lazy("What")),
        Field("about", lazy("About"), Kind.PERSON),
        Field("subject", lazy("Which")),
        Field("before", lazy("Before")),
        Field("after", lazy("After")),
        Field("reason", lazy("Reason")),
        Field("seal", lazy("Seal")),
    ),
    rows=_rows,
    nameless=False,
)
