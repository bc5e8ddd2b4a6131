"""The signature before a callback: whatever is wrong with one, the answer is one `VerificationError`."""

import base64
import hashlib
import hmac
import re
from datetime import datetime, timedelta

from bot.channels.dingtalk.robot import sign

WINDOW = timedelta(hours=1)
MILLISECONDS = re.compile("[0-9]{1,15}")


class VerificationError(Exception):
    """What came is not what the platform sends. The text is for the log, never for the answer."""


def verify(secret: str, *, timestamp: str, signature: str, now: datetime) -> None:
    """Check that whoever signed knows the app's secret, and signed within the hour.

    The signature says nothing about the body.

    Raises:
        VerificationError: he does not, or did so too long ago.
    """
    _refuse_stale(timestamp, now)
    _compare(signature, sign(secret, timestamp))


def verify_press(secret: str, *, timestamp: str, signature: str, now: datetime) -> None:
    """The same for presses on cards, whose signature is made of the timestamp alone.

    Raises:
        VerificationError: whoever signed does not know the secret, or did so too long ago.
    """
    _refuse_stale(timestamp, now)
    _compare(signature, base64.b64encode(hmac.digest(secret.encode(), timestamp.encode(), hashlib.sha256)).decode())


def _refuse_stale(timestamp: str, now: datetime) -> None:
    if not MILLISECONDS.fullmatch(timestamp):
        raise VerificationError("no timestamp")
    if abs(now.timestamp() * 1000 - int(timestamp)) > WINDOW.total_seconds() * 1000:
        raise VerificationError("stale timestamp")


def _compare(signature: str, expected: str) -> None:
    if not hmac.compare_digest(expected.encode(), signature.encode(errors="surrogatepass")):
        raise VerificationError("wrong signature")
