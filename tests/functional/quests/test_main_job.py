"""The whole way in a course of the demo LMS: a flipped unit from its template to goals, badges and the gradebook."""

import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
import requests

from lti_tools.background import create_workers
from lti_tools.demo.groups import mix
from lti_tools.demo.pages import Page
from lti_tools.demo.school import DemoActivity, DemoCourse, DemoPerson, install
from tests.functional.installing.conftest import installed
from tests.support.engines import on_sqlite
from tests.support.lms import live_lms
from tools.gamification.demo import BADGE, WORD
from tools.gamification.domain.intake import HEADER, signature
from tools.gamification.openbadges.baking import unbake
from tools.gamification.openbadges.verifying import verify

FILLED = {
    "file": {"title": "A picture of the pond", "points": "10"},
    "link": {"title": "A film about frogs", "approved": [], "points": "10"},
    "quiz": {"title": "Quick check", "points": "10"},
    "result": {"title": "The test on cells", "points": "10", "passing": "50"},
    "outside": {"title": "The lab", "points": "10", "outside": "lab.finished"},
    "help": {"title": "Thanked for help", "points": "10"},
    "event": {"title": "A review for somebody", "points": "10", "action": "peer-review.reviewed"},
}
"""Ways that the template does not have, as the teacher fills them in."""
NAMES = ("Aiko Tanaka", "Bilal Haddad", "Chloé Marchand", "Dilnoza Karimova", "Emeka Nwosu", "Freya Lindqvist")
NAMES += ("Giorgos Pappas", "Hina Malik", "Ivan Sokolov", "João Pereira", "Kalani Kealoha", "Lucía Fernández")
ASSISTANT = "Tomás Rivera"


def words(page: Page) -> str:
    return " ".join(re.sub("<[^>]+>", " ", page.text).split())


@dataclass
class Place:
    """An activity with everybody's session in it, opened once a person."""

    activity: DemoActivity
    slug: str
    bases: dict[int, str] = field(default_factory=dict)

    def page(self, person: DemoPerson, path: str = "") -> Page:
        if person.number not in self.bases:
            self.bases[person.number] = self.activity.open(person).url.partition(f"/{self.slug}")[0]
        return person.open(f"{self.bases[person.number]}/{path if path[:2] == '-/' else f'{self.slug}/{path}'}")

    def send(self, person: DemoPerson, path: str, to: str, **values) -> Page:
        """Fill in the form of a page that leads `to` some address."""
        return person.submit(self.page(person, path).form_to(to), values)


@pytest.fixture
def school(db_url, tmp_path, keys_folder):
    """The suite installed in a demo LMS by its administrator."""
    with installed(db_url, tmp_path, keys_folder) as suite, live_lms("moodle") as lms:
        install(lms.url, suite.invite())
        course = DemoCourse(lms.url)
        yield suite, lms, course
        course.close()


def edit(quests: Place, teacher: DemoPerson) -> dict[str, str]:
    """The teacher adds a quest with every way of showing something that the template has not; way -> objective."""
    page = quests.send(teacher, "builder", "/chapters/flip-after/quests", title="Every other way")
    quest = re.search(r"builder/quests/([^/\"?]+)", page.url)
    assert quest is not None
    made = {}
    for way, values in FILLED.items():
        page = quests.send(teacher, f"builder/quests/{quest[1]}", "/objectives", way=way)
        key = re.search(r"builder/(?:objectives|quizzes)/([^/\"?#]+)", page.url)
        assert key is not None, page.url
        made[way] = key[1]
        quests.send(teacher, f"builder/objectives/{key[1]}", f"/builder/objectives/{key[1]}", **values)
    quests.send(
        teacher,
        f"builder/quizzes/{made['quiz']}",
        "/questions",
        kind="short",
        prompt="What do tadpoles breathe with?",
        answers="gills",
    )
    made["quest"] = quest[1]
    return made


def team_of(quests: Place, student: DemoPerson) -> list[str]:
    """The members of somebody's team, as their page names them; Moodle lists the assistant as a learner too."""
    page = quests.page(student, "team").text
    return [name for name in (*NAMES, ASSISTANT) if f"<strong>{name}</strong>" in page]


def tick_off(quests: Place, teacher: DemoPerson, names, objective: str) -> None:
    form = quests.page(teacher, "award").form_to("/award")
    form.action = form.action.replace("/award", "/tick-off")
    people = [form.value_of(name)[1] for name in names]
    teacher.submit(form, {"people": people, "objective": objective})


