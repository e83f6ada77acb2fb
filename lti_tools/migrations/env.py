"""Alembic's entry for every package: `store.migrate` hands over the connection and the package to migrate."""

from alembic import context
from sqlalchemy import Connection

from lti_tools.store.base import Base
from lti_tools.store.migrate import Package, alembic_options


def run() -> None:
    connection: Connection = context.config.attributes["connection"]
    package: Package = context.config.attributes["package"]
    context.configure(connection=connection, target_metadata=Base.metadata, **alembic_options(package))
    with context.begin_transaction():
        context.run_migrations()


run()
