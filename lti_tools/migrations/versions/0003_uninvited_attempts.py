"""uninvited attempts"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lti_uninvited_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lti_uninvited_attempt")),
    )
    with op.batch_alter_table("lti_uninvited_attempt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lti_uninvited_attempt_at"), ["at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("lti_uninvited_attempt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lti_uninvited_attempt_at"))

    op.drop_table("lti_uninvited_attempt")
