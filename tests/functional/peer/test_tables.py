"""Everything of a peer review as tables: what is in them, and that erased people stay apart from each other."""

import json
from typing import Any

import pytest
from sqlalchemy import select

from lti_tools.store.tables.people import Person
from tests.support.app import suite_of
from tests.support.engines import on_sqlite
from tests.support.peers import (
    COMMENT,
    SLUG,
    WITH_EXAMPLES,
    Classroom,
    add_example,
    filled_in,
    hand_in,
    rate_all,
    reply_to_all,
    review,
    to_review,
    worked_out,
)
from tools.peer_review import by_hand
from tools.peer_review.service import personal_data

pytestmark = on_sqlite


@pytest.fixture
def reviewed(room: Classroom) -> Classroom:
    """Five students reviewed each other; the first practised, rated, answered and asked."""
    room.set_up(k="3", **WITH_EXAMPLES)
    add_example(room.teacher, "A weak essay", 2)
    room.join(5)
    first = room.students[0]
    for student in room.students:
        hand_in(student)
    room.step("open", "review")
    (tried,) = first.get(f"{SLUG}/practise").tree.xpath("//li[contains(., 'A weak essay')]//a/@href")
    form = first.get(tried)
    first.send(form, str(tried).partition(SLUG)[2], **filled_in(form, 1, COMMENT))
    for place, student in enumerate(room.students):
        for number, address in enumerate(to_review(student)):
            review(student, address, (place + number) % 3)
    room.step("close", "review")
    rate_all(first, "4")
    reply_to_all(first, "I shall move it.")
    return room


def rows(room: Classroom, table: str, *, names: bool) -> list[dict[str, Any]]:
    address, asked = f"{room.teacher.path}/-/exports/file", {"table": table, "kind": "json"}
    if not names:
        return list(json.loads(room.teacher.client.get(address, query_string=asked).text)["rows"])
    page = room.teacher.get("-/exports/")
    token = next(value for form in page.forms for name, value in form.fields if name == "csrf_token")
    return list(json.loads(room.teacher.client.post(address, data={**asked, "csrf_token": token}).text)["rows"])


def test_tables_hold_every_word_and_number_and_erased_people_stay_apart(
    reviewed: Classroom,
):
    far = reviewed.teacher.home().words
    for said in ("Practised on all examples 1 of 5", "Judged their own work 0 of 5", "how helpful it is 1 of 5"):
        assert said in far, far
    texts = rows(reviewed, "texts", names=True)
    assert {one["text"] for one in texts} == {"My essay has three parts."}
    assert {one["author"]["name"] for one in texts} == {f"Name of peer-student-{number}" for number in range(1, 6)}
    assert all(one.keys() == {"author", "version", "by", "at"} for one in rows(reviewed, "texts", names=False))
    ratings = rows(reviewed, "ratings", names=True)
    assert {(one["author"]["name"], one["helpful"], one["reply"]) for one in ratings} == {
        ("Name of peer-student-1", 4, "I shall move it.")
    }
    assert len({one["reviewer"] for one in rows(reviewed, "ratings", names=False)}) == 3
    practice = rows(reviewed, "practice", names=True)
    assert {(one["example"], one["value"], one["truth"]) for one in practice} == {("A weak essay", 1, 2)}
    for table in ("questions", "words", "team", "notes", "pair-rules"):
        assert rows(reviewed, table, names=True) == []

    with suite_of(reviewed.app).database.write() as db:
        for sub in ("peer-student-2", "peer-student-3"):
            person = db.scalars(select(Person.id).where(Person.sub == sub)).one()
            personal_data.erase(db, person, None)
    table, marks = worked_out(reviewed.app)
    assert len({row["work"] for row in table if row["truth"] is None}) == 5
    assert len({row["reviewer"] for row in table}) == 3 + 2 * 3
    assert sorted(by_hand.table(table).values()) == marks
