"""The signature before a callback: whatever is wrong with one, the answer is one `VerificationError`."""

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
    if not MILLISECONDS.fullmatch(timestamp):
        raise VerificationError("no timestamp")
    if not hmac.compare_digest(sign(secret, timestamp).encode(), signature.encode(errors="surrogatepass")):
        raise VerificationError("wrong signature")
    if abs(now.timestamp() * 1000 - int(timestamp)) > WINDOW.total_seconds() * 1000:
        raise VerificationError("stale timestamp")
