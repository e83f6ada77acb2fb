"""Examples tell a student where they were stricter or milder than the teacher."""

import pytest

from tools.peer_review.domain.calibration.calibration import Example, Tendency, learn


@pytest.mark.parametrize(
    ("own", "teacher", "tendency"),
    [
        ((25, 50), (75, 75), Tendency.STRICTER),
        ((100, 75), (50, 50), Tendency.MILDER),
        ((75, 50), (75, 50), Tendency.SAME),
        ((100, 25), (75, 50), Tendency.MIXED),
    ],
)
def test_a_tendency_is_what_marks_say_on_average(own, teacher, tendency):
    examples = [Example({"c1": mark}, {"c1": truth}) for mark, truth in zip(own, teacher, strict=True)]
    (lesson,) = learn(examples).lessons
    assert lesson.tendency is tendency


def test_enough_marks_near_the_teachers_pass():
    examples = [Example({"a": 50, "b": 50, "c": 0}, {"a": 50, "b": 60, "c": 100})]
    found = learn(examples)
    assert found.agreement == pytest.approx(2 / 3)
    assert found.passed
    assert not learn(examples, enough=0.7).passed


def test_criteria_that_one_of_them_did_not_mark_are_left_out():
    found = learn([Example({"a": 50}, {"a": 50, "b": 80}), Example({"b": 70}, {"b": 80})])
    assert [(one.criterion, one.examples) for one in found.lessons] == [("a", 1), ("b", 1)]


def test_without_marks_nothing_is_held_against_anybody():
    assert learn([]).passed
