"""What people bring that does not go: each time a clear message, and nothing is lost."""

import copy
import io
import json
from datetime import timedelta

import pytest
from PIL import Image
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from lti_tools.errors import Refusal
from lti_tools.kit.groups import groups
from lti_tools.store.tables.activities import Activity
from lti_tools.web.csrf import FIELD, issue
from tests.support.pages import Page
from tests.support.questlines import RIVER, make_teams
from tests.support.school import NOW
from tests.support.sessions import suite_of
from tools.gamification.service import playing
from tools.gamification.store import entries, lines, works

HOME = "quests/"


@pytest.fixture
def teacher(course):
    return course.join("Tess", "instructor")


def xp(course, name: str) -> int:
    with course.database.read() as db:
        return entries.standings(db, course.activity).get(course.people[name], entries.NOBODY).xp


def take_code(course, name: str, code: str, at) -> None:
    hashed = suite_of(course.app).keys.keyed_hash
    with course.database.write() as db:
        playing.check_in(db, hashed, course.activity, course.people[name], "check", code, at)


def test_a_class_code_that_was_shared_counts_for_two_minutes_and_no_longer(course):
    free = copy.deepcopy(RIVER)
    free["chapters"][0]["ordered"] = False
    course.publish(free)
    for name in ("Ana", "Bo"):
        course.join(name)
    with course.database.write() as db:
        works.open_check_in(db, course.activity, "check", NOW, NOW + timedelta(minutes=10))
    code = playing.class_code(suite_of(course.app).keys.keyed_hash, course.activity, "check", NOW)
    take_code(course, "Ana", code, NOW + timedelta(seconds=55))
    for later, said in ((2, "It changes every minute"), (10, "No class code is shown")):
        with pytest.raises(Refusal) as no:
            take_code(course, "Bo", code, NOW + timedelta(minutes=later))
        assert said in no.value.reason
    assert (xp(course, "Ana"), xp(course, "Bo")) == (10, 0)


def test_an_objective_that_is_removed_keeps_its_evidence_and_counts_again_when_it_is_back(course, teacher):
    ana = course.join("Ana")
    ana.post(f"{HOME}objectives/word/code", {"word-code": "otter"})
    asked = teacher.post(f"{HOME}builder/parts/word/remove").text
    assert "Evidence of students is kept, and counts again if you put it back." in asked
    with course.database.read() as db:
        before = lines.draft_of(db, course.activity)[0]
    teacher.post(f"{HOME}builder/parts/word/remove", {"confirmed": "1"})
    looked = Page(teacher.get(f"{HOME}builder/publish"))
    assert "Ana" in looked.words
    assert "10 → 0" in looked.words
    teacher.post(f"{HOME}builder/publish")
    assert xp(course, "Ana") == 0
    assert Page(ana.get(f"{HOME}points")).status == 200
    gone = ana.post(f"{HOME}objectives/word/code", {"word-code": "otter"})
    assert gone.status_code == 404
    with course.database.write() as db:
        lines.save_draft(db, course.activity, before)
    teacher.post(f"{HOME}builder/publish")
    assert xp(course, "Ana") == 10


def test_who_is_moved_in_the_middle_of_a_goal_loses_nothing_and_pages_stay_true(course, teacher):
    ana = course.join("Ana")
    for name in ("Bo", "Cy", "Di"):
        course.join(name)
    people = [course.people[name] for name in ("Ana", "Bo", "Cy", "Di")]
    with course.database.write() as db:
        _one, two = make_teams(db, course.school.context_id, course.activity, people[:2], people[2:])
    teacher.post(f"{HOME}tick-off", {"people": people[:1], "objective": "talk"})
    assert "50%" in Page(ana.get(f"{HOME}team")).words
    with course.database.write() as db:
        groups.bring(db, course.school.context_id, course.activity, [people[0]], two, None, NOW)
    assert xp(course, "Ana") == 30
    assert "0%" in Page(ana.get(f"{HOME}team")).words
    teacher.post(f"{HOME}tick-off", {"people": people[2:], "objective": "talk"})
    assert (xp(course, "Ana"), xp(course, "Cy")) == (30, 30), "her part stays where it was earned, so it is open"


@pytest.mark.parametrize("size", [5_000_000, 12_000_000])
def test_a_picture_that_is_too_large_is_refused_in_words_and_the_badge_is_kept_as_typed(course, teacher, size):
    """Also one above what the suite takes of other requests."""
    out = io.BytesIO()
    Image.new("RGB", (800, 800), "teal").save(out, "PNG")
    large = out.getvalue() + b"\0" * (size - len(out.getvalue()))
    fields = {"name": "Helper", "description": "Helps others.", "criteria": "Two thanks.", "points": "25"}
    look = {"shape": "shield", "colour": "green", "symbol": "heart"}
    typed = {**fields, **look, FIELD: issue(teacher.secret), "picture": FileStorage(io.BytesIO(large), "own.png")}
    boundary, body = encode_multipart(typed)
    kind = f"multipart/form-data; boundary={boundary}"
    address = f"{teacher.base}/{HOME}badges/new"
    answer = teacher.client.post(address, data=body, content_type=kind, base_url="https://tools.example")
    page = Page(answer)
    assert page.status == 422
    assert "This file is larger than 2" in page.words
    assert all(text in answer.text for text in ("Helps others.", "Two thanks.", 'value="25"'))
    small = {**fields, **look, "picture": (io.BytesIO(out.getvalue()), "own.png")}
    assert teacher.post(f"{HOME}badges/new", small).status_code == 303


@pytest.fixture
def load(course, teacher):
    """Load a file into the activity as its teacher does."""

    def load(file) -> Page:
        with course.database.read() as db:
            version = db.get_one(Activity, course.activity).version
        raw = file if isinstance(file, bytes) else json.dumps(file).encode()
        return Page(teacher.post("-/templates/file", {"version": version, "file": (io.BytesIO(raw), "a.json")}))

    return load


@pytest.fixture
def file(teacher):
    return json.loads(teacher.get("-/templates/file").data)


def test_a_file_of_the_first_version_is_taken_with_what_it_could_not_know_yet(course, load, file):
    old = {**copy.deepcopy(file), "version": 1}
    for name in ("columns", "streaks", "boards", "board_weeks", "badges"):
        del old["content"][name]
    assert load(old).status == 303
    with course.database.read() as db:
        assert suite_of(course.app).tool("quests").content.dump(db, course.activity) == file["content"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"version": 99}, "written by a newer release"),
        ({"format": "lti-tools/peer-review"}, "This file belongs to another tool"),
        ({"content": {}}, "is missing or not what it should be"),
    ],
)
def test_a_file_of_another_version_or_tool_is_refused_in_words_and_changes_nothing(course, load, file, change, said):
    with course.database.read() as db:
        before = lines.draft_of(db, course.activity)
    page = load({**file, **change})
    assert page.status == 422
    assert said in page.words
    assert "Nothing was changed." in page.words
    with course.database.read() as db:
        assert lines.draft_of(db, course.activity) == before
