"""What the 智能机器人 answers: streams, which are markdown, and cards."""

from collections.abc import Iterable, Sequence
from typing import Any

from bot.channels.splitting import split_text
from bot.channels.wecom import wording
from bot.channels.wecom.aibot.messages import Press
from bot.channels.wecom.cards import SUBMIT, Card, Piece, card_fields, choice_of, chosen_card
from bot.channels.wecom.splitting import neutralise
from schedules.outbox import Button, Content

STREAM_BYTES = 20480
PLAIN = str.maketrans({"*": "＊", "`": "｀", "_": "＿", "~": "～", "|": "｜", "[": "［", "]": "］"})
"""Marks that would be more than words in markdown."""


def markdown_of(text: str) -> str:
    """`text` as markdown that says the same and no more."""
    lines = neutralise(text).translate(PLAIN).strip().split("\n")
    return "\n".join(_harmless(line) for line in lines)


def stream(stream_id: str, words: str, *, finish: bool) -> dict[str, Any]:
    """An answer as far as it has come: `words` stand in the place of all that it said before."""
    said = (split_text(words, STREAM_BYTES) or [""])[0]
    return {"msgtype": "stream", "stream": {"id": stream_id, "finish": finish, "content": said}}


def words_of(contents: Iterable[Content], *, with_cards: bool) -> str:
    """What several answers say; where no card carries them, choices are numbered."""
    said = (
        content.text if with_cards and choice_of(content) else wording.render_content(content) for content in contents
    )
    return markdown_of("\n\n".join(said))


def cards_of(contents: Iterable[Content], *, with_cards: bool) -> Sequence[Card]:
    """The cards that go with the words."""
    return [card for content in contents if with_cards and (card := choice_of(content))]


def card(shown: Card, key: str) -> dict[str, Any]:
    """A card as an answer of its own."""
    return {"msgtype": "template_card", "template_card": card_fields(shown, key=key)}


def finished(stream_id: str, contents: Sequence[Content], key: str, *, with_cards: bool) -> dict[str, Any]:
    """The whole answer at once: words, and the first card beside them. There is room for one."""
    cards = cards_of(contents, with_cards=with_cards)[:1]
    whole = stream(stream_id, words_of(contents, with_cards=with_cards), finish=True)
    if not cards:
        return whole
    return whole | {"msgtype": "stream_with_template_card", "template_card": card_fields(cards[0], key=key)}


def welcome(words: str) -> dict[str, Any]:
    """What is said to who opens the chat: the one answer that is plain text."""
    return {"msgtype": "text", "text": {"content": words}}


def update(user: str, press: Press, left: Sequence[Button]) -> dict[str, Any]:
    """The pressed card as it is to be now: what was chosen, and the buttons that may still be pressed."""
    buttons = left or (Button(label=wording.ANSWERED, action=SUBMIT),)
    fields = chosen_card(press.label, buttons, press.task_id)
    return {"response_type": "update_template_card", "userids": [user], "template_card": fields}


def pushed(piece: Piece, key: str) -> dict[str, Any]:
    """A piece that answers nothing."""
    if isinstance(piece, Card):
        return card(piece, key)
    return {"msgtype": "markdown", "markdown": {"content": markdown_of(piece.text)}}


def stream_name(started: int, number: str) -> str:
    """The name of the stream that answers message `number`: any process knows by it what is asked for."""
    return f"{started}-{number}"


def read_stream_name(name: str) -> tuple[int, str] | None:
    """When a stream of ours began, and the message that it answers; None if it is none of ours."""
    started, _, number = name.partition("-")
    return (int(started), number) if started.isdecimal() and started.isascii() and number else None


def _harmless(line: str) -> str:
    """A line that begins like a headline, a quotation or a rule, and is none."""
    bare = line.lstrip()
    return f"\u200b{line}" if bare.startswith(("# ", "## ", "### ", "> ", "---", "===")) else line
