"""A teacher's way: settings, opening, who voted, closing, opening again, the points."""

import time
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest

from lti_tools.kit.groups import changes, editing, groups
from lti_tools.kit.groups.terms import Source, What
from lti_tools.store.tables.activities import Activity
from lti_tools.store.tables.grades import GradeWish
from lti_tools.store.tables.people import ContextService
from tests.support.engines import on_sqlite
from tests.support.pages import Page
from tests.support.school import NOW, add_activity, make_school
from tests.support.sessions import add_named, as_person
from tests.support.votes import set_up_vote, vote_for, vote_settings
from tools.co_curriculum.forms import SettingsForm
from tools.co_curriculum.forms_values import from_settings, to_settings

HOME = "topic-vote/"
SETTINGS = "-/settings"
CLOSING = "topic-vote/closing"


@pytest.fixture
def teacher(course):
    return course.join("Tom", "instructor")


def form_of(**changes):
    """What the settings form of the fixture's vote sends."""
    return {
        "title": "Project topics",
        "question": "Which topics shall we work on?",
        "options": "Robots\r\nRivers\r\nBees\r\n",
        "most": "",
        "asks": "quick",
        "secrecy": "named",
        "vote-start": "now" if changes.pop("open_now", "y") else "hand",
        "vote-end": "date" if (closes_at := changes.pop("closes_at", "")) else "hand",
        "vote-closes_at": closes_at,
        "results": "after-close",
        "graded": "y",
        "points": "10",
    } | changes


def save(course, teacher, **changes):
    data = {name: value for name, value in form_of(**changes).items() if value is not None}
    with course.database.read() as db:
        version = db.get(Activity, course.school.activity_id).version
    return teacher.post(SETTINGS, {"tool": "topic-vote", "version": version, **data})


def stored(course):
    with course.database.read() as db:
        return db.get(Activity, course.school.activity_id).settings


def roster_known(course):
    with course.database.write() as db:
        db.query(ContextService).update({"roster_synced_at": NOW})


# -- settings


def test_the_form_shows_what_is_stored_and_saving_it_unchanged_changes_nothing(course, teacher):
    course.set_up(most=2, closes_at="2031-05-06T07:08:00+00:00", results="live", points=7)
    before = stored(course)
    page = teacher.get(SETTINGS).text
    assert "Robots\nRivers\nBees" in page
    assert 'value="2031-05-06T07:08"' in page
    answer = save(course, teacher, most="2", closes_at="2031-05-06T07:08", results="live", points="7", comments="y")
    assert "The settings are saved." in teacher.follow(answer).text
    assert stored(course) == before


@on_sqlite
def test_a_vote_that_waits_for_the_proposals_is_saved(course, teacher):
    course.set_up(open_now=False)
    steps = {"propose-used": "y", "propose-start": "now", "propose-end": "hand", "vote-start": "after"}
    answer = save(course, teacher, **steps)
    assert "The settings are saved." in teacher.follow(answer).text
    assert stored(course)["phases"]["propose"]["used"]


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"title": " "}, "Please fill this in."),
        ({"title": "x" * 201}, "Use at most 200 characters"),
        ({"options": "Bees\nbees"}, "is there twice"),
        ({"options": "\n".join(f"Topic {n}" for n in range(61))}, "Write at most 60 lines; now there are 61."),
        ({"options": "x" * 201}, "is longer than 200 characters"),
        ({"options": "Bees\n\x00Rivers"}, "a character that cannot be stored"),
        ({"most": "0"}, "Enter a number from 1 to 60."),
        ({"most": "two"}, "Enter a whole number."),
        ({"closes_at": "soon"}, "Enter a date and a time"),
        ({"closes_at": "2026-01-01T00:00"}, "This time has passed already."),
        ({"results": "never"}, "Choose one of the options offered."),
        ({"points": "101"}, "Enter a number from 1 to 100."),
        ({"points": ""}, "Say how many points, from 1 to 100."),
    ],
)
def test_what_the_form_cannot_take_is_said_beside_the_field_and_nothing_is_stored(course, teacher, changes, complaint):
    before = stored(course)
    answer = save(course, teacher, **changes)
    assert answer.status_code == 422
    assert complaint in answer.text
    assert stored(course) == before


