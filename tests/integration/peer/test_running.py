"""What happens by the clock and at the same time, on both databases."""

from datetime import timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from lti_tools.errors import Refusal
from lti_tools.grades import outbox
from lti_tools.kit.notices.tables import NoticeRow
from lti_tools.kit.schedule import extensions
from lti_tools.kit.schedule.extensions import Asked
from lti_tools.store.database import Database
from tests.support.peer_rows import DAY, REVIEW_ENDS, SUBMIT_ENDS, Class, make_class, set_up
from tests.support.school import NOW, add_person
from tools.peer_review import reviews, store
from tools.peer_review.service import allocating, offering, releasing, teaching


@pytest.fixture
def room(database: Database) -> Class:
    return make_class(database)


def test_works_are_given_out_by_the_date_once_and_everybody_is_told(room: Class):
    for place in range(8):
        room.hand_in(place)
    room.tick(SUBMIT_ENDS - timedelta(seconds=1))
    with room.database.read() as db:
        assert reviews.reviews_of(db, room.activity) == []
    for later in range(3):
        room.tick(SUBMIT_ENDS + timedelta(seconds=later))
    with room.database.read() as db:
        given = reviews.reviews_of(db, room.activity)
        assert len(given) == 24
        wanted = allocating.wanted_of(db, room.activity, store.settings_of(db, room.activity))
        assert not allocating.certificate(db, room.activity, wanted).broken
        told = db.scalars(select(NoticeRow.person_id).where(NoticeRow.code == "peer-review.to-review")).all()
    assert sorted(told) == sorted(room.people)


def test_too_few_works_are_given_out_as_soon_as_there_are_two(room: Class):
    room.hand_in(0)
    room.tick(SUBMIT_ENDS)
    with room.database.write() as db:
        assert reviews.reviews_of(db, room.activity) == []
        asked = Asked(phase="submit", people=[room.people[1]], until=SUBMIT_ENDS + DAY)
        assert extensions.give(db, room.activity, asked, ZoneInfo("UTC"), SUBMIT_ENDS, by=None)
    room.hand_in(1, SUBMIT_ENDS + timedelta(hours=1))
    with room.database.read() as db:
        assert len(reviews.reviews_of(db, room.activity)) == 2


def test_what_nobody_begins_is_offered_to_who_is_done_and_the_neediest_comes_first(room: Class):
    for place in range(8):
        room.hand_in(place)
    room.tick(SUBMIT_ENDS)
    for place in range(1, 8):
        room.review(place, 7, SUBMIT_ENDS + DAY)
    late = REVIEW_ENDS - timedelta(hours=12)
    with room.database.write() as db:
        left = {one.work_id for one in reviews.reviews_by(db, room.activity, room.people[0])}
        assert not any(allocating.is_held(one, late) for one in reviews.reviews_by(db, room.activity, room.people[0]))
        settings = store.settings_of(db, room.activity)
        for place in range(1, 8):
            offered = offering.offers_for(db, room.activity, room.people[place], settings, late)
            fitting = [work for work in offered if work in left]
            assert offered[: len(fitting)] == fitting
        taken = offering.take_extra(db, room.activity, room.people[3], late)
        assert reviews.review_with_id(db, room.activity, taken).held_until <= REVIEW_ENDS


def test_slow_reviewers_are_reminded_a_day_before_the_end_once(room: Class):
    for place in range(8):
        room.hand_in(place)
    room.tick(SUBMIT_ENDS)
    for place in range(6):
        room.review(place, 5, SUBMIT_ENDS + DAY)
    for hours in (23, 20, 1):
        room.tick(REVIEW_ENDS - timedelta(hours=hours))
    with room.database.read() as db:
        told = db.scalars(select(NoticeRow.person_id).where(NoticeRow.code == "peer-review.closing")).all()
    assert sorted(told) == sorted(room.people[6:])


