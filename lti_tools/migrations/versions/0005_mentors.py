"""mentors"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("lti_tenant", schema=None) as batch_op:
        batch_op.add_column(sa.Column("mentors_read", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("lti_tenant", schema=None) as batch_op:
        batch_op.drop_column("mentors_read")
