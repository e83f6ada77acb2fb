"""Activities made ready for tests, and what a visitor does on their pages."""

from datetime import UTC, datetime
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from lti_tools.activities import configure
from lti_tools.store.tables.activities import Activity
from lti_tools.store.tables.people import Person
from tests.support.app import suite_of
from tests.support.pages import Page
from tests.support.platform import INSTRUCTOR, Entered, ForgedPlatform

SETTINGS = {"title": "Our guestbook", "opens_at": "2031-05-01T08:00:00+00:00", "points": 10}


def set_up(app: Flask, platform: ForgedPlatform, **claims: Any) -> int:
    """An activity that its teacher has configured, by a plain link; its id."""
    client = app.test_client()
    entered = platform.launch(client, sub="teacher-1", roles=[INSTRUCTOR], **claims)
    assert entered.opened, entered.page.words
    with suite_of(app).database.write() as db:
        activity = db.scalars(select(Activity).order_by(Activity.id.desc())).first()
        assert activity is not None
        tool = suite_of(app).tool("guestbook")
        assert tool is not None
        configure(db, activity, tool, SETTINGS, datetime.now(UTC))
        return activity.id


def send(client: FlaskClient, page: Page, action: str, origin: str | None = None, **fields: Any) -> Page:
    """Send the form of a page whose address ends with `action`, as a browser would."""
    form = page.form(action)
    headers = {"Origin": origin} if origin else {}
    answer = client.post(form.action, data={**form.data, **fields}, headers=headers)
    while answer.status_code == 303:
        answer = client.get(answer.headers["Location"])
    return Page(answer)


def home(client: FlaskClient, entered: Entered) -> Page:
    """The session's first page, opened anew."""
    answer = client.get(f"{entered.path}/-/")
    while answer.status_code == 303:
        answer = client.get(answer.headers["Location"])
    return Page(answer)


def person_of(app: Flask, sub: str) -> list[Person]:
    """The people with this `sub`, of whatever platform."""
    with suite_of(app).database.read() as db:
        return list(db.scalars(select(Person).where(Person.sub == sub).order_by(Person.id)))
