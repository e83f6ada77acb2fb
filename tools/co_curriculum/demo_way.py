"""The whole way in the demo: a list that still grows, and a vote that is decided and asks who works on what."""

from collections.abc import Sequence
from dataclasses import dataclass

from lti_tools.demo.pages import Form, Page
from lti_tools.demo.school import DemoActivity, DemoCourse, DemoPerson
from tools.co_curriculum.demo_pictures import png

Say = tuple[int, str, str]
"""(Student, what the comment is, its words)."""


@dataclass(frozen=True)
class Proposed:
    """What a student proposes."""

    student: int
    text: str
    body: str
    weeks: str = ""
    skills: str = ""
    picture: tuple[str, str] = ("", "")
    """Its name, and words for those who cannot see it."""


BEES = Proposed(
    0,
    "Bees on the school roof",
    "We put up two hives with the beekeeper from the market and count every morning who flies where.\n\n"
    "**The question:** what do bees eat in a town?",
    "3",
    "building, writing",
    ("hive", "Drawing of a honeycomb with three bees around it"),
)
STREAM = Proposed(
    3,
    "What our stream carries",
    "We take water above and below the town and compare it:\n\n- salt\n- plastic\n- small animals",
    "3",
    "measuring",
    ("stream", "Drawing of a stream between two meadows"),
)
NIGHT = Proposed(
    5,
    "Sounds of the night",
    "We put out a recorder for a week and find out who calls when: owls, frogs, the last bus.",
    "2",
    "editing sound",
    ("night", "Drawing of a night sky above a sound wave"),
)
SHADE = Proposed(
    8,
    "Shade for the schoolyard",
    "Which trees would give the most shade in ten years, and where? We measure the sun and build a model.",
    "3",
    "drawing, measuring",
)
HIVE = Proposed(7, "A hive for the roof garden", "Bees again, but in the roof garden, where there are flowers already.")
ALL = (BEES, STREAM, NIGHT, SHADE)

GROWING = "Ideas for the science fair"
DECIDED = "Choose our project topics"
ARGUED: Sequence[Say] = (
    (4, "question", "What happens with the bees in the summer holidays?"),
    (2, "for", "My uncle keeps bees. He would lend us a suit, and honey pays for the hives in the second year."),
    (9, "against", "Two in our class are allergic. We would need a place where they do not have to pass."),
)
SUMMED_UP = "Open question: **who looks after them in summer?** The allergic two agreed to the far corner of the roof."
RANKED = (
    (BEES, STREAM, NIGHT), (BEES, NIGHT, STREAM), (BEES, STREAM, SHADE), (BEES, SHADE, NIGHT), (BEES, NIGHT),
    (STREAM, SHADE, BEES), (STREAM, NIGHT), (STREAM, BEES, SHADE), (SHADE, STREAM, NIGHT), (NIGHT, BEES, STREAM),
    (NIGHT, SHADE),
)  # fmt: skip
"""First choices first; the twelfth student does not vote."""
DECISIONS = (
    (BEES, "accept", "Most of you want it, the school allows it, and the beekeeper comes on Mondays."),
    (STREAM, "accept", "We have the kit for salt and plastic. The town lets us in at the bridge."),
    (NIGHT, "defer", "The recorders are lent out until May. It comes first in the next round; I have booked them."),
    (SHADE, "adapt", "As a smaller group of three: it fits the stream's measuring days, and we have one sun meter."),
)
LISTED = (
    (BEES, STREAM), (STREAM, SHADE), (BEES, SHADE), (STREAM, BEES), (BEES, STREAM), (SHADE, STREAM), (BEES, SHADE),
    (BEES, STREAM), (SHADE, BEES), (STREAM, BEES),
)  # fmt: skip
"""The last two students have given no list yet."""


class Room:
    """An activity with everybody's session in it, opened once a person."""

    def __init__(self, course: DemoCourse, activity: DemoActivity) -> None:
        self._course, self._activity = course, activity
        self._bases: dict[int, str] = {}

    def _base(self, person: DemoPerson) -> str:
        if person.number not in self._bases:
            self._bases[person.number] = self._activity.open(person).url.partition("/topic-vote")[0]
        return self._bases[person.number]

    def page(self, person: DemoPerson, path: str) -> Page:
        """A page of the activity: "topic-vote/proposals"."""
        return person.open(f"{self._base(person)}/{path}")

    def student(self, number: int) -> DemoPerson:
        return self._course.students[number]

    @property
    def number(self) -> int:
        return self._activity.number

    @property
    def teacher(self) -> DemoPerson:
        return self._course.teacher


def growing(course: DemoCourse) -> None:
    """Students propose, talk, and are asked whether two proposals become one."""
    settings = {
        "title": GROWING,
        "question": "What shall we show at the science fair? Propose it, and talk about what others propose.",
        "up_for_choice": "The **questions** that we show answers to, and how we show them.",
        "fixed": "The fair is in eight weeks. Every group has one table and ten minutes.",
        "binding": "advises",
        "propose-used": "y",
        "propose-start": "now",
        "vote-start": "after",
        "supports": "y",
        "decide-used": "y",
        "points": "5",
    }
    room = Room(course, course.add("topic-vote", settings))
    found = {one: propose(room, one) for one in (*ALL, HIVE)}
    for number, stance, text in ARGUED:
        argue(room, number, found[BEES], stance, text)
    for number, one in ((1, BEES), (2, BEES), (4, BEES), (6, STREAM), (7, NIGHT), (10, STREAM)):
        support(room, number, found[one])
    room.teacher.submit(
        room.page(room.teacher, f"{_at(found[BEES])}/summary").form_to("/summary"), {"summary": SUMMED_UP}
    )
    suggest(room, HIVE.student, found[HIVE], found[BEES])


