"""The cards of a fake DingTalk (钉钉): delivered, pressed, changed; presses are told over HTTP or by the stream."""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

from tests.fakes.dingtalk_stream import FakeStream

DELIVER = "/v1.0/card/instances/createAndDeliver"
CARDS = "/v1.0/card/instances"
REGISTER = "/v1.0/card/callbacks/register"
PRESSES = "/v1.0/card/instances/callback"
VARIABLE_BYTES = 1024


@dataclass(kw_only=True)
class Card:
    """A card as its reader sees it; `user` is its reader, or the group that it is in."""

    name: str
    user: str
    variables: dict[str, str]
    callback: tuple[str, str]
    whispered: str = ""
    """What it shows to the one alone who pressed it last."""

    @property
    def labels(self) -> list[str]:
        return [button["text"] for button in json.loads(self.variables["buttons"])]

    def change(self, update: dict[str, Any]) -> None:
        if not update:
            return
        assert update["cardUpdateOptions"]["updateCardDataByKey"] is True
        self.variables |= _checked(update.get("cardData", {}).get("cardParamMap", {}))
        self.whispered = update.get("userPrivateData", {}).get("cardParamMap", {}).get("answer", "")


@dataclass(kw_only=True)
class FakeCards(FakeStream):
    """A platform that has one template, `card_template_id`."""

    card_template_id: str = "fake.schema"
    cards: list[Card] = field(default_factory=list)
    undeliverable: bool = False
    """Whether the platform consents to cards that then are nowhere."""
    routes_told: dict[str, tuple[str, str]] = field(default_factory=dict)
    updates: int = 0

    def settings(self) -> dict[str, Any]:
        return super().settings() | {"card_template_id": self.card_template_id}

    def routes(self) -> list[web.RouteDef]:
        return [
            *super().routes(),
            web.post(DELIVER, self._with_faults(self._deliver)),
            web.put(CARDS, self._with_faults(self._change)),
            web.post(REGISTER, self._with_faults(self._register)),
        ]

    def cards_of(self, user: str) -> list[Card]:
        return [card for card in self.cards if card.user == user]

    def press_of(self, card: Card, label: str, *, user: str = "") -> dict[str, Any]:
        """What is told of a press: the template passes on the action of the button, and its label."""
        [button] = [button for button in json.loads(card.variables["buttons"]) if button["text"] == label]
        params = {"action": button["action"], "label": button["text"]}
        content = {"cardPrivateData": {"actionIds": ["press"], "params": params}}
        return {
            "type": "actionCallback",
            "outTrackId": card.name,
            "corpId": "dingcorp",
            "userId": user or card.user,
            "content": json.dumps(content, ensure_ascii=False),
        }

    async def press(self, card: Card, label: str, *, session: aiohttp.ClientSession, user: str = "") -> int:
        """Press a button of a card whose presses go over HTTP; the status of the answer, which the card obeys."""
        url, secret = self.routes_told[card.callback[1]]
        async with session.post(
            url, json=self.press_of(card, label, user=user), headers=sealed(secret, self.now().timestamp())
        ) as told:
            if told.status == web.HTTPOk.status_code:
                card.change(await told.json())
            return told.status

    async def _deliver(self, request: web.Request) -> web.Response:
        payload = await request.json()
        space, _, place = payload["openSpaceId"].removeprefix("dtv1.card//").partition(".")
        model = {"IM_ROBOT": "imRobot", "IM_GROUP": "imGroup"}[space]
        delivery = payload[f"{model}OpenDeliverModel"]
        assert payload[f"{model}OpenSpaceModel"]["supportForward"] is False
        if refusal := self._refusal_of(request, delivery["robotCode"]):
            return refusal
        if payload["cardTemplateId"] != self.card_template_id:
            return web.json_response({"code": "param.templateNotExist", "message": "模板不存在"}, status=400)
        missing = place in self.invalid or self.undeliverable
        # The same name is the same card: to deliver it again changes nothing.
        if not missing and not any(card.name == payload["outTrackId"] for card in self.cards):
            variables = _checked(payload["cardData"]["cardParamMap"])
            callback = (payload["callbackType"], payload.get("callbackRouteKey", ""))
            self.cards.append(Card(name=payload["outTrackId"], user=place, variables=variables, callback=callback))
        result = {
            "spaceType": space,
            "spaceId": place,
            "success": not missing,
            "errorMsg": "" if not missing else "无效",
        }
        return web.json_response({"success": True, "result": {"outTrackId": "", "deliverResults": [result]}})

    async def _change(self, request: web.Request) -> web.Response:
        if refusal := self._refusal_of(request, self.robot_code):
            return refusal
        payload = await request.json()
        [card] = [card for card in self.cards if card.name == payload["outTrackId"]]
        card.change(payload)
        self.updates += 1
        return web.json_response({"success": True, "result": True})

    async def _register(self, request: web.Request) -> web.Response:
        if refusal := self._refusal_of(request, self.robot_code):
            return refusal
        payload = await request.json()
        self.routes_told[payload["callbackRouteKey"]] = (payload["callbackUrl"], payload["apiSecret"])
        return web.json_response({"success": True, "result": {}})


def sealed(secret: str, moment: float) -> dict[str, str]:
    """The headers that vouch for a press."""
    timestamp = str(round(moment * 1000))
    signed = hmac.new(secret.encode(), timestamp.encode(), hashlib.sha256).digest()
    return {"x-ddpaas-signature-timestamp": timestamp, "x-ddpaas-signature": base64.b64encode(signed).decode()}


def _checked(variables: dict[str, str]) -> dict[str, str]:
    assert set(variables) <= {"title", "text", "more", "answer", "buttons"}
    assert all(len(value.encode()) <= VARIABLE_BYTES for value in variables.values())
    return variables
