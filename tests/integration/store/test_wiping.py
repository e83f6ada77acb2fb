"""Deleted rows leave PostgreSQL's files once nobody is left whose transaction is older."""

from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from lti_tools.store.database import Database
from lti_tools.store.wiping import write_anew
from tests.support.databases import PostgresServer

SECRET = "a secret that was deleted"


def heap(database: Database) -> bytes:
    with database.single() as connection:
        connection.exec_driver_sql("CHECKPOINT")
        folder = connection.exec_driver_sql("SELECT current_setting('data_directory')").scalar_one()
        file = connection.exec_driver_sql("SELECT pg_relation_filepath('lti_tenant')").scalar_one()
    return (Path(folder) / file).read_bytes()


@pytest.mark.parametrize("db_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("elsewhere", [True, False], ids=["another database", "the same database"])
def test_a_transaction_from_before_is_waited_for(database: Database, postgres: PostgresServer, elsewhere: bool):
    address = postgres.server.get_uri(database="postgres" if elsewhere else postgres.name)
    with database.write() as db:
        db.execute(text("INSERT INTO lti_tenant (name, created_at) VALUES (:secret, now())"), {"secret": SECRET})
    with psycopg.connect(address) as older:
        older.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        older.execute("SELECT txid_current()" if elsewhere else "SELECT count(*) FROM lti_tenant")
        with database.write() as db:
            db.execute(text("DELETE FROM lti_tenant"))
        with database.single() as connection, pytest.raises(OperationalError, match="older transactions"):
            write_anew(connection, "lti_tenant", older_wait=0)
        assert SECRET.encode() in heap(database)
    database.scrub("lti_tenant")
    assert SECRET.encode() not in heap(database)
