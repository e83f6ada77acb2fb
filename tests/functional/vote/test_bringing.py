"""Proposals from a table or an earlier vote: looked at first, then those chosen, and taken back in one step."""

import pytest

from tests.functional.vote.test_places import good
from tests.support.pages import Page
from tests.support.school import add_activity
from tests.support.votes import set_up_vote
from tools.co_curriculum.models import Option

BRING = "topic-vote/proposals/bring"
TABLE = "Title;Weeks;Text\nA pond;2;We dig **one**.\nrobots;1;\nA pond;;again\nxy;;\nA roof;99;\nRiverss;;Two."


@pytest.fixture
def teacher(course):
    course.set_up(open_now=False)
    return course.join("Tom", "instructor")


def titles(course, state="published"):
    with course.database.read() as db:
        here = db.query(Option).filter_by(activity_id=course.school.activity_id, state=state)
        return sorted(row.text for row in here)


def test_a_table_is_looked_at_before_what_is_chosen_stands_on_the_list(course, teacher):
    good(teacher.get(BRING))
    page = good(teacher.post(BRING, {"table": TABLE}))
    assert "4 lines cannot come" in page.words
    assert page.words.count("This title is on the list already.") == 2, "here, and twice in the table"
    assert "Looks like “Rivers”" in page.words
    assert titles(course) == ["Bees", "Rivers", "Robots"], "nothing yet"
    form = page.form("/bring")
    said = teacher.follow(teacher.post(BRING, {**form.data, "take": ["2", "3", "7"]}))
    assert titles(course) == ["A pond", "Bees", "Rivers", "Riverss", "Robots"], "a line that cannot come stays away"
    with course.database.read() as db:
        pond = db.query(Option).filter_by(text="A pond").one()
        assert (pond.effort, pond.body) == (2, "We dig **one**.")
        assert (pond.by_staff, pond.author_id) == (True, teacher.person_id)
    undo = next(form for form in Page(said).forms if "undo" in form.action)
    assert teacher.post(undo.action, undo.data).status_code == 303
    assert titles(course) == ["Bees", "Rivers", "Robots"]


def test_without_a_head_the_columns_are_title_and_text(course, teacher):
    page = good(teacher.post(BRING, {"table": "Ponds,Deep\nMoss,Green"}))
    teacher.post(BRING, {**page.form("/bring").data, "take": ["1", "2"]})
    assert {"Ponds", "Moss"} <= set(titles(course))


@pytest.mark.parametrize(("rows", "said"), [(10_000, "This list is too long."), (300, "This list has 300 proposals.")])
def test_ten_thousand_proposals_are_refused_with_a_word_and_nothing_is_lost(course, teacher, rows, said):
    answer = teacher.post(BRING, {"table": "\n".join(f"Topic {number}" for number in range(rows))})
    assert answer.status_code == 422
    assert said in Page(answer).words
    assert "Topic 299" in answer.text, "what was typed is still there"
    assert len(titles(course)) == 3


def test_the_proposals_of_an_earlier_vote_of_the_course_can_be_brought(course, teacher):
    with course.database.write() as db:
        earlier = add_activity(db, course.school.context_id, tool="topic-vote", resource_link_id="earlier")
        set_up_vote(db, earlier, title="Last spring", options=["Robots", "Glaciers"])
    form = good(teacher.get(BRING)).form("/bring")
    page = good(teacher.post(BRING, {**form.data, "source": earlier}))
    assert "Last spring (2 options)" in page.words
    found = page.form("/bring")
    assert len(course.ids("Robots")) == 1
    answer = teacher.post(BRING, {**found.data, "source": earlier, "apply": "1"})
    assert answer.status_code == 303
    assert "Glaciers" in titles(course)
    assert teacher.post(BRING, {"source": 4711}).status_code == 404, "a vote of elsewhere"


def test_once_voting_is_open_nothing_is_brought(course):
    tom, ana = course.join("Tom", "instructor"), course.join("Ana")
    assert tom.get(BRING).status_code == 409
    assert tom.post(BRING, {"table": "A pond", "apply": "1", "take": "1"}).status_code == 409
    assert ana.get(BRING).status_code == 403
    assert titles(course) == ["Bees", "Rivers", "Robots"]
