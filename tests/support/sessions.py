"""Sessions without a launch: an app on a test's database, and clients that hold somebody's session in it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lti_tools.app import create_app
from lti_tools.launches import cookie_name
from lti_tools.lti.claims import RESOURCE_LINK_REQUEST
from lti_tools.settings import Settings
from lti_tools.store import sessions
from lti_tools.store.tables.people import Membership, Person
from lti_tools.suite import Suite
from lti_tools.web import csrf
from tests.support.compiled import compiled
from tests.support.school import NOW, School


def make_app(db_url: str, folder: Path, **env: str) -> Flask:
    """The suite on `db_url`, its data and keys below `folder`."""
    values = {
        "DATABASE_URL": db_url,
        "LTI_TOOLS_DATA": str(folder / "var"),
        "LTI_TOOLS_KEYS": str(folder / "keys"),
        "LTI_TOOLS_PUBLIC_URL": "https://tools.example",
        **env,
    }
    app = create_app(Settings.from_env(values))
    app.testing = True
    app.jinja_env.bytecode_cache = compiled
    return app


@dataclass(frozen=True)
class Visitor:
    """Somebody in one session. Paths are relative to it: "topic-vote/", "-/settings"."""

    client: FlaskClient
    person_id: int
    base: str
    secret: str

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.client.get(self._address(path), base_url="https://tools.example", **options)

    def post(
        self, path: str, data: dict[str, Any] | None = None, *, token: bool = True, **options: Any
    ) -> TestResponse:
        """POST a form; with the session's token unless told otherwise."""
        fields = {**({csrf.FIELD: csrf.issue(self.secret)} if token else {}), **(data or {})}
        return self.client.post(self._address(path), data=fields, base_url="https://tools.example", **options)

    def follow(self, answer: TestResponse) -> TestResponse:
        """The page that a redirect leads to."""
        assert answer.status_code == 303, answer.text
        return self.get(answer.location)

    def _address(self, path: str) -> str:
        return path if path.startswith(("/", "https:")) else f"{self.base}/{path}"


def add_named(app: Flask, school: School, sub: str, role: str, name: str = "") -> int:
    """A person of the course with a name, whose newest launch had `role`."""
    with suite_of(app).database.write() as db:
        person = Person(platform_id=school.platform_id, sub=sub, name=name, created_at=NOW, updated_at=NOW)
        db.add(person)
        db.flush()
        db.add(Membership(context_id=school.context_id, person_id=person.id, launch_role=role, roster_role=role))
        return person.id


def as_person(
    app: Flask,
    school: School,
    person_id: int,
    *,
    role: str = "learner",
    activity_id: int | None = None,
    **values: Any,
) -> Visitor:
    """A client whose cookie opens a fresh session of this person in the school's activity, or in another one."""
    suite = suite_of(app)
    columns = {
        "registration_id": school.registration_id,
        "deployment_id": school.deployment_id,
        "person_id": person_id,
        "context_id": school.context_id,
        "activity_id": school.activity_id if activity_id is None else activity_id,
        "role": role,
        "message_type": RESOURCE_LINK_REQUEST,
        "locale": "en",
        "message": {},
        **values,
    }
    with suite.database.write() as db:
        opened = sessions.open_session(db, datetime.now(UTC), timedelta(hours=8), **columns)
    client = app.test_client()
    client.set_cookie(cookie_name(suite.settings), opened.secret, domain="tools.example", path="/", secure=True)
    return Visitor(client, person_id, f"/s/{opened.path}", opened.secret)


def suite_of(app: Flask) -> Suite:
    suite: Suite = app.extensions["suite"]
    return suite
