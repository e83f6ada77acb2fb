"""One proposal becomes part of another: all authors are asked, supporters too, and it can be taken back."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.functional.vote.test_proposals import BEES, LIST, again, number, propose, rows, steps
from tests.support.engines import on_sqlite
from tests.support.pages import Page
from tests.support.votes import set_up_vote
from tools.co_curriculum import store_merging
from tools.co_curriculum.domain.proposals import State
from tools.co_curriculum.models_merging import MergeAnswer, Support
from tools.co_curriculum.tool import tool

NOW = datetime.now(UTC)
UNTIL = (NOW + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
HIVES = "Two hives in the garden"


@pytest.fixture
def two(course):
    """Ana's bees and Boris's hives are on the list; Carla supports the bees."""
    with course.database.write() as db:
        set_up_vote(db, course.school.activity_id, options=[], plans=steps()["phases"], supports=True)
    ana, boris, carla = course.join("Ana"), course.join("Boris"), course.join("Carla")
    propose(ana)
    propose(boris, text=HIVES)
    carla.post(f"{LIST}/{number(course)}/support", {"wanted": "yes"})
    return course


def here(course, text="Bees on the roof"):
    return f"{LIST}/{number(course, text)}"


def suggest(visitor, course, **changes):
    return visitor.post(f"{here(course)}/merge", {"into": number(course, HIVES), "until": UNTIL, **changes})


def say(visitor, course, yes="1"):
    form = next(one for one in Page(visitor.get(here(course))).forms if one.data.get("yes") == yes)
    return visitor.follow(visitor.post(form.action, form.data))


def state(course):
    return rows(course)["Bees on the roof"].state


@on_sqlite
def test_two_become_one_once_all_their_authors_have_said_yes(two):
    ana, boris, tom = two.join("Ana"), two.join("Boris"), two.join("Tom", "instructor")
    assert suggest(tom, two).status_code == 303
    assert state(two) == State.PUBLISHED.value
    say(ana, two)
    assert "1 of 2 have said yes" in Page(boris.get(here(two))).words
    assert state(two) == State.PUBLISHED.value
    assert "The two are one proposal now." in say(boris, two).text
    assert state(two) == State.MERGED.value
    words = Page(two.join("Dora").get(LIST)).words
    assert HIVES in words
    assert "Bees on the roof" not in words
    assert "Bees on the roof" in Page(two.join("Dora").get(here(two, HIVES))).words


@on_sqlite
def test_one_no_is_enough_and_so_is_silence(two):
    ana, boris = two.join("Ana"), two.join("Boris")
    suggest(ana, two)
    say(boris, two, yes="0")
    assert state(two) == State.PUBLISHED.value
    assert "an author said no" in Page(ana.get(here(two))).words
    suggest(ana, two)
    with two.database.write() as db:
        row = store_merging.about(db, number(two))[0]
        row.until, merge = NOW - timedelta(minutes=1), row.id
    assert "not all authors said yes in time" in Page(boris.get(here(two))).words
    late = boris.post(f"topic-vote/merges/{merge}/answer", {"yes": "1"})
    assert late.status_code == 409
    assert state(two) == State.PUBLISHED.value


def test_support_does_not_move_by_itself_but_is_asked_again(two):
    ana, boris, carla = two.join("Ana"), two.join("Boris"), two.join("Carla")
    suggest(ana, two)
    say(boris, two)
    page = Page(carla.get(here(two, HIVES)))
    assert "0 people would like this" in page.words
    assert "You supported “Bees on the roof”, which is part of this one now." in page.words
    yes = next(form for form in page.forms if form.data.get("wanted") == "yes")
    assert "1 person would like this" in Page(carla.follow(carla.post(yes.action, yes.data))).words
    assert "Asked again" not in carla.get(here(two, HIVES)).text


@on_sqlite
def test_a_merge_is_taken_back_until_voting_opens(two):
    ana, boris, tom = two.join("Ana"), two.join("Boris"), two.join("Tom", "instructor")
    propose(boris, text="Rivers")
    suggest(ana, two)
    say(boris, two)
    assert boris.post(f"{here(two, HIVES)}/withdraw", {"confirmed": "1"}).status_code == 409
    undo = next(form for form in Page(ana.get(here(two))).forms if form.action.endswith("/undo"))
    assert two.join("Dora").post(undo.action[undo.action.index("topic-vote/") :]).status_code == 404
    assert "Both stand on the list again." in ana.follow(ana.post(undo.action, undo.data)).text
    assert state(two) == State.PUBLISHED.value
    suggest(ana, two)
    say(boris, two)
    tom.post("topic-vote/open")
    with two.database.read() as db:
        merge = store_merging.about(db, number(two))[0].id
    refused = tom.post(f"topic-vote/merges/{merge}/undo")
    assert (refused.status_code, state(two)) == (409, State.MERGED.value)
    assert "Voting has opened" in refused.text
    assert "Bees on the roof" not in ana.get("topic-vote/").text


@on_sqlite
@pytest.mark.parametrize(
    ("changes", "status", "complaint"),
    [
        ({"until": (NOW - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")}, 422, "This time has passed already."),
        ({"until": "soon"}, 422, ""),
        ({"into": "999999"}, 422, ""),
        ({"into": "x"}, 422, ""),
    ],
)
def test_what_cannot_be_suggested_is_said(two, changes, status, complaint):
    answer = suggest(two.join("Ana"), two, **changes)
    assert answer.status_code == status
    assert complaint in answer.text


@on_sqlite
def test_only_authors_and_teachers_suggest_and_only_who_is_asked_answers(two):
    carla = two.join("Carla")
    assert suggest(carla, two).status_code == 404
    suggest(two.join("Ana"), two)
    assert "already" in suggest(two.join("Ana"), two).text
    with two.database.read() as db:
        merge = store_merging.about(db, number(two))[0].id
    assert carla.post(f"topic-vote/merges/{merge}/answer", {"yes": "1"}).status_code == 404


def test_a_group_holds_proposals_together_without_merging_them(two):
    tom = two.join("Tom", "instructor")
    for n in range(5):
        propose(tom, text=f"Idea {n} {'abcde'[n] * 6}", anyway="1")
    for text in ("Bees on the roof", HIVES):
        assert tom.post(f"{here(two, text)}/group", {"name": " Animals "}).status_code == 303
    words = Page(two.join("Dora").get(LIST)).words
    assert words.count("Group: Animals") == 2
    between = words[slice(*sorted((words.index("Bees on the roof"), words.index(HIVES))))]
    assert "Idea" not in between
    assert tom.post(f"{here(two)}/group", {"name": "x" * 61}).status_code == 422
    assert two.join("Ana").post(f"{here(two)}/group", {"name": "Mine"}).status_code == 403


@on_sqlite
def test_a_withdrawal_during_the_vote_is_refused_and_the_rules_say_why(two):
    two.join("Tom", "instructor").post("topic-vote/open")
    ana = two.join("Ana")
    assert "every option stays and counts" in Page(ana.get("topic-vote/")).words
    refused = ana.post(f"{here(two)}/withdraw", {"confirmed": "1"})
    assert (refused.status_code, state(two)) == (409, State.PUBLISHED.value)
    assert suggest(ana, two).status_code == 409


def test_a_persons_support_and_answers_go_with_them_and_stand_in_their_export(two):
    ana = two.join("Ana")
    suggest(ana, two)
    carla, boris = two.people["Carla"], two.people["Boris"]
    with two.database.write() as db:
        assert tool.export(db, carla, None)["supported"][0]["proposal"] == "Bees on the roof"
        assert tool.export(db, boris, None)["asked_to_merge"][0]["yes"] is None
        tool.erase(db, carla, None)
        tool.erase(db, boris, None)
        assert (db.query(Support).count(), [row.person_id for row in db.query(MergeAnswer)]) == (0, [])


@on_sqlite
def test_without_supports_nobody_is_asked(two):
    again(two)
    ana = two.join("Ana")
    assert "would like this" not in ana.get(here(two)).text
    assert ana.post(f"{here(two)}/support", {"wanted": "yes"}).status_code == 404
    assert BEES["text"] in ana.get(LIST).text
