"""The tables of quests: everybody's evidence, and where everybody stands."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tools.kit.exports.declared import Export, Field, Kind, fixed
from lti_tools.store.batches import batches
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy
from tools.gamification.models import EntryRow
from tools.gamification.store import entries as rows
from tools.gamification.store import lines
from tools.gamification.views.words import SOURCES


def _ledger_rows(db: Session, activity_id: int) -> Iterator[list[Any]]:
    titles = {one.key: one.title for _quest, one in lines.published(db, activity_id).line.objectives()}
    for ids in batches(db, select(EntryRow.id).where(EntryRow.activity_id == activity_id), EntryRow.id):
        query = select(EntryRow).where(EntryRow.id.between(ids[0], ids[-1]), EntryRow.activity_id == activity_id)
        for row in db.scalars(query.order_by(EntryRow.id)):
            source = str(SOURCES.get(row.source, row.source))
            title = titles.get(row.objective, "")
            yield [row.person_id, row.at, row.kind, title, row.score, row.points, source, row.reason]


def _standing_columns(db: Session, activity_id: int) -> Sequence[Field]:
    quests = [quest for _chapter, quest in lines.published(db, activity_id).line.quests()]
    return (
        Field("person", _("Person"), Kind.PERSON),
        Field("points", _("Points"), Kind.NUMBER),
        Field("level", _("Level"), Kind.NUMBER),
        Field("last", _("Last evidence"), Kind.INSTANT),
        *(Field(f"quest-{number}", one.title, Kind.YES) for number, one in enumerate(quests, 1)),
    )


def _standing_rows(db: Session, activity_id: int) -> Iterator[list[Any]]:
    keys = [quest.key for _chapter, quest in lines.published(db, activity_id).line.quests()]
    for person, one in rows.standings(db, activity_id).items():
        yield [person, one.xp, one.level, one.last_at, *(key in one.quests for key in keys)]


EXPORTS = (
    Export(
        key="evidence",
        title=lazy("Evidence"),
        summary=lazy("One row for each piece of evidence, as the account keeps it."),
        columns=fixed(
            Field("person", lazy("Person"), Kind.PERSON),
            Field("at", lazy("Time"), Kind.INSTANT),
            Field("kind", lazy("Kind")),
            Field("objective", lazy("Objective")),
            Field("score", lazy("Percent"), Kind.NUMBER),
            Field("points", lazy("Points given by hand"), Kind.NUMBER),
            Field("source", lazy("Shown by")),
            Field("reason", lazy("Reason"), reveals=True),
        ),
        rows=_ledger_rows,
    ),
    Export(
        key="standing",
        title=lazy("Where everybody stands"),
        summary=lazy("One row for each student with evidence: points, level, and which quests are done."),
        columns=_standing_columns,
        rows=_standing_rows,
    ),
)
