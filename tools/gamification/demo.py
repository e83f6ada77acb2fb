"""What the demo shows of quests: a flipped unit in the middle, with work that waits, a badge, one team at its goal."""

import re

from lti_tools.demo.groups import mix
from lti_tools.demo.school import DemoActivity, DemoCourse, DemoPerson

TEMPLATE = "flipped-unit"
TITLE = "The pond in spring"
NOTES = (
    "Leaves are green because of chlorophyll. In autumn it goes away. I was surprised that yellow was there all along.",
    "Frogs lay their eggs in shallow water. It gets warm there first. I did not know that they come back every year.",
    "The pond has layers. Oxygen is near the top. What surprised me is how cold the bottom stays.",
    "Ducks keep the reeds open. Without them the pond would grow over. I had thought they only eat.",
    "Every animal there eats another one. The heron is at the end. It surprised me how few of them there are.",
)
QUESTIONS = (
    "Clear: where the eggs are. Not clear: why they do not freeze.",
    "Clear: the layers. Not clear: how plants at the bottom get light.",
    "Clear: who eats whom. Not clear: what happens when one of them is missing.",
)
FACTS = """name,biology
Aiko Tanaka,71
Bilal Haddad,55
"""
RECIPE = {"by": "count", "count": "4", "seed": "fog", "fact-biology": "even"}
BADGE = {
    "name": "Pond explorer",
    "description": "Has studied the pond in spring and told about it in own words.",
    "criteria": "Watch the material, find the hidden word and write three sentences about it.",
    "shape": "hexagon",
    "colour": "teal",
    "symbol": "drop",
}
WORD = "lighthouse"


def play(course: DemoCourse) -> None:
    """The teacher adds the unit from its template, makes teams and publishes; students are at different places.

    Some work waits, one came back, and the first student's team has reached its goal together.
    """
    quests = course.add("quests", {"title": TITLE, "streaks": "y", "boards": "people"}, template=TEMPLATE)
    teacher = course.teacher
    for student in course.students:
        quests.open(student)
    mix(teacher, quests.open(teacher), "Quest teams", FACTS, RECIPE)
    builder = teacher.open(quests.open(teacher).link_to("/builder"))
    _badge(teacher, quests)
    published = teacher.open(builder.link_to("/builder/publish"))
    teacher.submit(published.form_to("/builder/publish"))
    for student, note in zip(course.students, NOTES, strict=False):
        _write(student, quests, "flip-watch", "flip-note", note)
        _code(student, quests)
    for student, question in zip(course.students, QUESTIONS, strict=False):
        _write(student, quests, "flip-ready", "flip-question", question)
    _answer(teacher, quests, "accept", "A good question: take it into class.")
    _answer(teacher, quests, "return", "Say what you have read about it so far.")
    _reach_the_goal(teacher, course.students[0], quests)
    for student in course.students[:6]:
        student.submit(student.open(quests.open(student).link_to("/me")).form_to("/board/join"))


def _badge(teacher: DemoPerson, quests: DemoActivity) -> None:
    """Whoever has done the part at home wins it."""
    shelf = teacher.open(quests.open(teacher).link_to("/badges"))
    form = teacher.open(shelf.link_to("/badges/new")).form_to("/badges/new")
    teacher.submit(form, {**BADGE, "quests": "flip-watch"})


def _reach_the_goal(teacher: DemoPerson, student: DemoPerson, quests: DemoActivity) -> None:
    """The teacher ticks off what the student's team has shown: each of them has contributed, so the goal is reached."""
    mates = student.open(quests.open(student).link_to("/team"))
    inside = set(re.findall(r"<strong>([^<]+)</strong>", mates.text))
    page = teacher.open(quests.open(teacher).link_to("/award"))
    form = page.form_to("/award")
    form.action = form.action.replace("/award", "/tick-off")
    people = [one for one in form.choices if one.name == "people"]
    team = [one.value for one in people if one.label in inside]
    others = [one.value for one in people if one.label not in inside]
    for objective, who in (("flip-question", team), ("flip-challenge", team), ("flip-question", others[::2])):
        teacher.submit(form, {"people": who, "objective": objective})


def _write(student: DemoPerson, quests: DemoActivity, quest: str, objective: str, text: str) -> None:
    page = student.open(quests.open(student).link_to(f"/quests/{quest}"))
    student.submit(page.form_to(f"/objectives/{objective}"), {f"{objective}-text": text})


def _code(student: DemoPerson, quests: DemoActivity) -> None:
    page = student.open(quests.open(student).link_to("/quests/flip-watch"))
    student.submit(page.form_to("/objectives/flip-word/code"), {"flip-word-code": WORD})


def _answer(teacher: DemoPerson, quests: DemoActivity, how: str, comment: str) -> None:
    """The oldest piece of work that waits."""
    page = teacher.open(quests.open(teacher).link_to("/queue"))
    form = page.form_to("/accept")
    work = form.action.rstrip("/").split("/")[-2]
    form.action = form.action.removesuffix("accept") + how
    teacher.submit(form, {f"w{work}-comment": comment, f"w{work}-score": "100"})
