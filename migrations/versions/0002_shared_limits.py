"""Limits that all processes keep together; who leased a message, and sends in doubt."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "allowances",
        sa.Column("target", TEXT, nullable=False),
        sa.Column("sent", TEXT, nullable=False),
        sa.Column("counts_until", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("target", name="pk_allowances"),
        sqlite_with_rowid=False,
    )
    op.add_column("outbox", sa.Column("leased_by", TEXT, nullable=True))
    op.add_column("outbox", sa.Column("doubts", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("outbox", "doubts")
    op.drop_column("outbox", "leased_by")
    op.drop_table("allowances")
