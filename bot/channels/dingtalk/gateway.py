"""The DingTalk channel both ways: what it sends, and what comes to it."""

from collections.abc import Mapping
from typing import Any, Unpack

from aiohttp import web

from bot.channels.base import ClientLogin, Learn, Settle, TakeIn
from bot.channels.dingtalk.callback import CardCallback, RobotCallback
from bot.channels.dingtalk.card_calls import PATH as CARD_PATH
from bot.channels.dingtalk.channel import DingtalkChannel, Ties
from bot.channels.dingtalk.events import EventCallback, Events
from bot.channels.dingtalk.frames import MESSAGES, PRESSES, Frame, FrameKind
from bot.channels.dingtalk.login import Login
from bot.channels.dingtalk.presses import Presses
from bot.channels.dingtalk.reception import Reception
from bot.channels.dingtalk.settings import DingtalkSettings
from bot.channels.dingtalk.speaking import Speaker
from bot.channels.dingtalk.stream import Stream

PATH = "/dingtalk/robot"
EVENT_PATH = "/dingtalk/events"


class DingtalkGateway(DingtalkChannel):
    """The channel of a robot that also listens: messages come by its callbacks, or by its stream."""

    def __init__(self, settings: DingtalkSettings, **ties: Unpack[Ties]) -> None:
        super().__init__(settings, **ties)
        self._mode = settings.mode if settings.enabled else None
        self._login = Login(settings, self._access)
        self._speaker = Speaker(answer=self.answer, counts=self.counts)
        self._events = Events(
            corp_id=settings.corp_id,
            look_up=self._directory.look_up,
            speaker=self._speaker,
            quota=self._quota,
            counts=self.counts,
        )
        self._stream: Stream | None = None
        self._reception: Reception | None = None
        self._presses: Presses | None = None

    def report_to(self, settle: Settle) -> None:
        """Tell `settle` of every answer that was said."""
        self._speaker.settle = settle

    def inform(self, learn: Learn) -> None:
        """Tell `learn` of every change in the contacts."""
        self._events.learn = learn

    def login_address(self, *, back: str, state: str, user_agent: str) -> str:  # noqa: ARG002 - one address for all
        """Where a browser is sent to tell who is at it."""
        return self._login.address(back=back, state=state)

    def client_login(self, user_agent: str) -> ClientLogin | None:
        """How a page in the client learns who is at it."""
        return self._login.in_client(user_agent)

    async def identify(self, code: str, *, inside: bool) -> str:
        """The account behind a code.

        Raises:
            SendError: nobody is.
        """
        return await self._login.identify(code, inside=inside)

    def routes(self, take_in: TakeIn) -> list[web.RouteDef]:
        """The callbacks' addresses; none while the app is not configured, or goes to the platform itself."""
        if self._mode is None:
            return []
        keys = self._settings.event_token.get_secret_value() and self._settings.event_aes_key.get_secret_value()
        events = EventCallback(self._settings, events=self._events, counts=self.counts, now=self._now) if keys else None
        told = [web.post(EVENT_PATH, events.receive)] if events else []
        if self._mode == "stream":
            return told
        messages = RobotCallback(
            self._settings, hear=self._receive_with(take_in).receive, counts=self.counts, now=self._now
        )
        presses = CardCallback(
            self._settings, hear=self._press_with(take_in).receive, counts=self.counts, now=self._now
        )
        return [web.post(PATH, messages.receive), web.post(CARD_PATH, presses.receive), *told]

    def listen(self, take_in: TakeIn) -> None:
        """Open the stream, where that is how messages come."""
        if self._mode != "stream":
            return
        reception, presses = self._receive_with(take_in), self._press_with(take_in)

        async def hear(frame: Frame) -> Mapping[str, Any] | None:
            if (frame.kind, frame.topic) == (FrameKind.CALLBACK, MESSAGES):
                await reception.receive(frame.fields)
                return {"response": None}
            if (frame.kind, frame.topic) == (FrameKind.CALLBACK, PRESSES):
                return {"response": await presses.receive(frame.fields)}
            if frame.kind is FrameKind.EVENT:
                await self._events.receive(frame.event, frame.fields, corp_id=frame.corp_id)
                return {"status": "SUCCESS"}
            return None

        topics = [("EVENT", "*"), ("CALLBACK", MESSAGES), *([("CALLBACK", PRESSES)] if self._cards.are_on else [])]
        self._stream = Stream(self._settings, topics=topics, hear=hear, counts=self.counts)
        self._stream.start()

    async def close(self) -> None:
        """Finish what was begun, then let go of the connections."""
        for part in (self._stream, self._reception, self._presses, self._speaker):
            if part is not None:
                await part.close()
        await super().close()

    def _receive_with(self, take_in: TakeIn) -> Reception:
        self._reception = Reception(
            self._settings.client_id, take_in=take_in, speaker=self._speaker, quota=self._quota, counts=self.counts
        )
        return self._reception

    def _press_with(self, take_in: TakeIn) -> Presses:
        self._presses = Presses(
            corp_id=self._settings.corp_id,
            take_in=take_in,
            speaker=self._speaker,
            update=self._cards.update,
            counts=self.counts,
            now=self._now,
        )
        return self._presses
