"""What a vote tells people: their inbox, the number in the menu, going there, and what each person sees of it."""

from datetime import UTC, datetime, timedelta

import pytest

from lti_tools.kit.notices.tables import MailWish, NoticeRow
from lti_tools.privacy.exporting import export_person
from lti_tools.store.tables.people import ContextService, Person
from tests.functional.templates.conftest import course, second_course
from tests.support.engines import on_sqlite
from tests.support.pages import Page, faults
from tests.support.school import NOW, add_activity
from tests.support.sessions import suite_of
from tests.support.votes import set_up_vote
from tools.co_curriculum.service.closing import tick
from tools.co_curriculum.tool import tool

pytestmark = on_sqlite  # pages: what they ask the database is tried on both in tests/integration
PAGE = "-/notices/"
__all__ = ["course"]


@pytest.fixture
def students(course):
    """Ana and Bo, in a course whose members the LMS has told; the vote opens anew."""
    visitors = {name: course.join(name) for name in ("Ana", "Bo")}
    with course.database.write() as db:
        db.query(ContextService).update({"roster_synced_at": NOW})
    course.set_up(open_now=False)
    course.set_up()
    return visitors


def words(visitor):
    page = Page(visitor.get(PAGE))
    assert faults(page) == []
    return page.words


def count(visitor):
    return visitor.get(f"{PAGE}count").json["count"]


def test_who_can_vote_is_told_once_that_the_vote_is_open(course, students):
    course.set_up(points=7)
    for visitor in students.values():
        assert words(visitor).count("The vote “Project topics” is open.") == 1
        assert count(visitor) == 1
    teacher = course.join("Tom", "instructor")
    assert "Nothing new" in words(teacher)
    assert count(teacher) == 0


def test_going_there_marks_it_as_read(course, students):
    ana = students["Ana"]
    form = Page(ana.get(PAGE)).form("/notices/go")
    answer = ana.post(f"{PAGE}go", form.data)
    assert answer.location.endswith("/topic-vote/")
    assert count(ana) == 0
    assert count(students["Bo"]) == 1
    assert "New" not in words(ana)


def test_all_that_was_shown_is_marked_and_nothing_that_came_since(course, students):
    ana = students["Ana"]
    form = next(form for form in Page(ana.get(PAGE)).forms if "until" in form.data)
    with course.database.write() as db:
        later = {"code": "topic-vote.closing", "key": "x", "created_at": NOW}
        db.add(NoticeRow(person_id=course.people["Ana"], activity_id=course.school.activity_id, **later))
    ana.post(f"{PAGE}read", form.data)
    assert count(ana) == 1


def test_nobody_touches_anothers_notices(course, students):
    with course.database.read() as db:
        theirs = db.query(NoticeRow.id).filter_by(person_id=course.people["Bo"]).scalar()
    ana = students["Ana"]
    assert ana.post(f"{PAGE}go", {"notice": theirs}).status_code == 404
    ana.post(f"{PAGE}read", {"notice": theirs})
    assert count(students["Bo"]) == 1


def test_having_voted_and_the_close_take_back_what_asked_for_a_vote(course, students):
    course.vote("Ana", "Bees")
    assert "Nothing new" in words(students["Ana"])
    course.set_up(closes_at="2026-03-02T09:00:01+00:00")
    with course.database.write() as db:
        tick(db, datetime.now(UTC))
        tick(db, datetime.now(UTC))
    for visitor in students.values():
        assert words(visitor).count("The result of “Project topics” is there.") == 1
        assert "is open" not in words(visitor)
        assert count(visitor) == 1


def test_a_day_before_the_close_those_who_have_not_voted_are_reminded_once(course, students):
    start = datetime.now(UTC)
    closes_at = start + timedelta(days=4)
    course.set_up(closes_at=closes_at.isoformat())
    course.vote("Ana", "Bees")
    for hours in (60, 73, 80):
        with course.database.write() as db:
            db.query(NoticeRow).filter_by(code="topic-vote.opened").delete()
            tick(db, start + timedelta(hours=hours))
        expected = 0 if hours == 60 else 1
        assert words(students["Bo"]).count("You have not voted in “Project topics” yet. It closes on") == expected
    assert "Nothing new" in words(students["Ana"])


