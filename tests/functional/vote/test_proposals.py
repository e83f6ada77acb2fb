"""Students propose, the teacher looks at it, and what is on the list when voting opens is what is voted on."""

import pytest
from sqlalchemy import event

from lti_tools.kit.schedule.plans import with_plan
from lti_tools.pure.schedule import Plan, Start
from tests.support.pages import Page
from tests.support.school import NOW
from tests.support.votes import set_up_vote, vote_settings
from tools.co_curriculum import store_proposals
from tools.co_curriculum.domain.proposals import State
from tools.co_curriculum.models import Option

LIST = "topic-vote/proposals"
BEES = {
    "text": "Bees on the roof",
    "kind": "topic",
    "body": "We keep **two hives** and count.",
    "link": "",
    "effort": "3",
}


def steps(**changes):
    """Phases of a vote before which people propose."""
    stored = with_plan(vote_settings(options=[], open_now=False), Plan(key="propose", start=Start.NOW))
    stored = with_plan(stored, Plan(key="discuss", start=Start.AFTER))
    return {"phases": with_plan(stored, Plan(key="vote", start=Start.AFTER))["phases"], **changes}


@pytest.fixture
def proposing(course):
    with course.database.write() as db:
        set_up_vote(db, course.school.activity_id, options=[], plans=steps()["phases"])
    return course


def again(course, **changes):
    with course.database.write() as db:
        set_up_vote(db, course.school.activity_id, **{"options": [], "plans": steps()["phases"], **changes})


def propose(visitor, **changes):
    return visitor.post(LIST, {**BEES, **changes})


def rows(course):
    with course.database.read() as db:
        return {row.text: row for row in db.query(Option)}


def number(course, text="Bees on the roof"):
    return rows(course)[text].id


def test_what_a_student_proposes_stands_on_the_list_for_everybody(proposing):
    ana = proposing.join("Ana")
    page = ana.follow(propose(ana))
    assert "Your proposal is saved." in page.text
    assert "<strong>two hives</strong>" in page.text
    boris = proposing.join("Boris")
    home = Page(boris.get("topic-vote/")).words
    assert "Bees on the roof" in home
    assert "by Ana" in home
    assert "3 weeks" in home
    assert "by Ana" in Page(boris.get(f"{LIST}/{number(proposing)}")).words


def test_the_points_of_a_list_stand_apart_in_the_line_of_a_proposal(proposing):
    ana = proposing.join("Ana")
    propose(ana, body="We compare:\n\n- salt\n- small *animals*\n\nThen we tell.")
    assert "We compare: salt · small animals Then we tell." in Page(ana.get(LIST)).words


def test_with_the_teachers_approval_others_see_it_once_it_is_published(proposing):
    again(proposing, approve=True)
    ana, boris = proposing.join("Ana"), proposing.join("Boris")
    propose(ana)
    here = f"{LIST}/{number(proposing)}"
    assert "Waits for the teacher" in ana.get(LIST).text
    assert "Bees" not in boris.get(LIST).text
    assert boris.get(here).status_code == 404
    tom = proposing.join("Tom", "instructor")
    assert "1 proposal waits for you" in tom.get(LIST).text
    published = tom.follow(tom.post(f"{here}/publish"))
    assert "The proposal is on the list." in published.text
    assert boris.get(here).status_code == 200


def test_who_is_refused_reads_why_and_proposes_anew_by_changing_it(proposing):
    again(proposing, approve=True)
    ana, tom = proposing.join("Ana"), proposing.join("Tom", "instructor")
    propose(ana)
    here = f"{LIST}/{number(proposing)}"
    assert tom.post(f"{here}/refuse", {"reason": " "}).status_code == 422
    tom.post(f"{here}/refuse", {"reason": "Nobody may go onto the roof."})
    assert "Nobody may go onto the roof." in ana.get(here).text
    ana.post(f"{here}/change", {**BEES, "text": "Bees in the garden"})
    row = rows(proposing)["Bees in the garden"]
    assert (row.state, row.reason) == (State.WAITING.value, "")
    assert "Bees on the roof" in tom.get(here).text


