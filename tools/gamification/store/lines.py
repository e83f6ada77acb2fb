"""Questlines as rows: the draft, the published versions, the version that students play."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache
from json import loads
from typing import Any

from sqlalchemy import Text, and_, bindparam, cast, func, select, update
from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from lti_tools.store.database import Runner
from lti_tools.store.inserting import insert_or_ignore
from lti_tools.store.prepared import Prepared
from lti_tools.store.tables.activities import Activity
from lti_tools.store.tables.people import Context
from tools.gamification.dates.tables import OwnDateRow
from tools.gamification.domain.facts import Key
from tools.gamification.domain.questline.line import Questline
from tools.gamification.domain.questline.personal import OwnDates
from tools.gamification.domain.questline.reading import read
from tools.gamification.domain.questline.ruling import rules_of
from tools.gamification.domain.questline.writing import write
from tools.gamification.domain.rules import Rules
from tools.gamification.models import LineRow, VersionRow
from tools.gamification.profiles.tables import ProfileRow


@dataclass(frozen=True)
class Published:
    """What students play. `version` 0: nothing is published yet, the line is empty."""

    activity_id: int
    version: int
    line: Questline
    zone: str
    """IANA name of the course's zone: where days and weeks begin."""
    grades_from: datetime | None
    context_id: int
    own_dates: Mapping[Key, OwnDates] = field(default_factory=dict)
    """Quest -> dates of the person it was read for, not in `line` yet."""

    @cached_property
    def rules(self) -> Rules:
        """What turns evidence into points, levels and quests done."""
        return rules_of(self.line, self.version, self.zone)


_PUBLISHED = (
    select(
        LineRow.version,
        LineRow.grades_from,
        cast(VersionRow.content, Text).label("content"),
        Context.timezone,
        Activity.context_id,
    )
    .select_from(LineRow)
    .join(Activity, Activity.id == LineRow.activity_id)
    .join(Context, Context.id == Activity.context_id)
    .outerjoin(VersionRow, and_(VersionRow.activity_id == LineRow.activity_id, VersionRow.number == LineRow.version))
    .where(LineRow.activity_id == bindparam("activity_id"))
)
_FIND = Prepared(_PUBLISHED)
_HOLD = Prepared(select(LineRow.activity_id).where(LineRow.activity_id == bindparam("activity_id")).with_for_update())
_SETTINGS = Prepared(select(Activity.settings).where(Activity.id == bindparam("activity_id")))


@lru_cache(maxsize=64)
def _line(content: str) -> Questline:
    """The questline that a published text holds, which never changes: the same text is the same questline."""
    return read(loads(content))


def _published(activity_id: int, row: Any, own: Mapping[Key, OwnDates]) -> Published:
    line = _line(row.content) if row.content is not None else Questline()
    return Published(activity_id, row.version, line, row.timezone or "UTC", row.grades_from, row.context_id, own)


def published(db: Session, activity_id: int) -> Published:
    """The published questline in one query; raises `NotFound` where the activity has none at all."""
    row = _FIND.first(db, {"activity_id": activity_id})
    if row is None:
        raise NotFound(f"no questline in activity {activity_id}")
    return _published(activity_id, row, {})


def published_to(db: Session, activity_id: int, person_id: int | None) -> tuple[Published, ProfileRow | None]:
    """As `published`, with this person's own dates and what they chose for themselves; still one query."""
    query = (
        _PUBLISHED.add_columns(ProfileRow, OwnDateRow)
        .outerjoin(ProfileRow, and_(ProfileRow.activity_id == LineRow.activity_id, ProfileRow.person_id == person_id))
        .outerjoin(OwnDateRow, and_(OwnDateRow.activity_id == LineRow.activity_id, OwnDateRow.person_id == person_id))
    )
    rows = db.execute(query, {"activity_id": activity_id}).all()
    if not rows:
        raise NotFound(f"no questline in activity {activity_id}")
    row = rows[0]
    own = {
        one.OwnDateRow.quest: OwnDates(one.OwnDateRow.opens_at, one.OwnDateRow.due_at) for one in rows if one.OwnDateRow
    }
    return _published(activity_id, row, own), row.ProfileRow


def hold(db: Session, activity_id: int) -> None:
    """Hold the questline's row: who appends evidence and who publishes wait for each other."""
    if _HOLD.first(db, {"activity_id": activity_id}) is None:
        raise NotFound(f"no questline in activity {activity_id}")


def row_of(db: Session, activity_id: int, *, to_change: bool = False) -> LineRow:
    """The questline's row with its draft; `to_change` it is held as by `hold`."""
    query = select(LineRow).where(LineRow.activity_id == activity_id).execution_options(populate_existing=True)
    row = db.scalar(query.with_for_update() if to_change else query)
    if row is None:
        raise NotFound(f"no questline in activity {activity_id}")
    return row


def ensure(db: Session, activity_id: int, draft: Mapping[str, Any]) -> None:
    """Give the activity a questline with this draft, where it has none."""
    values = {"activity_id": activity_id, "draft": dict(draft), "draft_number": 1, "version": 0}
    insert_or_ignore(db, LineRow, values, ["activity_id"])


def draft_of(db: Session, activity_id: int) -> tuple[Questline, int]:
    """The draft and its number."""
    row = row_of(db, activity_id)
    return read(row.draft), row.draft_number


def save_draft(db: Session, activity_id: int, line: Questline, known: int | None = None) -> bool:
    """Store a changed draft; False, and nothing is stored, where it is not the `known` one any more."""
    values = {"draft": write(line), "draft_number": LineRow.draft_number + 1}
    query = update(LineRow).where(LineRow.activity_id == activity_id)
    if known is not None:
        query = query.where(LineRow.draft_number == known)
    changed = db.execute(query.values(**values).returning(LineRow.activity_id)).first()
    return changed is not None


def version_of(db: Session, activity_id: int, number: int) -> Questline:
    """A published version; an empty questline for number 0."""
    content = db.scalar(
        select(VersionRow.content).where(VersionRow.activity_id == activity_id, VersionRow.number == number)
    )
    return read(content) if content is not None else Questline()


def add_version(db: Session, row: LineRow, line: Questline, now: datetime) -> int:
    """Publish `line` as the next version; the row is held by the caller."""
    row.version += 1
    row.watch_at = row.watch_at or now
    db.add(VersionRow(activity_id=row.activity_id, number=row.version, content=write(line), published_at=now))
    db.flush()
    return row.version


def settings_of(db: Runner, activity_id: int) -> Mapping[str, Any]:
    row = _SETTINGS.first(db, {"activity_id": activity_id})
    return row.settings if row else {}


def lines_in(db: Session, context_id: int) -> list[int]:
    """Activities of a course with a published questline."""
    query = select(LineRow.activity_id).join(Activity, Activity.id == LineRow.activity_id)
    return list(db.scalars(query.where(Activity.context_id == context_id, LineRow.version > 0)))


def first_published(db: Session, activity_id: int) -> datetime | None:
    return db.scalar(select(func.min(VersionRow.published_at)).where(VersionRow.activity_id == activity_id))
