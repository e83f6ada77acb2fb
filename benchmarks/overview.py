"""What the class overview costs: whole requests for a class of 500, on SQLite and on PostgreSQL."""

import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from benchmarks.figures import Figure
from benchmarks.support.postgres import postgres
from lti_tools.registry import load_tools
from lti_tools.serve import keep_loaded_code
from lti_tools.store.migrate import packages_of, upgrade
from lti_tools.store.tables.people import Membership, Person
from tests.support.school import NOW, School, make_school
from tests.support.sessions import Visitor, add_named, as_person, make_app, suite_of
from tests.support.votes import option_ids, set_up_vote
from tools.co_curriculum.models import Ballot
from tools.co_curriculum.service import closing

STUDENTS = 500
ROUNDS = 30
MOST = 300.0
"""Milliseconds."""


def run() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        yield from _measured("SQLite", f"sqlite:///{folder}/class.sqlite3", Path(folder))
    with tempfile.TemporaryDirectory() as folder, postgres(Path(folder)) as (url, _pid):
        yield from _measured("PostgreSQL", url, Path(folder))


def _measured(name: str, url: str, folder: Path) -> Iterator[Figure]:
    upgrade(url, packages_of(load_tools()))
    app = make_app(url, folder)
    keep_loaded_code()
    with suite_of(app).database.write() as db:
        school = make_school(db)
    people = _fill(app, school)
    teacher = as_person(app, school, add_named(app, school, "teacher", "instructor", "Tia"), role="instructor")
    pages = {
        "the table": "-/overview/",
        "the table, sorted by grade": "-/overview/?sort=grade-participation&falling=1",
        "one person": f"-/overview/people/{people[STUDENTS // 2]}",
    }
    for what, path in pages.items():
        middle, slow = timed(teacher, path)
        yield Figure(f"{name}: {what}, {STUDENTS} students, median", middle, "ms", MOST)
        yield Figure(f"{name}: {what}, {STUDENTS} students, 95th percentile", slow, "ms", MOST)
    suite_of(app).database.close()


def timed(visitor: Visitor, path: str) -> tuple[float, float]:
    """The median and 95th percentile of requests of a page, in milliseconds."""
    taken = []
    for _ in range(ROUNDS + 3):
        started = time.perf_counter()
        answer = visitor.get(path)
        taken.append((time.perf_counter() - started) * 1000)
        assert answer.status_code == 200
    warm = sorted(taken[3:])
    return statistics.median(warm), warm[int(len(warm) * 0.95)]


def _fill(app: object, school: School) -> list[int]:
    """A class in which four of five have voted and the vote is closed and graded; ids of the students."""
    with suite_of(app).database.write() as db:  # type: ignore[arg-type]
        basis = {"platform_id": school.platform_id, "created_at": NOW, "updated_at": NOW}
        db.add_all(Person(sub=f"s{n}", name=f"Student {n:03}", **basis) for n in range(STUDENTS))
        db.flush()
        people = list(db.scalars(select(Person.id).where(Person.sub.startswith("s")).order_by(Person.id)))
        db.add_all(Membership(context_id=school.context_id, person_id=one, roster_role="learner") for one in people)
        set_up_vote(db, school.activity_id)
        options = option_ids(db, school.activity_id, "Robots", "Bees")
        for one in people[: STUDENTS * 4 // 5]:
            marks = {str(option): 1 for option in options[: 1 + one % 2]}
            db.add(Ballot(activity_id=school.activity_id, person_id=one, cast_at=NOW, marks=marks))
        db.flush()
        closing.close(db, school.activity_id, NOW + timedelta(hours=1))
    return people
