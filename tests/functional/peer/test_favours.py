"""Three who give each other full marks: what counts, what the teacher reads and exports, and what no author reads."""

import json
from datetime import UTC, datetime

from tests.support.engines import on_sqlite
from tests.support.peer_rows import COMMENT, Class
from tests.support.peers import SLUG, Classroom, rows_of, worked_out
from tools.peer_review import by_hand, reviews, store
from tools.peer_review.domain.rubric.answers import Answer
from tools.peer_review.domain.rubric.criteria import Criterion, Kind, write_rubric
from tools.peer_review.service import reviewing

pytestmark = on_sqlite
RUBRIC = json.dumps(write_rubric((Criterion(key="c1", title="Clear", kind=Kind.SCALE, most=10),)))
PEOPLE, K = 9, 4
"""Of two people one reviews the other, so there are thirty circles of three."""


def circle(given: dict[int, list[int]]) -> tuple[int, int, int]:
    """Three people of whom each reviews the next."""
    return next((one, two, three) for one in given for two in given[one] for three in given[two] if one in given[three])


def review_all(known: Class) -> tuple[int, int, int]:
    """Everybody gives 4 to 6 of 10, but three of a circle give each other 10; the places of the three."""
    now = datetime.now(UTC)
    with known.database.write() as db:
        place = {person: at for at, person in enumerate(known.people)}
        author = {work: place[min(people)] for work, people in store.authors_of(db, known.activity).items()}
        rows = {at: reviews.reviews_by(db, known.activity, person) for at, person in enumerate(known.people)}
        three = circle({at: [author[one.work_id] for one in own] for at, own in rows.items()})
        following = dict(zip(three, (*three[1:], three[0]), strict=True))
        for at, own in rows.items():
            for one in own:
                value = 10 if following.get(at) == author[one.work_id] else 4 + (2 * at + author[one.work_id]) % 3
                rubric = reviewing.rubric_for(db, one, known.activity)
                answers = {each.key: Answer(value, COMMENT) for each in rubric.criteria}
                reviewing.send(db, known.launch(at), one.id, rubric.id, one.version, answers, now)
    return three


def test_a_ring_of_three_counts_nearly_nothing_and_the_teacher_reads_so_in_words_that_blame_nobody(room: Classroom):
    room.set_up(k=str(K), rubric_from="own", rubric=RUBRIC)
    room.join(PEOPLE)
    known = rows_of(room)
    for place in range(PEOPLE):
        known.hand_in(place, datetime.now(UTC))
    room.step("open", "review")
    three = review_all(known)

    names = [f"Name of peer-student-{place + 1}" for place in three]
    start = min(range(3), key=lambda at: known.people[three[at]])
    hint = room.teacher.get(f"{SLUG}/look-first").words
    assert " → ".join(names[start:] + names[:start]) in hint
    assert "These reviews count nearly nothing in the marks." in hint
    told = "One of a ring of three in which everyone marked the next far above the other reviewers"
    for place in three:
        page = room.teacher.get(f"{SLUG}/works/{known.people[place]}").words
        assert page.count(told) == 1

    rows, marks = worked_out(room.app)
    assert sorted(by_hand.table(rows).values()) == marks
    assert [row["mark"] for row in rows if row["ring"]] == [100.0] * 3
    assert max(marks) < 65

    room.step("close", "review")
    room.teacher.send(room.teacher.get(f"{SLUG}/works"), "/works/release", which="all", confirmed="1")
    for place in three:
        seen = room.students[place].get(f"{SLUG}/feedback").words
        assert "nearly nothing" not in seen
        assert "far above" not in seen
    room.set_up(k=str(K), rubric_from="own", rubric=RUBRIC, method="mean")
    assert "count nearly nothing" not in room.teacher.get(f"{SLUG}/look-first").words
