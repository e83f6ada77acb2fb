"""A class in a peer review over HTTP: a teacher and students who hand in, review and read, each in a session."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from lti_tools.kit.exports.exports import Table, csv_pieces
from lti_tools.kit.schedule.plans import with_plan
from lti_tools.kit.schedule.schedule import close_by_hand, open_by_hand
from lti_tools.pure.schedule import Plan, Start
from lti_tools.store.tables.activities import Activity
from lti_tools.store.tables.people import Person
from tests.support.app import suite_of
from tests.support.corpus import pictures
from tests.support.pages import Page
from tests.support.peer_rows import Class
from tests.support.platform import INSTRUCTOR, LEARNER, Entered, ForgedPlatform
from tools.peer_review import by_hand, store
from tools.peer_review.domain.rubric.criteria import Criterion, Kind, Level, write_rubric
from tools.peer_review.mark_export import MARK_EXPORT
from tools.peer_review.service import marking

SLUG = "peer-review"
ALIKE = "My essay has three parts: what bees see, where they fly in the morning, and how they come back at night."
COMMENT = "The second paragraph is clear, because it names its source. I would move the example to the beginning."
SETTINGS: dict[str, Any] = {
    "title": "Essays",
    "instructions": "Write an essay.",
    "rubric_from": "essay",
    "marks": "marks",
    "points": "100",
    "reviewing_points": "25",
    "k": "3",
    "parts": ["text", "files", "links"],
    "self_review": "y",
}

MIXED_RUBRIC = (
    Criterion(
        key="c1",
        title="=Claim, and reasons",
        kind=Kind.LEVELS,
        text="Is it said\nwhat is claimed?",
        weight=2,
        levels=(Level("Clear", 3, "“Every” claim, with reasons"), Level("Not yet", 0)),
        starters=("I was convinced by", "I miss"),
    ),
    Criterion(key="c2", title="Language", kind=Kind.ERRORS, most=10, required=False),
    Criterion(key="c3", title="Sources named", kind=Kind.YES_NO, weight=3),
    Criterion(key="c4", title="Ҳулоса", kind=Kind.COMMENT, weight=0),
    Criterion(key="c5", title="All in all", kind=Kind.SCALE, most=5),
)
"""A criterion of every kind, with texts that need care in files."""


def peer_settings(**changes: Any) -> dict[str, Any]:
    """Settings as they are stored, with one criterion."""
    criterion = Criterion(key="c1", title="Clear", kind=Kind.SCALE, most=10)
    return {"title": "Together", "rubric": write_rubric((criterion,)), "parts": ["text"], **changes}


@dataclass
class Visit:
    """Somebody in a session."""

    client: FlaskClient
    path: str
    entered: Entered | None = None

    def get(self, tail: str) -> Page:
        """A page below the session's path, or at an address of the suite."""
        return self._follow(self.client.get(tail if tail.startswith("/") else f"{self.path}/{tail}"))

    def home(self) -> Page:
        return self.get(f"{SLUG}/")

    def send(self, page: Page, action: str, **fields: Any) -> Page:
        """Send the page's first form whose address ends with `action`, some fields filled in; None takes one away."""
        form = next(one for one in page.forms if one.action.endswith(action))
        data: dict[str, Any] = {}
        for name, value in form.fields:
            data.setdefault(name, []).append(value)
        data |= fields
        sent = {name: value for name, value in data.items() if value is not None}
        return self._follow(self.client.post(form.action, data=sent))

    def _follow(self, answer: Any) -> Page:
        page = Page(answer)
        while page.status == 303:
            page = Page(self.client.get(urljoin(page.url, page.answer.headers["Location"])))
        return page


