"""One door to every count: outcomes of plain numbers, the same for permuted ballots."""

from random import Random

import pytest

from lti_tools.pure.lots import canonical
from tools.co_curriculum.domain.ballots import Kind, Paper, fault, row
from tools.co_curriculum.domain.methods import METHODS, RECOMMENDED, Method, Question
from tools.co_curriculum.domain.outcomes import count, others
from tools.co_curriculum.domain.rule_card import RuleCard, changed, digest, read, write

OPTIONS = ("A", "B", "C", "D")


def card(method, **more):
    needs = METHODS[method]
    rules = {
        "budget": 10 if needs.budget else None,
        "weeks": 2 if needs.weeks else None,
        "costs": (1, 1, 1, 1) if needs.weeks else (),
        **more,
    }
    return RuleCard(options=OPTIONS, method=method, seed="spring", **rules)


def ballot(rng, kind, level):
    """A ballot of chance that is good."""
    if kind is Kind.RANKED:
        order = rng.sample(range(4), rng.randint(1, 4))
        return {option: (rng.randint(1, 4) if level else at) for at, option in enumerate(order, 1)}
    if kind is Kind.SINGLE:
        return {rng.randrange(4): 1}
    marks = {
        Kind.APPROVAL: (1,),
        Kind.STARS: (0, 1, 2, 3, 4, 5),
        Kind.DOTS: (0, 1, 2),
        Kind.QUADRATIC: (0, 1),
        Kind.YES_NO: (1, -1),
        Kind.CONSENT: (1, -1),
        Kind.CARDS: (1, 0, -1),
        Kind.DATES: (2, 1, 0),
    }[kind]
    return {option: rng.choice(marks) for option in rng.sample(range(4), rng.randint(1, 4))}


def ballots(method, number, seed=1):
    rng, needs = Random(seed), METHODS[method]
    found = []
    while len(found) < number:
        marks = ballot(rng, needs.kind, needs.level)
        paper = Paper(needs.kind, budget=10 if needs.budget else None, ties=needs.level)
        if not fault(paper, marks, no_preference=False, options=range(4), words="why"):
            found.append(row(needs.kind, marks, range(4)))
    return found


@pytest.mark.parametrize("method", Method)
def test_every_method_counts_to_plain_numbers_whatever_the_order_of_the_ballots(method):
    rows = ballots(method, 12)
    outcome = count(card(method), rows, undecided=2, entitled=20)
    canonical(outcome)
    assert outcome["voters"] == 12
    assert outcome["undecided"] == 2
    assert outcome == count(card(method), Random(5).sample(rows, 12), undecided=2, entitled=20)
    assert set(outcome["winners"]) <= set(range(4))


@pytest.mark.parametrize("method", Method)
def test_nobody_chose_anything_and_nothing_has_won(method):
    outcome = count(card(method, quorum=50), [], undecided=3, entitled=10)
    canonical(outcome)
    assert outcome["winners"] == []


def test_level_options_of_an_approval_vote_are_left_to_the_teacher():
    outcome = count(card(Method.APPROVAL), [[1, 1, 0, 0], [1, 1, 1, 0]])
    assert outcome["winners"] == [0, 1]
    assert outcome["ties"] == [{"options": [0, 1], "rule": "teacher", "first": None}]


def test_the_lot_of_the_card_decides_where_nothing_else_does():
    lot = card(Method.STAR).lot
    outcome = count(card(Method.STAR), [[5, 5, 5, 5]])
    assert outcome["winners"] == [lot[0]]
    assert outcome["ties"][-1]["rule"] == "lot"


def test_tennessee_comes_out_as_published_by_each_count():
    _memphis, nashville, _chattanooga, knoxville = range(4)
    rows = [[1, 2, 3, 4]] * 42 + [[4, 1, 2, 3]] * 26 + [[4, 3, 1, 2]] * 15 + [[4, 3, 2, 1]] * 17
    told = others(card(Method.IRV), rows)
    assert count(card(Method.IRV), rows)["winners"] == [knoxville]
    assert told == {"schulze": [nashville], "ranked-pairs": [nashville], "minimax": [nashville], "borda": [nashville]}


def test_each_question_leads_to_a_count_and_the_recommended_ones_are_those_of_the_design():
    assert set(RECOMMENDED) == set(Question)
    assert RECOMMENDED[Question.ONE] is Method.STARS
    assert RECOMMENDED[Question.FILL] is Method.EQUAL_SHARES
    assert RECOMMENDED[Question.QUICK] is Method.APPROVAL


def test_a_card_is_read_as_written_and_its_hash_holds_every_rule():
    first = card(Method.EQUAL_SHARES)
    assert read(write(first)) == first
    assert digest(first) != digest(card(Method.PHRAGMEN))
    assert changed(first, card(Method.PHRAGMEN)) == ("method",)
    assert (
        changed(first, RuleCard(options=("B", "A", "C", "D"), method=Method.EQUAL_SHARES, weeks=2, costs=(1,) * 4))
        == ()
    )
    assert "options" in changed(first, RuleCard(options=("A", "B"), method=Method.EQUAL_SHARES, weeks=2, costs=(1, 1)))


def test_a_ballot_that_does_not_fit_the_card_is_refused():
    with pytest.raises(ValueError):
        count(card(Method.STARS), [[1, 2, 3]])
