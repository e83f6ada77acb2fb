"""texts of activities to be added"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lti_link_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("context_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["context_id"],
            ["lti_context.id"],
            name=op.f("fk_lti_link_draft_context_id_lti_context"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_lti_link_draft_person_id_lti_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lti_link_draft")),
        sa.UniqueConstraint(
            "context_id", "person_id", "field", name=op.f("uq_lti_link_draft_context_id_person_id_field")
        ),
    )
    with op.batch_alter_table("lti_link_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lti_link_draft_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("lti_link_draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lti_link_draft_person_id"))

    op.drop_table("lti_link_draft")
