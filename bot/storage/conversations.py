"""The stores of what is being talked about, and where."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BindParameter, bindparam, delete, insert, literal_column, select, update

from bot.storage.advisory import lock_name
from bot.storage.codec import instant_text
from bot.storage.rows import conversations as rows
from bot.storage.statements import InsertNew, Runner, Statement
from bot.storage.tables import alembic_version, chats, conversations, inbox, meta
from handlers.conversation import Conversation, ConversationKey
from schedules.outbox import Content
from schedules.people.address import Address
from schedules.people.organisation import OrganisationId

_KEY: BindParameter[str] = bindparam("key")
_REPLIES = Statement(select(inbox.c.replies).where(inbox.c.key == _KEY))
_ADD_KEY = Statement(insert(inbox), columns=inbox.columns.keys())
_FORGET_REPLIES = Statement(
    update(inbox).where(inbox.c.at < bindparam("replies_before"), inbox.c.replies.is_not(None)).values(replies=None)
)
_FORGET_KEYS = Statement(delete(inbox).where(inbox.c.at < bindparam("keys_before")))


class Inbox:
    """Keys of messages that were taken in, with the answers that they got."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def get(self, key: str) -> Sequence[Content] | None:
        """The answers that a message got; None if its key is new."""
        row = self._runner.row(_REPLIES, key=key)
        return None if row is None else rows.replies_of(row[0])

    def add(self, key: str, *, at: datetime, replies: Sequence[Content]) -> None:
        """Keep a key that is new, with its answers; one that is not is refused, and with it the whole transaction."""
        self._runner.run(_ADD_KEY, key=key, at=instant_text(at), replies=rows.replies_text(replies))

    def cancel(self, *, keys_before: datetime, replies_before: datetime) -> None:
        """Forget keys and, sooner, answers."""
        self._runner.run(_FORGET_KEYS, keys_before=instant_text(keys_before))
        self._runner.run(_FORGET_REPLIES, replies_before=instant_text(replies_before))


_GET = Statement(select(conversations.c.state).where(conversations.c.key == _KEY))
_ALWAYS = select(literal_column("1")).subquery("always")
# Of two that each may be missing, in one statement: nearly every message asks for both.
_CLAIM = Statement(
    select(conversations.c.state, inbox.c.key, inbox.c.replies).select_from(
        _ALWAYS.outerjoin(conversations, conversations.c.key == _KEY).outerjoin(
            inbox, inbox.c.key == bindparam("message_key")
        )
    )
)
_PUT = InsertNew(conversations, replace=["state", "expires_at"])
_PAST = Statement(select(conversations.c.key).where(conversations.c.expires_at <= bindparam("now")))


class Conversations:
    """Conversations, one for each person and chat."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def get(self, key: ConversationKey) -> Conversation:
        """One of them, locked until the transaction ends, before it is loaded."""
        row = self._runner.row(_GET, key=self._lock(key))
        return rows.conversation_of(row[0]) if row else Conversation(key=key)

    def claim(self, key: ConversationKey, *, message_key: str) -> tuple[Conversation, Sequence[Content] | None]:
        """One, as `get` does, with the answers that a message in it got; None if the message's key is new."""
        ((state, known, replies),) = self._runner.rows(_CLAIM, key=self._lock(key), message_key=message_key)
        conversation = rows.conversation_of(state) if state else Conversation(key=key)
        return conversation, None if known is None else rows.replies_of(replies)

    def update(self, conversation: Conversation) -> None:
        """Store one."""
        self._runner.run(_PUT, **rows.conversation_row(conversation))

    def cancel(self, *, now: datetime) -> None:
        """Forget what is past its time: drafts after their day, the question that was asked last."""
        for (key,) in self._runner.rows(_PAST, now=instant_text(now)):
            self.update(self.get(rows.key_of(key)).at(now))
        rows.forget_written(now)

    def _lock(self, key: ConversationKey) -> str:
        text = rows.conversation_key(key)
        lock_name(self._runner, text)
        return text


_GET_CHAT = Statement(
    select(chats.c.organisation_id).where(
        chats.c.channel == bindparam("channel"), chats.c.account == bindparam("account")
    )
)
_PUT_CHAT = InsertNew(chats, replace=["organisation_id"])


class Chats:
    """Group chats and the organisations that they were bound to."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def get(self, group: Address) -> OrganisationId | None:
        """The organisation that a group speaks for."""
        row = self._runner.row(_GET_CHAT, channel=group.channel, account=group.account)
        return OrganisationId(row[0]) if row else None

    def add(self, group: Address, organisation_id: OrganisationId) -> None:
        """Bind a group, also one that was bound to another organisation."""
        self._runner.run(_PUT_CHAT, channel=group.channel, account=group.account, organisation_id=organisation_id)


_GET_VALUE = Statement(select(meta.c.value).where(meta.c.key == _KEY).with_for_update())
_PUT_VALUE = InsertNew(meta, replace=["value"])
_REVISION = Statement(select(alembic_version.c.version_num))


class Meta:
    """What the robot remembers of itself: texts by name, such as the time that the sandbox's clock shows."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def get(self, key: str) -> str | None:
        """A text, kept from other transactions until this one ends: it may be about to be changed."""
        row = self._runner.row(_GET_VALUE, key=key)
        return row[0] if row else None

    def update(self, key: str, value: str) -> None:
        """Store a text."""
        self._runner.run(_PUT_VALUE, key=key, value=value)

    def get_revision(self) -> str | None:
        """The step that the schema is at."""
        row = self._runner.row(_REVISION)
        return row[0] if row else None
