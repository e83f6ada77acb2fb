from datetime import UTC, datetime

import pytest
from sqlalchemy import bindparam, event, insert, select, text
from sqlalchemy.exc import DBAPIError

from lti_tools.store.database import Database
from lti_tools.store.prepared import Prepared
from lti_tools.store.tables.people import Context
from lti_tools.store.tables.schools import Platform
from tests.support.platform import ForgedPlatform

PLATFORM, CONTEXT = Platform.__table__.c, Context.__table__.c
AT = datetime(2030, 6, 1, 12, 30, 15, 250000, tzinfo=UTC)
FIND = Prepared(
    select(PLATFORM.id, PLATFORM.origins, PLATFORM.created_at)
    .where(PLATFORM.issuer == bindparam("issuer"), PLATFORM.name != "nobody's")
    .order_by(PLATFORM.id)
)
ADD = Prepared(
    insert(Context).returning(CONTEXT.id, CONTEXT.history, CONTEXT.created_at),
    columns=("platform_id", "lms_id", "kind", "title", "label", "timezone", "history", "created_at", "updated_at"),
)


def context_of(platform_id: int, **values: object) -> dict[str, object]:
    texts = {"kind": "course", "title": "Biology", "label": "100 % of it", "timezone": ""}
    return {"platform_id": platform_id, **texts, "created_at": AT, "updated_at": AT, **values}


def test_the_driver_reads_what_a_session_reads(database: Database, platform: ForgedPlatform):
    with database.single() as db, database.read() as session:
        direct = FIND.all(db, {"issuer": platform.issuer})
        usual = FIND.all(session, {"issuer": platform.issuer})
        assert FIND.first(db, {"issuer": "https://nobody.example"}) is None
    assert len(direct) == 1
    assert direct[0]._asdict() == usual[0]._asdict()
    assert isinstance(direct[0].origins, list)
    assert direct[0].created_at.tzinfo is UTC


def test_what_the_driver_writes_is_committed_and_comes_back_in_its_types(database: Database, platform: ForgedPlatform):
    with database.single() as db:
        platform_id = FIND.all(db, {"issuer": platform.issuer})[0].id
        history = ["a", "ü'\"%s"]
        added = ADD.all(db, context_of(platform_id, lms_id="c-1", history=history))[0]
        assert (added.history, added.created_at) == (history, AT)
    with database.read() as session:
        context = session.get(Context, added.id)
        assert context is not None
        assert (context.history, context.created_at, context.label) == (history, AT, "100 % of it")


def test_a_statement_that_fails_raises_as_any_other_and_leaves_the_connection_good(
    database: Database, platform: ForgedPlatform
):
    with database.single() as db:
        platform_id = FIND.all(db, {"issuer": platform.issuer})[0].id
        ADD.all(db, context_of(platform_id, lms_id="c-1", history=[]))
        with pytest.raises(DBAPIError) as raised:
            ADD.all(db, context_of(platform_id, lms_id="c-1", history=["somebody's id"]))
        assert "somebody's id" not in str(raised.value)
        assert FIND.first(db, {"issuer": platform.issuer}).id == platform_id


def test_in_a_session_it_sees_what_is_pending_and_goes_with_the_transaction(
    database: Database, platform: ForgedPlatform
):
    with database.write() as db:
        row = db.scalars(select(Platform).where(Platform.issuer == platform.issuer)).one()
        row.issuer = "https://renamed.example"
        assert FIND.first(db, {"issuer": "https://renamed.example"}).id == row.id
        db.rollback()
    with database.read() as db:
        assert FIND.first(db, {"issuer": "https://renamed.example"}) is None
        assert FIND.first(db, {"issuer": platform.issuer}) is not None


def test_who_counts_statements_hears_of_it(database: Database, platform: ForgedPlatform):
    heard: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *args: heard.append(args[2]))
    with database.single() as db:
        FIND.all(db, {"issuer": platform.issuer})
    assert len(heard) == 1
    assert heard[0].startswith("SELECT")


def test_after_the_database_server_dropped_its_connections_the_next_run_has_a_new_one(
    database: Database, platform: ForgedPlatform
):
    if database.engine.dialect.name == "sqlite":
        pytest.skip("a file has no server")
    with database.single() as db, database.single() as killer:
        FIND.all(db, {"issuer": platform.issuer})
        mine = db.execute(text("SELECT pg_backend_pid()")).scalar_one()
        killer.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": mine})
        with pytest.raises(DBAPIError) as raised:
            FIND.all(db, {"issuer": platform.issuer})
        assert raised.value.connection_invalidated
    with database.single() as db:
        assert len(FIND.all(db, {"issuer": platform.issuer})) == 1
