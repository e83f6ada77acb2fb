"""Bringing proposals from a table or from an earlier vote of the course: what lines mean, and adding those chosen."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools.errors import NotFound, Refusal
from lti_tools.kit.groups.matching import normal, read_table
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import ngettext
from tools.co_curriculum import refusals, store, store_bringing, store_proposals
from tools.co_curriculum.domain.proposals import CHANGEABLE, LARGEST_LIST, Fault, State, same_title
from tools.co_curriculum.service.proposing import Proposer, hold_unfrozen
from tools.co_curriculum.store_proposals import Words

MOST_BROUGHT = 200
"""Proposals at a time: more than anybody reads before a vote."""
HEADS: Mapping[str, frozenset[str]] = {
    "text": frozenset({"title", "proposal", "topic", "название", "предложение", "тема", "sarlavha", "taklif", "mavzu"})
    | frozenset({"título", "titulo", "propuesta", "tema"}),
    "body": frozenset({"text", "description", "текст", "описание", "matn", "tavsif", "texto", "descripción"}),
    "kind": frozenset({"kind", "вид", "turi", "tipo"}),
    "link": frozenset({"link", "url", "ссылка", "havola", "enlace"}),
    "effort": frozenset({"weeks", "effort", "недели", "haftalar", "semanas"}),
    "skills": frozenset({"skills", "навыки", "koʻnikmalar", "habilidades"}),
}
"""Field of a proposal -> names of its column."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One proposal that could be brought; `number` names it in its source."""

    number: int
    words: Words | None
    """None where `problem` says why it cannot be."""
    title: str
    problem: str = ""
    alike: str = ""
    """A title on the list that this one looks like."""


def rows_of(text: str) -> list[tuple[int, dict[str, str]]]:
    """(number, field -> cell) of the lines of a table; without a head the columns are title and text.

    Raises a `Refusal` for a table that cannot be read, is empty, or has more lines than `MOST_BROUGHT`.
    """
    plain = read_table(text, head=False)
    first = [normal(cell) for cell in plain.rows[0][1]] if plain.rows else []
    known = {
        field: next((at for at, name in enumerate(first) if name in heads), None) for field, heads in HEADS.items()
    }
    places = {field: at for field, at in known.items() if at is not None}
    rows = plain.rows[1:] if "text" in places else plain.rows
    places = places if "text" in places else {"text": 0, "body": 1}
    if not rows:
        raise Refusal(_("There is no proposal in this list."))
    if len(rows) > MOST_BROUGHT:
        raise Refusal(
            ngettext(
                "This list has %(num)s proposal. Bring at most %(most)s at a time: nobody reads more before a vote.",
                "This list has %(num)s proposals. Bring at most %(most)s at a time: nobody reads more before a vote.",
                len(rows),
                most=MOST_BROUGHT,
            )
        )
    return [(number, {field: cells[at] for field, at in places.items() if at < len(cells)}) for number, cells in rows]


def from_vote(db: Session, context_id: int, activity_id: int, source_id: int) -> list[tuple[int, Words]]:
    """What stood on the list of an earlier vote of the course; raises `NotFound` for any other."""
    if source_id not in store_bringing.earlier_votes(db, context_id, activity_id):
        raise NotFound(f"vote {source_id}")
    rows = store.options_of(db, source_id)
    return [(row.id, store_proposals.words_of(row)) for row in rows]


def looked_at(db: Session, activity_id: int, lines: Sequence[Line]) -> list[Line]:
    """The lines with what the list here says to them: a title that is there already, or one that looks alike."""
    titles = store_proposals.titles(db, activity_id)
    return list(_looked_at(lines, titles))


def _looked_at(lines: Sequence[Line], titles: Mapping[int, str]) -> Iterator[Line]:
    seen = list(titles.values())
    for line in lines:
        if line.words is None:
            yield line
            continue
        if same_title(line.title, seen):
            problem = _("This title is on the list already.")
            yield Line(number=line.number, words=None, title=line.title, problem=problem)
            continue
        close = store_proposals.alike_ids(line.title, titles)
        yield Line(number=line.number, words=line.words, title=line.title, alike=titles[close[0]] if close else "")
        seen.append(line.title)


def add(db: Session, who: Proposer, lines: Sequence[Line], chosen: Collection[int], now: datetime) -> list[int]:
    """Put the chosen lines on the list, as proposals of the teacher; their ids. What is there already is left out.

    Raises a `Refusal` once voting has opened, or where the list would be too long.
    """
    hold_unfrozen(db, who.activity_id, now)
    store.poll_of(db, who.activity_id, to_change=True)
    good = [line for line in looked_at(db, who.activity_id, lines) if line.words and line.number in chosen]
    if good and len(store_proposals.titles(db, who.activity_id)) + len(good) > LARGEST_LIST:
        raise refusals.proposal_refused(Fault.FULL)
    return [
        store_proposals.add(db, who.activity_id, line.words, State.PUBLISHED, who.person_id, by_staff=True, now=now).id
        for line in good
        if line.words
    ]


def take_back(db: Session, activity_id: int, ids: Collection[int], now: datetime) -> None:
    """Withdraw what was brought and still stands as it came. Raises a `Refusal` once voting has opened."""
    hold_unfrozen(db, activity_id, now)
    for row in store_proposals.get_many(db, activity_id, ids).values():
        if State(row.state) in CHANGEABLE and row.changed_at is None and not store_proposals.others_stand_on(db, row):
            row.state = State.WITHDRAWN.value
    db.flush()
