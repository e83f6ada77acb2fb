"""Every kind of ballot from a student's page to the result: told how it counts, cast, found again, counted."""

from datetime import UTC, datetime

import pytest

from tests.support.engines import on_sqlite
from tests.support.pages import Page, faults
from tools.co_curriculum.domain.ballots import Kind
from tools.co_curriculum.domain.methods import METHODS, Method
from tools.co_curriculum.method_words import EXPLAINED
from tools.co_curriculum.service import closing

pytestmark = on_sqlite
HOME, BALLOT = "topic-vote/", "topic-vote/ballot"
MARKS = {
    Kind.STARS: ("5", "1", "0"),
    Kind.RANKED: ("1", "2", ""),
    Kind.DOTS: ("3", "2", "0"),
    Kind.QUADRATIC: ("2", "1", "0"),
    Kind.YES_NO: ("1", "-1", "-"),
    Kind.CONSENT: ("1", "1", "-"),
    Kind.CARDS: ("1", "-1", "0"),
    Kind.DATES: ("2", "1", "0"),
}
"""What Ana says to Robots, Rivers and Bees; the others, who are two, turn Robots and Rivers round."""


def sent(course, kind, turned=False):
    robots, rivers, bees = course.ids("Robots", "Rivers", "Bees")
    if turned:
        robots, rivers = rivers, robots
    if kind in (Kind.APPROVAL, Kind.SINGLE):
        return {"options": [robots]}
    marks = MARKS[kind]
    return {f"mark_{option}": mark for option, mark in zip((robots, rivers, bees), marks, strict=True)}


def close(course):
    with course.database.write() as db:
        closing.close(db, course.school.activity_id, datetime.now(UTC))


SEEN = [
    Method.EQUAL_SHARES, Method.STARS, Method.STAR, Method.SCHULZE, Method.IRV, Method.STV, Method.SINGLE,
    Method.DOTS, Method.QUADRATIC, Method.MAJORITY, Method.CONSENT, Method.CARDS, Method.DATES,
]  # fmt: skip
"""Every kind of ballot and of result page."""


@pytest.mark.parametrize("method", SEEN)
def test_a_ballot_of_every_count_is_cast_found_again_and_counted(course, method):
    course.set_up(asks="own", method=method.value, most=None)
    ana, kind = course.join("Ana"), METHODS[method].kind
    before = Page(ana.get(HOME))
    assert faults(before) == []
    assert str(EXPLAINED[method])[:40] in before.words
    for name, turned in (("Ana", False), ("Boris", True), ("Carla", True)):
        answer = course.join(name).post(BALLOT, sent(course, kind, turned))
        assert answer.status_code == 303, Page(answer).words
    again = Page(course.join("Ana").get(HOME))
    form = again.form(BALLOT)
    for name, value in sent(course, kind).items():
        expected = [str(one) for one in value] if isinstance(value, list) else [value]
        assert [v for n, v in form.fields if n == name] == expected
    close(course)
    page = Page(course.join("Ana").get(HOME))
    assert faults(page) == []
    assert "Rivers" in page.data("story")
    assert "If several are level, the teacher decides" not in page.words
    assert "3 people voted." in page.words
    assert faults(Page(course.join("Tom", "instructor").get(HOME))) == []


@pytest.mark.parametrize(
    ("method", "marks", "complaint"),
    [
        (Method.DOTS, ("3", "3", "0"), "You have 5 dots in all."),
        (Method.QUADRATIC, ("2", "2", "0"), "Together your votes cost more than 5 points."),
        (Method.IRV, ("1", "1", ""), "Two options have the same place."),
        (Method.STARS, ("0", "0", "0"), "say that you have no preference"),
        (Method.STARS, ("9", "0", "0"), "One thing needs another look"),
        (Method.CONSENT, ("-1", "1", "-"), "You object."),
    ],
)
def test_a_faulty_ballot_comes_back_as_it_was_with_what_to_mend(course, method, marks, complaint):
    course.set_up(asks="own", method=method.value)
    ids = course.ids("Robots", "Rivers", "Bees")
    ana = course.join("Ana")
    form = {f"mark_{option}": mark for option, mark in zip(ids, marks, strict=True)}
    answer = ana.post(BALLOT, form)
    assert answer.status_code == 422
    assert complaint in answer.text
    assert faults(Page(answer)) == []
    assert "Change your vote" not in ana.get(HOME).text


