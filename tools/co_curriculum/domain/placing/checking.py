"""Demands that nobody can meet, named; and the rules of a plan, checked from its places alone."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from tools.co_curriculum.domain.placing.problem import Wanted


class Demand(StrEnum):
    """Kinds of demands that are not met or cannot be."""

    SEATS = "seats"
    """More people than seats."""
    MINIMUM = "minimum"
    """A topic that must run wants more people than may go there."""
    SKILL = "skill"
    """A topic that must run needs more people with a skill than there are who may go there."""
    TOGETHER = "together"
    """People who stay together have no topic that all may have and that has seats for them; or too few places."""
    APART = "apart"
    """People who are kept apart are also kept together."""
    MAXIMUM = "maximum"
    SUPERVISOR = "supervisor"
    ALIKE = "alike"
    """A topic has more people with one skill than it may."""
    CANNOT = "cannot"


@dataclass(frozen=True)
class Trouble:
    """One demand: "topic 7 needs 3 with skill X, only 2 exist"."""

    demand: Demand
    topic: int | None = None
    name: str = ""
    """Of the skill or supervisor."""
    wanted: int = 0
    found: int = 0
    people: tuple[int, ...] = ()


def impossible(wanted: Wanted) -> list[Trouble]:
    """Demands that cannot be met whatever the plan, found by counting."""
    return [*_seats(wanted), *_topics_that_must_run(wanted), *_company(wanted)]


def _seats(wanted: Wanted) -> Iterator[Trouble]:
    open_seats = Counter[str]()
    free = 0
    for topic in wanted.topics.values():
        if topic.supervisor in wanted.supervisors:
            open_seats[topic.supervisor] += topic.most
        else:
            free += topic.most
    seats = free + sum(min(count, wanted.supervisors[name]) for name, count in open_seats.items())
    if seats < len(wanted.people):
        yield Trouble(Demand.SEATS, wanted=len(wanted.people), found=seats)


def _topics_that_must_run(wanted: Wanted) -> Iterator[Trouble]:
    for key, topic in sorted(wanted.topics.items()):
        if topic.may_close:
            continue
        able = [person for person in wanted.people if key in wanted.ranks[person]]
        if len(able) < topic.least:
            yield Trouble(Demand.MINIMUM, key, wanted=topic.least, found=len(able))
        for skill, number in sorted(topic.needs.items()):
            found = sum(skill in wanted.skills.get(person, ()) for person in able)
            if found < number:
                yield Trouble(Demand.SKILL, key, skill, number, found)


def _company(wanted: Wanted) -> Iterator[Trouble]:
    for group in wanted.together:
        common = set(wanted.topics).intersection(*(wanted.ranks[person] for person in group))
        if not any(wanted.topics[topic].most >= len(group) for topic in common):
            yield Trouble(Demand.TOGETHER, people=tuple(sorted(group)))
        for foes in wanted.apart:
            if len(group & foes) > 1:
                yield Trouble(Demand.APART, people=tuple(sorted(group & foes)))


def broken(wanted: Wanted, places: Mapping[int, int]) -> list[Trouble]:
    """Every rule that a plan breaks, counted from its places alone."""
    found: list[Trouble] = []
    sizes, loads = Counter(places.values()), Counter[str]()
    for key, topic in sorted(wanted.topics.items()):
        size = sizes[key]
        loads[topic.supervisor] += size
        if size > topic.most:
            found.append(Trouble(Demand.MAXIMUM, key, wanted=topic.most, found=size))
        if size < topic.least and (size or not topic.may_close):
            found.append(Trouble(Demand.MINIMUM, key, wanted=topic.least, found=size))
        members = [person for person, place in places.items() if place == key]
        for skill, number in topic.needs.items():
            able = sum(skill in wanted.skills.get(person, ()) for person in members)
            if able < number and (members or not topic.may_close):
                found.append(Trouble(Demand.SKILL, key, skill, number, able))
        for skill, number in wanted.alike.items():
            able = sum(skill in wanted.skills.get(person, ()) for person in members)
            if able > number:
                found.append(Trouble(Demand.ALIKE, key, skill, number, able))
    for name, most in wanted.supervisors.items():
        if loads[name] > most:
            found.append(Trouble(Demand.SUPERVISOR, name=name, wanted=most, found=loads[name]))
    cannot = tuple(person for person, topic in places.items() if not wanted.may_have(person, topic))
    if cannot:
        found.append(Trouble(Demand.CANNOT, people=cannot))
    for group in wanted.together:
        if len({places.get(person) for person in group}) > 1:
            found.append(Trouble(Demand.TOGETHER, people=tuple(sorted(group))))
    for foes in wanted.apart:
        taken = [places[person] for person in foes if person in places]
        if len(set(taken)) < len(taken):
            found.append(Trouble(Demand.APART, people=tuple(sorted(foes))))
    return found
