"""The XML around a ciphertext, coming and going."""

import re
import secrets
from datetime import datetime

from bot.channels.wecom.crypto import CallbackCrypto, VerificationError

MAX_BODY = 128 * 1024
"""A real callback has less than ten KiB."""

OPENING = b"<Encrypt>"
CIPHERTEXT = re.compile(rb"<Encrypt>\s*(<!\[CDATA\[)?(?P<it>[A-Za-z0-9+/]+={0,2})(?(1)\]\]>)\s*</Encrypt>")
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot carry."""

REPLY = (
    "<xml><ToUserName><![CDATA[{to_user}]]></ToUserName><FromUserName><![CDATA[{from_user}]]></FromUserName>"
    "<CreateTime>{created}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{text}]]></Content></xml>"
)
ENVELOPE = (
    "<xml><Encrypt><![CDATA[{encrypted}]]></Encrypt><MsgSignature><![CDATA[{signature}]]></MsgSignature>"
    "<TimeStamp>{timestamp}</TimeStamp><Nonce><![CDATA[{nonce}]]></Nonce></xml>"
)


def extract_ciphertext(body: bytes) -> str:
    """The one ciphertext in a callback's body, found without parsing it: nobody has vouched for that XML yet."""
    if len(body) > MAX_BODY:
        raise VerificationError("body too large")
    start = body.find(OPENING)
    found = CIPHERTEXT.match(body, start) if start >= 0 else None
    if found is None or body.find(OPENING, found.end()) >= 0:
        raise VerificationError("not one ciphertext")
    return found["it"].decode("ascii")


def render_text_reply(text: str, *, to_user: str, from_user: str, now: datetime) -> str:
    """A passive text reply, not yet encrypted."""
    return REPLY.format(
        to_user=_escape(to_user), from_user=_escape(from_user), created=int(now.timestamp()), text=_escape(text)
    )


def seal_reply(crypto: CallbackCrypto, reply: str, *, now: datetime) -> str:
    """The envelope of a reply: encrypted and signed."""
    chance = secrets.token_bytes(24)  # at once, because each call lets other threads in
    encrypted = crypto.encrypt(reply.encode(), randomness=chance[8:])
    timestamp, nonce = str(int(now.timestamp())), chance[:8].hex()
    signature = crypto.sign(timestamp, nonce, encrypted)
    return ENVELOPE.format(encrypted=encrypted, signature=signature, timestamp=timestamp, nonce=nonce)


def _escape(text: str) -> str:
    """`text` for the inside of a CDATA section, which it must not be able to close."""
    return UNPRINTABLE.sub("", text).replace("]]>", "]]]]><![CDATA[>")
