"""The table of groups to download: who is in which group of the set that the activity works with."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy.orm import Session

from lti_tools.kit.exports.declared import Export, Field, Kind, fixed
from lti_tools.kit.groups import groups
from lti_tools.web.locale import lazy


def _rows(db: Session, activity_id: int) -> Iterator[list[Any]]:
    found = groups.set_of(db, activity_id)
    for group in groups.groups_of(db, activity_id):
        for person in group.member_ids:
            yield [person, found.name if found else "", group.name]


GROUPS = Export(
    key="groups",
    title=lazy("Groups"),
    summary=lazy("One row for each student in a group of the set that this activity works with."),
    columns=fixed(
        Field("person", lazy("Person"), Kind.PERSON),
        Field("set", lazy("Set of groups"), reveals=True),
        Field("group", lazy("Group"), reveals=True),
    ),
    rows=_rows,
    nameless=False,
)
