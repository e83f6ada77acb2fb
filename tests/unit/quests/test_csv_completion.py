import csv
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.gamification.domain.csv_completion import (
    Kind,
    Known,
    TableInvalid,
    Unmatched,
    entry_id,
    match,
    percent,
    read_table,
)

ROSTER = [
    Known(1, "Ann Lee", "ann@school.example", ("2", "S-1")),
    Known(2, "José Ñáñez", "jose@school.example", ("3", "S-2")),
    Known(3, "Ann Lee", "lee@school.example", ("4", "S-3")),
    Known(4, "Мария Иванова", "", ("5",)),
    Known(5, "Bob Ray", "", ()),
]
MOODLE_HEAD = (
    '\ufeff"First name","Last name","ID number","Institution","Department","Email address","Quiz: Cells (Real)",'
    '"Quiz: Cells (Percentage)","Assignment: Essay (Real)","Last downloaded from this course"'
)
MOODLE = f"""{MOODLE_HEAD}
Ann,Lee,S-1,,Biology,ann@school.example,8.50,"85,00 %",-,1772443816
José,Ñáñez,S-2,,Biology,JOSE@school.example,10.00,"100,00 %",7.00,1772443816
Nobody,Here,S-9,,Biology,no@school.example,1.00,"10,00 %",-,1772443816
"""
CANVAS = """Student,ID,SIS User ID,SIS Login ID,Section,Cells quiz (1201),Essay (1202),Current Score
,,,,,Manual Posting,,
    Points Possible,,,,,20,10,(read only)
"Lee, Ann",2,S-1,ann,Group A,17,,85.0
"Ñáñez, José",3,S-2,jose,Group B,20,9,92.5
"Ray, Bob",77,,bob,Group A,5,1,20
"Student, Test",999,,,Group A,,,
"""
COMPLETION = """,Email address,"Read chapter 1",,"Quiz: Cells",
"Ann Lee",ann@school.example,Completed,"2 March 2026, 9:00 AM","Completed (did not achieve pass grade)","3 March 2026"
"José Ñáñez",jose@school.example,"Not completed",,"Completed (achieved pass grade)","Tuesday, 3 March 2026, 9:00 AM"
"Мария Иванова",,Completed,"Monday, 2 March 2026, 9:00 AM","Not completed",
"""


def column(table, name, kind):
    return next(one for one in table.columns if (one.name, one.kind) == (name, kind))


def test_moodles_gradebook_is_read():
    table = read_table(MOODLE)
    points, share = column(table, "Quiz: Cells", Kind.POINTS), column(table, "Quiz: Cells", Kind.PERCENT)
    assert match(table, ROSTER) == [1, 2, Unmatched.NOBODY]
    assert [percent(row[share.place], share) for row in table.rows] == [85, 100, 10]
    assert [percent(row[points.place], points, full=10) for row in table.rows] == [85, 100, 10]
    assert percent("8.50", points) is None
    essay = column(table, "Assignment: Essay", Kind.POINTS)
    assert [percent(row[essay.place], essay, full=10) for row in table.rows] == [None, 70, None]


def test_canvass_gradebook_is_read_with_its_points_possible():
    table = read_table(CANVAS)
    quiz, essay = column(table, "Cells quiz", Kind.POINTS), column(table, "Essay", Kind.POINTS)
    assert (quiz.maximum, essay.maximum) == (20, 10)
    assert match(table, ROSTER)[:3] == [1, 2, 5]
    assert [percent(row[quiz.place], quiz) for row in table.rows][:3] == [85, 100, 25]
    assert percent(table.rows[0][essay.place], essay) is None


def test_moodles_completion_report_is_read_and_the_teacher_says_which_words_mean_done():
    table = read_table(COMPLETION)
    assert [one.name for one in table.columns] == ["Read chapter 1", "Quiz: Cells"]
    read, quiz = table.columns
    assert read.words == ("Completed", "Not completed")
    assert match(table, ROSTER) == [1, 2, 4]
    assert [percent(row[read.place], read, done=["Completed"]) for row in table.rows] == [100, None, 100]
    passed = ["Completed (achieved pass grade)"]
    assert [percent(row[quiz.place], quiz, done=passed) for row in table.rows] == [None, 100, None]


def test_an_export_in_another_language_is_read():
    table = read_table(
        "Имя;Фамилия;Адрес электронной почты;Тест: Клетки (%)\n"
        "Мария;Иванова;;45,5 %\nAnn;Lee;ann@school.example;100,0 %\n"
    )
    (only,) = table.columns
    assert match(table, ROSTER) == [4, 1]
    assert [percent(row[only.place], only) for row in table.rows] == [45, 100]


def test_a_small_class_without_addresses_is_told_by_its_names():
    table = read_table("First name,Last name,Test (Percentage)\nAnn,Doe,80 %\nBob,Ray,40 %\n")
    assert [one.name for one in table.columns] == ["Test"]
    assert match(table, [Known(1, "Bob Ray"), Known(2, "Ann Doe")]) == [2, 1]


def test_a_row_that_could_be_two_people_is_nobodys():
    table = read_table("Name,Login,Points\nAnn Lee,x,3\nBob Ray,x,4\nRay Bob,x,4\n")
    assert match(table, ROSTER) == [Unmatched.SEVERAL, 5, Unmatched.TWICE]


def test_points_are_never_taken_for_somebodys_number():
    table = read_table("Name,Quiz: One (Real)\nBob Ray,2\n")
    assert match(table, ROSTER) == [5]


def test_a_result_has_one_id_so_that_bringing_it_twice_counts_once():
    assert entry_id("o1", 7, 85) == entry_id("o1", 7, 85) != entry_id("o1", 7, 90)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "no-table"),
        ("only a line", "no-table"),
        ("a,b", "no-table"),
        ("a\0b,c\n1,2", "no-table"),
        ("Name,Email\nAnn,a@b.c\n", "no-results"),
        ("a,b\n" * 20_001, "too-large"),
        (",".join(map(str, range(1_001))) + "\n1", "too-large"),
        ('a,b\n"' + "x" * 200_000 + '",1', "no-table"),
    ],
)
def test_what_is_no_table_of_results_is_refused(text, code):
    with pytest.raises(TableInvalid, match=f"^{code}$"):
        read_table(text)


@given(st.text(alphabet=st.sampled_from('ab1%-,;\t"\n @().'), max_size=120))
def test_no_text_breaks_the_reader(text):
    try:
        table = read_table(text)
    except TableInvalid:
        return
    assert len(match(table, ROSTER)) == len(table.rows)
    for one in table.columns:
        assert all((found := percent(row[one.place], one, full=10)) is None or 0 <= found <= 100 for row in table.rows)


def test_a_huge_cell_is_refused_whatever_limit_the_process_has_set(request):
    request.addfinalizer(partial(csv.field_size_limit, csv.field_size_limit(10_000_000)))
    with pytest.raises(TableInvalid, match="no-table"):
        read_table('a,b\n"' + "x" * 200_000 + '",1')
