"""hosts of services, from the addresses that launches have told so far"""

from urllib.parse import urlsplit

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SERVICE = sa.table(
    "lti_context_service",
    sa.column("deployment_id", sa.Integer),
    sa.column("lineitems_url", sa.String),
    sa.column("memberships_url", sa.String),
    sa.column("groups_url", sa.String),
    sa.column("group_sets_url", sa.String),
)
DEPLOYMENT = sa.table("lti_deployment", sa.column("id", sa.Integer), sa.column("service_hosts", sa.JSON))
PORTS = {"https": 443, "http": 80}


def upgrade() -> None:
    connection = op.get_bind()
    hosts: dict[int, dict[str, None]] = {}
    for deployment_id, *addresses in connection.execute(sa.select(SERVICE).order_by(SERVICE.c.deployment_id)):
        for address in filter(None, addresses):
            hosts.setdefault(deployment_id, {})[_host(address)] = None
    for deployment_id, found in hosts.items():
        here = DEPLOYMENT.c.id == deployment_id
        connection.execute(sa.update(DEPLOYMENT).where(here).values(service_hosts=list(found)))


def _host(address: str) -> str:
    parts = urlsplit(address)
    host = (parts.hostname or "").rstrip(".")
    return host if parts.port in (None, PORTS.get(parts.scheme)) else f"{host}:{parts.port}"


def downgrade() -> None:
    """What was learnt stays: an older release does not look at it."""
