"""Badges as values of a file: what their teacher designed, without who holds them and without pictures of their own."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from lti_tools.kit.activity_file.reading import Reader
from lti_tools.web.files import FileStore
from tools.gamification.badges import store
from tools.gamification.domain.conditions.reading import ConditionInvalid, read_monotone
from tools.gamification.openbadges.drawing import COLOURS, SHAPES, SYMBOLS

MOST = 100
NAME, DESCRIPTION, CRITERIA, KEY = 100, 1000, 4000, 40
_SAME = ("key", "description", "criteria", "shape", "colour", "symbol", "condition")


def dump(db: Session, activity_id: int) -> list[dict[str, Any]]:
    """The badges that can be won, in their order."""
    found = store.badges_of(db, activity_id, retired=False)
    return [{"title": row.name, **{name: getattr(row, name) for name in _SAME}} for row in found]


def read(reader: Reader) -> dict[str, Any]:
    """One badge of a file that may hold anything."""
    found: dict[str, Any] = {
        "condition": reader.taken("condition", _condition),
        "key": reader.text("key", most=KEY, least=1),
        "name": reader.text("title", most=NAME, least=1),
        "description": reader.text("description", most=DESCRIPTION),
        "criteria": reader.text("criteria", most=CRITERIA),
        "shape": reader.choice("shape", SHAPES),
        "colour": reader.choice("colour", COLOURS),
        "symbol": reader.choice("symbol", SYMBOLS),
    }
    return found


def _condition(value: object) -> bool:
    """Whether it can stand there: a monotone condition, or none for a badge that is given by hand."""
    try:
        return value is None or bool(read_monotone(value))
    except ConditionInvalid:
        return False


def copy_pictures(files: FileStore, db: Session, source_id: int, target_id: int) -> None:
    """After copying an activity: pictures that a teacher brought go along, into the copy's own place."""
    copies = {row.key: row for row in store.badges_of(db, target_id)}
    for row in store.badges_of(db, source_id):
        if row.picture and row.key in copies:
            copies[row.key].picture = files.put(files.get(row.picture), f"activity-{target_id}/badges")
    db.flush()


def load(db: Session, activity_id: int, badges: list[dict[str, Any]]) -> None:
    """Add the badges of a file; one that is here under the same key becomes as the file has it. No badge goes."""
    known = {row.key: row for row in store.badges_of(db, activity_id)}
    for values in badges:
        row = known.get(values["key"])
        if row is None:
            store.add_badge(db, activity_id, values, datetime.now(UTC))
        else:
            for name, value in values.items():
                setattr(row, name, value)
    db.flush()
