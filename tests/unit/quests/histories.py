"""Random questlines and histories for the properties of the ledger."""

import random
from datetime import UTC, datetime, timedelta

from tools.gamification.domain.conditions.condition import Badge, Done, Level, MonotoneAtLeast, QuestDone, Score, Xp
from tools.gamification.domain.evidence import Entry, Kind
from tools.gamification.domain.levels import relative
from tools.gamification.domain.rules import BadgeRule, Cap, Pay, Quest, Rules, Window
from tools.gamification.domain.soundness import faults

START = datetime(2026, 3, 20, 20, tzinfo=UTC)
"""Nine days before clocks change in Madrid."""
OBJECTIVES = tuple(f"o{number}" for number in range(8))


def random_rules(rng: random.Random) -> Rules:
    """Sound rules: drawn until none of their caps cross."""
    while True:
        pay = {key: _pay(rng) for key in OBJECTIVES if rng.random() < 0.9}
        caps = tuple(
            Cap(
                rng.randint(5, 40),
                rng.choice(list(Window)),
                None if rng.random() < 0.3 else frozenset(rng.sample(OBJECTIVES, rng.randint(1, 4))),
            )
            for _ in range(rng.randint(0, 3))
        )
        quests = (
            Quest("q1", OBJECTIVES[:3], due_at=START + timedelta(days=rng.randint(1, 20)), bonus=2),
            Quest("q2", OBJECTIVES[2:6], enough=2),
            Quest("q3", OBJECTIVES[6:]),
        )
        badges = (
            BadgeRule("b1", Xp(30)),
            BadgeRule("b2", MonotoneAtLeast(2, (Done("o1"), Score("o2", 80), QuestDone("q2")))),
            BadgeRule("b3", MonotoneAtLeast(2, (Badge("b1"), Level(3)))),
        )
        rules = Rules(
            1, pay, caps, quests, badges, relative(6, 20), rng.choice(["UTC", "Europe/Madrid", "Asia/Tashkent"])
        )
        if not faults(rules):
            return rules


def _pay(rng: random.Random) -> Pay:
    once = rng.choice([None, None, Window.DAY, Window.WEEK])
    base = rng.choice(["", "", *OBJECTIVES])
    return Pay(rng.randint(1, 20), rng.choice(["", "maths"]), once, rng.choice([0, 0, 1, 3]) if once else 0, base)


def random_entry(rng: random.Random, number: int) -> Entry:
    kind = rng.choice([Kind.ACCEPTED] * 6 + [Kind.ATTEMPT, Kind.FEEDBACK_READ, Kind.AWARD])
    return Entry(
        id=f"e{number:04}",
        at=START + timedelta(minutes=rng.randint(0, 20 * 24 * 60)),
        kind=kind,
        objective="" if kind is Kind.AWARD else rng.choice(OBJECTIVES),
        score=rng.choice([0, 30, 60, 100, 100]),
        points=rng.randint(0, 10) if kind is Kind.AWARD else 0,
    )


def random_history(rng: random.Random, size: int) -> list[Entry]:
    return [random_entry(rng, number) for number in range(size)]
