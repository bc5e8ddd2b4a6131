"""The sandbox page behind a real server, and the browser that looks at it."""

import asyncio
import os
import threading
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

from aiohttp import web
from playwright.sync_api import Page

from bot.app import serving
from bot.settings import DatabaseSettings, ServerSettings, Settings
from tests.browser.scripted_desk import ScriptedDesk

CHROMIUM = Path(os.environ.get("ZHIBU_CHROMIUM", "/usr/bin/chromium"))
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
Size = tuple[int, int]
DESKTOP: Size = (1360, 820)
PHONE: Size = (375, 720)
OpenPage = Callable[..., Page]


class Hosted:
    """Something served from a thread with an event loop of its own."""

    origin = ""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()

    @property
    def url(self) -> str:
        return f"{self.origin}/sandbox"

    def run(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self.loop).result(60)

    def end(self) -> None:
        self.run(self._end_tasks())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
        self.loop.close()

    async def _end_tasks(self) -> None:
        # A stream whose page is gone waits on: the server forgets it with its connection.
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)


class Sandbox(Hosted):
    """The sandbox with a scripted robot behind it."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = ScriptedDesk()
        self.runner: web.AppRunner | None = None
        self.port = 0
        self.start()

    def start(self) -> None:
        self.run(self._serve())

    def stop(self) -> None:
        self.run(self._close())

    def end(self) -> None:
        self.stop()
        super().end()

    async def _serve(self) -> None:
        app = web.Application()
        app.add_routes(self.desk.channel.routes(self.desk.take_in))
        self.runner = web.AppRunner(app, shutdown_timeout=1)
        await self.runner.setup()
        site = web.TCPSite(self.runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self.runner.addresses[0][1]
        self.origin = f"http://127.0.0.1:{self.port}"

    async def _close(self) -> None:
        if self.runner is not None:
            await self.desk.channel.close()
            await self.runner.cleanup()
            self.runner = None


class RealSandbox(Hosted):
    """The sandbox of the whole robot, on an empty database."""

    def __init__(self, folder: Path, at: datetime) -> None:
        super().__init__()
        database = DatabaseSettings(url=f"sqlite+aiosqlite:///{folder / 'zhibu.db'}")
        self.settings = Settings(server=ServerSettings(port=0), database=database)
        self.at = at
        self.stack = AsyncExitStack()
        self.run(self._enter())

    def end(self) -> None:
        self.run(self.stack.aclose())
        super().end()

    async def _enter(self) -> None:
        self.origin = await self.stack.enter_async_context(serving(self.settings, at=self.at))
