"""Counting somebody's file of ballots for practice. Nothing of it is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tools.co_curriculum.domain.ballot_files import formats
from tools.co_curriculum.domain.ballot_files.election import Broken, Election
from tools.co_curriculum.domain.ballots import Kind
from tools.co_curriculum.domain.methods import METHODS, Method
from tools.co_curriculum.domain.outcomes import Outcome, count, others
from tools.co_curriculum.domain.rule_card import RuleCard

_FIRST: Mapping[Kind, Method] = {
    Kind.RANKED: Method.SCHULZE,
    Kind.STARS: Method.STARS,
    Kind.APPROVAL: Method.APPROVAL,
    Kind.DOTS: Method.DOTS,
}


@dataclass(frozen=True)
class Practised:
    """A file, counted."""

    election: Election
    card: RuleCard
    outcome: Outcome
    others: Mapping[str, Sequence[int]]

    @property
    def ballots(self) -> int:
        return len(self.election.rows) + self.election.undecided

    @property
    def lot_orders(self) -> bool:
        """Whether options that a ballot puts level were counted in the order of the lot."""
        return self.election.has_ties and not self.card.needs.level


def methods_for(election: Election) -> list[Method]:
    """The ways to count that these ballots allow, the usual one first."""
    found = [
        method
        for method, needs in METHODS.items()
        if needs.kind is election.kind and (not needs.weeks or election.weeks is not None)
    ]
    usual = Method.EQUAL_SHARES if Method.EQUAL_SHARES in found else _FIRST[election.kind]
    return sorted(found, key=lambda method: method is not usual)


def practise(content: bytes, wanted: str = "") -> Practised | Broken:
    """Count a file by the method of that name, or by the usual one where it does not fit; else what is wrong."""
    try:
        election = formats.read(content)
    except Broken as broken:
        return broken
    fitting = methods_for(election)
    method = next((one for one in fitting if one.value == wanted), fitting[0])
    card = formats.card(election, method)
    rows = election.rows
    outcome = count(card, rows, undecided=election.undecided)
    return Practised(election, card, outcome, others(card, rows))
