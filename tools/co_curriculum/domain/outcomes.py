"""One count for every method: a rule card and ballots in, an outcome of plain numbers out.

An outcome is what is shown, published and compared at a recount, so it holds whole numbers, texts ("3/7" for a
fraction), lists and mappings with text keys alone; options are places in the card.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from tools.co_curriculum.domain.ballots import Kind
from tools.co_curriculum.domain.counting import condorcet, irv, pairs, questions, schulze, shares, star, stv, sums, wigm
from tools.co_curriculum.domain.counting.profile import Grades, Rankings, grades, rankings
from tools.co_curriculum.domain.counting.ties import Tie
from tools.co_curriculum.domain.methods import Method
from tools.co_curriculum.domain.rule_card import TEACHER, RuleCard

Row = Sequence[int | None]
"""A ballot: a mark for each option of the card (`domain.ballots.row`)."""
Outcome = dict[str, Any]


def count(card: RuleCard, rows: Iterable[Row], *, undecided: int = 0, entitled: int = 0) -> Outcome:
    """The outcome of a vote. `rows` are the ballots with a preference, `undecided` how many have none.

    `entitled` is how many may vote, for a quorum. Raises `ValueError` for ballots that do not fit the card.
    """
    ballots = [list(row) for row in rows]
    if any(len(row) != len(card.options) for row in ballots):
        raise ValueError("a ballot has one mark for each option")
    head = {"method": card.method.value, "voters": len(ballots), "undecided": undecided}
    return head | _COUNTS[card.method](card, ballots, undecided, entitled)


def as_grades(card: RuleCard, rows: Sequence[Row]) -> Grades:
    """Ballots of ticks, stars or dots as numbers, more is better; a ranking as options minus place."""
    size = len(card.options)
    if card.kind is Kind.RANKED:
        return grades(([size + 1 - (mark or size + 1) for mark in row] for row in rows), size)
    return grades(([mark or 0 for mark in row] for row in rows), size)


def as_rankings(card: RuleCard, rows: Sequence[Row]) -> Rankings:
    """Ballots with places as orders; level options (where a method is compared only) in the order of the lot."""
    place = {option: at for at, option in enumerate(card.lot)}
    return rankings((_order(row, place) for row in rows), len(card.options))


def _order(row: Row, place: Mapping[int, int]) -> list[int]:
    marked = [(mark, place[option], option) for option, mark in enumerate(row) if mark]
    return [option for _mark, _place, option in sorted(marked)]


def _ties(found: Iterable[Tie]) -> list[dict[str, Any]]:
    return [{"options": list(tie.options), "rule": tie.rule, "first": tie.first} for tie in found]


def _number(value: int | Fraction) -> int | str:
    return str(value) if isinstance(value, Fraction) and value.denominator != 1 else int(value)


def _table(ballots: Grades) -> list[list[int]]:
    return [[int(value) for value in line] for line in pairs.pair_table(ballots)]


def _approval(card: RuleCard, rows: Sequence[Row], _undecided: int, _entitled: int) -> Outcome:
    totals = list(map(int, sums.total(as_grades(card, rows))))
    order = sorted(range(len(totals)), key=lambda option: -totals[option])
    best = max(totals, default=0)
    winners = [option for option in order if best and totals[option] == best]
    rule = [{"options": sorted(winners), "rule": TEACHER, "first": None}] if len(winners) > 1 else []
    return {"winners": winners, "order": order, "totals": totals, "ties": rule}


def _sum(card: RuleCard, rows: Sequence[Row], _undecided: int, _entitled: int) -> Outcome:
    found = sums.by_sum(as_grades(card, rows), card.lot)
    return _by_order(card, found.order, found.ties, any(found.totals)) | {"totals": list(found.totals)}


def _borda(card: RuleCard, rows: Sequence[Row], _undecided: int, _entitled: int) -> Outcome:
    found = sums.borda(as_grades(card, rows), card.lot)
    return _by_order(card, found.order, found.ties, bool(rows)) | {"totals": list(found.totals), "halves": 1}


def _by_order(card: RuleCard, order: Sequence[int], ties: Iterable[Tie], anybody: bool) -> Outcome:
    return {
        "winners": list(order[: card.winners]) if anybody else [],
        "order": list(order),
        "ties": _ties(ties) if anybody else [],
    }


def _schulze(card: RuleCard, rows: Sequence[Row], _undecided: int, _entitled: int) -> Outcome:
    ballots = as_grades(card, rows)
    way = schulze.schulze_on_stars if card.method is Method.STARS else schulze.schulze
    found = way(ballots, card.lot)
    more = _stars(ballots) if card.method is Method.STARS else {}
    return (
        _by_order(card, found.order, found.ties, bool(rows))
        | {"pairs": [list(line) for line in found.pairs], "paths": [list(line) for line in found.paths]}
        | more
    )


def _stars(ballots: Grades) -> Outcome:
    """All stars, and how many people gave five: what breaks ties."""
    return {
        "totals": list(map(int, sums.total(ballots))),
        "fives": list(map(int, sums.times_given(ballots, star.BEST))),
    }


def _ranked_pairs(card: RuleCard, rows: Sequence[Row], _undecided: int, _entitled: int) -> Outcome:
    ballots = as_grades(card, rows)
    found = condorcet.ranked_pairs(ballots, card.lot)
    wins = [[win.winner, win.loser, win.votes, win.against, int(win.locked)] for win in found.wins]
    return _by_order(card, found.order, (), bool(rows)) | {"pairs": _table(ballots), "wins": wins}


def _minimax(card: RuleCard, rows: Sequence[Row], _undecided: int, _entitled: int) -> Outcome:
    ballots = as_grades(card, rows)
    found = condorcet.minimax(ballots, card.lot)
    return _by_order(card, found.order, found.ties, bool(rows)) | {"pairs": _table(ballots), "worst": list(found.worst)}


def _star(card: RuleCard, rows: Sequence[Row], _undecided: int, _entitled: int) -> Outcome:
    ballots = as_grades(card, rows)
    found = star.star(ballots, card.lot)
    order = [found.winner] + [one for one in found.finalists if one != found.winner]
    rest = [one for one in range(len(card.options)) if one not in order]
    order += sorted(rest, key=lambda one: (-found.totals[one], list(card.lot).index(one)))
    final = {"options": list(found.finalists), "votes": list(found.runoff)}
    return _by_order(card, order, found.ties, bool(rows)) | _stars(ballots) | {"pairs": _table(ballots), "final": final}


def _irv(card: RuleCard, rows: Sequence[Row], _undecided: int, _entitled: int) -> Outcome:
    found = irv.instant_runoff(as_rankings(card, rows), card.lot)
    size = len(card.options)
    rounds = [
        {
            "votes": [one.votes.get(option) for option in range(size)],
            "exhausted": one.exhausted,
            "out": one.out,
            "moved": [one.moved.get(option, 0) for option in range(size)],
        }
        for one in found.rounds
    ]
    out = [one.out for one in found.rounds if one.out is not None]
    left = [option for option in range(size) if option not in out and option != found.winner]
    left.sort(key=lambda option: (-found.rounds[-1].votes[option], list(card.lot).index(option)))
    ties = [one.tie for one in found.rounds if one.tie]
    return _by_order(card, [found.winner, *left, *reversed(out)], ties, bool(rows)) | {"rounds": rounds}


def _stv(card: RuleCard, rows: Sequence[Row], _undecided: int, _entitled: int) -> Outcome:
    exact = card.method is Method.STV_EXACT
    ballots = as_rankings(card, rows)
    found: Any = (
        wigm.exact_stv(ballots, card.winners, card.lot) if exact else stv.scottish_stv(ballots, card.winners, card.lot)
    )
    unit = 1 if exact else found.unit
    stages = [
        {
            "step": one.step.value,
            "option": one.option,
            "votes": [_number(value) for value in one.votes],
            "lost": _number(one.lost),
            "elected": list(one.elected),
        }
        for one in found.stages
    ]
    rest = [one for one in range(len(card.options)) if one not in found.elected]
    return {
        "winners": list(found.elected) if rows else [],
        "order": [*found.elected, *rest],
        "ties": _ties(one.tie for one in found.stages if one.tie) if rows else [],
        "unit": unit,
        "quota": _number(found.quota),
        "stages": stages,
    }


def _shares(card: RuleCard, rows: Sequence[Row], _undecided: int, _entitled: int) -> Outcome:
    way = shares.phragmen if card.method is Method.PHRAGMEN else shares.equal_shares
    ballots = as_grades(card, rows)
    found = way(ballots, card.costs, card.weeks or 0, card.lot)
    bought = [
        {"option": one.option, "way": one.way.value, "fans": one.fans, "each": str(one.each), "left": one.left}
        for one in found.bought
    ]
    taken = list(found.winners)
    pleased = sum(any(row[option] for option in taken) for row in rows)
    return {
        "winners": taken,
        "order": [*taken, *(one for one in range(len(card.options)) if one not in taken)],
        "ties": _ties(one.tie for one in found.bought if one.tie),
        "totals": list(map(int, sums.total(ballots))),
        "bought": bought,
        "pleased": pleased,
    }


def _questions(card: RuleCard, rows: Sequence[Row], undecided: int, entitled: int) -> Outcome:
    way = questions.yes_or_no if card.method is Method.MAJORITY else questions.consent
    answers = []
    for option in range(len(card.options)):
        marks = [row[option] for row in rows]
        yes, no = marks.count(1), marks.count(-1)
        found = way(yes, no, len(marks) - yes - no + undecided, entitled=entitled, quorum_percent=card.quorum)
        answers.append([found.yes, found.no, found.abstained, found.needed, found.verdict.value])
    winners = [option for option, answer in enumerate(answers) if answer[4] == questions.Verdict.YES.value]
    return {"winners": winners, "order": list(range(len(answers))), "ties": [], "answers": answers}


def _cards(card: RuleCard, rows: Sequence[Row], _undecided: int, _entitled: int) -> Outcome:
    seen = [[row[option] for row in rows] for option in range(len(card.options))]
    found = [questions.Card(marks.count(1), marks.count(-1), marks.count(0)) for marks in seen]
    order, ties = questions.shortlist(found, card.lot)
    numbers = [[one.agree, one.disagree, one.passed, one.support_percent] for one in found]
    return _by_order(card, order, ties, bool(rows)) | {"cards": numbers}


def _dates(card: RuleCard, rows: Sequence[Row], _undecided: int, _entitled: int) -> Outcome:
    days = [
        questions.Day(*([row[option] for row in rows].count(mark) for mark in (2, 1, 0)))
        for option in range(len(card.options))
    ]
    order, ties = questions.date_poll(days, card.lot)
    return _by_order(card, order, ties, bool(rows)) | {"days": [[one.yes, one.if_need_be, one.no] for one in days]}


_Count = Callable[[RuleCard, Sequence[Row], int, int], Outcome]
_COUNTS: Mapping[Method, _Count] = {
    Method.APPROVAL: _approval,
    Method.EQUAL_SHARES: _shares,
    Method.PHRAGMEN: _shares,
    Method.STARS: _schulze,
    Method.STAR: _star,
    Method.SCORE: _sum,
    Method.SCHULZE: _schulze,
    Method.RANKED_PAIRS: _ranked_pairs,
    Method.MINIMAX: _minimax,
    Method.BORDA: _borda,
    Method.IRV: _irv,
    Method.STV: _stv,
    Method.STV_EXACT: _stv,
    Method.SINGLE: _sum,
    Method.DOTS: _sum,
    Method.QUADRATIC: _sum,
    Method.MAJORITY: _questions,
    Method.CONSENT: _questions,
    Method.CARDS: _cards,
    Method.DATES: _dates,
}

_COMPARED: Mapping[Kind, tuple[Method, ...]] = {
    Kind.STARS: (Method.STARS, Method.STAR, Method.SCORE),
    Kind.RANKED: (Method.SCHULZE, Method.RANKED_PAIRS, Method.MINIMAX, Method.BORDA, Method.IRV),
    Kind.APPROVAL: (Method.APPROVAL, Method.EQUAL_SHARES, Method.PHRAGMEN),
}
"""Ways to count the same ballots, for teaching."""


def others(card: RuleCard, rows: Sequence[Row]) -> dict[str, list[int]]:
    """What other ways to count these ballots would have chosen, method -> winners. Nothing follows from it."""
    found: dict[str, list[int]] = {}
    for method in _COMPARED.get(card.kind, ()):
        weeks_differ = method in (Method.EQUAL_SHARES, Method.PHRAGMEN) and card.weeks is None
        if method is card.method or weeks_differ or (card.winners > 1 and method is not Method.BORDA):
            continue
        found[method.value] = count(replace(card, method=method), rows)["winners"]
    return found
