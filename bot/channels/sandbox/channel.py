"""The sandbox as a channel."""

from asyncio import Lock
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Final
from urllib.parse import quote

from aiohttp import web

from bot.channels.base import Document, Picture, TakeIn
from bot.channels.sandbox import wording
from bot.channels.sandbox.desk import People, SandboxDesk
from bot.channels.sandbox.explanation import explain
from bot.channels.sandbox.guard import HEADERS, RefusalError, answer, guarded
from bot.channels.sandbox.line import CHANNEL, REPLY, SAID, SENT, Line, content_to_json, line_of, to_iso
from bot.channels.sandbox.page import show_explanation_page, show_file, show_page
from bot.channels.sandbox.requests import read_instant, read_message, read_place, read_sentence
from bot.channels.sandbox.transcript import Broadcast, Transcript
from handlers.messages import InboundKind, InboundMessage, Outcome
from schedules.outbox import Content
from schedules.people.address import Address

RECENT: Final = 300
SEARCHED: Final = 3000
BEAT_SECONDS: Final = 15.0


class SandboxChannel:
    """A chat platform in a page: who is who is chosen, the clock is moved by hand, nothing leaves the machine."""

    def __init__(self, desk: SandboxDesk) -> None:
        self._desk = desk
        self._transcript = Transcript()
        self._broadcast = Broadcast()
        self._clock_moves = Lock()
        self._delivered = 0

    @property
    def name(self) -> str:
        """`sandbox`."""
        return CHANNEL

    async def send(self, address: Address, content: Content, *, key: str) -> Sequence[str]:
        """Show a message in the chat at `address`, on every page that is open there."""
        self._delivered += 1
        self._show(Line(id=key, at=self._desk.now(), place=address, kind=SENT, content=content))
        return ()

    async def show(self, address: Address, picture: Picture, *, key: str) -> Sequence[str]:
        """Show a picture in the chat at `address`; it is kept as long as this process lives."""
        self._delivered += 1
        self._transcript.keep_picture(key, picture.png)
        content = Content(text=picture.alt)
        self._show(Line(id=key, at=self._desk.now(), place=address, kind=SENT, content=content, has_picture=True))
        return ()

    async def give(self, address: Address, document: Document, *, key: str) -> Sequence[str]:
        """Give a file in the chat at `address`; it is kept as long as this process lives."""
        self._delivered += 1
        self._transcript.keep_file(key, document)
        content = Content(text=document.name)
        self._show(Line(id=key, at=self._desk.now(), place=address, kind=SENT, content=content, has_file=True))
        return ()

    async def close(self) -> None:
        """End the streams of open pages."""
        self._broadcast.close()

    def routes(self, take_in: TakeIn) -> list[web.RouteDef]:
        """The page and what it calls."""

        async def post_message(request: web.Request) -> web.StreamResponse:
            message = await read_message(request, self._desk.now())
            outcome = await take_in(message)
            if not outcome.repeated:
                self._show_conversation(message, outcome)
            return answer({"replies": [content_to_json(reply) for reply in outcome.replies]})

        return [
            web.get("/sandbox", guarded(show_page)),
            web.get("/sandbox/explain", guarded(show_explanation_page)),
            web.post("/sandbox/explain", guarded(self._post_explain)),
            web.get("/sandbox/static/{name}", guarded(show_file)),
            web.post("/sandbox/messages", guarded(post_message)),
            web.post("/sandbox/clock", guarded(self._post_clock)),
            web.get("/sandbox/clock", guarded(self._get_clock)),
            web.get("/sandbox/people", guarded(self._get_people)),
            web.get("/sandbox/history", guarded(self._get_history)),
            web.get("/sandbox/outbox", guarded(self._get_outbox)),
            web.get("/sandbox/events", guarded(self._get_events)),
            web.get("/sandbox/pictures/{id}", guarded(self._get_picture)),
            web.get("/sandbox/files/{id}", guarded(self._get_file)),
        ]

    async def _post_clock(self, request: web.Request) -> web.StreamResponse:
        if self._clock_moves.locked():
            raise RefusalError(wording.PLAYING, status=409)
        async with self._clock_moves:
            until = await read_instant(request, self._desk.now())
            played, delivered = 0, self._delivered
            try:
                async for at in self._desk.advance(until):
                    played += 1
                    self._broadcast.tell("clock", {"at": to_iso(at), "until": to_iso(until), "playing": True})
            finally:
                clock = await self._clock()
                self._broadcast.tell("clock", clock)
        return answer({**clock, "played": played, "sent": self._delivered - delivered})

    async def _post_explain(self, request: web.Request) -> web.StreamResponse:
        sentence = await read_sentence(request)
        now, people = self._desk.now(), await self._desk.people()
        return answer({"at": to_iso(now), **explain(sentence, now, [member.name for member in people.members])})

    async def _get_clock(self, _: web.Request) -> web.StreamResponse:
        return answer(await self._clock())

    async def _get_people(self, _: web.Request) -> web.StreamResponse:
        return answer(_people_to_json(await self._desk.people()))

    async def _get_history(self, request: web.Request) -> web.StreamResponse:
        lines = self._transcript.lines_at(read_place(request), await self._sent(limit=SEARCHED))
        return answer({"lines": [line.to_json() for line in lines[-RECENT:]]})

    async def _get_outbox(self, _: web.Request) -> web.StreamResponse:
        return answer({"messages": [line.to_json() for line in await self._sent(limit=RECENT)]})

    async def _get_picture(self, request: web.Request) -> web.StreamResponse:
        picture = self._transcript.pictures.get(request.match_info["id"])
        if picture is None:
            raise RefusalError(wording.NO_SUCH_PICTURE, status=404)
        return web.Response(body=picture, content_type="image/png", headers=HEADERS)

    async def _get_file(self, request: web.Request) -> web.StreamResponse:
        document = self._transcript.files.get(request.match_info["id"])
        if document is None:
            raise RefusalError(wording.GONE_FILE, status=404)
        disposition = f"attachment; filename*=UTF-8''{quote(document.name)}"
        headers = {**HEADERS, "Content-Disposition": disposition}
        return web.Response(body=document.content, content_type="application/octet-stream", headers=headers)

    async def _get_events(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={**HEADERS, "Content-Type": "text/event-stream; charset=utf-8"})
        await response.prepare(request)
        with suppress(ConnectionResetError):  # the page was closed
            async for frame in self._broadcast.watch(beat=BEAT_SECONDS):
                await response.write(frame.encode())
        return response

    async def _sent(self, *, limit: int) -> Sequence[Line]:
        sent = await self._desk.list_sent(limit=limit)
        return [line for message in sent if (line := line_of(message)) is not None]

    async def _clock(self) -> dict[str, Any]:
        next_at = await self._desk.next_due_at()
        now = to_iso(self._desk.now())
        return {"at": now, "until": now, "playing": False, "next": to_iso(next_at) if next_at else None}

    def _show_conversation(self, message: InboundMessage, outcome: Outcome) -> None:
        place = message.group or message.sender
        if message.kind is InboundKind.TEXT:
            said = Content(text=message.text)
            author = message.sender.account
            self._show(Line(id=message.key, at=message.sent_at, place=place, kind=SAID, content=said, author=author))
        for number, reply in enumerate(outcome.replies):
            line_id = f"{message.key}#{number}"
            self._show(Line(id=line_id, at=self._desk.now(), place=place, kind=REPLY, content=reply))

    def _show(self, line: Line) -> None:
        if self._transcript.add(line):
            self._broadcast.tell("line", line.to_json())


def _people_to_json(people: People) -> dict[str, Any]:
    return {
        "organisations": [
            {"id": each.id, "name": each.name, "kind": each.kind, "parent": each.parent_id}
            for each in people.organisations
        ],
        "members": [
            {"id": each.id, "name": each.name, "organisation": each.organisation_id, "standing": each.standing}
            for each in people.members
        ],
        "posts": [
            {"member": each.member_id, "organisation": each.organisation_id, "role": each.role} for each in people.posts
        ],
    }
