"""An export of one activity, from its declaration to the pieces of a file, spoken to the current reader."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from lti_tools.kit.exports import cells
from lti_tools.kit.exports.declared import Export
from lti_tools.kit.exports.exports import Known, Table, Words, csv_pieces, json_pieces
from lti_tools.web.formats import decimal_sign
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import reader


class Format(StrEnum):
    """The files that an export comes as."""

    SPREADSHEET = "spreadsheet"
    CSV = "csv"
    JSON = "json"

    @property
    def ending(self) -> str:
        return "json" if self is Format.JSON else "csv"

    @property
    def mimetype(self) -> str:
        return "application/json" if self is Format.JSON else "text/csv; charset=utf-8"


def pieces(
    db: Session, export: Export, activity_id: int, kind: Format, people: Mapping[int, Known] | None, now: datetime
) -> Iterator[bytes]:
    """The file piece by piece; `people` None for the one without names. `db` stays open until the last piece."""
    table = Table(
        columns=export.columns(db, activity_id), rows=export.rows(db, activity_id), people=people, words=words()
    )
    if kind is Format.JSON:
        named = people is not None
        about = {"export": export.key, "title": str(export.title), "made_at": cells.utc(now), "names": named}
        return json_pieces(table, about)
    return csv_pieces(table, cells.spreadsheet(decimal_sign()) if kind is Format.SPREADSHEET else cells.PLAIN)


def words() -> Words:
    return Words(
        person=_("Person"),
        name=_("name"),
        lms_id=_("id in the LMS"),
        yes=_("yes"),
        no=_("no"),
        erased=_("Erased person"),
        zone=reader().zone,
    )
