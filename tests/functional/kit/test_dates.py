"""The pages of dates: a student's timeline, more time given with a preview and taken back, by hand, the calendar."""

from datetime import UTC, datetime, timedelta

import pytest

from lti_tools.kit.audit.tables import AuditEntry
from lti_tools.kit.groups.tables import Group, GroupMember, GroupSet, GroupUse
from lti_tools.kit.schedule import calendar
from lti_tools.kit.schedule.tables import Extension, HolidayRow, PhaseDate
from lti_tools.store.tables.people import Context
from tests.support.pages import Page, faults
from tests.support.school import NOW, add_activity
from tests.support.sessions import as_person
from tests.support.votes import set_up_vote

DATES = "-/schedule/"
CALENDAR = "-/schedule/calendar"
CLOSES = "2031-05-06T07:08:00+00:00"


@pytest.fixture
def teacher(course):
    course.set_up(closes_at=CLOSES)
    course.join("Ana")
    course.join("Boris")
    return course.join("Tom", "instructor")


def ask(course, names=("Ana",), **changes):
    people = [course.people[name] for name in names]
    return {"phase": "vote", "people": people, "how": "days", "days": "2", "until": "", "reason": "", **changes}


def give(course, teacher, **changes):
    """Ask, look at the preview, and confirm what it shows."""
    page = Page(teacher.post(f"{DATES}extend", ask(course, **changes)))
    assert page.status == 200, page.words
    assert faults(page) == []
    form = next(one for one in page.forms if one.action.endswith("/extend"))
    data = {name: value for name, value in form.data.items() if name != "csrf_token"}
    return teacher.post(f"{DATES}extend", data)


def rows(course, table):
    with course.database.read() as db:
        return db.query(table).all()


def test_a_student_sees_the_steps_their_own_date_and_what_comes_in_the_whole_course(course, teacher):
    with course.database.write() as db:
        other = add_activity(db, course.school.context_id, tool="topic-vote", resource_link_id="link-2")
        set_up_vote(db, other, title="Another vote", closes_at="2030-01-01T10:00:00+00:00")
    give(course, teacher)
    page = Page(course.join("Ana").get(DATES))
    assert faults(page) == []
    assert "Your own date" in page.words
    assert "Another vote" in page.words
    assert page.words.index("Another vote") < page.words.rindex("8 May 2031")
    assert "Your own date" not in course.join("Boris").get(DATES).text


def test_more_time_is_shown_first_then_given_then_taken_back(course, teacher):
    page = Page(teacher.post(f"{DATES}extend", ask(course, reason="Was ill")))
    assert "1 person or group gains time." in page.words
    assert "6 May 2031" in page.words
    assert "8 May 2031" in page.words
    assert rows(course, PhaseDate) == []
    given = Page(teacher.follow(give(course, teacher, reason="Was ill")))
    assert "More time is given." in given.words
    assert "Was ill" in given.words
    assert faults(given) == []
    (date,) = rows(course, PhaseDate)
    assert date.person_id == course.people["Ana"]
    (extension,) = rows(course, Extension)
    assert extension.made_by == course.people["Tom"]
    undone = teacher.follow(teacher.post(f"{DATES}extensions/{extension.id}/undo"))
    assert "The extra time is taken back." in undone.text
    assert rows(course, PhaseDate) == []
    assert [entry.action for entry in rows(course, AuditEntry)][-2:] == [
        "schedule.extended",
        "schedule.extension-taken-back",
    ]


def test_the_record_takes_more_time_back_too(course, teacher):
    give(course, teacher)
    number = rows(course, AuditEntry)[-1].number
    assert teacher.post("-/audit/undo", {"number": number, "confirmed": "1"}).status_code == 303
    assert rows(course, PhaseDate) == []


def test_everybody_and_whole_groups_can_have_more_time(course, teacher):
    with course.database.write() as db:
        owls = GroupSet(context_id=course.school.context_id, name="Teams", source="by-hand", made_at=NOW)
        db.add(owls)
        db.flush()
        group = Group(set_id=owls.id, name="Owls", place=1)
        db.add_all([group, GroupUse(activity_id=course.school.activity_id, set_id=owls.id)])
        db.flush()
        db.add(GroupMember(set_id=owls.id, group_id=group.id, person_id=course.people["Boris"], joined_at=NOW))
        group_id = group.id
    assert give(course, teacher, people=[], groups=[group_id], days="1").status_code == 303
    assert "Your own date" in course.join("Boris").get(DATES).text
    assert give(course, teacher, people=[], everybody="y", how="until", until="2031-06-01T12:00").status_code == 303
    assert len(rows(course, PhaseDate)) == 3
    assert "Owls" in teacher.get(DATES).text


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"people": []}, "Choose at least one student or group."),
        ({"people": ["999999"]}, "Choose one of the options offered."),
        ({"days": "0"}, "Enter a number from 1 to 365."),
        ({"how": "until", "until": "2026-01-01T00:00"}, "This time has passed already."),
        ({"how": "until", "until": ""}, "Please fill this in."),
        ({"phase": "review"}, "Choose one of the options offered."),
    ],
)
def test_what_cannot_be_given_is_said_beside_the_field(course, teacher, changes, complaint):
    answer = teacher.post(f"{DATES}extend", ask(course, **changes))
    assert answer.status_code == 422
    assert complaint in answer.text
    assert rows(course, PhaseDate) == []


