"""A class in a peer review by its rows, without pages: people hand in and review, and the worker's clock goes on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from lti_tools.activities import configure
from lti_tools.kit.schedule import store as schedule
from lti_tools.kit.schedule.plans import with_plan
from lti_tools.kit.schedule.schedule import refresh
from lti_tools.pure.schedule import End, Plan, Start
from lti_tools.store.database import Database
from lti_tools.store.grades import registration_of
from lti_tools.store.tables.activities import Activity
from tests.support.school import NOW, School, add_person, make_school
from tools.peer_review import reviews, store
from tools.peer_review.domain.rubric.answers import Answer
from tools.peer_review.domain.rubric.criteria import Criterion, Kind, write_rubric
from tools.peer_review.service import comparing, handing_in, reviewing, running
from tools.peer_review.tool import tool

RUBRIC = (Criterion(key="c1", title="Clear", kind=Kind.SCALE, most=10),)
COMMENT = "The beginning is clear; the end comes a paragraph too soon."
DAY = timedelta(days=1)
SUBMIT_ENDS, REVIEW_ENDS = NOW + 7 * DAY, NOW + 14 * DAY
Dates = tuple[Start, datetime | None]
"""How a step begins, and when it ends; None for by hand."""


@dataclass(frozen=True)
class Launch:
    """As much of a launch as the use cases ask for."""

    activity: int
    person_id: int
    tenant_id: int = 1
    context_id: int = 1
    tool: str = "peer-review"

    @property
    def activity_id(self) -> int:
        return self.activity


@dataclass
class Class:
    database: Database
    activity: int
    people: list[int]
    school: School | None = None

    def launch(self, place: int) -> Any:
        return Launch(self.activity, self.people[place])

    def hand_in(self, place: int, at: datetime = NOW, text: str = "A text.", changed: str = "") -> None:
        with self.database.write() as db:
            handing_in.hand_in(db, self.launch(place), text, [], at, changed=changed)

    def step(self, deed: Callable[[Session, int, str, datetime], None], phase: str, at: datetime) -> None:
        """A teacher opens or closes a step by hand (`schedule.open_by_hand`), and what follows from it."""
        with self.database.write() as db:
            deed(db, self.activity, phase, at)
            running.tick(db, at)

    def tick(self, at: datetime) -> None:
        with self.database.write() as db:
            running.tick(db, at)

    def review(self, place: int, value: int, at: datetime, most: int = 9) -> None:
        """Send what this person was given and has not sent, `most` of them."""
        with self.database.write() as db:
            left = [one for one in reviews.reviews_by(db, self.activity, self.people[place]) if one.sent_at is None]
            for one in left[:most]:
                rubric = reviewing.rubric_for(db, one, self.activity)
                answers = {each.key: Answer(value if each.has_value else None, COMMENT) for each in rubric.criteria}
                reviewing.send(db, self.launch(place), one.id, rubric.id, one.version, answers, at)

    def compare(self, place: int, worth: Sequence[int], at: datetime) -> None:
        """Compare what this person can: the work that is worth more, by its place among the works, is the better."""
        with self.database.write() as db:
            works = [one.row.id for one in store.works_of(db, self.activity)]
            for pair in comparing.own_pairs(db, self.activity, self.people[place]):
                one, other = sorted(pair.two, key=lambda row: -worth[works.index(row.work_id)])
                if pair.is_open and not pair.is_done:
                    asked = [each.key for each in comparing.questions(db, self.activity).asked]
                    comparing.say(db, self.launch(place), (one.id, other.id), dict.fromkeys(asked, one.id), at)


DATES: Mapping[str, Dates] = {
    "submit": (Start.NOW, SUBMIT_ENDS),
    "review": (Start.AFTER, REVIEW_ENDS),
    "feedback": (Start.AFTER, None),
}


def set_up(db: Session, activity_id: int, dates: Mapping[str, Dates] | None = None, **changes: Any) -> None:
    """Bring the activity under these settings; `dates` are steps beside, or instead of, handing in and reviewing."""
    settings: dict[str, Any] = {
        "title": "Essays",
        "rubric": write_rubric(RUBRIC),
        "k": 3,
        "marks": "marks",
        "parts": ["text"],
        "points": 50,
        **changes,
    }
    for key, (start, ends) in {**DATES, **(dates or {})}.items():
        end = End.DATE if ends else End.HAND
        settings = with_plan(settings, Plan(key=key, start=start, end=end, closes_at=ends))
    activity = db.get_one(Activity, activity_id)
    activity.registration_id = registration_of(db, activity_id)
    configure(db, activity, tool, settings, NOW - DAY)


def make_class(database: Database, people: int = 8, **settings: Any) -> Class:
    """So many students in an activity where handing in is open."""
    with database.write() as db:
        school = make_school(db, tool="peer-review")
        found = [add_person(db, school, f"student-{number}", launched="learner") for number in range(people)]
        set_up(db, school.activity_id, **settings)
        for row in schedule.phase_rows(db, school.activity_id):
            row.opened_at = min(row.opened_at, NOW - DAY) if row.opened_at else None
        refresh(db, school.activity_id)
    return Class(database, school.activity_id, found, school)
