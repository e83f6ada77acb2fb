"""initial"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kit_pseudonym",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["lti_activity.id"],
            name=op.f("fk_kit_pseudonym_activity_id_lti_activity"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_kit_pseudonym_person_id_lti_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kit_pseudonym")),
        sa.UniqueConstraint("activity_id", "person_id", name=op.f("uq_kit_pseudonym_activity_id_person_id")),
        sa.UniqueConstraint("activity_id", "slot", name=op.f("uq_kit_pseudonym_activity_id_slot")),
    )
    with op.batch_alter_table("kit_pseudonym", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kit_pseudonym_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("kit_pseudonym", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kit_pseudonym_person_id"))

    op.drop_table("kit_pseudonym")
