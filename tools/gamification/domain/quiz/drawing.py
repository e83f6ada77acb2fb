"""Which questions a try is made of, and in which order what stands: drawn from banks by lot, from a seed.

A drawn sheet is kept with the try, so that a question changed or moved later changes nothing in it. What a browser
sends are places as they were shown; `as_written` turns them into places of the question, so that no page gives the
right answer away by its numbers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lti_tools.pure.lots import Lots
from tools.gamification.domain.quiz.marking import Answer, AnswerInvalid
from tools.gamification.domain.quiz.questions import Body, Choice, Cloze, Ordering, Question, Several

Order = tuple[int, ...]
"""For each place that is shown the place in the question as written; empty where there is nothing to order."""


@dataclass(frozen=True, slots=True)
class Pick:
    """So many questions of a bank, drawn anew for each try; 0 takes all of them."""

    bank: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Shown:
    """One question on a sheet and the order of its options or items; of a cloze one for each gap."""

    question: str
    orders: tuple[Order, ...] = ()


Sheet = tuple[Shown, ...]


def draw(picks: Sequence[Pick], banks: Mapping[str, Sequence[Question]], seed: str, *, mix: bool = True) -> Sheet:
    """A sheet; the same seed and banks give the same one, whatever else is asked for.

    Questions picked twice stand once. `mix` draws the order of questions, and of options too; items to be put in
    order are always mixed and never stand in the right one.
    """
    found: dict[str, Question] = {}
    for number, pick in enumerate(picks):
        bank = sorted((one for one in banks.get(pick.bank, ()) if one.key not in found), key=lambda one: one.key)
        drawn = Lots(f"{seed}/{number}/{pick.bank}").sample(bank, pick.number or len(bank))
        kept = {one.key for one in drawn}
        found.update((one.key, one) for one in banks.get(pick.bank, ()) if one.key in kept)
    questions = Lots(f"{seed}/questions").shuffled(found.values()) if mix else list(found.values())
    return tuple(Shown(one.key, orders_of(one.body, f"{seed}/{one.key}", mix=mix)) for one in questions)


def orders_of(body: Body, seed: str, *, mix: bool = True) -> tuple[Order, ...]:
    """The orders in which a question's options or items are shown."""
    if isinstance(body, Ordering):
        return (_disordered(len(body.items), Lots(seed)),)
    if isinstance(body, Cloze):
        bodies = [gap.body for gap in body.gaps]
        return tuple(next(iter(orders_of(one, f"{seed}/{place}", mix=mix)), ()) for place, one in enumerate(bodies))
    if isinstance(body, (Choice, Several)):
        places = range(len(body.options))
        return (tuple(Lots(seed).shuffled(places) if mix else places),)
    return ()


def as_written(body: Body, orders: Sequence[Order], answer: Answer) -> Answer:
    """An answer in places as shown -> in places of the question; raises `AnswerInvalid` for places not shown."""
    if answer is None or not orders:
        return answer
    if isinstance(body, Cloze):
        if not isinstance(answer, tuple) or len(answer) != len(orders):
            raise AnswerInvalid("one answer for each gap is expected")
        return tuple(
            as_written(gap.body, (order,) if order else (), one)
            for gap, order, one in zip(body.gaps, orders, answer, strict=True)
        )
    order = orders[0]
    if isinstance(answer, tuple):
        return tuple(_written(order, one) for one in answer)
    return _written(order, answer)


def _written(order: Order, place: Any) -> int:
    if not isinstance(place, int) or isinstance(place, bool) or place not in range(len(order)):
        raise AnswerInvalid("no such place")
    return order[place]


def _disordered(number: int, lots: Lots) -> Order:
    """A drawn order of 0 to `number` - 1 other than the right one."""
    while True:
        order = tuple(lots.shuffled(range(number)))
        if order != tuple(range(number)):
            return order


def remixed(sheet: Sheet, bodies: Mapping[str, Body], seed: str, *, without: frozenset[str] = frozenset()) -> Sheet:
    """The same questions in another order, options too; `without` those that need no second try."""
    left = Lots(f"{seed}/questions").shuffled(one.question for one in sheet if one.question not in without)
    return tuple(Shown(key, orders_of(bodies[key], f"{seed}/{key}")) for key in left)
