"""Comments on regions of PDF pages: the worker draws them, who may see the file may see them."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from lti_tools.kit.uploads.drawing import draw_one
from lti_tools.kit.uploads.tables import UploadPage
from lti_tools.privacy.erasing import erase_person
from lti_tools.store.tables.people import Person
from tests.support.app import suite_of
from tests.support.pages import faults
from tests.support.peers import SLUG, Classroom, attach, hand_in, review, with_places
from tests.unit.uploads.test_pages import paper
from tools.peer_review.demo_files import notebook

FILE = "file-1.pdf"


def in_review(room: Classroom, data: bytes) -> str:
    """Three people, the last with a PDF; the address of the first one's review of it."""
    room.set_up(k="2")
    room.join(3)
    attach(room.students[2], "Ann.pdf", data)
    for student in room.students:
        hand_in(student, "A plan of the garden.")
    room.step("open", "review")
    return with_places(room.students[0], FILE)


def work(room: Classroom) -> int:
    return draw_one(suite_of(room.app), datetime.now(UTC))


def test_pages_are_drawn_commented_on_and_read_and_go_with_their_owner(room: Classroom):
    address = in_review(room, notebook())
    reader, other, author = room.students
    waiting = reader.get(f"{address}/places/{FILE}")
    assert "Its pages are being drawn" in waiting.words
    assert (work(room), work(room)) == (1, 0)
    page = reader.get(f"{address}/places/{FILE}?page=2")
    assert (page.heading, faults(page)) == (f"Places in {FILE}", [])
    (picture,) = page.tree.xpath("//main//img")
    assert (picture.get("alt"), picture.get("loading"), picture.get("width")) == (f"Page 2 of {FILE}", "lazy", "1000")
    page = reader.send(
        page, f"/places/{FILE}?page=2", comment="Which unit?", left="14", top="17", width="5", height="9"
    )
    assert "Your comment on this place is saved." in page.words
    assert page.tree.xpath("//option[@value='2'][@selected]")[0].text_content() == "2 (1 comment)"
    given = reader.client.get(picture.get("src"))
    assert (given.mimetype, given.data[:4]) == ("image/webp", b"RIFF")
    assert len(given.data) <= 150_000
    tail = picture.get("src").partition("/-/")[2]
    assert other.get(f"-/{tail}").status == 404, "another reader's address opens nothing"
    assert reader.client.get(picture.get("src").removesuffix("2") + "3").status_code == 404
    review(reader, address)
    room.step("open", "feedback")
    read = author.get(f"{SLUG}/feedback")
    assert "Which unit?" in read.words
    assert "Page 2 of Ann.pdf" in read.tree.xpath("//img/@alt"), "by the name that its owner gave it"
    assert read.tree.xpath("//rect[@class='peer-region'][@x='14%']")
    suite = suite_of(room.app)
    with suite.database.read() as db:
        owner = db.scalars(select(Person.id).where(Person.sub == "peer-student-3")).one()
    erase_person(suite, owner, datetime.now(UTC), actor="test")
    assert reader.client.get(picture.get("src")).status_code == 404
    with suite.database.read() as db:
        assert db.scalars(select(UploadPage)).all() == []


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
def test_a_file_that_cannot_be_drawn_says_so_and_is_there_all_the_same(room: Classroom):
    address = in_review(room, paper((0.2, 0.2)))
    reader = room.students[0]
    assert work(room) == 1
    told = reader.get(f"{address}/places/{FILE}")
    assert "Its pages cannot be drawn" in told.words
    (link,) = [one for one in told.links if "/-/uploads/view/" in one]
    (frame,) = reader.get(link).tree.xpath("//iframe/@src")
    assert reader.client.get(frame).mimetype == "application/pdf"
    assert work(room) == 0, "nobody tries for ever"
