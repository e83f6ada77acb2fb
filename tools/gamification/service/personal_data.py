"""One person's data: handing it out, and forgetting the person."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from tools.gamification.badges import store as badges
from tools.gamification.dates.tables import OwnDateRow
from tools.gamification.helping import store as helping
from tools.gamification.models import EndorsementRow, EntryRow, MemberRow, StandingRow, WorkRow
from tools.gamification.outside import service as outside
from tools.gamification.profiles.tables import ExcusedWeekRow, LookRow, ProfileRow
from tools.gamification.quizzes import store as quizzes
from tools.gamification.quizzes.tables import TryRow
from tools.gamification.store import entries as rows
from tools.gamification.teams import store as teams
from tools.gamification.teams.tables import PartRow
from tools.gamification.thanks import store as cards
from tools.gamification.thanks.tables import CardRow

OWN = (EntryRow, WorkRow, MemberRow, StandingRow, ProfileRow, LookRow, ExcusedWeekRow, CardRow, PartRow, OwnDateRow)


def erase(db: Session, person_id: int, context_id: int | None) -> None:
    """Delete the person's evidence, work and standing, and what they confirmed; decisions stay without their name.

    What a team won stays won; its members' rewards are entries of their own.
    """
    inside = rows.activities_of(context_id)
    confirmed = delete(EndorsementRow).where(EndorsementRow.by_id == person_id)
    decided = update(WorkRow).where(WorkRow.decided_by == person_id).values(decided_by=None)
    if inside is not None:
        confirmed = confirmed.where(
            EndorsementRow.work_id.in_(select(WorkRow.id).where(WorkRow.activity_id.in_(inside)))
        )
        decided = decided.where(WorkRow.activity_id.in_(inside))
    for statement in (confirmed, decided):
        db.execute(statement.execution_options(synchronize_session=False))
    rows.erase(db, person_id, context_id, OWN)
    cards.forget_sender(db, person_id, context_id)
    badges.erase_person(db, person_id, context_id)
    quizzes.erase_person(db, person_id, context_id)
    helping.erase_person(db, person_id, context_id)
    outside.erase_person(db, person_id, context_id)
    teams.forget(db, person_id, context_id)


def export(db: Session, person_id: int, context_id: int | None) -> dict[str, Any]:
    """The person's own evidence and work. Who decided or confirmed is not in it."""
    return {
        "evidence": [_entry(one) for one in _rows(db, EntryRow, person_id, context_id)],
        "work": [_work(one) for one in _rows(db, WorkRow, person_id, context_id)],
        "badges": [_badge(one) for one in badges.awards_by_person(db, person_id, context_id)],
        "quizzes": [_try(one) for one in quizzes.tries_by_person(db, person_id, context_id)],
        "profiles": [_profile(one) for one in _rows(db, ProfileRow, person_id, context_id)],
        "looks": [
            {"activity": one.activity_id, "look": one.item, "at": one.at.isoformat()}
            for one in _rows(db, LookRow, person_id, context_id)
        ],
        "cards": [
            {"activity": one.activity_id, "says": one.phrase, "words": one.text, "at": one.at.isoformat()}
            for one in _rows(db, CardRow, person_id, context_id)
        ],
        "excused_weeks": [
            {"activity": one.activity_id, "week": one.monday.isoformat()}
            for one in _rows(db, ExcusedWeekRow, person_id, context_id)
        ],
        "help": helping.by_person(db, person_id, context_id),
        "team_goals": [_member(one) for one in _rows(db, MemberRow, person_id, context_id)],
        "parts_in_goals": [
            {"activity": one.activity_id, "goal": one.boss, "team": one.group_id, "points": one.shown}
            for one in _rows(db, PartRow, person_id, context_id)
        ],
        "own_dates": [
            {"activity": one.activity_id, "quest": one.quest, "opens": _iso(one.opens_at), "due": _iso(one.due_at)}
            for one in _rows(db, OwnDateRow, person_id, context_id)
        ],
        "lessons": [
            {"activity": one.activity_id, "goal": one.boss, "text": one.text, "at": one.at.isoformat()}
            for one in teams.written_by(db, person_id, context_id)
        ],
        "confirmed": len(db.scalars(select(EndorsementRow.id).where(EndorsementRow.by_id == person_id)).all()),
    }


def _rows(db: Session, table: Any, person_id: int, context_id: int | None) -> list[Any]:
    query = select(table).where(table.person_id == person_id)
    inside = rows.activities_of(context_id)
    return list(db.scalars(query if inside is None else query.where(table.activity_id.in_(inside))))


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _entry(row: EntryRow) -> dict[str, Any]:
    return {
        "activity": row.activity_id,
        "at": row.at.isoformat(),
        "kind": row.kind,
        "objective": row.objective,
        "score": row.score,
        "points": row.points,
        "source": row.source,
        "reason": row.reason,
    }


def _badge(held: badges.Held) -> dict[str, Any]:
    return {
        "activity": held.badge.activity_id,
        "badge": held.badge.name,
        "at": held.award.awarded_at.isoformat(),
        "reason": held.award.reason,
        "shown": held.award.shown > 0,
    }


def _try(row: TryRow) -> dict[str, Any]:
    return {
        "activity": row.activity_id,
        "objective": row.objective,
        "try": row.number,
        "answers": row.answers,
        "percent": row.score,
        "finished_at": row.finished_at.isoformat() if row.finished_at else None,
    }


def _work(row: WorkRow) -> dict[str, Any]:
    return {
        "activity": row.activity_id,
        "objective": row.objective,
        "try": row.number,
        "text": row.text,
        "link": row.link,
        "state": row.state,
        "sent_at": row.sent_at.isoformat(),
        "answer": row.comment,
    }


def _profile(row: ProfileRow) -> dict[str, Any]:
    return {
        "activity": row.activity_id,
        "on_board": row.on_board,
        "calm": row.calm,
        "wears": [row.shape, row.colour, row.symbol],
    }


def _member(row: MemberRow) -> dict[str, Any]:
    return {
        "activity": row.activity_id,
        "excused": row.excused_at is not None,
        "reason": row.reason,
        "absent": row.absent_at is not None,
    }
