"""One person's data: handing it out, and forgetting the person."""

from dataclasses import asdict
from typing import Any

from sqlalchemy.orm import Session

from tools.co_curriculum import (
    store,
    store_ballots,
    store_decisions,
    store_merging,
    store_participation,
    store_placing,
    store_proposals,
)
from tools.co_curriculum.models import Option


def erase(db: Session, person_id: int, context_id: int | None) -> None:
    """Delete the person's ballots and proposals; where others stand on them (a vote that is counted, a list that is
    voted on), they stay without the person."""
    store_ballots.erase_person(db, person_id, context_id)
    store_placing.erase_person(db, person_id, context_id)
    store_participation.erase_person(db, person_id, context_id)
    store_merging.erase_person(db, person_id, context_id)
    store_proposals.erase_person(db, person_id, context_id)
    store_decisions.forget_person(db, person_id, context_id)


def export(db: Session, person_id: int, context_id: int | None) -> dict[str, Any]:
    """The person's ballots, each with the title and question of its vote; the secret votes they took part
    in; what they proposed; their lists of topics and their places. What they chose secretly nobody can find."""
    ballots = [_exported(db, activity, ballot) for activity, ballot in _ballots(db, person_id, context_id)]
    proposals = [_proposal(row) for row in store_proposals.by_person(db, person_id, context_id)]
    secret = [{"activity": activity} for activity in store_ballots.rolls_of(db, person_id, context_id)]
    places = store_placing.data_of(db, person_id, context_id)
    said = [
        {"activity": activity, "outcome": voice.outcome, "reason": voice.reason}
        for activity, voice in store_decisions.voices_by(db, person_id, context_id)
    ]
    more = ({"places": places} if places else {}) | ({"decisions_said": said} if said else {})
    found = {"ballots": ballots, "proposals": proposals, "secret_votes": secret}
    talked = {name: rows for name, rows in store_merging.of_person(db, person_id, context_id).items() if rows}
    if excused := store_participation.excused_in(db, person_id, context_id):
        found["excused"] = [{"activity": activity} for activity in excused]
    return found | talked | more


def _proposal(row: Option) -> dict[str, Any]:
    return {
        "activity": row.activity_id,
        **asdict(store_proposals.words_of(row)),
        "state": row.state,
        "reason": row.reason,
        "proposed_at": row.created_at.isoformat() if row.created_at else "",
    }


def _ballots(db: Session, person_id: int, context_id: int | None) -> list[tuple[int, store_ballots.CastBallot]]:
    return store_ballots.ballots_by_person(db, person_id, context_id)


def _exported(db: Session, activity_id: int, ballot: store_ballots.CastBallot) -> dict[str, Any]:
    settings = store.settings_of(db, activity_id)
    texts = {option.id: option.text for option in store.options_of(db, activity_id)}
    return {
        "activity": activity_id,
        "title": settings.title,
        "question": settings.question,
        "approved": [texts[option] for option in ballot.options],
        "marks": {texts[option]: mark for option, mark in ballot.marks.items()},
        "words": ballot.words,
        "no_preference": not ballot.marks,
        "cast_at": ballot.cast_at.isoformat() if ballot.cast_at else None,
    }
