"""Every package's migrations give exactly the tables of its models."""

import pytest

from lti_tools.registry import load_tools
from lti_tools.store.base import Base
from lti_tools.store.database import Database
from lti_tools.store.migrate import packages_of, pending
from lti_tools.store.revise import differences

PACKAGES = packages_of(load_tools(), with_new=True)


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.name)
def test_the_migrations_of_each_package_match_its_models(database: Database, package):
    with database.engine.connect() as connection:
        found = differences(connection, package)
    assert not found, f"run: lti-tools db revision --package {package.name} --initial (--message after a release)"


def test_a_freshly_upgraded_database_has_nothing_pending(database: Database):
    with database.engine.connect() as connection:
        assert pending(connection, PACKAGES) == {}


def test_every_table_belongs_to_one_package():
    for name in Base.metadata.tables:
        assert sum(name.startswith(package.prefix) for package in PACKAGES) == 1, name
