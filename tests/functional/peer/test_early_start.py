"""Single students begin before the class, and a class reviews while others still hand in."""

from datetime import UTC, datetime

from tests.support.app import suite_of
from tests.support.pages import faults
from tests.support.peers import Classroom, hand_in, to_review
from tools.peer_review.service import running

DATES = "-/schedule/"


def test_one_student_hands_in_before_the_step_opens_for_the_class(room: Classroom):
    room.set_up(**{"submit-start": "hand"})
    room.join(2)
    early, other = room.students
    page = room.teacher.get(DATES)
    assert "Let them begin before the class" in page.words
    label = "//label[contains(., 'Name of peer-student-1')]"
    (box,) = page.tree.xpath(f"{label}/@for | {label}//input/@id")
    (person,) = page.tree.xpath(f"//input[@id='{box}']/@value")
    asked = {"phase": "review", "people": person, "how": "since"}
    refused = room.teacher.send(page, "/extend", **asked)
    assert "Only these steps can open earlier for some: Hand in." in refused.words
    preview = room.teacher.send(page, "/extend", **asked | {"phase": "submit"})
    assert preview.heading == "Let them begin earlier?"
    assert "1 person or group begins earlier." in preview.words
    assert "when it is opened by hand" in preview.words
    assert faults(preview) == []
    given = room.teacher.send(preview, "/extend")
    assert faults(given) == []
    assert "1 person or group, from" in given.words
    assert "Your work is handed in" in hand_in(early).words
    assert "Your own date" in early.get(DATES).words
    assert not [one for one in other.get("peer-review/work").forms if one.action.endswith("/peer-review/work")]
    room.teacher.send(given, "/undo")
    assert "Your own date" not in early.get(DATES).words


def test_reviewing_begins_by_itself_once_enough_works_are_in(room: Classroom):
    room.set_up(continuous="y", start_with="5", k="2")
    page = room.teacher.get("-/settings")
    assert page.tree.xpath("//input[@name='start_with']/@value") == ["5"]
    room.join(6)
    for student in room.students[:4]:
        hand_in(student)
    run_worker(room)
    assert to_review(room.students[0]) == []
    hand_in(room.students[4])
    run_worker(room)
    assert [len(to_review(student)) for student in room.students[:5]] == [2] * 5
    hand_in(room.students[5])
    home = room.students[5].home()
    assert len(to_review(room.students[5])) == 2
    assert "Look at it or change it" in home.words, "handing in goes on"
    assert faults(home) == []


def run_worker(room: Classroom) -> None:
    with suite_of(room.app).database.write() as db:
        running.tick(db, datetime.now(UTC))
