"""The structure of a questline on the product: own dates, what can be repeated, own words."""

import io
from datetime import UTC, datetime, timedelta

import pytest

from lti_tools.store.tables.activities import Activity
from tests.support.corpus import pictures
from tests.support.pages import Page
from tests.support.questlines import objective, quest
from tests.support.sessions import suite_of
from tools.gamification.domain.evidence import Entry, Kind
from tools.gamification.service.content import content
from tools.gamification.service.ledger import New, record

HOME = "quests/"
START = datetime(2026, 3, 2, 9, tzinfo=UTC)


def line(*quests, **values):
    return {"chapters": [{"key": "c", "title": "The river", "quests": list(quests)}], **values}


def show(course, name, key, days=0.0):
    at = START + timedelta(days=days)
    with course.database.write() as db:
        entry = Entry(f"test:{key}:{days}", at, Kind.ACCEPTED, key)
        record(db, course.activity, [New(course.people[name], entry)], source="teacher", now=at)


@pytest.fixture
def teacher(course):
    return course.join("Tom", "instructor")


def own_dates(course, teacher, name, **dates):
    """Fill in the form of somebody's own dates."""
    return teacher.post(f"{HOME}people/{course.people[name]}/dates", dates)


def test_a_student_has_dates_of_their_own_and_the_time_bonus_follows_them(course, teacher):
    ana, ben = course.join("Ana"), course.join("Ben")
    due = (START + timedelta(days=1)).isoformat()
    course.publish(line(quest("q", objective("notes", points=50), due_at=due), bonus=10))
    for name in ("Ana", "Ben"):
        show(course, name, "notes", days=3)
    assert own_dates(course, teacher, "Ana", quest="q", due_at="2026-03-09T12:00").status_code == 303
    mine = Page(ana.get(HOME + "quests/q")).words
    assert "9 Mar 2026" in mine
    assert "own date" in mine
    theirs = Page(ben.get(HOME + "quests/q")).words
    assert "3 Mar 2026" in theirs
    assert "own date" not in theirs
    early = "For being done in time"
    assert early in ana.get(HOME + "points").text
    assert early not in ben.get(HOME + "points").text
    own_dates(course, teacher, "Ana", quest="q", due_at="", opens_at="")
    assert "own date" not in ana.get(HOME + "quests/q").text
    assert early not in ana.get(HOME + "points").text


def test_a_quest_opens_earlier_for_who_has_an_own_date_and_undo_closes_it(course, teacher):
    ana, ben = course.join("Ana"), course.join("Ben")
    course.publish(line(quest("q", objective("notes", approved=False), opens_at="2090-01-01T08:00:00+00:00")))
    given = own_dates(course, teacher, "Ana", quest="q", opens_at="2026-01-01T08:00")
    sent = {"notes-text": "It is slow."}
    assert ben.post(HOME + "objectives/notes", sent).status_code == 422
    assert "Hand in" in ana.get(HOME + "quests/q").text
    number = given.location.split("undo=")[1].split("&")[0]
    teacher.post("-/audit/undo", {"number": number, "confirmed": "1"})
    assert ana.post(HOME + "objectives/notes", sent).status_code == 422


def test_own_dates_are_the_teachers_to_give_and_have_to_make_sense(course, teacher):
    ana = course.join("Ana")
    course.publish(line(quest("q", objective("notes"))))
    wrong = own_dates(course, teacher, "Ana", quest="q", opens_at="2026-03-09T12:00", due_at="2026-03-08T12:00")
    assert wrong.status_code == 422
    assert "It is due after it opens." in wrong.text
    assert own_dates(course, teacher, "Ana", quest="other").status_code == 422
    assert ana.get(f"{HOME}people/{course.people['Ana']}/dates").status_code == 403
    assert teacher.get(f"{HOME}people/9999/dates").status_code == 404


