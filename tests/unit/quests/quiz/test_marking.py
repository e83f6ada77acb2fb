from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.gamification.domain.quiz.marking import NOTHING, AnswerInvalid, mark, number_of, plain, total
from tools.gamification.domain.quiz.questions import (
    Choice,
    Cloze,
    Form,
    Gap,
    Near,
    Number,
    Option,
    Ordering,
    QuestionInvalid,
    Several,
    Short,
)
from tools.gamification.domain.quiz.trying import Held, Retry, Reveal, Why, held, reveals, tries_left

HALF, THIRD, FULL = Fraction(1, 2), Fraction(1, 3), Fraction(1)
CAPITAL = Choice((Option("Paris", FULL, "Yes."), Option("Lyon", HALF), Option("Rome", -HALF, "Italy.")))
PRIMES = Several((Option("2", HALF), Option("3", HALF), Option("4", -HALF), Option("6", -HALF)))
PI = Number((Near(Decimal("3.14"), Decimal("0.01")), Near(Decimal(3), Decimal("0.5"), HALF, "More exactly?")))
WORDS = Short((Form("o'zbek tili"), Form("*colo*r*", HALF), Form(r"2\*3")))
STEPS = Ordering(("wake", "eat", "go", "learn"))
TEXT = Cloze(("The capital is ", Gap(CAPITAL), ", pi is ", Gap(PI, weight=3), "."))


@pytest.mark.parametrize(
    ("body", "answer", "percent"),
    [
        (CAPITAL, 0, 100),
        (CAPITAL, 1, 50),
        (CAPITAL, 2, 0),
        (PRIMES, (0, 1), 100),
        (PRIMES, (0,), 50),
        (PRIMES, (0, 1, 2), 50),
        (PRIMES, (0, 1, 2, 3), 0),
        (PRIMES, (), 0),
        (PI, "3.14", 100),
        (PI, "3,15", 100),
        (PI, "3.1501", 50),
        (PI, "22/7", 100),
        (PI, "4", 0),
        (PI, "pi", 0),
        (WORDS, "  OʻZBEK\u00a0 tili ", 100),
        (WORDS, "o’zbek tili", 100),
        (WORDS, "the colours", 50),
        (WORDS, "color", 50),
        (WORDS, "2*3", 100),
        (WORDS, "2x3", 0),
        (WORDS, "", 0),
        (STEPS, (0, 1, 2, 3), 100),
        (STEPS, (1, 2, 3, 0), 66),
        (STEPS, (3, 2, 1, 0), 0),
        (TEXT, (0, "3.14"), 100),
        (TEXT, (0, None), 25),
        (TEXT, (2, "3.14"), 75),
    ],
)
def test_an_answer_gives_its_share(body, answer, percent):
    assert mark(body, answer).percent == percent


def test_an_unanswered_question_gives_nothing_and_feedback_follows_the_answer():
    assert mark(CAPITAL, None) == NOTHING
    assert mark(CAPITAL, 2).feedback == ("Italy.",)
    assert mark(TEXT, (0, "3")).feedback == ("Yes.", "More exactly?")


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        (CAPITAL, 3),
        (CAPITAL, -1),
        (CAPITAL, True),
        (CAPITAL, "0"),
        (PRIMES, (0, 0)),
        (PRIMES, 0),
        (PRIMES, (9,)),
        (PI, 3),
        (WORDS, (1,)),
        (STEPS, (0, 1, 2)),
        (STEPS, (0, 1, 2, 2)),
        (TEXT, (0,)),
        (TEXT, 0),
    ],
)
def test_what_no_form_sends_is_refused(body, answer):
    with pytest.raises(AnswerInvalid):
        mark(body, answer)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: Choice((Option("a", FULL),)), "too-few-options"),
        (lambda: Choice((Option("a", FULL), Option("a"))), "options-alike"),
        (lambda: Choice((Option("a", HALF), Option("b"))), "no-right-option"),
        (lambda: Several((Option("a", HALF), Option("b", THIRD))), "shares-not-whole"),
        (lambda: Several((Option("a", FULL), Option("b", Fraction(-2)))), "share-outside"),
        (lambda: Number((Near(Decimal(1), share=HALF),)), "no-right-answer"),
        (lambda: Near(Decimal(1), Decimal(-1)), "tolerance-negative"),
        (lambda: Near(Decimal("NaN")), "tolerance-negative"),
        (lambda: Short((Form("a"), Form(" "))), "empty-form"),
        (lambda: Ordering(("a",)), "too-few-items"),
        (lambda: Ordering(("a", "a")), "items-alike"),
        (lambda: Cloze(("text",)), "no-gap"),
    ],
)
def test_a_question_that_nobody_could_answer_is_refused(make, code):
    with pytest.raises(QuestionInvalid, match=f"^{code}$"):
        make()


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1 000,5", Fraction(2001, 2)),
        ("1'000", Fraction(1000)),
        ("−2", Fraction(-2)),
        (".5", HALF),
        ("½", HALF),
        ("1e3", Fraction(1000)),
        ("1/0", None),
        ("1e9999", None),
        ("1,000,000", None),
        ("٣", Fraction(3)),
        ("NaN", None),
        ("", None),
        ("12 apples", None),
    ],
)
def test_numbers_are_read_as_people_type_them(typed, number):
    assert number_of(typed) == number


