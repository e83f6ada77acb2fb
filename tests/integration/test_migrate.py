"""Upgrades arrive whole or not at all, keep the rows, and wait for each other."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, select, text
from sqlalchemy.exc import DBAPIError

from lti_tools.errors import SettingInvalid
from lti_tools.registry import load_tools
from lti_tools.store.backup import back_up
from lti_tools.store.database import Database, make_engine
from lti_tools.store.migrate import PLATFORM, Package, Standing, current, downgrade, packages_of, pending, upgrade
from lti_tools.store.tables.schools import Deployment

TOY = Package("tests.support.toy", "toy_")
BOTH = (PLATFORM, TOY)


def run(url: str, *statements: str) -> list[tuple]:
    database = Database(make_engine(url))
    try:
        with database.write() as db:
            results = [db.execute(text(statement)) for statement in statements]
            return [tuple(row) for row in results[-1]] if results[-1].returns_rows else []
    finally:
        database.close()


def tables(url: str) -> set[str]:
    engine = create_engine(url)
    names = set(inspect(engine).get_table_names())
    engine.dispose()
    return names


def standing(url: str) -> tuple[dict[str, str | None], dict[str, Standing]]:
    engine = make_engine(url)
    with engine.connect() as connection:
        found = current(connection, BOTH), pending(connection, BOTH)
    engine.dispose()
    return found


@pytest.fixture
def planted(empty_db_url: str) -> str:
    """A database at the toy's first revision with a pot and two flowers in it."""
    upgrade(empty_db_url, [TOY], revision="0001")
    run(
        empty_db_url,
        "INSERT INTO toy_pot (id, size) VALUES (1, 'big')",
        "INSERT INTO toy_flower (id, pot_id) VALUES (1, 1), (2, 1)",
    )
    return empty_db_url


def test_every_package_goes_up_and_down_and_up_again(empty_db_url: str):
    packages = packages_of(load_tools())
    assert upgrade(empty_db_url, packages) == packages
    filled = tables(empty_db_url)
    assert any(name.startswith("lti_") for name in filled)
    downgrade(empty_db_url, packages)
    assert {name for name in tables(empty_db_url) if not name.endswith("alembic_version")} == set()
    upgrade(empty_db_url, packages)
    assert tables(empty_db_url) == filled


def test_a_second_upgrade_has_nothing_to_do_and_takes_no_backup(empty_db_url: str):
    upgrade(empty_db_url, [PLATFORM])
    assert upgrade(empty_db_url, [PLATFORM], before=lambda: pytest.fail("backup")) == ()


def test_each_package_keeps_its_own_version(planted: str):
    upgrade(planted, [PLATFORM])
    revisions, unfit = standing(planted)
    assert revisions["tests.support.toy"] == "0001"
    assert unfit == {"tests.support.toy": Standing.OLD}
    assert {"lti_alembic_version", "toy_alembic_version"} <= tables(planted)


def test_rows_survive_a_table_that_is_copied(planted: str):
    upgrade(planted, [TOY], revision="0002")
    assert run(planted, "SELECT size, colour FROM toy_pot") == [("big", "green")]
    assert run(planted, "SELECT count(*) FROM toy_flower") == [(2,)]
    downgrade(planted, [TOY], revision="0001")
    assert run(planted, "SELECT * FROM toy_pot") == [(1, "big")]
    assert run(planted, "SELECT count(*) FROM toy_flower") == [(2,)]


def test_a_migration_that_orphans_rows_is_refused_and_changes_nothing(planted: str):
    upgrade(planted, [TOY], revision="0002")
    with pytest.raises((SettingInvalid, DBAPIError)):
        upgrade(planted, [TOY])
    assert run(planted, "SELECT pot_id FROM toy_flower") == [(1,), (1,)]
    assert standing(planted)[0]["tests.support.toy"] == "0002"


