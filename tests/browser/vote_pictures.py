"""`python -m tests.browser.vote_pictures [folder] [--all] [--only=word]`: the pages of topic vote in the demo, and
ballots with their counts in votes that are added for the pictures: every kind with `--all`."""

import sys

from playwright.sync_api import Browser

from lti_tools.demo.pages import Form
from lti_tools.demo.school import STUDENTS, TEACHER, DemoCourse
from tests.browser.placing import give_places
from tests.support.pictures import Shot, main
from tools.co_curriculum.demo_way import DECIDED, GROWING, Room

STUDENT, LATE, IDLE = STUDENTS[0], STUDENTS[11], STUDENTS[10]
"""The second has not voted and has given no list; the third has no ballot in the votes that are added."""
QUICK = "What shall we find out?"
OPTIONS = ("The school garden", "Bees in our town", "Where our water comes from", "Sounds of the night")
OWN = {"asks": "own"}
KINDS = {
    "stars": {"asks": "one"},
    "star-run-off": {"asks": "one-simple"},
    "fill": {"asks": "fill", "weeks": "2"},
    "cards": {"asks": "shortlist"},
    "yes-no": {"asks": "rule"},
    "consent": {"asks": "consent"},
    "dots": {"asks": "warm-up"},
    "dates": {"asks": "date"},
    "stv": {**OWN, "method": "stv-scottish", "winners": "2"},
    "stv-exact": {**OWN, "method": "stv-exact", "winners": "2"},
    "irv": {**OWN, "method": "irv"},
    "schulze": {**OWN, "method": "schulze"},
    "ranked-pairs": {**OWN, "method": "ranked-pairs"},
    "minimax": {**OWN, "method": "minimax"},
    "borda": {**OWN, "method": "borda"},
    "score": {**OWN, "method": "score"},
    "phragmen": {**OWN, "method": "phragmen", "weeks": "2"},
    "single": {**OWN, "method": "single"},
    "quadratic": {**OWN, "method": "quadratic", "budget": "9"},
}
SHOWN_KINDS = ("stars", "star-run-off", "fill", "stv")
RANKS = ((1, 2, 3, 4), (2, 1, 3, 4), (1, 3, 2, 4), (3, 1, 2, 4), (4, 2, 1, 3), (4, 3, 2, 1), (3, 2, 4, 1))
"""Of one student each, in the order of `OPTIONS`."""


def quick(person: int, path: str, **more: bool) -> Shot:
    return Shot(person, path, QUICK, **more)


def growing(person: int, path: str, **more: bool) -> Shot:
    return Shot(person, f"/topic-vote/{path}", GROWING, **more)


def decided(person: int, path: str, **more: bool) -> Shot:
    return Shot(person, f"/topic-vote/{path}", DECIDED, **more)


def kind(name: str) -> str:
    return f"Try-out: {name}"


