"""A picture beside each option of a vote: added by the teacher, seen small by students, gone with its option."""

import base64
import io
import json
from dataclasses import replace

import pytest

from lti_tools.activities import copy_settings
from lti_tools.kit.uploads.files import work
from lti_tools.store.tables.activities import Activity
from lti_tools.web.files import FileStore
from tests.functional.vote.conftest import Course
from tests.support.corpus import pictures
from tests.support.corpus.names import hits
from tests.support.pages import Page, faults
from tests.support.school import NOW, add_activity
from tests.support.sessions import Visitor, suite_of

PAGE = "topic-vote/pictures"


def send(course: Course, who: Visitor, option: str, alt: str = "A robot on a table") -> Page:
    (thing,) = course.ids(option)
    file = (io.BytesIO(pictures.jpeg()), "r.jpg")
    fields = {"place": "option-picture", "thing": thing, "next": f"{who.base}/{PAGE}", "alt": alt, "file": file}
    answer = who.post("-/uploads/send", fields)
    return Page(who.follow(answer) if answer.status_code == 303 else answer)


@pytest.fixture
def teacher(course):
    suite_of(course.app).keys.ensure(NOW)
    return course.join("Tia", role="instructor")


def beside(who: Visitor):
    return Page(who.get("topic-vote/")).tree.xpath("//main//img")


def test_students_see_it_with_its_words_and_without_its_name(course, teacher):
    page = send(course, teacher, "Robots")
    assert (page.status, faults(page)) == (200, [])
    assert "r.jpg" in page.words
    ann = course.join("Ann")
    (picture,) = beside(ann)
    assert picture.get("alt") == "A robot on a table"
    answer = ann.get(picture.get("src"))
    assert answer.mimetype == "image/jpeg"
    assert hits(answer.data) == 0
    assert "r.jpg" not in Page(ann.get("topic-vote/")).text


def test_it_needs_words_and_a_teacher(course, teacher):
    assert "what the picture shows" in send(course, teacher, "Robots", alt=" ").words
    for name, role in (("Ann", "learner"), ("Asa", "assistant")):
        assert send(course, course.join(name, role=role), "Robots").status == 404
    assert course.join("Ann").get(PAGE).status_code == 403


def test_another_one_takes_its_place_and_it_goes_with_its_option(course, teacher):
    for alt in ("The first", "The second"):
        send(course, teacher, "Robots", alt=alt)
    send(course, teacher, "Bees", alt="Bees at work")
    ann = course.join("Ann")
    assert [one.get("alt") for one in beside(ann)] == ["The second", "Bees at work"]
    course.set_up(options=["Rivers", "Bees"])
    course.set_up(options=["Rivers", "Bees", "Trams"])
    assert [one.get("alt") for one in beside(ann)] == ["Bees at work"]


def test_a_copied_vote_has_the_pictures_which_outlive_the_other_vote(course, teacher):
    send(course, teacher, "Robots")
    send(course, teacher, "Bees", alt="Bees at work")
    suite, here = suite_of(course.app), course.school
    with course.database.write() as db:
        copied_id = add_activity(db, here.context_id, tool="", resource_link_id="link-2")
        copy_settings(db, suite, db.get_one(Activity, copied_id), db.get_one(Activity, here.activity_id), NOW)
    assert [work(suite, NOW), work(suite, NOW), work(suite, NOW)] == [1, 1, 0]
    FileStore(suite.settings.files).remove_space(f"activity-{here.activity_id}")
    copy = Course(course.app, replace(here, activity_id=copied_id), course.people)
    tia = copy.join("Tia", role="instructor")
    page = Page(tia.get(PAGE))
    shown = page.tree.xpath("//main//img")
    assert [one.get("alt") for one in shown] == ["A robot on a table", "Bees at work"]
    originals = page.tree.xpath("//a[@download]/@href")
    addresses = [*(one.get("src") for one in shown), *originals]
    assert len(originals) == 2
    assert [tia.get(address).status_code for address in addresses] == [200] * 4


FILE = "-/templates/file"


def shown(who: Visitor) -> list[str]:
    return [one.get("alt") for one in Page(who.get(PAGE)).tree.xpath("//main//img")]


def test_a_file_of_the_vote_carries_its_pictures_and_brings_them_back(course, teacher):
    send(course, teacher, "Robots")
    send(course, teacher, "Bees", alt="Bees at work")
    suite = suite_of(course.app)
    home = Page(teacher.get("-/templates/"))
    assert "Pictures go along" in home.words
    raw = teacher.get(FILE).data
    along = json.loads(raw)["content"]["pictures"]
    assert [(one["key"], hits(base64.b64decode(one["data"]))) for one in along] == [("Bees", 0), ("Robots", 0)]
    course.set_up(options=["Rivers", "Bees"])
    course.set_up(options=["Rivers", "Bees", "Robots"])
    assert shown(teacher) == ["Bees at work"]

    def load(body: bytes) -> Page:
        form = next(one for one in Page(teacher.get("-/templates/")).forms if one.action.endswith(FILE))
        version = form.data["version"]
        fields = {"version": version, "confirmed": "1", "file": (io.BytesIO(body), "vote.json")}
        answer = teacher.post(FILE, fields)
        return Page(teacher.follow(answer) if answer.status_code == 303 else answer)

    assert load(raw).status == 200
    assert beside(course.join("Ann")) == []
    assert [work(suite, NOW) for _ in range(4)].count(0) < 4
    assert sorted(shown(teacher)) == ["A robot on a table", "Bees at work"]
    assert teacher.get(FILE).data == raw
    refused = load(raw.replace(b'"kind": "jpeg"', b'"kind": "svg"'))
    assert (refused.status, faults(refused)) == (422, [])
    assert teacher.get(FILE).data == raw
