"""The tables, in types that both databases give back as they are.

Instants are ISO-8601 text in UTC of one width (`2026-06-28T01:05:00.000000Z`), so that they sort and compare as text;
days are ISO text, flags are 0 or 1, structured values are JSON text. No driver converts anything, on either side.
"""

from sqlalchemy import BigInteger, Column, ForeignKey, Identity, Index, Integer, MetaData, Table, Text

REVISION = "0005"
"""The newest step of migrations/, which leads to these tables: told here so that a start need not load Alembic to know."""

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = MetaData(naming_convention=NAMING)

# PostgreSQL would sort by the language of its installation: texts are to sort alike on both.
TEXT = Text().with_variant(Text(collation="C"), "postgresql")
NUMBER = BigInteger().with_variant(Integer(), "sqlite")


def _text(name: str, *, optional: bool = False, key: bool = False) -> Column[str]:
    return Column(name, TEXT, nullable=optional, primary_key=key)


def _integer(name: str, *, optional: bool = False, key: bool = False) -> Column[int]:
    return Column(name, Integer, nullable=optional, primary_key=key, autoincrement=False)


def _identity(name: str) -> Column[int]:
    return Column(name, NUMBER, Identity(always=True), primary_key=True)


def _reference(name: str, target: str, *, key: bool = False) -> Column[str]:
    return Column(name, TEXT, ForeignKey(target), nullable=False, primary_key=key)


# A parent may come after its children in a roster: `parent_id` is no foreign key.
organisations = Table(
    "organisations",
    metadata,
    _text("id", key=True),
    _text("name"),
    _text("kind"),
    _text("parent_id", optional=True),
    _text("profile"),
    _text("term_starts_on", optional=True),
    _text("term_ends_on", optional=True),
    _text("settings"),
    _text("groups"),
    _text("founded_on", optional=True),
    _text("next_review_at"),
    Index(None, "parent_id"),
    Index(None, "next_review_at", "id"),
    sqlite_with_rowid=False,
)

members = Table(
    "members",
    metadata,
    _text("id", key=True),
    _text("name"),
    _reference("organisation_id", "organisations.id"),
    _text("standing"),
    _text("joined_on", optional=True),
    _text("confirmed_on", optional=True),
    _text("left_on", optional=True),
    Index(None, "organisation_id"),
    sqlite_with_rowid=False,
)

# An open start is the empty text, because NULL would not be unique.
posts = Table(
    "posts",
    metadata,
    _reference("member_id", "members.id", key=True),
    _reference("organisation_id", "organisations.id", key=True),
    _text("role", key=True),
    _text("starts_on", key=True),
    _text("ends_until", optional=True),
    Index(None, "organisation_id"),
    sqlite_with_rowid=False,
)

# `account_folded` finds an account whichever case the platform writes it in; `account` is how it is written to.
accounts = Table(
    "accounts",
    metadata,
    _text("channel", key=True),
    _text("account_folded", key=True),
    _integer("is_group", key=True),
    _text("account"),
    _reference("member_id", "members.id"),
    _text("last_seen_at", optional=True),
    Index(None, "member_id"),
    sqlite_with_rowid=False,
)

chats = Table(
    "chats",
    metadata,
    _text("channel", key=True),
    _text("account", key=True),
    _reference("organisation_id", "organisations.id"),
    sqlite_with_rowid=False,
)

activities = Table(
    "activities",
    metadata,
    _identity("id"),
    _reference("organisation_id", "organisations.id"),
    _text("kind"),
    _text("held_on"),
    _reference("reported_by", "members.id"),
    _text("reported_at"),
    _text("ended_on", optional=True),
    _text("starts", optional=True),
    _text("ends", optional=True),
    _text("topic", optional=True),
    _integer("expected", optional=True),
    _integer("present", optional=True),
    _text("leave"),
    _text("absent"),
    _integer("leave_count", optional=True),
    _integer("absent_count", optional=True),
    _text("host", optional=True),
    _text("lecturer", optional=True),
    _text("recorder", optional=True),
    _text("place", optional=True),
    _text("participants"),
    _text("amount", optional=True),
    _text("tags"),
    _text("state"),
    _integer("late"),
    _text("counts_for", optional=True),
    Index(None, "organisation_id", "held_on"),
    Index(None, "reported_by", "held_on"),
)

