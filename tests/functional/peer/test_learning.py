"""What students learn from a round: their own view before and after, and what they change in the next one."""

import re

from tests.support.engines import on_sqlite
from tests.support.peers import SLUG, Classroom, Visit, filled_in, hand_in, rate_all, review, to_review

pytestmark = on_sqlite


def judge_own(student: Visit, value: int) -> str:
    """Fill in one's own review and send it; the words of the page after it."""
    page = student.send(student.home() if value == 2 else student.get(f"{SLUG}/own-review/view"), "/own-review")
    assert "Your own work" in page.words
    form = next(one for one in page.forms if "/reviews/" in one.action)
    return student.send(page, form.action.partition(SLUG)[2], **filled_in(page, value, "Seen by myself.")).words


def test_ones_own_view_before_and_after_reading_stands_beside_the_reviewers(room: Classroom):
    room.set_up(k="2")
    room.join(4)
    for student in room.students:
        hand_in(student)
    room.step("open", "review")
    first = room.students[0]
    assert first.get(f"{SLUG}/own-review/view").status == 404
    assert "Your review is sent" in judge_own(first, 2)
    for student in room.students:
        for address in to_review(student):
            review(student, address, 0)
    room.step("close", "review")

    page = first.get(f"{SLUG}/own-review/view").words
    assert "Rate every review first." in page
    assert "Your reviewers" not in page
    rate_all(first)
    page = first.get(f"{SLUG}/own-review/view").words
    assert "Judge your work once more" in page
    assert "Your reviewers" not in page, "what they gave tells the mark, which is not released"
    assert "once your teacher releases it" in page
    after = judge_own(first, 1)
    assert "You, before reading" in after
    assert "You, after reading" in after
    shown = first.get(f"{SLUG}/own-review/view").words
    assert re.search(r"33% 67%", shown), shown


def test_reviewers_numbers_stand_beside_ones_own_where_nothing_hides_them(room: Classroom):
    room.set_up(k="3", marks="feedback")
    room.join(4)
    for student in room.students:
        hand_in(student)
    room.step("open", "review")
    first = room.students[0]
    judge_own(first, 2)
    for student in room.students:
        for address in to_review(student):
            review(student, address, 0)
    room.step("close", "review")
    rate_all(first)
    page = first.get(f"{SLUG}/own-review/view").words
    assert "You are stricter than they are" in page
    assert "33% – 100% -67" in page.replace("−", "-"), page


def test_what_an_author_wants_to_change_comes_back_before_the_next_work_and_in_their_growth(room: Classroom):
    room.set_up(k="3", marks="feedback")
    room.join(4)
    for student in room.students:
        hand_in(student)
    room.step("open", "review")
    for student in room.students:
        for address in to_review(student):
            review(student, address, 3)
    room.step("close", "review")
    author, other = room.students[:2]
    assert "What will you change next time?" not in author.get(f"{SLUG}/feedback").words
    rate_all(author)
    kept = author.send(author.get(f"{SLUG}/feedback"), "/feedback/change", change="I name a source for each claim.")
    assert "You see it again with your next work." in kept.words
    assert "I name a source" not in other.get(f"{SLUG}/growth").words

    later = Classroom(room.app, room.platform, link="link-2")
    later.set_up(k="3", marks="feedback", title="Second essay")
    later.join(4)
    again = later.students[0]
    page = again.get(f"{SLUG}/work").words
    assert "After “Essays” you wanted to change:" in page
    assert "I name a source for each claim." in page
    assert "I name a source" not in later.students[1].get(f"{SLUG}/work").words
    for student in later.students:
        hand_in(student)
    page = again.get(f"{SLUG}/growth")
    assert "Did you do it?" in page.words
    form = next(one for one in page.forms if ("kept", "partly") in one.fields)
    done = again._follow(again.client.post(form.action, data=dict(form.fields)))
    assert "It stands beside what you wanted to change." in done.words
    stolen = form.action.rpartition("/")[2]
    foreign = later.students[1]
    answer = foreign.client.post(f"{foreign.path}/{SLUG}/growth/{stolen}", data={"kept": "no"})
    assert answer.status_code in (400, 403, 404)

    later.step("open", "review")
    for student in later.students:
        for address in to_review(student):
            review(student, address, 3)
    later.step("close", "review")
    rate_all(again)
    growth = again.get(f"{SLUG}/growth").words
    assert "Reviewers point at it again" in growth
    assert "What reviewers keep saying about" in growth
