"""A class of the demo that compares works two at a time, for its pictures."""

import json
from collections.abc import Iterator

from lti_tools.demo.pages import Form, Page
from lti_tools.demo.school import DemoCourse, DemoPerson
from tests.browser.peer_class import QUESTIONS, Played, answers
from tools.peer_review.domain.rubric.criteria import Criterion, Kind, write_rubric

TITLE = "Which question is the better one?"
RUBRIC = (
    Criterion(
        key="c1",
        title="Which question can be answered better by looking?",
        kind=Kind.COMPARE,
        text="Think of what one would have to watch, count or measure, and whether a week is enough.",
    ),
    Criterion(key="c2", title="Which of the two makes you want to know the answer?", kind=Kind.COMPARE, required=False),
)


def play_compared(lms: str) -> None:
    """Everybody reviews and compares; the first student has two pairs left."""
    course = DemoCourse(lms)
    changes = {"calibrate-used": "", "self_review": "", "k": "4", "rubric_from": "own"}
    played = Played.begin(course, TITLE, rubric=json.dumps(write_rubric(RUBRIC)), **changes)
    played.hand_in()
    played.step("open", "review")
    for place, student in enumerate(course.students):
        for number, (_page, form) in enumerate(_open(played, student, "/peer-review/reviews/")):
            student.submit(form, answers(form, lambda _at: 0, place + number))
        for number, (page, form) in enumerate(_open(played, student, "/peer-review/compare/")):
            if place == 0 and number > 1:
                break
            names = sorted({choice.name for choice in form.choices})
            student.submit(form, dict.fromkeys(names, _better(page, place + number)))
    course.close()


def _open(played: Played, student: DemoPerson, part: str) -> Iterator[tuple[Page, Form]]:
    """The pages that the first one leads to, each with its form."""
    home = played.activity.open(student)
    links = dict.fromkeys(link for link, _marks in home.links if part in link)
    for link in links:
        page = student.open(link)
        yield page, next(one for one in page.forms if one.action == link.partition("?")[0])


def _better(page: Page, turn: int) -> str:
    """The question that comes first in the list is the better one, and every fifth time people see it otherwise."""
    found = sorted((page.text.index(one), at) for at, one in enumerate(QUESTIONS) if one in page.text)
    first, second = (at for _, at in found[:2])
    return "first" if (first < second) is bool(turn % 5) else "second"
