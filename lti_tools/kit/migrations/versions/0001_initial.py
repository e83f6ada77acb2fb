"""initial"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
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
        "kit_schedule_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("after", sa.DateTime(timezone=True), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["lti_activity.id"],
            name=op.f("fk_kit_schedule_change_activity_id_lti_activity"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["lti_person.id"],
            name=op.f("fk_kit_schedule_change_actor_id_lti_person"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kit_schedule_change")),
    )
    with op.batch_alter_table("kit_schedule_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kit_schedule_change_activity_id"), ["activity_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_kit_schedule_change_actor_id"), ["actor_id"], unique=False)

    op.create_table(
        "kit_extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("phase_id", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
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
        "kit_phase_date",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("phase_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["lti_group.id"], name=op.f("fk_kit_phase_date_group_id_lti_group"), ondelete="CASCADE"
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
            ["group_id"], ["lti_group.id"], name=op.f("fk_kit_extension_line_group_id_lti_group"), ondelete="CASCADE"
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


def downgrade() -> None:
    with op.batch_alter_table("kit_extension_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kit_extension_line_person_id"))
        batch_op.drop_index(batch_op.f("ix_kit_extension_line_group_id"))
        batch_op.drop_index(batch_op.f("ix_kit_extension_line_extension_id"))

    op.drop_table("kit_extension_line")
    op.drop_table("kit_phase_run")
    with op.batch_alter_table("kit_phase_date", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kit_phase_date_person_id"))
        batch_op.drop_index(batch_op.f("ix_kit_phase_date_group_id"))

    op.drop_table("kit_phase_date")
    with op.batch_alter_table("kit_extension", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kit_extension_undone_by"))
        batch_op.drop_index(batch_op.f("ix_kit_extension_phase_id"))
        batch_op.drop_index(batch_op.f("ix_kit_extension_made_by"))

    op.drop_table("kit_extension")
    with op.batch_alter_table("kit_schedule_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kit_schedule_change_actor_id"))
        batch_op.drop_index(batch_op.f("ix_kit_schedule_change_activity_id"))

    op.drop_table("kit_schedule_change")
    with op.batch_alter_table("kit_pseudonym", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kit_pseudonym_person_id"))

    op.drop_table("kit_pseudonym")
    with op.batch_alter_table("kit_phase", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kit_phase_next_due"))
        batch_op.drop_index(batch_op.f("ix_kit_phase_ends"))

    op.drop_table("kit_phase")
    op.drop_table("kit_audit_head")
    with op.batch_alter_table("kit_audit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kit_audit_doer_id"))
        batch_op.drop_index(batch_op.f("ix_kit_audit_about_id"))

    op.drop_table("kit_audit")
    with op.batch_alter_table("kit_holiday", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kit_holiday_context_id"))

    op.drop_table("kit_holiday")
