"""What people say to the robot of a fake DingTalk (钉钉), and how it posts that to the robot's address.

The signature is computed here once more, so that ours is checked by another's.
"""

import base64
import hashlib
import hmac
import itertools
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import aiohttp

from tests.fakes.dingtalk_sending import FakeSending

SESSION_LASTS = 5_400_000
PRIVATE, GROUP = "1", "2"


@dataclass(kw_only=True)
class FakePeople:
    """Members of the organisation of `sending`, who write to its robot."""

    sending: FakeSending
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    def __post_init__(self) -> None:
        self._numbers = itertools.count(time.time_ns())

    def text(self, user: str, words: str, *, group: str = "", **fields: object) -> dict[str, Any]:
        """Somebody types something."""
        return self.message(user, "text", group=group, text={"content": words}, **fields)

    def message(self, user: str, kind: str, *, group: str = "", **fields: object) -> dict[str, Any]:
        """Somebody sends something, in private or in a group where he calls the robot."""
        moment = round(self.now().timestamp() * 1000)
        place = group or f"cid{user}"
        return {
            "msgId": f"msg{next(self._numbers)}==",
            "msgtype": kind,
            "conversationId": place,
            "conversationType": GROUP if group else PRIVATE,
            "senderId": f"$:LWCP_v1:${user}",
            "senderNick": "某某",
            "senderStaffId": user,
            "senderCorpId": "dingcorp",
            "chatbotCorpId": "dingcorp",
            "chatbotUserId": "$:LWCP_v1:$robot",
            "robotCode": self.sending.robot_code,
            "isAdmin": False,
            "createAt": moment,
            "sessionWebhook": self.sending.open_session(place),
            "sessionWebhookExpiredTime": moment + SESSION_LASTS,
            **({"conversationTitle": "机关党委", "isInAtList": True} if group else {}),
            **fields,
        }


@dataclass(kw_only=True)
class FakePoster(FakePeople):
    """Posts what they write to the robot's callback."""

    callback: str
    session: aiohttp.ClientSession
    statuses: list[int] = field(default_factory=list)

    async def say(self, user: str, words: str, *, group: str = "") -> tuple[int, str]:
        """Somebody types something; status and body of the answer."""
        return await self.post(self.text(user, words, group=group))

    async def post(self, message: object, **headers: str) -> tuple[int, str]:
        """Post a message as the platform does."""
        body = message if isinstance(message, bytes) else json.dumps(message, ensure_ascii=False).encode()
        sent = {"Content-Type": "application/json; charset=utf-8", **self.sealed(self.now()), **headers}
        async with self.session.post(self.callback, data=body, headers=sent) as response:
            self.statuses.append(response.status)
            return response.status, await response.text()

    def sealed(self, now: datetime) -> dict[str, str]:
        """The headers that vouch for a callback."""
        timestamp, secret = str(round(now.timestamp() * 1000)), self.sending.client_secret
        signed = hmac.new(secret.encode(), f"{timestamp}\n{secret}".encode(), hashlib.sha256).digest()
        return {"timestamp": timestamp, "sign": base64.b64encode(signed).decode()}
