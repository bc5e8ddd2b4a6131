"""`/me`: what is kept about oneself, behind a login of the platform that one is known on."""

import csv
import io
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import lru_cache, wraps
from html import escape
from importlib.resources import files
from string import Template
from typing import Final

from aiohttp import web

from bot.channels.base import ClientLogin, Identifying, SendError
from bot.errors import StorageError
from bot.robot import Robot
from bot.web import wording
from bot.web.seals import LOGIN_WITHIN, SEEN_FOR, Seals
from handlers.own_page import Section, kept_about
from handlers.own_page_wording import CATEGORY, CONTENT, ITEM
from handlers.ports import UnitOfWork
from handlers.sender import find_sender
from schedules.calendar.zone import local_day_of
from schedules.people.address import Address

STATE, SESSION = "zhibu_login", "zhibu_session"
HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src {scripts}; connect-src {scripts}; img-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
CONTENT_TYPES: Final = {"own.css": "text/css", "client.js": "text/javascript"}
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for a formula."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def own_routes(robot: Robot, *, public_url: str) -> list[web.RouteDef]:
    """The page and its login; a word instead where nobody can tell who is there, or where to come back to."""
    platforms = {name: channel for name, channel in robot.channels.items() if isinstance(channel, Identifying)}
    if not public_url or not platforms:
        return [web.get("/me", _guarded(_show_none))]
    pages = OwnPages(robot, platforms=platforms, public_url=public_url)
    return [
        web.get("/me", _guarded(pages.show)),
        web.get("/me/export", _guarded(pages.export)),
        web.get("/me/{name}", _guarded(pages.give_file)),
        web.post("/logout", _guarded(pages.log_out)),
        web.get("/login/{platform}", _guarded(pages.set_out)),
        web.get("/login/{platform}/done", _guarded(pages.come_back)),
    ]


class OwnPages:
    """The pages of people about themselves."""

    def __init__(self, robot: Robot, *, platforms: Mapping[str, Identifying], public_url: str) -> None:
        self._robot = robot
        self._platforms = platforms
        self._public_url = public_url.rstrip("/")
        self._seals = Seals(robot.database)

    async def show(self, request: web.Request) -> web.StreamResponse:
        """The page, or the way to it."""
        sections = await self._sections_for(request)
        if sections is not None:
            return _page(wording.TITLE, _render(sections))
        if len(self._platforms) == 1:
            raise web.HTTPFound(f"/login/{next(iter(self._platforms))}")
        offered = (
            f'<a href="/login/{name}">{wording.LOG_IN_BY.format(platform=wording.CHANNELS.get(name, name))}</a>'
            for name in self._platforms
        )
        return _page(wording.LOG_IN, f"<nav>{''.join(offered)}</nav>")

    async def export(self, request: web.Request) -> web.StreamResponse:
        """The same as a table that office programs open."""
        sections = await self._sections_for(request)
        if sections is None:
            raise web.HTTPFound("/me")
        disposition = f'attachment; filename="{wording.FILE_NAME}"'
        body = _table(sections).encode("utf-8-sig")
        return web.Response(
            body=body, content_type="text/csv", charset="utf-8", headers={"Content-Disposition": disposition}
        )

    async def give_file(self, request: web.Request) -> web.StreamResponse:
        """The style sheet, or the client's script."""
        name = request.match_info["name"]
        if name not in CONTENT_TYPES:
            raise web.HTTPNotFound
        return web.Response(body=_read(name), content_type=CONTENT_TYPES[name], charset="utf-8")

    async def log_out(self, _: web.Request) -> web.StreamResponse:
        """Forget who is at the browser."""
        response = web.HTTPSeeOther("/me")
        response.del_cookie(SESSION, path="/")
        raise response

    async def set_out(self, request: web.Request) -> web.StreamResponse:
        """Send the browser to its platform, or let the platform's client tell."""
        channel, name = self._platform_of(request)
        state = await self._seals.seal_state(self._robot.clock())
        agent = request.headers.get("User-Agent", "")
        address = channel.login_address(back=f"{self._public_url}/login/{name}/done", state=state, user_agent=agent)
        in_client = channel.client_login(agent)
        response = _client_page(in_client, state, address) if in_client else web.HTTPFound(address)
        self._keep(response, STATE, state, seconds=LOGIN_WITHIN.total_seconds(), same_site="Lax")
        if isinstance(response, web.HTTPException):
            raise response
        return response

    async def come_back(self, request: web.Request) -> web.StreamResponse:
        """Learn who is there; the state holds once."""
        channel, name = self._platform_of(request)
        now, query = self._robot.clock(), request.query
        if not await self._seals.take_state(request.cookies.get(STATE, ""), query.get("state", ""), now):
            return _refuse(wording.LAPSED, name, status=403)
        code = query.get("authCode") or query.get("code")
        if not code:
            return _refuse(wording.NO_CODE, name, status=403)
        try:
            account = await channel.identify(code, inside="inside" in query)
        except SendError as error:
            return _refuse(error.reason if error.permanent else wording.UNREACHED, name, status=403)
        response = web.HTTPSeeOther("/me")
        session = await self._seals.seal_session(Address(channel=name, account=account), now)
        self._keep(response, SESSION, session, seconds=SEEN_FOR.total_seconds(), same_site="Lax")
        response.del_cookie(STATE, path="/")
        raise response

    async def _sections_for(self, request: web.Request) -> Sequence[Section] | None:
        """What is kept about who is there; None where nobody is. Who has left is nobody."""
        now = self._robot.clock()
        address = await self._seals.open_session(request.cookies.get(SESSION, ""), now)
        if address is None:
            return None

        def look(uow: UnitOfWork) -> Sequence[Section] | None:
            sender = find_sender(uow, address, local_day_of(now))
            return kept_about(uow, sender, now) if sender else None

        found = await self._robot.database.read(look)
        if found is None:
            raise _StrangerError
        return found

    def _platform_of(self, request: web.Request) -> tuple[Identifying, str]:
        name = request.match_info["platform"]
        if name not in self._platforms:
            raise web.HTTPNotFound
        return self._platforms[name], name

    def _keep(self, response: web.StreamResponse, name: str, value: str, *, seconds: float, same_site: str) -> None:
        secure = self._public_url.startswith("https:")
        response.set_cookie(
            name, value, max_age=int(seconds), path="/", httponly=True, secure=secure, samesite=same_site
        )


