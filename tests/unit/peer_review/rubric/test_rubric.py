"""Criteria, answers and the marks they make."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.peer_review.domain.rubric.answers import Answer, Fault, faults, mark_of, read_answers, write_answers
from tools.peer_review.domain.rubric.criteria import Criterion, Kind, Level, free_key, read_rubric, write_rubric

LEVELS = Criterion(key="c1", title="Evidence", kind=Kind.LEVELS, levels=(Level("Good", 4), Level("Weak", 1)), weight=3)
SCALE = Criterion(key="c2", title="Style", kind=Kind.SCALE, most=5)
YES = Criterion(key="c3", title="Sources named", kind=Kind.YES_NO)
ERRORS = Criterion(key="c4", title="Spelling", kind=Kind.ERRORS, most=4)
WORDS = Criterion(key="c5", title="What helped", kind=Kind.COMMENT, required=False)
ALL = (LEVELS, SCALE, YES, ERRORS, WORDS)
COMMENT = "A comment of more than twenty characters."


@pytest.mark.parametrize(
    ("criterion", "value", "percent"),
    [
        (LEVELS, 0, 100),
        (LEVELS, 1, 25),
        (SCALE, 0, 0),
        (SCALE, 5, 100),
        (YES, 1, 100),
        (YES, 0, 0),
        (ERRORS, 0, 100),
        (ERRORS, 1, 75),
        (ERRORS, 4, 0),
        (ERRORS, 40, 0),
    ],
)
def test_a_value_is_worth_its_part_of_the_best_one(criterion: Criterion, value: int, percent: float):
    assert criterion.percent(value) == percent


@pytest.mark.parametrize(("criterion", "value"), [(LEVELS, 2), (LEVELS, -1), (SCALE, 6), (YES, 2), (WORDS, 0)])
def test_a_value_off_the_scale_is_no_value(criterion: Criterion, value: int):
    with pytest.raises(ValueError, match=criterion.key):
        criterion.percent(value)


def test_a_mark_is_the_weighted_mean_of_what_counts():
    answers = {"c1": Answer(1), "c2": Answer(4), "c3": Answer(1), "c4": Answer(2)}
    assert mark_of(ALL, answers) == pytest.approx((3 * 25 + 80 + 100 + 50) / 6)
    assert mark_of(ALL, {**answers, "c4": Answer()}) is None
    assert mark_of((WORDS,), {"c5": Answer(None, COMMENT)}) is None


def test_each_fault_is_named():
    answers = {
        "c1": Answer(2, COMMENT),
        "c2": Answer(None, COMMENT),
        "c3": Answer(1, ""),
        "c4": Answer(0, "Short."),
        "c5": Answer(None, "x" * 5001),
    }
    assert faults(ALL, answers, 20) == {
        "c1": Fault.OUTSIDE,
        "c2": Fault.NO_VALUE,
        "c3": Fault.NO_COMMENT,
        "c4": Fault.SHORT_COMMENT,
        "c5": Fault.LONG_COMMENT,
    }


def test_rubrics_and_answers_survive_being_stored():
    assert read_rubric(write_rubric(ALL)) == ALL
    answers = {"c1": Answer(0, COMMENT), "c5": Answer(None, COMMENT)}
    assert read_answers(write_answers({**answers, "c2": Answer()})) == answers
    assert free_key(ALL) == "c6"
    assert free_key(ALL[1:]) == "c1"


@given(st.lists(st.integers(0, 100), min_size=2, max_size=10), st.data())
def test_a_mark_lies_between_0_and_100_whatever_the_levels(points: list[int], data: st.DataObject):
    levels = tuple(Level("Level", one) for one in points)
    rubric = (Criterion(key="c1", title="One", kind=Kind.LEVELS, levels=levels), SCALE)
    answers = {"c1": Answer(data.draw(st.integers(0, len(points) - 1))), "c2": Answer(data.draw(st.integers(0, 5)))}
    mark = mark_of(rubric, answers)
    assert mark is not None
    assert 0 <= mark <= 100
