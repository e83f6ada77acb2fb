"""What authors say reaches the reviewers; what hurts is reported, hidden, decided and appealed."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from lti_tools.kit.notices.tables import NoticeRow
from lti_tools.kit.schedule.tables import PhaseRow
from tests.support.app import suite_of
from tests.support.engines import on_sqlite
from tests.support.peers import (
    COMMENT,
    SLUG,
    Classroom,
    Visit,
    filled_in,
    hand_in,
    rate_all,
    reply_to_all,
    review,
    to_review,
)
from tools.peer_review.models import ReviewingStep
from tools.peer_review.notices import ESCALATED
from tools.peer_review.service import escalating

pytestmark = on_sqlite


@pytest.fixture
def reading(room: Classroom) -> Classroom:
    """Five people who reviewed each other read their feedback."""
    room.set_up(k="3")
    room.join(5)
    for student in room.students:
        hand_in(student)
    room.step("open", "review")
    for student in room.students:
        for place, address in enumerate(to_review(student)):
            review(student, address, place)
    room.step("close", "review")
    return room


def answers(student: Visit) -> str:
    return student.get(f"{SLUG}/answers").words


def escalated_to(room: Classroom) -> int:
    """Staff who would be told of works with too few reviews, were it time for it and reviewing open; nothing stays."""
    now = datetime.now(UTC)
    with suite_of(room.app).database.write() as db:
        db.execute(update(ReviewingStep).values(escalates_at=now - timedelta(hours=1)))
        db.execute(update(PhaseRow).where(PhaseRow.key == "review").values(ends=None))
        escalating.tick(db, now)
        told = db.scalars(select(NoticeRow.id).where(NoticeRow.code == ESCALATED)).all()
        db.rollback()
    return len(told)


def test_thanks_answers_and_helpfulness_reach_reviewers_and_no_author_stands_behind_a_number(reading: Classroom):
    first, *others = reading.students
    assert "No answer yet" in answers(first)
    for student in others:
        page = student.get(f"{SLUG}/feedback")
        for form in [one for one in page.forms if one.action.endswith("/thank")]:
            student.send(page, form.action.partition(SLUG)[2])
        reply_to_all(student, "The example at the beginning is a good idea.")
    assert "Says thank you" in answers(first)
    assert "The example at the beginning is a good idea." in answers(first)
    assert "How helpful your words were" not in answers(first)
    for student in others:
        rate_all(student)
    words = answers(first)
    assert "How helpful your words were" in words
    assert "from three ratings on" in words
    assert not re.search(r"Name of peer-student-[2-5]", words)


def test_a_reported_review_is_hidden_decided_with_a_reason_and_no_longer_counts(reading: Classroom):
    author = reading.students[0]
    page = author.get(f"{SLUG}/feedback")
    assert page.words.count("Review by") == 3
    link = next(link for link in page.links if link.endswith("/report"))
    told = author.send(author.get(link), "/report", why="hurts", words="It laughs at my language.")
    assert "Thank you for telling." in told.words
    assert "This review was reported." in told.words
    again = author.send(author.get(link), "/report", why="hurts")
    assert again.status == 409
    assert "was reported. It is hidden until you decide." in reading.teacher.home().words
    assert "Reported" in reading.teacher.get(f"{SLUG}/look-first").words

    queue = reading.teacher.get("-/moderation/")
    assert "It laughs at my language." in queue.words
    decided = reading.teacher.send(queue, "/decide", deed="remove", words="Judge the work, not the person.")
    assert "Your decision is saved." in decided.words
    waiting = reading.teacher.get(f"{SLUG}/waiting").words
    assert "1 work has fewer reviews than it is to get." in waiting, "what is removed is not received"
    counts = [row.text_content() for row in reading.teacher.get(f"{SLUG}/works").tree.xpath("//tbody/tr")]
    assert sum("2 of 3" in " ".join(one.split()) for one in counts) == 1
    assert escalated_to(reading) == 1, "its work has too few reviews now"
    rate_all(author)
    reading.teacher.send(reading.teacher.get(f"{SLUG}/works"), "/works/release", which="all", confirmed="1")
    assert "First the words" not in author.get(f"{SLUG}/feedback").words

    reviewer = next(one for one in reading.students[1:] if "Somebody reported this review" in answers(one))
    mine = reviewer.get("-/moderation/mine")
    assert "Judge the work, not the person." in mine.words
    assert "It laughs" not in mine.words
    reviewer.send(mine, "/appeal", words="I quoted the work.")
    queue = reading.teacher.get("-/moderation/")
    assert "I quoted the work." in queue.words
    reading.teacher.send(queue, "/decide", deed="keep", words="You are right: it is a quotation.")
    assert "This review was reported." not in author.get(f"{SLUG}/feedback").words


def test_an_answer_that_hurts_is_reported_by_the_reviewer_and_stays_as_it_is(reading: Classroom):
    author = reading.students[0]
    reply_to_all(author, "You have no idea of anything.")
    reviewer = next(one for one in reading.students[1:] if "no idea" in answers(one))
    page = reviewer.get(f"{SLUG}/answers")
    link = next(link for link in page.links if link.endswith("/report"))
    told = reviewer.send(reviewer.get(link), "/report", why="hurts")
    assert "An answer was reported." in told.words
    assert "no idea" not in told.words
    assert {page.status for page in reply_to_all(author, "")} == {200, 409}


def test_nobody_reports_what_they_cannot_read(reading: Classroom):
    one, other = reading.students[:2]
    link = next(link for link in one.get(f"{SLUG}/feedback").links if link.endswith("/report"))
    assert other.get(SLUG + link.partition(SLUG)[2]).status == 404


def test_a_work_that_hurts_is_reported_hidden_from_every_reviewer_and_decided(room: Classroom):
    room.set_up(k="3")
    room.join(4)
    author, *others = room.students
    hand_in(author, "People of that village are fools.")
    for student in others:
        hand_in(student)
    room.step("open", "review")
    first, second = others[:2]
    addresses = [next(one for one in to_review(each) if "fools" in each.get(one).words) for each in (first, second)]
    page = first.get(addresses[0])
    told = first.send(first.get(next(link for link in page.links if link.endswith("/report"))), "/report", why="hurts")
    assert "Reported, nothing to do" in told.words
    hidden = second.get(addresses[1])
    assert "Somebody reported this work." in hidden.words
    assert "fools" not in hidden.words
    late = first.send(page, addresses[0].partition(SLUG)[2], **filled_in(page, 1, COMMENT))
    assert (late.status, "Somebody reported this work." in late.words) == (409, True), "from a page opened before"
    assert "Somebody reported your work, so nobody reads it now." in author.home().words
    assert "was reported. It is hidden until you decide." in room.teacher.home().words
    queue = room.teacher.get("-/moderation/")
    assert "People of that village are fools." in queue.words
    room.teacher.send(queue, "/decide", deed="remove", words="Judge nobody by where they live.")
    assert "Judge nobody by where they live." in author.get("-/moderation/mine").words
    assert "fools" not in second.get(addresses[1]).words
