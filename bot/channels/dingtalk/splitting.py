"""Texts cut to what the platform takes, counted in bytes, and kept from meaning more than words."""

import re

from bot.channels.splitting import split_text

TEXT_BYTES = 3000
"""The platform takes 15,000 bytes of JSON, in which a line end of a card is four bytes; below it there are buttons."""

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
MARKS = str.maketrans("[]*`<~", "［］＊｀＜～")
LINE_MARK = re.compile(r"^(\s*)([#>])", re.MULTILINE)
FULL_WIDTH = {"#": "＃", ">": "＞"}


def parts_of(text: str) -> list[str]:
    """`text` as it may be sent, in parts that the platform takes."""
    parts = split_text(CONTROL.sub("", text.replace("\r\n", "\n")).strip(), TEXT_BYTES)
    return [part.strip("\n") for part in parts if part.strip()]


def markdown_of(text: str) -> str:
    """Plain words as markdown: they make no link, no picture and no heading, and their lines stay lines."""
    marked = LINE_MARK.sub(lambda found: found[1] + FULL_WIDTH[found[2]], text.translate(MARKS))
    return marked.replace("\n", "  \n")
