"""Conversations, and the answers that a message got."""

from bot.storage.codec import Codec
from bot.storage.rows.optional import text_or_none
from bot.storage.statements import Row
from handlers.conversation import Conversation, ConversationKey
from schedules.outbox import Content

Values = dict[str, object]

_CONVERSATION = Codec(Conversation)
_CONVERSATION_KEY = Codec(ConversationKey)
REPLIES = Codec(tuple[Content, ...])


def conversation_key(key: ConversationKey) -> str:
    """The text by which a conversation is found."""
    return _CONVERSATION_KEY.dumps(key)


def conversation_row(conversation: Conversation) -> Values:
    """A conversation's columns."""
    return {
        "key": conversation_key(conversation.key),
        "state": _CONVERSATION.dumps(conversation),
        "expires_at": text_or_none(conversation.expires_at),
    }


def conversation_of(row: Row) -> Conversation:
    """The conversation of a row."""
    _, state, _ = row
    return _CONVERSATION.loads(state)
