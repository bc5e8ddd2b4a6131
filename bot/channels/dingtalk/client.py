"""What the robot asks of the platform: messages to members, to groups and through the robots of groups."""

import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from bot.channels.base import SendError
from bot.channels.dingtalk import wording
from bot.channels.dingtalk.answers import Answer
from bot.channels.dingtalk.bodies import Body, template_of, webhook_of
from bot.channels.dingtalk.calls import Calls
from bot.channels.dingtalk.faults import EXPIRED, fault_of
from bot.channels.dingtalk.robot import query_of
from bot.channels.dingtalk.settings import DingtalkSettings, GroupRobot
from bot.channels.dingtalk.tokens import TokenSource
from bot.clock import Clock

FLOW_WINDOW = timedelta(minutes=1)
TO_MEMBERS = "/v1.0/robot/oToMessages/batchSend"
TO_GROUP = "/v1.0/robot/groupMessages/send"
READ_STATE = "/v1.0/robot/oToMessages/readStatus"
ROBOT = "/robot/send"
SESSION = "/robot/sendBySession"


class DingtalkClient:
    """The platform's interface, as far as the robot uses it."""

    def __init__(self, settings: DingtalkSettings, *, now: Clock) -> None:
        self._calls = Calls(settings)
        self._robot_code = settings.robot_code
        self._now = now
        secret = settings.client_secret.get_secret_value()
        self._tokens = TokenSource(self._calls, client_id=settings.client_id, client_secret=secret, now=now)

    async def send_to_member(self, user: str, body: Body) -> None:
        """Send to one member."""
        _refuse_unreached(await self._send(TO_MEMBERS, {"userIds": [user]}, body))

    async def send_to_group(self, conversation: str, body: Body) -> None:
        """Send to a group that the app's robot is in."""
        await self._send(TO_GROUP, {"openConversationId": conversation}, body)

    async def say_by_robot(self, robot: GroupRobot, body: Body, *, key: str) -> None:
        """Have a group's own robot say something; the same key is said once, however often it is sent."""
        unique = {"msgUuid": hashlib.sha256(key.encode()).hexdigest()}
        query = query_of(robot, self._now())
        _refuse_fault(await self._calls.post_old(ROBOT, query, {**webhook_of(body), **unique}))

    async def answer(self, session: str, body: Body, *, mentions: Sequence[str] = ()) -> None:
        """Answer where somebody spoke, for as long as his session lasts."""
        _refuse_fault(await self._calls.post_old(SESSION, {"session": session}, webhook_of(body, mentions=mentions)))

    async def check(self) -> None:
        """Ask for a token and, as the robot, for the state of a message that there is not.

        Raises:
            SendError: something is wrong with the keys, the robot, its permission or the address.
        """
        query = {"robotCode": self._robot_code, "processQueryKey": "check"}
        answer = await self._with_token(lambda token: self._calls.get(READ_STATE, query, token=token))
        fault = fault_of(answer)
        if answer.code and (fault.permanent or fault.pause or fault.ambiguous):
            raise fault

    async def close(self) -> None:
        """Let go of the connections."""
        await self._calls.close()

    async def _send(self, path: str, target: Mapping[str, Any], body: Body) -> Answer:
        kind, parameters = template_of(body)
        payload = {
            "robotCode": self._robot_code,
            **target,
            "msgKey": kind,
            "msgParam": json.dumps(parameters, ensure_ascii=False),
        }
        answer = await self._with_token(lambda token: self._calls.post(path, payload, token=token))
        _refuse_fault(answer)
        return answer

    async def _with_token(self, call: Callable[[str], Awaitable[Answer]]) -> Answer:
        """Call in the app's name, with one new token and one more try if the token no longer holds."""
        token = await self._tokens.get()
        answer = await call(token)
        if answer.code in EXPIRED:
            token = await self._tokens.renew(token)
            answer = await call(token)
        if answer.code in EXPIRED:
            raise SendError(wording.STILL_REFUSED, pause=FLOW_WINDOW)
        self._tokens.prove(token)
        return answer


def _refuse_fault(answer: Answer) -> None:
    if answer.code:
        raise fault_of(answer)


def _refuse_unreached(answer: Answer) -> None:
    """A member that cannot be reached is no fault to the platform: it consents and names him."""
    if answer.fields.get("invalidStaffIdList"):
        raise SendError(wording.INVALID_ACCOUNT, permanent=True)
    if answer.fields.get("flowControlledStaffIdList"):
        raise SendError(wording.FLOW_CONTROLLED, pause=FLOW_WINDOW)
