"""Authors revise their works after reading the reviews; the revised works are reviewed again."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from lti_tools.kit.schedule.schedule import close_by_hand, open_by_hand
from tests.support.app import suite_of
from tests.support.engines import on_sqlite
from tests.support.pages import Page, faults
from tests.support.peer_rows import Class
from tests.support.peers import COMMENT, SLUG, Classroom, Visit, filled_in, hand_in, rate_all, rows_of, to_review
from tools.peer_review.domain.notes.notes import Note, write_note
from tools.peer_review.models import Review

pytestmark = on_sqlite

STEPS = {"revise-used": "y", "revise-start": "hand", "again-used": "y", "again-start": "hand", "k": "2"}
CHANGED = "I put my numbers into a table, because two of you asked for them."


def reviewed(room: Classroom, people: int, again: str, **settings: str) -> Class:
    """A class that has reviewed each other and may revise; its rows beside its pages."""
    room.set_up(**STEPS | settings, reviewers_again=again)
    room.join(people)
    found = rows_of(room)
    for place in range(people):
        found.hand_in(place, now(), f"The first version of number {place}.")
    found.step(open_by_hand, "review", now())
    for place in range(people):
        found.review(place, 1, now())
    for deed, step in ((close_by_hand, "submit"), (close_by_hand, "review"), (open_by_hand, "revise")):
        found.step(deed, step, now())
    return found


def now() -> datetime:
    return datetime.now(UTC)


def again(found: Class) -> None:
    found.step(close_by_hand, "revise", now())
    found.step(open_by_hand, "again", now())


def revise(student: Visit, place: int, changed: str = CHANGED) -> str:
    return hand_in(student, f"The second version of number {place}.", changed=changed).words


def open_reviews(student: Visit) -> list[Page]:
    """The reviews that this student can write now."""
    pages = [student.get(address) for address in to_review(student)]
    return [page for page in pages if any("/reviews/" in form.action for form in page.forms)]


def send(student: Visit, page: Page) -> str:
    return student.send(page, page.url.partition(SLUG)[2], **filled_in(page, 0, COMMENT)).words


def test_revised_works_are_reviewed_by_others_who_read_what_changed(room: Classroom):
    found = reviewed(room, 5, "others", k="1")
    first, *_others, idle = room.students
    assert "Revise it" in first.home().words
    page = first.get(f"{SLUG}/feedback")
    assert page.words.count("Review by") == 1
    assert faults(page) == []
    rate_all(first)
    assert "Say what you changed, and why" in revise(first, 0, changed="")
    assert "Your work is handed in" in revise(first, 0)
    for place in range(1, 4):
        found.hand_in(place, now(), f"The second version of number {place}.", CHANGED)
    again(found)
    (page,) = open_reviews(first)
    assert faults(page) == []
    assert CHANGED in page.words
    assert "As it was before" in page.words
    assert page.words.count("The second version of number") == 1
    assert "Your review is sent" in send(first, page)
    for place in range(1, 4):
        found.review(place, 0, now())
    assert open_reviews(idle) == []
    assert first.get(f"{SLUG}/feedback").words.count("Review by") == 1, "the new ones are read with the feedback"
    pairs = room.teacher.get(next(link for link in room.teacher.get(f"{SLUG}/pairs").links if "/second" in link))
    assert faults(pairs) == []
    assert "Everybody writes 1 review. Kept: Every work gets 1 review." in pairs.words
    found.step(close_by_hand, "again", now())
    words = first.get(f"{SLUG}/feedback").words
    assert (words.count("Review by"), words.count("Of your revised work")) == (2, 1)
    assert idle.get(f"{SLUG}/feedback").words.count("Review by") == 1
    assert "2 of 2" in room.teacher.get(f"{SLUG}/works").words


def test_the_same_reviewers_read_a_work_again_beside_what_they_wrote(room: Classroom):
    found = reviewed(room, 3, "same", marks="feedback")
    assert "Nobody has revised a work yet" in room.step("open", "again").words
    with suite_of(room.app).database.write() as db:
        for row in db.scalars(select(Review)):
            row.notes = [write_note(Note(text="Marked in the first round.", quote="essay"))]
    revise(room.students[0], 0)
    again(found)
    assert open_reviews(room.students[0]) == []
    pairs = room.teacher.get(f"{SLUG}/pairs/second")
    assert "Who reviewed a work before reviews it again" in pairs.words
    assert "The review is taken back" in room.teacher.send(pairs, "/pairs/remove").words
    (left,) = [(student, page) for student in room.students[1:] for page in open_reviews(student)]
    assert "What you wrote about it then" in left[1].words
    assert "Marked in the first round." in left[1].words
    first, *_more = left[0].home().tree.xpath("//ul[@class='peer-reviews']/li")
    assert "Revised work" in first.text_content(), "what can be written now stands first"
    assert "The second version of number 0" in left[1].words
    assert "Your review is sent" in send(*left)
    assert "The time for handing in is over" in room.students[1].get(f"{SLUG}/work").words
    found.step(close_by_hand, "again", now())
    rate_all(room.students[0])
    words = room.students[0].get(f"{SLUG}/growth").words
    assert "Essays, revised" in words
    assert "67% 100%" in words


@pytest.mark.parametrize("steps", [{"again-used": "y", "revise-used": None}])
def test_works_are_not_reviewed_again_without_a_step_to_revise_them(room: Classroom, steps):
    page = room.set_up(**steps)
    assert page.status == 422
    assert "add that step too" in page.words