def answer(quests: Place, teacher: DemoPerson, said: str, how: str) -> None:
    """Accept or return the piece of work in the queue that holds these words."""
    page = quests.page(teacher, "queue")
    card = next(part for part in page.text.split("<article")[1:] + page.text.split("<section")[1:] if said in part)
    work = re.search(r"/queue/(\d+)/accept", card)
    assert work is not None
    form = page.form_to(f"/queue/{work[1]}/accept")
    form.action = form.action.removesuffix("accept") + how
    teacher.submit(form, {f"w{work[1]}-comment": "Say why, too." if how == "return" else "Good."})


def reviewed(course: DemoCourse, suite) -> None:
    """In the sibling tool three hand in and review each other."""
    settings = {"title": "A page about the pond", "instructions": "One page.", "marks": "marks", "k": "1"}
    peers = Place(course.add("peer-review", {**settings, "rubric_from": "essay"}), "peer-review")
    for number, student in enumerate(course.students[:3]):
        peers.send(student, "work", "/peer-review/work", text=f"Page {number}: ducks keep the reeds open.")
    step(peers, course.teacher, "open")
    for student in course.students[:3]:
        link = peers.page(student).link_to("/peer-review/reviews/")
        page = student.open(link)
        form = next(one for one in page.forms if one.action == link.partition("?")[0])
        levels = {one.name: "0" for one in form.choices if one.name.startswith("value_")}
        comments = {name: "The second line says why; I would begin with it." for name, _ in form.fields}
        student.submit(form, levels | {name: text for name, text in comments.items() if name.startswith("comment_")})
    step(peers, course.teacher, "close")
    suite.workers = create_workers(suite.suite)
    suite.work()


def step(peers: Place, teacher: DemoPerson, deed: str) -> None:
    page = peers.page(teacher, "-/schedule/")
    forms = [one for one in page.forms if one.action.endswith(f"/{deed}") and ("step", "review") in one.fields]
    teacher.submit(forms[0], {"confirmed": "1"})


def grade(page: Page, when: str) -> float:
    found = re.search(rf"Grade {when}</dt>\s*<dd>([\d.]+) of 100", page.text)
    assert found is not None
    return float(found[1])