@dataclass
class Classroom:
    """One activity with its teacher and students; `name` begins their LMS ids."""

    app: Flask
    platform: ForgedPlatform
    name: str = "peer"
    link: str = "link-1"
    teacher: Visit = field(init=False)
    students: list[Visit] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.teacher = self.enter("teacher", INSTRUCTOR)

    def enter(self, who: str, role: str = LEARNER, sub: str = "") -> Visit:
        client = self.app.test_client()
        entered: Entered = self.platform.launch(
            client,
            sub=sub or f"{self.name}-{who}",
            roles=[role],
            link=self.link,
            target=self.platform.target(SLUG),
        )
        assert entered.answer.status_code == 303, entered.page.words
        return Visit(client, entered.path, entered)

    def set_up(self, **settings: Any) -> Page:
        page = self.teacher.get("-/settings")
        return self.teacher.send(page, "/-/settings", **{**SETTINGS, **settings})

    def join(self, number: int) -> None:
        known = len(self.students)
        self.students += [self.enter(f"student-{known + one}") for one in range(1, number + 1)]

    def step(self, deed: str, phase: str) -> Page:
        """The teacher opens or closes a step by hand, saying yes where they are asked."""
        page = self.teacher.get("-/schedule/")
        forms = [one for one in page.forms if one.action.endswith(f"/-/schedule/{deed}")]
        form = next(one for one in forms if ("step", phase) in one.fields)
        data = {**dict(form.fields), "confirmed": "1"}
        return self.teacher._follow(self.teacher.client.post(form.action, data=data))


def rows_of(room: Classroom, *others: str) -> Class:
    """The class by its rows, its students in their order and `others` by their LMS ids: for what no page need show."""
    database = suite_of(room.app).database
    subs = [*(f"{room.name}-student-{place + 1}" for place in range(len(room.students))), *others]
    with database.read() as db:
        ids = {row.sub: row.id for row in db.execute(select(Person.id, Person.sub))}
        here = select(Activity.id).where(Activity.tool == SLUG, Activity.resource_link_id == room.link)
        return Class(database, db.scalars(here).one(), [ids[sub] for sub in subs])


def hand_in(student: Visit, text: str = "My essay has three parts.", **fields: Any) -> Page:
    return student.send(student.get(f"{SLUG}/work"), f"/{SLUG}/work", text=text, **fields)


def attach(student: Visit, name: str, data: bytes) -> Page:
    """Send a file on the page of one's work; the page that comes back."""
    page = student.get(f"{SLUG}/work")
    form = next(one for one in page.forms if one.action.endswith("/-/uploads/send"))
    return student._follow(student.client.post(form.action, data={**dict(form.fields), "file": (BytesIO(data), name)}))


def with_places(student: Visit, name: str) -> str:
    """The address of a review of a work that has a file of this name to point at."""
    return next(one for one in to_review(student) if f"places:{name}" in student.get(one).text)


def point(student: Visit, address: str, name: str, comment: str, *sides: int) -> Page:
    """Go from a review to the places of a file, and comment on one; without sides on all of the picture."""
    page = student.send(student.get(address), address.partition(SLUG)[2], deed=f"places:{name}")
    numbers = dict(zip(("left", "top", "width", "height"), map(str, sides), strict=False))
    return student.send(page, f"/places/{name}", comment=comment, **numbers)


def to_review(student: Visit) -> list[str]:
    """The addresses of this student's reviews of others."""
    return list(dict.fromkeys(link for link in student.home().links if f"/{SLUG}/reviews/" in link))


def review(student: Visit, address: str, value: int = 1, comment: str = COMMENT, **fields: Any) -> Page:
    """Fill in every criterion alike and send."""
    page = student.get(address)
    filled = filled_in(page, value, comment)
    return student.send(page, address.partition(SLUG)[2], **{**filled, **fields})


def filled_in(page: Page, value: int, comment: str) -> dict[str, str]:
    names = {str(one) for one in page.tree.xpath("//form//@name")}
    values = {name: str(value) for name in names if name.startswith("value_")}
    return values | {name: comment for name in names if name.startswith("comment_")}


def rate_all(student: Visit, rating: str = "4") -> None:
    """Rate every review of one's work on every criterion alike."""
    page = student.get(f"{SLUG}/feedback")
    for form in [one for one in page.forms if one.action.endswith("/rate")]:
        names = {str(name) for name in page.tree.xpath("//input/@name") if "rate_" in name}
        own = {name: rating for name in names if f"/{name[:8]}" in form.action}
        assert student.send(page, form.action.partition(SLUG)[2], **own).status == 200


