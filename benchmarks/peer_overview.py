"""What a teacher's pages of a peer review cost in a class of 500: whole requests, on SQLite and on PostgreSQL."""

import tempfile
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from benchmarks.figures import Figure
from benchmarks.overview import timed
from benchmarks.support.postgres import postgres
from lti_tools.registry import load_tools
from lti_tools.serve import keep_loaded_code
from lti_tools.store.migrate import packages_of, upgrade
from lti_tools.store.tables.activities import Activity
from lti_tools.store.tables.people import Membership, Person
from tests.support.school import NOW, School, make_school
from tests.support.sessions import add_named, as_person, make_app, suite_of
from tools.peer_review import store
from tools.peer_review.models import Author, Review, Work
from tools.peer_review.service import configuring
from tools.peer_review.settings import read_settings

STUDENTS, K = 500, 4
MOST = 300.0
"""Milliseconds."""
PAGES = {
    "overview": "peer-review/",
    "works": "peer-review/works",
    "look first": "peer-review/look-first",
    "who waits for whom": "peer-review/waiting",
    "reviewers": "peer-review/reviewers",
    "everybody in one table": "-/overview/",
}
LEVELS = [{"title": f"Level {points}", "points": points, "text": ""} for points in (3, 2, 1, 0)]
RUBRIC = [
    {"key": f"c{number}", "title": f"Criterion {number}", "kind": "levels", "text": "", "weight": 1, "levels": LEVELS}
    | {"most": 0, "required": True, "starters": []}
    for number in (1, 2, 3, 4)
]
SETTINGS = {"title": "Essays", "parts": ["text"], "rubric": RUBRIC, "marks": "marks", "k": K}


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
        school = make_school(db, tool="peer-review")
    _fill(app, school)
    teacher = as_person(app, school, add_named(app, school, "teacher", "instructor", "Tia"), role="instructor")
    for what, path in PAGES.items():
        middle, slow = timed(teacher, path)
        yield Figure(f"{name}: {what}, {STUDENTS} students, median", middle, "ms", MOST)
        yield Figure(f"{name}: {what}, {STUDENTS} students, 95th percentile", slow, "ms", MOST)
    suite_of(app).database.close()


def _fill(app: Flask, school: School) -> None:
    """Everybody has handed in and sent four reviews."""
    with suite_of(app).database.write() as db:
        basis = {"platform_id": school.platform_id, "created_at": NOW, "updated_at": NOW}
        db.add_all(Person(sub=f"s{n}", name=f"Student {n:03}", **basis) for n in range(STUDENTS))
        db.flush()
        people = list(db.scalars(select(Person.id).where(Person.sub.startswith("s")).order_by(Person.id)))
        db.add_all(Membership(context_id=school.context_id, person_id=one, roster_role="learner") for one in people)
        activity = db.get_one(Activity, school.activity_id)
        activity.settings, activity.title, activity.configured_at = SETTINGS, "Essays", NOW
        configuring.configure(db, activity.id, read_settings(SETTINGS), NOW)
        store.round_of(db, activity.id).allocated_at = NOW
        works = [Work(activity_id=activity.id, text="A text.", version=1, handed_in_at=NOW) for _ in people]
        db.add_all(works)
        db.flush()
        db.add_all(
            Author(work_id=work.id, person_id=person, activity_id=activity.id)
            for work, person in zip(works, people, strict=True)
        )
        rubric = next(iter(store.rubrics_of(db, activity.id)))
        db.add_all(
            _review(activity.id, rubric, works, people, place, step) for place in range(STUDENTS) for step in range(K)
        )


def _review(activity_id: int, rubric_id: int, works: list[Work], people: list[int], place: int, step: int) -> Review:
    level = (place * 7 + step * 3) % 4
    return Review(
        activity_id=activity_id,
        work_id=works[(place + step + 1) % len(works)].id,
        reviewer_id=people[place],
        role="given",
        rubric_id=rubric_id,
        answers={one["key"]: {"value": level, "comment": "Clear."} for one in RUBRIC},
        version=1,
        given_at=NOW,
        held_until=NOW + timedelta(days=1),
        saved_at=NOW,
        sent_at=NOW,
        mark=Decimal(100 - level * 33),
    )
