"""The second round by the clock: who reviews revised works, who is reminded, what is offered, and what reaches the
gradebook.
"""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from lti_tools.errors import Refusal
from lti_tools.grades import outbox
from lti_tools.kit.notices.tables import NoticeRow
from lti_tools.pure.schedule import Start
from lti_tools.store.database import Database
from tests.support.peer_rows import DAY, REVIEW_ENDS, Class, make_class
from tests.support.school import NOW, add_person
from tools.peer_review import reviews, store
from tools.peer_review.roles import FIRST, SECOND, ReviewRole
from tools.peer_review.rounds import SECOND_ROUND
from tools.peer_review.service import again, offering, pairing, releasing, teaching, waiting

REVISE_ENDS, AGAIN_ENDS = REVIEW_ENDS + 7 * DAY, REVIEW_ENDS + 14 * DAY
DATES = {"revise": (Start.AFTER, REVISE_ENDS), "again": (Start.AFTER, AGAIN_ENDS)}
CHANGED = "The numbers stand in a table now."
HOUR = timedelta(hours=1)


def make_room(database: Database, people: int, reviewers: str, k: int) -> Class:
    """A class that has reviewed each other; all but the last have revised."""
    room = make_class(database, people, dates=DATES, k=k, reviewers_again=reviewers)
    for place in range(people):
        room.hand_in(place)
    room.tick(NOW + 7 * DAY)
    for place in range(people):
        room.review(place, 4, NOW + 8 * DAY)
    room.tick(REVIEW_ENDS)
    for place in range(people - 1):
        room.hand_in(place, REVIEW_ENDS + DAY, "A better text.", CHANGED)
    return room


def told(room: Class, code: str) -> list[int]:
    with room.database.read() as db:
        return sorted(db.scalars(select(NoticeRow.person_id).where(NoticeRow.code == f"peer-review.{code}")).all())


def test_a_revised_work_goes_from_its_second_round_to_a_released_mark_in_the_gradebook(database: Database):
    room = make_room(database, 12, "others", 3)
    with room.database.write() as db:
        teacher = add_person(db, room.school, "teacher", launched="instructor")
        settings = store.settings_of(db, room.activity)
    room.tick(REVISE_ENDS)
    with room.database.read() as db:
        second = reviews.reviews_of(db, room.activity, *SECOND)
        known = {(one.reviewer_id, one.work_id) for one in reviews.reviews_of(db, room.activity, *FIRST)}
        assert len(second) == 33
        assert not known & {(one.reviewer_id, one.work_id) for one in second}
        assert again.certificate(db, room.activity, settings).own == 0
        found = waiting.who_waits(db, room.activity, REVISE_ENDS)
        assert (found.again, len(found.short), len(found.behind)) == (True, 11, 11), "the first round is over"
        assert all((one.received, one.wanted) == (0, 3) for one in found.short)
    for place in range(1, 11):
        room.review(place, 8, REVISE_ENDS + DAY)
    for hours in (25, 23, 1):
        room.tick(AGAIN_ENDS - hours * HOUR)
    assert told(room, "closing") == [room.people[0]], "a reminder of its own, to who is slow in this round"
    late = AGAIN_ENDS - 12 * HOUR
    with room.database.write() as db:
        left = {one.work_id for one in reviews.reviews_by(db, room.activity, room.people[0], *SECOND)}
        everybody = {
            one: offering.offers_for(db, room.activity, one, settings, late, SECOND_ROUND) for one in room.people
        }
        helper = next(one for one, offered in everybody.items() if offered)
        fitting = [work for work in everybody[helper] if work in left]
        assert everybody[helper][: len(fitting)] == fitting, "the neediest first"
        assert everybody[room.people[0]] == everybody[room.people[11]] == [], "who has not sent, and who has none"
        taken = reviews.review_with_id(db, room.activity, offering.take_one(db, room.activity, helper, late))
        assert (taken.role, taken.held_until) == (ReviewRole.AGAIN_EXTRA, AGAIN_ENDS)
    room.review(room.people.index(helper), 8, late)
    room.tick(AGAIN_ENDS)
    assert told(room, "escalated") == [teacher], "works still short came to the teacher, once"
    with room.database.write() as db:
        releasing.release(db, room.activity, None, AGAIN_ENDS + DAY)
        marks = {one.person_id: one.score for one in outbox.standing(db, room.activity) if one.tag == "work"}
        assert marks[room.people[11]] == 20, "who did not revise keeps the mark of the first round"
        assert sorted(marks[one] for one in room.people[:11])[-1] == 40, "80 % of 50 points"
        assert marks.keys() == set(room.people)


def test_the_same_reviewers_wait_for_what_they_were_given_and_pairs_by_hand_are_undone(database: Database):
    room = make_room(database, 4, "same", 2)
    room.tick(REVISE_ENDS)
    with room.database.write() as db:
        settings = store.settings_of(db, room.activity)
        assert again.certificate(db, room.activity, settings) is None
        second = reviews.reviews_of(db, room.activity, *SECOND)
        assert len(second) == 6
        one = second[0]
        reviewer, work, which = pairing.remove_pair(db, room.activity, one.id)
        found = waiting.who_waits(db, room.activity, REVISE_ENDS)
        assert sorted(each.wanted for each in found.short) == [1, 2, 2]
        pairing.add_pair(db, room.activity, reviewer, work, REVISE_ENDS, which)
        with pytest.raises(Refusal):
            pairing.add_pair(db, room.activity, reviewer, work, REVISE_ENDS, which)
        kept = store.work_of(db, room.activity, room.people[3])
        with pytest.raises(Refusal):
            pairing.add_pair(db, room.activity, room.people[0], kept.id, REVISE_ENDS, SECOND_ROUND)
    with room.database.read() as db:
        late = AGAIN_ENDS - 2 * HOUR
        assert len(teaching.read_class(db, room.activity, late).escalated) == 3
        assert teaching.read_class(db, room.activity, AGAIN_ENDS - 3 * DAY).escalated == []
    for place in range(4):
        room.review(place, 10, REVISE_ENDS + DAY)
    with room.database.write() as db:
        line = next(
            one for one in teaching.read_class(db, room.activity, AGAIN_ENDS).lines if one.work and one.work.revised_at
        )
        assert (line.received, line.mark.mark) == (2, Decimal(100))
