from datetime import UTC, datetime, timedelta

from sqlalchemy import event, update

from lti_tools.store.clients import HELD, Clients
from lti_tools.store.database import Database
from lti_tools.store.tables.schools import Registration
from tests.support.platform import ForgedPlatform

NOW = datetime(2030, 1, 1, tzinfo=UTC)


def test_a_registration_is_read_once_in_a_few_seconds_by_whatever_name(database: Database, platform: ForgedPlatform):
    clients = Clients(database)
    statements: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    first = clients.of(platform.issuer, platform.client_id, NOW)
    assert first == clients.by_id(platform.registration_id, NOW + HELD / 2)
    assert len(statements) == 1
    clients.of(platform.issuer, platform.client_id, NOW + HELD)
    assert len(statements) == 2
    clients.forget(platform.registration_id)
    clients.by_id(platform.registration_id, NOW + HELD)
    assert len(statements) == 3


def test_a_removed_or_pending_registration_is_never_held(database: Database, platform: ForgedPlatform):
    clients = Clients(database)
    for status in ("removed", "pending", "active"):
        with database.write() as db:
            db.execute(update(Registration).values(status=status))
        found = clients.of(platform.issuer, platform.client_id, NOW)
        assert found is not None
        assert found.status == status


def test_nobody_is_known_by_an_issuer_alone_or_by_a_clock_that_ran_back(database: Database, platform: ForgedPlatform):
    clients = Clients(database)
    assert clients.of(platform.issuer, "", NOW) is None
    assert clients.of("", platform.client_id, NOW) is None
    assert clients.by_id(0, NOW) is None
    assert clients.by_id(platform.registration_id, NOW) is not None
    with database.write() as db:
        db.execute(update(Registration).values(status="removed"))
    earlier = clients.by_id(platform.registration_id, NOW - timedelta(minutes=1))
    assert earlier is not None
    assert earlier.status == "removed"
