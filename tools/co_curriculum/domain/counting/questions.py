"""Small questions: yes or no with a quorum, consent with objections, cards for raw ideas, and a date that suits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tools.co_curriculum.domain.counting.ties import Lot, Tie, Tiebreak, check_lot, order


class Verdict(StrEnum):
    """What a yes/no vote or a consent round says."""

    YES = "yes"
    NO = "no"
    TIE = "tie"
    """As many for as against: nothing changes."""
    NO_QUORUM = "no-quorum"


@dataclass(frozen=True)
class Question:
    """A yes/no vote. `abstained` count for the quorum and for neither side."""

    yes: int
    no: int
    abstained: int
    needed: int
    """How many had to take part."""
    verdict: Verdict


def yes_or_no(yes: int, no: int, abstained: int, *, entitled: int, quorum_percent: int) -> Question:
    """Majority of yes and no, valid where `quorum_percent` of the entitled took part (rounded up)."""
    needed = -(-entitled * quorum_percent // 100)
    if yes + no + abstained < needed:
        verdict = Verdict.NO_QUORUM
    elif yes == no:
        verdict = Verdict.TIE
    else:
        verdict = Verdict.YES if yes > no else Verdict.NO
    return Question(yes, no, abstained, needed, verdict)


def consent(agreeing: int, objections: int, abstained: int, *, entitled: int, quorum_percent: int) -> Question:
    """Nobody objects: consent. One objection is enough for no; it comes with a reason that the class talks over."""
    needed = -(-entitled * quorum_percent // 100)
    if agreeing + objections + abstained < needed:
        verdict = Verdict.NO_QUORUM
    else:
        verdict = Verdict.NO if objections else Verdict.YES
    return Question(agreeing, objections, abstained, needed, verdict)


@dataclass(frozen=True)
class Card:
    """What people said to one raw idea."""

    agree: int
    disagree: int
    passed: int

    @property
    def seen(self) -> int:
        return self.agree + self.disagree + self.passed

    @property
    def support_percent(self) -> int:
        """Share that agrees among those with an opinion, with one imagined voice each way (Laplace), rounded down.

        So an idea that one person saw and liked does not stand above one that most of a class likes.
        """
        return 100 * (self.agree + 1) // (self.agree + self.disagree + 2)


def shortlist(cards: Sequence[Card], lot: Lot) -> tuple[tuple[int, ...], tuple[Tie, ...]]:
    """Ideas by support, then by how many agree, then by the lot."""
    check_lot(lot, len(cards))
    return order([card.support_percent for card in cards], (Tiebreak("agree", [card.agree for card in cards]),), lot)


def next_cards(seen: Sequence[int], done: Iterable[int], lot: Lot) -> tuple[int, ...]:
    """The ideas that one person has still to judge, those that fewest people saw first; `lot` is this person's own."""
    judged = set(done)
    return tuple(sorted((one for one in lot if one not in judged), key=lambda one: seen[one]))


@dataclass(frozen=True)
class Day:
    """How a date suits: people for whom it does, if need be, and not at all."""

    yes: int
    if_need_be: int
    no: int


def date_poll(days: Sequence[Day], lot: Lot) -> tuple[tuple[int, ...], tuple[Tie, ...]]:
    """Dates by how many can come, then by how many like it, then by the lot."""
    check_lot(lot, len(days))
    can = [day.yes + day.if_need_be for day in days]
    return order(can, (Tiebreak("yes", [day.yes for day in days]),), lot)
