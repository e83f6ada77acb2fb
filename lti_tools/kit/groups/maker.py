"""The group maker for a course: what is known about its students, a recipe of wishes, the plan, and taking it over."""

import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from lti_tools import roster
from lti_tools.errors import Refusal
from lti_tools.kit.groups import store
from lti_tools.kit.groups.changes import add_group, begin, remove_groups, seat
from lti_tools.kit.groups.matching import PERSON_HEADS, Unmatched, directory, look_up, read_table
from lti_tools.kit.groups.store import Listed
from lti_tools.kit.groups.tables import GroupSet, PersonFact
from lti_tools.kit.groups.terms import What
from lti_tools.pure.lots import freeze
from lti_tools.pure.teams.making import Plan, make_teams
from lti_tools.pure.teams.wishes import (
    Apart,
    AtLeast,
    Balance,
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
LMS_FACT = "lms:"
"""Begins the name of the fact "which group of the LMS's set"."""


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


@dataclass(frozen=True)
class Fact:
    """One thing known about students: a level (`numbers`) or words with how many have each."""

    name: str
    numbers: bool
    values: Counter[str]

    @property
    def known(self) -> int:
        return self.values.total()


def new_seed() -> str:
    """Drawn by the machine; shown, so that the draw can be repeated."""
    return secrets.token_hex(4)


def read_recipe(stored: dict[str, Any]) -> Recipe:
    """A recipe as it was stored; missing parts as they are at first."""
    known = {key: value for key, value in stored.items() if key in Recipe.__dataclass_fields__}
    for key in ("needs", "earlier"):
        known[key] = tuple(known.get(key, ()))
    return Recipe(**{"facts": {}, "seed": new_seed(), **known})


def facts_about(db: Session, context_id: int, students: Sequence[int]) -> dict[str, dict[int, str]]:
    """Fact -> person -> value: what teachers told, and the LMS's groups by set."""
    here = set(students)
    found: dict[str, dict[int, str]] = {}
    for fact in store.facts_of(db, context_id):
        if fact.person_id in here:
            found.setdefault(fact.name, {})[fact.person_id] = fact.value
    for group in roster.groups(db, context_id):
        own = found.setdefault(LMS_FACT + group.set_name, {})
        own.update({person: group.name or str(group.id) for person in group.member_ids & here})
    return {name: values for name, values in found.items() if values}


def summaries(facts: dict[str, dict[int, str]]) -> list[Fact]:
    """The facts for a page."""
    return [
        Fact(name, all(_number(value) is not None for value in values.values()), Counter(values.values()))
        for name, values in facts.items()
    ]


def plan(db: Session, context_id: int, set_id: int, recipe: Recipe) -> Plan:
    """The teams for a recipe. `Refusal` for too many people and for a rule that names somebody unknown."""
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
    return make_teams(
        people, sizes=recipe.sizes, seed=recipe.seed, wishes=_wishes(db, context_id, recipe, facts), rules=rules
    )


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
    held.recipe = asdict(recipe)
    return held


def keep_facts(db: Session, context_id: int, text: str, people: Sequence[Listed]) -> tuple[int, list[tuple[int, str]]]:
    """Store a table of facts, a column each; (people found, lines that mean nobody). `Refusal` where it has no head.

    A fact that was there before is replaced as a whole.
    """
    table = read_table(text, head=True)
    who = table.columns(PERSON_HEADS)
    names = {place: name[:60] for place, name in enumerate(table.head) if place not in who and name}
    if not who or not names or len(names) > 20:
        raise Refusal(
            _("The first line has to name the columns: one for the student (e-mail, name or id), then the facts.")
        )
    known, values, lost = directory(people), dict[tuple[int, str], str](), list[tuple[int, str]]()
    for number, row in table.rows:
        person = look_up(known, [row[place] for place in who if place < len(row)])
        if isinstance(person, Unmatched):
            lost.append((number, ", ".join(cell for cell in row if cell)[:200]))
            continue
        values |= {(person, name): row[place][:100] for place, name in names.items() if place < len(row) and row[place]}
    gone = delete(PersonFact).where(PersonFact.context_id == context_id, PersonFact.name.in_(names.values()))
    db.execute(gone.execution_options(synchronize_session=False))
    db.add_all(
        PersonFact(context_id=context_id, person_id=person, name=name, value=value)
        for (person, name), value in values.items()
    )
    db.flush()
    return len({person for person, _name in values}), lost


def forget_facts(db: Session, context_id: int) -> None:
    db.execute(delete(PersonFact).where(PersonFact.context_id == context_id))


def _person(student: int, facts: dict[str, dict[int, str]]) -> Person:
    skills: dict[str, float] = {}
    traits: dict[str, str] = {}
    for name, values in facts.items():
        if student in values:
            traits[name] = values[student]
            number = _number(values[student])
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


def _number(text: str) -> float | None:
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return None
    return number if abs(number) < 1e9 else None
