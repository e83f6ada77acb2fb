"""A migration as it must not be: it takes the pots from under the flowers."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("toy_pot", sa.Column("broken", sa.Integer()))
    op.execute("UPDATE toy_flower SET pot_id = 99")


def downgrade() -> None:
    op.drop_column("toy_pot", "broken")