def test_points_do_not_matter_where_none_are_given(course, teacher):
    assert save(course, teacher, graded=None, points="").status_code == 303
    assert stored(course)["graded"] is False


def test_points_show_while_grading_is_on_and_are_kept_while_it_is_off(course, teacher):
    course.set_up(points=7)
    assert 'data-shown-when="graded=on"' in teacher.get(SETTINGS).text
    assert save(course, teacher, graded=None, points="7").status_code == 303
    assert (stored(course)["graded"], stored(course)["points"]) == (False, 7)
    assert 'value="7"' in teacher.get(SETTINGS).text


def test_a_form_filled_in_blindly_is_taken_at_once(course, teacher):
    """An outside judge types the same words everywhere, and the first option of what must be chosen."""
    blind = {"title": "Conformance", "question": "Conformance text", "options": "Conformance text", "most": "1"}
    assert save(course, teacher, **blind, closes_at="2030-01-01T10:00", points="1").status_code == 303
    assert "This vote needs options" in teacher.get(HOME).text


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"options": "Rivers\nBees"}, "so “Robots” can be neither removed nor reworded"),
        ({"options": "Robot\nRivers"}, "these can be neither removed nor reworded"),
        ({"most": "1"}, "People have voted under this rule"),
        ({"open_now": None}, "To end the vote, close it on its page."),
    ],
)
def test_settings_that_would_change_a_vote_are_refused_beside_their_field(course, teacher, changes, complaint):
    course.vote("Ana", "Robots", "Bees")
    before = stored(course)
    answer = save(course, teacher, **changes)
    assert answer.status_code == 422
    assert complaint in answer.text
    assert stored(course) == before
    assert save(course, teacher, options="Rivers\nRobots\nBees").status_code == 303


def test_a_passed_date_that_was_stored_before_does_not_stand_in_the_way_of_other_changes(course, teacher):
    course.set_up(closes_at="2026-01-01T00:00:00+00:00")
    assert save(course, teacher, closes_at="2026-01-01T00:00", points="7").status_code == 303


def test_assistants_see_everything_and_change_nothing(course):
    course.vote("Ana", "Bees")
    assistant = course.join("Ada", "assistant")
    page = assistant.get(HOME).text
    assert "Close the vote now" not in page
    assert SETTINGS not in page
    assert "Ana" in assistant.get("topic-vote/ballots").text
    for path in ("close", "open", "closing", "grades"):
        assert assistant.post(f"topic-vote/{path}", {"confirmed": "1"}).status_code == 403
    assert assistant.get(CLOSING).status_code == 403


def test_students_and_guests_reach_no_page_of_the_teachers(course):
    for role in ("learner", "observer"):
        visitor = course.join(role.title(), role)
        for path in ("ballots", "closing", "grades"):
            assert visitor.get(f"topic-vote/{path}").status_code == 403
        for path in ("close", "open", "closing", "grades"):
            assert visitor.post(f"topic-vote/{path}", {"confirmed": "1"}).status_code == 403


# -- turnout and ballots


def test_turnout_is_a_count_alone_until_the_course_has_told_its_students(course, teacher):
    for name in ("Ana", "Boris"):
        course.vote(name, "Bees")
    course.join("Carla")
    assert "2 have voted; the number of students is not known yet." in teacher.get(HOME).text
    assert "Carla" not in teacher.get("topic-vote/ballots").text
    roster_known(course)
    assert "2 of 3 have voted" in teacher.get(HOME).text
    ballots = teacher.get("topic-vote/ballots").text
    assert ballots.count("Has not voted") == 1
    assert "Carla" in ballots


def test_teachers_see_who_voted_for_what(course, teacher):
    course.vote("Ana", "Bees")
    page = teacher.get("topic-vote/ballots").text
    assert page.index("Ana") < page.index("Bees")
    review = teacher.get(f"topic-vote/ballots/{course.people['Ana']}")
    assert "The vote of Ana" in review.text
    assert "Bees" in review.text


# -- opening, closing, opening again


