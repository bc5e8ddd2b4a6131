"""The DingTalk channel both ways: what it sends, and what comes to it."""

from aiohttp import web

from bot.channels.base import TakeIn
from bot.channels.dingtalk.callback import Callback
from bot.channels.dingtalk.channel import DingtalkChannel
from bot.channels.dingtalk.reception import Reception
from bot.channels.dingtalk.settings import DingtalkSettings
from bot.channels.dingtalk.stream import Stream
from bot.clock import Clock
from bot.limits import Allow, allow_all

PATH = "/dingtalk/robot"


class DingtalkGateway(DingtalkChannel):
    """The channel of a robot that also listens: messages come by its callback, or by its stream."""

    def __init__(self, settings: DingtalkSettings, *, now: Clock, allow: Allow = allow_all) -> None:
        super().__init__(settings, now=now, allow=allow)
        self._mode = settings.mode if settings.enabled else None
        self._stream: Stream | None = None
        self._reception: Reception | None = None

    def routes(self, take_in: TakeIn) -> list[web.RouteDef]:
        """The callback's address; none while the app is not configured, or goes to the platform itself."""
        if self._mode != "http":
            return []
        callback = Callback(self._settings, reception=self._receive_with(take_in), counts=self.counts, now=self._now)
        return [web.post(PATH, callback.receive)]

    def listen(self, take_in: TakeIn) -> None:
        """Open the stream, where that is how messages come."""
        if self._mode == "stream":
            self._stream = Stream(self._settings, reception=self._receive_with(take_in), counts=self.counts)
            self._stream.start()

    async def close(self) -> None:
        """Finish what was begun, then let go of the connections."""
        if self._stream is not None:
            await self._stream.close()
        if self._reception is not None:
            await self._reception.close()
        await super().close()

    def _receive_with(self, take_in: TakeIn) -> Reception:
        self._reception = Reception(self._settings.client_id, take_in=take_in, answer=self.answer, counts=self.counts)
        return self._reception
