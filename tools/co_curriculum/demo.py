"""What the demo shows of topic vote: an open vote in which half of the course has voted, by two groups."""

from lti_tools.demo.groups import mix
from lti_tools.demo.school import DemoCourse

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
    """The teacher adds the vote, students vote, and the group maker mixes the class into two halves."""
    settings = {"title": "What shall we find out?", "question": QUESTION, "options": "\n".join(OPTIONS)}
    vote = course.add("topic-vote", settings)
    for student, places in zip(course.students, CHOSEN, strict=False):
        ballot = vote.open(student).form_to("/topic-vote/")
        name = ballot.value_of(OPTIONS[0])[0]
        student.submit(ballot, {name: [ballot.value_of(OPTIONS[place])[1] for place in places]})
    for student in course.students[len(CHOSEN) :]:
        vote.open(student)
    mix(course.teacher, vote.open(course.teacher), "Field teams", FACTS, RECIPE)
