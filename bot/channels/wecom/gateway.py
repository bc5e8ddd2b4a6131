"""The WeCom channel both ways: what it sends, and what comes to the app and to the 智能机器人."""

from collections.abc import AsyncIterator

from aiohttp import web

from bot.channels.base import Learn, Settle, TakeIn
from bot.channels.wecom.aibot.callback import AibotCallback, Recall
from bot.channels.wecom.aibot.line import Line
from bot.channels.wecom.aibot.media import PREFIX, decrypt, read_name
from bot.channels.wecom.aibot.reception import Reception
from bot.channels.wecom.book_callback import BookCallback
from bot.channels.wecom.callback import Callback
from bot.channels.wecom.channel import WecomChannel
from bot.channels.wecom.settings import WecomSettings
from bot.clock import Clock
from bot.holding import Alone, Hold
from bot.limits import Allow, allow_all
from bot.progress import Progress
from handlers.messages import Outcome

PATH = "/wecom/callback"
AIBOT_PATH = "/wecom/aibot"
BOOK_PATH = "/wecom/contacts"


async def recall_nothing(_key: str) -> Outcome | None:
    """Know of no answers: for those who keep none."""
    return None


class WecomGateway(WecomChannel):
    """The channel of an app that is called, and of a 智能机器人 that is called or keeps a connection of its own."""

    def __init__(  # noqa: PLR0913 - all that ties it to the robot
        self,
        settings: WecomSettings,
        *,
        now: Clock,
        allow: Allow = allow_all,
        recall: Recall = recall_nothing,
        hold: Hold | None = None,
        progress: Progress | None = None,
    ) -> None:
        super().__init__(settings, now=now, allow=allow, progress=progress)
        self._recall = recall
        self._callback: Callback | None = None
        self._aibot_callback: AibotCallback | None = None
        self._hold = hold or Alone()
        self._settle: Settle | None = None
        self._learn: Learn | None = None

    def report_to(self, settle: Settle) -> None:
        """Tell `settle` of every answer that was given over the connection."""
        self._settle = settle

    def inform(self, learn: Learn) -> None:
        """Tell `learn` of every change in the address book."""
        self._learn = learn

    def routes(self, take_in: TakeIn) -> list[web.RouteDef]:
        """The callbacks' addresses: of the app and of the 智能机器人, each where it is configured."""
        return [*self._app_routes(take_in), *self._aibot_routes(take_in), *self._book_routes()]

    def listen(self, take_in: TakeIn) -> None:
        """Open the 智能机器人's connection, where it has one."""
        if not self._settings.aibot.keeps_connection:
            return
        reception = Reception(self._settings, take_in=take_in, settle=self._settle, counts=self.counts, now=self._now)
        self._line = Line(self._settings, hear=reception.hear, hold=self._hold)
        self._line.start()

    async def fetch(self, media_id: str) -> AsyncIterator[bytes]:
        """The bytes of what somebody sent: the platform has them for three days, those for the 智能机器人 five minutes.

        Raises:
            SendError: they cannot be had.
        """
        if not media_id.startswith(PREFIX):
            async for chunk in super().fetch(media_id):
                yield chunk
            return
        url, key = read_name(media_id, self._settings.aibot.encoding_aes_key.get_secret_value())
        async with self._calls.download_from(url) as chunks:
            async for chunk in decrypt(chunks, key):
                yield chunk

    async def close(self) -> None:
        """Finish what was begun, then let go of the connections."""
        for part in (self._line, self._callback, self._aibot_callback):
            if part is not None:
                await part.close()
        await super().close()

    def _app_routes(self, take_in: TakeIn) -> list[web.RouteDef]:
        if not self._settings.enabled:
            return []
        self._callback = Callback(self._settings, take_in=take_in, answers=self, counts=self.counts, now=self._now)
        return [web.get(PATH, self._callback.gate.verify_address), web.post(PATH, self._callback.receive)]

    def _aibot_routes(self, take_in: TakeIn) -> list[web.RouteDef]:
        if not self._settings.aibot.is_called:
            return []
        self._aibot_callback = aibot = AibotCallback(
            self._settings,
            take_in=take_in,
            recall=self._recall,
            calls=self._calls,
            counts=self.counts,
            now=self._now,
        )
        return [web.get(AIBOT_PATH, aibot.gate.verify_address), web.post(AIBOT_PATH, aibot.receive)]

    def _book_routes(self) -> list[web.RouteDef]:
        if not self._settings.follows_contacts or self._learn is None:
            return []
        book = BookCallback(
            self._settings, directory=self._directory, learn=self._learn, counts=self.counts, now=self._now
        )
        return [web.get(BOOK_PATH, book.gate.verify_address), web.post(BOOK_PATH, book.receive)]
