"""A class of the demo that has been through two peer reviews, for the pictures of what comes after reviewing."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from lti_tools.demo.groups import mix
from lti_tools.demo.pages import Form, Page
from lti_tools.demo.school import DemoActivity, DemoCourse, DemoPerson
from tools.gamification.demo import FACTS, RECIPE
from tools.peer_review.demo_files import plan

DRAFT, ESSAY, TEAM = "A question and how to answer it", "Does our garden need more water?", "One bed, one team"
BETTER = "Better the second time"
SETTINGS = {
    "marks": "marks",
    "k": "3",
    "rubric_from": "essay",
    "self_review": "y",
    "calibrate-used": "y",
    "calibrate-start": "now",
    "review-start": "hand",
}
TASK = "Write about **one page**: your question, how you looked for an answer, and what you found."
WORK = (
    "**{question}** I asked this because nobody at home could tell me.\n\nI looked at it for {days} days, at the same "
    "hour, and wrote down what I saw. On the third day it rained, so I left that day out.\n\nWhat I found: it depends "
    "on the hour more than on the plant. Next time I would begin earlier in the year."
)
QUESTIONS = (
    "Do tomatoes drink more at noon?",
    "Which bed dries out first?",
    "Does straw keep the soil wet?",
    "How deep does the rain go?",
    "Who drinks from the pond at night?",
    "Is the rain barrel big enough?",
    "Do beans need less water than corn?",
    "Does shade help the salad?",
    "How much water does the roof collect?",
    "Do worms go deeper in July?",
    "What does moss do without rain?",
    "Where does the puddle go?",
)
COMMENTS = (
    "The question is clear from the first line. I would like to read how you measured it, step by step.",
    "Leaving out the rainy day convinced me, because you say why. A small table would let me check the numbers.",
    "The last sentence is a good idea. Say a little more about what you would do differently, and why.",
    "I lost the thread after the second paragraph. One example there would help me a lot.",
)
EXAMPLE = re.compile(r"/peer-review/examples/\d+$")
REPLY = "Thank you. I found my notes again, and the table goes into the next version."
TABLE = "\n\n| day | in the sun | in the shade |\n|---|---|---|\n| 1 | 4 cm | 6 cm |\n| 2 | 2 cm | 5 cm |"
CHANGED = "I put my numbers into a table, because two of you asked for them. The end stays: I want to try it first."
LATE = 9
"""The place of the student who has rated nothing yet."""
PLACES = (
    {
        "left": "75",
        "top": "18",
        "width": "22",
        "height": "32",
        "comment": "How deep is the pond? I need it to follow you.",
    },
    {"left": "4", "top": "78", "width": "68", "height": "9", "comment": "The line with the metres is a great help."},
    {
        "left": "21",
        "top": "16",
        "width": "17",
        "height": "50",
        "comment": "Why is the corn beside the beans? Say it here.",
    },
)
CHANGE = "I put my numbers into a table, and say first how I measured."
APPEAL = "One reviewer writes that I name no days, but they stand in the second paragraph. Could you look at it?"


@dataclass
class Played:
    """One activity of the demo while it is played."""

    course: DemoCourse
    activity: DemoActivity

    @classmethod
    def begin(cls, course: DemoCourse, title: str, **changes: str) -> "Played":
        settings = {**SETTINGS, "title": title, "instructions": TASK, **changes}
        return cls(course, course.add("peer-review", settings))

    def hand_in(self) -> None:
        for place, student in enumerate(self.course.students):
            page = student.open(self.activity.open(student).link_to("/peer-review/work"))
            text = WORK.format(question=QUESTIONS[place % len(QUESTIONS)], days=5 + place)
            student.submit(page.form_to("/peer-review/work"), {"text": text})

    def attach(self, student: DemoPerson, name: str, content: bytes) -> None:
        page = self.page(student, "work")
        student.submit(page.form_to("/-/uploads/send"), files={"file": (name, content)})

    def point(self, student: DemoPerson, link: str, number: int) -> None:
        """Comment on a place of the plan."""
        page = student.open(f"{link.partition('?')[0]}/places/file-1.png")
        student.submit(page.form_to("/places/"), PLACES[number % len(PLACES)])

    def add_examples(self) -> None:
        teacher = self.course.teacher
        for title, value in (("A clear example", 0), ("An example with a gap", 2)):
            page = self.page(teacher, "examples")
            fields = {"title": title, "text": WORK.format(question="Why is moss green in winter?", days=3)}
            adding = next(one for one in page.forms if one.action.endswith("/peer-review/examples"))
            page = teacher.submit(adding, fields)
            form = next(one for one in page.forms if EXAMPLE.search(one.action))
            teacher.submit(form, answers(form, _levels(value, False, 0), 1))

    def page(self, person: DemoPerson, path: str) -> Page:
        """A page of this activity."""
        home = urlsplit(self.activity.open(person).url)
        session = "/".join(home.path.split("/")[:3])
        return person.open(f"{home.scheme}://{home.netloc}{session}/peer-review/{path}")

    def step(self, deed: str, key: str) -> None:
        teacher = self.course.teacher
        page = teacher.open(self.activity.open(teacher).link_to("/-/schedule/"))
        forms = [one for one in page.forms if one.action.endswith(f"/{deed}") and ("step", key) in one.fields]
        teacher.submit(forms[0], {"confirmed": "1"})

    def review_all(self, better: int) -> None:
        """Everybody writes what they were given; `better` moves what they choose."""
        for place, student in enumerate(self.course.students):
            home = self.activity.open(student)
            links = list(dict.fromkeys(link for link, _marks in home.links if "/peer-review/reviews/" in link))
            for number, link in enumerate(links):
                page = student.open(link)
                form = next(one for one in page.forms if one.action == link.partition("?")[0])
                worth = next((at for at, one in enumerate(QUESTIONS) if one in page.text), 0) % 3
                student.submit(form, answers(form, _levels(worth, (place + number) % 4 == 0, better), place))
                if "places:" in page.text:
                    self.point(student, link, place)

    def judge_own(self, student: DemoPerson) -> None:
        page = student.submit(self.activity.open(student).form_to("/own-review"))
        form = next(one for one in page.forms if "/peer-review/reviews/" in one.action)
        student.submit(form, answers(form, _levels(0, True, 0), 2))

    def rate(self, student: DemoPerson, *, thank: bool = False) -> None:
        """Rate every review helpful; `thank` also answers them."""
        for form in self.page(student, "feedback").forms:
            if form.action.endswith("/rate"):
                own = {choice.name for choice in form.choices}
                student.submit(form, {name: str(4 + place % 2) for place, name in enumerate(sorted(own))})
        page = self.page(student, "feedback")
        for form in [one for one in page.forms if one.action.endswith("/reply")] if thank else []:
            name = next(name for name, _value in form.fields if name.endswith("reply"))
            student.submit(form, {name: REPLY})
        for form in [one for one in page.forms if one.action.endswith("/thank")]:
            student.submit(form)

    def say_team(self, student: DemoPerson) -> None:
        """Divide 100 among the members of one's group."""
        form = self.page(student, "team").form_to("/peer-review/team")
        names = [name for name, _value in form.fields if name.startswith("share")]
        share = 100 // len(names)
        student.submit(form, dict.fromkeys(names, str(share)) | {names[0]: str(100 - share * (len(names) - 1))})