def test_what_can_be_repeated_says_when_it_counts_again(course):
    ana = course.join("Ana")
    course.publish(line(quest("q", objective("walk", approved=False, once_per="day", times=3))))
    sent = {"walk-text": "Two hours along the river."}
    assert ana.post(HOME + "objectives/walk", sent).status_code == 303
    again = ana.post(HOME + "objectives/walk", sent)
    assert again.status_code == 422
    assert "It counts again from" in again.text
    assert "Done for now. It counts again from" in ana.get(HOME + "quests/q").text


def test_pictures_of_a_story_are_added_by_the_teacher_and_seen_by_students(course, teacher):
    suite_of(course.app).keys.ensure(START)
    ana = course.join("Ana")
    course.publish(line(quest("q", objective("notes"), story="Long ago the river was here.")))
    file = (io.BytesIO(pictures.png()), "map.png")
    sent = {
        "place": "story",
        "thing": "q",
        "next": f"{teacher.base}/quests/builder/quests/q",
        "alt": "A map",
        "file": file,
    }
    assert teacher.post("-/uploads/send", sent).status_code == 303
    assert 'alt="A map"' in teacher.get(HOME + "builder/quests/q").text
    (picture,) = Page(ana.get(HOME + "quests/q")).tree.xpath("//img[@alt='A map']/@src")
    shown = ana.get(picture)
    assert (shown.status_code, shown.mimetype) == (200, "image/png")
    chapter = {**sent, "thing": "c", "alt": "The source", "file": (io.BytesIO(pictures.png()), "source.png")}
    assert teacher.post("-/uploads/send", chapter).status_code == 303
    assert 'alt="The source"' in teacher.get(HOME + "builder/chapters/c").text
    assert Page(ana.get(HOME + "map")).tree.xpath("//img/@alt") == ["The source"]
    assert Page(teacher.get(HOME + "builder/preview")).tree.xpath("//img/@alt") == ["The source", "A map"]
    theirs = {**sent, "file": (io.BytesIO(pictures.png()), "map.png")}
    assert ana.post("-/uploads/send", theirs).status_code == 404
    with course.database.read() as db:
        assert content.pictures["story"](db, course.activity) == {"c": "c", "q": "q"}, "they go along with a file"


def test_a_course_has_its_own_words_on_every_page(course, teacher):
    ana = course.join("Ana")
    with course.database.write() as db:
        activity = db.get(Activity, course.activity)
        activity.settings = {**activity.settings, "words": {"points": "Drops", "level": "Depth", "team": "Boat"}}
    closed = quest("deep", objective("dive"), unlock={"all": [{"xp": 50}, {"level": 3}]})
    course.publish(line(quest("q", objective("notes")), closed))
    page = Page(ana.get(HOME + "quests/deep")).words
    assert "Drops: 0 of 50." in page
    assert "Depth: 1 of 3." in page
    for address in ("", "map", "badges", "classmates", "help", "thanks", "me", "team", "points", "what-if", "quests/q"):
        tabs = [" ".join(one.split()) for one in Page(ana.get(HOME + address)).tree.xpath("//nav//a/text()")]
        assert {"Drops", "Boat"} <= set(tabs), address
        assert not {"Points", "Team"} & set(tabs), address


def test_publishing_shows_first_for_whom_something_changes(course, teacher):
    course.join("Ana")
    course.join("Ben")
    course.publish(line(quest("q", objective("notes", points=10))))
    show(course, "Ana", "notes")
    form = Page(teacher.get(HOME + "builder/objectives/notes")).form("/objectives/notes")
    teacher.post(form.action, {**form.data, "points": "70"})
    page = Page(teacher.get(HOME + "builder/publish"))
    (row,) = page.tree.xpath("//tbody/tr")
    assert " ".join(row.text_content().split()) == "Ana 10 → 70 1 → 2 1"
    ana = course.join("Ana")
    assert "70" not in Page(ana.get(HOME + "points")).words, "nothing is applied yet"
    teacher.post(HOME + "builder/publish")
    assert "70" in Page(ana.get(HOME + "points")).words