def test_a_teacher_opens_a_vote_that_was_not_to_open_by_itself(course, teacher):
    course.set_up(open_now=False)
    assert "Everything is ready" in teacher.get(HOME).text
    assert "The vote is open." in teacher.follow(teacher.post("topic-vote/open")).text
    assert stored(course)["phases"]["vote"]["start"] == "now"


@pytest.mark.parametrize("changes", [{"options": ["Bees"]}, {"closes_at": "2026-01-01T00:00:00+00:00"}])
def test_a_vote_that_could_not_be_used_does_not_open(course, teacher, changes):
    course.set_up(open_now=False, **changes)
    assert teacher.post("topic-vote/open").status_code == 409
    assert stored(course)["phases"]["vote"]["start"] == "hand"


def test_closing_asks_first(course, teacher):
    question = teacher.post("topic-vote/close")
    assert "Close the vote now?" in question.text
    assert "Open</span>" in teacher.get(HOME).text
    closed = teacher.follow(teacher.post("topic-vote/close", {"confirmed": "1"}))
    assert "The vote is closed. The result is below." in closed.text
    assert teacher.post("topic-vote/close", {"confirmed": "1"}).status_code == 409


def test_another_closing_time_stands_in_the_settings_too(course, teacher):
    answer = teacher.post(CLOSING, {"closes_at": "2031-05-06T07:08"})
    assert "The new closing time is saved." in teacher.follow(answer).text
    assert stored(course)["phases"]["vote"]["closes_at"] == "2031-05-06T07:08:00+00:00"
    assert 'value="2031-05-06T07:08"' in teacher.get(SETTINGS).text


def test_a_closing_time_that_has_passed_is_refused(course, teacher):
    answer = teacher.post(CLOSING, {"closes_at": "2026-01-01T00:00"})
    assert answer.status_code == 422
    assert "This time has passed already." in answer.text
    assert stored(course)["phases"]["vote"]["closes_at"] == ""


@pytest.mark.parametrize("by_date", [True, False])
def test_a_closed_vote_opens_again_with_all_its_ballots(course, teacher, by_date):
    course.vote("Ana", "Bees")
    if by_date:
        course.set_up(closes_at=(datetime.now(UTC) - timedelta(seconds=1)).isoformat())
    else:
        teacher.post("topic-vote/close", {"confirmed": "1"})
    assert "Points for taking part may stand in the gradebook already." in teacher.get(CLOSING).text
    page = teacher.follow(teacher.post(CLOSING, {"closes_at": ""}))
    assert "The vote is open again. All ballots are as they were." in page.text
    assert "1 has voted" in page.text
    ana = course.join("Ana")
    assert ana.post("topic-vote/ballot", {"options": course.ids("Robots")}).status_code == 303


# -- points


def test_points_appear_with_the_close_and_say_how_they_stand(course, teacher):
    course.vote("Ana", "Bees")
    assert "No points have been sent yet" in teacher.get("topic-vote/grades").text
    teacher.post("topic-vote/close", {"confirmed": "1"})
    page = teacher.get("topic-vote/grades").text
    assert "10 of 10" in page
    assert "Waiting to be sent" in page


def test_a_refused_score_says_why_and_can_be_sent_again(course, teacher):
    for name in ("Ana", "Boris"):
        course.vote(name, "Bees")
    teacher.post("topic-vote/close", {"confirmed": "1"})
    with course.database.write() as db:
        db.query(GradeWish).update({"state": "refused", "refusal": "no-column"})
    page = teacher.get("topic-vote/grades").text
    assert "This activity has no column in the gradebook." in page
    assert "Send all 2 again" in page
    answer = teacher.post("topic-vote/grades", {"person": course.people["Ana"]})
    assert "is being sent again" in teacher.follow(answer).text
    assert teacher.get("topic-vote/grades").text.count("Waiting to be sent") == 1
    teacher.post("topic-vote/grades")
    assert teacher.get("topic-vote/grades").text.count("Waiting to be sent") == 2


# -- other activities


