"""The signature that guards a group's own robot."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime

from bot.channels.dingtalk.settings import GroupRobot


def sign(secret: str, timestamp: str) -> str:
    """The signature of a moment, in milliseconds; not yet encoded for an address."""
    signed = hmac.digest(secret.encode(), f"{timestamp}\n{secret}".encode(), hashlib.sha256)
    return base64.b64encode(signed).decode()


def query_of(robot: GroupRobot, now: datetime) -> Mapping[str, str]:
    """What stands behind the address of a robot's webhook."""
    keys = {"access_token": robot.access_token.get_secret_value()}
    if not (secret := robot.secret.get_secret_value()):
        return keys
    timestamp = str(round(now.timestamp() * 1000))
    return {**keys, "timestamp": timestamp, "sign": sign(secret, timestamp)}
