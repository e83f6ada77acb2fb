"""Badges in the questline: quests wait for them, files and copies take them along."""

import io
from datetime import UTC, datetime

from PIL import Image
from werkzeug.datastructures import FileStorage

from tests.support.pages import Page
from tests.support.questlines import set_up_quests
from tests.support.school import add_activity
from tests.support.sessions import suite_of
from tools.gamification.badges import store
from tools.gamification.badges.pictures import png_of
from tools.gamification.domain.evidence import Entry, Kind
from tools.gamification.service.ledger import New, record

HOME = "quests/"
DESIGN = {
    "name": "Helper",
    "description": "Helps others to learn.",
    "criteria": "The talk in class.",
    "shape": "shield",
    "colour": "green",
    "symbol": "heart",
}


def badge(course):
    with course.database.read() as db:
        return store.badges_of(db, course.activity)[0]


def test_a_quest_waits_for_a_badge_says_so_and_opens_with_it(course):
    teacher, ana = course.join("Tess", "instructor"), course.join("Ana")
    teacher.post(HOME + "badges/new", {**DESIGN, "points": "25"})
    key = badge(course).key
    teacher.post(HOME + "builder/quests/vote/opens", {"badge": key})
    form = Page(teacher.get(HOME + "builder/quests/vote/opens")).form("/opens")
    assert form.data["badge"] == key
    teacher.post(HOME + "builder/publish")
    assert "Earn the badge “Helper”." in ana.get(HOME + "quests/vote").text
    now = datetime.now(UTC)
    with course.database.write() as db:
        record(
            db,
            course.activity,
            [New(ana.person_id, Entry("t:1", now, Kind.ACCEPTED, "talk"))],
            source="teacher",
            now=now,
        )
    assert "Earn the badge" not in ana.get(HOME + "quests/vote").text
    assert "quests/vote" in ana.get(HOME).text


def test_a_badge_that_waits_for_the_quest_that_waits_for_it_is_found_before_publishing(course):
    teacher = course.join("Tess", "instructor")
    teacher.post(HOME + "badges/new", {**DESIGN, "quests": ["vote"]})
    teacher.post(HOME + "builder/quests/vote/opens", {"badge": badge(course).key})
    assert "wait for each other" in teacher.get(HOME + "builder/publish").text
    assert teacher.post(HOME + "builder/publish").status_code in (409, 422)


def test_a_file_takes_badges_along_and_loading_it_twice_makes_no_second_one(course):
    teacher = course.join("Tess", "instructor")
    teacher.post(HOME + "badges/new", {**DESIGN, "points": "25"})
    with course.database.write() as db:
        tool = suite_of(course.app).tool("quests")
        values = tool.content.dump(db, course.activity)
        other = add_activity(db, course.school.context_id, tool="quests", resource_link_id="copy")
        set_up_quests(db, other)
        for _ in range(2):
            tool.content.load(db, other, values)
        (copy,) = store.badges_of(db, other)
        assert (copy.name, copy.key, copy.uid != badge(course).uid) == ("Helper", badge(course).key, True)
        assert tool.content.dump(db, other)["badges"] == values["badges"]


def test_a_picture_of_the_teachers_own_goes_into_copies(course):
    teacher = course.join("Tess", "instructor")
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "teal").save(out, "PNG")
    out.seek(0)
    own = FileStorage(out, filename="own.png")
    teacher.post(HOME + "badges/new", {**DESIGN, "picture": own}, content_type="multipart/form-data")
    suite = suite_of(course.app)
    with course.app.test_request_context(), course.database.write() as db:
        other = add_activity(db, course.school.context_id, tool="quests", resource_link_id="copy")
        tool = suite.tool("quests")
        set_up_quests(db, other)
        tool.content.load(db, other, tool.content.dump(db, course.activity))
        tool.copied(db, course.activity, other, datetime.now(UTC))
        (copy,) = store.badges_of(db, other)
        assert copy.picture.startswith(f"activity-{other}/")
        assert png_of(suite, copy) == png_of(suite, badge(course))
