"""Texts cut to what the platform takes, counted in bytes, and kept from meaning more than words."""

import re

TEXT_BYTES = 2048
"""What a text may have, from the app and from a group robot; the platform cuts what is longer."""
MARKDOWN_BYTES = 4096
"""What a group robot's markdown may have."""

TAG = re.compile(r"<(?=[@/!a-z])", re.IGNORECASE)
MENTION = re.compile(r"@(?=all\b|所有人)", re.IGNORECASE)


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


def neutralise(text: str) -> str:
    """`text` without its power: what people type mentions nobody, calls nobody together and makes no link."""
    return MENTION.sub("＠", TAG.sub("＜", text))


def parts_of(text: str) -> list[str]:
    """`text` as it may be sent: harmless, and in parts that the platform takes."""
    parts = split_text(neutralise(text).strip(), TEXT_BYTES)
    return [part.strip("\n") for part in parts if part.strip()]


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
