"""What the robot asks of the platform: messages to members, to groups and through the robots of groups."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from bot.channels.base import SendError
from bot.channels.dingtalk import wording
from bot.channels.dingtalk.access import Access
from bot.channels.dingtalk.answers import Answer
from bot.channels.dingtalk.bodies import Attachment, Body, template_of, webhook_of
from bot.channels.dingtalk.faults import fault_of
from bot.channels.dingtalk.robot import query_of
from bot.channels.dingtalk.settings import GroupRobot
from bot.clock import Clock

FLOW_WINDOW = timedelta(minutes=1)
TO_MEMBERS = "/v1.0/robot/oToMessages/batchSend"
TO_GROUP = "/v1.0/robot/groupMessages/send"
READ_STATE = "/v1.0/robot/oToMessages/readStatus"
ROBOT = "/robot/send"
SESSION = "/robot/sendBySession"


class DingtalkClient:
    """The platform's interface, as far as the robot says something by it."""

    def __init__(self, access: Access, *, robot_code: str, now: Clock) -> None:
        self._access = access
        self._robot_code = robot_code
        self._now = now

    async def send_to_member(self, user: str, body: Body | Attachment) -> str:
        """Send to one member; the name by which the message may be recalled."""
        answer = await self._send(TO_MEMBERS, {"userIds": [user]}, body)
        _refuse_unreached(answer)
        return str(answer.fields.get("processQueryKey", ""))

    async def send_to_group(self, conversation: str, body: Body | Attachment) -> str:
        """Send to a group that the app's robot is in; the name by which the message may be recalled."""
        answer = await self._send(TO_GROUP, {"openConversationId": conversation}, body)
        return str(answer.fields.get("processQueryKey", ""))

    async def say_by_robot(self, robot: GroupRobot, body: Body, *, key: str, mentions: Sequence[str] = ()) -> None:
        """Have a group's own robot say something; the same key is said once, however often it is sent."""
        unique = {"msgUuid": hashlib.sha256(key.encode()).hexdigest()}
        query = query_of(robot, self._now())
        _refuse_fault(
            await self._access.calls.post_old(ROBOT, query, {**webhook_of(body, mentions=mentions), **unique})
        )

    async def answer(self, session: str, body: Body, *, mentions: Sequence[str] = ()) -> None:
        """Answer where somebody spoke, for as long as his session lasts."""
        payload = webhook_of(body, mentions=mentions)
        _refuse_fault(await self._access.calls.post_old(SESSION, {"session": session}, payload))

    async def check(self) -> None:
        """Ask for a token and, as the robot, for the state of a message that there is not.

        Raises:
            SendError: something is wrong with the keys, the robot, its permission or the address.
        """
        answer = await self._access.get(READ_STATE, {"robotCode": self._robot_code, "processQueryKey": "check"})
        fault = fault_of(answer)
        if answer.code and (fault.permanent or fault.pause or fault.ambiguous):
            raise fault

    async def _send(self, path: str, target: Mapping[str, Any], body: Body | Attachment) -> Answer:
        kind, parameters = template_of(body)
        payload = {
            "robotCode": self._robot_code,
            **target,
            "msgKey": kind,
            "msgParam": json.dumps(parameters, ensure_ascii=False),
        }
        return await self._access.post(path, payload)


def _refuse_fault(answer: Answer) -> None:
    if answer.code:
        raise fault_of(answer)


def _refuse_unreached(answer: Answer) -> None:
    """A member that cannot be reached is no fault to the platform: it consents and names him."""
    if answer.fields.get("invalidStaffIdList"):
        raise SendError(wording.INVALID_ACCOUNT, permanent=True)
    if answer.fields.get("flowControlledStaffIdList"):
        raise SendError(wording.FLOW_CONTROLLED, pause=FLOW_WINDOW)
