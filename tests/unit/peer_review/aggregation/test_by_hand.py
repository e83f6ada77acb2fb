"""The script that stands alone gives the same marks as the suite, row by row."""

import csv
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from benchmarks.support.peer_classes import SCENARIOS, simulate
from tools.peer_review import by_hand
from tools.peer_review.domain.aggregation.marks import Mark, Method, marks
from tools.peer_review.domain.aggregation.readings import Readings
from tools.peer_review.domain.aggregation.reviewers import estimate
from tools.peer_review.domain.aggregation.teachers import with_teacher


def rows_of(readings: Readings, method: str = "weighted") -> list[dict[str, object]]:
    columns = zip(readings.work.tolist(), readings.reviewer.tolist(), readings.mark.tolist(), strict=True)
    return [
        {"work": f"W{work}", "reviewer": f"R{who}", "mark": mark, "method": method, "truth": readings.truth.get(work)}
        for work, who, mark in columns
    ]


@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize(
    ("k", "method", "examples"), [(2, "weighted", 0), (3, "weighted", 2), (5, "weighted", 0), (4, "mean", 1)]
)
def test_the_script_gives_the_suites_biases_weights_and_marks(scenario, k, method, examples):
    made = simulate(scenario, 30, k, np.random.default_rng([9, k]), examples=examples)
    rows = rows_of(made.readings, method)
    works = by_hand.table(rows)
    assert len(works) == 30
    shown = {(row["work"], row["reviewer"]): row for row in rows}
    for mark in marks(made.readings, estimate(made.readings), Method(method))[:30]:
        assert abs(works[f"W{mark.work}"] - mark.mark) <= Decimal("0.1")
        for row in mark.rows:
            found = shown[(f"W{mark.work}", f"R{row.reviewer}")]
            assert abs(found["bias"] - row.bias) <= Decimal("0.1")
            assert abs(found["weight"] - row.weight) <= Decimal("0.01")
            assert abs(found["counted"] - row.counted) <= Decimal("0.2")


@pytest.mark.parametrize("k", [3, 4])
@pytest.mark.parametrize("method", list(Method))
def test_the_script_gives_the_suites_marks_by_every_method(k, method):
    made = simulate("careless", 20, k, np.random.default_rng([4, k]))
    works = by_hand.table(rows_of(made.readings, method.value))
    found = marks(made.readings, estimate(made.readings), method)
    assert [works[f"W{one.work}"] for one in found] == [one.mark for one in found]
    plain = marks(made.readings, estimate(made.readings))
    assert (found == plain) is (method is Method.WEIGHTED)


def test_the_script_runs_alone_on_a_file(tmp_path: Path):
    made = simulate("equal", 12, 3, np.random.default_rng(1))
    path = tmp_path / "marks.csv"
    with path.open("w", newline="") as file:
        out = csv.DictWriter(file, ["work", "reviewer", "mark"], extrasaction="ignore")
        out.writeheader()
        out.writerows(rows_of(made.readings))
    (tmp_path / "by_hand.py").write_text(Path(by_hand.__file__).read_text())
    run = [sys.executable, "-I", "-S", "by_hand.py", "marks.csv"]
    printed = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    found = {row["work"]: row["mark of the work"] for row in csv.DictReader(printed.splitlines())}
    assert len(found) == 12
    engine = marks(made.readings, estimate(made.readings))
    assert all(abs(Decimal(found[f"W{mark.work}"]) - mark.mark) <= Decimal("0.1") for mark in engine)


def test_tables_of_all_kinds_are_read():
    plain = by_hand.read("work,reviewer,mark\nW1,R1,50\nW1,R2,\nW1,,70.5\n")
    assert plain == [
        {"work": "W1", "reviewer": "R1", "mark": 50.0, "truth": None, "authors": {"W1"}},
        {"work": "W1", "reviewer": "nobody 1", "mark": 70.5, "truth": None, "authors": {"W1"}},
    ]
    named = by_hand.read("work: name;work: id;reviewer: name;reviewer: id;mark\nAda;7;Ben;8;50,5\n")
    assert named == [{"work": "7", "reviewer": "8", "mark": 50.5, "truth": None, "authors": {"7"}}]
    group = by_hand.read("number,work: name,work: id,author 2: name,author 2: id,reviewer,mark\nW1,A,7,B,8,9,50\n")
    assert [(row["work"], row["authors"]) for row in group] == [("W1", {"7", "8"})]
    numbered = by_hand.read("number,work,reviewer,mark,truth\nW2,,R1,50,\nE1,,R1,80,62.5\n")
    assert [(row["work"], row["truth"]) for row in numbered] == [("W2", None), ("E1", 62.5)]
    with pytest.raises(SystemExit, match="no column work"):
        by_hand.read("reviewer,mark\n1,2\n")


@pytest.mark.parametrize("weight", [0, 1, 4])
def test_a_teachers_review_counts_in_the_script_as_in_the_suite(weight: int):
    made = simulate("heterogeneous", 20, 4, np.random.default_rng(3))
    rows = [{**row, "teacher": "55.5", "teacher weight": str(weight)} for row in rows_of(made.readings)]
    works = by_hand.table(rows)
    for mark in marks(made.readings, estimate(made.readings)):
        whole = with_teacher(mark, Decimal("55.5"), weight)
        assert abs(works[f"W{mark.work}"] - whole.mark) <= Decimal("0.1")
        assert not whole.provisional
        if weight:
            assert whole.high - whole.low < mark.high - mark.low
        else:
            assert (whole.mark, whole.low) == (Decimal("55.5"), None)


def test_a_work_that_only_a_teacher_reviewed_has_the_teachers_mark():
    assert with_teacher(Mark(0, None, None, None, (), True), Decimal("61.26"), 3).mark == Decimal("61.3")
    with pytest.raises(ValueError, match="0 or more"):
        with_teacher(Mark(0, None, None, None, (), True), Decimal(1), -1)
