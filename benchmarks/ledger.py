"""Recomputing a course's ledgers from zero, and one learner's after a new event, on one core; entries are in memory."""

import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from benchmarks.figures import Figure
from tools.gamification.domain.conditions.condition import Done, MonotoneAtLeast, QuestDone, Score, Xp
from tools.gamification.domain.evidence import Entry, Kind
from tools.gamification.domain.ledger import replay
from tools.gamification.domain.rules import BadgeRule, Cap, Pay, Quest, Rules, Window
from tools.gamification.domain.soundness import faults

STUDENTS, EVENTS, RULES, BADGES = 1_000, 500, 30, 20
START = datetime(2026, 9, 1, tzinfo=UTC)


def run() -> Iterator[Figure]:
    rng = random.Random(2026)
    rules = _rules()
    course = [_history(rng, student) for student in range(STUDENTS)]
    now = START + timedelta(days=120)
    started = time.process_time()
    for history in course:
        replay(rules, history, now)
    yield Figure(f"{STUDENTS} students x {EVENTS} events from zero", time.process_time() - started, "s", 5.0)
    started = time.process_time()
    for history in course[:50]:
        replay(rules, history, now)
    yield Figure("one student after a new event", (time.process_time() - started) / 50 * 1000, "ms", 20.0)


def _rules() -> Rules:
    keys = [f"o{number}" for number in range(RULES)]
    pay = {
        key: Pay(10 + number, "maths", Window.DAY) if number % 3 == 0 else Pay(20 + number, "words")
        for number, key in enumerate(keys)
    }
    repeated = frozenset(keys[::3])
    caps = (Cap(40, Window.DAY, repeated), Cap(150, Window.WEEK, repeated), Cap(2_000))
    quests = tuple(Quest(f"q{number}", tuple(keys[number * 5 : number * 5 + 5])) for number in range(6))
    badges = tuple(_badge(at, keys) for at in range(BADGES))
    rules = Rules(1, pay, caps, quests, badges, zone="Asia/Tashkent")
    if faults(rules):
        raise ValueError(faults(rules))
    return rules


def _badge(at: int, keys: list[str]) -> BadgeRule:
    ways = (Xp(100 * at), Done(keys[at]), Score(keys[-at], 80), QuestDone(f"q{at % 6}"))
    return BadgeRule(f"b{at}", MonotoneAtLeast(2, ways))


def _history(rng: random.Random, student: int) -> list[Entry]:
    return [
        Entry(
            id=f"{student}-{number}",
            at=START + timedelta(minutes=rng.randint(0, 100 * 24 * 60)),
            kind=Kind.ACCEPTED if rng.random() < 0.8 else Kind.ATTEMPT,
            objective=f"o{rng.randint(0, RULES - 1)}",
            score=rng.randint(0, 100),
        )
        for number in range(EVENTS)
    ]
