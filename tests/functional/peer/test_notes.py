"""Comments tied to places of a work: written beside it, read by its author under an invented name."""

import io
import re

import pytest
from sqlalchemy import select

from tests.support.app import suite_of
from tests.support.corpus import documents, sound
from tests.support.engines import on_sqlite
from tests.support.pages import Page
from tests.support.peers import COMMENT, SLUG, Classroom, Visit, filled_in, hand_in, review, to_review
from tools.peer_review.models import Review

pytestmark = on_sqlite

TEXT = "Bees fly *far* for $a^2$ flowers.\n\nThey see colours. They see colours."


@pytest.fixture
def reviewing(room: Classroom) -> Classroom:
    """Three people; everybody reviews two works, with a text, a PDF and a sound each."""
    room.set_up(k="2")
    room.join(3)
    for student in room.students:
        for name, data in (("own.pdf", documents.pdf()), ("own.wav", sound.wav())):
            form = next(one for one in student.get(f"{SLUG}/work").forms if one.action.endswith("/-/uploads/send"))
            student.client.post(form.action, data={**dict(form.fields), "file": (io.BytesIO(data), name)})
        hand_in(student, TEXT)
    room.step("open", "review")
    return room


def add(student: Visit, address: str, **fields: str) -> Page:
    return student.send(student.get(address), address.partition(SLUG)[2], deed="note", **fields)


def notes(room: Classroom) -> list[list[dict[str, object]]]:
    with suite_of(room.app).database.read() as db:
        return [row.notes for row in db.scalars(select(Review).order_by(Review.id)) if row.notes]


def test_a_passage_a_page_and_a_time_get_comments_which_the_author_reads(reviewing: Classroom):
    student = reviewing.students[0]
    address = to_review(student)[0]
    page = add(
        student,
        address,
        note_quote="They see colours.",
        note_near="50",
        note_text="You said this before.",
        value_c1="1",
    )
    assert "Your comment on this place is saved." in page.words
    assert "You said this before." in page.words
    page = add(student, address, note_file="file-1.pdf", note_place="1", note_text="The picture is small.")
    page = add(student, address, note_file="file-2.wav", note_place="0:01", note_text="I cannot hear this.")
    assert "file-1.pdf, page 1" in page.words
    assert "file-2.wav, 0:01" in page.words
    assert "own.pdf" not in page.text
    ((passage, on_page, at_time),) = notes(reviewing)
    assert (passage["quote"], passage["start"]) == ("They see colours.", 47)
    assert (on_page["page"], at_time["second"]) == (1, 1)
    assert page.tree.xpath("//input[@name='value_c1'][@value='1'][@checked]"), "the review is saved with it"
    out = student.send(page, "/notes/remove", place="1")
    assert "The picture is small." not in out.words
    sent = review(student, address, note_quote="Bees fly far", note_text="Whose bees?")
    assert "Your review is sent" in sent.words
    assert len(notes(reviewing)[0]) == 3
    reviewing.step("open", "feedback")
    told = [one.get(f"{SLUG}/feedback") for one in reviewing.students[1:]]
    (read,) = [one for one in told if "You said this before." in one.words]
    assert "Whose bees?" in read.words
    assert "own.wav, 0:01" in read.words
    assert "Name of peer-student-1" not in read.words
    address = next(str(one) for one in read.tree.xpath("//a[contains(@href, '#t=1')]/@href"))
    reader = reviewing.students[1 + told.index(read)]
    assert reader.client.get(address.partition("#")[0]).mimetype.startswith("audio/")
    page = reviewing.teacher.get(f"{SLUG}/works")
    seen = [reviewing.teacher.get(link).words for link in page.links if re.search(r"/works/\d+$", link)]
    assert sum("You said this before." in words for words in seen) == 2, "on the pages of its author and its reviewer"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"note_quote": "They hear colours", "note_text": "?"}, "This passage does not stand in the work."),
        ({"note_quote": "They see colours"}, "Write what you want to say about this place."),
        ({"note_file": "file-9.pdf", "note_text": "?"}, "This file is not there any more."),
        ({"note_file": "file-1.pdf", "note_place": "0", "note_text": "?"}, "Say on which page"),
        ({"note_file": "file-2.wav", "note_place": "soon", "note_text": "?"}, "Say at which time"),
    ],
)
def test_a_comment_on_a_place_that_is_none_is_refused_and_nothing_typed_is_lost(reviewing, fields, told):
    student = reviewing.students[0]
    address = to_review(student)[0]
    page = add(student, address, **filled_in(student.get(address), 1, COMMENT), **fields)
    assert page.status in (409, 422)
    assert told in page.words
    assert COMMENT in page.text
    assert fields.get("note_quote", "") in page.text
    assert notes(reviewing) == []


def test_only_the_reviewer_takes_a_comment_out_and_of_two_tabs_the_older_is_told(reviewing: Classroom):
    student, other = reviewing.students[:2]
    address = to_review(student)[0]
    older = add(student, address, note_quote="They see colours.", note_text="First.")
    add(student, address, note_quote="They see colours.", note_text="Second.")
    assert student.send(older, "/notes/remove", place="0").status == 409
    token = address.rpartition("/")[2]
    csrf = dict(other.get(f"{SLUG}/work").forms[0].fields)["csrf_token"]
    theirs = other.client.post(
        f"{other.path}/{SLUG}/reviews/{token}/notes/remove", data={"csrf_token": csrf, "place": "0"}
    )
    assert theirs.status_code == 404
    assert len(notes(reviewing)[0]) == 2
