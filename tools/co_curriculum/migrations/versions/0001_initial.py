"""initial"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "vote_placing",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("seed", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("graded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("group_set_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["lti_activity.id"],
            name=op.f("fk_vote_placing_activity_id_lti_activity"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["group_set_id"],
            ["kit_group_set.id"],
            name=op.f("fk_vote_placing_group_set_id_kit_group_set"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("activity_id", name=op.f("pk_vote_placing")),
    )
    with op.batch_alter_table("vote_placing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vote_placing_group_set_id"), ["group_set_id"], unique=False)

    op.create_table(
        "vote_poll",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("reminded_for", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_points", sa.Integer(), nullable=True),
        sa.Column("to_scrub", sa.Boolean(), nullable=False),
        sa.Column("public_token", sa.String(), nullable=True),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("settled_parts", sa.String(), nullable=False),
        sa.Column("roll_known", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["lti_activity.id"], name=op.f("fk_vote_poll_activity_id_lti_activity"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("activity_id", name=op.f("pk_vote_poll")),
        sa.UniqueConstraint("public_token", name=op.f("uq_vote_poll_public_token")),
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
        "vote_bond",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["vote_placing.activity_id"],
            name=op.f("fk_vote_bond_activity_id_vote_placing"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_vote_bond_person_id_lti_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote_bond")),
        sa.UniqueConstraint(
            "activity_id", "kind", "number", "person_id", name=op.f("uq_vote_bond_activity_id_kind_number_person_id")
        ),
    )
    with op.batch_alter_table("vote_bond", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vote_bond_person_id"), ["person_id"], unique=False)

    op.create_table(
        "vote_choice_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("ratings", sa.JSON(), nullable=True),
        sa.Column("cannot", sa.JSON(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["vote_placing.activity_id"],
            name=op.f("fk_vote_choice_list_activity_id_vote_placing"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_vote_choice_list_person_id_lti_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote_choice_list")),
        sa.UniqueConstraint("activity_id", "person_id", name=op.f("uq_vote_choice_list_activity_id_person_id")),
    )
    with op.batch_alter_table("vote_choice_list", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vote_choice_list_person_id"), ["person_id"], unique=False)

    op.create_table(
        "vote_excuse",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("excused_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["vote_poll.activity_id"],
            name=op.f("fk_vote_excuse_activity_id_vote_poll"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_vote_excuse_person_id_lti_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("activity_id", "person_id", name=op.f("pk_vote_excuse")),
    )
    with op.batch_alter_table("vote_excuse", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vote_excuse_person_id"), ["person_id"], unique=False)

    op.create_table(
        "vote_key",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["vote_poll.activity_id"],
            name=op.f("fk_vote_key_activity_id_vote_poll"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("activity_id", name=op.f("pk_vote_key")),
    )
    op.create_table(
        "vote_option",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("effort", sa.Integer(), nullable=True),
        sa.Column("skills", sa.String(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("by_staff", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("cluster", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("announced", sa.Boolean(), nullable=False),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["vote_poll.activity_id"],
            name=op.f("fk_vote_option_activity_id_vote_poll"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["lti_person.id"], name=op.f("fk_vote_option_author_id_lti_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["merged_into"],
            ["vote_option.id"],
            name=op.f("fk_vote_option_merged_into_vote_option"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote_option")),
    )
    with op.batch_alter_table("vote_option", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vote_option_activity_id"), ["activity_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_vote_option_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_vote_option_merged_into"), ["merged_into"], unique=False)

    op.create_table(
        "vote_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("aim", sa.String(), nullable=False),
        sa.Column("seed", sa.String(), nullable=False),
        sa.Column("mends", sa.Integer(), nullable=True),
        sa.Column("optimal", sa.Boolean(), nullable=False),
        sa.Column("gap", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("profile", sa.JSON(), nullable=False),
        sa.Column("unplaced", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("picked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["vote_placing.activity_id"],
            name=op.f("fk_vote_plan_activity_id_vote_placing"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["mends"], ["vote_plan.id"], name=op.f("fk_vote_plan_mends_vote_plan"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote_plan")),
    )
    with op.batch_alter_table("vote_plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vote_plan_activity_id"), ["activity_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_vote_plan_mends"), ["mends"], unique=False)

    op.create_table(
        "vote_record",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["vote_poll.activity_id"],
            name=op.f("fk_vote_record_activity_id_vote_poll"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("activity_id", name=op.f("pk_vote_record")),
    )
    op.create_table(
        "vote_roll",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["vote_poll.activity_id"],
            name=op.f("fk_vote_roll_activity_id_vote_poll"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_vote_roll_person_id_lti_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("activity_id", "person_id", name=op.f("pk_vote_roll")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("vote_roll", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vote_roll_person_id"), ["person_id"], unique=False)

    op.create_table(
        "vote_rule_card",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("card", sa.JSON(), nullable=False),
        sa.Column("option_ids", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_member", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["vote_poll.activity_id"],
            name=op.f("fk_vote_rule_card_activity_id_vote_poll"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("activity_id", name=op.f("pk_vote_rule_card")),
    )
    op.create_table(
        "vote_secret_ballot",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("tag", sa.String(), nullable=False),
        sa.Column("box", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["vote_poll.activity_id"],
            name=op.f("fk_vote_secret_ballot_activity_id_vote_poll"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("activity_id", "tag", name=op.f("pk_vote_secret_ballot")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "vote_decision",
        sa.Column("option_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("veto", sa.Boolean(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("track", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("tracked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["lti_person.id"], name=op.f("fk_vote_decision_decided_by_lti_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["option_id"], ["vote_option.id"], name=op.f("fk_vote_decision_option_id_vote_option"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("option_id", name=op.f("pk_vote_decision")),
    )
    with op.batch_alter_table("vote_decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vote_decision_decided_by"), ["decided_by"], unique=False)

    op.create_table(
        "vote_former_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("option_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("veto", sa.Boolean(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("track", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("tracked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["lti_person.id"],
            name=op.f("fk_vote_former_decision_decided_by_lti_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["option_id"],
            ["vote_option.id"],
            name=op.f("fk_vote_former_decision_option_id_vote_option"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote_former_decision")),
    )
    with op.batch_alter_table("vote_former_decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vote_former_decision_decided_by"), ["decided_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_vote_former_decision_option_id"), ["option_id"], unique=False)

    op.create_table(
        "vote_merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("part_id", sa.Integer(), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["lti_person.id"], name=op.f("fk_vote_merge_asked_by_lti_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["into_id"], ["vote_option.id"], name=op.f("fk_vote_merge_into_id_vote_option"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["part_id"], ["vote_option.id"], name=op.f("fk_vote_merge_part_id_vote_option"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote_merge")),
    )
    with op.batch_alter_table("vote_merge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vote_merge_asked_by"), ["asked_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_vote_merge_into_id"), ["into_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_vote_merge_part_id"), ["part_id"], unique=False)

    op.create_table(
        "vote_support",
        sa.Column("option_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["option_id"], ["vote_option.id"], name=op.f("fk_vote_support_option_id_vote_option"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_vote_support_person_id_lti_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("option_id", "person_id", name=op.f("pk_vote_support")),
    )
    with op.batch_alter_table("vote_support", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vote_support_person_id"), ["person_id"], unique=False)

    op.create_table(
        "vote_topic",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("option_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("least", sa.Integer(), nullable=True),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.Column("supervisor", sa.String(), nullable=False),
        sa.Column("needs", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["vote_placing.activity_id"],
            name=op.f("fk_vote_topic_activity_id_vote_placing"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["option_id"], ["vote_option.id"], name=op.f("fk_vote_topic_option_id_vote_option"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote_topic")),
        sa.UniqueConstraint("activity_id", "option_id", name=op.f("uq_vote_topic_activity_id_option_id")),
    )
    with op.batch_alter_table("vote_topic", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vote_topic_activity_id"), ["activity_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_vote_topic_option_id"), ["option_id"], unique=False)

    op.create_table(
        "vote_voice",
        sa.Column("option_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["option_id"], ["vote_option.id"], name=op.f("fk_vote_voice_option_id_vote_option"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_vote_voice_person_id_lti_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("option_id", "person_id", name=op.f("pk_vote_voice")),
    )
    with op.batch_alter_table("vote_voice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vote_voice_person_id"), ["person_id"], unique=False)

    op.create_table(
        "vote_wording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("option_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["lti_person.id"], name=op.f("fk_vote_wording_changed_by_lti_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["option_id"], ["vote_option.id"], name=op.f("fk_vote_wording_option_id_vote_option"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote_wording")),
    )
    with op.batch_alter_table("vote_wording", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vote_wording_changed_by"), ["changed_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_vote_wording_option_id"), ["option_id"], unique=False)

    op.create_table(
        "vote_exchange",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("has_id", sa.Integer(), nullable=False),
        sa.Column("wants_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["vote_placing.activity_id"],
            name=op.f("fk_vote_exchange_activity_id_vote_placing"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["has_id"], ["vote_topic.id"], name=op.f("fk_vote_exchange_has_id_vote_topic"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["lti_person.id"], name=op.f("fk_vote_exchange_other_id_lti_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_vote_exchange_person_id_lti_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["wants_id"], ["vote_topic.id"], name=op.f("fk_vote_exchange_wants_id_vote_topic"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote_exchange")),
    )
    with op.batch_alter_table("vote_exchange", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vote_exchange_activity_id"), ["activity_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_vote_exchange_has_id"), ["has_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_vote_exchange_other_id"), ["other_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_vote_exchange_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_vote_exchange_wants_id"), ["wants_id"], unique=False)

    op.create_table(
        "vote_merge_answer",
        sa.Column("merge_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("yes", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["merge_id"], ["vote_merge.id"], name=op.f("fk_vote_merge_answer_merge_id_vote_merge"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_vote_merge_answer_person_id_lti_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("merge_id", "person_id", name=op.f("pk_vote_merge_answer")),
    )
    with op.batch_alter_table("vote_merge_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vote_merge_answer_person_id"), ["person_id"], unique=False)

    op.create_table(
        "vote_seat",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=True),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_vote_seat_person_id_lti_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["vote_plan.id"], name=op.f("fk_vote_seat_plan_id_vote_plan"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["vote_topic.id"], name=op.f("fk_vote_seat_topic_id_vote_topic"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("plan_id", "person_id", name=op.f("pk_vote_seat")),
    )
    with op.batch_alter_table("vote_seat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vote_seat_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_vote_seat_topic_id"), ["topic_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("vote_seat", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vote_seat_topic_id"))
        batch_op.drop_index(batch_op.f("ix_vote_seat_person_id"))

    op.drop_table("vote_seat")
    with op.batch_alter_table("vote_merge_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vote_merge_answer_person_id"))

    op.drop_table("vote_merge_answer")
    with op.batch_alter_table("vote_exchange", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vote_exchange_wants_id"))
        batch_op.drop_index(batch_op.f("ix_vote_exchange_person_id"))
        batch_op.drop_index(batch_op.f("ix_vote_exchange_other_id"))
        batch_op.drop_index(batch_op.f("ix_vote_exchange_has_id"))
        batch_op.drop_index(batch_op.f("ix_vote_exchange_activity_id"))

    op.drop_table("vote_exchange")
    with op.batch_alter_table("vote_wording", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vote_wording_option_id"))
        batch_op.drop_index(batch_op.f("ix_vote_wording_changed_by"))

    op.drop_table("vote_wording")
    with op.batch_alter_table("vote_voice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vote_voice_person_id"))

    op.drop_table("vote_voice")
    with op.batch_alter_table("vote_topic", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vote_topic_option_id"))
        batch_op.drop_index(batch_op.f("ix_vote_topic_activity_id"))

    op.drop_table("vote_topic")
    with op.batch_alter_table("vote_support", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vote_support_person_id"))

    op.drop_table("vote_support")
    with op.batch_alter_table("vote_merge", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vote_merge_part_id"))
        batch_op.drop_index(batch_op.f("ix_vote_merge_into_id"))
        batch_op.drop_index(batch_op.f("ix_vote_merge_asked_by"))

    op.drop_table("vote_merge")
    with op.batch_alter_table("vote_former_decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vote_former_decision_option_id"))
        batch_op.drop_index(batch_op.f("ix_vote_former_decision_decided_by"))

    op.drop_table("vote_former_decision")
    with op.batch_alter_table("vote_decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vote_decision_decided_by"))

    op.drop_table("vote_decision")
    op.drop_table("vote_secret_ballot")
    op.drop_table("vote_rule_card")
    with op.batch_alter_table("vote_roll", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vote_roll_person_id"))

    op.drop_table("vote_roll")
    op.drop_table("vote_record")
    with op.batch_alter_table("vote_plan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vote_plan_mends"))
        batch_op.drop_index(batch_op.f("ix_vote_plan_activity_id"))

    op.drop_table("vote_plan")
    with op.batch_alter_table("vote_option", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vote_option_merged_into"))
        batch_op.drop_index(batch_op.f("ix_vote_option_author_id"))
        batch_op.drop_index(batch_op.f("ix_vote_option_activity_id"))

    op.drop_table("vote_option")
    op.drop_table("vote_key")
    with op.batch_alter_table("vote_excuse", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vote_excuse_person_id"))

    op.drop_table("vote_excuse")
    with op.batch_alter_table("vote_choice_list", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vote_choice_list_person_id"))

    op.drop_table("vote_choice_list")
    with op.batch_alter_table("vote_bond", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vote_bond_person_id"))

    op.drop_table("vote_bond")
    with op.batch_alter_table("vote_ballot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vote_ballot_person_id"))

    op.drop_table("vote_ballot")
    op.drop_table("vote_poll")
    with op.batch_alter_table("vote_placing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vote_placing_group_set_id"))

    op.drop_table("vote_placing")
