import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("toy_pot") as batch:
        batch.alter_column("size", existing_type=sa.String(), nullable=False)
        batch.add_column(sa.Column("colour", sa.String(), nullable=False, server_default="green"))


def downgrade() -> None:
    with op.batch_alter_table("toy_pot") as batch:
        batch.drop_column("colour")
        batch.alter_column("size", existing_type=sa.String(), nullable=True)