@on_sqlite
def test_the_main_job(school):
    suite, lms, course = school
    teacher, students = course.teacher, course.students
    ana = students[0]

    # by deep linking, from the template; the teacher edits it, makes a badge and teams, and publishes
    quests = Place(course.add("quests", {"title": "The pond"}, template="flipped-unit"), "quests")
    quests.page(teacher)
    suite.work()  # the roster comes
    made = edit(quests, teacher)
    quests.send(teacher, "badges/new", "/badges/new", **BADGE, quests="flip-watch")
    mix(teacher, quests.page(teacher), "Teams", "name,biology\nAiko Tanaka,71\n", {"by": "count", "count": "4"})
    quests.send(teacher, "builder/publish", "/builder/publish")
    assert "Every other way" in words(quests.page(ana, "map"))

    # text and secret code: the first quest is done, the map moves and a badge is won
    assert 'data-stand="done"' not in quests.page(ana, "map").text
    note = "Frogs lay eggs in March. They lie near the bank. Ice kills the upper ones."
    quests.send(ana, "quests/flip-watch", "/objectives/flip-note", **{"flip-note-text": note})
    quests.send(ana, "quests/flip-watch", "/objectives/flip-word/code", **{"flip-word-code": WORD})
    assert 'data-stand="done"' in quests.page(ana, "map").text
    assert BADGE["name"] in words(quests.page(ana, "badges"))

    # one queue: a question comes back with a comment, is mended and accepted
    for text in ("Clear: the eggs.", "Clear: the eggs, and not why ice floats."):
        quests.send(ana, "quests/flip-ready", "/objectives/flip-question", **{"flip-question-text": text})
        answer(quests, teacher, text, "accept" if "not" in text else "return")
    seen = words(quests.page(ana, "quests/flip-ready"))
    assert "Say why, too." in seen
    assert "Good." in seen

    # the class code on the wall
    wall = quests.send(teacher, "check-in/flip-code", "/check-in/flip-code")
    code = re.search(r"([A-Z0-9]{3}) ([A-Z0-9]{3})</p>", wall.text)
    assert code is not None
    quests.send(ana, "quests/flip-here", "/check-in", **{"flip-code-code": code[1] + code[2]})

    # the boss falls when the last active member of the team has contributed, and no sooner
    mates = team_of(quests, ana)
    assert len(mates) >= 3
    for shown in ("flip-question", "flip-challenge"):
        tick_off(quests, teacher, mates[:-1], shown)
    assert "Reached together" not in words(quests.page(ana, "team"))
    for shown in ("flip-question", "flip-challenge"):
        tick_off(quests, teacher, mates[-1:], shown)
    assert "Reached together" in words(quests.page(ana, "team"))
    assert "Won together" in words(quests.page(ana, "points"))

    # a mate confirms, a classmate thanks for help
    mate = students[max(NAMES.index(name) for name in mates if name != ASSISTANT)]
    quests.send(ana, "quests/flip-help", "/objectives/flip-explain", **{"flip-explain-text": "To Bilal: layers."})
    quests.send(mate, "classmates", "/classmates/")
    quests.send(mate, "help", "/help", text="Why does the pond have layers?")
    quests.send(ana, "help", "/offer")
    quests.send(mate, "help", "/thank")

    # reflection, link, file, quiz
    at = f"quests/{made['quest']}"
    quests.send(ana, "quests/flip-revise", "/objectives/flip-reflect", **{"flip-reflect-text": "Begin with the eggs."})
    quests.send(ana, at, f"/objectives/{made['link']}", **{f"{made['link']}-link": "https://frogs.example/film"})
    upload = quests.page(ana, at).form_to("/-/uploads")
    ana.submit(upload, files={"file": ("pond.txt", b"reeds and ducks")})
    quests.send(ana, at, f"/objectives/{made['file']}")
    answer(quests, teacher, "pond.txt", "accept")
    trial = ana.submit(quests.page(ana, f"quizzes/{made['quiz']}").form_to("/begin"))
    assert "100%" in words(ana.submit(trial.form_to(f"/quizzes/{made['quiz']}"), {"q0": "Gills"}))

    # a file of the gradebook; a lab computer's signed call; a peer review in the sibling tool
    table = "First name,Last name,Quiz: Cells (Percentage)\nAiko,Tanaka,80\n"
    looked = teacher.submit(
        quests.page(teacher, "results").form_to("/results"), files={"file": ("grades.csv", table.encode())}
    )
    chosen = {"objective": made["result"], "column": "2", "full": "100"}
    looked = teacher.submit(looked.form_to("/results"), chosen)
    form = looked.form_to("/results")
    form.action += "/take"
    assert "Take it over for 1 student" in words(looked), words(looked)
    teacher.submit(form, chosen)
    keys = quests.send(teacher, "builder/outside", "/builder/outside", name="Lab")
    address, secret = re.findall(r'class="quest-secret">([^<]+)<', keys.text)
    call = {"id": "lab-000001", "learner": str(ana.number), "action": "lab.finished", "at": "2026-03-02T10:00:00+00:00"}
    body = json.dumps(call).encode()
    signed = {HEADER: signature(bytes.fromhex(secret), body, datetime.now(UTC))}
    assert requests.post(address, body, headers=signed, timeout=20).json() == {"outcome": "counted"}
    reviewed(course, suite)

    # every way has given points, levels have risen, and each line says why
    account = words(quests.page(ana, "points"))
    for way in FILLED:
        assert FILLED[way]["title"] in account, way
    assert "Level 1" not in account

    # a badge is taken along and verified
    mine = ana.open(quests.page(ana, "badges").link_to("/badges/own/"))
    held = requests.get(mine.link_to("/png"), cookies=ana._http.cookies, timeout=20).content
    verify(unbake(held), outside, datetime.now(UTC))

    # what the what-if page said stands in the gradebook
    said = quests.page(ana, "what-if?quest=flip-revise")
    answer_better = {"flip-better-text": "Ice floats because it is lighter."}
    quests.send(ana, "quests/flip-revise", "/objectives/flip-better", **answer_better)
    answer(quests, teacher, answer_better["flip-better-text"], "accept")
    quests.send(teacher, "grades", "/grades/start")
    assert grade(said, "now") <= grade(said, "then") == grade(quests.page(ana, "what-if"), "now")
    suite.workers = create_workers(suite.suite)
    suite.work()
    posted = {one["person"]: one["shown"] for one in lms.get("grades") if one["label"] == "The pond"}
    assert posted[ana.number] == grade(said, "then")


def outside(url: str) -> bytes:
    found = requests.get(url, headers={"Accept": "text/plain"}, timeout=20)
    assert found.status_code == 200, urlsplit(url).path
    return found.content
