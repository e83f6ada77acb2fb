"""Good reviews are shown to the class once the reviewer and the author agree, and no longer than they do."""

from tests.support.engines import on_sqlite
from tests.support.pages import Page
from tests.support.peers import SLUG, Classroom, Visit, hand_in, rate_all, review, to_review

pytestmark = on_sqlite
BEST = "I checked the second source: it says the opposite of what you claim. Quote the sentence you rely on."


def answer(student: Visit, agreed: str) -> Page:
    page = student.get(f"{SLUG}/best")
    form = next(one for one in page.forms if ("agreed", agreed) in one.fields)
    return student._follow(student.client.post(form.action, data=dict(form.fields)))


def test_a_good_review_is_shown_while_everybody_concerned_agrees_and_names_nobody(room: Classroom):
    room.set_up(k="2")
    room.join(4)
    for student in room.students:
        hand_in(student)
    room.step("open", "review")
    for student in room.students:
        for address in to_review(student):
            review(student, address, 1, comment=BEST)
    room.step("close", "review")
    assert "Once authors have rated their reviews" in room.teacher.get(f"{SLUG}/best-reviews").words
    author, *others = room.students
    rate_all(author, "5")
    page = room.teacher.get(f"{SLUG}/best-reviews")
    assert "Rated 5.0 of 5" in page.words
    first = next(one for one in page.forms if "/best-reviews/" in one.action)
    asked = room.teacher.send(page, first.action.partition(SLUG)[2])
    assert "Agreed: 0 of 2" in asked.words

    reviewer = next(one for one in others if "this review of yours" in one.get(f"{SLUG}/best").words)
    onlooker = next(one for one in others if one is not reviewer)
    assert "Good reviews" in author.home().words
    assert "Good reviews" not in onlooker.home().words
    answer(author, "yes")
    assert BEST not in onlooker.get(f"{SLUG}/best").words
    answer(reviewer, "yes")
    words = onlooker.get(f"{SLUG}/best").words
    assert BEST in words
    assert "of 100" not in words
    others = {1, 2, 3, 4} - {place_of(room, onlooker)}
    assert not any(f"Name of peer-student-{number}" in words for number in others)
    assert "Shown to the class" in room.teacher.get(f"{SLUG}/best-reviews").words

    answer(author, "no")
    assert BEST not in onlooker.get(f"{SLUG}/best").words
    answer(author, "yes")
    page = room.teacher.get(f"{SLUG}/best-reviews")
    drop = next(one for one in page.forms if one.action.endswith("/drop"))
    assert "Ask whether it may be shown" in room.teacher.send(page, drop.action.partition(SLUG)[2]).words
    assert BEST not in onlooker.get(f"{SLUG}/best").words


def place_of(room: Classroom, student: Visit) -> int:
    return room.students.index(student) + 1
