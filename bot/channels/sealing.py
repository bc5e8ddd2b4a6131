"""Signatures and encryption of callbacks, which WeCom and DingTalk share: whatever is wrong, it is one `VerificationError`."""

import base64
import binascii
import hashlib
import hmac
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 32
HEADER = 20
"""Sixteen random bytes, then the length of the message in four."""
SECONDS = re.compile("[0-9]{1,12}")


class VerificationError(Exception):
    """A callback is not what the platform sends. The text is for the log, never for the answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """What vouches for a ciphertext: it comes in the query of a callback, and goes out in the envelope of a reply."""

    signature: str
    timestamp: str
    nonce: str


class CallbackCrypto:
    """One app's keys. `receive_id` is the corp's id, or the app's; an AI bot's is empty.

    Its two contexts go on from one message to the next: a new one costs ten times what encrypting a message does.
    """

    def __init__(self, *, token: str, encoding_aes_key: str, receive_id: str) -> None:
        key = base64.b64decode(encoding_aes_key + "=")
        cipher = Cipher(algorithms.AES(key), modes.CBC(key[:16]))
        self._iv = key[:16]
        self._encryptor, self._decryptor = cipher.encryptor(), cipher.decryptor()
        self._token = token
        self._receive_id = receive_id.encode()

    def sign(self, timestamp: str, nonce: str, encrypted: str) -> str:
        """The signature over a ciphertext, with timestamp and nonce exactly as they stand in the query."""
        parts = sorted((self._token, timestamp, nonce, encrypted))
        return hashlib.sha1("".join(parts).encode(errors="surrogatepass"), usedforsecurity=False).hexdigest()

    def verify(self, seal: Seal, encrypted: str) -> None:
        """Check that whoever made the ciphertext knows our token."""
        expected = self.sign(seal.timestamp, seal.nonce, encrypted)
        if not hmac.compare_digest(expected.encode(), seal.signature.encode(errors="surrogatepass")):
            raise VerificationError("wrong signature")

    def decrypt(self, encrypted: str) -> bytes:
        """The message inside a ciphertext."""
        try:
            blocks = binascii.a2b_base64(encrypted, strict_mode=True)
        except ValueError:
            raise VerificationError("not base64") from None
        if not blocks or len(blocks) % 16:
            raise VerificationError("no whole blocks")
        # After the IV, as after any block, it is all the same what was decrypted before.
        return self._message_in(_unpad(self._decryptor.update(self._iv + blocks)[len(self._iv) :]))

    def encrypt(self, message: bytes, *, randomness: bytes = b"") -> str:
        """A ciphertext of `message`. Its first sixteen bytes are random, and may be mixed with what was encrypted before."""
        plain = (randomness or os.urandom(16)) + len(message).to_bytes(4, "big") + message + self._receive_id
        pad = BLOCK - len(plain) % BLOCK
        return base64.b64encode(self._encryptor.update(plain + bytes([pad]) * pad)).decode()

    def _message_in(self, plain: bytes) -> bytes:
        if len(plain) < HEADER:
            raise VerificationError("too short")
        end = HEADER + int.from_bytes(plain[16:HEADER], "big")
        if end > len(plain):
            raise VerificationError("length beyond the end")
        if plain[end:] != self._receive_id:
            raise VerificationError("for somebody else")
        return plain[HEADER:end]


def _unpad(plain: bytes) -> bytes:
    pad = plain[-1]
    if not 1 <= pad <= min(BLOCK, len(plain)) or plain[-pad:] != bytes([pad]) * pad:
        raise VerificationError("wrong padding")
    return plain[:-pad]


def refuse_replay(seal: Seal, *, now: datetime, window: timedelta) -> None:
    """Refuse a seal that is older than `window`, or newer: a recorded callback would be valid for ever."""
    if not SECONDS.fullmatch(seal.timestamp):
        raise VerificationError("no timestamp")
    if abs(now.timestamp() - int(seal.timestamp)) > window.total_seconds():
        raise VerificationError("stale timestamp")


def parse_body(raw: bytes | str) -> Mapping[str, Any]:
    """The fields of a JSON object.

    Raises:
        VerificationError: it is none.
    """
    try:
        fields = json.loads(raw)
    except (ValueError, RecursionError):
        raise VerificationError("not JSON") from None
    if not isinstance(fields, dict):
        raise VerificationError("not an object")
    return fields
