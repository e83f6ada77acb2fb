"""A rubric as CSV and JSON, and everything that is no rubric."""

import pytest

from lti_tools.errors import Refusal
from tests.support.peers import MIXED_RUBRIC
from tools.peer_review import rubric_files
from tools.peer_review.domain.rubric.criteria import read_rubric


@pytest.mark.parametrize("write", [rubric_files.as_csv, rubric_files.as_json])
def test_a_rubric_written_and_read_is_the_same(write) -> None:
    assert read_rubric(rubric_files.read(write(MIXED_RUBRIC))) == MIXED_RUBRIC


def test_a_spreadsheet_runs_nothing_of_it_and_may_separate_by_semicolons() -> None:
    text = rubric_files.as_csv(MIXED_RUBRIC).decode("utf-8-sig")
    assert "\n'=Claim" not in text
    assert '"\'=Claim, and reasons"' in text
    rows = "criterion;kind;weight;highest\nLanguage;errors;1;10\n"
    (found,) = rubric_files.read(rows.encode())
    assert (found["title"], found["most"], found["required"]) == ("Language", 10, True)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xff\xfe\x00", "neither JSON nor a CSV table"),
        (b"{nonsense", "neither JSON nor a CSV table"),
        (b"[" * 100_000, "neither JSON nor a CSV table"),
        (b"title,points\nA,1\n", "names no column “criterion”"),
        (b"criterion,kind\n", "one criterion at least"),
        (b"criterion,kind\nA,stars\n", "Line 2: “stars” is not known here. Known are: levels, scale"),
        (b"criterion,kind,highest\nA,scale,\n", "Line 2: This kind needs a number from 1 to 100"),
        (b"criterion,kind,weight\nA,yes-no,-1\n", "Line 2: “-1” in the column “weight” is no whole number"),
        (
            b"criterion,kind,level_points,level_title\nA,levels,,\n,,3,Good\n",
            "Line 2: A criterion with levels needs",
        ),
        (b"criterion,kind,level_points,level_title\n,,3,Good\n", "Line 2: There is a level here, and no criterion"),
        (b'{"rubric": [{"key": "c1"}]}', "The part “rubric 1: kind” of this file is missing"),
        (b"x" * 300_000, "larger than 200 kB"),
    ],
)
def test_a_file_that_is_no_rubric_is_refused_with_the_place(content: bytes, told: str) -> None:
    with pytest.raises(Refusal) as refused:
        rubric_files.read(content)
    assert told in refused.value.reason
