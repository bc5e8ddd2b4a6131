"""A private DingTalk (专有钉钉、浙政钉): another platform with other interfaces, to which we only send.

Built from community documents; nobody has tried it on the real one.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from aiohttp import web

from bot.channels.base import SendError, TakeIn
from bot.channels.dingtalk import wording
from bot.channels.dingtalk.calls import FormCalls
from bot.channels.dingtalk.channel import DingtalkChannel
from bot.channels.dingtalk.limits import APP_LIMITS
from bot.channels.dingtalk.private_signing import Sign, sign_with
from bot.channels.dingtalk.settings import DingtalkSettings
from bot.channels.dingtalk.splitting import parts_of
from bot.clock import Clock
from bot.limits import Allow, allow_all
from schedules.outbox import Content
from schedules.people.address import Address

NOTIFY = "/message/workNotification"
TOKEN = "/gettoken.json"  # noqa: S105  an address


class PrivateDingtalkChannel:
    """Members get work notifications, groups hear their own robots; nobody is heard."""

    name = "dingtalk"

    def __init__(
        self, settings: DingtalkSettings, *, now: Clock, allow: Allow = allow_all, sign: Sign | None = None
    ) -> None:
        self._private = settings.private
        self._sign = sign or sign_with(settings.private)
        self._now = now
        self._allow = allow
        self._calls = FormCalls(settings, base=settings.private.api_base)
        self._robots = DingtalkChannel(settings, now=now, allow=allow)

    def routes(self, _take_in: TakeIn) -> list[web.RouteDef]:
        """None: how such a platform would call is not documented."""
        return []

    async def send(self, address: Address, content: Content, *, key: str) -> Sequence[str]:
        """Deliver `content` to a member or, through its own robot, to a group.

        Raises:
            SendError: it was not delivered, or nobody knows.
        """
        if address.is_group:
            return await self._robots.send(address, content, key=key)
        parts = parts_of(content.text)
        if wait := await self._allow("dingtalk app", len(parts), APP_LIMITS):
            raise SendError(wording.WAIT, untried=True, pause=wait)
        for number, part in enumerate(parts):
            await self._notify(address.account, part, f"{key}#{number}")
        return ()

    async def check(self) -> None:
        """Try the app's keys on the platform.

        Raises:
            SendError: they are not in order.
        """
        secret = self._private.app_secret.get_secret_value()
        await self._post(TOKEN, {"appkey": self._private.app_key, "appsecret": secret})

    async def close(self) -> None:
        """Let go of the connections."""
        await self._calls.close()
        await self._robots.close()

    async def _notify(self, account: str, text: str, key: str) -> None:
        message = {"msgtype": "text", "text": {"content": text}}
        notice = {
            "tenantId": self._private.tenant_id,
            "receiverIds": account,
            # The same message under the same name: what the platform has, it need not show again.
            "bizMsgId": hashlib.sha256(key.encode()).hexdigest()[:32],
            "msg": json.dumps(message, ensure_ascii=False),
        }
        await self._post(NOTIFY, notice)

    async def _post(self, path: str, parameters: Mapping[str, str]) -> None:
        headers = self._sign("POST", path, parameters, self._now())
        fields = await self._calls.post_form(path, parameters, headers)
        content = fields.get("content")
        if not (fields.get("success") and isinstance(content, dict) and content.get("success", True)):
            raise SendError(wording.PRIVATE_FAULT.format(fault=_fault_in(fields)))


def _fault_in(fields: Mapping[str, Any]) -> str:
    content = fields.get("content")
    told = {**(content if isinstance(content, dict) else {}), **fields}
    named = (str(told.get(name) or "") for name in ("bizErrorCode", "errorCode", "Code", "responseCode"))
    words = (str(told.get(name) or "") for name in ("errorMsg", "Message", "responseMessage"))
    return f"{next(filter(None, named), '')} {next(filter(None, words), '')}".strip()[:200]
