"""Who is who: people and courses are keyed by platform, platforms by school; deployments are known or learnt."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from lti_tools.errors import RegistrationRejected
from lti_tools.lti import claims as names
from lti_tools.ops.doctor.platforms import host_findings
from lti_tools.store.base import Base
from lti_tools.store.database import Database
from lti_tools.store.rosters import claim_due
from lti_tools.store.tables.activities import Activity
from lti_tools.store.tables.people import Context, ContextService, Membership, Person
from lti_tools.store.tables.schools import Deployment, Platform
from tests.certification.verdicts import count
from tests.support.engines import on_sqlite
from tests.support.platform import ASSISTANT, INSTITUTION, INSTRUCTOR, LEARNER, ForgedPlatform
from tests.support.visits import person_of


def rows(database: Database, *tables: type[Base]) -> tuple[int, ...]:
    return tuple(count(database, table) for table in tables)


def test_one_student_through_two_registrations_is_one_person_in_one_course(
    app: Flask, platform: ForgedPlatform, database: Database
):
    one_tool = platform.sibling("client-2", tool="guestbook")
    assert platform.launch(app, link="link-1").opened
    assert one_tool.launch(app, link="link-2", target=one_tool.target("guestbook")).opened
    assert rows(database, Platform, Person, Context, Membership, Activity) == (1, 1, 1, 1, 2)


def test_one_issuer_in_two_schools_shares_nothing(app: Flask, platform: ForgedPlatform, database: Database):
    south = ForgedPlatform(database, client_id="client-2", tenant="South", key="platform")
    assert platform.launch(app).opened
    assert south.launch(app).opened
    assert rows(database, Platform, Person, Context, Membership, Activity) == (2, 2, 2, 2, 2)
    first, second = person_of(app, "student-1")
    assert {first.platform_id, second.platform_id} == {platform.platform_id, south.platform_id}


def test_one_issuer_in_two_schools_has_two_key_sets(app: Flask, platform: ForgedPlatform, database: Database):
    """Who registers another school's issuer with keys of their own cannot speak for that school."""
    impostor = ForgedPlatform(database, client_id="client-2", tenant="South", key="stranger")
    client = app.test_client()
    attempt = platform.begin(client)
    forged = platform.mint(platform.claims(attempt.nonce), key="stranger")
    assert not platform.finish(client, attempt, forged).opened
    assert impostor.launch(app).opened
    assert [person.platform_id for person in person_of(app, "student-1")] == [impostor.platform_id]


@on_sqlite
def test_a_client_belongs_to_one_school(platform: ForgedPlatform, database: Database):
    with pytest.raises(RegistrationRejected):
        ForgedPlatform(database, tenant="South")


@on_sqlite
def test_equal_ids_of_two_platforms_are_two_people_and_two_courses(
    app: Flask, platform: ForgedPlatform, database: Database
):
    other = ForgedPlatform(database, issuer="https://other.example")
    assert platform.launch(app).opened
    assert other.launch(app).opened
    assert rows(database, Person, Context, Activity) == (2, 2, 2)


@on_sqlite
def test_an_equal_address_makes_nobody_the_same_person(app: Flask, platform: ForgedPlatform, database: Database):
    for sub in ("a", "b"):
        assert platform.launch(app, sub=sub, email="same@school.example").opened
    assert count(database, Person) == 2


def test_a_deployment_is_learnt_once_at_its_first_launch(app: Flask, platform: ForgedPlatform, database: Database):
    for _ in range(2):
        assert platform.launch(app, **{"https://purl.imsglobal.org/spec/lti/claim/deployment_id": "7"}).opened
    with database.read() as db:
        assert sorted(db.scalars(select(Deployment.deployment_id))) == ["1", "7"]


@on_sqlite
def test_a_refused_launch_teaches_no_deployment(app: Flask, platform: ForgedPlatform, database: Database):
    claims = {"https://purl.imsglobal.org/spec/lti/claim/deployment_id": "7"}
    assert not platform.launch(app, lambda message: message.pop("sub"), **claims).opened
    assert not platform.link(app.test_client(), roles=[LEARNER], **claims).opened
    with database.read() as db:
        assert list(db.scalars(select(Deployment.deployment_id))) == ["1"]


