"""What people settle about their own reminders, and what they hand over."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "preferences",
        sa.Column("member_id", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_preferences_member_id"),
        sa.PrimaryKeyConstraint("member_id", name="pk_preferences"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "handovers",
        sa.Column("organisation_id", TEXT, nullable=False),
        sa.Column("duty_id", TEXT, nullable=False),
        sa.Column("period", TEXT, nullable=False),
        sa.Column("giver", TEXT, nullable=False),
        sa.Column("taker", TEXT, nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_handovers_organisation_id"),
        sa.ForeignKeyConstraint(["giver"], ["members.id"], name="fk_handovers_giver"),
        sa.ForeignKeyConstraint(["taker"], ["members.id"], name="fk_handovers_taker"),
        sa.PrimaryKeyConstraint("organisation_id", "duty_id", "period", "giver", name="pk_handovers"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("handovers")
    op.drop_table("preferences")
