"""initial"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "peer_round",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(), nullable=False),
        sa.Column("allocated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("impossible", sa.JSON(), nullable=False),
        sa.Column("revealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opens_with", sa.Integer(), nullable=True),
        sa.Column("starts_with", sa.Integer(), nullable=False),
        sa.Column("team_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["lti_activity.id"],
            name=op.f("fk_peer_round_activity_id_lti_activity"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("activity_id", name=op.f("pk_peer_round")),
    )
    op.create_table(
        "peer_contribution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("rater_id", sa.Integer(), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["about_id"], ["lti_person.id"], name=op.f("fk_peer_contribution_about_id_lti_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["peer_round.activity_id"],
            name=op.f("fk_peer_contribution_activity_id_peer_round"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["rater_id"], ["lti_person.id"], name=op.f("fk_peer_contribution_rater_id_lti_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_contribution")),
        sa.UniqueConstraint(
            "activity_id", "rater_id", "about_id", name=op.f("uq_peer_contribution_activity_id_rater_id_about_id")
        ),
    )
    with op.batch_alter_table("peer_contribution", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_peer_contribution_about_id"), ["about_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_peer_contribution_rater_id"), ["rater_id"], unique=False)

    op.create_table(
        "peer_pair_rule",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("must", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["peer_round.activity_id"],
            name=op.f("fk_peer_pair_rule_activity_id_peer_round"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["lti_person.id"], name=op.f("fk_peer_pair_rule_author_id_lti_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"],
            ["lti_person.id"],
            name=op.f("fk_peer_pair_rule_reviewer_id_lti_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("activity_id", "reviewer_id", "author_id", name=op.f("pk_peer_pair_rule")),
    )
    with op.batch_alter_table("peer_pair_rule", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_peer_pair_rule_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_peer_pair_rule_reviewer_id"), ["reviewer_id"], unique=False)

    op.create_table(
        "peer_rubric",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("criteria", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["peer_round.activity_id"],
            name=op.f("fk_peer_rubric_activity_id_peer_round"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_rubric")),
        sa.UniqueConstraint("activity_id", "version", name=op.f("uq_peer_rubric_activity_id_version")),
    )
    op.create_table(
        "peer_step",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("reminded_for", sa.DateTime(timezone=True), nullable=True),
        sa.Column("escalates_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["peer_round.activity_id"],
            name=op.f("fk_peer_step_activity_id_peer_round"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("activity_id", "phase", name=op.f("pk_peer_step")),
    )
    op.create_table(
        "peer_example",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("links", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rubric_id", sa.Integer(), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["peer_round.activity_id"],
            name=op.f("fk_peer_example_activity_id_peer_round"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["rubric_id"], ["peer_rubric.id"], name=op.f("fk_peer_example_rubric_id_peer_rubric"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_example")),
    )
    with op.batch_alter_table("peer_example", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_peer_example_activity_id"), ["activity_id"], unique=False)

    op.create_table(
        "peer_work",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("links", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unfit", sa.Boolean(), nullable=False),
        sa.Column("override", sa.BigInteger(), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mark", sa.BigInteger(), nullable=True),
        sa.Column("low", sa.BigInteger(), nullable=True),
        sa.Column("high", sa.BigInteger(), nullable=True),
        sa.Column("reviews", sa.Integer(), nullable=False),
        sa.Column("by_teacher", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["peer_round.activity_id"],
            name=op.f("fk_peer_work_activity_id_peer_round"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["kit_group.id"], name=op.f("fk_peer_work_group_id_kit_group"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_work")),
    )
    with op.batch_alter_table("peer_work", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_peer_work_activity_id"), ["activity_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_peer_work_group_id"), ["group_id"], unique=False)

    op.create_table(
        "peer_appeal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("work_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("upheld", sa.Boolean(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["lti_person.id"], name=op.f("fk_peer_appeal_answered_by_lti_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_peer_appeal_person_id_lti_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["work_id"], ["peer_work.id"], name=op.f("fk_peer_appeal_work_id_peer_work"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_appeal")),
        sa.UniqueConstraint("work_id", "person_id", name=op.f("uq_peer_appeal_work_id_person_id")),
    )
    with op.batch_alter_table("peer_appeal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_peer_appeal_answered_by"), ["answered_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_peer_appeal_person_id"), ["person_id"], unique=False)

    op.create_table(
        "peer_author",
        sa.Column("work_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["peer_round.activity_id"],
            name=op.f("fk_peer_author_activity_id_peer_round"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_peer_author_person_id_lti_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["work_id"], ["peer_work.id"], name=op.f("fk_peer_author_work_id_peer_work"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("work_id", "person_id", name=op.f("pk_peer_author")),
        sa.UniqueConstraint("activity_id", "person_id", name=op.f("uq_peer_author_activity_id_person_id")),
    )
    with op.batch_alter_table("peer_author", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_peer_author_person_id"), ["person_id"], unique=False)

    op.create_table(
        "peer_intention",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("work_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_peer_intention_person_id_lti_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["work_id"], ["peer_work.id"], name=op.f("fk_peer_intention_work_id_peer_work"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_intention")),
        sa.UniqueConstraint("work_id", "person_id", name=op.f("uq_peer_intention_work_id_person_id")),
    )
    with op.batch_alter_table("peer_intention", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_peer_intention_person_id"), ["person_id"], unique=False)

    op.create_table(
        "peer_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("work_id", sa.Integer(), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("rubric_id", sa.Integer(), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mark", sa.BigInteger(), nullable=True),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("said_empty", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["peer_round.activity_id"],
            name=op.f("fk_peer_review_activity_id_peer_round"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["lti_person.id"], name=op.f("fk_peer_review_reviewer_id_lti_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["rubric_id"], ["peer_rubric.id"], name=op.f("fk_peer_review_rubric_id_peer_rubric"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["work_id"], ["peer_work.id"], name=op.f("fk_peer_review_work_id_peer_work"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_review")),
        sa.UniqueConstraint("work_id", "reviewer_id", "role", name=op.f("uq_peer_review_work_id_reviewer_id_role")),
    )
    with op.batch_alter_table("peer_review", schema=None) as batch_op:
        batch_op.create_index("ix_peer_review_activity_id_reviewer_id", ["activity_id", "reviewer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_peer_review_reviewer_id"), ["reviewer_id"], unique=False)

    op.create_table(
        "peer_trial",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("example_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["example_id"], ["peer_example.id"], name=op.f("fk_peer_trial_example_id_peer_example"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_peer_trial_person_id_lti_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_trial")),
        sa.UniqueConstraint("example_id", "person_id", name=op.f("uq_peer_trial_example_id_person_id")),
    )
    with op.batch_alter_table("peer_trial", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_peer_trial_person_id"), ["person_id"], unique=False)

    op.create_table(
        "peer_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("work_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("links", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_peer_version_person_id_lti_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["work_id"], ["peer_work.id"], name=op.f("fk_peer_version_work_id_peer_work"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_version")),
        sa.UniqueConstraint("work_id", "number", name=op.f("uq_peer_version_work_id_number")),
    )
    with op.batch_alter_table("peer_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_peer_version_person_id"), ["person_id"], unique=False)

    op.create_table(
        "peer_comparison",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("rubric_id", sa.Integer(), nullable=True),
        sa.Column("prefers_other", sa.Boolean(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["other_id"], ["peer_review.id"], name=op.f("fk_peer_comparison_other_id_peer_review"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["peer_review.id"], name=op.f("fk_peer_comparison_review_id_peer_review"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["rubric_id"],
            ["peer_rubric.id"],
            name=op.f("fk_peer_comparison_rubric_id_peer_rubric"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_comparison")),
        sa.UniqueConstraint(
            "review_id", "other_id", "question", name=op.f("uq_peer_comparison_review_id_other_id_question")
        ),
    )
    with op.batch_alter_table("peer_comparison", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_peer_comparison_other_id"), ["other_id"], unique=False)

    op.create_table(
        "peer_meta",
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["lti_person.id"], name=op.f("fk_peer_meta_by_id_lti_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["peer_review.id"], name=op.f("fk_peer_meta_review_id_peer_review"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("review_id", name=op.f("pk_peer_meta")),
    )
    with op.batch_alter_table("peer_meta", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_peer_meta_by_id"), ["by_id"], unique=False)

    op.create_table(
        "peer_reaction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("ratings", sa.JSON(), nullable=False),
        sa.Column("thanked", sa.Boolean(), nullable=False),
        sa.Column("reply", sa.String(), nullable=False),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_peer_reaction_person_id_lti_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["peer_review.id"], name=op.f("fk_peer_reaction_review_id_peer_review"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_reaction")),
        sa.UniqueConstraint("review_id", "person_id", name=op.f("uq_peer_reaction_review_id_person_id")),
    )
    with op.batch_alter_table("peer_reaction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_peer_reaction_person_id"), ["person_id"], unique=False)

    op.create_table(
        "peer_showing",
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["review_id"], ["peer_review.id"], name=op.f("fk_peer_showing_review_id_peer_review"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("review_id", name=op.f("pk_peer_showing")),
    )
    op.create_table(
        "peer_consent",
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_peer_consent_person_id_lti_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["peer_showing.review_id"],
            name=op.f("fk_peer_consent_review_id_peer_showing"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("review_id", "person_id", name=op.f("pk_peer_consent")),
    )
    with op.batch_alter_table("peer_consent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_peer_consent_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("peer_consent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_peer_consent_person_id"))

    op.drop_table("peer_consent")
    op.drop_table("peer_showing")
    with op.batch_alter_table("peer_reaction", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_peer_reaction_person_id"))

    op.drop_table("peer_reaction")
    with op.batch_alter_table("peer_meta", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_peer_meta_by_id"))

    op.drop_table("peer_meta")
    with op.batch_alter_table("peer_comparison", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_peer_comparison_other_id"))

    op.drop_table("peer_comparison")
    with op.batch_alter_table("peer_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_peer_version_person_id"))

    op.drop_table("peer_version")
    with op.batch_alter_table("peer_trial", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_peer_trial_person_id"))

    op.drop_table("peer_trial")
    with op.batch_alter_table("peer_review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_peer_review_reviewer_id"))
        batch_op.drop_index("ix_peer_review_activity_id_reviewer_id")

    op.drop_table("peer_review")
    with op.batch_alter_table("peer_intention", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_peer_intention_person_id"))

    op.drop_table("peer_intention")
    with op.batch_alter_table("peer_author", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_peer_author_person_id"))

    op.drop_table("peer_author")
    with op.batch_alter_table("peer_appeal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_peer_appeal_person_id"))
        batch_op.drop_index(batch_op.f("ix_peer_appeal_answered_by"))

    op.drop_table("peer_appeal")
    with op.batch_alter_table("peer_work", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_peer_work_group_id"))
        batch_op.drop_index(batch_op.f("ix_peer_work_activity_id"))

    op.drop_table("peer_work")
    with op.batch_alter_table("peer_example", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_peer_example_activity_id"))

    op.drop_table("peer_example")
    op.drop_table("peer_step")
    op.drop_table("peer_rubric")
    with op.batch_alter_table("peer_pair_rule", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_peer_pair_rule_reviewer_id"))
        batch_op.drop_index(batch_op.f("ix_peer_pair_rule_author_id"))

    op.drop_table("peer_pair_rule")
    with op.batch_alter_table("peer_contribution", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_peer_contribution_rater_id"))
        batch_op.drop_index(batch_op.f("ix_peer_contribution_about_id"))

    op.drop_table("peer_contribution")
    op.drop_table("peer_round")
