"""Messages with buttons: a card where it has room for them, links in the text where it has not.

A press comes back as words that the member says, with the action in brackets at their end: a card of this morning is
not mistaken for the answer of a minute ago, as a bare number would be.
"""

import re
from urllib.parse import quote

from bot.channels.dingtalk.bodies import Body, Card, Link, Markdown, Text
from bot.channels.dingtalk.splitting import markdown_of, parts_of
from schedules.outbox import Button, Content

MOST_BUTTONS = 5
LONGEST_TITLE = 36
SAY = "dtmd://dingtalkclient/sendMessage?content="
PRESSED = re.compile(r"⟨([^⟨⟩\s]+)⟩\s*$")


def bodies_of(content: Content) -> list[Body]:
    """What is sent to say `content` in private: its buttons are below the last part."""
    *before, last = parts_of(content.text) or [""]
    texts = [Text(text=part) for part in before]
    return [*texts, _with_buttons(last, content.buttons) if content.buttons else Text(text=last)]


def action_in(text: str) -> str:
    """The action behind words that a button said; empty for what a person typed."""
    found = PRESSED.search(text)
    return found[1] if found else ""


def _with_buttons(text: str, buttons: tuple[Button, ...]) -> Body:
    title, words = text.partition("\n")[0][:LONGEST_TITLE], markdown_of(text)
    links = tuple(Link(label=button.label, url=_saying(button)) for button in buttons)
    if len(links) <= MOST_BUTTONS:
        return Card(title=title, text=words, buttons=links)
    listed = "\n".join(f"- [{markdown_of(link.label)}]({link.url})" for link in links)
    return Markdown(title=title, text=f"{words}\n\n{listed}")


def _saying(button: Button) -> str:
    return SAY + quote(f"{button.label} ⟨{button.action}⟩", safe="")
