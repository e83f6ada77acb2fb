"""A worker over a strict gradebook, with a clock that stands still until told."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

import pytest

from lti_tools.grades import outbox
from lti_tools.grades.answers import Reply
from lti_tools.grades.delivery import Courier, deliver_one
from lti_tools.grades.gradebook import CallFailed, Found, Held
from lti_tools.store.database import Database
from lti_tools.store.tables.grades import GradeWish
from tests.support.school import NOW, School, add_person, make_school
from tests.support.strict_gradebook import StrictGradebook

COLUMN = "https://lms.example/item/1"


@dataclass
class Line:
    """The way to a strict gradebook. `answers` are given instead of its own, one a call: a `Reply`, or a function."""

    book: StrictGradebook
    answers: list = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    tokens_forgotten: int = 0

    def _instead(self, name):
        self.calls.append(name)
        return self.answers.pop(0) if self.answers else None

    def post_score(self, url, score):
        answer = self._instead("post")
        if isinstance(answer, Reply):
            return answer
        status, text = self.book.post(
            url,
            score.sub,
            score.given,
            score.maximum,
            score.timestamp,
            comment=score.comment,
            submitted_at=score.submitted_at,
            hands_in=score.hands_in,
        )
        return answer() if answer else Reply(status, text)

    def _ask(self, name):
        if answer := self._instead(name):
            raise CallFailed(answer)

    def read_result(self, url, sub):
        self._ask("read")
        cell = self.book.cells.get((url, sub))
        return cell and Held(cell.score, cell.maximum, cell.comments[-1] if cell.comments else "")

    def line_items(self, lineitems_url, resource_link_id):
        self._ask("list")
        return [Found(url, item["tag"], item["resource_link_id"]) for url, item in self.book.columns.items()]

    def create_line_item(self, lineitems_url, *, resource_link_id, tag, label, score_maximum):
        self._ask("create")
        url = f"https://lms.example/made/{len(self.book.columns)}"
        return self.book.add_column(url, tag=tag, resource_link_id=resource_link_id, maximum=score_maximum)

    def forget_token(self):
        self.tokens_forgotten += 1


@dataclass
class Desk:
    """One school's ledger, worker and gradebook."""

    database: Database
    school: School
    book: StrictGradebook
    line: Line
    now: datetime = NOW
    rng: Random = field(default_factory=lambda: Random(7))

    @property
    def courier(self):
        return Courier(self.database, lambda _claim: self.line, clock=lambda: self.now, rng=self.rng)

    def person(self, sub="ana"):
        with self.database.write() as db:
            return add_person(db, self.school, sub)

    def wish(self, person, score=8, **more):
        with self.database.write() as db:
            return outbox.wish(
                db,
                activity_id=self.school.activity_id,
                person_id=person,
                score=Decimal(score),
                maximum=Decimal(10),
                now=self.now,
                **more,
            )

    def work(self, **later):
        """Let time pass, then carry what is due; return how many wishes were carried."""
        self.now += timedelta(**later)
        carried = 0
        while deliver_one(self.courier):
            carried += 1
        return carried

    def row(self, person):
        with self.database.read() as db:
            return db.query(GradeWish).filter_by(person_id=person).one()

    def put(self, person, **values):
        with self.database.write() as db:
            db.query(GradeWish).filter_by(person_id=person).update(values)

    def held(self, sub="ana", url=COLUMN):
        return self.book.cells[url, sub]


def make_desk(database, product):
    book = StrictGradebook(product)
    book.add_column(COLUMN)
    with database.write() as db:
        school = make_school(db, product=product)
        outbox.learn_column(
            db, activity_id=school.activity_id, registration_id=school.registration_id, url=COLUMN, now=NOW
        )
    return Desk(database, school, book, Line(book))


@pytest.fixture
def moodle(database):
    return make_desk(database, "moodle")


@pytest.fixture
def canvas(database):
    return make_desk(database, "canvas")


@pytest.fixture(params=["moodle", "canvas"])
def desk(request, database):
    return make_desk(database, request.param)
