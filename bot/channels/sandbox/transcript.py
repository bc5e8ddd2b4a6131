"""What was said in the sandbox since the process began, and the pages that watch it."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from bot.channels.base import Document
from bot.channels.sandbox.line import Line
from schedules.outbox import MessageKind
from schedules.people.address import Address

T = TypeVar("T")

KEPT_LINES = 4000
KEPT_FILES = 50
WAITING_EVENTS = 1000


class Transcript:
    """The lines of this process, in memory alone: what people type in a trial is nowhere written down."""

    def __init__(self) -> None:
        self._lines: dict[str, Line] = {}
        self.pictures: dict[str, bytes] = {}
        self.files: dict[str, Document] = {}

    def add(self, line: Line) -> bool:
        """Keep a line that is new; whether it was."""
        if line.id in self._lines:
            return False
        self._lines[line.id] = line
        if len(self._lines) > KEPT_LINES:
            del self._lines[next(iter(self._lines))]
        return True

    def keep_picture(self, line_id: str, png: bytes) -> None:
        """Keep the picture of a line, and no more than the last ones."""
        _keep(self.pictures, line_id, png)

    def keep_file(self, line_id: str, document: Document) -> None:
        """Keep the file of a line, and no more than the last ones."""
        _keep(self.files, line_id, document)

    def lines_at(self, place: Address, sent: Sequence[Line]) -> list[Line]:
        """The chat at `place`: these lines and those of the outbox that are not among them, in order of time."""
        kinds = {line.id: line.kind for line in sent}
        own = [
            replace(line, kind=kinds.get(line.id, line.kind)) for line in self._lines.values() if line.place == place
        ]
        keys, texts = {line.id for line in own}, {line.content.text for line in own}
        others = [line for line in sent if line.place == place and not _is_known(line, keys, texts)]
        return sorted(others + own, key=lambda line: line.at)


class Broadcast:
    """Server-sent events for every open page. A page that does not keep up is let go and comes back by itself."""

    def __init__(self) -> None:
        self._watchers: set[asyncio.Queue[str | None]] = set()

    def tell(self, event: str, body: Mapping[str, Any]) -> None:
        """Send an event to every page."""
        frame = f"event: {event}\ndata: {json.dumps(body, ensure_ascii=False)}\n\n"
        for watcher in list(self._watchers):
            try:
                watcher.put_nowait(frame)
            except asyncio.QueueFull:
                self._watchers.discard(watcher)

    def close(self) -> None:
        """End every stream."""
        for watcher in self._watchers:
            while not watcher.empty():
                watcher.get_nowait()
            watcher.put_nowait(None)
        self._watchers.clear()

    async def watch(self, *, beat: float) -> AsyncIterator[str]:
        """Frames as they come, with a comment after each `beat` seconds of silence."""
        watcher: asyncio.Queue[str | None] = asyncio.Queue(maxsize=WAITING_EVENTS)
        self._watchers.add(watcher)
        try:
            yield "retry: 1000\n\n"
            while watcher in self._watchers or not watcher.empty():
                try:
                    async with asyncio.timeout(beat):
                        frame = await watcher.get()
                except TimeoutError:
                    frame = ":\n\n"
                if frame is None:
                    return
                yield frame
        finally:
            self._watchers.discard(watcher)


def _keep(kept: dict[str, T], line_id: str, value: T) -> None:
    kept[line_id] = value
    if len(kept) > KEPT_FILES:
        del kept[next(iter(kept))]


def _is_known(line: Line, keys: set[str], texts: set[str]) -> bool:
    # Replies are given at once under the message's key and may stand in the outbox under another.
    return line.id in keys or (line.kind == MessageKind.REPLY and line.content.text in texts)
