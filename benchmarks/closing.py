"""What the close of a big vote costs: one transaction that writes a score and an event for each of 10,000 voters."""

import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from benchmarks.figures import Figure
from benchmarks.support.postgres import postgres
from lti_tools.activities import configure
from lti_tools.registry import load_tools
from lti_tools.store.database import Database, make_engine
from lti_tools.store.migrate import packages_of, upgrade
from lti_tools.store.tables.activities import Activity
from lti_tools.store.tables.people import Context, ContextService, Membership, Person
from lti_tools.store.tables.schools import Deployment, Platform, Registration, Tenant
from tools.co_curriculum.models import Ballot, Option
from tools.co_curriculum.service import closing
from tools.co_curriculum.tool import tool

VOTERS = 10_000
MOST = 5.0
"""Seconds that a teacher waits without wondering; on SQLite nobody else writes meanwhile."""
NOW = datetime.now(UTC)
SETTINGS = {
    "title": "Project topics",
    "question": "Which topics shall we work on?",
    "options": ["Robots", "Rivers"],
    "most": None,
    "results": "after-close",
    "graded": True,
    "points": 10,
}


def run() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        yield from _measured("SQLite", f"sqlite:///{folder}/vote.sqlite3")
    with tempfile.TemporaryDirectory() as folder, postgres(Path(folder)) as (url, _pid):
        yield from _measured("PostgreSQL", url)


def _measured(name: str, url: str) -> Iterator[Figure]:
    upgrade(url, packages_of(load_tools()))
    database = Database(make_engine(url))
    with database.write() as db:
        activity_id = _vote(db)
    yield Figure(f"{name}: {VOTERS} voters, first close", _close(database, activity_id, 1), "s", MOST)
    with database.write() as db:
        closing.reopen(db, activity_id, NOW + timedelta(hours=2))
    yield Figure(f"{name}: opened and closed again", _close(database, activity_id, 3), "s", MOST)
    database.close()


def _close(database: Database, activity_id: int, hours: int) -> float:
    started = time.perf_counter()
    with database.write() as db:
        closing.close(db, activity_id, NOW + timedelta(hours=hours))
    return time.perf_counter() - started


def _vote(db: Session) -> int:
    """An open vote in which everybody has voted; its activity's id."""
    activity = _activity(db)
    configure(db, activity, tool, SETTINGS, NOW)
    option_id = db.scalars(select(Option.id).order_by(Option.place)).first()
    ballot = {"activity_id": activity.id, "cast_at": NOW, "marks": {str(option_id): 1}}
    db.execute(insert(Ballot), [{**ballot, "person_id": person_id} for person_id in _people(db, activity)])
    return activity.id


def _activity(db: Session) -> Activity:
    tenant = Tenant(name="School", created_at=NOW)
    db.add(tenant)
    db.flush()
    platform = Platform(
        tenant_id=tenant.id,
        issuer="https://lms.example",
        jwks_uri="https://lms.example/jwks",
        name="LMS",
        product="moodle",
        created_at=NOW,
    )
    db.add(platform)
    db.flush()
    registration = Registration(
        platform_id=platform.id,
        issuer=platform.issuer,
        client_id="c",
        authorization_endpoint="https://lms.example/a",
        token_endpoint="https://lms.example/t",
        created_at=NOW,
        updated_at=NOW,
    )
    context = Context(platform_id=platform.id, lms_id="2", created_at=NOW, updated_at=NOW)
    db.add_all([registration, context])
    db.flush()
    deployment = Deployment(registration_id=registration.id, deployment_id="1", created_at=NOW)
    db.add(deployment)
    db.flush()
    service = ContextService(
        context_id=context.id,
        registration_id=registration.id,
        deployment_id=deployment.id,
        seen_at=NOW,
        roster_synced_at=NOW,
    )
    activity = Activity(
        context_id=context.id,
        resource_link_id="1",
        tool=tool.slug,
        registration_id=registration.id,
        created_at=NOW,
        updated_at=NOW,
    )
    db.add_all([service, activity])
    db.flush()
    return activity


def _people(db: Session, activity: Activity) -> list[int]:
    platform_id = db.scalars(select(Platform.id)).one()
    basis = {"platform_id": platform_id, "created_at": NOW, "updated_at": NOW}
    db.execute(insert(Person), [{**basis, "sub": f"student-{number}"} for number in range(VOTERS)])
    ids = list(db.scalars(select(Person.id).order_by(Person.id)))
    roles = {"context_id": activity.context_id, "launch_role": "learner", "roster_role": "learner"}
    db.execute(insert(Membership), [{**roles, "person_id": person_id} for person_id in ids])
    return ids