@on_sqlite
@pytest.mark.parametrize(
    ("roles", "shown"),
    [
        ([INSTRUCTOR], "instructor"),
        ([ASSISTANT, INSTRUCTOR], "assistant"),
        ([LEARNER], "learner"),
        ([LEARNER, f"{INSTITUTION}#Instructor"], "learner"),
        ([f"{INSTITUTION}#Administrator"], "observer"),
    ],
)
def test_the_role_of_the_newest_launch_stands_in_the_course(
    roles: list[str], shown: str, app: Flask, platform: ForgedPlatform, database: Database
):
    platform.launch(app, roles=[INSTRUCTOR])
    assert platform.launch(app, roles=roles).opened
    with database.read() as db:
        assert db.scalar(select(Membership.launch_role)) == shown


def test_launches_at_once_of_one_new_person_in_one_new_course_make_each_row_once(
    app: Flask, platform: ForgedPlatform, database: Database
):
    opened: list[bool] = []
    threads = [threading.Thread(target=lambda: opened.append(platform.launch(app).opened)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert opened == [True] * 8
    assert rows(database, Person, Context, Membership, Activity) == (1, 1, 1, 1)


# -- hosts of services

AGS, NRPS = names.AGS_ENDPOINT, names.NRPS_SERVICE


def moved(to: str) -> Callable[[dict], None]:
    """The same launch after the platform's roster has moved to another host."""

    def change(claims: dict) -> None:
        claims[NRPS] = {"context_memberships_url": f"{to}/members", "service_versions": ["2.0"]}

    return change


def hosts(database: Database) -> list[str]:
    with database.read() as db:
        return db.scalars(select(Deployment.service_hosts)).one()


def findings(database: Database, now: datetime) -> list[str]:
    return [finding.said for finding in host_findings(database, now)]


def test_the_first_launch_pins_the_hosts_of_the_services(app: Flask, platform: ForgedPlatform, database: Database):
    assert platform.launch(app).opened
    assert hosts(database) == ["lms.example"]
    assert findings(database, datetime.now(UTC)) == []


def test_a_signed_launch_that_names_a_new_host_is_believed_logged_and_told_for_a_month(
    app: Flask, platform: ForgedPlatform, database: Database, caplog: pytest.LogCaptureFixture
):
    platform.launch(app)
    for _ in range(2):
        assert platform.launch(app, moved("https://new.example")).opened
    assert hosts(database) == ["lms.example", "new.example"]
    learnt = [record for record in caplog.records if record.getMessage() == "service host learnt"]
    assert [record.fields["host"] for record in learnt] == ["new.example"]  # type: ignore[attr-defined]
    (said,) = findings(database, datetime.now(UTC))
    assert "its launches name new.example" in said
    assert findings(database, datetime.now(UTC) + timedelta(days=31)) == []
    with database.write() as db:
        job = claim_due(db, datetime.now(UTC))
    assert job is not None
    assert job.hosts == {"lms.example", "new.example"}


def test_a_launch_that_is_refused_names_no_host(app: Flask, platform: ForgedPlatform, database: Database):
    platform.launch(app)
    client = app.test_client()
    attempt = platform.begin(client)
    claims = platform.claims(attempt.nonce)
    moved("https://evil.example")(claims)
    assert not platform.finish(client, attempt, platform.mint(claims, key="stranger")).opened
    assert hosts(database) == ["lms.example"]


def test_a_course_follows_its_newest_launch_to_another_deployment(
    app: Flask, platform: ForgedPlatform, database: Database
):
    platform.launch(app)
    platform.deployment_id = "2"
    platform.launch(app, moved("https://second.example"))
    with database.read() as db:
        found = dict(db.execute(select(Deployment.deployment_id, Deployment.service_hosts)).all())
        deployment_id = db.scalars(select(ContextService.deployment_id)).one()
        now_at = db.get_one(Deployment, deployment_id).deployment_id
    assert found == {"1": ["lms.example"], "2": ["lms.example", "second.example"]}
    assert now_at == "2"
