"""Groups from a list: read, matched with the course, shown with what is wrong, then applied."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools.kit.groups import store
from lti_tools.kit.groups.changes import add_group, begin, seat, settle
from lti_tools.kit.groups.groups import shown_name
from lti_tools.kit.groups.matching import GROUP_HEADS, PERSON_HEADS, Unmatched, directory, look_up, normal, read_table
from lti_tools.kit.groups.store import Listed
from lti_tools.kit.groups.terms import What

LONGEST_NAME = 100


@dataclass(frozen=True)
class Problem:
    """A line that puts nobody anywhere."""

    line: int
    text: str
    why: Unmatched


@dataclass(frozen=True)
class Import:
    """What a list says: people by group name in its order, and its problems."""

    groups: dict[str, list[int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def people(self) -> int:
        return sum(map(len, self.groups.values()))


def read_import(text: str, people: Iterable[Listed]) -> Import:
    """Match a list with the students of the course; the first group of a person counts. `Refusal` where unreadable."""
    known, table = directory(people), read_table(text)
    who = table.columns(PERSON_HEADS) or [0]
    where = (table.columns(GROUP_HEADS) or [1])[0]
    found, seen, names = Import(), dict[int, str](), dict[str, str]()
    for number, row in table.rows:
        group = row[where][:LONGEST_NAME] if len(row) > where else ""
        person = look_up(known, [row[place] for place in who if place < len(row)])
        name = names.setdefault(normal(group), group)
        why = _why(person, name, seen)
        if why is not None:
            found.problems.append(Problem(number, ", ".join(cell for cell in row if cell)[:200], why))
        elif isinstance(person, int) and person not in seen:
            seen[person] = name
            found.groups.setdefault(name, []).append(person)
    return found


def _why(person: int | Unmatched, group: str, seen: dict[int, str]) -> Unmatched | None:
    if isinstance(person, Unmatched):
        return person
    if not group:
        return Unmatched.NO_GROUP
    return Unmatched.TWICE if seen.get(person, group) != group else None


def apply_import(
    db: Session, context_id: int, set_id: int, found: Import, students: Sequence[int], actor: int, now: datetime, *,
    others_leave: bool = False,
) -> int:  # fmt: skip
    """Bring people into the groups of a list; new names make new groups. How many moved; undone as one change."""
    held = store.hold(db, context_id, set_id)
    deed = begin(db, held, What.IMPORTED, actor, now)
    known = {normal(shown_name(group.name, group.place)): group.id for group in store.groups_in(db, set_id)}
    wanted: dict[int, int | None] = dict.fromkeys(students) if others_leave else {}
    for name, people in found.groups.items():
        group_id = known.get(normal(name)) or add_group(db, held, deed, name=name).id
        wanted.update(dict.fromkeys(people, group_id))
    moved = seat(db, held, deed, wanted, now)
    settle(db, held, now)
    return moved