def test_a_teachers_reminder_says_to_nobody_who_got_it(course, students):
    teacher = course.join("Tom", "instructor")
    course.vote("Ana", "Bees")
    for _ in range(2):
        page = Page(teacher.follow(teacher.post("topic-vote/remind")))
        assert "Those who have not voted find a reminder among their notices." in page.words
        assert "Bo" not in page.words.split()
    assert count(students["Ana"]) == 0
    assert words(students["Bo"]).count("You have not voted") == 1
    assert students["Bo"].post("topic-vote/remind").status_code == 403


def test_another_activitys_notice_says_where_to_open_it(course, students):
    with course.database.write() as db:
        other = add_activity(db, course.school.context_id, tool="topic-vote", resource_link_id="link-2")
        set_up_vote(db, other, title="Another vote")
    page = Page(students["Ana"].get(PAGE))
    assert "Open “Another vote” from your course page." in page.words
    assert len([form for form in page.forms if form.action.endswith("/go")]) == 1
    elsewhere = second_course(course)
    elsewhere.people = course.people
    assert "Nothing new" in words(elsewhere.join("Ana"))


def test_words_are_in_the_readers_language_and_unknown_codes_say_nothing(course, students):
    russian = course.join("Ana", locale="ru")
    assert "Голосование «Project topics» открыто." in words(russian)
    with course.database.write() as db:
        db.query(NoticeRow).update({"code": "gone.code"})
    assert students["Ana"].get(PAGE).status_code == 200


def test_an_inbox_costs_the_same_whatever_is_in_it(course, students):
    from sqlalchemy import event

    def statements():
        seen = []
        engine = course.database.engine
        listen = lambda *args: seen.append(args[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", listen)
        students["Ana"].get(PAGE)
        event.remove(engine, "before_cursor_execute", listen)
        return len(seen)

    before = statements()
    with course.database.write() as db:
        common = {"person_id": course.people["Ana"], "code": "topic-vote.closing", "created_at": NOW}
        activity_id = course.school.activity_id
        db.add_all(NoticeRow(activity_id=activity_id, key=str(number), **common) for number in range(60))
    assert statements() == before


def test_wishes_about_mail_are_kept_and_nonsense_is_refused(course, students, monkeypatch):
    ana = students["Ana"]
    assert "this installation sends no e-mail" in words(ana)
    settings = suite_of(course.app).settings
    monkeypatch.setitem(settings.__dict__, "smtp_host", "mail.example")
    assert "has not told us an e-mail address" in words(ana)
    with course.database.write() as db:
        db.get(Person, course.people["Ana"]).email = "ana@example.org"
    wish = {"pace": "hourly", "quiet_from": "22", "quiet_until": "6"}
    assert "Your wish about e-mail is saved." in ana.follow(ana.post(f"{PAGE}mail", wish)).text
    with course.database.read() as db:
        row = db.query(MailWish).one()
    assert (row.pace, row.quiet_from, row.quiet_until) == ("hourly", 22, 6)
    assert ana.post(f"{PAGE}mail", {**wish, "pace": "always", "quiet_from": "25"}).status_code == 422


def test_a_persons_notices_are_exported_without_words(course, students):
    told = export_person(suite_of(course.app), course.people["Ana"])["kit"]["notices"]
    assert [one["code"] for one in told["notices"]] == ["topic-vote.opened"]
    assert told["mail"]["pace"] == "daily"
    assert set(tool.notices) == {
        "topic-vote.closes",
        "topic-vote.closing",
        "topic-vote.decided",
        "topic-vote.list-missing",
        "topic-vote.merge-asked",
        "topic-vote.merge-ended",
        "topic-vote.opened",
        "topic-vote.placed",
        "topic-vote.placing-opened",
        "topic-vote.result",
        "topic-vote.support-again",
    }
