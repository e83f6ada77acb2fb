"""Authors revise their works after reading the reviews; the revised works are reviewed again."""

import pytest

from tests.support.engines import on_sqlite
from tests.support.pages import faults
from tests.support.peers import SLUG, Classroom, Visit, hand_in, rate_all, review, to_review

pytestmark = on_sqlite

STEPS = {"revise-used": "y", "revise-start": "hand", "again-used": "y", "again-start": "hand", "k": "2"}
CHANGED = "I put my numbers into a table, because two of you asked for them."


def reviewed(room: Classroom, people: int, again: str, **settings: str) -> None:
    """A class that has reviewed each other and may revise."""
    room.set_up(**STEPS | settings, reviewers_again=again)
    room.join(people)
    for place, student in enumerate(room.students):
        hand_in(student, f"The first version of number {place}.")
    room.step("open", "review")
    for student in room.students:
        for address in to_review(student):
            review(student, address)
    room.step("close", "submit")
    room.step("close", "review")
    room.step("open", "revise")


def revise(student: Visit, place: int, changed: str = CHANGED) -> str:
    return hand_in(student, f"The second version of number {place}.", changed=changed).words


def open_reviews(student: Visit) -> list[str]:
    """The addresses of the reviews that this student can write now."""
    return [one for one in to_review(student) if "Your review" in student.get(one).words and is_open(student, one)]


def is_open(student: Visit, address: str) -> bool:
    return any("/reviews/" in form.action for form in student.get(address).forms)


def test_revised_works_are_reviewed_by_others_who_read_what_changed(room: Classroom):
    reviewed(room, 5, "others", k="1")
    first, *_others, idle = room.students
    assert "Revise it" in first.home().words
    page = first.get(f"{SLUG}/feedback")
    assert page.words.count("Review by") == 1
    assert faults(page) == []
    rate_all(first)
    assert "Say what you changed, and why" in revise(first, 0, changed="")
    for place, student in enumerate(room.students[:-1]):
        assert "Your work is handed in" in revise(student, place)
    known = [[student.get(one).words for one in to_review(student)] for student in room.students]
    room.step("close", "revise")
    room.step("open", "again")
    for place, student in enumerate(room.students[:-1]):
        addresses = open_reviews(student)
        assert len(addresses) == 1
        for address in addresses:
            page = student.get(address)
            assert faults(page) == []
            assert CHANGED in page.words
            assert "As it was before" in page.words
            assert page.words.count("The second version of number") == 1
            number = page.words.partition("The second version of number ")[2][0]
            assert not [words for words in known[place] if f"version of number {number}" in words]
            review(student, address, 0)
    assert open_reviews(idle) == []
    assert first.get(f"{SLUG}/feedback").words.count("Review by") == 1, "the new ones are read with the feedback"
    room.step("close", "again")
    words = first.get(f"{SLUG}/feedback").words
    assert (words.count("Review by"), words.count("Of your revised work")) == (2, 1)
    assert idle.get(f"{SLUG}/feedback").words.count("Review by") == 1
    assert "2 of 2" in room.teacher.get(f"{SLUG}/works").words


def test_the_same_reviewers_read_a_work_again_beside_what_they_wrote(room: Classroom):
    reviewed(room, 3, "same", marks="feedback")
    revise(room.students[0], 0)
    room.step("close", "revise")
    room.step("open", "again")
    assert open_reviews(room.students[0]) == []
    for student in room.students[1:]:
        (address,) = open_reviews(student)
        page = student.get(address)
        assert "What you wrote about it then" in page.words
        assert "The second version of number 0" in page.words
        assert "Your review is sent" in review(student, address, 0).words
    assert "The time for handing in is over" in room.students[1].get(f"{SLUG}/work").words
    room.step("close", "again")
    rate_all(room.students[0])
    words = room.students[0].get(f"{SLUG}/growth").words
    assert "Essays, revised" in words
    assert "67% 100%" in words


@pytest.mark.parametrize("steps", [{"again-used": "y", "revise-used": None}])
def test_works_are_not_reviewed_again_without_a_step_to_revise_them(room: Classroom, steps):
    page = room.set_up(**steps)
    assert page.status == 422
    assert "add that step too" in page.words


def test_the_second_round_does_not_open_before_somebody_has_revised(room: Classroom):
    reviewed(room, 3, "same")
    assert "Nobody has revised a work yet" in room.step("open", "again").words
