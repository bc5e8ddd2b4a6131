"""What keeps other machines and other web pages out of the sandbox."""

import json
from collections.abc import Awaitable, Callable
from functools import wraps
from ipaddress import ip_address
from typing import Any, Final

from aiohttp import web
from yarl import URL

from bot.channels.sandbox import wording
from bot.errors import StorageError

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class RefusalError(Exception):
    """A request that is not served, with the sentence that says why."""

    def __init__(self, sentence: str, *, status: int = 400) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status


def guarded(handler: Handler) -> Handler:
    """The handler behind the guard: strangers and bad requests get one clear line, every answer the headers."""

    @wraps(handler)
    async def guard(request: web.Request) -> web.StreamResponse:
        try:
            require_local(request)
            return await handler(request)
        except RefusalError as refusal:
            return answer({"error": refusal.sentence}, status=refusal.status)
        except web.HTTPRequestEntityTooLarge:
            return answer({"error": wording.TOO_LONG}, status=413)
        except StorageError:
            return answer({"error": wording.NOT_KEPT}, status=503)

    return guard


def answer(body: Any, *, status: int = 200) -> web.Response:  # noqa: ANN401 - whatever JSON can hold
    """A JSON answer."""
    text = json.dumps(body, ensure_ascii=False)
    return web.Response(text=text, status=status, content_type="application/json", headers=HEADERS)


def require_local(request: web.Request) -> None:
    """Refuse what was not asked under a name of this machine (DNS rebinding) or by this page (CSRF)."""
    if not _is_loopback(request.host):
        raise RefusalError(wording.NOT_LOCAL, status=403)
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"{request.scheme}://{request.host}":
        raise RefusalError(wording.FOREIGN_PAGE, status=403)
    if request.method == "POST":
        if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
            raise RefusalError(wording.FOREIGN_PAGE, status=403)
        if request.content_type != "application/json":
            raise RefusalError(wording.NOT_JSON, status=415)


def _is_loopback(host: str) -> bool:
    try:
        name = URL(f"http://{host}").host or ""
        return name == "localhost" or ip_address(name).is_loopback
    except ValueError:
        return False
