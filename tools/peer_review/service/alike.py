"""Works whose texts are alike, within the class and with earlier runs, for a teacher to look at."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from lti_tools.launches import CurrentLaunch, Role
from lti_tools.pure.similarity import Passage, likenesses, shared_passages
from lti_tools.store.tables.activities import Activity
from lti_tools.store.tables.people import Context, Membership, Person
from tools.peer_review import store
from tools.peer_review.models import Author, Work

LEAST = 0.15
"""Share of the shorter text's runs of five words from which on two texts are shown."""
LEAST_SHARED = 8
"""Runs of five words that two texts have to share: a common phrase is none of our business."""
MOST_WORKS, MOST_PAIRS = 1_500, 100


@dataclass(frozen=True)
class Text:
    """The text of one work of this activity or of an earlier one."""

    work_id: int
    activity_id: int
    where: str
    """The other activity and its course; empty for this one."""
    text: str
    authors: frozenset[int]


@dataclass(frozen=True)
class Alike:
    """Two works, the first of this activity."""

    first: Text
    second: Text
    share: float
    """Of the shorter text, 0 to 1."""

    @property
    def same_author(self) -> bool:
        return bool(self.first.authors & self.second.authors)


def texts(db: Session, launch: CurrentLaunch) -> list[Text]:
    """The texts of this activity first, then those of others that this teacher may read, the newest first."""
    teaches = select(Membership.context_id).where(
        Membership.person_id == launch.person_id, Membership.active, Membership.launch_role == Role.INSTRUCTOR
    )
    query = (
        select(Work.id, Work.activity_id, Work.text, Activity.title, Context.id, Context.title)
        .join(Activity, Activity.id == Work.activity_id)
        .join(Context, Context.id == Activity.context_id)
        .where(Work.text != "", or_(Context.id == launch.context_id, Context.id.in_(teaches)))
        .order_by((Work.activity_id != launch.activity), Work.id.desc())
        .limit(MOST_WORKS)
    )
    rows = db.execute(query).all()
    authors: dict[int, set[int]] = {}
    ids = [row[0] for row in rows]
    for work_id, person_id in db.execute(select(Author.work_id, Author.person_id).where(Author.work_id.in_(ids))):
        authors.setdefault(work_id, set()).add(person_id)
    return [
        Text(
            work_id=work_id,
            activity_id=activity_id,
            where=_where(activity_id == launch.activity, title, "" if context == launch.context_id else course),
            text=text,
            authors=frozenset(authors.get(work_id, ())),
        )
        for work_id, activity_id, text, title, context, course in rows
    ]


def _where(here: bool, title: str, course: str) -> str:
    return "" if here else ", ".join(filter(None, (title, course)))


def known_texts(db: Session, activity_id: int) -> list[str]:
    """What everybody may repeat: the task."""
    return [text for text in [store.settings_of(db, activity_id).instructions] if text]


def compared(found: Sequence[Text], known: Sequence[str], activity_id: int) -> list[Alike]:
    """Pairs with at least one work of this activity, the most alike first."""
    pairs = likenesses([one.text for one in found], known=known, least=LEAST)
    return [
        Alike(found[pair.first], found[pair.second], pair.containment)
        for pair in pairs
        if found[pair.first].activity_id == activity_id and pair.shared >= LEAST_SHARED
    ][:MOST_PAIRS]


@dataclass(frozen=True)
class Piece:
    """A piece of a text; `shared` where the other text has it too."""

    text: str
    shared: bool


def side_by_side(first: str, second: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces, what they share marked."""
    one, other = shared_passages(first, second)
    return _pieces(first, one), _pieces(second, other)


def _pieces(text: str, passages: Sequence[Passage]) -> list[Piece]:
    found, place = [], 0
    for passage in passages:
        found += [Piece(text[place : passage.start], False), Piece(text[passage.start : passage.end], True)]
        place = passage.end
    return [piece for piece in [*found, Piece(text[place:], False)] if piece.text]


def two_of(found: Sequence[Text], activity_id: int, first: int, second: int) -> tuple[Text, Text]:
    """Two works that this teacher may read, the first of this activity; raises `NotFound`."""
    by_id = {one.work_id: one for one in found}
    if first not in by_id or second not in by_id or first == second or by_id[first].activity_id != activity_id:
        raise NotFound(f"works {first} and {second} are not compared")
    return by_id[first], by_id[second]


def names_of(db: Session, found: Sequence[Text]) -> dict[int, str]:
    """Authors of these works by id; earlier runs may lie in other courses."""
    ids = {person for one in found for person in one.authors}
    return {one.id: one.name for one in db.scalars(select(Person).where(Person.id.in_(ids)))}
