"""Texts cut to what the platform takes, counted in bytes, and kept from meaning more than words."""

import re

TEXT_BYTES = 3000
"""The platform takes 15,000 bytes of JSON, in which a line end of a card is four bytes; below it there are buttons."""

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
MARKS = str.maketrans("[]*`<~", "［］＊｀＜～")
LINE_MARK = re.compile(r"^(\s*)([#>])", re.MULTILINE)
FULL_WIDTH = {"#": "＃", ">": "＞"}


def split_text(text: str, limit: int) -> list[str]:
    """`text` in parts of at most `limit` bytes, cut after line ends where there are any; joined they are `text` again."""
    parts, part, room = [], "", limit
    for line in text.splitlines(keepends=True):
        size = len(line.encode())
        if size > room:
            parts.append(part)
            *full, line = _cut(line, limit)  # noqa: PLW2901
            parts.extend(full)
            part, room, size = "", limit, len(line.encode())
        part, room = part + line, room - size
    return [part for part in (*parts, part) if part]


def parts_of(text: str) -> list[str]:
    """`text` as it may be sent, in parts that the platform takes."""
    parts = split_text(CONTROL.sub("", text.replace("\r\n", "\n")).strip(), TEXT_BYTES)
    return [part.strip("\n") for part in parts if part.strip()]


def markdown_of(text: str) -> str:
    """Plain words as markdown: they make no link, no picture and no heading, and their lines stay lines."""
    marked = LINE_MARK.sub(lambda found: found[1] + FULL_WIDTH[found[2]], text.translate(MARKS))
    return marked.replace("\n", "  \n")


def _cut(line: str, limit: int) -> list[str]:
    """`line` in pieces of at most `limit` bytes, none of which ends inside a character."""
    raw, pieces = line.encode(), []
    while len(raw) > limit:
        end = limit
        while raw[end] & 0xC0 == 0x80:  # noqa: PLR2004  a byte that continues a character
            end -= 1
        pieces.append(raw[:end].decode())
        raw = raw[end:]
    return [*pieces, raw.decode()]
