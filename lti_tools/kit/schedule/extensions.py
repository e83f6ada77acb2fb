"""Later ends and earlier beginnings for people and groups: looked at before, given in one deed, undone as one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from lti_tools.errors import Refusal
from lti_tools.kit.schedule import store
from lti_tools.kit.schedule.schedule import refresh
from lti_tools.kit.schedule.tables import Extension, ExtensionLine, PhaseDate, PhaseRow
from lti_tools.pure.extensions import Effect, Line, early_lines, lines, taken_back
from lti_tools.web.locale import gettext as _


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Who shall have how much longer, or be let in earlier. One of `days` (1..365), `until` and `since`; the caller has
    made sure that people and groups are of the course, and that the phase may open early."""

    phase: str
    people: Collection[int] = ()
    groups: Collection[int] = ()
    days: int = 0
    until: datetime | None = None
    since: datetime | None = None
    reason: str = ""


@dataclass(frozen=True)
class Preview:
    """What it would mean; lines without effect are not given."""

    people: list[Line]
    groups: list[Line]

    @property
    def given(self) -> int:
        return sum(one.effect is not Effect.NOTHING for one in (*self.people, *self.groups))

    @property
    def reopens(self) -> bool:
        """Whether the phase had ended for somebody who gets longer."""
        return any(one.effect is Effect.REOPENS for one in (*self.people, *self.groups))


def preview(db: Session, activity_id: int, asked: Asked, zone: ZoneInfo, now: datetime) -> Preview:
    """Who would gain what. Raises a `Refusal` for days after an end that nobody knows yet."""
    return _preview(db, store.phase_row(db, activity_id, asked.phase), asked, zone, now)


def _preview(db: Session, row: PhaseRow, asked: Asked, zone: ZoneInfo, now: datetime) -> Preview:
    if asked.since is not None:
        return _early_preview(db, row, asked, asked.since)
    if asked.until is None and row.ends is None:
        raise Refusal(_("This has no closing time yet, so days cannot be added to it. Choose a date."))
    dates = store.dates_of(db, row.id)
    people = {one.person_id: one.ends_at for one in dates if one.person_id is not None and one.ends_at}
    groups = {one.group_id: one.ends_at for one in dates if one.group_id is not None and one.ends_at}

    def of(ids: Collection[int], own: dict[int, datetime]) -> list[Line]:
        return lines(sorted(ids), own, row.ends, days=asked.days, until=asked.until, zone=zone, now=now)

    return Preview(of(asked.people, people), of(asked.groups, groups))


def _early_preview(db: Session, row: PhaseRow, asked: Asked, since: datetime) -> Preview:
    dates = store.dates_of(db, row.id)
    people = {one.person_id: one.starts_at for one in dates if one.person_id is not None and one.starts_at}
    groups = {one.group_id: one.starts_at for one in dates if one.group_id is not None and one.starts_at}
    return Preview(
        early_lines(sorted(asked.people), people, row.starts, since),
        early_lines(sorted(asked.groups), groups, row.starts, since),
    )


def give(
    db: Session, activity_id: int, asked: Asked, zone: ZoneInfo, now: datetime, *, by: int | None, seen: int = -1
) -> Extension | None:
    """Give the later ends to whoever gains by them; None where nobody does.

    `seen` is how many the preview showed: raises a `Refusal` where it is another number by now, so that a form sent
    twice, or an old page, gives nothing unseen.
    """
    row = store.phase_row(db, activity_id, asked.phase, "update")
    found = _preview(db, row, asked, zone, now)
    if seen >= 0 and found.given != seen:
        raise Refusal(_("The dates have changed since you looked. Nothing was given; look at who is affected again."))
    if not found.given:
        return None
    of_start = asked.since is not None
    extension = Extension(phase_id=row.id, made_by=by, made_at=now, reason=asked.reason, of_start=of_start)
    db.add(extension)
    db.flush()
    for line in found.people:
        _give(db, row, extension, line, person_id=line.id)
    for line in found.groups:
        _give(db, row, extension, line, group_id=line.id)
    refresh(db, activity_id)
    return extension


def _give(db: Session, row: PhaseRow, extension: Extension, line: Line, **whom: int) -> None:
    if line.effect is Effect.NOTHING:
        return
    db.add(ExtensionLine(extension_id=extension.id, before=line.own, after=line.after, **whom))
    _put(db, row.id, line.after, whom, of_start=extension.of_start)


def _put(db: Session, phase_id: int, at: datetime | None, whom: dict[str, int], *, of_start: bool) -> None:
    """Set the own beginning or end of a person or group; None takes it away. The phase is held by the caller."""
    row = db.scalar(select(PhaseDate).filter_by(phase_id=phase_id, **whom)) or PhaseDate(phase_id=phase_id, **whom)
    if of_start:
        row.starts_at = at
    else:
        row.ends_at = at
    if row.starts_at or row.ends_at:
        db.add(row)
    elif row.id is not None:
        db.delete(row)


@dataclass(frozen=True)
class Undone:
    """How many dates were taken back, and how many were left because they were changed since."""

    taken_back: int
    left: int


def undo(db: Session, activity_id: int, extension_id: int, now: datetime, *, by: int | None) -> Undone:
    """Take back what one deed gave. Raises `NotFound`, and a `Refusal` where it is undone already."""
    store.phase_rows(db, activity_id, "update")
    extension, row = store.extension_of(db, activity_id, extension_id)
    if extension.undone_at is not None:
        raise Refusal(_("This extension was taken back before."))
    done = left = 0
    given = db.scalars(select(ExtensionLine).where(ExtensionLine.extension_id == extension_id)).all()
    of_start = extension.of_start
    dates = {
        (one.person_id, one.group_id): one.starts_at if of_start else one.ends_at for one in store.dates_of(db, row.id)
    }
    for line in given:
        current = dates.get((line.person_id, line.group_id))
        if current != line.after:
            left += 1
            continue
        whom = {"person_id": line.person_id} if line.person_id is not None else {"group_id": line.group_id or 0}
        before = line.before if of_start else taken_back(current, line.after, line.before, row.ends, now)
        _put(db, row.id, before, whom, of_start=of_start)
        done += 1
    extension.undone_at, extension.undone_by = now, by
    refresh(db, activity_id)
    return Undone(done, left)


def clear(db: Session, activity_id: int, key: str) -> int:
    """Take every date of one's own off a phase, for a new round of it; return how many there were."""
    row = store.phase_row(db, activity_id, key, "update")
    number = db.scalar(select(func.count()).select_from(PhaseDate).where(PhaseDate.phase_id == row.id)) or 0
    db.execute(delete(PhaseDate).where(PhaseDate.phase_id == row.id), execution_options={"synchronize_session": False})
    refresh(db, activity_id)
    return number
