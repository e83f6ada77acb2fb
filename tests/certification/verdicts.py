"""What the certification's cases look at: an opened activity, or a refusal that leaves no trace."""

import logging
from collections.abc import Sequence

import pytest
from sqlalchemy import func, select

from lti_tools.store.base import Base
from lti_tools.store.database import Database
from lti_tools.store.tables.activities import Activity
from lti_tools.store.tables.people import Context, Membership, Person
from lti_tools.store.tables.sessions import LaunchSession
from tests.support.pages import faults
from tests.support.platform import Entered

LEAVINGS: Sequence[type[Base]] = (Person, Context, Membership, Activity, LaunchSession)


def count(database: Database, table: type[Base]) -> int:
    with database.read() as db:
        return db.scalar(select(func.count()).select_from(table)) or 0


def leavings(database: Database) -> dict[str, int]:
    """Rows that only a launch that opened may have made."""
    return {table.__tablename__: count(database, table) for table in LEAVINGS}


def assert_opened(entered: Entered) -> None:
    assert entered.opened, f"{entered.answer.status_code}: {entered.page.words[:500]}"
    assert faults(entered.page) == []


def assert_refused(entered: Entered, code: str, database: Database, caplog: pytest.LogCaptureFixture) -> None:
    """A 4xx page in words with the code on it, one log line, no cookie, and not a row."""
    assert entered.answer.status_code in range(400, 500), entered.page.words[:300]
    assert not entered.page.opened
    assert faults(entered.page) == []
    assert entered.page.tree.findtext(".//code") == code
    assert "Set-Cookie" not in entered.answer.headers
    assert set(leavings(database).values()) == {0}
    lines = [record for record in caplog.records if record.name == "lti_tools.launch" and record.message == "launch"]
    assert [line.fields["code"] for line in lines] == [code]
    assert lines[0].fields["verdict"] != "opened"


@pytest.fixture
def launch_log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO, logger="lti_tools.launch")
    return caplog
