"""Two tabs with the same form: what only one changed is kept, what both changed is asked about, no text is lost."""

import pytest

from lti_tools.store.tables.activities import Activity
from tests.support.pages import Page, faults
from tools.co_curriculum.settings import read_settings

SETTINGS = "-/settings"


@pytest.fixture
def tabs(course):
    """The settings form as Tom and as Uma have opened it, before either saves."""
    tom, uma = course.join("Tom", "instructor"), course.join("Uma", "instructor")
    return (tom, Page(tom.get(SETTINGS))), (uma, Page(uma.get(SETTINGS)))


def save(tab, **changes):
    visitor, page = tab
    form = page.form(f"/{SETTINGS}")
    return visitor.post(form.action, {**form.data, **changes}, token=False)


def stored(course):
    with course.database.read() as db:
        return db.get(Activity, course.school.activity_id).settings


def test_an_untouched_form_clashes_with_nothing(course, tabs):
    first, second = tabs
    assert save(first, title="Tom's title").status_code == 303
    answer = save(second)
    assert answer.status_code == 303
    assert stored(course)["title"] == "Tom's title"


def test_changes_of_different_fields_are_put_together(course, tabs):
    first, second = tabs
    save(first, options="Robots\nRivers\nBees\nMaps", points="7")
    answer = save(second, question="Which ones?", most="2")
    assert "together with what was changed elsewhere" in second[0].follow(answer).text
    found = stored(course)
    assert (found["points"], found["question"], found["most"]) == (7, "Which ones?", 2)
    assert found["options"] == ["Robots", "Rivers", "Bees", "Maps"]


def test_what_both_changed_stands_side_by_side_and_nothing_is_saved(course, tabs):
    first, second = tabs
    save(first, question="Tom's long question", points="7")
    page = Page(save(second, question="Uma's long question"))
    assert (page.status, faults(page)) == (409, [])
    sides = [side.text_content() for side in page.tree.xpath("//div[@class='clash-text']")]
    assert sides == ["Tom's long question", "Uma's long question"]
    assert "Saved meanwhile by Tom" in page.words
    assert page.form(f"/{SETTINGS}").data["question"] == "Uma's long question"
    assert stored(course)["question"] == "Tom's long question"


@pytest.mark.parametrize(
    ("choice", "kept"),
    [({}, "Uma's"), ({"take": "question"}, "Tom's"), ({"question": "Tom's and Uma's"}, "Tom's and Uma's")],
    ids=["mine", "theirs", "both"],
)
def test_the_person_chooses_or_puts_the_texts_together(course, tabs, choice, kept):
    first, second = tabs
    save(first, question="Tom's", points="7")
    page = Page(save(second, question="Uma's", most="2"))
    assert save((second[0], page), **choice).status_code == 303
    found = stored(course)
    assert (found["question"], found["points"], found["most"]) == (kept, 7, 2)


def test_the_text_that_lost_stands_in_the_record(course, tabs):
    first, second = tabs
    save(first, question="Tom's")
    save((second[0], Page(save(second, question="Uma's"))))
    assert "Tom's → Uma's" in Page(first[0].get("-/audit/")).words


def test_a_faulty_form_still_knows_what_it_was_made_from(course, tabs):
    first, second = tabs
    save(first, question="Tom's")
    faulty = Page(save(second, title=""))
    assert faulty.status == 422
    assert save((second[0], faulty), title="Uma's title").status_code == 303
    assert (stored(course)["question"], stored(course)["title"]) == ("Tom's", "Uma's title")


def test_a_third_change_is_asked_about_again(course, tabs):
    first, second = tabs
    save(first, question="Tom's")
    page = Page(save(second, question="Uma's"))
    save((first[0], Page(first[0].get(SETTINGS))), question="Tom's second")
    assert save((second[0], page)).status_code == 409


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999", "1:=,=,,", "1:" + "a=b," * 5000])
def test_a_form_that_says_nonsense_of_its_origin_overwrites_nothing(course, tabs, version):
    assert save(tabs[0], version=version, question="Mine").status_code == 409


@pytest.fixture
def closings(course):
    """The form of the closing time as Tom and as Uma have opened it, before either saves."""
    tom, uma = course.join("Tom", "instructor"), course.join("Uma", "instructor")
    return (tom, Page(tom.get("topic-vote/closing"))), (uma, Page(uma.get("topic-vote/closing")))


def choose(tab, **changes):
    visitor, page = tab
    form = page.form("/topic-vote/closing")
    return visitor.post(form.action, {**form.data, **changes}, token=False)


def closing(course):
    return read_settings(stored(course)).plan.closes_at


def test_two_closing_times_at_once(course, closings):
    first, second = closings
    assert choose(first, closes_at="2031-05-06T07:08").status_code == 303
    answer = choose(second, closes_at="2032-01-01T10:00")
    assert (answer.status_code, closing(course).year) == (409, 2031)
    assert choose((second[0], Page(answer))).status_code == 303
    assert closing(course).year == 2032


def test_a_vote_closed_meanwhile_opens_only_when_that_is_asked_for(course, closings):
    first, second = closings
    first[0].post("topic-vote/close", {"confirmed": "1"})
    page = Page(choose(second, closes_at="2032-01-01T10:00"))
    assert (page.status, page.heading) == (409, "Open the vote again")
    assert choose((second[0], page)).status_code == 303
    assert closing(course).year == 2032
