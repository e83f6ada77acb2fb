"""Comparisons become marks on the teacher's scale, join a rubric's, and can be worked out by hand."""

import csv
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import numpy as np

from tools.peer_review import by_hand, comparisons_by_hand
from tools.peer_review.domain.aggregation.marks import Mark, Row
from tools.peer_review.domain.comparison.again import newest
from tools.peer_review.domain.comparison.marks import Said, Scale, Standing, standings, together, with_compared
from tools.peer_review.domain.triage.triage import Reason, expected_error, queue

SCALE = Scale(middle=60, step=8)


def many(seed: int = 1, works: int = 12) -> list[Said]:
    rng = np.random.default_rng(seed)
    pairs = [rng.choice(works, 2, replace=False) for _ in range(works * 5)]
    return [Said(int(max(pair)), int(min(pair)), number % 7) for number, pair in enumerate(pairs)]


def standing(mark: str, low: str, high: str, comparisons: int = 8, reviewers: int = 4) -> Standing:
    return Standing(Decimal(mark), Decimal(low), Decimal(high), comparisons, reviewers, 1)


def test_marks_stand_around_the_middle_and_within_a_hundred():
    found = standings(many(), SCALE)
    marks = [float(one.mark) for one in found.values()]
    assert abs(np.mean(marks) - 60) < 0.1
    assert found[11].rank == 1
    assert found[11].mark == max(one.mark for one in found.values())
    assert all(one.low <= one.mark <= one.high for one in found.values())
    steep = standings(many(), Scale(middle=90, step=30))
    assert all(0 <= one.low <= one.high <= 100 for one in steep.values())


def test_few_comparisons_or_few_reviewers_are_provisional():
    assert standing("70", "60", "80", comparisons=5).provisional
    assert standing("70", "60", "80", reviewers=2).provisional
    assert not standing("70", "60", "80").provisional
    by_two = standings([Said(0, 1, number % 2) for number in range(8)], SCALE)
    assert by_two[0].comparisons == 8
    assert by_two[0].provisional


def test_questions_join_by_their_weights_and_a_work_needs_each():
    one = {1: standing("80", "70", "90"), 2: standing("50", "40", "60")}
    two = {1: standing("60", "50", "70", comparisons=6)}
    found = together([(one, 3), (two, 1)])
    assert set(found) == {1}
    assert (found[1].mark, found[1].low, found[1].high, found[1].comparisons) == (75, 65, 85, 6)
    assert together([]) == {}


def rubric_mark(reviews: int = 4) -> Mark:
    row = Row(1, Decimal(70), Decimal(0), Decimal(1), Decimal(70), False)
    return Mark(5, Decimal(70), Decimal(60), Decimal(80), (row,) * reviews, reviews < 3)


def test_a_rubrics_mark_and_a_comparisons_join_by_share():
    whole = with_compared(rubric_mark(), standing("50", "30", "70"), Decimal("0.25"))
    assert (whole.mark, whole.low, whole.high) == (Decimal("65.0"), Decimal("52.5"), Decimal("77.5"))
    assert not whole.provisional
    assert with_compared(rubric_mark(2), standing("50", "30", "70"), Decimal("0.25")).provisional
    assert with_compared(rubric_mark(), standing("50", "30", "70", 3), Decimal("0.25")).provisional


def test_comparisons_alone_are_the_mark_and_without_reviews_half_of_one():
    none = Mark(0, None, None, None, (), True)
    alone = with_compared(none, standing("50", "30", "70"), Decimal(1))
    assert (alone.mark, alone.provisional) == (50, False)
    assert with_compared(none, standing("50", "30", "70"), Decimal("0.5")).provisional


def test_triage_looks_at_wide_intervals_and_few_comparisons():
    none = Mark(0, None, None, None, (), True)
    sure = [with_compared(none, standing("50", "45", "55"), Decimal(1)) for _ in range(4)]
    wide = with_compared(none, standing("50", "20", "80"), Decimal(1))
    few = with_compared(none, standing("50", "40", "60", comparisons=2), Decimal(1))
    marks = [Mark(**{**vars(mark), "work": work}) for work, mark in enumerate([*sure, wide, few])]
    assert expected_error(wide) > expected_error(sure[0])
    tasks = {task.work: task.reasons for task in queue(marks, budget=0.1).tasks}
    assert tasks == {4: (Reason.UNSURE,), 5: (Reason.FEW_COMPARISONS,)}


