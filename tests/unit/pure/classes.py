"""Invented classes for the group maker: six attributes, wishes of every kind, rules."""

import random

from lti_tools.pure.teams.wishes import (
    Apart,
    AtLeast,
    Balance,
    NewMates,
    NotAlone,
    Person,
    Rule,
    Spread,
    Together,
    Wish,
)

SKILLS = ("maths", "writing", "speaking")
SECTIONS, ROLES, BACKGROUNDS = ("north", "south"), ("writes", "codes", "draws", "speaks"), ("a", "b", "c", "d", "e")


def invent(number: int, seed: int) -> list[Person]:
    rng = random.Random(seed)
    return [
        Person(
            key,
            {name: round(rng.gauss(50, 20)) for name in SKILLS[: 3 if rng.random() < 0.9 else 2]},
            {
                "section": rng.choice(SECTIONS),
                "role": rng.choice(ROLES),
                "background": rng.choices(BACKGROUNDS, (50, 25, 15, 7, 3))[0],
            },
        )
        for key in range(number)
    ]


def wish_for(people: list[Person], seed: int, size: int = 4) -> list[Wish]:
    """Every kind of wish; earlier teams were cut by lot."""
    order = [person.key for person in people]
    random.Random(seed).shuffle(order)
    earlier = tuple(frozenset(order[start : start + size]) for start in range(0, len(order), size))
    return [
        Balance("maths"),
        Balance("writing", 2),
        Balance("speaking"),
        Spread("section"),
        Spread("role", 2),
        AtLeast("role", "codes"),
        NotAlone("background", "b"),
        NewMates(earlier),
    ]


def rules_for(people: list[Person], seed: int, share: float = 0.05) -> list[Rule]:
    """Pairs to be together and apart: so many of each as `share` of the class."""
    rng, number = random.Random(seed), max(1, round(len(people) * share))
    drawn = [person.key for person in rng.sample(people, min(len(people), 4 * number))]
    pairs = [frozenset(drawn[start : start + 2]) for start in range(0, len(drawn) - 1, 2)]
    return [*(Together(pair) for pair in pairs[:number]), *(Apart(pair) for pair in pairs[number:])]
