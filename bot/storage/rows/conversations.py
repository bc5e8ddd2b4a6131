"""Conversations, and the answers that a message got."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from bot.storage.codec import Codec
from bot.storage.rows.optional import text_or_none
from handlers.conversation import Conversation, ConversationKey
from schedules.outbox import Content

Values = dict[str, object]

_CONVERSATION = Codec(Conversation)
_CONVERSATION_KEY = Codec(ConversationKey)
_MOST_WRITTEN = 4096
_written: dict[str, Conversation] = {}
"""What was written last and will be read next, by its text: whoever says one thing soon says another."""
_REPLIES = Codec(tuple[Content, ...])


@lru_cache(_MOST_WRITTEN)
def conversation_key(key: ConversationKey) -> str:
    """The text by which a conversation is found."""
    return _CONVERSATION_KEY.dumps(key)


def key_of(text: str) -> ConversationKey:
    """The key of a row."""
    return _CONVERSATION_KEY.loads(text)


def conversation_row(conversation: Conversation) -> Values:
    """A conversation's columns."""
    state = _CONVERSATION.dumps(conversation)
    if len(_written) >= _MOST_WRITTEN:
        _written.clear()
    _written[state] = conversation
    return {
        "key": conversation_key(conversation.key),
        "state": state,
        "expires_at": text_or_none(conversation.forgets_at),
    }


def conversation_of(state: str) -> Conversation:
    """The conversation of a row's state."""
    return _written.pop(state, None) or _CONVERSATION.loads(state)


def forget_written(now: datetime) -> None:
    """Let go of what holds something past its time, also where another process has forgotten it in the database."""
    for state, conversation in [*_written.items()]:
        if conversation.forgets_at and conversation.forgets_at <= now:
            _written.pop(state, None)


def replies_text(replies: Sequence[Content]) -> str:
    """The answers that a message got, as text."""
    return _REPLIES.dumps(tuple(replies))


def replies_of(text: str | None) -> Sequence[Content]:
    """The answers of a text; none where they were forgotten."""
    return _REPLIES.loads(text) if text else ()
