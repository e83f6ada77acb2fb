"""What the demo shows of topic vote: an open vote in which half of the course has voted."""

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


def play(course: DemoCourse) -> None:
    """The teacher adds the vote, students vote."""
    settings = {"title": "What shall we find out?", "question": QUESTION, "options": "\n".join(OPTIONS)}
    vote = course.add("topic-vote", settings)
    for student, places in zip(course.students, CHOSEN, strict=False):
        ballot = vote.open(student).form_to("/topic-vote/")
        name = ballot.value_of(OPTIONS[0])[0]
        student.submit(ballot, {name: [ballot.value_of(OPTIONS[place])[1] for place in places]})
