"""Downloading the tables of a vote: with names and into the record, without names, in the course's zone."""

import csv
import io
import json

import pytest
from sqlalchemy import update

from lti_tools.store.tables.people import ContextService
from tests.support.pages import Page
from tests.support.school import NOW

PAGE = "-/exports/"


@pytest.fixture
def teacher(course):
    course.vote("Ana", "Bees", "Rivers")
    course.vote("=Ben")
    course.join("Cleo")
    with course.database.write() as db:
        db.execute(update(ContextService).values(roster_synced_at=NOW))
    return course.join("Tom", "instructor")


def nameless(visitor, table, kind):
    return visitor.get(f"{PAGE}file", query_string={"table": table, "kind": kind})


def named(visitor, table, kind):
    return visitor.post(f"{PAGE}file", {"table": table, "kind": kind})


def read(answer, delimiter=","):
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def test_the_page_offers_every_table_and_says_what_a_row_is(teacher):
    page = Page(teacher.get(PAGE))
    titles = [title.text_content().strip() for title in page.tree.xpath("//h2")]
    assert titles[:3] == ["Decisions of this course", "Votes", "Who took part"]
    assert {"Record of changes", "Groups", "All tables in one archive"} <= set(titles)


def test_ballots_with_names_are_downloaded_and_stand_in_the_record(teacher):
    answer = named(teacher, "ballots", "csv")
    heading, ana, ben = read(answer)
    assert heading[:2] == ["Person: name", "Person: id in the LMS"]
    assert heading[-3:] == ["Robots", "Rivers", "Bees"]
    assert (ana[0], ana[-3:]) == ("Ana", ["no", "yes", "yes"])
    assert (ben[0], ben[4]) == ("'=Ben", "yes")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "Table with names downloaded" in teacher.get("-/audit/").text


def test_ballots_without_names_leave_no_entry_in_the_record(teacher):
    answer = nameless(teacher, "ballots", "json")
    made = json.loads(answer.data)
    assert (made["names"], len(made["rows"])) == (False, 2)
    assert "Ana" not in answer.text
    assert "without-names" in answer.headers["Content-Disposition"]
    assert "downloaded" not in Page(teacher.get("-/audit/")).tree.xpath("string(//tbody)")


def test_who_took_part_says_also_who_did_not_and_comes_with_names_alone(teacher):
    rows = read(named(teacher, "participation", "spreadsheet"))
    assert {row[0]: row[2] for row in rows[1:]} == {"Ana": "yes", "Cleo": "no", "'=Ben": "yes"}
    assert nameless(teacher, "participation", "csv").status_code == 404


def test_spreadsheets_of_a_region_with_decimal_commas_get_semicolons(course, teacher):
    spanish = course.join("Tom", "instructor", locale="es-ES")
    answer = named(spanish, "participation", "spreadsheet")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert read(answer, ";")[1][2] == "sí"


@pytest.mark.parametrize(("table", "kind"), [("ballots", "xls"), ("nothing", "csv"), ("record", "json"), ("", "")])
def test_what_is_not_offered_is_not_there(teacher, table, kind):
    assert nameless(teacher, table, kind).status_code == 404


def test_students_download_nothing(course, teacher):
    assert named(course.join("Ada", "assistant"), "ballots", "csv").status_code == 403
    student = course.join("Ana")
    assert student.get(PAGE).status_code == 403
    assert nameless(student, "ballots", "csv").status_code == 403
    assert named(student, "ballots", "csv").status_code == 403
