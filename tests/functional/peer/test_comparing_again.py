"""Revised works are compared anew: new pairs, places of their own, and what was said before stays as it was."""

import json
from datetime import UTC, datetime

from sqlalchemy import select

from lti_tools.kit.schedule.schedule import close_by_hand, open_by_hand
from tests.functional.peer.test_comparing import CLAIM, SCALE, compare, marked, pairs_of
from tests.support.engines import on_sqlite
from tests.support.pages import faults
from tests.support.peer_rows import Class
from tests.support.peers import SLUG, Classroom, rate_all, rows_of, worked_out
from tools.peer_review import by_hand, reviews, store
from tools.peer_review.domain.rubric.criteria import write_rubric
from tools.peer_review.models_comparing import Comparison
from tools.peer_review.roles import SECOND
from tools.peer_review.service import marking

pytestmark = on_sqlite

STEPS = {"revise-used": "y", "revise-start": "hand", "again-used": "y", "again-start": "hand"}
CHANGED = "I turned it upside down, because two of you asked for it."
FIRST, THEN = range(6), (9, 8, 7, 6, 5, 5)
"""How good the works are, in their order, before and after all but the last are revised."""


def compared_once(room: Classroom, reviewers: str) -> Class:
    """Six people who have compared, and of whom five have revised."""
    rubric = json.dumps(write_rubric((CLAIM, SCALE)))
    room.set_up(rubric_from="own", rubric=rubric, k="4", reviewers_again=reviewers, **STEPS)
    room.join(6)
    found = rows_of(room)
    for place in range(6):
        found.hand_in(place, now(), f"My essay is worth {place}.")
    found.step(open_by_hand, "review", now())
    everybody_compares(found, range(6), FIRST)
    for deed, key in ((close_by_hand, "submit"), (close_by_hand, "review"), (open_by_hand, "revise")):
        found.step(deed, key, now())
    for place in range(5):
        found.hand_in(place, now(), f"My essay is worth {THEN[place]}.", CHANGED)
    return found


def everybody_compares(found: Class, places, worth) -> None:
    for place in places:
        found.review(place, 0, now())
        found.compare(place, worth, now())


def now() -> datetime:
    return datetime.now(UTC)


def said(found: Class) -> set[tuple[int, int, bool]]:
    with found.database.read() as db:
        return {(one.review_id, one.other_id, one.prefers_other) for one in db.scalars(select(Comparison))}


def test_revised_works_are_compared_anew_and_the_marks_that_are_released_follow(room: Classroom):
    """Who was the weakest is preferred to all others who revise, and the strongest of them to none."""
    found = compared_once(room, "same")
    student = room.students[0]
    before, first = said(found), {work: one.mark for work, one in sorted(marked(room).by_work.items())}
    assert len(before) == 24
    found.step(close_by_hand, "revise", now())
    found.step(open_by_hand, "again", now())
    assert "Revised works" in student.home().words
    assert pairs_of(student) == [], "the pairs of the first round are over"
    pairs = room.teacher.get(f"{SLUG}/pairs/second")
    assert faults(pairs) == []
    assert "Works to compare" in pairs.words

    found.review(0, 0, now())
    addresses = pairs_of(student)
    page = student.get(addresses[0])
    assert faults(page) == []
    assert page.words.count(CHANGED) == 2
    answers = [compare(student, one).words for one in addresses]
    assert [one for one in answers if "Here is the next pair" in one] == answers[:-1]
    assert "You have compared all pairs" in answers[-1]
    assert f"{len(answers)} of {len(answers)}" in room.teacher.get(f"{SLUG}/pairs/second").words
    assert first == {work: one.mark for work, one in sorted(marked(room).by_work.items())}, "one reviewer is too few"
    with found.database.read() as db:
        shares = marking.shares_done(db, found.activity, store.settings_of(db, found.activity))
        again = len(reviews.reviews_by(db, found.activity, found.people[0], *SECOND))
    assert shares[found.people[0]] == (4 + again + 2, 4 + again + 2), "comparing counts as one more in each round"
    assert {due - sent for person, (sent, due) in shares.items() if person != found.people[0]} <= {4, 5}
    everybody_compares(found, range(1, 6), THEN)

    assert before <= said(found), "what was said of the first versions stays"
    marks = {work: one.mark for work, one in sorted(marked(room).by_work.items())}
    works = list(marks)
    assert marks[works[5]] == first[works[5]], "who did not revise keeps the mark"
    assert marks[works[0]] > first[works[0]]
    assert marks[works[4]] < first[works[4]]
    rows, own = worked_out(room.app)
    assert sorted(by_hand.table(rows).values()) == own, "the tables give the same marks again"
    page = room.teacher.get(f"{SLUG}/comparisons")
    assert page.words.count("Revised work ") == 5
    assert "each begins where it stood before" in page.words

    found.step(close_by_hand, "again", now())
    released = room.teacher.send(room.teacher.get(f"{SLUG}/works"), "/works/release", which="all", confirmed="1")
    assert "The marks are released" in released.words
    rate_all(student)
    assert f"{float(marks[works[0]]):g}" in student.get(f"{SLUG}/feedback").words
