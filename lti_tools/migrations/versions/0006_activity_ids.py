"""numbers of activities are given once"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _copy(autoincrement=True)


def downgrade() -> None:
    _copy(autoincrement=False)


def _copy(*, autoincrement: bool) -> None:
    """SQLite gives the number of a deleted row to the next one unless the table says otherwise; PostgreSQL never does."""
    if op.get_bind().dialect.name != "sqlite":
        return
    options = {"sqlite_autoincrement": autoincrement}
    with op.batch_alter_table("lti_activity", schema=None, recreate="always", table_kwargs=options):
        pass
