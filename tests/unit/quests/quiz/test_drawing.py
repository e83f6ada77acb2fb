from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.gamification.domain.quiz.drawing import Pick, as_written, draw, remixed
from tools.gamification.domain.quiz.marking import AnswerInvalid, mark
from tools.gamification.domain.quiz.questions import (
    Choice,
    Cloze,
    Form,
    Gap,
    Near,
    Number,
    Option,
    Ordering,
    Question,
    QuestionInvalid,
    Several,
    Short,
)
from tools.gamification.domain.quiz.written import (
    question_from_json,
    question_to_json,
    sheet_from_json,
    sheet_to_json,
)

ONE, HALF = Fraction(1), Fraction(1, 2)
COLOUR = Choice((Option("red", ONE, "Yes."), Option("blue"), Option("green")))
PRIMES = Several((Option("2", HALF), Option("3", HALF), Option("4", -HALF)))
ORDER = Ordering(("a", "b", "c"))
TEXT = Cloze(
    ("It is ", Gap(COLOUR, weight=2), " and ", Gap(Number((Near(Decimal("0.50"), Decimal("0.1")),)), label="x"))
)
BODIES = (COLOUR, PRIMES, ORDER, TEXT, Short((Form("a*"), Form("b", HALF, "Nearly.")), case_matters=True))
BANKS = {
    "easy": tuple(Question(f"e{number}", f"Easy {number}?", COLOUR) for number in range(10)),
    "mixed": tuple(Question(f"m{number}", "?", body, "Because.", "Title") for number, body in enumerate(BODIES)),
}


def test_a_seed_draws_the_same_sheet_for_ever():
    picks = [Pick("easy", 3), Pick("mixed", 2)]
    assert draw(picks, BANKS, "seed") == draw(picks, BANKS, "seed")
    assert [one.question for one in draw(picks, BANKS, "seed")] == ["e6", "e5", "m3", "e0", "m2"]


@given(st.text(max_size=8), st.integers(0, 12))
def test_as_many_questions_as_asked_for_each_once(seed, number):
    keys = [one.question for one in draw([Pick("easy", number), Pick("easy", 2)], BANKS, seed)]
    assert len(keys) == len(set(keys)) == min((number or 10) + 2, 10)


def test_every_question_of_a_bank_comes_up():
    seen = {one.question for seed in range(60) for one in draw([Pick("easy", 2)], BANKS, str(seed))}
    assert seen == {one.key for one in BANKS["easy"]}


@given(st.text(max_size=8))
def test_things_to_order_never_stand_in_the_right_order(seed):
    (shown,) = draw([Pick("o")], {"o": [Question("q", "", ORDER)]}, seed, mix=False)
    assert shown.orders[0] != (0, 1, 2)


@given(st.sampled_from(["seed", "a", "b"]), st.sampled_from(BODIES), st.data())
def test_an_answer_in_shown_places_marks_as_the_one_that_was_meant(seed, body, data):
    (shown,) = draw([Pick("b")], {"b": [Question("q", "", body)]}, seed)

    def shown_place(meant, order):
        return order.index(meant)

    if isinstance(body, Choice):
        meant = data.draw(st.integers(0, len(body.options) - 1))
        sent = shown_place(meant, shown.orders[0])
    elif isinstance(body, Several):
        meant = tuple(data.draw(st.sets(st.integers(0, len(body.options) - 1))))
        sent = tuple(shown_place(one, shown.orders[0]) for one in meant)
    elif isinstance(body, Ordering):
        meant = tuple(data.draw(st.permutations(range(3))))
        sent = tuple(shown_place(one, shown.orders[0]) for one in meant)
    elif isinstance(body, Cloze):
        place = data.draw(st.integers(0, 2))
        meant, sent = (place, "0.5"), (shown_place(place, shown.orders[0]), "0.5")
    else:
        meant = sent = "abc"
    assert mark(body, as_written(body, shown.orders, sent)) == mark(body, meant)


@pytest.mark.parametrize("answer", [3, -1, True, "0", (0, 1)])
def test_a_place_that_was_not_shown_is_refused(answer):
    with pytest.raises(AnswerInvalid):
        mark(COLOUR, as_written(COLOUR, ((2, 0, 1),), answer))


def test_a_second_try_can_leave_out_what_was_right():
    sheet = draw([Pick("mixed")], BANKS, "seed")
    bodies = {one.key: one.body for one in BANKS["mixed"]}
    again = remixed(sheet, bodies, "other", without=frozenset({"m0", "m1"}))
    assert {one.question for one in again} == {"m2", "m3", "m4"}


def test_questions_and_sheets_are_written_and_read_without_loss():
    for question in BANKS["mixed"]:
        assert question_from_json(question_to_json(question)) == question
    sheet = draw([Pick("mixed")], BANKS, "seed")
    assert sheet_from_json(sheet_to_json(sheet)) == sheet


GOOD = question_to_json(BANKS["mixed"][0])


@pytest.mark.parametrize(
    "damaged",
    [
        None,
        [],
        {},
        {**GOOD, "kind": "essay"},
        {**GOOD, "kind": ["choice"]},
        {**GOOD, "key": 7},
        {**GOOD, "prompt": None},
        {**GOOD, "prompt": "x" * 20_001},
        {**GOOD, "options": "ab"},
        {**GOOD, "options": [{"text": "a", "share": "1/0"}, {"text": "b"}]},
        {**GOOD, "options": [{"text": "a", "share": "one"}, {"text": "b"}]},
        {**GOOD, "options": [{"text": str(one)} for one in range(201)]},
        {**GOOD, "kind": "number", "accepted": [{"value": "x"}]},
        {**GOOD, "kind": "cloze", "parts": [{"body": question_to_json(BANKS["mixed"][3])}]},
    ],
)
def test_what_is_no_question_is_refused_and_breaks_nothing(damaged):
    with pytest.raises(QuestionInvalid):
        question_from_json(damaged)