def test_ballots_and_people_of_other_activities_are_not_found(course, teacher):
    course.vote("Ana", "Bees")
    with course.database.write() as db:
        far = make_school(db, name="South", base="https://south.example")
        set_up_vote(db, far.activity_id)
    stranger = add_named(course.app, far, "zoe", "learner", "Zoe")
    with course.database.write() as db:
        vote_for(db, far.activity_id, stranger, "Rivers")
    assert teacher.get(f"topic-vote/ballots/{stranger}").status_code == 404
    assert "Zoe" not in teacher.get("topic-vote/ballots").text


def test_the_pages_answer_only_in_activities_of_this_tool(course):
    with course.database.write() as db:
        other = add_activity(db, course.school.context_id, tool="quests", resource_link_id="link-2")
        fresh = add_activity(db, course.school.context_id, tool="topic-vote", resource_link_id="link-3")
    person = add_named(course.app, course.school, "tim", "instructor", "Tim")
    assert (
        as_person(course.app, course.school, person, role="instructor", activity_id=other).get(HOME).status_code == 404
    )
    answer = as_person(course.app, course.school, person, role="instructor", activity_id=fresh).get(HOME)
    assert answer.status_code == 303


def test_the_settings_form_knows_every_setting(course):
    """What it is filled in with and what it stores are the same settings."""
    assert from_settings(vote_settings()).keys() >= set(SettingsForm()._fields)
    assert to_settings(SettingsForm(data=from_settings(vote_settings()))) == vote_settings()


# -- side by side


def test_an_option_voted_for_just_before_saving_comes_back_in_the_form(course, teacher, monkeypatch):
    course.vote("Ana", "Robots")
    monkeypatch.setattr(SettingsForm, "_problems", lambda _form: {})  # as if nobody had voted when the form looked
    before = stored(course)
    answer = save(course, teacher, options="Rivers\nBees", title="Typed")
    assert answer.status_code == 422
    assert "so “Robots” can be neither removed nor reworded" in answer.text
    assert 'value="Typed"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert stored(course) == before


@pytest.mark.parametrize("button", ["open", "closing"])
def test_a_button_keeps_what_a_colleague_saves_at_the_same_moment(course, teacher, button):
    course.set_up(open_now=False)
    pressed = Thread(target=teacher.post, args=(f"topic-vote/{button}", {"closes_at": "2100-01-01T12:00"}))
    with course.database.write() as db:
        set_up_vote(db, course.school.activity_id, open_now=False, title="Renamed")
        pressed.start()
        time.sleep(0.5)
    pressed.join()
    changed = (
        {"open_now": True}
        if button == "open"
        else {"closes_at": stored(course)["phases"]["vote"]["closes_at"] or "none"}
    )
    assert stored(course) == vote_settings(title="Renamed", **({"open_now": False} | changed))


def test_options_that_look_alike_are_told_to_the_teacher(course, teacher):
    words = Page(teacher.get(HOME)).words
    assert "look alike" not in words
    course.set_up(options=("The school garden", "Bees", "School garden, the"))
    assert "“The school garden” and “School garden, the” look alike" in Page(teacher.get(HOME)).words


def group_up(course, *teams):
    """Let the vote work with groups of these people, by name."""
    with course.database.write() as db:
        made = editing.create_set(
            db, course.school.context_id, name="Teams", source=Source.HAND, actor=course.people["Tom"], now=NOW
        )
        deed = changes.begin(db, made, What.MOVED, course.people["Tom"], NOW)
        for names in teams:
            group = changes.add_group(db, made)
            changes.seat(db, made, deed, {course.people[name]: group.id for name in names}, NOW)
        groups.use(db, course.school.context_id, course.school.activity_id, made.id)


def test_turnout_is_told_by_group_where_that_tells_of_nobody(course, teacher):
    names = [f"S{place}" for place in range(10)]
    for name in names:
        course.join(name)
    course.vote("S0", "Robots")
    course.vote("S7", "Bees")
    group_up(course, names[:5], names[5:])
    words = Page(teacher.get(HOME)).words
    assert "Group 1 1 of 5" in words
    assert "Group 2 1 of 5" in words


def test_turnout_of_a_small_group_is_not_told(course, teacher):
    names = [f"S{place}" for place in range(9)]
    for name in names:
        course.join(name)
    course.vote("S0", "Robots")
    group_up(course, names[:5], names[5:])
    assert "Group 1" not in Page(teacher.get(HOME)).words
