"""wechatpy on aiohttp with uvloop and aiosqlite: one durable row a message, then the echo."""

import sys
from collections.abc import AsyncIterator

import aiosqlite
import uvloop
from aiohttp import web
from wechatpy.enterprise import create_reply, parse_message
from wechatpy.enterprise.crypto import WeChatCrypto
from wechatpy.enterprise.exceptions import InvalidCorpIdException
from wechatpy.exceptions import InvalidSignatureException

from benchmarks.intake_peers.keys import CORP_ID, ENCODING_AES_KEY, INSERT, TOKEN

crypto = WeChatCrypto(TOKEN, ENCODING_AES_KEY, CORP_ID)
DATABASE = web.AppKey("database", aiosqlite.Connection)


async def callback(request: web.Request) -> web.Response:
    """Verify, decrypt, parse, store, answer."""
    signature, timestamp, nonce = (request.query.get(name, "") for name in ("msg_signature", "timestamp", "nonce"))
    try:
        plain = crypto.decrypt_message(await request.read(), signature, timestamp, nonce)
    except (InvalidSignatureException, InvalidCorpIdException):
        raise web.HTTPForbidden from None
    message = parse_message(plain)
    database = request.app[DATABASE]
    await database.execute(INSERT, (message.id, message.source, message.content))
    await database.commit()
    reply = create_reply(f"已登记：{message.content}", message).render()
    return web.Response(text=crypto.encrypt_message(reply, nonce, timestamp))


def serve(path: str) -> web.Application:
    """The application, with its database open while it runs."""

    async def open_database(app: web.Application) -> AsyncIterator[None]:
        async with aiosqlite.connect(path) as database:
            await database.execute("PRAGMA synchronous=FULL")
            app[DATABASE] = database
            yield

    app = web.Application()
    app.cleanup_ctx.append(open_database)
    app.router.add_post("/wecom/callback", callback)
    return app


def main() -> None:
    """Serve the database of the first argument on the port of the second."""
    path, port = sys.argv[1:]
    uvloop.install()
    web.run_app(serve(path), host="127.0.0.1", port=int(port), access_log=None, print=None)


if __name__ == "__main__":
    main()
