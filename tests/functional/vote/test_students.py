"""A student's way through a vote: told what it is, voting, changing, reading the result."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from lti_tools.grades import outbox
from lti_tools.kit.schedule import extensions
from lti_tools.kit.schedule.extensions import Asked
from lti_tools.launches import Role
from tests.support.engines import on_sqlite
from tests.support.pages import Page, faults
from tools.co_curriculum.service import closing

HOME = "topic-vote/"
BALLOT = "topic-vote/ballot"
NAMED = "Your teacher sees who voted for what."


def close(course):
    with course.database.write() as db:
        closing.close(db, course.school.activity_id, datetime.now(UTC))


def checked(page):
    """The options ticked on a page, by id."""
    lines = [line for line in page.text.split("<input") if 'name="options"' in line and " checked" in line]
    return [int(line.split('value="')[1].split('"')[0]) for line in lines]


def test_before_voting_the_page_says_that_the_vote_is_named_and_what_comes_next(course):
    page = course.join("Ana").get(HOME)
    assert NAMED in page.text
    assert page.text.index(NAMED) < page.text.index('name="options"')
    assert "Taking part gives 10 points, whatever you choose." in page.text
    assert "If several are level, the teacher decides" in page.text
    assert "The result</h2>" not in page.text


def test_a_vote_is_saved_confirmed_and_found_again_at_the_next_launch(course):
    ana, chosen = course.join("Ana"), course.ids("Robots", "Bees")
    page = ana.follow(ana.post(BALLOT, {"options": chosen}))
    assert "Your vote is saved. You can change it until the vote closes." in page.text
    again = course.join("Ana").get(HOME)
    assert checked(again) == chosen
    assert "Change your vote" in again.text


@on_sqlite
def test_a_named_vote_can_be_looked_at_once_more_before_it_counts(course):
    ana, (bees,) = course.join("Ana"), course.ids("Bees")
    shown = Page(ana.post(BALLOT, {"options": [bees], "look": "1"}))
    assert faults(shown) == []
    assert "Look at your vote once more" in shown.text
    assert "Your receipt" not in shown.text
    assert checked(ana.get(HOME)) == [], "nothing is saved yet"
    back = ana.post(BALLOT, {**shown.form(BALLOT).data, "again": "1"})
    assert checked(back) == [bees], "the ballot comes back as it was filled in"
    assert ana.post(BALLOT, {**shown.form(BALLOT).data, "confirmed": "1"}).status_code == 303
    assert checked(ana.get(HOME)) == [bees]


@on_sqlite
def test_the_rules_show_the_whole_mandate(course):
    course.set_up(
        up_for_choice="The **topic** of each group.",
        fixed="Three weeks.",
        about_weeks=3,
        binding="veto",
        veto_grounds="Safety.",
        answer_by="2031-05-06T07:08:00+00:00",
    )
    page = course.join("Ana").get(HOME).text
    mandate, rules = page.index("What you decide"), page.index("What the teacher promised")
    for words in (
        "The <strong>topic</strong> of each group.",
        "Three weeks.",
        "3 weeks of the course",
        "Safety.",
        "2031",
    ):
        assert words in page[mandate:rules]
        assert words in page[rules:]


def test_a_vote_can_be_changed_and_turned_into_no_preference(course):
    ana, (bees,) = course.join("Ana"), course.ids("Bees")
    ana.post(BALLOT, {"options": [bees]})
    page = ana.follow(ana.post(BALLOT, {"no_preference": "y"}))
    assert "It is saved that you have no preference." in page.text
    assert checked(page) == []


def test_posting_twice_leaves_one_ballot(course):
    ana, (bees,) = course.join("Ana"), course.ids("Bees")
    for _ in range(2):
        assert ana.post(BALLOT, {"options": [bees]}).status_code == 303
    assert "1 has voted" in course.join("Tom", "instructor").get(HOME).text


@pytest.mark.parametrize(
    ("sent", "complaint"),
    [
        ({}, "Choose at least one option"),
        ({"options": ["999999"]}, "not, or no longer, part of this vote"),
        ({"options": ["9" * 40]}, "not, or no longer, part of this vote"),
        ({"options": ["robots; --"]}, "not, or no longer, part of this vote"),
        ({"options": ["٣"]}, "not, or no longer, part of this vote"),
        ({"options": [1, 1]}, "One option came twice"),
        ({"options": [1], "no_preference": "y"}, "You chose options and said that you have no preference"),
        ({"options": [1, 2, 3]}, "Choose at most 2 options."),
    ],
)
def test_a_faulty_ballot_comes_back_with_what_to_mend_and_changes_nothing(course, sent, complaint):
    course.set_up(most=2)
    course.vote("Ana", "Rivers")
    answer = course.join("Ana").post(BALLOT, sent)
    assert answer.status_code == 422
    assert complaint in answer.text
    assert 'aria-describedby="options-hint options-error"' in answer.text
    assert checked(course.join("Ana").get(HOME)) == course.ids("Rivers")


@on_sqlite
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.one_of(st.integers(-1, 5).map(str), st.text(max_size=20)), max_size=4),
    st.one_of(st.none(), st.text(max_size=5)),
)
def test_whatever_is_posted_is_taken_or_refused_and_never_crashes(course, options, no_preference):
    course.set_up(most=2)
    sent = {"options": options} | ({} if no_preference is None else {"no_preference": no_preference})
    assert course.join("Ana").post(BALLOT, sent).status_code in (303, 422)


def test_after_the_close_a_ballot_is_refused_with_a_page_that_says_so(course):
    course.vote("Ana", "Rivers")
    close(course)
    answer = course.join("Ana").post(BALLOT, {"options": course.ids("Bees")})
    assert answer.status_code == 409
    assert "This vote has closed. What you had chosen before counts" in answer.text


def test_a_vote_that_its_date_has_closed_is_closed_without_any_worker(course):
    course.set_up(closes_at=(datetime.now(UTC) - timedelta(seconds=1)).isoformat())
    ana = course.join("Ana")
    assert ana.post(BALLOT, {"options": course.ids("Bees")}).status_code == 409
    assert "You did not vote." in ana.get(HOME).text


def give_longer(course, name, until):
    with course.database.write() as db:
        asked = Asked(phase="vote", people=[course.people[name]], until=until)
        now = datetime.now(UTC)
        assert extensions.give(db, course.school.activity_id, asked, ZoneInfo("UTC"), now, by=None)


def test_who_has_more_time_votes_after_the_others_and_the_result_waits_for_them(course):
    course.vote("Boris", "Bees")
    ana = course.join("Ana")
    give_longer(course, "Ana", datetime.now(UTC) + timedelta(days=1))
    close(course)
    assert "Your own date" in ana.get(HOME).text
    waiting = course.join("Boris").get(HOME).text
    assert "Your time is over, the vote is not" in waiting
    assert "has won" not in waiting
    assert "ahead" not in waiting
    assert course.join("Boris").post(BALLOT, {"options": course.ids("Rivers")}).status_code == 409
    assert ana.post(BALLOT, {"options": course.ids("Bees")}).status_code == 303
    with course.database.write() as db:
        closing.tick(db, datetime.now(UTC))
        assert outbox.standing(db, course.school.activity_id) == []
        closing.tick(db, datetime.now(UTC) + timedelta(days=1))
        assert len(outbox.standing(db, course.school.activity_id)) == 2
    assert "“Bees” has won: 2 of 2 chose it." in course.join("Boris").get(HOME).text


def test_more_time_given_after_the_result_was_out_hides_it_again_until_the_last_has_voted(course):
    course.vote("Boris", "Bees")
    close(course)
    course.join("Ana")
    assert "has won" in course.join("Boris").get(HOME).text
    give_longer(course, "Ana", datetime.now(UTC) + timedelta(days=1))
    assert "has won" not in course.join("Boris").get(HOME).text
    assert course.join("Ana").post(BALLOT, {"options": course.ids("Rivers")}).status_code == 303


def test_the_result_tells_the_outcome_in_words_bars_and_a_table_with_nobodys_name(course):
    course.vote("Ana", "Robots", "Bees")
    course.vote("Boris", "Bees")
    course.vote("Carla")
    close(course)
    page = course.join("Ana").get(HOME).text
    assert "“Bees” has won: 2 of 2 chose it." in page
    assert "3 people voted. 1 of them had no preference." in page
    assert 'class="bars"' in page
    assert "<table" in page
    assert "Boris" not in page
    assert "Carla" not in page


def test_level_options_are_named_as_level(course):
    course.vote("Ana", "Robots", "Bees")
    close(course)
    assert "“Robots” and “Bees” are level: each was chosen by 1 of 1." in course.join("Ana").get(HOME).text


def test_a_vote_without_any_choice_says_that_nothing_has_won(course):
    course.vote("Ana")
    close(course)
    assert "Nobody chose an option, so none has won." in course.join("Ana").get(HOME).text


@pytest.mark.parametrize(("results", "shown"), [("live", True), ("after-close", False)])
def test_the_count_shows_while_the_vote_is_open_only_by_the_teachers_choice(course, results, shown):
    course.set_up(results=results)
    course.vote("Boris", "Bees")
    page = course.join("Ana").get(HOME).text
    assert ("“Bees” is ahead so far: 1 of 1 chose it." in page) is shown
    assert ("The count so far" in page) is shown


def test_before_it_opens_students_see_the_question_and_no_option(course):
    course.set_up(open_now=False)
    page = course.join("Ana").get(HOME).text
    assert "This vote has not opened yet" in page
    assert "Which topics shall we work on?" in page
    assert "Robots" not in page
    assert course.join("Ana").post(BALLOT, {"options": course.ids("Bees")}).status_code == 409


def test_the_question_is_markdown_and_never_html(course):
    course.set_up(question="**Choose** <script>alert(1)</script>")
    page = course.join("Ana").get(HOME).text
    assert "<strong>Choose</strong>" in page
    assert "<script>alert" not in page


def test_a_guest_sees_question_and_state_and_can_do_nothing(course):
    course.vote("Ana", "Bees")
    guest = course.join("Gus", "observer")
    close(course)
    page = guest.get(HOME).text
    assert "Which topics shall we work on?" in page
    assert "Closed" in page
    assert "Bees" not in page
    assert guest.post(BALLOT, {"options": course.ids("Bees")}).status_code == 403


@pytest.mark.parametrize("role", [Role.INSTRUCTOR, Role.ASSISTANT])
def test_staff_do_not_vote(course, role):
    assert course.join("Tom", role).post(BALLOT, {"options": course.ids("Bees")}).status_code == 403


def test_a_form_without_the_sessions_token_writes_nothing(course):
    ana = course.join("Ana")
    assert ana.post(BALLOT, {"options": course.ids("Bees")}, token=False).status_code == 403
    assert checked(ana.get(HOME)) == []


def test_one_sees_ones_own_ballot_in_review_and_nobody_elses(course):
    course.vote("Ana", "Bees")
    course.vote("Boris", "Rivers")
    ana = course.join("Ana")
    own = ana.get(f"topic-vote/ballots/{course.people['Ana']}")
    assert "Your vote" in own.text
    assert "Bees" in own.text
    for other in (course.people["Boris"], 9999):
        assert ana.get(f"topic-vote/ballots/{other}").status_code == 403


def test_the_page_costs_a_constant_number_of_queries(course):
    """Four for a student: session, vote with the own ballot, numbers of comments, and the pictures of the ballot while
    the vote is open, the count after it."""

    def queries(visitor):
        seen = []

        def note(_connection, _cursor, statement, *_rest):
            seen.append(statement)

        event.listen(course.database.engine, "before_cursor_execute", note)
        assert visitor.get(HOME).status_code == 200
        event.remove(course.database.engine, "before_cursor_execute", note)
        return len(seen)

    ana, teacher = course.join("Ana"), course.join("Tom", "instructor")
    assert queries(ana) == 4
    few = queries(teacher)
    for number in range(5):
        course.vote(f"Student {number}", "Robots", "Bees")
    assert queries(ana) == 4
    assert queries(teacher) == few
    close(course)
    assert queries(ana) == 4


def test_a_ballot_that_comes_again_over_a_bad_line_does_not_undo_a_later_one(course):
    ana, (robots,), (bees,) = course.join("Ana"), course.ids("Robots"), course.ids("Bees")
    lost = {"options": [robots], "once_key": "first"}
    ana.post(BALLOT, lost)
    ana.post(BALLOT, {"options": [bees], "once_key": "second"})
    assert ana.post(BALLOT, lost).status_code == 303
    assert checked(ana.get(HOME)) == [bees]


def test_a_script_is_told_where_a_ballots_answer_leads(course):
    ana, chosen = course.join("Ana"), course.ids("Bees")
    answer = ana.post(BALLOT, {"options": chosen, "once_key": "k"}, headers={"X-Once": "1"})
    assert (answer.status_code, answer.data) == (204, b"")
    assert "Location" not in answer.headers
    assert answer.headers["X-Once-Next"].endswith("/topic-vote/?said=topic-vote-saved")
