"""One person's data: handing it out, and forgetting the person."""

from typing import Any

from sqlalchemy.orm import Session

from tools.co_curriculum import store, store_placing


def erase(db: Session, person_id: int, context_id: int | None) -> None:
    """Delete the person's ballots; where a vote is counted already, the ballot stays without the person."""
    store.erase_person(db, person_id, context_id)
    store_placing.erase_person(db, person_id, context_id)


def export(db: Session, person_id: int, context_id: int | None) -> dict[str, Any]:
    """The person's ballots, each with the title and question of its vote; their lists of topics and their places."""
    ballots = [_exported(db, activity, ballot) for activity, ballot in _ballots(db, person_id, context_id)]
    places = store_placing.data_of(db, person_id, context_id)
    return {"ballots": ballots} | ({"places": places} if places else {})


def _ballots(db: Session, person_id: int, context_id: int | None) -> list[tuple[int, store.CastBallot]]:
    return store.ballots_by_person(db, person_id, context_id)


def _exported(db: Session, activity_id: int, ballot: store.CastBallot) -> dict[str, Any]:
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
        "cast_at": ballot.cast_at.isoformat(),
    }
