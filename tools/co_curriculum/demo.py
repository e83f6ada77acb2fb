"""What the demo shows of topic vote: an open vote in which half of the course has voted, by two groups, and talk."""

from lti_tools.demo.groups import mix
from lti_tools.demo.pages import Page
from lti_tools.demo.school import DemoActivity, DemoCourse, DemoPerson
from tools.co_curriculum import demo_way

OPTIONS = (
    "Why do leaves change colour?",
    "What lives in our pond?",
    "How do birds find their way?",
    "Can plants hear?",
)
QUESTION = (
    "We spend the **last three weeks of term** on one question that you choose. "
    "Tick every one you would be happy with; the question that most people tick is the one we take."
)
CHOSEN = ((0, 1), (1,), (1, 3), (2,), (0, 1, 2), (3,))
"""What the first students tick, by places in `OPTIONS`."""
POND, PLANTS = 1, 3
SAID = (
    (0, POND, "The pond is five minutes away, so we could take samples **every week** and compare them."),
    (3, POND, "Me gusta, porque en mayo ya hay renacuajos y podemos contar cuántos quedan en junio."),
    (5, POND, "А если пойдёт дождь? Лучше заранее решить, кто в какой день берёт пробы."),
    (8, POND, "Only babies want to count frogs. What a stupid idea."),
    (2, PLANTS, "Menimcha, bu savol qiziqroq: ikkita gulni yonma-yon qoʻyib, bittasiga musiqa eshittirsak boʻladi."),
)
"""(Student, place of the option, comment), in the order in which they are written; the fourth is unkind."""
REPLY = "Good question. The school has rain jackets for everybody, and I will make a plan with two people per day."


FACTS = """name,biology,role
Aiko Tanaka,71,draws
Bilal Haddad,55,writes
Chloé Marchand,88,measures
Dilnoza Karimova,64,writes
Emeka Nwosu,90,draws
Freya Lindqvist,47,measures
Giorgos Pappas,52,writes
Hina Malik,79,draws
Ivan Sokolov,68,measures
João Pereira,43,writes
Kalani Kealoha,83,draws
Lucía Fernández,60,measures
"""
RECIPE = {"by": "count", "count": "2", "seed": "spring", "fact-biology": "even", "fact-role": "even"}


def play(course: DemoCourse) -> None:
    """The teacher adds the vote, students vote and talk, the group maker mixes the class into two halves.

    One comment is reported and waits for the teacher. Two more votes stand at other points of the way.
    """
    settings = {"title": "What shall we find out?", "question": QUESTION, "options": "\n".join(OPTIONS)}
    vote = course.add("topic-vote", settings)
    for student, places in zip(course.students, CHOSEN, strict=False):
        ballot = vote.open(student).form_to("/topic-vote/")
        name = ballot.value_of(OPTIONS[0])[0]
        student.submit(ballot, {name: [ballot.value_of(OPTIONS[place])[1] for place in places]})
    for student in course.students[len(CHOSEN) :]:
        vote.open(student)
    mix(course.teacher, vote.open(course.teacher), "Field teams", FACTS, RECIPE)
    for number, place, text in SAID:
        _say(course.students[number], vote, place, text)
    _react(course, vote)
    if course.whole:
        demo_way.growing(course)
        demo_way.decided(course)


def _thread(person: DemoPerson, vote: DemoActivity, place: int) -> Page:
    """The comments on an option."""
    links = [link for link, _marks in vote.open(person).links if "/-/comments/on/" in link]
    return person.open(links[place])


def _say(person: DemoPerson, vote: DemoActivity, place: int, text: str) -> None:
    person.submit(_thread(person, vote, place).form_to("/-/comments/on/"), {"text": text, "when": "now"})


def _react(course: DemoCourse, vote: DemoActivity) -> None:
    """Two thank the first, the teacher answers the third, somebody reports the fourth."""
    for number in (1, 4):
        reader = course.students[number]
        reader.submit(_thread(reader, vote, POND).form_to("/thanks"))
    answer = [link for link, _marks in _thread(course.teacher, vote, POND).links if "answer=" in link][2]
    course.teacher.submit(course.teacher.open(answer).form_to("/-/comments/on/"), {"text": REPLY})
    reader = course.students[4]
    report = [link for link, _marks in _thread(reader, vote, POND).links if link.endswith("/report")][-1]
    reader.submit(
        reader.open(report).form_to("/report"), {"why": "hurts", "words": "It makes fun of the younger ones."}
    )
