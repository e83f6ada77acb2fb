"""Examples with files, and examples that go along with an activity's file and its copies."""

import io
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from lti_tools.activities import copy_settings
from lti_tools.kit.activity_file import files as activity_files
from lti_tools.kit.activity_file.refusals import FileRefused
from lti_tools.kit.uploads.files import files_of
from lti_tools.store.tables.activities import Activity
from tests.support.app import suite_of
from tests.support.corpus import pictures
from tests.support.engines import on_sqlite
from tests.support.peers import SLUG, WITH_EXAMPLES, Classroom, filled_in
from tools.peer_review.service import example_files, preparing
from tools.peer_review.service.calibrating import examples_of
from tools.peer_review.tool import tool

pytestmark = on_sqlite


def add_picture_example(room: Classroom) -> None:
    """An example that is a picture alone, reviewed by the teacher."""
    teacher = room.teacher
    page = teacher.send(teacher.get(f"{SLUG}/examples"), "/examples", title="A poster", text="")
    form = next(one for one in page.forms if one.action.endswith("/-/uploads/send"))
    sent = {**dict(form.fields), "file": (io.BytesIO(pictures.png()), "poster of Tom.png")}
    page = teacher._follow(teacher.client.post(form.action, data=sent))
    assert page.tree.xpath("//img"), page.words
    assert "A poster" not in room.students[0].get(f"{SLUG}/practise").words, "not without the teacher's review"
    form = next(one for one in page.forms if "/examples/" in one.action)
    teacher.send(page, form.action.partition(SLUG)[2], **filled_in(page, 1, "The heading can be read from afar."))


def test_an_example_with_a_file_is_read_without_its_name_and_goes_along_with_the_activity(room: Classroom):
    room.set_up(k="3", **WITH_EXAMPLES)
    room.join(1)
    add_picture_example(room)
    student = room.students[0]
    (address,) = student.get(f"{SLUG}/practise").tree.xpath("//li[contains(., 'A poster')]//a/@href")
    page = student.get(address)
    (picture,) = page.tree.xpath("//img/@src")
    shown = student.client.get(picture)
    assert shown.status_code == 200
    assert "Tom" not in page.answer.get_data(as_text=True) + str(shown.headers)
    assert room.teacher.get(f"{SLUG}/examples").words.count("Ready") == 1

    again = Classroom(room.app, room.platform, name="peer", link="link-2")
    again.set_up(k="2")
    suite = suite_of(room.app)
    with room.app.test_request_context(), suite.database.write() as db:
        old, new = db.scalars(select(Activity).where(Activity.tool == SLUG).order_by(Activity.id)).all()
        copy_settings(db, suite, new, old, datetime.now(UTC))
        assert example_files.things(db, new.id).keys() == {"A poster"}
        (copied,) = examples_of(db, new.id)
        assert [one.thing for one in files_of(db, new.id, preparing.PLACE)] == [str(copied.id)]
        assert files_of(db, old.id, preparing.PLACE)
        file = activity_files.dump(db, tool, old)
        assert activity_files.dump(db, tool, new).values["examples"] == file.values["examples"]
        assert [one["title"] for one in file.values["examples"]] == ["A poster"]
        file.values["examples"][0]["review"][0]["value"] = 99
        with pytest.raises(FileRefused) as refused:
            activity_files.parse(tool, activity_files.write(tool, file))
    assert "examples 1 review" in refused.value.reason


def test_a_file_takes_the_place_of_examples_that_nobody_has_reviewed(room: Classroom):
    room.set_up(k="3", **WITH_EXAMPLES)
    room.teacher.send(room.teacher.get(f"{SLUG}/examples"), "/examples", title="Old", text="A text.")
    with suite_of(room.app).database.write() as db:
        activity = db.scalars(select(Activity.id).where(Activity.tool == SLUG)).one()
        new = [{"title": title, "text": "A text.", "links": [], "review": []} for title in ("New", "New")]
        example_files.load(db, activity, {"examples": new})
        assert example_files.things(db, activity).keys() == {"New", "New (2)"}
        example_files.load(db, activity, {})
        assert example_files.things(db, activity) == {}
