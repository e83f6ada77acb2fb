"""initial"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kit_left_space",
        sa.Column("space", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("space", name=op.f("pk_kit_left_space")),
    )
    op.create_table(
        "kit_digest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_token", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_kit_digest_person_id_lti_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kit_digest")),
        sa.UniqueConstraint("person_id", "slot", name=op.f("uq_kit_digest_person_id_slot")),
    )
    with op.batch_alter_table("kit_digest", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kit_digest_state_due_at"), ["state", "due_at"], unique=False)

    op.create_table(
        "kit_group_fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("context_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["context_id"],
            ["lti_context.id"],
            name=op.f("fk_kit_group_fact_context_id_lti_context"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_kit_group_fact_person_id_lti_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kit_group_fact")),
        sa.UniqueConstraint(
            "context_id", "person_id", "name", name=op.f("uq_kit_group_fact_context_id_person_id_name")
        ),
    )
    with op.batch_alter_table("kit_group_fact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kit_group_fact_person_id"), ["person_id"], unique=False)

    op.create_table(
        "kit_group_set",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("context_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("lms_set", sa.String(), nullable=False),
        sa.Column("synced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signup_open", sa.Boolean(), nullable=False),
        sa.Column("signup_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("weekly", sa.Boolean(), nullable=False),
        sa.Column("turns_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("recipe", sa.JSON(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["context_id"], ["lti_context.id"], name=op.f("fk_kit_group_set_context_id_lti_context"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["lti_person.id"], name=op.f("fk_kit_group_set_made_by_lti_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kit_group_set")),
    )
    with op.batch_alter_table("kit_group_set", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kit_group_set_context_id"), ["context_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_kit_group_set_made_by"), ["made_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_kit_group_set_synced_at"), ["synced_at"], unique=False)

    op.create_table(
        "kit_holiday",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("context_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["context_id"], ["lti_context.id"], name=op.f("fk_kit_holiday_context_id_lti_context"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kit_holiday")),
    )
    with op.batch_alter_table("kit_holiday", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kit_holiday_context_id"), ["context_id"], unique=False)

    op.create_table(
        "kit_mail_wish",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("pace", sa.String(), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=False),
        sa.Column("quiet_until", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_kit_mail_wish_person_id_lti_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_kit_mail_wish")),
    )
    op.create_table(
        "kit_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform_id", sa.Integer(), nullable=False),
        sa.Column("tool", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("forked_from_id", sa.Integer(), nullable=True),
        sa.Column("published_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["forked_from_id"],
            ["kit_template.id"],
            name=op.f("fk_kit_template_forked_from_id_kit_template"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["platform_id"],
            ["lti_platform.id"],
            name=op.f("fk_kit_template_platform_id_lti_platform"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["published_by"],
            ["lti_person.id"],
            name=op.f("fk_kit_template_published_by_lti_person"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kit_template")),
    )
    with op.batch_alter_table("kit_template", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kit_template_forked_from_id"), ["forked_from_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_kit_template_platform_id"), ["platform_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_kit_template_published_by"), ["published_by"], unique=False)

    op.create_table(
        "kit_audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("doer_id", sa.Integer(), nullable=True),
        sa.Column("about_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("seals", sa.JSON(), nullable=False),
        sa.Column("seal", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["about_id"], ["lti_person.id"], name=op.f("fk_kit_audit_about_id_lti_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["lti_activity.id"], name=op.f("fk_kit_audit_activity_id_lti_activity"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["doer_id"], ["lti_person.id"], name=op.f("fk_kit_audit_doer_id_lti_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kit_audit")),
        sa.UniqueConstraint("activity_id", "number", name=op.f("uq_kit_audit_activity_id_number")),
        sa.UniqueConstraint("activity_id", "undoes", name=op.f("uq_kit_audit_activity_id_undoes")),
    )
    with op.batch_alter_table("kit_audit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kit_audit_about_id"), ["about_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_kit_audit_doer_id"), ["doer_id"], unique=False)

    op.create_table(
        "kit_audit_head",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("seal", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["lti_activity.id"],
            name=op.f("fk_kit_audit_head_activity_id_lti_activity"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("activity_id", name=op.f("pk_kit_audit_head")),
    )
    op.create_table(
        "kit_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("appeal", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["lti_activity.id"], name=op.f("fk_kit_case_activity_id_lti_activity"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["lti_person.id"], name=op.f("fk_kit_case_author_id_lti_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kit_case")),
        sa.UniqueConstraint("activity_id", "kind", "item_id", name=op.f("uq_kit_case_activity_id_kind_item_id")),
    )
    with op.batch_alter_table("kit_case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kit_case_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_kit_case_changed_at"), ["changed_at"], unique=False)

    op.create_table(
        "kit_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("by_staff", sa.Boolean(), nullable=False),
        sa.Column("stance", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("send_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["lti_activity.id"],
            name=op.f("fk_kit_comment_activity_id_lti_activity"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["lti_person.id"], name=op.f("fk_kit_comment_author_id_lti_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["kit_comment.id"], name=op.f("fk_kit_comment_parent_id_kit_comment"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kit_comment")),
    )
    with op.batch_alter_table("kit_comment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_kit_comment_activity_id_subject_kind_subject_id"),
            ["activity_id", "subject_kind", "subject_id"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_kit_comment_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_kit_comment_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_kit_comment_send_at"), ["send_at"], unique=False)

    op.create_table(
        "kit_file_undo",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("version_after", sa.Integer(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["lti_activity.id"],
            name=op.f("fk_kit_file_undo_activity_id_lti_activity"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("activity_id", name=op.f("pk_kit_file_undo")),
    )
    op.create_table(
        "kit_group_deed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["lti_person.id"], name=op.f("fk_kit_group_deed_actor_id_lti_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["set_id"], ["kit_group_set.id"], name=op.f("fk_kit_group_deed_set_id_kit_group_set"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kit_group_deed")),
    )
    with op.batch_alter_table("kit_group_deed", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kit_group_deed_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_kit_group_deed_set_id"), ["set_id"], unique=False)

    op.create_table(
        "kit_group_use",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["lti_activity.id"],
            name=op.f("fk_kit_group_use_activity_id_lti_activity"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["set_id"], ["kit_group_set.id"], name=op.f("fk_kit_group_use_set_id_kit_group_set"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("activity_id", name=op.f("pk_kit_group_use")),
    )
    with op.batch_alter_table("kit_group_use", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kit_group_use_set_id"), ["set_id"], unique=False)

    op.create_table(
        "kit_held_event",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("day", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["lti_activity.id"],
            name=op.f("fk_kit_held_event_activity_id_lti_activity"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["lti_person.id"], name=op.f("fk_kit_held_event_actor_id_lti_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kit_held_event")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("kit_held_event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_kit_held_event_activity_id_action"), ["activity_id", "action"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_kit_held_event_actor_id"), ["actor_id"], unique=False)

    op.create_table(
        "kit_job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("slot", sa.String(), nullable=True),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("cursor", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_token", sa.String(), nullable=False),
        sa.Column("heartbeat_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("cancel_asked", sa.Boolean(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("file_key", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["lti_activity.id"], name=op.f("fk_kit_job_activity_id_lti_activity"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_kit_job_person_id_lti_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kit_job")),
        sa.UniqueConstraint("slot", name=op.f("uq_kit_job_slot")),
    )
    with op.batch_alter_table("kit_job", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kit_job_activity_id"), ["activity_id"], unique=False)
        batch_op.create_index("ix_kit_job_due", ["state", "due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_kit_job_person_id"), ["person_id"], unique=False)

    op.create_table(
        "kit_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("digest_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["lti_activity.id"],
            name=op.f("fk_kit_notice_activity_id_lti_activity"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["digest_id"], ["kit_digest.id"], name=op.f("fk_kit_notice_digest_id_kit_digest"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_kit_notice_person_id_lti_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kit_notice")),
        sa.UniqueConstraint(
            "activity_id", "person_id", "code", "key", name=op.f("uq_kit_notice_activity_id_person_id_code_key")
        ),
    )
    with op.batch_alter_table("kit_notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kit_notice_digest_id"), ["digest_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_kit_notice_person_id_read_at"), ["person_id", "read_at"], unique=False)

    op.create_table(
        "kit_once",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["lti_activity.id"], name=op.f("fk_kit_once_activity_id_lti_activity"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_kit_once_person_id_lti_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("activity_id", "person_id", "key", name=op.f("pk_kit_once")),
    )
    with op.batch_alter_table("kit_once", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kit_once_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_kit_once_used_at"), ["used_at"], unique=False)

    op.create_table(
        "kit_phase",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("start", sa.String(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end", sa.String(), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("starts", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_end", sa.DateTime(timezone=True), nullable=True),
        sa.Column("worked_out", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_due", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["lti_activity.id"], name=op.f("fk_kit_phase_activity_id_lti_activity"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kit_phase")),
        sa.UniqueConstraint("activity_id", "key", name=op.f("uq_kit_phase_activity_id_key")),
    )
    with op.batch_alter_table("kit_phase", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kit_phase_ends"), ["ends"], unique=False)
        batch_op.create_index(batch_op.f("ix_kit_phase_next_due"), ["next_due"], unique=False)

    op.create_table(
        "kit_practice",
        sa.Column("context_id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["lti_activity.id"],
            name=op.f("fk_kit_practice_activity_id_lti_activity"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["context_id"], ["lti_context.id"], name=op.f("fk_kit_practice_context_id_lti_context"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_kit_practice_person_id_lti_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("context_id", name=op.f("pk_kit_practice")),
    )
    with op.batch_alter_table("kit_practice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kit_practice_activity_id"), ["activity_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_kit_practice_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_kit_practice_person_id"), ["person_id"], unique=False)

    op.create_table(
        "kit_prepared_file",
        sa.Column("uuid", sa.String(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("template_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["template_id"],
            ["kit_template.id"],
            name=op.f("fk_kit_prepared_file_template_id_kit_template"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["uuid"],
            ["lti_prepared_link.uuid"],
            name=op.f("fk_kit_prepared_file_uuid_lti_prepared_link"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("uuid", name=op.f("pk_kit_prepared_file")),
    )
    with op.batch_alter_table("kit_prepared_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kit_prepared_file_template_id"), ["template_id"], unique=False)

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

    op.create_table(
        "kit_pulse",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("with_text", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("salt", sa.String(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=True),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("to_scrub", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["lti_activity.id"], name=op.f("fk_kit_pulse_activity_id_lti_activity"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kit_pulse")),
    )
    with op.batch_alter_table("kit_pulse", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kit_pulse_activity_id"), ["activity_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_kit_pulse_closes_at"), ["closes_at"], unique=False)

    op.create_table(
        "kit_template_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("template_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["lti_person.id"],
            name=op.f("fk_kit_template_comment_person_id_lti_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["template_id"],
            ["kit_template.id"],
            name=op.f("fk_kit_template_comment_template_id_kit_template"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kit_template_comment")),
    )
    with op.batch_alter_table("kit_template_comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kit_template_comment_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_kit_template_comment_template_id"), ["template_id"], unique=False)

    op.create_table(
        "kit_template_credit",
        sa.Column("template_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["lti_person.id"],
            name=op.f("fk_kit_template_credit_person_id_lti_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["template_id"],
            ["kit_template.id"],
            name=op.f("fk_kit_template_credit_template_id_kit_template"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("template_id", "person_id", name=op.f("pk_kit_template_credit")),
    )
    with op.batch_alter_table("kit_template_credit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kit_template_credit_person_id"), ["person_id"], unique=False)

    op.create_table(
        "kit_template_use",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("template_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["lti_activity.id"],
            name=op.f("fk_kit_template_use_activity_id_lti_activity"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["template_id"],
            ["kit_template.id"],
            name=op.f("fk_kit_template_use_template_id_kit_template"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("activity_id", name=op.f("pk_kit_template_use")),
    )
    with op.batch_alter_table("kit_template_use", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kit_template_use_template_id"), ["template_id"], unique=False)

    op.create_table(
        "kit_upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("thing", sa.String(), nullable=False),
        sa.Column("session_id", sa.BigInteger(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("alt", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("fault", sa.JSON(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("ending", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("original", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("from_file", sa.Boolean(), nullable=False),
        sa.Column("copy", sa.String(), nullable=False),
        sa.Column("copy_size", sa.BigInteger(), nullable=False),
        sa.Column("small", sa.String(), nullable=False),
        sa.Column("small_size", sa.BigInteger(), nullable=False),
        sa.Column("drawn", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("busy_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["lti_activity.id"],
            name=op.f("fk_kit_upload_activity_id_lti_activity"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_kit_upload_person_id_lti_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kit_upload")),
    )
    with op.batch_alter_table("kit_upload", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_kit_upload_activity_id_place_thing"), ["activity_id", "place", "thing"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_kit_upload_drawn"), ["drawn"], unique=False)
        batch_op.create_index(batch_op.f("ix_kit_upload_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_kit_upload_state"), ["state"], unique=False)

    op.create_table(
        "kit_case_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("doer_id", sa.Integer(), nullable=True),
        sa.Column("deed", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["kit_case.id"], name=op.f("fk_kit_case_step_case_id_kit_case"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["doer_id"], ["lti_person.id"], name=op.f("fk_kit_case_step_doer_id_lti_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kit_case_step")),
    )
    with op.batch_alter_table("kit_case_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kit_case_step_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_kit_case_step_doer_id"), ["doer_id"], unique=False)

    op.create_table(
        "kit_comment_thanks",
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["kit_comment.id"],
            name=op.f("fk_kit_comment_thanks_comment_id_kit_comment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["lti_person.id"],
            name=op.f("fk_kit_comment_thanks_person_id_lti_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("comment_id", "person_id", name=op.f("pk_kit_comment_thanks")),
    )
    with op.batch_alter_table("kit_comment_thanks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kit_comment_thanks_person_id"), ["person_id"], unique=False)

    op.create_table(
        "kit_comment_wording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["kit_comment.id"],
            name=op.f("fk_kit_comment_wording_comment_id_kit_comment"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kit_comment_wording")),
    )
    with op.batch_alter_table("kit_comment_wording", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kit_comment_wording_comment_id"), ["comment_id"], unique=False)

    op.create_table(
        "kit_extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("phase_id", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("of_start", sa.Boolean(), nullable=False),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["made_by"], ["lti_person.id"], name=op.f("fk_kit_extension_made_by_lti_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["phase_id"], ["kit_phase.id"], name=op.f("fk_kit_extension_phase_id_kit_phase"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["undone_by"], ["lti_person.id"], name=op.f("fk_kit_extension_undone_by_lti_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kit_extension")),
    )
    with op.batch_alter_table("kit_extension", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kit_extension_made_by"), ["made_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_kit_extension_phase_id"), ["phase_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_kit_extension_undone_by"), ["undone_by"], unique=False)

    op.create_table(
        "kit_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("lms_id", sa.String(), nullable=False),
        sa.Column("made_in", sa.Integer(), nullable=True),
        sa.Column("removed_in", sa.Integer(), nullable=True),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_in"], ["kit_group_deed.id"], name=op.f("fk_kit_group_made_in_kit_group_deed"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["removed_in"],
            ["kit_group_deed.id"],
            name=op.f("fk_kit_group_removed_in_kit_group_deed"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["set_id"], ["kit_group_set.id"], name=op.f("fk_kit_group_set_id_kit_group_set"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kit_group")),
    )
    with op.batch_alter_table("kit_group", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kit_group_made_in"), ["made_in"], unique=False)
        batch_op.create_index(batch_op.f("ix_kit_group_removed_in"), ["removed_in"], unique=False)
        batch_op.create_index("ix_kit_group_set_id_place", ["set_id", "place"], unique=False)

    op.create_table(
        "kit_phase_run",
        sa.Column("phase_id", sa.Integer(), nullable=False),
        sa.Column("moment", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["phase_id"], ["kit_phase.id"], name=op.f("fk_kit_phase_run_phase_id_kit_phase"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("phase_id", "moment", "at", name=op.f("pk_kit_phase_run")),
    )
    op.create_table(
        "kit_pulse_answer",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("pulse_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pulse_id"], ["kit_pulse.id"], name=op.f("fk_kit_pulse_answer_pulse_id_kit_pulse"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kit_pulse_answer")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("kit_pulse_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kit_pulse_answer_pulse_id"), ["pulse_id"], unique=False)

    op.create_table(
        "kit_pulse_tag",
        sa.Column("pulse_id", sa.Integer(), nullable=False),
        sa.Column("tag", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pulse_id"], ["kit_pulse.id"], name=op.f("fk_kit_pulse_tag_pulse_id_kit_pulse"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("pulse_id", "tag", name=op.f("pk_kit_pulse_tag")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "kit_pulse_text",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("pulse_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pulse_id"], ["kit_pulse.id"], name=op.f("fk_kit_pulse_text_pulse_id_kit_pulse"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kit_pulse_text")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("kit_pulse_text", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kit_pulse_text_pulse_id"), ["pulse_id"], unique=False)

    op.create_table(
        "kit_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["kit_case.id"], name=op.f("fk_kit_report_case_id_kit_case"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_kit_report_person_id_lti_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kit_report")),
        sa.UniqueConstraint("case_id", "person_id", name=op.f("uq_kit_report_case_id_person_id")),
    )
    with op.batch_alter_table("kit_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kit_report_person_id"), ["person_id"], unique=False)

    op.create_table(
        "kit_upload_page",
        sa.Column("upload_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["upload_id"], ["kit_upload.id"], name=op.f("fk_kit_upload_page_upload_id_kit_upload"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("upload_id", "number", name=op.f("pk_kit_upload_page")),
    )
    op.create_table(
        "kit_upload_piece",
        sa.Column("upload_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["upload_id"], ["kit_upload.id"], name=op.f("fk_kit_upload_piece_upload_id_kit_upload"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("upload_id", "at", name=op.f("pk_kit_upload_piece")),
    )
    op.create_table(
        "kit_extension_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("extension_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("after", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["extension_id"],
            ["kit_extension.id"],
            name=op.f("fk_kit_extension_line_extension_id_kit_extension"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["kit_group.id"], name=op.f("fk_kit_extension_line_group_id_kit_group"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["lti_person.id"],
            name=op.f("fk_kit_extension_line_person_id_lti_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kit_extension_line")),
    )
    with op.batch_alter_table("kit_extension_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kit_extension_line_extension_id"), ["extension_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_kit_extension_line_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_kit_extension_line_person_id"), ["person_id"], unique=False)

    op.create_table(
        "kit_group_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["kit_group.id"], name=op.f("fk_kit_group_member_group_id_kit_group"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_kit_group_member_person_id_lti_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["set_id"], ["kit_group_set.id"], name=op.f("fk_kit_group_member_set_id_kit_group_set"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kit_group_member")),
        sa.UniqueConstraint("set_id", "person_id", name=op.f("uq_kit_group_member_set_id_person_id")),
    )
    with op.batch_alter_table("kit_group_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kit_group_member_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_kit_group_member_person_id"), ["person_id"], unique=False)

    op.create_table(
        "kit_group_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deed_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("before_id", sa.Integer(), nullable=True),
        sa.Column("after_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["after_id"], ["kit_group.id"], name=op.f("fk_kit_group_move_after_id_kit_group"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["before_id"], ["kit_group.id"], name=op.f("fk_kit_group_move_before_id_kit_group"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["deed_id"],
            ["kit_group_deed.id"],
            name=op.f("fk_kit_group_move_deed_id_kit_group_deed"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_kit_group_move_person_id_lti_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kit_group_move")),
    )
    with op.batch_alter_table("kit_group_move", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kit_group_move_after_id"), ["after_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_kit_group_move_before_id"), ["before_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_kit_group_move_deed_id"), ["deed_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_kit_group_move_person_id"), ["person_id"], unique=False)

    op.create_table(
        "kit_group_wait",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["kit_group.id"], name=op.f("fk_kit_group_wait_group_id_kit_group"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_kit_group_wait_person_id_lti_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["set_id"], ["kit_group_set.id"], name=op.f("fk_kit_group_wait_set_id_kit_group_set"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kit_group_wait")),
        sa.UniqueConstraint("set_id", "person_id", name=op.f("uq_kit_group_wait_set_id_person_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("kit_group_wait", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kit_group_wait_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_kit_group_wait_person_id"), ["person_id"], unique=False)

    op.create_table(
        "kit_phase_date",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("phase_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["kit_group.id"], name=op.f("fk_kit_phase_date_group_id_kit_group"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_kit_phase_date_person_id_lti_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["phase_id"], ["kit_phase.id"], name=op.f("fk_kit_phase_date_phase_id_kit_phase"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kit_phase_date")),
        sa.UniqueConstraint("phase_id", "group_id", name=op.f("uq_kit_phase_date_phase_id_group_id")),
        sa.UniqueConstraint("phase_id", "person_id", name=op.f("uq_kit_phase_date_phase_id_person_id")),
    )
    with op.batch_alter_table("kit_phase_date", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kit_phase_date_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_kit_phase_date_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("kit_phase_date", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kit_phase_date_person_id"))
        batch_op.drop_index(batch_op.f("ix_kit_phase_date_group_id"))

    op.drop_table("kit_phase_date")
    with op.batch_alter_table("kit_group_wait", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kit_group_wait_person_id"))
        batch_op.drop_index(batch_op.f("ix_kit_group_wait_group_id"))

    op.drop_table("kit_group_wait")
    with op.batch_alter_table("kit_group_move", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kit_group_move_person_id"))
        batch_op.drop_index(batch_op.f("ix_kit_group_move_deed_id"))
        batch_op.drop_index(batch_op.f("ix_kit_group_move_before_id"))
        batch_op.drop_index(batch_op.f("ix_kit_group_move_after_id"))

    op.drop_table("kit_group_move")
    with op.batch_alter_table("kit_group_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kit_group_member_person_id"))
        batch_op.drop_index(batch_op.f("ix_kit_group_member_group_id"))

    op.drop_table("kit_group_member")
    with op.batch_alter_table("kit_extension_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kit_extension_line_person_id"))
        batch_op.drop_index(batch_op.f("ix_kit_extension_line_group_id"))
        batch_op.drop_index(batch_op.f("ix_kit_extension_line_extension_id"))

    op.drop_table("kit_extension_line")
    op.drop_table("kit_upload_piece")
    op.drop_table("kit_upload_page")
    with op.batch_alter_table("kit_report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kit_report_person_id"))

    op.drop_table("kit_report")
    with op.batch_alter_table("kit_pulse_text", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kit_pulse_text_pulse_id"))

    op.drop_table("kit_pulse_text")
    op.drop_table("kit_pulse_tag")
    with op.batch_alter_table("kit_pulse_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kit_pulse_answer_pulse_id"))

    op.drop_table("kit_pulse_answer")
    op.drop_table("kit_phase_run")
    with op.batch_alter_table("kit_group", schema=None) as batch_op:
        batch_op.drop_index("ix_kit_group_set_id_place")
        batch_op.drop_index(batch_op.f("ix_kit_group_removed_in"))
        batch_op.drop_index(batch_op.f("ix_kit_group_made_in"))

    op.drop_table("kit_group")
    with op.batch_alter_table("kit_extension", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kit_extension_undone_by"))
        batch_op.drop_index(batch_op.f("ix_kit_extension_phase_id"))
        batch_op.drop_index(batch_op.f("ix_kit_extension_made_by"))

    op.drop_table("kit_extension")
    with op.batch_alter_table("kit_comment_wording", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kit_comment_wording_comment_id"))

    op.drop_table("kit_comment_wording")
    with op.batch_alter_table("kit_comment_thanks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kit_comment_thanks_person_id"))

    op.drop_table("kit_comment_thanks")
    with op.batch_alter_table("kit_case_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kit_case_step_doer_id"))
        batch_op.drop_index(batch_op.f("ix_kit_case_step_case_id"))

    op.drop_table("kit_case_step")
    with op.batch_alter_table("kit_upload", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kit_upload_state"))
        batch_op.drop_index(batch_op.f("ix_kit_upload_person_id"))
        batch_op.drop_index(batch_op.f("ix_kit_upload_drawn"))
        batch_op.drop_index(batch_op.f("ix_kit_upload_activity_id_place_thing"))

    op.drop_table("kit_upload")
    with op.batch_alter_table("kit_template_use", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kit_template_use_template_id"))

    op.drop_table("kit_template_use")
    with op.batch_alter_table("kit_template_credit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kit_template_credit_person_id"))

    op.drop_table("kit_template_credit")
    with op.batch_alter_table("kit_template_comment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kit_template_comment_template_id"))
        batch_op.drop_index(batch_op.f("ix_kit_template_comment_person_id"))

    op.drop_table("kit_template_comment")
    with op.batch_alter_table("kit_pulse", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kit_pulse_closes_at"))
        batch_op.drop_index(batch_op.f("ix_kit_pulse_activity_id"))

    op.drop_table("kit_pulse")
    with op.batch_alter_table("kit_pseudonym", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kit_pseudonym_person_id"))

    op.drop_table("kit_pseudonym")
    with op.batch_alter_table("kit_prepared_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kit_prepared_file_template_id"))

    op.drop_table("kit_prepared_file")
    with op.batch_alter_table("kit_practice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kit_practice_person_id"))
        batch_op.drop_index(batch_op.f("ix_kit_practice_expires_at"))
        batch_op.drop_index(batch_op.f("ix_kit_practice_activity_id"))

    op.drop_table("kit_practice")
    with op.batch_alter_table("kit_phase", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kit_phase_next_due"))
        batch_op.drop_index(batch_op.f("ix_kit_phase_ends"))

    op.drop_table("kit_phase")
    with op.batch_alter_table("kit_once", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kit_once_used_at"))
        batch_op.drop_index(batch_op.f("ix_kit_once_person_id"))

    op.drop_table("kit_once")
    with op.batch_alter_table("kit_notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kit_notice_person_id_read_at"))
        batch_op.drop_index(batch_op.f("ix_kit_notice_digest_id"))

    op.drop_table("kit_notice")
    with op.batch_alter_table("kit_job", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kit_job_person_id"))
        batch_op.drop_index("ix_kit_job_due")
        batch_op.drop_index(batch_op.f("ix_kit_job_activity_id"))

    op.drop_table("kit_job")
    with op.batch_alter_table("kit_held_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kit_held_event_actor_id"))
        batch_op.drop_index(batch_op.f("ix_kit_held_event_activity_id_action"))

    op.drop_table("kit_held_event")
    with op.batch_alter_table("kit_group_use", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kit_group_use_set_id"))

    op.drop_table("kit_group_use")
    with op.batch_alter_table("kit_group_deed", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kit_group_deed_set_id"))
        batch_op.drop_index(batch_op.f("ix_kit_group_deed_actor_id"))

    op.drop_table("kit_group_deed")
    op.drop_table("kit_file_undo")
    with op.batch_alter_table("kit_comment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kit_comment_send_at"))
        batch_op.drop_index(batch_op.f("ix_kit_comment_parent_id"))
        batch_op.drop_index(batch_op.f("ix_kit_comment_author_id"))
        batch_op.drop_index(batch_op.f("ix_kit_comment_activity_id_subject_kind_subject_id"))

    op.drop_table("kit_comment")
    with op.batch_alter_table("kit_case", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kit_case_changed_at"))
        batch_op.drop_index(batch_op.f("ix_kit_case_author_id"))

    op.drop_table("kit_case")
    op.drop_table("kit_audit_head")
    with op.batch_alter_table("kit_audit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kit_audit_doer_id"))
        batch_op.drop_index(batch_op.f("ix_kit_audit_about_id"))

    op.drop_table("kit_audit")
    with op.batch_alter_table("kit_template", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kit_template_published_by"))
        batch_op.drop_index(batch_op.f("ix_kit_template_platform_id"))
        batch_op.drop_index(batch_op.f("ix_kit_template_forked_from_id"))

    op.drop_table("kit_template")
    op.drop_table("kit_mail_wish")
    with op.batch_alter_table("kit_holiday", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kit_holiday_context_id"))

    op.drop_table("kit_holiday")
    with op.batch_alter_table("kit_group_set", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kit_group_set_synced_at"))
        batch_op.drop_index(batch_op.f("ix_kit_group_set_made_by"))
        batch_op.drop_index(batch_op.f("ix_kit_group_set_context_id"))

    op.drop_table("kit_group_set")
    with op.batch_alter_table("kit_group_fact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kit_group_fact_person_id"))

    op.drop_table("kit_group_fact")
    with op.batch_alter_table("kit_digest", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kit_digest_state_due_at"))

    op.drop_table("kit_digest")
    op.drop_table("kit_left_space")
