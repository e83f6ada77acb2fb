"""initial"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "vote_poll",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("reminded_for", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_points", sa.Integer(), nullable=True),
        sa.Column("roll_known", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["lti_activity.id"], name=op.f("fk_vote_poll_activity_id_lti_activity"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("activity_id", name=op.f("pk_vote_poll")),
    )
    op.create_table(
        "vote_ballot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("cast_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["vote_poll.activity_id"],
            name=op.f("fk_vote_ballot_activity_id_vote_poll"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_vote_ballot_person_id_lti_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote_ballot")),
        sa.UniqueConstraint("activity_id", "person_id", name=op.f("uq_vote_ballot_activity_id_person_id")),
    )
    with op.batch_alter_table("vote_ballot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vote_ballot_person_id"), ["person_id"], unique=False)

    op.create_table(
        "vote_option",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["vote_poll.activity_id"],
            name=op.f("fk_vote_option_activity_id_vote_poll"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote_option")),
        sa.UniqueConstraint("activity_id", "text", name=op.f("uq_vote_option_activity_id_text")),
    )
    op.create_table(
        "vote_rule_card",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("card", sa.JSON(), nullable=False),
        sa.Column("option_ids", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["vote_poll.activity_id"],
            name=op.f("fk_vote_rule_card_activity_id_vote_poll"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("activity_id", name=op.f("pk_vote_rule_card")),
    )


def downgrade() -> None:
    op.drop_table("vote_rule_card")
    op.drop_table("vote_option")
    with op.batch_alter_table("vote_ballot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vote_ballot_person_id"))

    op.drop_table("vote_ballot")
    op.drop_table("vote_poll")
