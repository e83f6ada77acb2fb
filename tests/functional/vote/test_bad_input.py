"""What goes wrong in a class: a clear message, nothing lost, nothing counted twice.

| What comes | Where it is tested |
|---|---|
| a ballot with an unknown or repeated option, too many or none | `test_students`: `test_a_faulty_ballot_...` |
| any bytes at all as a ballot | `test_students`: `test_whatever_is_posted_...` |
| faults of each kind of ballot | `test_kinds`, `tests/unit/vote/test_ballots.py` |
| a ballot in which options are missing | here |
| a second ballot from another tab, or over a bad line | `tests/integration/vote/test_voting.py`, `test_students` |
| a vote at the closing second, against the close, after it | `tests/integration/vote/test_voting.py` |
| a proposal withdrawn or merged during the vote | `test_merging`, and the ballot that was open meanwhile here |
| a voter who left the course | here, and `tests/integration/vote/test_closing.py` for the points |
| a tampered ballot file | `test_secret`, `tests/unit/vote/test_recount.py` |
| impossible quotas | `test_places`, `tests/unit/vote/placing/test_placing.py` |
| 10,000 proposals | `test_bringing`, and one by one here |
"""

import pytest
from sqlalchemy import insert, update

from lti_tools.store.tables.grades import GradeWish
from lti_tools.store.tables.people import ContextService, Membership
from tests.functional.vote.test_proposals import LIST, again, propose, proposing, rows
from tests.functional.vote.test_secret import BALLOT, HOME, close, sent, vote
from tests.support.engines import on_sqlite
from tests.support.pages import Page, faults
from tests.support.school import NOW
from tools.co_curriculum import store
from tools.co_curriculum.domain.proposals import LARGEST_LIST
from tools.co_curriculum.models import Option

__all__ = ["proposing"]


def leave(course, name):
    """The LMS tells its members anew, without somebody."""
    with course.database.write() as db:
        db.query(ContextService).update({"roster_synced_at": NOW})
        gone = Membership.person_id == course.people[name]
        db.execute(update(Membership).where(gone).values(active=False))


@on_sqlite
@pytest.mark.parametrize("marked", [1, 2])
def test_options_that_a_ballot_leaves_out_have_no_stars_and_the_ballot_counts_once(course, marked):
    course.set_up(asks="one")
    ana = course.join("Ana")
    some = dict(list(sent(course, 5, 3, 1).items())[:marked])
    answer = ana.post(BALLOT, some)
    assert answer.status_code == 303
    shown = Page(ana.get(HOME)).form("/ballot").data
    assert [shown[f"mark_{one}"] for one in course.ids("Robots", "Rivers", "Bees")] == [
        "5",
        "3" if marked > 1 else "0",
        "0",
    ]
    assert "1 has voted" in course.join("Tom", "instructor").get(HOME).text


def test_the_ballot_of_who_has_left_the_course_counts_once_and_keeps_its_points(course):
    course.vote("Ana", "Rivers")
    course.vote("Bo", "Rivers")
    tom = course.join("Tom", "instructor")
    leave(course, "Ana")
    home = Page(tom.get(HOME)).words
    assert "2 of 2" in home, home
    close(course)
    shown = Page(course.join("Bo").get(HOME))
    assert "Rivers" in shown.data("story")
    assert "2 people voted." in shown.words
    with course.database.read() as db:
        wishes = sorted((one.person_id, int(one.score_given)) for one in db.query(GradeWish))
    assert wishes == [(course.people["Ana"], 10), (course.people["Bo"], 10)]


def test_the_secret_ballot_of_who_has_left_the_course_counts_once(course):
    course.set_up(asks="one", secrecy="secret", whole=True)
    for number, name in enumerate(("Ana", "Boris", "Carla", "Dina", "Emil")):
        vote(course, name, number, 5 - number, 1)
    leave(course, "Ana")
    close(course)
    with course.database.read() as db:
        record = store.record_of(db, course.school.activity_id)
    assert (record["cast"], record["entitled"], len(record["ballots"])) == (5, 5, 5)


@on_sqlite
def test_a_ballot_that_was_open_while_its_option_went_is_refused_and_the_earlier_one_stays(course):
    """Before the first ballot a teacher may still change the list; a page from before asks for what is gone."""
    ana = course.join("Ana")
    old = course.ids("Robots", "Bees")
    course.set_up(options=["Rivers", "Bees", "Wind"])
    answer = ana.post(BALLOT, {"options": old})
    assert answer.status_code == 422
    page = Page(answer)
    assert "not, or no longer, part of this vote" in page.words
    assert faults(page) == []
    assert "Wind" in page.words, "the page shows the list as it is now"
    assert ana.post(BALLOT, {"options": course.ids("Wind")}).status_code == 303


@on_sqlite
def test_a_list_takes_a_thousand_proposals_and_tells_the_next_one_that_it_is_full(proposing):
    again(proposing, most_each=None)
    ana, tom = proposing.join("Ana"), proposing.join("Tom", "instructor")
    propose(ana)
    with proposing.database.write() as db:
        first = db.query(Option).one()
        same = {column.name: getattr(first, column.key) for column in Option.__table__.columns if column.name != "id"}
        many = [{**same, "text": f"Topic {number}", "position": number} for number in range(1, LARGEST_LIST)]
        db.execute(insert(Option.__table__), many)
    for visitor in (ana, tom):
        assert faults(Page(visitor.get(LIST))) == []
    answer = propose(ana, text="The one too many", body="Its words.")
    assert answer.status_code == 409
    assert "This list is full." in Page(answer).words
    assert "Its words." in answer.text, "what was typed is still there"
    page = Page(tom.post("topic-vote/proposals/bring", {"table": "Ponds\nMoss"}))
    brought = tom.post("topic-vote/proposals/bring", {**page.form("/bring").data, "take": ["1", "2"]})
    assert "This list is full." in Page(brought).words
    assert len(rows(proposing)) == LARGEST_LIST
