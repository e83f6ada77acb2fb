"""What the demo shows of peer review: a class in the middle of reviewing, two who do nothing, one who was late."""

from lti_tools.demo.pages import Form, Page
from lti_tools.demo.school import DemoActivity, DemoCourse, DemoPerson
from tools.peer_review import demo_files

TASK = (
    "Write about **one page** on a question of your choice about the school garden. Say in the first paragraph which "
    "question you answer.\n\nBefore you hand in, read the criteria once more."
)
WORKS = (
    "**What do bees need from us?** They need flowers from March to October. Our garden has none in July, because we "
    "mow everything at once.\n\n- mow one half in June\n- mow the other half in August",
    "Why does compost get warm? I measured it for five days:\n\n| day | degrees |\n|---|---|\n| 1 | 18 |\n| 3 | 41 |\n"
    "| 5 | 52 |\n\nThe small animals in it eat, and eating makes warmth.",
    "¿Por qué riegan algunas personas por la noche? De día se evapora más agua. Lo medí con dos macetas: la de la "
    "mañana perdió el doble.",
    "Почему на одной грядке растут и бобы, и кукуруза? Бобы дают почве азот, а кукуруза даёт бобам опору.",
    "How much water does one tomato need? I counted watering cans for two weeks and divided by the tomatoes we picked.",
    "Nega bogʻda chumoli koʻp? Ular shira bor joyga boradi. Men uch joyni kuzatdim va rasmga oldim.",
    "Do plants grow faster with music? I do not think so, and here is how we could find out without fooling ourselves.",
    "What lives under a stone? Eleven kinds of animals under one stone, and none of them likes the light.",
    "Is our soil sour? The strip says 6.2. That is good for potatoes and bad for cabbage.",
    "Which bird eats the cherries? I sat there for an hour every morning. It was the starling, and it brings friends.",
    "How can a school save seeds? Dry them, label them, keep them dark. We lost half of ours because of the labels.",
    "What did our grandparents grow here? I asked three people, and all three began with potatoes.",
)
COMMENTS = (
    "The first paragraph says clearly what the question is. I would like to see where the numbers come from.",
    "The table helped me most, because I could check it. The last sentence comes too soon: say what follows from it.",
    "I lost the thread between the second and the third sentence. One example there would help.",
    "Every claim has its reason, which convinced me. You could say in the beginning why it matters to us.",
)
IDLE = 2
"""The last students hand in and review nobody."""
DRAWS = 3
"""The place of a student who hands in a plan and a notebook too."""
BEGUN = 3
"""Reviews that the busiest write."""


def play(course: DemoCourse) -> None:
    """The teacher adds the activity; all but one hand in, reviewing opens, one is late, most have begun to review."""
    settings = {"title": "One page about the garden", "instructions": TASK, "marks": "marks", "k": "3"}
    activity = course.add("peer-review", {**settings, "rubric_from": "essay"})
    *on_time, late = course.students
    for name, content in (("garden.png", demo_files.plan()), ("notes.pdf", demo_files.notebook())):
        _attach(on_time[DRAWS], activity, name, content)
    for student, text in zip(on_time, WORKS, strict=False):
        _hand_in(student, activity, text)
    _open_reviewing(course.teacher, activity)
    _hand_in(late, activity, WORKS[-1])
    busy = [late, *on_time[: len(on_time) - IDLE]]
    for place, student in enumerate(busy):
        _review(student, activity, place)


def _hand_in(person: DemoPerson, activity: DemoActivity, text: str) -> None:
    page = person.open(activity.open(person).link_to("/peer-review/work"))
    person.submit(page.form_to("/peer-review/work"), {"text": text})


def _attach(person: DemoPerson, activity: DemoActivity, name: str, content: bytes) -> None:
    page = person.open(activity.open(person).link_to("/peer-review/work"))
    person.submit(page.form_to("/-/uploads/send"), files={"file": (name, content)})


def _open_reviewing(teacher: DemoPerson, activity: DemoActivity) -> None:
    page = teacher.open(activity.open(teacher).link_to("/-/schedule/"))
    wanted = [one for one in page.forms if one.action.endswith("/open") and ("step", "review") in one.fields]
    teacher.submit(wanted[0])


def _review(person: DemoPerson, activity: DemoActivity, place: int) -> None:
    """From three reviews down to one, the last of them begun and not sent."""
    home = activity.open(person)
    links = list(dict.fromkeys(link for link, _marks in home.links if "/peer-review/reviews/" in link))
    for number, link in enumerate(links[: BEGUN - place % BEGUN]):
        page = person.open(link)
        begun_only = {"deed": "save"} if place % 4 == 1 else {}
        person.submit(_form(page, link), {**_answers(_form(page, link), place + number), **begun_only})


def _form(page: Page, link: str) -> Form:
    path = link.partition("?")[0]
    return next(form for form in page.forms if form.action == path)


def _answers(form: Form, place: int) -> dict[str, str]:
    """A level and a comment for each criterion; levels differ from reviewer to reviewer."""
    values = {choice.name for choice in form.choices if choice.name.startswith("value_")}
    comments = [name for name, _value in form.fields if name.startswith("comment_")]
    answers = {name: str((place + shift) % 3) for shift, name in enumerate(sorted(values))}
    return answers | {name: COMMENTS[(place + shift) % 4] for shift, name in enumerate(comments)}
