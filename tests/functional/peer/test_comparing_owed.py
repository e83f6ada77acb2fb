"""Who has works to compare is behind like who has reviews to send: the same rule wherever it is asked."""

import json
from datetime import UTC, datetime

import pytest

from lti_tools.errors import Refusal
from lti_tools.kit.schedule.schedule import open_by_hand
from tests.functional.peer.test_comparing import CLAIM, compare, pairs_of
from tests.support.engines import on_sqlite
from tests.support.peer_rows import Class
from tests.support.peers import SLUG, Classroom, rows_of
from tools.peer_review import reviews, store
from tools.peer_review.domain.rubric.criteria import write_rubric
from tools.peer_review.service import marking, offering

pytestmark = on_sqlite


def now() -> datetime:
    return datetime.now(UTC)


def reviewing(room: Classroom, people: int, k: int) -> Class:
    """A class in the middle of reviewing and comparing."""
    room.set_up(rubric_from="own", rubric=json.dumps(write_rubric((CLAIM,))), k=str(k))
    room.join(people)
    found = rows_of(room)
    for place in range(people):
        found.hand_in(place, now(), f"My essay is worth {place}.")
    found.step(open_by_hand, "review", now())
    return found


def line_of(page, name: str) -> str:
    rows = page.tree.xpath(f"//tr[th[contains(., '{name}')]]")
    return " ".join(rows[-1].text_content().split()) if rows else ""


def test_who_has_sent_everything_and_not_compared_is_behind_until_it_is_done(room: Classroom):
    found = reviewing(room, 4, 2)
    for place in range(4):
        found.review(place, 0, now())
    for place in range(1, 4):
        found.compare(place, range(4), now())
    student, name = room.students[0], "Name of peer-student-1"
    words = student.home().words
    assert "You have 1 pair of works to compare." in words
    assert "Take one more" not in words
    with found.database.write() as db, pytest.raises(Refusal) as refused:
        offering.take_one(db, found.activity, found.people[0], now())
    assert "First say of your pairs" in refused.value.reason
    waiting = room.teacher.get(f"{SLUG}/waiting")
    assert "2 of 2 0 of 1" in line_of(waiting, name)
    assert line_of(waiting, "Name of peer-student-2") == ""
    assert "3 of 4" in room.teacher.home().words
    assert "0 of 1" in line_of(room.teacher.get("-/overview/?open=1"), name)
    room.teacher.send(waiting, "/waiting")
    assert "pairs of works wait for you to say which is better" in student.get("-/notices/").words
    assert "pairs of works wait" not in room.students[1].get("-/notices/").words

    compare(student, pairs_of(student)[0])
    assert "You have done everything here." in student.home().words
    assert "Nobody waits" in room.teacher.get(f"{SLUG}/waiting").words
    person = room.teacher.get(str(room.teacher.get(f"{SLUG}/works").tree.xpath(f"//a[text()='{name}']/@href")[0]))
    assert "The better one" in person.words


def test_what_a_teacher_left_out_is_owed_by_nobody(room: Classroom):
    found = reviewing(room, 4, 2)
    for place in range(1, 4):
        found.review(place, 0, now())
    student = room.students[0]
    assert "You have 2 reviews to send." in student.home().words
    with found.database.write() as db:
        for one in reviews.reviews_by(db, found.activity, found.people[0]):
            store.work_with_id(db, found.activity, one.work_id, to_change=True).unfit = True
    words = student.home().words
    assert words.count("Left out by your teacher") == 2
    assert "You have done everything here." in words
    assert "First send both reviews" not in words
    with found.database.read() as db:
        shares = marking.shares_done(db, found.activity, store.settings_of(db, found.activity))
    assert shares[found.people[0]] == (0, 0)