def test_a_refusal_is_taken_back_from_the_message_that_follows_it(proposing):
    ana, tom = proposing.join("Ana"), proposing.join("Tom", "instructor")
    propose(ana)
    page = Page(tom.follow(tom.post(f"{LIST}/{number(proposing)}/refuse", {"reason": "Too dangerous."})))
    assert rows(proposing)["Bees on the roof"].state == State.REFUSED.value
    undo = next(form for form in page.forms if "undo" in form.action)
    tom.post(undo.action, undo.data)
    assert rows(proposing)["Bees on the roof"].state == State.PUBLISHED.value


def test_nobody_has_more_proposals_than_the_rules_allow(proposing):
    again(proposing, most_each=1)
    ana = proposing.join("Ana")
    propose(ana)
    answer = propose(ana, text="Something else entirely")
    assert answer.status_code == 409
    assert "Everybody may have 1 proposal on the list." in answer.text
    assert "Something else entirely" in answer.text
    ana.post(f"{LIST}/{number(proposing)}/withdraw", {"confirmed": "1"})
    assert propose(ana, text="Something else entirely").status_code == 303


def test_a_proposal_that_looks_like_another_is_asked_about_first(proposing):
    propose(proposing.join("Ana"))
    boris = proposing.join("Boris")
    found = boris.post(f"{LIST}/alike", {"text": "on the roof, bees"}).json
    assert [one["title"] for one in found["alike"]] == ["Bees on the roof"]
    asked = propose(boris, text="Bees on the roofs")
    assert asked.status_code == 422
    assert "look like it" in asked.text
    assert propose(boris, text="Bees on the roofs", anyway="1").status_code == 303
    assert "this very title is there already" in propose(boris, text="bees ON  the roof", anyway="1").text


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"text": " "}, "Please fill this in."),
        ({"text": "x" * 201}, "Use at most 200 characters"),
        ({"body": "x" * 10_001}, "Use at most 10000 characters"),
        ({"link": "javascript:alert(1)"}, "beginning with https://"),
        ({"link": "https://"}, "beginning with https://"),
        ({"link": "http://[x"}, "beginning with https://"),
        ({"effort": "0"}, "Enter a number from 1 to 52."),
        ({"kind": "bribe"}, "Choose one of the options offered."),
        ({"skills": ", ".join("abcdefghi")}, "Name at most 8 skills."),
        ({"text": "Bees\x00on the roof"}, "a character that cannot be stored"),
    ],
)
def test_what_cannot_be_proposed_is_said_beside_its_field(proposing, changes, complaint):
    answer = propose(proposing.join("Ana"), **changes)
    assert answer.status_code == 422
    assert complaint in answer.text
    assert rows(proposing) == {}


def test_the_list_is_frozen_once_voting_opens(proposing):
    ana, boris, tom = proposing.join("Ana"), proposing.join("Boris"), proposing.join("Tom", "instructor")
    propose(ana)
    propose(boris, text="Rivers")
    here = f"{LIST}/{number(proposing)}"
    tom.post("topic-vote/open")
    assert "Vote" in ana.get("topic-vote/").text
    for refused in (
        propose(ana, text="Too late"),
        ana.post(f"{here}/change", {**BEES, "text": "Wasps on the roof"}),
        ana.post(f"{here}/withdraw", {"confirmed": "1"}),
        tom.post(f"{here}/refuse", {"reason": "No."}),
    ):
        assert refused.status_code == 409
        assert "Voting has opened, so the list stays as it is." in refused.text
    assert {row.state for row in rows(proposing).values()} == {State.PUBLISHED.value}
    assert ana.post("topic-vote/ballot", {"options": number(proposing, "Rivers")}).status_code == 303


def test_proposals_are_changed_but_not_made_while_they_are_talked_over(proposing):
    ana, tom = proposing.join("Ana"), proposing.join("Tom", "instructor")
    propose(ana)
    tom.post("-/schedule/close", {"phase": "propose", "confirmed": "1"})
    plans = {
        **steps()["phases"],
        "propose": {**steps()["phases"]["propose"], "end": "date", "closes_at": NOW.isoformat()},
    }
    again(proposing, plans=plans)
    assert propose(ana, text="Too late").status_code == 409
    here = f"{LIST}/{number(proposing)}"
    assert ana.follow(ana.post(f"{here}/change", {**BEES, "body": "One hive."})).status_code == 200
    assert rows(proposing)["Bees on the roof"].body == "One hive."


