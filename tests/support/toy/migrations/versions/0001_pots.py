import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("toy_pot", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("size", sa.String()))
    op.create_table(
        "toy_flower",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "pot_id", sa.Integer(), sa.ForeignKey("toy_pot.id", ondelete="CASCADE", name="fk_toy"), nullable=False
        ),
    )


def downgrade() -> None:
    op.drop_table("toy_flower")
    op.drop_table("toy_pot")
