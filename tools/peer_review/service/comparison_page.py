"""Works by comparisons as staff see them: place, mark and interval by each question, and what is apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tools.peer_review import reviews, store
from tools.peer_review.domain.comparison.marks import Standing
from tools.peer_review.domain.rubric.criteria import Criterion
from tools.peer_review.service import reporting
from tools.peer_review.service.compared import Compared, compared
from tools.peer_review.settings import PeerSettings


@dataclass(frozen=True)
class Line:
    """One work."""

    people: tuple[int, ...]
    names: tuple[str, ...]
    standing: Standing

    @property
    def name(self) -> str:
        return ", ".join(self.names)


@dataclass(frozen=True)
class ComparisonPage:
    """One question, or all together."""

    questions: Sequence[Criterion]
    chosen: Criterion | None
    """None: all that count together."""
    lines: Sequence[Line]
    """The strongest first."""
    apart: Sequence[Sequence[Line]]
    """Works that nobody compared with those of the largest island, by island."""
    comparisons: int
    again: bool
    """Revised works were compared too."""


def comparison_page(db: Session, activity_id: int, settings: PeerSettings, question: str) -> ComparisonPage:
    """`question` is a key, or "" for all together; the number of queries does not grow with the class."""
    names, authors = store.names(db, store.context_of(db, activity_id)), store.authors_of(db, activity_id)
    known = reporting.counting(db, activity_id, reviews.known_reviews(db, activity_id))
    found = compared(db, activity_id, known, settings.scale)
    chosen, standings = _chosen(found, question)
    lines = [_line(authors.get(work, frozenset()), names, one) for work, one in standings.items()]
    lines.sort(key=lambda one: (one.standing.rank, one.name.casefold(), one.people))
    count = sum(chosen is None or key == chosen.key for key, _ in found.said)
    again = any(one.again for _, one in found.said)
    return ComparisonPage(found.asked.asked, chosen, lines, _apart(lines), count, again)


def _chosen(found: Compared, question: str) -> tuple[Criterion | None, Mapping[int, Standing]]:
    for criterion, standings in found.by_question:
        if criterion.key == question or len(found.by_question) == 1:
            return criterion, standings
    return None, found.whole


def _line(people: frozenset[int], names: Mapping[int, str], standing: Standing) -> Line:
    order = tuple(sorted(people, key=lambda one: names.get(one, "").casefold()))
    return Line(order, tuple(names.get(one, "") for one in order), standing)


def _apart(lines: Sequence[Line]) -> list[list[Line]]:
    islands: dict[int, list[Line]] = {}
    for line in lines:
        islands.setdefault(line.standing.island, []).append(line)
    return sorted(islands.values(), key=len, reverse=True)[1:]
