"""Files that were sent to the 智能机器人: an address that holds for five minutes, and encrypted bytes behind it."""

import base64
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from bot.channels.base import SendError
from bot.channels.wecom import wording
from bot.channels.wecom.crypto import VerificationError

PREFIX = "aibot:"
KEY_BYTES = BLOCK = 32


def name_of_file(url: str, key: object) -> str:
    """The name under which a file is fetched: its address, and its own key where it has one.

    Raises:
        VerificationError: it lies nowhere on the web.
    """
    if urlsplit(url).scheme not in {"http", "https"}:
        raise VerificationError("no address of a file")
    return f"{PREFIX}{key if isinstance(key, str) else ''}:{url}"


def read_name(name: str, bot_key: str) -> tuple[str, bytes]:
    """The address of a file, and the key to it: its own, or the robot's.

    Raises:
        SendError: there is no such key.
    """
    own, _, url = name.removeprefix(PREFIX).partition(":")
    try:
        key = base64.b64decode((own or bot_key).rstrip("=") + "=")
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise SendError(wording.LOCKED_FILE, permanent=True)
    return url, key


async def decrypt(chunks: AsyncIterator[bytes], key: bytes) -> AsyncIterator[bytes]:
    """The bytes of a file as they come, without the padding at its end.

    Raises:
        SendError: it was not encrypted with `key`, or not to its end.
    """
    decryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).decryptor()
    held = b""
    async for chunk in chunks:
        held += decryptor.update(chunk)
        if len(held) > BLOCK:
            yield held[:-BLOCK]
            held = held[-BLOCK:]
    try:
        held += decryptor.finalize()
    except ValueError:
        raise SendError(wording.LOCKED_FILE, permanent=True) from None
    pad = held[-1] if held else 0
    if not 1 <= pad <= min(BLOCK, len(held)) or held[-pad:] != bytes([pad]) * pad:
        raise SendError(wording.LOCKED_FILE, permanent=True)
    yield held[:-pad]
