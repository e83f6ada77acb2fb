"""What a launch asks of the database: counted, because a statement more is paid by every launch of every day."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, select

from lti_tools.registry import load_tools
from lti_tools.store.tables.activities import Activity
from tests.support.app import running_app, suite_of
from tests.support.platform import INSTRUCTOR, ForgedPlatform
from tests.support.votes import set_up_vote

MOST = 8
"""For login, launch and first page of somebody who has been here before (BEGIN and COMMIT aside)."""


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        seen.append(statement)

    engine = suite_of(app).database.engine
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def app(db_url: str, keys_folder: Path) -> Iterator[Flask]:
    with running_app(db_url, keys_folder, load_tools()) as app:
        yield app


@pytest.fixture
def vote(app: Flask, platform: ForgedPlatform) -> str:
    """The target of launches to a topic vote that its teacher has set up."""
    target = platform.target("topic-vote")
    platform.launch(app, sub="teacher", roles=[INSTRUCTOR], target=target)
    with suite_of(app).database.write() as db:
        set_up_vote(db, db.scalars(select(Activity.id)).one())
    return target


def test_a_returning_persons_login_launch_and_first_page_take_eight_statements(
    app: Flask, platform: ForgedPlatform, vote: str
):
    student = app.test_client()
    with statements(app) as first:
        assert platform.launch(student, target=vote).opened
    with statements(app) as again:
        entered = platform.launch(student, target=vote)
    assert entered.opened
    assert "Project topics" in entered.page.text
    assert len(again) <= MOST, "\n\n".join(again)
    assert len(first) > len(again), "who comes for the first time is written down"


def test_a_returning_persons_launch_writes_state_nonce_and_session_alone(
    app: Flask, platform: ForgedPlatform, vote: str
):
    student = app.test_client()
    platform.launch(student, target=vote)
    with statements(app) as seen:
        assert platform.launch(student, target=vote).opened
    written = [statement.split()[2] for statement in seen if not statement.startswith("SELECT")]
    assert written == ["lti_consumed", "lti_consumed", "lti_session"]