def test_released_marks_are_those_of_the_table_and_a_teachers_own_goes_before_them(room: Class):
    for place in range(8):
        room.hand_in(place)
    room.tick(SUBMIT_ENDS)
    for place in range(8):
        room.review(place, 4 + place % 3, SUBMIT_ENDS + DAY)
    with room.database.write() as db:
        work = store.work_of(db, room.activity, room.people[0])
        assert work is not None
        releasing.override(db, room.activity, work.id, Decimal("80"), NOW)
        assert len(releasing.release(db, room.activity, None, NOW)) == 8
        scores = {one.person_id: one for one in outbox.standing(db, room.activity) if one.tag == "work"}
        assert (scores[room.people[0]].score, scores[room.people[0]].maximum) == (40, 50)
        before = scores[room.people[1]].score
        assert 0 < before < 50
        releasing.override(db, room.activity, work.id, None, NOW)
        again = {one.person_id: one.score for one in outbox.standing(db, room.activity) if one.tag == "work"}
        assert again[room.people[1]] == before
        assert again[room.people[0]] != 40
        done = [one.score for one in outbox.standing(db, room.activity) if one.tag == "reviewing"]
        assert len(done) == 8
        assert all(0 < one <= 25 for one in done), "everybody sent all reviews"


def test_a_mark_of_two_reviews_is_never_released_by_itself(room: Class):
    for place in range(3):
        room.hand_in(place)
    room.tick(SUBMIT_ENDS)
    for place in range(3):
        room.review(place, 6, SUBMIT_ENDS + DAY)
    with room.database.write() as db:
        with pytest.raises(Refusal):
            releasing.release(db, room.activity, None, NOW)
        assert outbox.standing(db, room.activity) == []


def told(room: Class, person: int) -> int:
    with room.database.read() as db:
        query = select(NoticeRow).where(NoticeRow.person_id == person, NoticeRow.code == "peer-review.escalated")
        return len(db.scalars(query).all())


def test_works_with_too_few_reviews_come_to_the_teacher_at_the_set_time_once(room: Class):
    with room.database.write() as db:
        teacher = add_person(db, room.school, "teacher", launched="instructor")
    for place in range(4):
        room.hand_in(place)
    room.tick(SUBMIT_ENDS)
    room.review(0, 8, SUBMIT_ENDS + DAY)
    room.tick(REVIEW_ENDS - DAY - timedelta(minutes=1))
    assert told(room, teacher) == 0
    for minutes in (0, 1, 60):
        room.tick(REVIEW_ENDS - DAY + timedelta(minutes=minutes))
    assert told(room, teacher) == 1
    with room.database.read() as db:
        lines = teaching.read_class(db, room.activity, REVIEW_ENDS - DAY).escalated
        assert len(lines) == 4
        assert teaching.read_class(db, room.activity, REVIEW_ENDS - 2 * DAY).escalated == []


def test_reviewing_starts_by_itself_with_enough_works_while_others_still_hand_in(room: Class):
    with room.database.write() as db:
        set_up(db, room.activity, k=2, continuous=True, start_with=5)
    for place in range(4):
        room.hand_in(place)
    room.tick(NOW)
    with room.database.read() as db:
        assert reviews.reviews_of(db, room.activity) == []
    room.hand_in(4)
    for _again in range(2):
        room.tick(NOW)
    with room.database.read() as db:
        assert len(reviews.reviews_of(db, room.activity)) == 10
        told = db.scalars(select(NoticeRow.person_id).where(NoticeRow.code == "peer-review.to-review")).all()
    assert sorted(told) == sorted(room.people[:5])
    room.review(0, 7, NOW)
    for place in (5, 6, 7):
        room.hand_in(place)
        with room.database.read() as db:
            assert len(reviews.reviews_by(db, room.activity, room.people[place])) == 2, "who comes need not wait"
    room.tick(SUBMIT_ENDS)
    with room.database.read() as db:
        assert len(reviews.reviews_by(db, room.activity, room.people[0])) == 2
        wanted = allocating.wanted_of(db, room.activity, store.settings_of(db, room.activity))
        found = allocating.certificate(db, room.activity, wanted)
        assert (found.given, found.reciprocal, found.own) == ({2: 8}, 0, 0)
        assert min(found.received) >= 1