def test_triage_says_of_a_work_what_it_lacks_by_what_its_mark_is_made_of():
    """None of all, of reviews, of comparisons: a form that only compares never asks for reviews with a mark."""
    none = Mark(0, None, None, None, (), True)
    half, whole = Decimal("0.5"), Decimal(1)
    marks = [
        replace(none, compared_share=whole),
        replace(none, compared_share=half),
        none,
        replace(rubric_mark(), compared_share=half, provisional=True),
        replace(rubric_mark(2), compared_share=half, provisional=True),
        with_compared(rubric_mark(), standing("50", "30", "70", comparisons=3), half),
    ]
    tasks = queue([replace(mark, work=work) for work, mark in enumerate(marks)], budget=0.1).tasks
    assert {task.work: task.reasons for task in tasks} == {
        0: (Reason.NOT_COMPARED,),
        1: (Reason.NO_REVIEW,),
        2: (Reason.NO_REVIEW,),
        3: (Reason.NOT_COMPARED,),
        4: (Reason.FEW_REVIEWS,),
        5: (Reason.FEW_COMPARISONS,),
    }
    assert {task.work for task in tasks[:3]} == {0, 1, 2}, "what has no mark at all comes first"


def test_what_a_mark_from_comparisons_may_be_off_by_is_their_own_error():
    found = standings(many(), SCALE)
    none = Mark(0, None, None, None, (), True)
    for one in found.values():
        told = expected_error(with_compared(none, one, Decimal(1)))
        assert abs(told - (2 / np.pi) ** 0.5 * 8 * one.error) < 0.1


def test_the_script_that_stands_alone_gives_the_same_strengths_and_marks(tmp_path: Path):
    second = again([(0, 1), (2, 1), (0, 3), (3, 2)] * 3)
    said = {"Claim": many(1), "Language": [*many(2), *second]}
    new = {0, 1, 3}  # of the second question alone
    columns = ["question", "weight", "better", "other", "middle", "step"]
    columns += ["round", "mark from round", "mark of the other from round"]
    path = tmp_path / "comparisons.csv"
    with path.open("w", newline="") as file:
        out = csv.writer(file, delimiter=";")
        out.writerow(columns)
        for weight, (question, rows) in enumerate(said.items(), 1):
            rounds = [(1 + one.again, *(1 + (work in new) for work in (one.better, one.worse))) for one in rows]
            out.writerows(
                [question, weight, one.better, one.worse, 60, 8, *told] for one, told in zip(rows, rounds, strict=True)
            )
    script = Path(comparisons_by_hand.__file__)
    told = subprocess.run(
        [sys.executable, "-I", str(script), str(path)], capture_output=True, text=True, check=True, cwd=tmp_path
    ).stdout
    found = {(row["question"], int(row["work"])): row for row in csv.DictReader(told.splitlines())}
    parts = [(newest(rows, SCALE, new), weight) for weight, rows in enumerate(said.values(), 1)]
    for question, (works, _weight) in zip(said, parts, strict=True):
        for work, one in works.items():
            row = found[question, work]
            assert abs(float(row["strength"]) - one.strength) < 0.001
            assert abs(float(row["error"]) - one.error) < 0.001
            assert abs(Decimal(row["mark"]) - one.mark) <= Decimal("0.1")
    for work, one in together(parts).items():
        assert abs(Decimal(found["all together", work]["mark"]) - one.mark) <= Decimal("0.1")


def test_the_script_of_marks_joins_what_comparisons_gave():
    rows = [
        {"work": "W1", "reviewer": f"R{number}", "mark": 70.0, "method": "mean", "truth": None}
        | {"compared": "50", "compared share": "0.25"}
        for number in range(3)
    ]
    assert by_hand.table(rows) == {"W1": Decimal("65.0")}


def again(pairs: list[tuple[int, int]]) -> list[Said]:
    return [Said(better, worse, number % 4, again=True) for number, (better, worse) in enumerate(pairs)]


def test_revised_works_move_beside_each_other_and_leave_those_that_were_not_revised():
    """The three weakest revise, and the weakest of them becomes the best of the three."""
    first = standings(many(), SCALE)
    second = again([(0, 1), (0, 2), (1, 2)] * 4)
    found = newest([*many(), *second], SCALE, {0, 1, 2})
    assert {work: one.mark for work, one in found.items() if work > 2} == {
        work: one.mark for work, one in first.items() if work > 2
    }
    assert first[0].mark < first[2].mark
    assert found[0].mark > found[2].mark
    means = [np.mean([float(those[work].mark) for work in range(3)]) for those in (first, found)]
    assert abs(means[0] - means[1]) < 2, "among themselves they cannot all rise"
    assert [work for work, one in found.items() if one.again] == [0, 1, 2]
    assert sorted(one.rank for one in found.values())[0] == 1
    assert {one.island for one in found.values()} == {found[11].island}, "both rounds make works hang together"


def test_a_revised_work_keeps_its_first_mark_until_enough_have_compared_it_anew():
    said = [*many(), *again([(0, 1)])]
    first = standings(many(), SCALE)
    kept = newest(said, SCALE, ())
    assert (kept[0].mark, kept[1].mark) == (first[0].mark, first[1].mark)
    assert newest(said, SCALE, {0})[0].mark > first[0].mark
    assert newest(again([(0, 1)]), SCALE, ())[0].again, "where nobody compared it before, the little there is"
