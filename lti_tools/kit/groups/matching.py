"""Lists that teachers bring: tables read from CSV, and the people of the course that their lines mean."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lti_tools.errors import Refusal
from lti_tools.kit.groups.store import Listed
from lti_tools.web.locale import gettext as _

LONGEST, MOST_ROWS = 300_000, 3000
"""Characters and lines of a list."""
PERSON_HEADS = frozenset(
    {"email", "e-mail", "mail", "email address", "name", "full name", "student", "sub", "id", "id number", "idnumber"}
    | {"user id", "user_id", "lms id", "login id", "login_id", "username", "canvas_user_id", "nombre", "estudiante"}
    | {
        "имя",
        "фио",
        "студент",
        "ученик",
        "почта",
        "эл. почта",
        "ism",
        "talaba",
        "oʻquvchi",
        "pochta",
        "alumno",
        "correo",
    }
)
GROUP_HEADS = frozenset(
    {"group", "groups", "group name", "group_name", "groupname", "team"}
    | {"группа", "команда", "guruh", "jamoa", "grupo", "equipo"}
)


class Unmatched(StrEnum):
    """Why a line means nobody."""

    UNKNOWN = "unknown"
    SEVERAL = "several"
    TWICE = "twice"
    """The list has this person before, in another group."""
    NO_GROUP = "no-group"


@dataclass(frozen=True)
class Table:
    """A list with its head, where it has one, and its lines with their numbers."""

    head: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def columns(self, heads: frozenset[str]) -> list[int]:
        return [place for place, name in enumerate(self.head) if normal(name) in heads]


def read_table(text: str, *, head: bool | None = None) -> Table:
    """A table from CSV with commas, semicolons or tabs. `head` None: the first line is one if it looks like one.

    Raises `Refusal` for a list that is too long or cannot be read.
    """
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter)) if len(text) <= LONGEST else []
    except csv.Error as error:
        raise Refusal(_("This list cannot be read as a table.")) from error
    if len(text) > LONGEST or len(rows) > MOST_ROWS:
        raise Refusal(_("This list is too long. Bring at most %(most)s lines at a time.", most=MOST_ROWS))
    cleaned = [(number, tuple(cell.strip() for cell in row)) for number, row in enumerate(rows, 1) if any(row)]
    if head is None:
        head = bool(cleaned) and any(normal(cell) in PERSON_HEADS | GROUP_HEADS for cell in cleaned[0][1])
    return Table(cleaned[0][1] if head and cleaned else (), tuple(cleaned[1:] if head else cleaned))


def normal(text: str) -> str:
    """As names and heads are compared: without case, width and doubled spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


Directory = Mapping[str, frozenset[int]]


def directory(people: Iterable[Listed]) -> Directory:
    """Whom a word in a list can mean: e-mail address, the LMS's id, or a name in either order."""
    found: dict[str, set[int]] = {}
    for one in people:
        names = (one.name, f"{one.given_name} {one.family_name}", f"{one.family_name} {one.given_name}")
        reversed_name = f"{one.family_name}, {one.given_name}" if one.family_name else ""
        for word in (one.email, one.sub, reversed_name, *names):
            if normal(word):
                found.setdefault(normal(word), set()).add(one.person_id)
    return {word: frozenset(people) for word, people in found.items()}


def look_up(known: Directory, words: Sequence[str]) -> int | Unmatched:
    """The one person whom the first telling word means."""
    several = False
    for word in words:
        people = known.get(normal(word), frozenset()) if word else frozenset()
        if len(people) == 1:
            return next(iter(people))
        several = several or len(people) > 1
    return Unmatched.SEVERAL if several else Unmatched.UNKNOWN