def test_a_failing_tool_takes_the_whole_upgrade_back(planted: str):
    with pytest.raises((SettingInvalid, DBAPIError)):
        upgrade(planted, BOTH)
    assert not any(name.startswith("lti_") for name in tables(planted))
    assert standing(planted)[0] == {"lti_tools": None, "tests.support.toy": "0001"}


def test_a_database_of_a_newer_release_is_told_apart_from_an_old_one(planted: str):
    run(planted, "UPDATE toy_alembic_version SET version_num = '0009'")
    assert standing(planted)[1]["tests.support.toy"] is Standing.NEWER


def test_two_upgrades_at_once_wait_for_each_other(empty_db_url: str):
    code = "import sys; from lti_tools.store.migrate import *; print(len(upgrade(sys.argv[1], [PLATFORM])))"
    both = [subprocess.Popen([sys.executable, "-c", code, empty_db_url], stdout=subprocess.PIPE) for _ in range(2)]
    done = [int(process.communicate(timeout=60)[0]) for process in both]
    assert sorted(done) == [0, 1]


def test_foreign_keys_hold_again_after_an_upgrade(planted: str):
    upgrade(planted, [TOY], revision="0002")
    with pytest.raises(DBAPIError):
        run(planted, "INSERT INTO toy_flower (id, pot_id) VALUES (3, 77)")


def test_a_backup_is_taken_while_the_database_is_locked(tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'x.sqlite3'}"
    upgrade(url, [TOY], revision="0001")
    run(url, "INSERT INTO toy_pot (id, size) VALUES (1, 'big')")
    copies: list[Path | None] = []
    now = datetime(2026, 3, 1, tzinfo=UTC)
    upgrade(url, [TOY], revision="0002", before=lambda: copies.append(back_up(url, tmp_path / "backups", now)))
    assert copies
    assert copies[0].stat().st_mode & 0o777 == 0o600
    assert run(f"sqlite:///{copies[0]}", "SELECT * FROM toy_pot") == [(1, "big")]


def test_the_hosts_of_services_are_those_that_launches_have_told_so_far(empty_db_url: str):
    upgrade(empty_db_url, [PLATFORM], revision="0003")
    at = "'2026-03-01 00:00:00'"
    run(
        empty_db_url,
        f"INSERT INTO lti_tenant (id, name, created_at) VALUES (1, 'North', {at})",
        "INSERT INTO lti_platform (id, tenant_id, issuer, jwks_uri, name, product, origins, created_at)"
        f" VALUES (1, 1, 'i', 'j', 'n', '', '[]', {at})",
        "INSERT INTO lti_registration (id, platform_id, issuer, client_id, tool, authorization_endpoint,"
        " token_endpoint, token_audience, scopes, status, learns_deployments, created_at, updated_at)"
        f" VALUES (1, 1, 'i', 'c', '', 'a', 't', '', '[]', 'active', true, {at}, {at})",
        "INSERT INTO lti_deployment (id, registration_id, deployment_id, service_hosts, created_at)"
        f" VALUES (1, 1, '1', '[]', {at}), (2, 1, '2', '[]', {at})",
        "INSERT INTO lti_context"
        " (id, platform_id, kind, lms_id, title, label, timezone, history, created_at, updated_at)"
        f" VALUES (1, 1, 'course', '2', '', '', '', '[]', {at}, {at})",
        "INSERT INTO lti_context_service (context_id, registration_id, deployment_id, lineitems_url, memberships_url,"
        " groups_url, group_sets_url, ags_scopes, group_ids, seen_at, roster_tries, roster_error)"
        " VALUES (1, 1, 1, 'https://LMS.example/items?x=1', 'https://lms.example:8443/members', '', '', '[]', '[]',"
        f" {at}, 0, '')",
    )
    upgrade(empty_db_url, [PLATFORM])
    database = Database(make_engine(empty_db_url))
    with database.read() as db:
        found = dict(db.execute(select(Deployment.id, Deployment.service_hosts)).all())
    database.close()
    assert found == {1: ["lms.example", "lms.example:8443"], 2: []}