def test_everybody_reads_the_rules_with_their_fingerprint_and_the_lot(course):
    course.set_up(asks="one")
    for name, role in (("Ana", "learner"), ("Tom", "instructor")):
        page = Page(course.join(name, role).get(HOME)).words
        assert "These rules were fixed when the vote opened" in page
        assert "Drawn from the seed" in page
        assert "Stars, head to head (Schulze)" in page


def test_for_learning_the_result_says_what_other_counts_would_have_chosen(course):
    course.set_up(asks="one")
    course.join("Ana").post(BALLOT, sent(course, Kind.STARS))
    close(course)
    page = Page(course.join("Ana").get(HOME)).words
    assert "What other ways to count would have chosen" in page
    assert "STAR: stars, then a final" in page


def test_a_drawn_match_is_no_circle(course):
    course.set_up(asks="own", method=Method.SCHULZE.value)
    for name, turned in (("Ana", False), ("Boris", True)):
        course.join(name).post(BALLOT, sent(course, Kind.RANKED, turned))
    close(course)
    assert "no other option beats it head to head" in Page(course.join("Ana").get(HOME)).data("story")


@pytest.mark.parametrize("method", [Method.IRV, Method.STV])
def test_of_level_options_the_one_that_goes_out_is_said_to_go_out(course, method):
    course.set_up(asks="own", method=method.value)
    for name, turned in (("Ana", False), ("Boris", True)):
        course.join(name).post(BALLOT, sent(course, Kind.RANKED, turned))
    close(course)
    page = Page(course.join("Ana").get(HOME))
    first, second = "“Robots” and “Rivers” were level; the lot drawn when the vote opened decided that", "goes out."
    assert first in page.words
    out = page.words.partition(first)[2].partition(second)[0].strip(" “”")
    assert out not in page.data("story")
    assert {"Robots": "Rivers", "Rivers": "Robots"}[out] in page.data("story")


def test_of_single_choices_the_result_says_how_many_chose_what(course):
    course.set_up(asks="own", method=Method.SINGLE.value)
    for name, turned in (("Ana", False), ("Boris", True), ("Carla", True)):
        course.join(name).post(BALLOT, sent(course, Kind.SINGLE, turned))
    page = Page(course.join("Tom", "instructor").get(HOME))
    assert page.data("story") == "“Rivers” is ahead so far: 2 of 3 chose it."
    assert "Votes for each option" in page.words


def test_bars_of_all_rounds_have_one_scale_and_the_line_is_told(course):
    course.set_up(asks="own", method=Method.IRV.value)
    robots, rivers, bees = (f"mark_{option}" for option in course.ids("Robots", "Rivers", "Bees"))
    for name, first, then in (
        ("Ana", robots, bees), ("Boris", robots, bees), ("Carla", rivers, bees), ("Dina", rivers, bees),
        ("Emil", bees, rivers),
    ):  # fmt: skip
        course.join(name).post(BALLOT, {robots: "", rivers: "", bees: "", first: "1", then: "2"})
    answer = course.join("Tom", "instructor").get(HOME)
    assert "“Rivers” is ahead so far with 3 of 5 votes." in Page(answer).data("story")
    assert "The line stands at half of the votes that still name an option." in Page(answer).words
    assert answer.text.count('width="40.0%"') == 4, "two votes of five are as long in round 2 as in round 1"
    assert answer.text.count('x1="50.0%"') == 2 * (3 + 2)
