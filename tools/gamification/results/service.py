"""Results of the course's gradebook, from a file: matched to the roster, looked at, counted once (`csv_completion`)."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tools import roster
from lti_tools.errors import NotFound
from lti_tools.store.tables.people import Person
from tools.gamification import refusals
from tools.gamification.domain.csv_completion import (
    Column,
    Known,
    Table,
    Unmatched,
    entry_id,
    match,
    percent,
)
from tools.gamification.domain.evidence import Entry, Kind, standing
from tools.gamification.domain.questline.line import Objective, Way
from tools.gamification.service import ledger, teaching
from tools.gamification.service.ledger import New
from tools.gamification.store import entries as rows
from tools.gamification.store import lines

TAKES = (Way.RESULT, Way.TEACHER)
"""Ways whose objectives take results from a file."""


@dataclass(frozen=True)
class Chosen:
    """What of a file is wanted, and for which objective."""

    column: Column
    objective: Objective
    full: float | None = None
    """Full points where the file does not say them."""
    done: Collection[str] = ()
    """The words that mean done."""


@dataclass(frozen=True)
class Found:
    """One row of the file."""

    who: str
    """As the file has it."""
    person_id: int | None
    unmatched: Unmatched | None
    cell: str
    score: int | None
    """In percent; None where the cell says nothing."""
    known: int | None
    """The best score that a file gave before."""

    @property
    def is_new(self) -> bool:
        return self.person_id is not None and self.score is not None and (self.known is None or self.score > self.known)


def objectives_for(db: Session, activity_id: int) -> list[Objective]:
    """Published objectives that take results."""
    return [one for _, one in lines.published(db, activity_id).line.objectives() if one.way in TAKES]


def people(db: Session, context_id: int, covered: Collection[int] | None = None) -> list[Known]:
    """The learners of the course by everything a file may know them by."""
    ids = [one.person_id for one in roster.learners(db, context_id) if covered is None or one.person_id in covered]
    found = db.scalars(select(Person).where(Person.id.in_(ids)))
    return [Known(one.id, one.name, one.email, (one.sub,)) for one in found]


def preview(db: Session, activity_id: int, table: Table, chosen: Chosen, known: Sequence[Known]) -> list[Found]:
    """What each row would give."""
    before = _scores(db, activity_id, chosen.objective.key)
    found = []
    for row, whose in zip(table.rows, match(table, known), strict=True):
        cell = row[chosen.column.place].strip()
        score = percent(cell, chosen.column, full=chosen.full, done=chosen.done)
        person = None if isinstance(whose, Unmatched) else whose
        unmatched = whose if isinstance(whose, Unmatched) else None
        who = " ".join(row[place] for place in table.about[:2]).strip() or "–"
        found.append(Found(who[:80], person, unmatched, cell[:60], score, before.get(person or 0)))
    return found


def _scores(db: Session, activity_id: int, key: str) -> dict[int, int]:
    """Person -> the best score that a file gave and that counts."""
    begin = f"csv:{key}:"
    found: dict[int, int] = {}
    for person, entries in rows.ledgers(db, activity_id).items():
        scores = [one.score for one in standing(entries) if one.id.startswith(begin)]
        if scores:
            found[person] = max(scores)
    return found


def take(db: Session, activity_id: int, found: Sequence[Found], chosen: Chosen, by: int, now: datetime) -> int:
    """Count what is new; return for how many people. The same file again changes nothing."""
    key = chosen.objective.key
    if lines.published(db, activity_id).line.objective(key) is None:
        raise NotFound(f"no objective {key}")
    lines.hold(db, activity_id)
    again = _taken_back(db, activity_id, key)
    news = []
    for one in found:
        if one.is_new and one.person_id is not None and one.score is not None:
            uid = entry_id(key, one.person_id, one.score)
            uid += f":{again[uid]}" if again[uid] else ""
            kind = Kind.ACCEPTED if one.score >= chosen.objective.passing else Kind.ATTEMPT
            news.append(New(one.person_id, Entry(uid, now, kind, key, one.score)))
    if not news:
        raise refusals.nothing_new()
    return len(ledger.record(db, activity_id, news, source=str(Way.RESULT), actor_id=by, now=now))


def _taken_back(db: Session, activity_id: int, key: str) -> Counter[str]:
    """Id of a result -> how often it was taken back: brought again after that it counts again."""
    found: Counter[str] = Counter()
    for entries in rows.ledgers(db, activity_id).values():
        gone = {one.retracts for one in entries if one.kind is Kind.RETRACTION}
        found.update(":".join(one.split(":")[:4]) for one in gone if one.startswith(f"csv:{key}:"))
    return found


def take_back(db: Session, activity_id: int, key: str, at: str, by: int | None, now: datetime) -> None:
    """Take back what one file gave: the results of an objective that were written at an instant."""
    for person, entries in rows.ledgers(db, activity_id).items():
        for one in standing(entries):
            if one.id.startswith(f"csv:{key}:") and one.at.isoformat() == at:
                teaching.retract(db, activity_id, person, one.id, "", by, now)
