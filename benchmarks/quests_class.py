"""Quests in a class of 500 with 30,000 entries: what a new event and the teacher's pages cost, on both databases."""

import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

from flask import Flask
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from benchmarks.figures import Figure
from benchmarks.overview import timed
from benchmarks.support.postgres import postgres
from lti_tools.registry import load_tools
from lti_tools.serve import keep_loaded_code
from lti_tools.store.migrate import packages_of, upgrade
from lti_tools.store.tables.people import Membership, Person
from tests.support.questlines import make_teams, objective, quest, set_up_quests
from tests.support.school import NOW, School, make_school
from tests.support.sessions import add_named, as_person, make_app, suite_of
from tools.gamification.domain.evidence import Entry, Kind
from tools.gamification.models import EntryRow
from tools.gamification.service import grading, ledger
from tools.gamification.service.ledger import New
from tools.gamification.store import lines

STUDENTS, TEAM, ENTRIES, EVENTS = 500, 5, 60, 60
MOST_EVENT, MOST_PAGE = 20.0, 300.0
"""Milliseconds."""
LINE: dict[str, Any] = {
    "chapters": [
        {
            "key": f"c{chapter}",
            "title": f"Chapter {chapter}",
            "quests": [
                quest(f"q{chapter}-{number}", *(objective(f"o{chapter}-{number}-{one}", "teacher") for one in range(5)))
                for number in range(3)
            ],
        }
        for chapter in range(4)
    ],
    "bosses": [
        {"key": "flood", "title": "The flood", "health_each": 9000, "least": 10, "most": 9500},
        {"key": "shelf", "title": "The shelf", "health_each": 9000, "least": 10, "most": 9500, "whole_class": True},
    ],
}
PAGES = {
    "class overview": "-/overview/",
    "first page": "quests/",
    "progress": "quests/progress",
    "team goals": "quests/battles",
    "grades": "quests/grades",
}


def run() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        yield from _measured("SQLite", f"sqlite:///{folder}/class.sqlite3", Path(folder))
    with tempfile.TemporaryDirectory() as folder, postgres(Path(folder)) as (url, _pid):
        yield from _measured("PostgreSQL", url, Path(folder))


def _measured(name: str, url: str, folder: Path) -> Iterator[Figure]:
    upgrade(url, packages_of(load_tools()))
    app = make_app(url, folder)
    keep_loaded_code()
    school, people = _fill(app)
    times = sorted(_event(app, school, people[number * 7 % STUDENTS], number) for number in range(EVENTS))
    yield Figure(f"{name}: one new event, median", median(times), "ms", MOST_EVENT)
    yield Figure(f"{name}: one new event, 95th percentile", times[EVENTS * 95 // 100], "ms")
    teacher = as_person(app, school, add_named(app, school, "teacher", "instructor", "Tia"), role="instructor")
    for what, path in PAGES.items():
        middle, slow = timed(teacher, path)
        yield Figure(
            f"{name}: {what}, {STUDENTS} students, median", middle, "ms", None if what == "grades" else MOST_PAGE
        )
        yield Figure(f"{name}: {what}, {STUDENTS} students, 95th percentile", slow, "ms")
    suite_of(app).database.close()


def _event(app: Flask, school: School, person: int, number: int) -> float:
    """Milliseconds from the evidence to points, level, goals and grade, in a transaction of its own."""
    entry = Entry(f"bench:{number}", NOW + timedelta(days=9), Kind.ACCEPTED, "o3-2-4")
    started = time.perf_counter()
    with suite_of(app).database.write() as db:
        ledger.record(db, school.activity_id, [New(person, entry)], source="teacher", now=NOW)
    return (time.perf_counter() - started) * 1000


def _fill(app: Flask) -> tuple[School, list[int]]:
    """A hundred teams of five, each student with `ENTRIES` pieces of evidence; grades go to the gradebook."""
    with suite_of(app).database.write() as db:
        school = make_school(db, tool="quests")
        basis = {"platform_id": school.platform_id, "created_at": NOW, "updated_at": NOW}
        db.add_all(Person(sub=f"s{n}", name=f"Student {n:03}", **basis) for n in range(STUDENTS))
        db.flush()
        people = list(db.scalars(select(Person.id).where(Person.sub.startswith("s")).order_by(Person.id)))
        db.add_all(Membership(context_id=school.context_id, person_id=one, roster_role="learner") for one in people)
        set_up_quests(db, school.activity_id, LINE)
        teams = [tuple(people[at : at + TEAM]) for at in range(0, STUDENTS, TEAM)]
        groups = make_teams(db, school.context_id, school.activity_id, *teams)
        _add_entries(db, school.activity_id, people, groups)
        ledger.recompute(db, lines.published(db, school.activity_id), NOW)
        grading.start(db, school.activity_id, NOW)
    return school, people


def _add_entries(db: Session, activity_id: int, people: list[int], groups: list[int]) -> None:
    db.execute(
        insert(EntryRow),
        [
            {
                "activity_id": activity_id,
                "person_id": person,
                "uid": f"e{number}",
                "at": NOW + timedelta(hours=number),
                "kind": Kind.ACCEPTED if number % 3 else Kind.ATTEMPT,
                "objective": f"o{number % 4}-{number % 3}-{number % 5}",
                "score": (number * 13 + place) % 101,
                "group_id": groups[place // TEAM],
            }
            for place, person in enumerate(people)
            for number in range(ENTRIES)
        ],
    )
