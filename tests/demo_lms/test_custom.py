"""Custom parameters: merging, storing, substituting."""

from typing import Any

import pytest

from lti_tools.demo_lms.terms import LTI
from tests.demo_lms.probe import COURSE, STUDENT, TEACHER, Site


def custom(site: Site, text: str = "", person: int = STUDENT, **tool: str) -> dict[str, Any]:
    """The claim of a launch whose link has the parameters of `text`, one a line."""
    site.tool.custom = tool
    claim = site.open(person, site.add(custom=text)).get(f"{LTI}custom", {})
    claim.pop("context_memberships_url", None)
    return dict(claim)


def test_the_tools_value_wins_in_moodle_and_the_links_in_canvas(moodle: Site, canvas: Site) -> None:
    assert custom(moodle, "a=link\nb=link", a="tool") == {"a": "tool", "b": "link"}
    assert custom(canvas, "a=link\nb=link", a="tool") == {"a": "link", "b": "link"}


def test_moodle_sends_odd_names_twice(moodle: Site) -> None:
    assert custom(moodle, "Mixed-Key=x") == {"Mixed-Key": "x", "mixed_key": "x"}


def test_canvas_sends_names_as_they_are(canvas: Site) -> None:
    assert custom(canvas, "Mixed-Key=x") == {"Mixed-Key": "x"}


def test_moodle_adds_the_address_of_the_members(moodle: Site) -> None:
    claim = moodle.open(STUDENT, moodle.add())[f"{LTI}custom"]
    assert claim["context_memberships_url"] == moodle.lms.memberships_url(COURSE, moodle.tool)


SUBSTITUTED = [
    ("$Context.id", "2"),
    ("$Context.title", "Biology 9B"),
    ("$User.id", "11"),
    ("$Person.name.full", "Aiko Tanaka"),
    ("$CourseSection.timeFrame.end", "2026-06-30T18:00:00Z"),
    ("$Membership.role", "Learner"),
    ("$ResourceLink.title", "Essay"),
]


@pytest.mark.parametrize(("variable", "value"), SUBSTITUTED)
def test_moodle_substitutes(moodle: Site, variable: str, value: str) -> None:
    assert custom(moodle, f"a={variable}") == {"a": value}


UNKNOWN_TO_MOODLE = [
    "$ResourceLink.submission.endDateTime",
    "$ResourceLink.available.startDateTime",
    "$ResourceLink.id.history",
    "$User.image",
    "$Canvas.course.id",
    "$Nothing.like.this",
]


@pytest.mark.parametrize("variable", UNKNOWN_TO_MOODLE)
def test_moodle_leaves_unknown_variables_as_they_stand(moodle: Site, variable: str) -> None:
    assert custom(moodle, f"a={variable}") == {"a": variable}


@pytest.mark.parametrize("value", ["x $User.id", "$User.id x", "${User.id}"])
def test_a_variable_stands_alone(either: Site, value: str) -> None:
    assert custom(either, f"a={value}") == {"a": value}


def test_moodle_resolves_forbidden_names_to_nothing(moodle: Site) -> None:
    moodle.tool.sends_name = moodle.tool.sends_email = False
    assert custom(moodle, "a=$Person.name.full\nb=$Person.email.primary") == {"a": "", "b": ""}


def test_canvas_leaves_a_date_that_is_not_set(canvas: Site) -> None:
    assert custom(canvas, "a=$ResourceLink.submission.endDateTime") == {"a": "$ResourceLink.submission.endDateTime"}


def test_canvas_tells_its_dates_and_numbers(canvas: Site) -> None:
    text = "due=$ResourceLink.submission.endDateTime\ncourse=$Canvas.course.id\nuser=$Canvas.user.id"
    activity = canvas.add(custom=text)
    canvas.control("activities", {"activity": activity, "due_at": "2026-01-01T00:00:00Z"})
    claim = canvas.open(STUDENT, activity)[f"{LTI}custom"]
    assert claim == {"due": "2026-01-01T00:00:00Z", "course": str(COURSE), "user": str(STUDENT)}


STORED = {
    "a newline starts another parameter": ({"a": "1\nb=2"}, {"a": "1", "b": "2"}),
    "a second line without = is lost": ({"a": "1\n2"}, {"a": "1"}),
    "tags vanish": ({"a": "x<c>y</c>"}, {"a": "xy"}),
    "a lone < stays": ({"a": "5 < 6"}, {"a": "5 < 6"}),
    "values are trimmed": ({"a": "  x "}, {"a": "x"}),
    "true is 1": ({"a": True}, {"a": "1"}),
    "false and null are empty": ({"a": False, "b": None}, {"a": "", "b": ""}),
    "a list is the word Array": ({"a": [1, 2]}, {"a": "Array"}),
    "a number is text": ({"a": 7}, {"a": "7"}),
}


@pytest.mark.parametrize(("sent", "kept"), STORED.values(), ids=STORED)
def test_what_moodle_keeps_of_a_content_items_parameters(
    moodle: Site, sent: dict[str, object], kept: dict[str, str]
) -> None:
    items = [{"type": "ltiResourceLink", "title": name, "custom": sent} for name in ("One", "Two")]
    moodle.select(items)
    assert [activity.custom for activity in moodle.lms.activities.values()] == [kept, kept]


def test_the_link_id_is_null_while_there_is_no_link(moodle: Site) -> None:
    moodle.tool.custom = {"link": "$ResourceLink.id", "title": "$ResourceLink.title"}
    _, claims = moodle.begin_selection()
    assert claims[f"{LTI}custom"]["link"] is None
    assert claims[f"{LTI}custom"]["title"] == "$ResourceLink.title"


def test_a_teachers_role_variable(moodle: Site) -> None:
    assert custom(moodle, "a=$Membership.role", TEACHER) == {"a": "Instructor"}
