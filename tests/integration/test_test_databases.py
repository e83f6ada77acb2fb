"""The fixtures themselves: what a test leaves behind never reaches the next one."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, func, select

from lti_tools.store.database import Database, transactional
from lti_tools.store.tables.schools import Tenant
from tests.support.network import BeyondLoopback

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("turn", range(3))
def test_every_test_begins_with_an_empty_database_and_ids_from_one(database: Database, turn: int):
    with database.write() as db:
        tenant = Tenant(name="School", created_at=NOW)
        db.add(tenant)
    with database.read() as db:
        assert db.scalar(select(func.count()).select_from(Tenant)) == 1
        assert db.get(Tenant, 1).created_at == NOW


@pytest.fixture(scope="module")
def left_open() -> Iterator[list[Connection]]:
    connections: list[Connection] = []
    yield connections
    for connection in connections:
        connection.invalidate()
        connection.close()


def test_a_transaction_left_open_does_not_stop_the_next_test(database: Database, left_open: list[Connection]):
    connection = transactional(database.engine).connect()
    connection.execute(Tenant.__table__.insert().values(name="Left open", created_at=NOW))
    left_open.append(connection)


def test_a_write_block_rolls_back_on_an_exception(database: Database):
    def fails_half_way() -> None:
        with database.write() as db:
            db.add(Tenant(name="Never", created_at=NOW))
            db.flush()
            raise LookupError

    with pytest.raises(LookupError):
        fails_half_way()
    with database.read() as db:
        assert db.scalar(select(func.count()).select_from(Tenant)) == 0


def test_a_connection_beyond_loopback_ends_the_test():
    with socket.socket() as beyond, pytest.raises(BeyondLoopback):
        beyond.connect(("192.0.2.1", 80))
    with pytest.raises(socket.gaierror):
        socket.getaddrinfo("lms.example", 443)
