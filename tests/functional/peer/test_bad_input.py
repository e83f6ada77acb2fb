"""What cannot be: a clear message, nothing lost, nothing half written."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from lti_tools.privacy.erasing import erase_person
from lti_tools.store.tables.people import Membership, Person
from tests.support.app import suite_of
from tests.support.engines import on_sqlite
from tests.support.peers import COMMENT, SLUG, Classroom, Visit, filled_in, hand_in, review, to_review
from tools.peer_review.models import Review

pytestmark = on_sqlite


@pytest.fixture
def reviewing(room: Classroom, k: str) -> Classroom:
    """Five people review each other."""
    room.set_up(k=k)
    room.join(5)
    for student in room.students:
        hand_in(student)
    room.step("open", "review")
    return room


@pytest.fixture
def k() -> str:
    return "3"


ONE_EACH = pytest.mark.parametrize("k", ["1"])


def stored(room: Classroom) -> list[Review]:
    with suite_of(room.app).database.read() as db:
        return list(db.scalars(select(Review).where(Review.saved_at.is_not(None))))


def send(student: Visit, address: str, **fields: str | None):
    page = student.get(address)
    return student.send(page, address.partition(SLUG)[2], **{**filled_in(page, 1, COMMENT), **fields})


@pytest.mark.parametrize("value", ["4", "-1", "99999999999999999999", "1.5", "٣", "NaN", "<b>"])
@pytest.mark.parametrize("deed", ["save", "send"])
def test_a_value_outside_the_scale_is_refused_and_nothing_is_stored(reviewing: Classroom, value: str, deed: str):
    student = reviewing.students[0]
    page = send(student, to_review(student)[0], value_c1=value, deed=deed)
    assert page.status == 422
    assert COMMENT in page.text
    assert stored(reviewing) == []


def test_a_missing_or_short_comment_is_asked_for_beside_its_field_and_the_rest_is_kept(reviewing: Classroom):
    student = reviewing.students[0]
    address = to_review(student)[0]
    page = send(student, address, comment_c2="", comment_c3="Good.", value_c4=None)
    assert page.status == 422
    assert "Write a comment here." in page.words
    assert "Write at least 40 characters here." in page.words
    assert "Choose an answer." in page.words
    assert COMMENT in page.text
    assert stored(reviewing) == []


def test_of_two_tabs_the_older_one_is_told_and_loses_nothing(reviewing: Classroom):
    student = reviewing.students[0]
    address = to_review(student)[0]
    older = student.get(address)
    send(student, address, comment_c1="The newer tab says that the beginning is strong.", deed="save")
    filled = {**filled_in(older, 1, COMMENT), "comment_c1": "The older tab says something else, at length."}
    page = student.send(older, address.partition(SLUG)[2], **filled)
    assert page.status == 409
    assert "This review was changed in another tab." in page.words
    assert "The older tab says something else" in page.text
    (row,) = stored(reviewing)
    assert row.answers["c1"]["comment"] == "The newer tab says that the beginning is strong."
    again = student.send(page, address.partition(SLUG)[2])
    assert "Your review is sent" in again.words


def test_a_rubric_edited_under_a_reviewers_hands_leaves_what_is_begun_as_it_was(reviewing: Classroom):
    student = reviewing.students[0]
    first, second, *_ = to_review(student)
    send(student, first, deed="save")
    open_tab = student.get(second)
    page = reviewing.teacher.get(f"{SLUG}/rubric?criterion=c1")
    changed = reviewing.teacher.send(page, "/rubric", title="A new question", levels="1 | Yes\n0 | No", kind="levels")
    assert "The rubric is saved." in changed.words
    assert "Question and claim" in student.get(first).words
    sent = student.send(open_tab, second.partition(SLUG)[2], **filled_in(open_tab, 3, COMMENT))
    assert "Your review is sent" in sent.words
    assert "A new question" in student.get(to_review(student)[2]).words
    marks = {row.mark for row in stored(reviewing) if row.sent_at}
    assert marks == {0}


def test_a_review_after_the_end_is_refused_and_what_was_typed_stays_on_the_page(reviewing: Classroom):
    student = reviewing.students[0]
    address = to_review(student)[0]
    page = student.get(address)
    reviewing.step("close", "review")
    late = student.send(page, address.partition(SLUG)[2], **filled_in(page, 1, COMMENT))
    assert late.status == 409
    assert COMMENT in late.text
    assert stored(reviewing) == []


def test_an_author_who_left_the_course_is_reviewed_all_the_same(reviewing: Classroom):
    with suite_of(reviewing.app).database.write() as db:
        left = db.scalar(select(Person.id).where(Person.sub == "peer-student-2"))
        db.execute(update(Membership).where(Membership.person_id == left).values(active=False))
    for student in (reviewing.students[0], reviewing.students[2]):
        for address in to_review(student):
            assert "Your review is sent" in review(student, address).words
    assert reviewing.teacher.get(f"{SLUG}/works").status == 200


def test_a_reviewer_removed_mid_review_leaves_others_marks_and_nobodys_page_breaks(reviewing: Classroom):
    for student in reviewing.students:
        for address in to_review(student):
            review(student, address)
    suite = suite_of(reviewing.app)
    with suite.database.read() as db:
        gone = db.scalar(select(Person.id).where(Person.sub == "peer-student-2"))
    assert gone is not None
    erase_person(suite, gone, datetime.now(UTC), actor="test")
    reviewing.step("open", "feedback")
    page = reviewing.students[0].get(f"{SLUG}/feedback")
    assert page.status == 200
    assert page.words.count("Review by") == 3
    for tail in ("", "works", "pairs"):
        assert reviewing.teacher.get(f"{SLUG}/{tail}").status == 200


@ONE_EACH
def test_a_reviewer_removed_in_the_middle_of_a_review_leaves_nothing_behind_and_nobody_waiting(reviewing: Classroom):
    gone, *_others = reviewing.students
    address = to_review(gone)[0]
    open_tab = gone.get(address)
    send(gone, address, deed="save")
    suite = suite_of(reviewing.app)
    with suite.database.read() as db:
        person = db.scalar(select(Person.id).where(Person.sub == "peer-student-1"))
    assert person is not None
    erase_person(suite, person, datetime.now(UTC), actor="test")
    late = gone.send(open_tab, address.partition(SLUG)[2], **filled_in(open_tab, 1, COMMENT))
    assert (late.status, stored(reviewing)) == (403, [])
    waits = reviewing.teacher.get(f"{SLUG}/waiting")
    assert "Nobody is at it" in waits.words
    for tail in ("", "works", "pairs", "look-first", "reviewers"):
        assert reviewing.teacher.get(f"{SLUG}/{tail}").status == 200


@ONE_EACH
def test_what_a_reviewer_has_begun_who_leaves_the_course_is_offered_at_once_and_stays_theirs(reviewing: Classroom):
    gone, *others = reviewing.students
    first = to_review(gone)[0]
    send(gone, first, deed="save")
    with suite_of(reviewing.app).database.write() as db:
        person = db.scalar(select(Person.id).where(Person.sub == "peer-student-1"))
        db.execute(update(Membership).where(Membership.person_id == person).values(active=False))
    waits = reviewing.teacher.get(f"{SLUG}/waiting").words
    assert waits.count("Offered to others too") == 1
    for student in others:
        review(student, to_review(student)[0])
    assert any("Take one more" in student.home().words for student in others)
    back = gone.get(first)
    assert COMMENT in back.text, "nothing is lost where they come back"
    assert "Your review is sent" in send(gone, first).words


def test_of_two_tabs_with_a_work_the_older_one_is_told_and_loses_nothing(room: Classroom):
    room.set_up()
    room.join(1)
    (student,) = room.students
    older = student.get(f"{SLUG}/work")
    hand_in(student, "What the newer tab says.")
    page = student.send(older, f"/{SLUG}/work", text="What the older tab says, at length.")
    assert page.status == 409
    assert "What the older tab says, at length." in page.text
    assert "What the newer tab says." in student.get(f"{SLUG}/work").text


def test_an_empty_work_is_not_taken_and_an_empty_looking_one_is_reported(room: Classroom):
    room.set_up()
    room.join(3)
    page = hand_in(room.students[0], text="   ")
    assert page.status == 409
    assert "There is nothing to hand in yet." in page.words
    for student in room.students:
        hand_in(student, text="x")
    room.step("open", "review")
    reporter = room.students[0]
    address = to_review(reporter)[0]
    told = reporter.send(reporter.get(address), "/empty")
    assert "Your teacher looks at this work" in told.words
    home = room.teacher.home()
    assert "finds nothing to review in the work of" in home.words
    person = next(link for link in home.links if "/works/" in link)
    out = room.teacher.send(room.teacher.get(person), "/fit", fit="no")
    assert "This work is left out of reviewing." in out.words


def test_ones_own_name_is_asked_about_before_it_reaches_reviewers(room: Classroom):
    room.set_up()
    room.join(1)
    page = hand_in(room.students[0], text="By peer: an essay on bees.")
    assert page.status == 422
    assert "Your name stands in what you wrote: peer" in page.words
    assert "an essay on bees" in page.text
    page = room.students[0].send(page, f"/{SLUG}/work", with_name="y")
    assert "Your work is handed in" in page.words


@pytest.mark.parametrize("link", ["javascript:alert(1)", "example.org", "http://", "ftp://example.org/x"])
def test_a_link_that_is_none_is_refused(room: Classroom, link: str):
    room.set_up()
    room.join(1)
    page = hand_in(room.students[0], links=link)
    assert page.status == 422
    assert "is no address of a page" in page.words


def test_somebody_elses_review_leads_nowhere(reviewing: Classroom):
    one, other = reviewing.students[:2]
    tail = to_review(one)[0].partition(SLUG)[2]
    assert other.get(f"{SLUG}{tail}").status == 404


def test_with_one_work_reviewing_does_not_open_by_hand_and_the_teacher_is_told(room: Classroom):
    room.set_up()
    room.join(1)
    hand_in(room.students[0])
    page = room.step("open", "review")
    assert page.status == 409
    assert "Reviewing opens with two works at least." in page.words
