"""What the platforms call the messages that were sent."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("outbox", sa.Column("receipt", TEXT, nullable=True))


def downgrade() -> None:
    op.drop_column("outbox", "receipt")
