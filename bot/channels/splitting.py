"""Texts cut to what a platform takes, counted in bytes."""


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