def test_others_can_neither_change_nor_withdraw_a_proposal(proposing):
    propose(proposing.join("Ana"))
    boris, here = proposing.join("Boris"), f"{LIST}/{number(proposing)}"
    assert boris.get(f"{here}/change").status_code == 404
    assert boris.post(f"{here}/change", BEES).status_code == 404
    assert boris.post(f"{here}/withdraw", {"confirmed": "1"}).status_code == 404
    assert boris.post(f"{here}/publish").status_code == 403


def test_under_pseudonyms_neither_classmates_nor_teachers_read_a_name(proposing):
    again(proposing, pseudonyms=True)
    propose(proposing.join("Ana"))
    for visitor in (proposing.join("Boris"), proposing.join("Tom", "instructor")):
        for page in (LIST, f"{LIST}/{number(proposing)}"):
            words = Page(visitor.get(page)).words
            assert "Ana" not in words
            assert "by " in words


def test_under_pseudonyms_comments_name_nobody_either(proposing):
    again(proposing, pseudonyms=True)
    ana, boris = proposing.join("Ana"), proposing.join("Boris")
    propose(ana)
    thread = f"-/comments/on/option/{number(proposing)}"
    for visitor in (ana, boris):
        visitor.post(thread, {"text": "We could paint the hives.", "when": "now"})
    words = Page(proposing.join("Tom", "instructor").get(thread)).words
    assert words.count("We could paint the hives.") == 2
    assert "Ana" not in words
    assert "Boris" not in words


def test_readers_have_orders_of_their_own(proposing):
    tom = proposing.join("Tom", "instructor")
    titles = [f"Idea {n} about something {'abcdefgh'[n] * 5}" for n in range(8)]
    for title in titles:
        propose(tom, text=title, anyway="1")

    def order(name):
        words = Page(proposing.join(name).get(LIST)).words
        return sorted(titles, key=words.index)

    orders = [order(name) for name in ("Ana", "Boris", "Carla")]
    assert orders[0] == order("Ana")
    assert len({tuple(one) for one in orders}) > 1


def test_erasing_an_author_takes_what_nobody_stands_on(proposing):
    ana, tom = proposing.join("Ana"), proposing.join("Tom", "instructor")
    for text in ("Bees on the roof", "Rivers", "Withdrawn"):
        propose(ana, text=text)
    ana.post(f"{LIST}/{number(proposing, 'Withdrawn')}/withdraw", {"confirmed": "1"})
    tom.post("topic-vote/open")
    proposing.join("Boris").post("topic-vote/ballot", {"options": number(proposing)})
    with proposing.database.write() as db:
        store_proposals.erase_person(db, proposing.people["Ana"], None)
    left = rows(proposing)
    assert set(left) == {"Bees on the roof", "Rivers"}
    assert {row.author_id for row in left.values()} == {None}


def test_the_first_page_of_a_vote_with_proposals_costs_eight_statements_at_most(proposing):
    ana = proposing.join("Ana")
    propose(ana)
    ana.get("topic-vote/")
    one = statements(proposing, ana)
    again(proposing, most_each=None)
    for number in range(12):
        propose(ana, text=f"Hives {number}", body="", anyway="1")
    assert statements(proposing, ana) == one
    assert one <= 8


def statements(course, visitor):
    """How many statements the first page takes, session and all."""
    seen = []

    def listen(_connection, _cursor, statement, *_rest):
        if statement.split()[0] not in ("BEGIN", "COMMIT", "PRAGMA"):
            seen.append(statement)

    event.listen(course.database.engine, "before_cursor_execute", listen)
    assert visitor.get("topic-vote/").status_code == 200
    event.remove(course.database.engine, "before_cursor_execute", listen)
    return len(seen)