async def _show_none(_: web.Request) -> web.StreamResponse:
    return _page(wording.TITLE, f"<p>{wording.NO_LOGIN}</p>", status=404)


class _StrangerError(Exception):
    """Somebody is there of whom we know nothing."""


def _guarded(handler: Handler) -> Handler:
    """The handler with the headers of every answer, and its faults as pages."""

    @wraps(handler)
    async def guard(request: web.Request) -> web.StreamResponse:
        try:
            response = await handler(request)
        except _StrangerError:
            response = _page(wording.REFUSED, f"<p>{wording.STRANGER}</p>{_log_out()}", status=403)
        except StorageError:
            response = _page(wording.REFUSED, f"<p>{wording.UNREACHED}</p>", status=503)
        except web.HTTPException as answer:
            answer.headers.update(HEADERS)
            raise
        response.headers.update(HEADERS)
        response.headers.setdefault("Content-Security-Policy", POLICY.format(scripts="'none'"))
        return response

    return guard


def _render(sections: Sequence[Section]) -> str:
    parts = [f"<p>{wording.LEAD}</p>", f'<nav><a href="/me/export">{wording.EXPORT}</a>{_log_out()}</nav>']
    for section in sections:
        lines = "".join(f"<div><dt>{escape(item)}</dt><dd>{escape(told)}</dd></div>" for item, told in section.lines)
        parts.append(f"<h2>{escape(section.title)}</h2>")
        parts.append(f"<dl>{lines}</dl>" if lines else f"<p>{wording.NOTHING}</p>")
    return "".join(parts)


def _table(sections: Sequence[Section]) -> str:
    written = io.StringIO(newline="")
    table = csv.writer(written)
    table.writerow((CATEGORY, ITEM, CONTENT))
    for section in sections:
        table.writerows((section.title, _harmless(item), _harmless(told)) for item, told in section.lines)
    return written.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULAS) else cell


def _log_out() -> str:
    return f'<form method="post" action="/logout"><button>{wording.LOG_OUT}</button></form>'


def _client_page(login: ClientLogin, state: str, otherwise: str) -> web.Response:
    values = {**login.values, "state": state, "otherwise": otherwise}
    data = "".join(f' data-{name}="{escape(value)}"' for name, value in values.items())
    body = (
        f'<p>{wording.WAIT}</p><nav><a id="client" href="{escape(otherwise)}"{data}>{wording.WAIT_IN_VAIN}</a></nav>'
        f'<script src="{escape(login.script)}"></script><script src="/me/client.js"></script>'
    )
    origin = "/".join(login.script.split("/")[:3])
    response = _page(wording.LOG_IN, body)
    response.headers["Content-Security-Policy"] = POLICY.format(scripts=f"'self' {origin}")
    return response


def _refuse(why: str, platform: str, *, status: int) -> web.Response:
    body = f'<p>{escape(why)}</p><nav><a href="/login/{platform}">{wording.AGAIN}</a></nav>'
    return _page(wording.REFUSED, body, status=status)


def _page(title: str, body: str, *, status: int = 200) -> web.Response:
    text = Template(_read("own.html").decode()).substitute(title=title, body=body)
    return web.Response(text=text, status=status, content_type="text/html", charset="utf-8")


@lru_cache(maxsize=4)
def _read(name: str) -> bytes:
    return files("bot").joinpath("web", "pages", "own", name).read_bytes()
