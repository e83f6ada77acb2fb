"""Files of ballots: what is published can be had for other programs, and anybody counts a file for practice."""

from datetime import UTC, datetime
from io import BytesIO

import pytest

from tests.support.engines import on_sqlite
from tests.support.pages import Page, faults
from tests.support.votes import mark
from tools.co_curriculum.domain.ballot_files import formats
from tools.co_curriculum.domain.ballot_files.examples import EXAMPLES
from tools.co_curriculum.domain.methods import Method
from tools.co_curriculum.service import closing
from tools.co_curriculum.service.practice import methods_for

pytestmark = on_sqlite
HERE, RECORD = "topic-vote/practice", "topic-vote/record"


def ranked(course, voters, **changes):
    """A vote by ranking that is over; everybody likes Robots best but one."""
    course.set_up(asks="own", method=Method.STV.value, winners=2, **changes)
    for number in range(voters):
        course.join(f"Voter {number}")
        places = {"Robots": 1, "Rivers": 2} if number else {"Bees": 1}
        with course.app.app_context(), course.database.write() as db:
            mark(db, course.school.activity_id, course.people[f"Voter {number}"], **places)
    with course.app.app_context(), course.database.write() as db:
        closing.close(db, course.school.activity_id, datetime.now(UTC))


def test_published_ballots_are_had_as_files_and_counted_here_again(course):
    ranked(course, 6, whole=True)
    ana = course.join("Ana")
    page = Page(ana.get(RECORD))
    assert faults(page) == []
    assert "BLT, ABIF" in page.words
    for ending in ("blt", "abif"):
        file = ana.get(f"{RECORD}/file?as={ending}")
        assert file.headers["Content-Disposition"] == f'attachment; filename="ballots.{ending}"'
        assert formats.read(file.data).ballots == ((1, (0, 0, 1)), (5, (1, 2, 0)))
        assert "Voter" not in file.text
        again = Page(ana.post(HERE, {"file": (BytesIO(file.data), "b"), "method": Method.STV.value}))
        assert "Robots" in again.data("story")
    assert ana.get(f"{RECORD}/file?as=pb").status_code == 404


@pytest.mark.parametrize(("voters", "changes"), [(6, {}), (4, {"secrecy": "secret", "whole": True})])
def test_what_is_not_published_cannot_be_had_as_a_file(course, voters, changes):
    ranked(course, voters, **changes)
    ana = course.join("Ana")
    assert "other programs" not in Page(ana.get(RECORD)).words
    assert ana.get(f"{RECORD}/file?as=blt").status_code == 404


def test_before_the_vote_is_over_there_is_no_file(course):
    course.set_up(asks="own", method=Method.STV.value, whole=True)
    assert course.join("Ana").get(f"{RECORD}/file?as=blt").status_code == 409


SEEN = [(name, method) for name, one in EXAMPLES.items() for method in methods_for(formats.read(one.text.encode()))]


def test_every_example_shows_how_each_count_comes_about(course):
    ana = course.join("Ana")
    for name, method in SEEN:
        page = Page(ana.get(f"{HERE}?example={name}"))
        assert page.has_data("story")
        form = page.form(HERE)
        page = Page(ana.get(HERE, query_string={**form.data, "method": method.value}))
        assert faults(page) == []
        assert page.has_data("story")
        assert page.tree.xpath("//table")
        assert page.tree.xpath("//select[@id='method']/option[@selected]/@value") == [method.value]


FAULTS = [
    ({}, "Choose a file"),
    ({"ballots": "12:Robots>Robots"}, "Line 1: The same option stands here twice."),
    ({"ballots": "Dear class"}, "none of the formats"),
    ({"file": (BytesIO(b"\xff\xfe"), "a.blt")}, "no text"),
    ({"file": (BytesIO(b"1:A>B\n" * 70_000), "a.abif")}, "too large"),
]


def test_a_broken_file_is_told_what_is_wrong_with_it(course):
    ana = course.join("Ana")
    for sent, said in FAULTS:
        answer = ana.get(HERE, query_string=sent) if "ballots" in sent else ana.post(HERE, sent)
        assert answer.status_code == 422
        page = Page(answer)
        assert said in page.words
        assert faults(page) == []
    assert ana.get(f"{HERE}?example=none").status_code == 404
