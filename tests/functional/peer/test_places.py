"""Comments on regions of pictures: marked on the picture or by numbers, read with their rectangles."""

import re

import pytest
from sqlalchemy import select

from tests.support.app import suite_of
from tests.support.corpus import pictures
from tests.support.engines import on_sqlite
from tests.support.pages import Page
from tests.support.peers import SLUG, Classroom, Visit, attach, hand_in, review, with_places
from tools.peer_review.models import Review

pytestmark = on_sqlite

NUMBERS = {"left": "10", "top": "20", "width": "30", "height": "15"}


@pytest.fixture
def reviewing(room: Classroom) -> Classroom:
    """Three people; everybody reviews two works, one of them with a picture: that of the last."""
    room.set_up(k="2")
    room.join(3)
    attach(room.students[2], "Ann's plan.png", pictures.png())
    for student in room.students:
        hand_in(student, "A plan of the garden.")
    room.step("open", "review")
    return room


def with_picture(student: Visit) -> str:
    return with_places(student, "file-1.png")


def desk(student: Visit, address: str) -> Page:
    """The page of places, over the button in the review."""
    page = student.get(address)
    (wish,) = page.tree.xpath("//button[starts-with(@value, 'places:')]/@value")
    return student.send(page, address.partition(SLUG)[2], deed=str(wish))


def notes(room: Classroom) -> list[list[dict[str, object]]]:
    with suite_of(room.app).database.read() as db:
        return [row.notes for row in db.scalars(select(Review).order_by(Review.id)) if row.notes]


def rectangles(page: Page) -> list[tuple[str, ...]]:
    found = page.tree.xpath("//a[starts-with(@id, 'region-')]/rect[@class='peer-region']")
    return [tuple(str(one.get(name)) for name in ("x", "y", "width", "height")) for one in found]


def test_a_region_is_marked_beside_the_form_and_its_author_reads_it_with_its_rectangle(reviewing: Classroom):
    student = reviewing.students[0]
    address = with_picture(student)
    page = desk(student, address)
    assert page.heading == "Places in file-1.png"
    assert "Ann" not in page.text
    older = student.get(address)
    page = student.send(page, "/places/file-1.png", comment="Which bed is this?", **NUMBERS)
    assert "Your comment on this place is saved." in page.words
    student.send(page, "/places/file-1.png", comment="A tidy plan.", left="", top="", width="", height="")
    assert rectangles(student.get(address)) == [("10%", "20%", "30%", "15%")]
    assert "Your review is sent" in review(student, address).words, "the form was not overtaken by the comments"
    assert "A tidy plan." in student.send(older, address.partition(SLUG)[2], deed="save").words
    assert notes(reviewing)[0][0]["region"] == [10, 20, 30, 15]
    reviewing.step("open", "feedback")
    read = reviewing.students[2].get(f"{SLUG}/feedback")
    assert "Which bed is this?" in read.words
    assert rectangles(read) == [("10%", "20%", "30%", "15%")]
    (target,) = {str(one) for one in read.tree.xpath("//a[@class='peer-number']/@href")}
    assert read.tree.xpath("//*[@id=$id]", id=target[1:]), "the number beside the comment leads to the rectangle"
    assert "A tidy plan." in read.words
    page = reviewing.teacher.get(f"{SLUG}/works")
    seen = [reviewing.teacher.get(link) for link in page.links if re.search(r"/works/\d+$", link)]
    assert sum("Which bed is this?" in one.words for one in seen) == 2, "on the pages of its author and its reviewer"
    assert sum(bool(rectangles(one)) for one in seen) == 1, "with the work"


REFUSED = (
    ({**NUMBERS, "left": "90", "comment": "?"}, "This place reaches beyond the picture."),
    ({**NUMBERS, "width": "0", "comment": "?"}, "Enter a number from 1 to 100."),
    ({**NUMBERS, "top": "-1", "comment": "?"}, "Enter a number from 0 to 99."),
    ({**NUMBERS, "height": "", "comment": "?"}, "A place has four numbers."),
    ({**NUMBERS, "comment": " "}, "Your comment on this place"),
)


def test_a_place_that_is_none_is_refused_and_nothing_typed_is_lost(reviewing: Classroom):
    student = reviewing.students[0]
    page = desk(student, with_picture(student))
    for fields, told in REFUSED:
        page = student.send(page, "/places/file-1.png", **fields)
        assert page.status == 422
        assert told in page.words
        values = {str(one.get("name")): one.get("value") or "" for one in page.tree.xpath("//input[@type='number']")}
        assert values == {name: fields[name] for name in NUMBERS}
    assert notes(reviewing) == []


def test_without_scripts_numbers_are_shown_before_they_are_kept_and_a_comment_is_taken_out_where_it_stands(reviewing):
    student = reviewing.students[0]
    page = desk(student, with_picture(student))
    page = student.send(page, "/places/file-1.png", deed="show", comment="Half said", **NUMBERS)
    assert page.tree.xpath("//g[@data-canvas-draft]/rect[@x='10%'][@y='20%'][@width='30%'][@height='15%']")
    assert "Half said" in page.text
    assert notes(reviewing) == []
    page = student.send(page, "/places/file-1.png", comment="First", **NUMBERS)
    page = student.send(page, "/places/file-1.png", comment="Second", **NUMBERS)
    page = student.send(page, "/notes/remove")
    assert page.heading == "Places in file-1.png"
    assert "The comment is taken out." in page.words
    assert [one["text"] for one in notes(reviewing)[0]] == ["Second"]


def test_nobody_else_points_at_a_work_and_nobody_once_reviewing_is_over_or_the_work_reported(reviewing: Classroom):
    student, other = reviewing.students[:2]
    first = with_picture(student)
    page = desk(student, first)
    assert other.get(f"{SLUG}/reviews/{first.rpartition('/')[2]}/places/file-1.png").status == 404
    assert student.get(f"{first}/places/file-2.png").status == 404
    assert student.get(f"{first}/places/file-1.png?page=2").status == 404
    theirs = with_picture(other)
    other.send(other.get(f"{theirs}/report"), "/report", why="hurts")
    told = other.get(f"{theirs}/places/file-1.png")
    assert (told.status, "Somebody reported this work." in told.words) == (409, True)
    assert student.get(f"{first}/places/file-1.png").status == 409, "hidden from everybody until it is decided"
    assert student.send(page, "/places/file-1.png", comment="Too late", **NUMBERS).status == 409
    assert notes(reviewing) == []


def test_what_was_typed_stays_when_reviewing_is_over_meanwhile(reviewing: Classroom):
    student = reviewing.students[0]
    page = desk(student, with_picture(student))
    reviewing.step("close", "review")
    late = student.send(page, "/places/file-1.png", comment="Too late", **NUMBERS)
    assert late.status == 422
    assert "Too late" in late.text
    assert notes(reviewing) == []


def test_a_reported_review_is_decided_with_its_comments_on_places(reviewing: Classroom):
    student = reviewing.students[0]
    address = with_picture(student)
    student.send(desk(student, address), "/places/file-1.png", comment="What a stupid plan", **NUMBERS)
    review(student, address)
    reviewing.step("open", "feedback")
    author = reviewing.students[2]
    page = author.get(f"{SLUG}/feedback")
    link = next(one for one in page.links if one.endswith("/report"))
    author.send(author.get(link), "/report", why="hurts")
    assert "stupid" not in author.get(f"{SLUG}/feedback").words
    queue = reviewing.teacher.get("-/moderation/")
    assert "What a stupid plan" in queue.words
