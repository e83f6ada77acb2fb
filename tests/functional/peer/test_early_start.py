"""Single students begin before the class: looked at first, noted, and taken back."""

from tests.support.pages import faults
from tests.support.peers import Classroom, hand_in

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
