"""Work notifications (工作通知): they reach members whom the robot may not write to."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.channels.base import SendError
from bot.channels.dingtalk import wording
from bot.channels.dingtalk.access import Access
from bot.channels.splitting import split_text

SEND = "/topapi/message/corpconversation/asyncsend_v2"
RECALL = "/topapi/message/corpconversation/recall"
RESULT = "/topapi/message/corpconversation/getsendresult"
MOST_BYTES = 1800
"""Of words: the whole message may have 2048."""
NEXT_DAY = timedelta(hours=1)
DEAF = frozenset({"robot.oto.notExist", "chatbotId.notAllow.sendOTO", "bot.stopped"})
"""Answers of a robot that writes to nobody."""


class WorkNotices:
    """The notifications of one app, known by its `agent_id`."""

    def __init__(self, access: Access, *, agent_id: int) -> None:
        self._access = access
        self._agent_id = agent_id

    async def notify(self, user: str, text: str) -> list[str]:
        """Notify one member; the platform consents to what it then drops, so its own account of it is asked for.

        The names by which the notifications may be recalled are given back.

        Raises:
            SendError: it was not delivered, or nobody knows.
        """
        names = []
        for part in split_text(text, MOST_BYTES):
            message = {"msgtype": "text", "text": {"content": part}}
            sent = await self._access.post_old(SEND, {"agent_id": self._agent_id, "userid_list": user, "msg": message})
            asked = {"agent_id": self._agent_id, "task_id": sent.fields.get("task_id")}
            result = (await self._access.post_old(RESULT, asked)).fields.get("send_result")
            _refuse_dropped(user, result if isinstance(result, dict) else {})
            names.append(str(sent.fields.get("task_id")))
        return names


def _refuse_dropped(user: str, result: Mapping[str, Any]) -> None:
    if user in (result.get("invalid_user_id_list") or ()):
        raise SendError(wording.INVALID_ACCOUNT, permanent=True)
    if user in (result.get("forbidden_user_id_list") or ()) or user in (result.get("failed_user_id_list") or ()):
        raise SendError(wording.NOTICE_DROPPED, pause=NEXT_DAY)
