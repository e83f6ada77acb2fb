"""The rule card: all that decides how ballots are counted, fixed before the first one and held fast by a hash."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lti_tools.pure.lots import Lots, freeze
from tools.co_curriculum.domain.ballots import Kind, Paper
from tools.co_curriculum.domain.methods import METHODS, Method, Needs

FORMAT, VERSION = "lti-tools/rule-card", 1
NAMED, SECRET = "named", "secret"
TEACHER = "teacher"
"""Level options are told as level, and the teacher decides between them, openly."""

STAYS = "stays"
"""What becomes of an option that its author takes back once voting has opened: it stays on the ballot and counts."""

TIES: Mapping[Method, tuple[str, ...]] = {
    Method.APPROVAL: (TEACHER,),
    Method.STARS: ("stars", "fives", "lot"),
    Method.STAR: ("head-to-head", "stars", "fives", "lot"),
    Method.IRV: ("earlier-round", "lot"),
    Method.STV: ("earlier-stage", "lot"),
    Method.STV_EXACT: ("earlier-stage", "lot"),
    Method.CARDS: ("agree", "lot"),
    Method.DATES: ("yes", "lot"),
    Method.MAJORITY: (),
    Method.CONSENT: (),
}
"""What decides between level options, in this order; methods not named here go to the lot at once."""


@dataclass(frozen=True, kw_only=True)
class RuleCard:
    """The rules of one vote. Options are places from 0 in `options` everywhere else."""

    options: tuple[str, ...]
    method: Method = Method.APPROVAL
    most: int | None = None
    """Ticks of one person at most; None for any number."""
    budget: int | None = None
    """Dots or points of each person."""
    winners: int = 1
    weeks: int | None = None
    costs: tuple[int, ...] = ()
    """Weeks that each option takes; empty where the method asks for none."""
    quorum: int = 0
    """Percent of those who may vote that have to take part."""
    secrecy: str = NAMED
    whole: bool = False
    """Whole ballots are published even of a small class."""
    voters: tuple[str, ...] = ()
    """Names of the groups that vote; none: everybody."""
    latecomers: bool = True
    """Who joins after the opening votes too."""
    mandate: Mapping[str, str] | None = None
    """What is up for choice and what binds, as the teacher promised it."""
    seed: str = ""
    """Of the lot; empty until it is drawn at the opening."""

    @property
    def needs(self) -> Needs:
        return METHODS[self.method]

    @property
    def kind(self) -> Kind:
        return self.needs.kind

    @property
    def paper(self) -> Paper:
        return Paper(self.kind, self.most, self.budget, self.needs.level)

    @property
    def is_secret(self) -> bool:
        return self.secrecy == SECRET

    @property
    def ties(self) -> tuple[str, ...]:
        return TIES.get(self.method, ("lot",))

    @property
    def lot(self) -> tuple[int, ...]:
        """The options in the order drawn; in the order of the card before the draw."""
        places = range(len(self.options))
        return tuple(Lots(self.seed).shuffled(places)) if self.seed else tuple(places)

    def drawn(self, seed: str) -> "RuleCard":
        """The card with its lot drawn."""
        return replace(self, seed=seed)


def write(card: RuleCard) -> dict[str, Any]:
    """The card as it is published and hashed."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "options": list(card.options),
        "method": card.method.value,
        "ballot": card.kind.value,
        "most": card.most,
        "budget": card.budget,
        "winners": card.winners,
        "weeks": card.weeks,
        "costs": list(card.costs),
        "quorum": card.quorum,
        "secrecy": card.secrecy,
        "whole": card.whole,
        **({"voters": list(card.voters)} if card.voters else {}),
        **({} if card.latecomers else {"latecomers": False}),
        "mandate": None if card.mandate is None else dict(card.mandate),
        "ties": list(card.ties),
        "withdrawn": STAYS,
        "seed": card.seed,
        "lot": list(card.lot) if card.seed else [],
    }


def read(stored: Mapping[str, Any]) -> RuleCard:
    """A card that `write` wrote. Raises `KeyError`, `ValueError` or `TypeError` for anything else."""
    return RuleCard(
        options=tuple(map(str, stored["options"])),
        method=Method(stored["method"]),
        most=stored["most"],
        budget=stored["budget"],
        winners=int(stored["winners"]),
        weeks=stored["weeks"],
        costs=tuple(map(int, stored["costs"])),
        quorum=int(stored["quorum"]),
        secrecy=str(stored["secrecy"]),
        whole=bool(stored["whole"]),
        voters=tuple(map(str, stored.get("voters", ()))),
        latecomers=bool(stored.get("latecomers", True)),
        mandate=stored["mandate"],
        seed=str(stored["seed"]),
    )


def digest(card: RuleCard) -> str:
    """SHA-256 of the card's canonical text, in hexadecimal."""
    return freeze(write(card))


def changed(frozen: RuleCard, wanted: RuleCard) -> tuple[str, ...]:
    """Names of the rules that differ; the order in which options are listed and the lot are none of them."""
    same_order = sorted(frozen.options) == sorted(wanted.options)
    pairs: Sequence[tuple[str, bool]] = [
        ("options", not same_order),
        (
            "costs",
            dict(zip(frozen.options, frozen.costs, strict=False))
            != dict(zip(wanted.options, wanted.costs, strict=False)),
        ),
        *((name, getattr(frozen, name) != getattr(wanted, name)) for name in _PLAIN),
    ]
    return tuple(name for name, differs in pairs if differs)


_PLAIN = (
    "method",
    "most",
    "budget",
    "winners",
    "weeks",
    "quorum",
    "secrecy",
    "whole",
    "voters",
    "latecomers",
    "mandate",
)
