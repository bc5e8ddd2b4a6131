"""The page and its files, read once."""

from functools import lru_cache
from importlib.resources import files
from typing import Final

from aiohttp import web

from bot.channels.sandbox import wording
from bot.channels.sandbox.guard import HEADERS, RefusalError

CONTENT_TYPES: Final = {
    "html": "text/html",
    "css": "text/css",
    "js": "text/javascript",
    "svg": "image/svg+xml",
}
PAGE: Final = "sandbox.html"
EXPLANATION_PAGE: Final = "explain.html"


async def show_page(_: web.Request) -> web.Response:
    """The page itself."""
    return _file_response(PAGE)


async def show_explanation_page(_: web.Request) -> web.Response:
    """The page that shows how a sentence is read."""
    return _file_response(EXPLANATION_PAGE)


async def show_file(request: web.Request) -> web.Response:
    """A style sheet, a script or the icon."""
    name = request.match_info["name"]
    if name not in _read_files() or name in {PAGE, EXPLANATION_PAGE}:
        raise RefusalError(wording.NO_SUCH_FILE, status=404)
    return _file_response(name)


def _file_response(name: str) -> web.Response:
    content_type = CONTENT_TYPES[name.rpartition(".")[2]]
    return web.Response(body=_read_files()[name], content_type=content_type, charset="utf-8", headers=HEADERS)


@lru_cache(maxsize=1)
def _read_files() -> dict[str, bytes]:
    folder = files("bot").joinpath("web", "pages", "sandbox")
    return {
        entry.name: entry.read_bytes() for entry in folder.iterdir() if entry.name.rpartition(".")[2] in CONTENT_TYPES
    }
