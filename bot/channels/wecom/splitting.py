"""Texts cut to what the platform takes, counted in bytes, and kept from meaning more than words."""

import re

from bot.channels.splitting import split_text

TEXT_BYTES = 2048
"""What a text may have, from the app and from a group robot; the platform cuts what is longer."""
MARKDOWN_BYTES = 4096
"""What a group robot's markdown may have."""

TAG = re.compile(r"<(?=[@/!a-z])", re.IGNORECASE)
MENTION = re.compile(r"@(?=all\b|所有人)", re.IGNORECASE)


def neutralise(text: str) -> str:
    """`text` without its power: what people type mentions nobody, calls nobody together and makes no link."""
    return MENTION.sub("＠", TAG.sub("＜", text))


def parts_of(text: str) -> list[str]:
    """`text` as it may be sent: harmless, and in parts that the platform takes."""
    parts = split_text(neutralise(text).strip(), TEXT_BYTES)
    return [part.strip("\n") for part in parts if part.strip()]