def decided(course: DemoCourse) -> None:
    """From the template: proposed, ranked secretly, counted, decided; students say who works on what."""
    room = Room(course, course.add("topic-vote", {"title": DECIDED, "points": "5", "whole": "y"}, template="whole-way"))
    step(room, "propose")
    found = {one: propose(room, one) for one in (*ALL, HIVE)}
    for number, stance, text in ARGUED:
        argue(room, number, found[BEES], stance, text)
    suggest(room, HIVE.student, found[HIVE], found[BEES])
    agree(room, BEES.student, found[BEES])
    room.teacher.submit(room.page(room.teacher, "topic-vote/").form_to("/topic-vote/open"))
    for number, order in enumerate(RANKED):
        rank(room, number, [found[one] for one in order])
    room.teacher.submit(room.page(room.teacher, "topic-vote/").form_to("/topic-vote/close"), {"confirmed": "1"})
    for one, outcome, reason in DECISIONS:
        decide(room, found[one], outcome, reason)
    page = room.page(room.teacher, f"topic-vote/decisions/{found[BEES]}")
    note = {"track": "running", "note": "The hives are ordered and come on Monday."}
    room.teacher.submit(next(form for form in page.forms if "track" in dict(form.fields)), note)
    seats = {"length": "2", "most": "5", "least": "3", "needs": "role=writes: 1", f"topic-{found[SHADE]}-most": "3"}
    ask_for_topics(room, seats)
    for number, wanted in enumerate(LISTED):
        list_topics(room, number, wanted)


def _at(option: int) -> str:
    return f"topic-vote/proposals/{option}"


def _saying(page: Page, name: str, value: str) -> Form:
    return next(form for form in page.forms if (name, value) in form.fields)


def step(room: Room, key: str) -> None:
    """The teacher opens a step by hand."""
    page = room.page(room.teacher, "-/schedule/")
    forms = [one for one in page.forms if one.action.endswith("/open")]
    room.teacher.submit(next(one for one in forms if ("step", key) in one.fields))


def propose(room: Room, one: Proposed) -> int:
    """Returns the number of the proposal."""
    person = room.student(one.student)
    page = room.page(person, "topic-vote/proposals/new")
    values = {"text": one.text, "body": one.body, "effort": one.weeks, "skills": one.skills}
    form = page.form_to("/topic-vote/proposals")
    page = person.submit(form, values)
    if any(("anyway", "1") in form.fields for form in page.forms):
        page = person.submit(_saying(page, "anyway", "1"))
    name, words = one.picture
    if name:
        person.submit(page.form_to("/-/uploads/send"), {"alt": words}, {"file": (f"{name}.png", png(name))})
    return int(page.url.partition("?")[0].rpartition("/")[2])


def argue(room: Room, number: int, option: int, stance: str, text: str) -> None:
    person = room.student(number)
    page = room.page(person, f"-/comments/on/option/{option}")
    person.submit(page.form_to("/-/comments/on/"), {"text": text, "stance": stance, "when": "now"})


def support(room: Room, number: int, option: int) -> None:
    person = room.student(number)
    person.submit(room.page(person, _at(option)).form_to("/support"))


def suggest(room: Room, number: int, part: int, into: int) -> None:
    """The author of `part` suggests that it become part of `into`."""
    person = room.student(number)
    person.submit(room.page(person, f"{_at(part)}/merge").form_to("/merge"), {"into": str(into)})


def agree(room: Room, number: int, option: int) -> None:
    """An author of the proposal says yes to becoming one with another."""
    person = room.student(number)
    person.submit(_saying(room.page(person, _at(option)), "yes", "1"))


def rank(room: Room, number: int, order: Sequence[int]) -> str:
    """A secret ballot: looked at once more, then cast. Returns its receipt."""
    person = room.student(number)
    marks = {f"mark_{option}": str(place) for place, option in enumerate(order, 1)}
    shown = person.submit(room.page(person, "topic-vote/").form_to("/ballot"), marks).form_to("/ballot")
    person.submit(shown, {"confirmed": "1"})
    return dict(shown.fields)["receipt"]


def decide(room: Room, option: int, outcome: str, reason: str) -> None:
    page = room.page(room.teacher, f"topic-vote/decisions/{option}")
    room.teacher.submit(page.form_to(f"/decisions/{option}"), {"outcome": outcome, "reason": reason})


def ask_for_topics(room: Room, rules: dict[str, str]) -> None:
    """The teacher sets seats and needs, and asks students for their lists."""
    room.teacher.submit(room.page(room.teacher, "topic-vote/places/rules").form_to("/places/rules"), rules)
    room.teacher.submit(room.page(room.teacher, "topic-vote/places").form_to("/places/open"))


def list_topics(room: Room, number: int, wanted: Sequence[Proposed]) -> None:
    """A student's list, best first."""
    person = room.student(number)
    form = room.page(person, "topic-vote/places").form_to("/places/list")
    topics = {f"choice_{at}": form.value_of(one.text)[1] for at, one in enumerate(wanted, 1)}
    person.submit(form, topics)