def reply_to_all(student: Visit, text: str) -> list[Page]:
    """Answer every review of one's work with the same words."""
    page = student.get(f"{SLUG}/feedback")
    found = []
    for form in [one for one in page.forms if one.action.endswith("/reply")]:
        name = next(name for name, _value in form.fields if name.endswith("reply"))
        found.append(student.send(page, form.action.partition(SLUG)[2], **{name: text}))
    return found


def worked_out(app: Flask) -> tuple[list[dict[str, Any]], list[Decimal]]:
    """The table for the script as it reads it from a downloaded file, and the suite's own marks in order."""
    with suite_of(app).database.read() as db:
        activity = db.scalars(select(Activity.id).where(Activity.tool == SLUG)).one()
        table = Table(columns=MARK_EXPORT.columns(db, activity), rows=MARK_EXPORT.rows(db, activity), people=None)
        file = b"".join(csv_pieces(table)).decode()
        found = marking.mark_everything(db, activity, store.settings_of(db, activity))
    return by_hand.read(file), sorted(one.mark for one in found.by_work.values() if one.mark is not None)


WITH_EXAMPLES = {"calibrate-used": "y", "calibrate-start": "now", "review-start": "hand"}


def add_example(teacher: Visit, title: str, value: int = 0) -> Page:
    """The teacher adds an example and reviews it."""
    page = teacher.send(teacher.get(f"{SLUG}/examples"), "/examples", title=title, text="An essay on bees.")
    assert f"Your review of “{title}”" in page.words
    form = next(one for one in page.forms if "/examples/" in one.action)
    filled = filled_in(page, value, "The source is named, so I can check it.")
    return teacher.send(page, form.action.partition(SLUG)[2], **filled)


def play(app: Flask, platform: ForgedPlatform, learner: Visit, teacher: Visit) -> None:
    """A class in the middle of it, for who looks at every page: the learner has begun a review and has feedback."""
    room = Classroom(app, platform, name="played")
    room.teacher = teacher
    two = Criterion(key="c2", title="Which is clearer?", kind=Kind.COMPARE)
    rubric = [*peer_settings()["rubric"], *write_rubric((two,))]
    room.set_up(**WITH_EXAMPLES, rubric_from="own", rubric=json.dumps(rubric))
    room.join(3)
    for title in ("A strong essay", "A weak essay"):
        add_example(room.teacher, title)
    room.teacher.send(room.teacher.get(f"{SLUG}/examples"), "/examples", title="Half done", text="A text.")
    attach(room.students[0], "plan.png", pictures.png())
    for student in (learner, *room.students):
        hand_in(student, ALIKE)
    room.step("open", "review")
    for student in room.students:
        for address in to_review(student):
            review(student, address)
    pointed = with_places(learner, "file-1.png")
    point(learner, pointed, "file-1.png", "What is this?", 10, 20, 30, 40)
    first, *others = sorted(to_review(learner), key=lambda one: one != pointed)
    review(learner, first, deed="save")
    for address in others:
        review(learner, address)
    room.step("open", "feedback")
    for student in room.students:
        reply_to_all(student, "The example is a good idea.")
        rate_all(student, "5")
    asked = room.teacher.get(f"{SLUG}/best-reviews")
    for form in asked.forms:
        if "/best-reviews/" in form.action:
            room.teacher.send(asked, form.action.partition(SLUG)[2])


TWO_ROUNDS = peer_settings(k=1)
for _step in ("review", "revise", "again", "feedback"):
    TWO_ROUNDS = with_plan(TWO_ROUNDS, Plan(key=_step, start=Start.HAND))


def play_two_rounds(app: Flask, platform: ForgedPlatform, link: str) -> None:
    """Four people, one of them "learner-1", have reviewed each other and revised; the second round has just begun."""
    room = Classroom(app, platform, name="again", link=link)
    room.join(3)
    found, at = rows_of(room, "learner-1"), datetime.now(UTC)
    for place in range(4):
        found.hand_in(place, at)
    found.step(open_by_hand, "review", at)
    for place in range(4):
        found.review(place, 3, at)
    for deed, step in ((close_by_hand, "submit"), (close_by_hand, "review"), (open_by_hand, "revise")):
        found.step(deed, step, at)
    for place in range(4):
        found.hand_in(place, at, "A better text.", "I put the numbers into a table.")
    found.step(close_by_hand, "revise", at)
    found.step(open_by_hand, "again", at)