PAGES = {
    "settings": quick(TEACHER, "/-/settings", kept=True),
    "teacher": quick(TEACHER, "/topic-vote/"),
    "voters": quick(TEACHER, "/topic-vote/ballots"),
    "closing": quick(TEACHER, "/topic-vote/closing"),
    "ballot-open": quick(LATE, "/topic-vote/"),
    "proposals": growing(STUDENT, "proposals", kept=True),
    "mandate": growing(STUDENT, "", kept=True),
    "new-proposal": growing(STUDENT, "proposals/new"),
    "proposal": growing(STUDENT, "proposals/5", kept=True),
    "merging": growing(STUDENTS[7], "proposals/9/merge"),
    "talk": Shot(STUDENT, "/-/comments/on/option/5", GROWING, kept=True),
    "growing-teacher": growing(TEACHER, ""),
    "proposal-teacher": growing(TEACHER, "proposals/7"),
    "refuse": growing(TEACHER, "proposals/7/refuse"),
    "summary": growing(TEACHER, "proposals/5/summary"),
    "way-settings": Shot(TEACHER, "/-/settings", GROWING),
    "result": decided(STUDENT, "", kept=True),
    "result-teacher": decided(TEACHER, ""),
    "record": decided(STUDENT, "record", kept=True),
    "practice": decided(STUDENT, "practice"),
    "ways": decided(STUDENT, "ways"),
    "decisions": decided(STUDENT, "decisions", kept=True),
    "decide": decided(TEACHER, "decisions/10"),
    "report": decided(TEACHER, "decisions/course"),
    "points": decided(TEACHER, "grades", kept=True),
    "excuse": decided(TEACHER, "grades/5/excuse"),
    "topics-student": decided(LATE, "places"),
    "place-student": decided(STUDENTS[1], "places", kept=True),
    "topic-rules": decided(TEACHER, "places/rules"),
    "topics": decided(TEACHER, "places", kept=True),
    "topic-people": decided(TEACHER, "places/people"),
    "topic-person": decided(TEACHER, "places/people/5"),
    "pulse": Shot(STUDENT, "/-/pulse/", DECIDED),
    "kind-stv-ballot": Shot(IDLE, "/topic-vote/", kind("stv"), kept=True, width=390),
    "kind-stv-count": Shot(TEACHER, "/topic-vote/", kind("stv")),
    "kind-stars-count": Shot(TEACHER, "/topic-vote/", kind("stars"), kept=True),
    "kind-star-run-off-count": Shot(TEACHER, "/topic-vote/", kind("star-run-off")),
    "kind-fill-count": Shot(TEACHER, "/topic-vote/", kind("fill"), kept=True),
}
for name in KINDS:
    PAGES.setdefault(f"kind-{name}-ballot", Shot(IDLE, "/topic-vote/", kind(name)))
    PAGES.setdefault(f"kind-{name}-count", Shot(TEACHER, "/topic-vote/", kind(name)))


def prepare(_browser: Browser, lms: str) -> None:
    """Votes of every kind, and the plans of who works on what."""
    course = DemoCourse(lms)
    try:
        only = next((word.partition("=")[2] for word in sys.argv if word.startswith("--only=")), "")
        for name in KINDS if "--all" in sys.argv else SHOWN_KINDS:
            if any(only in f"kind-{name}-{page}" for page in ("ballot", "count")):
                _add_kind(course, name)
        if any(only in title for title in PAGES if not title.startswith("kind-")):
            _place(course)
    finally:
        course.close()


def _add_kind(course: DemoCourse, name: str) -> None:
    settings = {"title": kind(name), "options": "\n".join(OPTIONS), "graded": [], **KINDS[name]}
    room = Room(course, course.add("topic-vote", settings))
    for number, ranks in enumerate(RANKS):
        form = room.page(room.student(number), "topic-vote/").form_to("/ballot")
        room.student(number).submit(form, marks(form, name, ranks))


def marks(form: Form, name: str, ranks: tuple[int, ...]) -> dict[str, str | list[str]]:
    """A ballot by somebody whose places these are."""
    if any(choice.name == "options" for choice in form.choices):
        wanted = [text for text, rank in zip(OPTIONS, ranks, strict=True) if rank <= (1 if name == "single" else 2)]
        return {"options": [form.value_of(text)[1] for text in wanted]}
    names = [one for one, _value in form.fields if one.startswith("mark_")]
    names = names or list(dict.fromkeys(choice.name for choice in form.choices if choice.name.startswith("mark_")))
    scales = {one: [choice.value for choice in form.choices if choice.name == one] for one in names}
    found: dict[str, str | list[str]] = {}
    for one, rank in zip(names, ranks, strict=True):
        if name in ("dots", "quadratic"):
            found[one] = str({1: 2, 2: 1}.get(rank, 0))
        elif not scales[one]:
            found[one] = str(rank)
        elif "5" in scales[one]:
            found[one] = str({1: 5, 2: 3, 3: 1, 4: 0}[rank])
        else:
            scale = [value for value in scales[one] if value != "-"]
            found[one] = scale[0] if rank < 4 else scale[-1]
    if name == "consent" and any(value == "-1" for value in found.values()):
        found["words"] = "It is too loud for those who live beside the school."
    return found


def _place(course: DemoCourse) -> None:
    """The teacher closes the lists, picks a plan and shows it."""
    number = next(one for one in course.teacher.activities() if DECIDED in one.open(course.teacher).text)
    give_places(Room(course, number))


if __name__ == "__main__":
    main("vote", PAGES, prepare)
