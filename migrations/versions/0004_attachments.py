"""Files that go with records."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "attachments",
        sa.Column("id", NUMBER, sa.Identity(always=True), nullable=False),
        sa.Column("activity_id", NUMBER, nullable=True),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("account", TEXT, nullable=False),
        sa.Column("sent_at", TEXT, nullable=False),
        sa.Column("media_id", TEXT, nullable=False),
        sa.Column("due_at", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("media_type", TEXT, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("loss", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name="fk_attachments_activity_id"),
        sa.PrimaryKeyConstraint("id", name="pk_attachments"),
    )
    op.create_index("ix_attachments_activity_id", "attachments", ["activity_id"])
    op.create_index("ix_attachments_state_due_at", "attachments", ["state", "due_at"])
    op.create_index("ix_attachments_digest", "attachments", ["digest"])


def downgrade() -> None:
    op.drop_table("attachments")
