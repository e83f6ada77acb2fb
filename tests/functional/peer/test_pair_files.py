"""Pairs leave as a table, come back changed, are looked at with their certificate, and taken over; begun ones stay."""

import csv
import io

import pytest

from tests.support.app import running_app, suite_of
from tests.support.peers import SLUG, Classroom, hand_in, review, to_review
from tests.support.platform import ForgedPlatform
from tools.peer_review.tool import tool


@pytest.fixture
def room(sqlite_files, keys_folder, tmp_path):
    with running_app(sqlite_files.fresh(tmp_path), keys_folder, tools=(tool,)) as app:
        yield Classroom(app, ForgedPlatform(suite_of(app).database))


def table(room: Classroom) -> list[dict[str, str]]:
    answer = room.teacher.client.get(f"{room.teacher.path}/{SLUG}/pairs/file")
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def bring(room: Classroom, text: str):
    page = room.teacher.get(f"{SLUG}/pairs/from-file")
    return room.teacher.send(page, "/pairs/from-file", file=(io.BytesIO(text.encode()), "pairs.csv"))


def test_pairs_go_out_and_come_back_changed(room: Classroom):
    room.set_up(k="2")
    room.join(6)
    for student in room.students:
        hand_in(student)
    room.step("open", "review")
    first, second = (room.students[at] for at in (0, 1))
    review(first, to_review(first)[0])
    rows = table(room)
    assert len(rows) == 12
    assert [row["state"] for row in rows].count("sent") == 1
    sent = next(row for row in rows if row["state"] == "sent")

    circle = [
        (f"peer-student-{at}", f"peer-student-{(at + step - 1) % 6 + 1}") for at in range(1, 7) for step in (1, 2)
    ]
    lines = [
        "reviewer id,author id",
        *(f"{one},{other}" for one, other in circle),
        "peer-student-1,peer-student-1",
        "nobody,peer-student-2",
        "peer-student-2,somebody",
    ]
    page = bring(room, "\n".join(lines))
    assert "This is what it would be. Nothing is changed yet." in page.words
    assert "3 lines mean no pair" in page.words
    assert "Nobody reviews their own work." in page.words
    assert "The certificate that would follow" in page.words
    assert [row["state"] for row in table(room)] == [row["state"] for row in rows]

    taken = room.teacher.send(page, "/from-file/take")
    assert "The pairs are as on your list." in taken.words
    now = {(row["reviewer id"], row["author id"]) for row in table(room)}
    assert now == set(circle) | {(sent["reviewer id"], sent["author id"])}
    assert len(to_review(second)) == 2
    assert "Pairs taken from a file" in room.teacher.get("-/audit/").words
    again = bring(room, "\n".join(lines[:13]))
    assert "The list says what is given out already." in again.words


def test_what_is_no_table_of_pairs_is_said_and_changes_nothing(room: Classroom):
    room.set_up(k="1")
    room.join(3)
    for student in room.students:
        hand_in(student)
    room.step("open", "review")
    before = table(room)
    page = bring(room, "reviewer,author\nAda,Bo\n")
    assert "1 line means no pair" in page.words
    assert not [one for one in page.forms if one.action.endswith("/take")]
    forged = room.teacher.client.post(
        f"{room.teacher.path}/{SLUG}/pairs/from-file/take", data={"pairs": '[["1"]]', "csrf_token": "x"}
    )
    assert forged.status_code in (400, 403, 409, 422)
    assert room.students[0].get(f"{SLUG}/pairs/file").status == 403
    assert table(room) == before
