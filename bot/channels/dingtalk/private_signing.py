"""How requests to a private DingTalk (专有钉钉、浙政钉) are signed. Built from community documents: no official page was read."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime

from bot.channels.dingtalk.settings import PrivateSettings
from schedules.calendar.zone import SHANGHAI

Sign = Callable[[str, str, Mapping[str, str], datetime], Mapping[str, str]]
"""The headers that vouch for a request: of its method, its path, its parameters and its moment."""
DIGITS = 10_000


def sign_with(settings: PrivateSettings) -> Sign:
    """The signature that the platforms known so far ask for; a place with another one takes another `Sign`."""

    def sign(method: str, path: str, parameters: Mapping[str, str], at: datetime) -> Mapping[str, str]:
        timestamp = at.astimezone(SHANGHAI).isoformat(timespec="milliseconds")
        nonce = f"{round(at.timestamp() * 1000):013d}{secrets.randbelow(DIGITS):04d}"
        secret = settings.app_secret.get_secret_value()
        return {
            "X-Hmac-Auth-Timestamp": timestamp,
            "X-Hmac-Auth-Version": "1.0",
            "X-Hmac-Auth-Nonce": nonce,
            "apiKey": settings.app_key,
            "X-Hmac-Auth-IP": settings.ip,
            "X-Hmac-Auth-MAC": settings.mac,
            "X-Hmac-Auth-Signature": signature_of(secret, (method, timestamp, nonce, path), parameters),
        }

    return sign


def signature_of(secret: str, parts: tuple[str, str, str, str], parameters: Mapping[str, str]) -> str:
    """The signature over method, moment, nonce and path, with the parameters as they are, in the order of their names."""
    listed = "&".join(f"{name}={value}" for name, value in sorted(parameters.items()))
    signed = "\n".join((*parts, listed) if listed else parts)
    return base64.b64encode(hmac.digest(secret.encode(), signed.encode(), hashlib.sha256)).decode()