amendments = Table(
    "amendments",
    metadata,
    _identity("id"),
    Column("activity_id", NUMBER, ForeignKey("activities.id"), nullable=False),
    _text("by"),
    _text("at"),
    _text("before"),
    _text("after"),
    Index(None, "activity_id"),
)

# An attachment may come before the record that it goes with.
attachments = Table(
    "attachments",
    metadata,
    _identity("id"),
    Column("activity_id", NUMBER, ForeignKey("activities.id"), nullable=True),
    _text("channel"),
    _text("account"),
    _text("sent_at"),
    _text("media_id"),
    _text("due_at"),
    _text("state"),
    _text("digest"),
    _text("media_type"),
    _integer("size"),
    _text("loss", optional=True),
    Index(None, "activity_id"),
    Index(None, "state", "due_at"),
    Index(None, "digest"),
)

waivers = Table(
    "waivers",
    metadata,
    _reference("organisation_id", "organisations.id", key=True),
    _text("duty_id", key=True),
    _text("period", key=True),
    _text("reason"),
    _text("by"),
    _text("at"),
    sqlite_with_rowid=False,
)

reminders = Table(
    "reminders",
    metadata,
    _text("organisation_id", key=True),
    _text("duty_id", key=True),
    _text("period", key=True),
    _text("stage", key=True),
    _integer("lead_days", key=True),
    _text("recipient", key=True),
    _text("send_at"),
    _text("message_key"),
    _text("state"),
    _text("reason"),
    Index(None, "message_key"),
    sqlite_with_rowid=False,
)

outbox = Table(
    "outbox",
    metadata,
    _identity("id"),
    Column("key", TEXT, nullable=False, unique=True),
    _text("kind"),
    _text("send_at"),
    _text("organisation_id", optional=True),
    _text("recipient", optional=True),
    _text("channel", optional=True),
    _text("account", optional=True),
    _integer("is_group"),
    _text("content", optional=True),
    _text("state"),
    _integer("attempts"),
    _text("reason"),
    _text("text"),
    _text("sent_at", optional=True),
    _text("leased_until", optional=True),
    _text("leased_by", optional=True),
    _integer("doubts"),
    _text("receipt", optional=True),
    Index(None, "state", "send_at"),
    Index(None, "recipient", "send_at"),
)
_LEASED = outbox.c.leased_until.is_not(None)
Index(None, outbox.c.leased_until, sqlite_where=_LEASED, postgresql_where=_LEASED)

# `sent` holds instants as numbers, because a member may have a thousand of them.
allowances = Table(
    "allowances",
    metadata,
    _text("target", key=True),
    _text("sent"),
    _text("counts_until"),
    sqlite_with_rowid=False,
)

inbox = Table(
    "inbox",
    metadata,
    _text("key", key=True),
    _text("at"),
    _text("replies", optional=True),
    Index(None, "at"),
    sqlite_with_rowid=False,
)

conversations = Table(
    "conversations",
    metadata,
    _text("key", key=True),
    _text("state"),
    _text("expires_at", optional=True),
    sqlite_with_rowid=False,
)

preferences = Table(
    "preferences",
    metadata,
    _reference("member_id", "members.id", key=True),
    _text("state"),
    sqlite_with_rowid=False,
)

handovers = Table(
    "handovers",
    metadata,
    _reference("organisation_id", "organisations.id", key=True),
    _text("duty_id", key=True),
    _text("period", key=True),
    _reference("giver", "members.id", key=True),
    _reference("taker", "members.id"),
    _text("at"),
    sqlite_with_rowid=False,
)

meta = Table("meta", metadata, _text("key", key=True), _text("value"), sqlite_with_rowid=False)

# Alembic's own; outside `metadata`, because it makes it itself.
alembic_version = Table("alembic_version", MetaData(), Column("version_num", Text, nullable=False))
