"""What would be if: the same replay and the same grade as in earnest, with evidence that is not there yet."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tools.gamification.domain.evidence import Entry, Kind
from tools.gamification.domain.facts import ALL_SKILLS, Facts, Key
from tools.gamification.domain.ledger import replay
from tools.gamification.service.playing import Player
from tools.gamification.store import entries as rows


@dataclass(frozen=True)
class Prediction:
    """Facts as they would be."""

    facts: Facts

    @property
    def xp(self) -> int:
        return self.facts.xp.get(ALL_SKILLS, 0)


def predict(db: Session, player: Player, person_id: int, quests: Collection[Key], now: datetime) -> Prediction:
    """With every open objective of these quests reached in full, now."""
    place = player.place
    known = rows.entries_of(db, place.activity_id, person_id)
    more = [
        Entry(f"if:{one.key}", now, Kind.ACCEPTED, one.key)
        for _, quest in place.line.quests()
        if quest.key in quests
        for one in quest.objectives
        if not player.statement.facts.objective(one.key).times
    ]
    return Prediction(replay(place.rules, [*known, *more], now).facts)
