"""What the robot asks of the platform about cards: to deliver one, to change it, and where presses are to be told."""

import asyncio
import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from bot.channels.dingtalk import wording
from bot.channels.dingtalk.access import Access
from bot.channels.dingtalk.answers import Answer
from bot.channels.dingtalk.faults import RefusalError
from bot.channels.dingtalk.interactive import BY_KEY, Interactive, variables_of
from bot.channels.dingtalk.settings import DingtalkSettings
from schedules.people.address import Address

DELIVER = "/v1.0/card/instances/createAndDeliver"
UPDATE = "/v1.0/card/instances"
REGISTER = "/v1.0/card/callbacks/register"
PATH = "/dingtalk/card"
NOT_DELIVERED = "card.notDelivered"


def secret_of(settings: DingtalkSettings) -> str:
    """What the platform signs presses with; it follows from the app's own secret, so that all processes know it."""
    return hmac.new(settings.client_secret.get_secret_value().encode(), b"cards", hashlib.sha256).hexdigest()


class CardCalls:
    """Cards of one app. In HTTP mode the platform is told once, before the first card, where presses go."""

    def __init__(self, settings: DingtalkSettings, access: Access, *, public_url: str) -> None:
        self._settings = settings
        self._access = access
        self._address = public_url.rstrip("/") + PATH
        self.are_on = bool(settings.card_template_id and (settings.mode == "stream" or public_url))
        self._route = f"zhibu-{settings.client_id}"
        self._telling = asyncio.Lock()
        self._told = settings.mode == "stream"

    async def deliver(self, address: Address, card: Interactive, name: str) -> None:
        """Show a card to a member, or in a group; the same name is the same card, however often it is delivered.

        Raises:
            SendError: it is not there, or nobody knows.
        """
        await self._tell_address()
        answer = await self._access.post(
            DELIVER,
            {
                "cardTemplateId": self._settings.card_template_id,
                "outTrackId": name,
                "cardData": {"cardParamMap": variables_of(card)},
                "userIdType": 1,
                **self._space_of(address, card),
                **self._callback(),
            },
        )
        _refuse_undelivered(answer)

    async def update(self, name: str, variables: Mapping[str, str]) -> None:
        """Change what a card shows.

        Raises:
            SendError: it is not changed, or nobody knows.
        """
        changed = {"outTrackId": name, "cardData": {"cardParamMap": variables}, "cardUpdateOptions": BY_KEY}
        await self._access.put(UPDATE, changed)

    def _space_of(self, address: Address, card: Interactive) -> Mapping[str, Any]:
        shown = {"supportForward": False, "lastMessageI18n": {"ZH_CN": card.title}}
        robot = {"robotCode": self._settings.robot_code}
        if card.place:
            return {
                "openSpaceId": f"dtv1.card//IM_GROUP.{address.account}",
                "imGroupOpenSpaceModel": shown,
                "imGroupOpenDeliverModel": robot,
            }
        return {
            "openSpaceId": f"dtv1.card//IM_ROBOT.{address.account}",
            "imRobotOpenSpaceModel": shown,
            "imRobotOpenDeliverModel": {**robot, "spaceType": "IM_ROBOT"},
        }

    def _callback(self) -> Mapping[str, str]:
        if self._settings.mode == "stream":
            return {"callbackType": "STREAM"}
        return {"callbackType": "HTTP", "callbackRouteKey": self._route}

    async def _tell_address(self) -> None:
        async with self._telling:
            if not self._told:
                address = {"callbackRouteKey": self._route, "callbackUrl": self._address, "forceUpdate": True}
                await self._access.post(REGISTER, {**address, "apiSecret": secret_of(self._settings)})
                self._told = True


def _refuse_undelivered(answer: Answer) -> None:
    """The platform consents to the card, and tells for each place whether it is there."""
    result = answer.fields.get("result")
    places = result.get("deliverResults") if isinstance(result, dict) else None
    failed = [place for place in places if not place.get("success")] if isinstance(places, list) else []
    if failed or answer.fields.get("success") is False:
        message = str(failed[0].get("errorMsg", "")) if failed else ""
        raise RefusalError(wording.explain_fault(NOT_DELIVERED, message), code=NOT_DELIVERED)
