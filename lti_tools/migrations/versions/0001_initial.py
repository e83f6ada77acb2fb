"""initial"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lti_admin_session",
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("secret_hash", name=op.f("pk_lti_admin_session")),
    )
    op.create_table(
        "lti_admin_sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address_hash", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lti_admin_sign_in")),
    )
    with op.batch_alter_table("lti_admin_sign_in", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lti_admin_sign_in_address_hash"), ["address_hash"], unique=False)

    op.create_table(
        "lti_audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lti_audit")),
    )
    with op.batch_alter_table("lti_audit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lti_audit_at"), ["at"], unique=False)

    op.create_table(
        "lti_consumed",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_lti_consumed")),
    )
    with op.batch_alter_table("lti_consumed", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lti_consumed_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "lti_erased",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform_id", sa.Integer(), nullable=False),
        sa.Column("sub_hash", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lti_erased")),
        sa.UniqueConstraint("platform_id", "sub_hash", name=op.f("uq_lti_erased_platform_id_sub_hash")),
    )
    op.create_table(
        "lti_heartbeat",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lti_heartbeat")),
    )
    op.create_table(
        "lti_tenant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lti_tenant")),
        sa.UniqueConstraint("name", name=op.f("uq_lti_tenant_name")),
    )
    op.create_table(
        "lti_platform",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("jwks_uri", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("product", sa.String(), nullable=False),
        sa.Column("origins", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["lti_tenant.id"], name=op.f("fk_lti_platform_tenant_id_lti_tenant")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lti_platform")),
        sa.UniqueConstraint("tenant_id", "issuer", "jwks_uri", name=op.f("uq_lti_platform_tenant_id_issuer_jwks_uri")),
    )
    op.create_table(
        "lti_context",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("lms_id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("history", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["platform_id"], ["lti_platform.id"], name=op.f("fk_lti_context_platform_id_lti_platform")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lti_context")),
        sa.UniqueConstraint("platform_id", "kind", "lms_id", name=op.f("uq_lti_context_platform_id_kind_lms_id")),
    )
    op.create_table(
        "lti_grade_lane",
        sa.Column("platform_id", sa.Integer(), nullable=False),
        sa.Column("paused_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["platform_id"],
            ["lti_platform.id"],
            name=op.f("fk_lti_grade_lane_platform_id_lti_platform"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("platform_id", name=op.f("pk_lti_grade_lane")),
    )
    op.create_table(
        "lti_key_set",
        sa.Column("platform_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["platform_id"],
            ["lti_platform.id"],
            name=op.f("fk_lti_key_set_platform_id_lti_platform"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("platform_id", name=op.f("pk_lti_key_set")),
    )
    op.create_table(
        "lti_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform_id", sa.Integer(), nullable=False),
        sa.Column("sub", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("given_name", sa.String(), nullable=False),
        sa.Column("family_name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["platform_id"], ["lti_platform.id"], name=op.f("fk_lti_person_platform_id_lti_platform")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lti_person")),
        sa.UniqueConstraint("platform_id", "sub", name=op.f("uq_lti_person_platform_id_sub")),
    )
    op.create_table(
        "lti_registration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("tool", sa.String(), nullable=False),
        sa.Column("authorization_endpoint", sa.String(), nullable=False),
        sa.Column("token_endpoint", sa.String(), nullable=False),
        sa.Column("token_audience", sa.String(), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("learns_deployments", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["platform_id"], ["lti_platform.id"], name=op.f("fk_lti_registration_platform_id_lti_platform")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lti_registration")),
        sa.UniqueConstraint("issuer", "client_id", name=op.f("uq_lti_registration_issuer_client_id")),
    )
    with op.batch_alter_table("lti_registration", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lti_registration_platform_id"), ["platform_id"], unique=False)

    op.create_table(
        "lti_activity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("context_id", sa.Integer(), nullable=False),
        sa.Column("resource_link_id", sa.String(), nullable=False),
        sa.Column("tool", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("configured_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("link_uuid", sa.String(), nullable=False),
        sa.Column("copied_from_id", sa.Integer(), nullable=True),
        sa.Column("dates_to_check", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("lineitem_url", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["context_id"], ["lti_context.id"], name=op.f("fk_lti_activity_context_id_lti_context"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["copied_from_id"],
            ["lti_activity.id"],
            name=op.f("fk_lti_activity_copied_from_id_lti_activity"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["lti_registration.id"],
            name=op.f("fk_lti_activity_registration_id_lti_registration"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lti_activity")),
        sa.UniqueConstraint("context_id", "resource_link_id", name=op.f("uq_lti_activity_context_id_resource_link_id")),
    )
    with op.batch_alter_table("lti_activity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lti_activity_link_uuid"), ["link_uuid"], unique=False)

    op.create_table(
        "lti_deployment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("deployment_id", sa.String(), nullable=False),
        sa.Column("service_hosts", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["lti_registration.id"],
            name=op.f("fk_lti_deployment_registration_id_lti_registration"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lti_deployment")),
        sa.UniqueConstraint(
            "registration_id", "deployment_id", name=op.f("uq_lti_deployment_registration_id_deployment_id")
        ),
    )
    op.create_table(
        "lti_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("context_id", sa.Integer(), nullable=False),
        sa.Column("lms_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("set_name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["context_id"], ["lti_context.id"], name=op.f("fk_lti_group_context_id_lti_context"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lti_group")),
        sa.UniqueConstraint("context_id", "lms_id", name=op.f("uq_lti_group_context_id_lms_id")),
    )
    op.create_table(
        "lti_invite",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("tool", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["lti_registration.id"],
            name=op.f("fk_lti_invite_registration_id_lti_registration"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["lti_tenant.id"], name=op.f("fk_lti_invite_tenant_id_lti_tenant")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lti_invite")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_lti_invite_secret_hash")),
    )
    with op.batch_alter_table("lti_invite", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lti_invite_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "lti_membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("context_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("launch_role", sa.String(), nullable=False),
        sa.Column("roster_role", sa.String(), nullable=False),
        sa.Column("groups", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("launched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_in_roster_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["context_id"],
            ["lti_context.id"],
            name=op.f("fk_lti_membership_context_id_lti_context"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_lti_membership_person_id_lti_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lti_membership")),
        sa.UniqueConstraint("context_id", "person_id", name=op.f("uq_lti_membership_context_id_person_id")),
    )
    with op.batch_alter_table("lti_membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lti_membership_person_id"), ["person_id"], unique=False)

    op.create_table(
        "lti_prepared_link",
        sa.Column("uuid", sa.String(), nullable=False),
        sa.Column("context_id", sa.Integer(), nullable=False),
        sa.Column("tool", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["context_id"],
            ["lti_context.id"],
            name=op.f("fk_lti_prepared_link_context_id_lti_context"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["lti_person.id"],
            name=op.f("fk_lti_prepared_link_created_by_lti_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("uuid", name=op.f("pk_lti_prepared_link")),
    )
    with op.batch_alter_table("lti_prepared_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lti_prepared_link_context_id"), ["context_id"], unique=False)

    op.create_table(
        "lti_context_service",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("context_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("deployment_id", sa.Integer(), nullable=False),
        sa.Column("lineitems_url", sa.String(), nullable=False),
        sa.Column("memberships_url", sa.String(), nullable=False),
        sa.Column("groups_url", sa.String(), nullable=False),
        sa.Column("group_sets_url", sa.String(), nullable=False),
        sa.Column("ags_scopes", sa.JSON(), nullable=False),
        sa.Column("group_ids", sa.JSON(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("roster_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("roster_synced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("roster_lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("roster_tries", sa.Integer(), nullable=False),
        sa.Column("roster_error", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["context_id"],
            ["lti_context.id"],
            name=op.f("fk_lti_context_service_context_id_lti_context"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["deployment_id"],
            ["lti_deployment.id"],
            name=op.f("fk_lti_context_service_deployment_id_lti_deployment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["lti_registration.id"],
            name=op.f("fk_lti_context_service_registration_id_lti_registration"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lti_context_service")),
        sa.UniqueConstraint(
            "context_id", "registration_id", name=op.f("uq_lti_context_service_context_id_registration_id")
        ),
    )
    with op.batch_alter_table("lti_context_service", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lti_context_service_registration_id"), ["registration_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lti_context_service_roster_due_at"), ["roster_due_at"], unique=False)

    op.create_table(
        "lti_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["lti_activity.id"], name=op.f("fk_lti_draft_activity_id_lti_activity"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_lti_draft_person_id_lti_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lti_draft")),
        sa.UniqueConstraint("activity_id", "person_id", "field", name=op.f("uq_lti_draft_activity_id_person_id_field")),
    )
    with op.batch_alter_table("lti_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lti_draft_person_id"), ["person_id"], unique=False)

    op.create_table(
        "lti_event",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("context_id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("tool", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("object", sa.JSON(), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["lti_activity.id"], name=op.f("fk_lti_event_activity_id_lti_activity"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["lti_person.id"], name=op.f("fk_lti_event_actor_id_lti_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["context_id"], ["lti_context.id"], name=op.f("fk_lti_event_context_id_lti_context"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["lti_tenant.id"], name=op.f("fk_lti_event_tenant_id_lti_tenant")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lti_event")),
    )
    with op.batch_alter_table("lti_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lti_event_activity_id"), ["activity_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lti_event_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lti_event_context_id"), ["context_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lti_event_delivered_at"), ["delivered_at"], unique=False)

    op.create_table(
        "lti_group_member",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["lti_group.id"], name=op.f("fk_lti_group_member_group_id_lti_group"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_lti_group_member_person_id_lti_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("group_id", "person_id", name=op.f("pk_lti_group_member")),
    )
    with op.batch_alter_table("lti_group_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lti_group_member_person_id"), ["person_id"], unique=False)

    op.create_table(
        "lti_line_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("tag", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("score_maximum", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.Column("created_by_us", sa.Boolean(), nullable=False),
        sa.Column("making_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["lti_activity.id"],
            name=op.f("fk_lti_line_item_activity_id_lti_activity"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["lti_registration.id"],
            name=op.f("fk_lti_line_item_registration_id_lti_registration"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lti_line_item")),
        sa.UniqueConstraint("activity_id", "tag", name=op.f("uq_lti_line_item_activity_id_tag")),
    )
    with op.batch_alter_table("lti_line_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lti_line_item_registration_id"), ["registration_id"], unique=False)

    op.create_table(
        "lti_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("path_hash", sa.String(), nullable=False),
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("deployment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("context_id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("message_type", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("message", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["lti_activity.id"],
            name=op.f("fk_lti_session_activity_id_lti_activity"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["context_id"], ["lti_context.id"], name=op.f("fk_lti_session_context_id_lti_context"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["deployment_id"],
            ["lti_deployment.id"],
            name=op.f("fk_lti_session_deployment_id_lti_deployment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_lti_session_person_id_lti_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["lti_registration.id"],
            name=op.f("fk_lti_session_registration_id_lti_registration"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lti_session")),
        sa.UniqueConstraint("path_hash", name=op.f("uq_lti_session_path_hash")),
    )
    with op.batch_alter_table("lti_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lti_session_activity_id"), ["activity_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lti_session_context_id"), ["context_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lti_session_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_lti_session_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lti_session_registration_id"), ["registration_id"], unique=False)

    op.create_table(
        "lti_event_consumed",
        sa.Column("consumer", sa.String(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("consumed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["lti_event.id"], name=op.f("fk_lti_event_consumed_event_id_lti_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("consumer", "event_id", name=op.f("pk_lti_event_consumed")),
    )
    op.create_table(
        "lti_grade_wish",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_item_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("score_given", sa.BigInteger(), nullable=False),
        sa.Column("score_maximum", sa.BigInteger(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("wished_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("lease_token", sa.String(), nullable=False),
        sa.Column("attempt_version", sa.Integer(), nullable=True),
        sa.Column("attempt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempt_score", sa.BigInteger(), nullable=True),
        sa.Column("attempt_maximum", sa.BigInteger(), nullable=True),
        sa.Column("attempt_comment", sa.Text(), nullable=False),
        sa.Column("in_doubt", sa.Boolean(), nullable=False),
        sa.Column("conflicts", sa.Integer(), nullable=False),
        sa.Column("denials", sa.Integer(), nullable=False),
        sa.Column("confirmed_version", sa.Integer(), nullable=True),
        sa.Column("confirmed_score", sa.BigInteger(), nullable=True),
        sa.Column("confirmed_maximum", sa.BigInteger(), nullable=True),
        sa.Column("confirmed_comment", sa.Text(), nullable=False),
        sa.Column("confirmed_submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refusal", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["line_item_id"],
            ["lti_line_item.id"],
            name=op.f("fk_lti_grade_wish_line_item_id_lti_line_item"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lti_person.id"], name=op.f("fk_lti_grade_wish_person_id_lti_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lti_grade_wish")),
        sa.UniqueConstraint("line_item_id", "person_id", name=op.f("uq_lti_grade_wish_line_item_id_person_id")),
    )
    with op.batch_alter_table("lti_grade_wish", schema=None) as batch_op:
        batch_op.create_index("ix_lti_grade_wish_due", ["state", "due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_lti_grade_wish_person_id"), ["person_id"], unique=False)

    op.create_table(
        "lti_ticket",
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["session_id"], ["lti_session.id"], name=op.f("fk_lti_ticket_session_id_lti_session"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("secret_hash", name=op.f("pk_lti_ticket")),
    )
    with op.batch_alter_table("lti_ticket", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lti_ticket_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_lti_ticket_session_id"), ["session_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("lti_ticket", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lti_ticket_session_id"))
        batch_op.drop_index(batch_op.f("ix_lti_ticket_expires_at"))

    op.drop_table("lti_ticket")
    with op.batch_alter_table("lti_grade_wish", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lti_grade_wish_person_id"))
        batch_op.drop_index("ix_lti_grade_wish_due")

    op.drop_table("lti_grade_wish")
    op.drop_table("lti_event_consumed")
    with op.batch_alter_table("lti_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lti_session_registration_id"))
        batch_op.drop_index(batch_op.f("ix_lti_session_person_id"))
        batch_op.drop_index(batch_op.f("ix_lti_session_expires_at"))
        batch_op.drop_index(batch_op.f("ix_lti_session_context_id"))
        batch_op.drop_index(batch_op.f("ix_lti_session_activity_id"))

    op.drop_table("lti_session")
    with op.batch_alter_table("lti_line_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lti_line_item_registration_id"))

    op.drop_table("lti_line_item")
    with op.batch_alter_table("lti_group_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lti_group_member_person_id"))

    op.drop_table("lti_group_member")
    with op.batch_alter_table("lti_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lti_event_delivered_at"))
        batch_op.drop_index(batch_op.f("ix_lti_event_context_id"))
        batch_op.drop_index(batch_op.f("ix_lti_event_actor_id"))
        batch_op.drop_index(batch_op.f("ix_lti_event_activity_id"))

    op.drop_table("lti_event")
    with op.batch_alter_table("lti_draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lti_draft_person_id"))

    op.drop_table("lti_draft")
    with op.batch_alter_table("lti_context_service", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lti_context_service_roster_due_at"))
        batch_op.drop_index(batch_op.f("ix_lti_context_service_registration_id"))

    op.drop_table("lti_context_service")
    with op.batch_alter_table("lti_prepared_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lti_prepared_link_context_id"))

    op.drop_table("lti_prepared_link")
    with op.batch_alter_table("lti_membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lti_membership_person_id"))

    op.drop_table("lti_membership")
    with op.batch_alter_table("lti_invite", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lti_invite_tenant_id"))

    op.drop_table("lti_invite")
    op.drop_table("lti_group")
    op.drop_table("lti_deployment")
    with op.batch_alter_table("lti_activity", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lti_activity_link_uuid"))

    op.drop_table("lti_activity")
    with op.batch_alter_table("lti_registration", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lti_registration_platform_id"))

    op.drop_table("lti_registration")
    op.drop_table("lti_person")
    op.drop_table("lti_key_set")
    op.drop_table("lti_grade_lane")
    op.drop_table("lti_context")
    op.drop_table("lti_platform")
    op.drop_table("lti_tenant")
    op.drop_table("lti_heartbeat")
    op.drop_table("lti_erased")
    with op.batch_alter_table("lti_consumed", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lti_consumed_expires_at"))

    op.drop_table("lti_consumed")
    with op.batch_alter_table("lti_audit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lti_audit_at"))

    op.drop_table("lti_audit")
    with op.batch_alter_table("lti_admin_sign_in", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lti_admin_sign_in_address_hash"))

    op.drop_table("lti_admin_sign_in")
    op.drop_table("lti_admin_session")
