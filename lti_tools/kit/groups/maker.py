"""The group maker for a course: what is known about its students, a recipe of wishes, the plan, and taking it over."""

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from lti_tools import roster
from lti_tools.errors import Refusal
from lti_tools.kit.groups import store
from lti_tools.kit.groups.changes import add_group, begin, remove_groups, seat
from lti_tools.kit.groups.facts import facts_about, number_in, summaries
from lti_tools.kit.groups.matching import Unmatched, directory, look_up
from lti_tools.kit.groups.tables import GroupSet
from lti_tools.kit.groups.terms import What
from lti_tools.pure.lots import freeze
from lti_tools.pure.teams.making import Plan, make_teams, report
from lti_tools.pure.teams.wishes import (
    Apart,
    AtLeast,
    Balance,
    Key,
    NewMates,
    NotAlone,
    Person,
    Rule,
    Sizes,
    Spread,
    Together,
    Wish,
)
from lti_tools.web.locale import gettext as _

MOST_PEOPLE = 600
EVEN, STRONGLY, ALONE = "even", "strongly", "alone"
"""What can be wished for a fact: even among groups, twice as much, or that nobody is the only one of their kind."""


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """What the maker is asked for. `facts`: name -> wish; `needs`: "name=value" that every group shall have."""

    by: str = "size"
    count: int = 4
    least: int = 3
    most: int = 4
    seed: str = ""
    facts: dict[str, str]
    needs: tuple[str, ...] = ()
    earlier: tuple[int, ...] = ()
    together: str = ""
    apart: str = ""
    """One rule a line: names, addresses or ids with commas or semicolons between."""

    @property
    def sizes(self) -> Sizes:
        return Sizes(count=self.count) if self.by == "count" else Sizes(least=self.least, most=self.most)


def new_seed() -> str:
    """Drawn by the machine; shown, so that the draw can be repeated."""
    return secrets.token_hex(4)


def stored_form(recipe: Recipe) -> dict[str, Any]:
    """The recipe as JSON values."""
    return {**asdict(recipe), "needs": list(recipe.needs), "earlier": list(recipe.earlier)}


def read_recipe(stored: dict[str, Any]) -> Recipe:
    """A recipe as it was stored; missing parts as they are at first."""
    known = {key: value for key, value in stored.items() if key in Recipe.__dataclass_fields__}
    for key in ("needs", "earlier"):
        known[key] = tuple(known.get(key, ()))
    return Recipe(**{"facts": {}, "seed": new_seed(), **known})


@dataclass(frozen=True)
class Task:
    """Everything the maker needs, read from the database; the search itself asks it nothing more."""

    people: list[Person]
    sizes: Sizes
    wishes: list[Wish]
    rules: list[Rule]

    def plan(self, seed: str) -> Plan:
        """The teams that this seed draws."""
        return make_teams(self.people, sizes=self.sizes, seed=seed, wishes=self.wishes, rules=self.rules)

    def plan_of(self, teams: Sequence[Sequence[Key]], possible: bool | None) -> Plan | None:
        """Teams that a search found, with their report; None where people came or went since."""
        if {person.key for person in self.people} != {key for team in teams for key in team}:
            return None
        return report(self.people, teams, sizes=self.sizes, wishes=self.wishes, rules=self.rules, possible=possible)


def task(db: Session, context_id: int, recipe: Recipe) -> Task:
    """What a recipe asks for. `Refusal` for nobody, too many people, and a rule that names somebody unknown."""
    students = [member.person_id for member in roster.learners(db, context_id)]
    if not students:
        raise Refusal(_("There are no students in this course yet."))
    if len(students) > MOST_PEOPLE:
        raise Refusal(_("Groups can be made for at most %(most)s students at a time.", most=MOST_PEOPLE))
    facts = facts_about(db, context_id, students)
    known = directory(store.listed(db, context_id, students))
    rules: list[Rule] = [Together(keys) for keys in _rules(recipe.together, known)]
    rules += [Apart(keys) for keys in _rules(recipe.apart, known)]
    people = [_person(student, facts) for student in students]
    return Task(people, recipe.sizes, _wishes(db, context_id, recipe, facts), rules)


def digest(found: Plan) -> str:
    """Tells one plan from another."""
    return freeze({"teams": [list(team) for team in found.teams]})


def take_over(
    db: Session, context_id: int, set_id: int, found: Plan, recipe: Recipe, actor: int, now: datetime
) -> GroupSet:
    """Make the plan the set's groups, in place of those before; undone as one change."""
    held = store.hold(db, context_id, set_id)
    deed = begin(db, held, What.MADE, actor, now)
    before = store.groups_in(db, set_id)
    leaving = dict.fromkeys(store.places_in(db, set_id))
    remove_groups(db, held, None, before, now)
    for group in before:
        group.removed_in = deed.id
    wanted: dict[int, int | None] = dict(leaving)
    for team in found.teams:
        group_id = add_group(db, held, deed).id
        wanted.update({int(person): group_id for person in team})
    seat(db, held, deed, wanted, now)
    held.recipe = stored_form(recipe)
    return held


def _person(student: int, facts: dict[str, dict[int, str]]) -> Person:
    skills: dict[str, float] = {}
    traits: dict[str, str] = {}
    for name, values in facts.items():
        if student in values:
            traits[name] = values[student]
            number = number_in(values[student])
            if number is not None:
                skills[name] = number
    return Person(student, skills, traits)


def _wishes(db: Session, context_id: int, recipe: Recipe, facts: dict[str, dict[int, str]]) -> list[Wish]:
    wishes: list[Wish] = []
    for fact in summaries(facts):
        asked = recipe.facts.get(fact.name, "")
        weight = 2.0 if asked == STRONGLY else 1.0
        if asked in (EVEN, STRONGLY):
            wishes.append(Balance(fact.name, weight) if fact.numbers else Spread(fact.name, weight))
        elif asked == ALONE:
            wishes += [NotAlone(fact.name, value) for value, number in sorted(fact.values.items()) if number > 1]
        needed = sorted(value for value in fact.values if f"{fact.name}={value}" in recipe.needs)
        wishes += [AtLeast(fact.name, value) for value in needed]
    earlier: list[frozenset[int | str]] = []
    for own in store.sets_of(db, context_id):
        if own.id in recipe.earlier:
            inside: dict[int, set[int | str]] = {}
            for person, group in store.places_in(db, own.id).items():
                inside.setdefault(group, set()).add(person)
            earlier += map(frozenset, inside.values())
    return [*wishes, NewMates(tuple(earlier))] if earlier else wishes


def _rules(text: str, known: Any) -> list[frozenset[int | str]]:
    found: list[frozenset[int | str]] = []
    for line in text.splitlines():
        words = [word.strip() for word in line.replace(";", ",").split(",") if word.strip()]
        people = [look_up(known, [word]) for word in words]
        for word, person in zip(words, people, strict=True):
            if isinstance(person, Unmatched):
                raise Refusal(_("“%(name)s” in a rule is no student of this course, or more than one.", name=word))
        if len(people) == 1:
            raise Refusal(_("A rule names at least two students, with commas between: “%(line)s”.", line=line[:100]))
        if people:
            found.append(frozenset(people))
    return found