orderings = st.integers(2, 7).map(lambda number: Ordering(tuple(map(str, range(number)))))


@given(st.integers(1, 6), st.integers(1, 6), st.data())
def test_choosing_everything_never_pays_where_wrong_ones_take_back(right, wrong, data):
    options = [Option(f"r{one}", Fraction(1, right)) for one in range(right)]
    options += [Option(f"w{one}", Fraction(-1, right)) for one in range(wrong)]
    body = Several(tuple(options))
    chosen = data.draw(st.sets(st.integers(0, len(options) - 1)))
    found = mark(body, tuple(chosen)).share
    assert 0 <= found <= 1
    assert (found == 1) == (chosen == set(range(right)))


@given(orderings, st.randoms(use_true_random=False))
def test_an_order_is_right_in_full_only_where_nothing_is_out_of_place(body, rng):
    order = list(range(len(body.items)))
    rng.shuffle(order)
    found = mark(body, tuple(order)).share
    assert 0 <= found <= 1
    assert (found == 1) == (order == sorted(order))


@given(st.text(max_size=60))
def test_a_form_without_stars_accepts_itself_however_it_is_written(text):
    form = text.replace("*", "").replace("\\", "")
    if plain(form):
        body = Short((Form(form),))
        assert mark(body, f"  {form}  ").share == 1
        assert mark(body, plain(form)).share == 1


@given(st.text(max_size=2000))
def test_no_typed_text_breaks_a_number_or_a_form(text):
    assert mark(PI, text).share in (0, HALF, 1)
    assert mark(WORDS, text).share in (0, HALF, 1)


def test_a_form_full_of_stars_takes_no_time():
    form = Short((Form("*a" * 100 + "*b"),))
    assert mark(form, "a" * 1000).share == 0


def test_the_score_of_a_quiz_is_the_mean_and_full_only_for_all():
    assert total([mark(CAPITAL, 0), mark(CAPITAL, 1), mark(CAPITAL, 2)]) == 50
    assert total([mark(CAPITAL, 0)] * 200 + [mark(STEPS, (1, 2, 3, 0))]) == 99
    assert total([]) == 0


NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("rules", "ends", "best", "more", "expected"),
    [
        (Retry(), [], 0, 0, None),
        (Retry(), [NOW] * 50, 99, 0, None),
        (Retry(), [NOW], 100, 0, Held(Why.ALL_RIGHT)),
        (Retry(tries=2), [NOW - HOUR], 50, 0, None),
        (Retry(tries=2), [NOW - HOUR, NOW - HOUR], 50, 0, Held(Why.NO_TRIES_LEFT)),
        (Retry(tries=2), [NOW - HOUR, NOW - HOUR], 50, 1, None),
        (Retry(wait=2 * HOUR), [NOW - HOUR, NOW - 3 * HOUR], 0, 0, Held(Why.WAIT, NOW + HOUR)),
        (Retry(wait=2 * HOUR), [NOW - 2 * HOUR], 0, 0, None),
    ],
)
def test_another_try_is_open_until_a_rule_holds_it(rules, ends, best, more, expected):
    assert held(rules, ends, best, NOW, more=more) == expected


@pytest.mark.parametrize(
    ("rules", "finished", "best", "over", "shown"),
    [
        (Retry(reveal=Reveal.AT_ONCE), 1, 0, False, True),
        (Retry(reveal=Reveal.NEVER), 1, 100, True, False),
        (Retry(tries=2, reveal=Reveal.AT_THE_END), 1, 50, False, False),
        (Retry(tries=2, reveal=Reveal.AT_THE_END), 2, 50, False, True),
        (Retry(reveal=Reveal.AT_THE_END), 9, 50, False, False),
        (Retry(reveal=Reveal.AT_THE_END), 9, 50, True, True),
        (Retry(reveal=Reveal.AT_THE_END), 1, 100, False, True),
    ],
)
def test_explanations_are_shown_when_nothing_can_be_won_by_them(rules, finished, best, over, shown):
    assert reveals(rules, finished, best, over=over) is shown


def test_tries_left_are_counted_with_those_a_teacher_added():
    assert tries_left(Retry(), 7) is None
    assert (tries_left(Retry(tries=3), 1), tries_left(Retry(tries=3), 4), tries_left(Retry(tries=3), 3, 2)) == (2, 0, 2)