def test_a_confirmation_sent_twice_or_too_late_gives_nothing_unseen(course, teacher):
    until = {"how": "until", "until": "2031-05-09T12:00"}
    give(course, teacher, **until)
    answer = teacher.post(f"{DATES}extend", ask(course, **until, confirmed="1", seen="1"))
    assert answer.status_code == 409
    assert "Nothing was given; look at who is affected again." in answer.text
    assert len(rows(course, Extension)) == 1


def test_steps_open_and_close_by_hand_for_any_tool(course, teacher):
    question = teacher.post(f"{DATES}close", {"step": "vote"})
    assert "Close “Voting” now?" in question.text
    closed = teacher.follow(teacher.post(f"{DATES}close", {"step": "vote", "confirmed": "1"}))
    assert "The step is closed." in closed.text
    assert "Open again" in closed.text
    assert "You did not vote." in course.join("Ana").get("topic-vote/").text
    opened = teacher.follow(teacher.post(f"{DATES}reopen", {"step": "vote"}))
    assert "The step is open again." in opened.text
    course.set_up(open_now=False)
    assert "The step is open." in teacher.follow(teacher.post(f"{DATES}open", {"step": "vote"})).text
    assert teacher.post(f"{DATES}open", {"step": "nothing"}).status_code == 404


def test_a_step_that_its_tool_cannot_open_yet_stays_closed(course, teacher):
    course.set_up(open_now=False, options=["Bees"])
    answer = teacher.post(f"{DATES}open", {"step": "vote"})
    assert answer.status_code == 409
    assert "at least two options" in answer.text


def test_extensions_of_another_activity_are_not_found(course, teacher):
    give(course, teacher)
    (extension,) = rows(course, Extension)
    with course.database.write() as db:
        other = add_activity(db, course.school.context_id, tool="topic-vote", resource_link_id="link-2")
        set_up_vote(db, other)
    there = as_person(course.app, course.school, course.people["Tom"], role="instructor", activity_id=other)
    assert there.post(f"{DATES}extensions/{extension.id}/undo").status_code == 404


def test_students_and_assistants_give_nothing(course, teacher):
    for role, name in (("learner", "Ana"), ("assistant", "Ada"), ("observer", "Gus")):
        visitor = course.join(name, role)
        assert visitor.post(f"{DATES}extend", ask(course)).status_code == 403
        assert visitor.post(f"{DATES}close", {"step": "vote", "confirmed": "1"}).status_code == 403
        assert faults(Page(visitor.get(DATES))) == []


# -- the calendar


def test_holidays_are_added_shown_to_students_and_removed(course, teacher):
    today = datetime.now(UTC).date()
    days = {"first_day": (today + timedelta(days=3)).isoformat(), "last_day": (today + timedelta(days=9)).isoformat()}
    page = Page(teacher.follow(teacher.post(CALENDAR, {"name": "Winter break", **days})))
    assert "Winter break" in page.words
    assert faults(page) == []
    assert "Winter break" in course.join("Ana").get(DATES).text
    (holiday,) = rows(course, HolidayRow)
    with course.database.read() as db:
        weeks = calendar.weeks(db, course.school.context_id, today, today + timedelta(days=20))
    assert all(not (holiday.first_day <= day <= holiday.last_day) for week in weeks for day in week.days)
    teacher.post(f"{CALENDAR}/{holiday.id}/remove")
    assert rows(course, HolidayRow) == []


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"name": ""}, "Please fill this in."),
        ({"first_day": ""}, "Please fill this in."),
        ({"first_day": "soon"}, "Enter a date."),
        ({"first_day": "1066-10-14"}, "Choose a day between 2000 and 2100."),
        ({"last_day": "2031-01-01"}, "The last day lies before the first."),
        ({"last_day": "2039-01-01"}, "Holidays last less than a year."),
    ],
)
def test_days_that_cannot_be_are_said_beside_the_field(course, teacher, changes, complaint):
    sent = {"name": "Break", "first_day": "2031-03-10", "last_day": "2031-03-16", **changes}
    answer = teacher.post(CALENDAR, sent)
    assert answer.status_code == 422
    assert complaint in answer.text


def test_dates_are_typed_and_shown_in_the_courses_zone_with_its_odd_hours_named(course, teacher):
    assert teacher.post(f"{CALENDAR}/zone", {"zone": "America/New_York"}).status_code == 303
    with course.database.read() as db:
        assert db.get(Context, course.school.context_id).timezone == "America/New_York"
    assert "New York" in course.join("Ana").get(DATES).text
    skipped = teacher.post(f"{DATES}extend", ask(course, how="until", until="2032-03-14T02:30"))
    assert "The clocks skip this time on that day." in skipped.text
    twice = teacher.post(f"{DATES}extend", ask(course, how="until", until="2031-11-02T01:30"))
    assert "this time comes twice: the first is meant." in twice.text
    assert give(course, teacher, how="until", until="2031-11-02T01:30").status_code == 303
    (date,) = rows(course, PhaseDate)
    assert date.ends_at == datetime(2031, 11, 2, 5, 30, tzinfo=UTC)


def test_an_unknown_zone_is_refused(course, teacher):
    assert teacher.post(f"{CALENDAR}/zone", {"zone": "Mars/Olympus"}).status_code == 422
