"""What is known about the students of a course, for the group maker: what teachers noted, and the LMS's groups."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete
from sqlalchemy.orm import Session

from lti_tools import roster
from lti_tools.errors import Refusal
from lti_tools.kit.groups import store
from lti_tools.kit.groups.matching import PERSON_HEADS, Unmatched, directory, look_up, read_table
from lti_tools.kit.groups.store import Listed
from lti_tools.kit.groups.tables import PersonFact
from lti_tools.web.locale import gettext as _

LMS_FACT = "lms:"
"""Begins the name of the fact "which group of the LMS's set"."""


@dataclass(frozen=True)
class Fact:
    """One thing known about students: a level (`numbers`) or words with how many have each."""

    name: str
    numbers: bool
    values: Counter[str]

    @property
    def known(self) -> int:
        return self.values.total()


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
        Fact(name, all(number_in(value) is not None for value in values.values()), Counter(values.values()))
        for name, values in facts.items()
    ]


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


def number_in(text: str) -> float | None:
    """The number that a value is, with a comma or a point; None for words."""
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return None
    return number if abs(number) < 1e9 else None
