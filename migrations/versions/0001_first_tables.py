"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "conversations",
        sa.Column("key", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("expires_at", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("key", name="pk_conversations"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "inbox",
        sa.Column("key", TEXT, nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sa.Column("replies", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("key", name="pk_inbox"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_inbox_at", "inbox", ["at"])
    op.create_table(
        "meta",
        sa.Column("key", TEXT, nullable=False),
        sa.Column("value", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_meta"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "organisations",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("parent_id", TEXT, nullable=True),
        sa.Column("profile", TEXT, nullable=False),
        sa.Column("term_starts_on", TEXT, nullable=True),
        sa.Column("term_ends_on", TEXT, nullable=True),
        sa.Column("settings", TEXT, nullable=False),
        sa.Column("groups", TEXT, nullable=False),
        sa.Column("founded_on", TEXT, nullable=True),
        sa.Column("next_review_at", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_organisations"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_organisations_next_review_at_id", "organisations", ["next_review_at", "id"])
    op.create_index("ix_organisations_parent_id", "organisations", ["parent_id"])
    op.create_table(
        "outbox",
        sa.Column("id", NUMBER, sa.Identity(always=True), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("send_at", TEXT, nullable=False),
        sa.Column("organisation_id", TEXT, nullable=True),
        sa.Column("recipient", TEXT, nullable=True),
        sa.Column("channel", TEXT, nullable=True),
        sa.Column("account", TEXT, nullable=True),
        sa.Column("is_group", sa.Integer(), nullable=False),
        sa.Column("content", TEXT, nullable=True),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("sent_at", TEXT, nullable=True),
        sa.Column("leased_until", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("key", name="uq_outbox_key"),
    )
    op.create_index(
        "ix_outbox_leased_until",
        "outbox",
        ["leased_until"],
        sqlite_where=sa.text("leased_until IS NOT NULL"),
        postgresql_where=sa.text("leased_until IS NOT NULL"),
    )
    op.create_index("ix_outbox_recipient_send_at", "outbox", ["recipient", "send_at"])
    op.create_index("ix_outbox_state_send_at", "outbox", ["state", "send_at"])
    op.create_table(
        "reminders",
        sa.Column("organisation_id", TEXT, nullable=False),
        sa.Column("duty_id", TEXT, nullable=False),
        sa.Column("period", TEXT, nullable=False),
        sa.Column("stage", TEXT, nullable=False),
        sa.Column("lead_days", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("recipient", TEXT, nullable=False),
        sa.Column("send_at", TEXT, nullable=False),
        sa.Column("message_key", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.PrimaryKeyConstraint(
            "organisation_id", "duty_id", "period", "stage", "lead_days", "recipient", name="pk_reminders"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_reminders_message_key", "reminders", ["message_key"])
    op.create_table(
        "chats",
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("account", TEXT, nullable=False),
        sa.Column("organisation_id", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("channel", "account", name="pk_chats"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_chats_organisation_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "members",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("organisation_id", TEXT, nullable=False),
        sa.Column("standing", TEXT, nullable=False),
        sa.Column("joined_on", TEXT, nullable=True),
        sa.Column("confirmed_on", TEXT, nullable=True),
        sa.Column("left_on", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_members"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_members_organisation_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_members_organisation_id", "members", ["organisation_id"])
    op.create_table(
        "waivers",
        sa.Column("organisation_id", TEXT, nullable=False),
        sa.Column("duty_id", TEXT, nullable=False),
        sa.Column("period", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("by", TEXT, nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "duty_id", "period", name="pk_waivers"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_waivers_organisation_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "accounts",
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("account_folded", TEXT, nullable=False),
        sa.Column("is_group", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("account", TEXT, nullable=False),
        sa.Column("member_id", TEXT, nullable=False),
        sa.Column("last_seen_at", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("channel", "account_folded", "is_group", name="pk_accounts"),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_accounts_member_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_accounts_member_id", "accounts", ["member_id"])
    op.create_table(
        "activities",
        sa.Column("id", NUMBER, sa.Identity(always=True), nullable=False),
        sa.Column("organisation_id", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("held_on", TEXT, nullable=False),
        sa.Column("reported_by", TEXT, nullable=False),
        sa.Column("reported_at", TEXT, nullable=False),
        sa.Column("ended_on", TEXT, nullable=True),
        sa.Column("starts", TEXT, nullable=True),
        sa.Column("ends", TEXT, nullable=True),
        sa.Column("topic", TEXT, nullable=True),
        sa.Column("expected", sa.Integer(), nullable=True),
        sa.Column("present", sa.Integer(), nullable=True),
        sa.Column("leave", TEXT, nullable=False),
        sa.Column("absent", TEXT, nullable=False),
        sa.Column("leave_count", sa.Integer(), nullable=True),
        sa.Column("absent_count", sa.Integer(), nullable=True),
        sa.Column("host", TEXT, nullable=True),
        sa.Column("lecturer", TEXT, nullable=True),
        sa.Column("recorder", TEXT, nullable=True),
        sa.Column("place", TEXT, nullable=True),
        sa.Column("participants", TEXT, nullable=False),
        sa.Column("amount", TEXT, nullable=True),
        sa.Column("tags", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("late", sa.Integer(), nullable=False),
        sa.Column("counts_for", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_activities"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_activities_organisation_id"),
        sa.ForeignKeyConstraint(["reported_by"], ["members.id"], name="fk_activities_reported_by"),
    )
    op.create_index("ix_activities_organisation_id_held_on", "activities", ["organisation_id", "held_on"])
    op.create_index("ix_activities_reported_by_held_on", "activities", ["reported_by", "held_on"])
    op.create_table(
        "posts",
        sa.Column("member_id", TEXT, nullable=False),
        sa.Column("organisation_id", TEXT, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("starts_on", TEXT, nullable=False),
        sa.Column("ends_until", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("member_id", "organisation_id", "role", "starts_on", name="pk_posts"),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_posts_member_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_posts_organisation_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_posts_organisation_id", "posts", ["organisation_id"])
    op.create_table(
        "amendments",
        sa.Column("id", NUMBER, sa.Identity(always=True), nullable=False),
        sa.Column("activity_id", NUMBER, nullable=False),
        sa.Column("by", TEXT, nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sa.Column("before", TEXT, nullable=False),
        sa.Column("after", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_amendments"),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name="fk_amendments_activity_id"),
    )
    op.create_index("ix_amendments_activity_id", "amendments", ["activity_id"])


def downgrade() -> None:
    op.drop_table("amendments")
    op.drop_table("posts")
    op.drop_table("activities")
    op.drop_table("accounts")
    op.drop_table("waivers")
    op.drop_table("members")
    op.drop_table("chats")
    op.drop_table("reminders")
    op.drop_table("outbox")
    op.drop_table("organisations")
    op.drop_table("meta")
    op.drop_table("inbox")
    op.drop_table("conversations")