def _levels(worth: int, strict: bool, better: int) -> Callable[[int], int]:
    """What is chosen for the criteria one after the other; the first level is the best."""
    return lambda place: min(max(worth + (place + worth) % 2 + strict - better, 0), 3)


def answers(form: Form, value: Callable[[int], int], place: int) -> dict[str, str]:
    """A level and a comment for each criterion."""
    values = sorted({choice.name for choice in form.choices if choice.name.startswith("value_")})
    comments = [name for name, _value in form.fields if name.startswith("comment_")]
    chosen = {name: str(value(at)) for at, name in enumerate(values)}
    return chosen | {name: COMMENTS[(place + at) % len(COMMENTS)] for at, name in enumerate(comments)}


def play(lms: str) -> None:
    """Two peer reviews, the second in the middle of reading feedback, its marks released to all but one who asks."""
    course = DemoCourse(lms)
    first = _until_feedback(course, DRAFT, 0)
    student = course.students[0]
    page = first.page(student, "feedback")
    student.submit(page.form_to("/feedback/change"), {"change": CHANGE})
    second = _until_feedback(course, ESSAY, 1)
    asking = course.students[1]
    asking.submit(second.page(asking, "feedback").form_to("/feedback/question"), {"reason": APPEAL})
    teacher = course.teacher
    page = second.page(teacher, "best-reviews")
    teacher.submit(page.form_to("/best-reviews/"))
    team = Played.begin(course, TEAM, by_group="y", contribution="shares", k="2", marks="feedback")
    mix(teacher, team.activity.open(teacher), "Teams of the beds", FACTS, RECIPE)
    team.hand_in()
    team.step("open", "review")
    for one in course.students[1:]:
        team.say_team(one)
    _revise(course)
    course.close()


def _revise(course: DemoCourse) -> None:
    """A class that revises: the first student has still to, others are reviewed again by those who know their work."""
    steps = {"revise-used": "y", "revise-start": "hand", "again-used": "y", "again-start": "hand"}
    plain = {"calibrate-used": "", "self_review": "", "marks": "feedback", "reviewers_again": "same"}
    played = Played.begin(course, BETTER, **plain, **steps)
    played.hand_in()
    played.step("open", "review")
    played.review_all(0)
    for deed, key in (("close", "submit"), ("close", "review"), ("open", "revise")):
        played.step(deed, key)
    for place, student in enumerate(course.students[1:], 1):
        text = WORK.format(question=QUESTIONS[place], days=5 + place) + TABLE
        page = played.page(student, "work")
        student.submit(page.form_to("/peer-review/work"), {"text": text, "changed": CHANGED})
    played.step("open", "again")


def _until_feedback(course: DemoCourse, title: str, better: int) -> Played:
    played = Played.begin(course, title)
    played.hand_in()
    played.attach(course.students[0], "garden.png", plan())
    played.add_examples()
    played.step("open", "review")
    student = course.students[0]
    played.judge_own(student)
    played.review_all(better)
    played.step("close", "review")
    for place, one in enumerate(course.students):
        if place != LATE:
            played.rate(one, thank=place % 3 == 1)
    page = played.page(course.teacher, "works")
    course.teacher.submit(page.form_to("/works/release"), {"which": "all", "confirmed": "1"})
    return played
