"""What badges take from the questline: its quests by name, everybody's facts, everybody's name."""

from datetime import datetime

from sqlalchemy.orm import Session

from tools.gamification.badges import awarding
from tools.gamification.domain.ledger import replay
from tools.gamification.service.playing import names_of
from tools.gamification.store import entries, lines

__all__ = ["follow_all", "names_of", "quest_titles"]


def quest_titles(db: Session, activity_id: int) -> list[tuple[str, str]]:
    """(key, title) of the quests that badges can be won by, drafts too."""
    line, _number = lines.draft_of(db, activity_id)
    return [(quest.key, quest.title) for _, quest in line.quests()]


def follow_all(db: Session, activity_id: int, now: datetime) -> None:
    """Give and take back what follows for everybody, after a badge has changed."""
    place = lines.published(db, activity_id)
    rules = place.rules
    known = entries.ledgers(db, activity_id)
    awarding.follow(
        db, activity_id, {person: replay(rules, own, now).facts for person, own in sorted(known.items())}, now
    )
