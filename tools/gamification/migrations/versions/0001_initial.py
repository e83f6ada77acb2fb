"""initial"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "quest_badge_revoked",
        sa.Column("status_index", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("status_index", name=op.f("pk_quest_badge_revoked")),
        sa.UniqueConstraint("uid", name=op.f("uq_quest_badge_revoked_uid")),
    )
    op.create_table(
        "quest_badge_holder",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["lti_person.id"],
            name=op.f("fk_quest_badge_holder_person_id_lti_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_quest_badge_holder")),
        sa.UniqueConstraint("subject", name=op.f("uq_quest_badge_holder_subject")),
    )
    op.create_table(
        "quest_badge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("criteria", sa.Text(), nullable=False),
        sa.Column("shape", sa.String(), nullable=False),
        sa.Column("colour", sa.String(), nullable=False),
        sa.Column("symbol", sa.String(), nullable=False),
        sa.Column("picture", sa.String(), nullable=False),
        sa.Column("condition", sa.JSON(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["lti_activity.id"],
            name=op.f("fk_quest_badge_activity_id_lti_activity"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quest_badge")),
        sa.UniqueConstraint("activity_id", "key", name=op.f("uq_quest_badge_activity_id_key")),
        sa.UniqueConstraint("uid", name=op.f("uq_quest_badge_uid")),
    )
    with op.batch_alter_table("quest_badge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quest_badge_activity_id"), ["activity_id"], unique=False)

    op.create_table(
        "quest_help",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["lti_activity.id"],
            name=op.f("fk_quest_help_activity_id_lti_activity"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_quest_help_person_id_lti_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quest_help")),
    )
    with op.batch_alter_table("quest_help", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quest_help_activity_id"), ["activity_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_quest_help_person_id"), ["person_id"], unique=False)

    op.create_table(
        "quest_intake_call",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["lti_activity.id"],
            name=op.f("fk_quest_intake_call_activity_id_lti_activity"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_quest_intake_call_person_id_lti_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("activity_id", "call_id", name=op.f("pk_quest_intake_call")),
    )
    with op.batch_alter_table("quest_intake_call", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quest_intake_call_person_id"), ["person_id"], unique=False)

    op.create_table(
        "quest_intake_key",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("minute", sa.Integer(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["lti_activity.id"],
            name=op.f("fk_quest_intake_key_activity_id_lti_activity"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quest_intake_key")),
    )
    with op.batch_alter_table("quest_intake_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quest_intake_key_activity_id"), ["activity_id"], unique=False)

    op.create_table(
        "quest_line",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("draft", sa.JSON(), nullable=False),
        sa.Column("draft_number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("watch_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("grades_from", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["lti_activity.id"],
            name=op.f("fk_quest_line_activity_id_lti_activity"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("activity_id", name=op.f("pk_quest_line")),
    )
    with op.batch_alter_table("quest_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quest_line_watch_at"), ["watch_at"], unique=False)

    op.create_table(
        "quest_quiz_try",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("objective", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.JSON(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["lti_activity.id"],
            name=op.f("fk_quest_quiz_try_activity_id_lti_activity"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_quest_quiz_try_person_id_lti_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quest_quiz_try")),
        sa.UniqueConstraint(
            "activity_id",
            "person_id",
            "objective",
            "number",
            name=op.f("uq_quest_quiz_try_activity_id_person_id_objective_number"),
        ),
    )
    with op.batch_alter_table("quest_quiz_try", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quest_quiz_try_person_id"), ["person_id"], unique=False)

    op.create_table(
        "quest_badge_award",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("badge_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("awarded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("batch", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("status_index", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.Column("shown_before", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["badge_id"], ["quest_badge.id"], name=op.f("fk_quest_badge_award_badge_id_quest_badge"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_quest_badge_award_person_id_lti_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quest_badge_award")),
        sa.UniqueConstraint("badge_id", "person_id", name=op.f("uq_quest_badge_award_badge_id_person_id")),
        sa.UniqueConstraint("status_index", name=op.f("uq_quest_badge_award_status_index")),
        sa.UniqueConstraint("uid", name=op.f("uq_quest_badge_award_uid")),
    )
    with op.batch_alter_table("quest_badge_award", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quest_badge_award_batch"), ["batch"], unique=False)
        batch_op.create_index(batch_op.f("ix_quest_badge_award_person_id"), ["person_id"], unique=False)

    op.create_table(
        "quest_card",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("phrase", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["quest_line.activity_id"],
            name=op.f("fk_quest_card_activity_id_quest_line"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["lti_person.id"], name=op.f("fk_quest_card_by_id_lti_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_quest_card_person_id_lti_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quest_card")),
        sa.UniqueConstraint(
            "activity_id", "by_id", "person_id", "day", name=op.f("uq_quest_card_activity_id_by_id_person_id_day")
        ),
    )
    with op.batch_alter_table("quest_card", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quest_card_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_quest_card_person_id"), ["person_id"], unique=False)

    op.create_table(
        "quest_check_in",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("objective", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["quest_line.activity_id"],
            name=op.f("fk_quest_check_in_activity_id_quest_line"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("activity_id", "objective", name=op.f("pk_quest_check_in")),
    )
    op.create_table(
        "quest_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("objective", sa.String(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("skill", sa.String(), nullable=False),
        sa.Column("retracts", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["quest_line.activity_id"],
            name=op.f("fk_quest_entry_activity_id_quest_line"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["lti_person.id"], name=op.f("fk_quest_entry_actor_id_lti_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_quest_entry_person_id_lti_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quest_entry")),
        sa.UniqueConstraint("activity_id", "person_id", "uid", name=op.f("uq_quest_entry_activity_id_person_id_uid")),
    )
    with op.batch_alter_table("quest_entry", schema=None) as batch_op:
        batch_op.create_index("ix_quest_entry_activity_id_group_id", ["activity_id", "group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_quest_entry_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_quest_entry_person_id"), ["person_id"], unique=False)

    op.create_table(
        "quest_excused_week",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("monday", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["quest_line.activity_id"],
            name=op.f("fk_quest_excused_week_activity_id_quest_line"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["lti_person.id"],
            name=op.f("fk_quest_excused_week_person_id_lti_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("activity_id", "person_id", "monday", name=op.f("pk_quest_excused_week")),
    )
    with op.batch_alter_table("quest_excused_week", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quest_excused_week_person_id"), ["person_id"], unique=False)

    op.create_table(
        "quest_help_offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("help_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("thanked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["help_id"], ["quest_help.id"], name=op.f("fk_quest_help_offer_help_id_quest_help"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_quest_help_offer_person_id_lti_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quest_help_offer")),
        sa.UniqueConstraint("help_id", "person_id", name=op.f("uq_quest_help_offer_help_id_person_id")),
    )
    with op.batch_alter_table("quest_help_offer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quest_help_offer_person_id"), ["person_id"], unique=False)

    op.create_table(
        "quest_look",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["quest_line.activity_id"],
            name=op.f("fk_quest_look_activity_id_quest_line"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_quest_look_person_id_lti_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("activity_id", "person_id", "item", name=op.f("pk_quest_look")),
    )
    with op.batch_alter_table("quest_look", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quest_look_person_id"), ["person_id"], unique=False)

    op.create_table(
        "quest_member",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("excused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("warned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("absent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waited_from", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["quest_line.activity_id"],
            name=op.f("fk_quest_member_activity_id_quest_line"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_quest_member_person_id_lti_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("activity_id", "person_id", name=op.f("pk_quest_member")),
    )
    with op.batch_alter_table("quest_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quest_member_person_id"), ["person_id"], unique=False)

    op.create_table(
        "quest_merge",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["quest_line.activity_id"],
            name=op.f("fk_quest_merge_activity_id_quest_line"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("activity_id", "group_id", name=op.f("pk_quest_merge")),
    )
    op.create_table(
        "quest_own_date",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("quest", sa.String(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["quest_line.activity_id"],
            name=op.f("fk_quest_own_date_activity_id_quest_line"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_quest_own_date_person_id_lti_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("activity_id", "person_id", "quest", name=op.f("pk_quest_own_date")),
    )
    with op.batch_alter_table("quest_own_date", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quest_own_date_person_id"), ["person_id"], unique=False)

    op.create_table(
        "quest_part",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("boss", sa.String(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["quest_line.activity_id"],
            name=op.f("fk_quest_part_activity_id_quest_line"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_quest_part_person_id_lti_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("activity_id", "person_id", "boss", "group_id", name=op.f("pk_quest_part")),
    )
    with op.batch_alter_table("quest_part", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quest_part_person_id"), ["person_id"], unique=False)

    op.create_table(
        "quest_profile",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("on_board", sa.Boolean(), nullable=False),
        sa.Column("calm", sa.Boolean(), nullable=False),
        sa.Column("shape", sa.String(), nullable=False),
        sa.Column("colour", sa.String(), nullable=False),
        sa.Column("symbol", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["quest_line.activity_id"],
            name=op.f("fk_quest_profile_activity_id_quest_line"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_quest_profile_person_id_lti_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("activity_id", "person_id", name=op.f("pk_quest_profile")),
    )
    with op.batch_alter_table("quest_profile", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quest_profile_person_id"), ["person_id"], unique=False)

    op.create_table(
        "quest_second_go",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("boss", sa.String(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["quest_line.activity_id"],
            name=op.f("fk_quest_second_go_activity_id_quest_line"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_quest_second_go_person_id_lti_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quest_second_go")),
        sa.UniqueConstraint(
            "activity_id", "boss", "group_id", name=op.f("uq_quest_second_go_activity_id_boss_group_id")
        ),
    )
    with op.batch_alter_table("quest_second_go", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quest_second_go_person_id"), ["person_id"], unique=False)

    op.create_table(
        "quest_solo",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["quest_line.activity_id"],
            name=op.f("fk_quest_solo_activity_id_quest_line"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("activity_id", "group_id", name=op.f("pk_quest_solo")),
    )
    op.create_table(
        "quest_standing",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("xp", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("objectives", sa.JSON(), nullable=False),
        sa.Column("quests", sa.JSON(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["quest_line.activity_id"],
            name=op.f("fk_quest_standing_activity_id_quest_line"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_quest_standing_person_id_lti_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("activity_id", "person_id", name=op.f("pk_quest_standing")),
    )
    with op.batch_alter_table("quest_standing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quest_standing_person_id"), ["person_id"], unique=False)

    op.create_table(
        "quest_version",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["quest_line.activity_id"],
            name=op.f("fk_quest_version_activity_id_quest_line"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("activity_id", "number", name=op.f("pk_quest_version")),
    )
    op.create_table(
        "quest_victory",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("boss", sa.String(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["quest_line.activity_id"],
            name=op.f("fk_quest_victory_activity_id_quest_line"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("activity_id", "boss", "group_id", name=op.f("pk_quest_victory")),
    )
    op.create_table(
        "quest_work",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("objective", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["quest_line.activity_id"],
            name=op.f("fk_quest_work_activity_id_quest_line"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["lti_person.id"], name=op.f("fk_quest_work_decided_by_lti_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_quest_work_person_id_lti_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quest_work")),
        sa.UniqueConstraint(
            "activity_id",
            "person_id",
            "objective",
            "number",
            name=op.f("uq_quest_work_activity_id_person_id_objective_number"),
        ),
    )
    with op.batch_alter_table("quest_work", schema=None) as batch_op:
        batch_op.create_index("ix_quest_work_activity_id_state", ["activity_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_quest_work_decided_by"), ["decided_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_quest_work_person_id"), ["person_id"], unique=False)

    op.create_table(
        "quest_endorsement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("work_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["lti_person.id"], name=op.f("fk_quest_endorsement_by_id_lti_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["work_id"], ["quest_work.id"], name=op.f("fk_quest_endorsement_work_id_quest_work"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quest_endorsement")),
        sa.UniqueConstraint("work_id", "by_id", name=op.f("uq_quest_endorsement_work_id_by_id")),
    )
    with op.batch_alter_table("quest_endorsement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quest_endorsement_by_id"), ["by_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("quest_endorsement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quest_endorsement_by_id"))

    op.drop_table("quest_endorsement")
    with op.batch_alter_table("quest_work", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quest_work_person_id"))
        batch_op.drop_index(batch_op.f("ix_quest_work_decided_by"))
        batch_op.drop_index("ix_quest_work_activity_id_state")

    op.drop_table("quest_work")
    op.drop_table("quest_victory")
    op.drop_table("quest_version")
    with op.batch_alter_table("quest_standing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quest_standing_person_id"))

    op.drop_table("quest_standing")
    op.drop_table("quest_solo")
    with op.batch_alter_table("quest_second_go", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quest_second_go_person_id"))

    op.drop_table("quest_second_go")
    with op.batch_alter_table("quest_profile", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quest_profile_person_id"))

    op.drop_table("quest_profile")
    with op.batch_alter_table("quest_part", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quest_part_person_id"))

    op.drop_table("quest_part")
    with op.batch_alter_table("quest_own_date", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quest_own_date_person_id"))

    op.drop_table("quest_own_date")
    op.drop_table("quest_merge")
    with op.batch_alter_table("quest_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quest_member_person_id"))

    op.drop_table("quest_member")
    with op.batch_alter_table("quest_look", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quest_look_person_id"))

    op.drop_table("quest_look")
    with op.batch_alter_table("quest_help_offer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quest_help_offer_person_id"))

    op.drop_table("quest_help_offer")
    with op.batch_alter_table("quest_excused_week", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quest_excused_week_person_id"))

    op.drop_table("quest_excused_week")
    with op.batch_alter_table("quest_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quest_entry_person_id"))
        batch_op.drop_index(batch_op.f("ix_quest_entry_actor_id"))
        batch_op.drop_index("ix_quest_entry_activity_id_group_id")

    op.drop_table("quest_entry")
    op.drop_table("quest_check_in")
    with op.batch_alter_table("quest_card", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quest_card_person_id"))
        batch_op.drop_index(batch_op.f("ix_quest_card_by_id"))

    op.drop_table("quest_card")
    with op.batch_alter_table("quest_badge_award", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quest_badge_award_person_id"))
        batch_op.drop_index(batch_op.f("ix_quest_badge_award_batch"))

    op.drop_table("quest_badge_award")
    with op.batch_alter_table("quest_quiz_try", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quest_quiz_try_person_id"))

    op.drop_table("quest_quiz_try")
    with op.batch_alter_table("quest_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quest_line_watch_at"))

    op.drop_table("quest_line")
    with op.batch_alter_table("quest_intake_key", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quest_intake_key_activity_id"))

    op.drop_table("quest_intake_key")
    with op.batch_alter_table("quest_intake_call", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quest_intake_call_person_id"))

    op.drop_table("quest_intake_call")
    with op.batch_alter_table("quest_help", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quest_help_person_id"))
        batch_op.drop_index(batch_op.f("ix_quest_help_activity_id"))

    op.drop_table("quest_help")
    with op.batch_alter_table("quest_badge", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quest_badge_activity_id"))

    op.drop_table("quest_badge")
    op.drop_table("quest_badge_holder")
    op.drop_table("quest_badge_revoked")
