"""The signature before a callback: whatever is wrong with one, the answer is one `VerificationError`."""

import base64
import hashlib
import hmac
import re
from datetime import datetime, timedelta

from bot.channels.dingtalk.robot import sign
from bot.channels.sealing import VerificationError

WINDOW = timedelta(hours=1)
MILLISECONDS = re.compile("[0-9]{1,15}")
DIGITS_OF_SECONDS = 10


def verify(secret: str, *, timestamp: str, signature: str, now: datetime) -> None:
    """Check that whoever signed knows the app's secret, and signed within the hour.

    The signature says nothing about the body.

    Raises:
        VerificationError: he does not, or did so too long ago.
    """
    refuse_stale(timestamp, now)
    _compare(signature, sign(secret, timestamp))


def verify_press(secret: str, *, timestamp: str, signature: str, now: datetime) -> None:
    """The same for presses on cards, whose signature is made of the timestamp alone.

    Raises:
        VerificationError: whoever signed does not know the secret, or did so too long ago.
    """
    refuse_stale(timestamp, now)
    _compare(signature, base64.b64encode(hmac.digest(secret.encode(), timestamp.encode(), hashlib.sha256)).decode())


def refuse_stale(timestamp: str, now: datetime) -> None:
    """Refuse what was signed more than an hour ago, or ahead: in milliseconds, or in seconds as one example has it.

    Raises:
        VerificationError: it was, or nobody can tell.
    """
    if not MILLISECONDS.fullmatch(timestamp):
        raise VerificationError("no timestamp")
    signed = int(timestamp) if len(timestamp) > DIGITS_OF_SECONDS else int(timestamp) * 1000
    if abs(now.timestamp() * 1000 - signed) > WINDOW.total_seconds() * 1000:
        raise VerificationError("stale timestamp")


def _compare(signature: str, expected: str) -> None:
    if not hmac.compare_digest(expected.encode(), signature.encode(errors="surrogatepass")):
        raise VerificationError("wrong signature")
