"""A fake 智能机器人 platform on real sockets: encrypted callbacks with polling, and the long connection.

The crypto is wechatpy's, so that ours is checked by another's; JSON and frames are as the documents have them.
By hand: `python -m tests.fakes.wecom_aibot`, with `--callback http://127.0.0.1:8080/wecom/aibot` for a robot that is called;
it prints the settings to use and takes orders under `/fake` (see `_orders`).
"""

import argparse
import asyncio
import base64
import hashlib
import json
import secrets
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Self

import aiohttp
from aiohttp import web
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from wechatpy.enterprise.crypto import WeChatCrypto
from wechatpy.utils import to_text

RESPONSE = "/cgi-bin/aibot/response"
STREAM_BYTES = 20480
MESSAGE, EVENT = "aibot_msg_callback", "aibot_event_callback"
UPLOADING = {"aibot_upload_media_init", "aibot_upload_media_chunk", "aibot_upload_media_finish"}
UPLOAD_CHUNK = 512 * 1024
ANSWERS = {"aibot_respond_msg", "aibot_respond_welcome_msg", "aibot_respond_update_msg"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How a callback went: the status, and what was answered to it and to the polls after it."""

    status: int
    answers: tuple[dict[str, Any], ...]

    @property
    def text(self) -> str:
        """What stands in the chat in the end."""
        last = self.answers[-1] if self.answers else {}
        return str(last.get("stream", last.get("text", {})).get("content", ""))


@dataclass(kw_only=True)
class FakeAibot:
    """One robot, by callback and by long connection. Its keys are free to be printed."""

    bot_id: str = "aibFAKE0123456789"
    secret: str = "fake-secret-of-the-robot"
    token: str = "FakeAibot2026"
    encoding_aes_key: str = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    callback: str = ""
    answer_within: float = 5.0
    base: str = ""

    posted: list[dict[str, Any]] = field(default_factory=list)
    """What was answered once more, by the code that came with a message."""
    pushed: list[dict[str, Any]] = field(default_factory=list)
    responses: dict[str, list[tuple[str, dict[str, Any]]]] = field(default_factory=dict)
    """What was answered over the connection, by the number of the frame."""
    subscriptions: int = 0
    refusing: int = 0
    """The errcode with which subscriptions are refused."""
    deaf: bool = False
    """Whether nothing is acknowledged any more."""
    files: dict[str, bytes] = field(default_factory=dict)
    uploads: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    """What was handed over on the connection, with its name, by what it is called for three days."""

    def __post_init__(self) -> None:
        self._crypto = WeChatCrypto(self.token, self.encoding_aes_key, "")
        self._codes: set[str] = set()
        self._begun: dict[str, tuple[dict[str, Any], dict[int, bytes]]] = {}
        self._live: web.WebSocketResponse | None = None
        self._arrived = asyncio.Condition()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def start(self, port: int = 0) -> None:
        """Listen on a loopback port."""
        app = web.Application()
        app.add_routes(self.routes())
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.base = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self.session = aiohttp.ClientSession()

    async def __aexit__(self, *_: object) -> None:
        await self.session.close()
        if self._live is not None:
            await self._live.close()
        await self._runner.cleanup()

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/ws", self._serve_socket),
            web.post(RESPONSE, self._respond),
            web.get("/files/{name}", self._give_file),
            web.post("/fake/{order}", self._orders),
            web.get("/fake/sent", self._show_sent),
        ]

    def called(self) -> dict[str, Any]:
        """The `[wecom.aibot]` table of a robot that is called."""
        return {"token": self.token, "encoding_aes_key": self.encoding_aes_key}

    def connected(self) -> dict[str, Any]:
        """The table of one that keeps a connection."""
        return {"bot_id": self.bot_id, "secret": self.secret, "ws_url": self.base.replace("http", "ws") + "/ws"}

    # -- what people do -------------------------------------------------------------------------------------------

    def message(self, user: str, kind: str, body: object, *, chat: str = "", number: str = "") -> dict[str, Any]:
        code = secrets.token_hex(8)
        self._codes.add(code)
        place = {"chattype": "group", "chatid": chat} if chat else {"chattype": "single"}
        return {
            "msgid": number or secrets.token_hex(12),
            "aibotid": self.bot_id,
            **place,
            "from": {"userid": user},
            "response_url": f"{self.base}{RESPONSE}?response_code={code}",
            "msgtype": kind,
            kind: body,
        }

    def text(self, user: str, words: str, **place: str) -> dict[str, Any]:
        return self.message(user, "text", {"content": words}, **place)

    def event(self, user: str, name: str, body: object, **place: str) -> dict[str, Any]:
        fields = self.message(user, "event", {"eventtype": name, name: body}, **place)
        return fields | {"create_time": int(self.now().timestamp())}

    def press(self, user: str, key: str, *, task_id: str, **place: str) -> dict[str, Any]:
        body = {"card_type": "button_interaction", "event_key": key, "task_id": task_id}
        return self.event(user, "template_card_event", body, **place)

    def keep_file(self, content: bytes, *, key: bytes) -> str:
        """Keep a file as the platform does, encrypted; gives back its address."""
        pad = 32 - len(content) % 32
        encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
        name = secrets.token_hex(8)
        self.files[name] = encryptor.update(content + bytes([pad]) * pad) + encryptor.finalize()
        return f"{self.base}/files/{name}"

    # -- orders by hand -------------------------------------------------------------------------------------------

    async def _orders(self, request: web.Request) -> web.Response:
        """`say {user, text}`, `press {user, key, task_id}`, `enter {user}`, each with `chat` where it is in a group."""
        given = await request.json()
        place = {"chat": given["chat"]} if "chat" in given else {}
        match request.match_info["order"]:
            case "say":
                fields = self.text(given["user"], given["text"], **place)
            case "press":
                fields = self.press(given["user"], given["key"], task_id=given["task_id"], **place)
            case "enter":
                fields = self.event(given["user"], "enter_chat", {}, **place)
            case _:
                raise web.HTTPNotFound
        return _told(await self._bring_somehow(fields))

    async def _bring_somehow(self, fields: dict[str, Any]) -> list[dict[str, Any]]:
        """What is answered to a message, by callback or over the connection, as far as it comes within a second."""
        if self.callback:
            return list((await self.deliver(fields)).answers)
        number = await self.bring(fields)
        await asyncio.sleep(1)
        return [body for _, body in self.responses[number]]

    async def _show_sent(self, _: web.Request) -> web.Response:
        return _told([*self.posted, *self.pushed])

    # -- by callback ----------------------------------------------------------------------------------------------

    async def verify(self) -> str:
        query, body = self.seal("7184915739271")
        async with self.session.get(self.callback, params=query | {"echostr": body["encrypt"]}) as response:
            return await response.text()

    async def deliver(self, fields: dict[str, Any], *, polls: int = 20, pause: float = 0.05) -> Told:
        """Post a message, then ask how far its answer has come until it is finished."""
        status, answer = await self.post(fields)
        answers = [answer] if answer else []
        while polls and answers and answers[-1].get("stream", {}).get("finish") is False:
            await asyncio.sleep(pause)
            stream = {"id": answers[-1]["stream"]["id"]}
            poll = {key: fields[key] for key in ("aibotid", "chattype", "from")}
            poll |= {"msgid": secrets.token_hex(12), "msgtype": "stream", "stream": stream}
            status, answer = await self.post(poll)
            answers.append(answer)
            polls -= 1
        return Told(status=status, answers=tuple(answers))

    async def post(self, fields: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        query, body = self.seal(json.dumps(fields, ensure_ascii=False))
        timeout = aiohttp.ClientTimeout(total=self.answer_within)
        async with self.session.post(self.callback, params=query, json=body, timeout=timeout) as response:
            raw = await response.text()
            return response.status, self.open(raw, query["nonce"]) if response.status == 200 and raw else {}

    def seal(self, plain: str) -> tuple[dict[str, str], dict[str, str]]:
        timestamp, nonce = str(int(self.now().timestamp())), secrets.token_hex(5)
        sealed = to_text(self._crypto.encrypt_message(plain, nonce, timestamp))
        encrypted = sealed.partition("<Encrypt><![CDATA[")[2].partition("]]>")[0]
        signature = sealed.partition("<MsgSignature><![CDATA[")[2].partition("]]>")[0]
        return {"msg_signature": signature, "timestamp": timestamp, "nonce": nonce}, {"encrypt": encrypted}

    def open(self, raw: str, nonce: str) -> dict[str, Any]:
        sealed = json.loads(raw)
        assert sealed["nonce"] == nonce, "the platform wants its own nonce back"
        assert isinstance(sealed["timestamp"], int)
        encrypted = {"Encrypt": sealed["encrypt"]}
        plain = self._crypto.decrypt_message(encrypted, sealed["msgsignature"], str(sealed["timestamp"]), nonce)
        answer: dict[str, Any] = json.loads(plain)
        _check(answer)
        return answer

    async def _respond(self, request: web.Request) -> web.Response:
        code = request.query.get("response_code", "")
        if code not in self._codes:
            return web.json_response({"errcode": 40058, "errmsg": "invalid response_code"})
        self._codes.discard(code)
        self.posted.append(await request.json())
        return web.json_response({"errcode": 0, "errmsg": "ok"})

    async def _give_file(self, request: web.Request) -> web.Response:
        content = self.files.get(request.match_info["name"])
        return web.Response(body=content) if content is not None else web.Response(status=404)

    # -- by long connection ---------------------------------------------------------------------------------------

    async def _serve_socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        async for message in socket:
            frame = json.loads(message.data)
            if not self.deaf:
                await self._obey(socket, frame)
        if self._live is socket:
            self._live = None
        return socket

    async def _obey(self, socket: web.WebSocketResponse, frame: dict[str, Any]) -> None:
        number, command, body = frame["headers"]["req_id"], frame["cmd"], frame.get("body", {})
        code = 0
        told: dict[str, str] = {}
        if command == "aibot_subscribe":
            code = await self._subscribe(socket, body)
        elif socket is not self._live:
            code = 846605
        elif command == "aibot_send_msg":
            assert body["msgtype"] in {"markdown", "template_card"} or body[body["msgtype"]]["media_id"] in self.uploads
            self.pushed.append(body)
        elif command in UPLOADING:
            code, told = self._take_upload(command, body)
        elif command in ANSWERS:
            _check(body)
            code = 0 if number in self.responses else 846605
            self.responses.setdefault(number, []).append((command, body))
        elif command != "ping":
            code = 40008
        errmsg = "ok" if not code else "no"
        await socket.send_json({"headers": {"req_id": number}, "errcode": code, "errmsg": errmsg, "body": told})
        async with self._arrived:
            self._arrived.notify_all()

    def _take_upload(self, command: str, body: dict[str, Any]) -> tuple[int, dict[str, str]]:
        if command == "aibot_upload_media_init":
            upload_id = secrets.token_hex(8)
            self._begun[upload_id] = (body, {})
            return 0, {"upload_id": upload_id}
        told, chunks = self._begun[body["upload_id"]]
        if command == "aibot_upload_media_chunk":
            chunks[body["chunk_index"]] = base64.b64decode(body["base64_data"])
            return (0 if len(chunks[body["chunk_index"]]) <= UPLOAD_CHUNK else 40058), {}
        content = b"".join(chunks[number] for number in range(told["total_chunks"]))
        if (len(content), hashlib.md5(content).hexdigest()) != (told["total_size"], told["md5"]):  # noqa: S324  theirs
            return 40058, {}
        media_id = secrets.token_hex(8)
        self.uploads[media_id] = (told["filename"], content)
        return 0, {"media_id": media_id}

    async def _subscribe(self, socket: web.WebSocketResponse, body: dict[str, Any]) -> int:
        self.subscriptions += 1
        if self.refusing or (body.get("bot_id"), body.get("secret")) != (self.bot_id, self.secret):
            return self.refusing or 853000
        before, self._live = self._live, socket
        if before is not None and not before.closed:
            farewell = {"msgtype": "event", "event": {"eventtype": "disconnected_event"}}
            await before.send_json({"cmd": EVENT, "headers": {"req_id": secrets.token_hex(8)}, "body": farewell})
            await before.close()
        return 0

    async def until(self, happened: Callable[[], bool], *, within: float = 10.0) -> None:
        """Wait until something has come over the connection."""
        async with asyncio.timeout(within), self._arrived:
            await self._arrived.wait_for(happened)

    @property
    def is_connected(self) -> bool:
        return self._live is not None

    async def bring(self, fields: dict[str, Any]) -> str:
        """Bring a message over the connection; gives back the number of its frame."""
        assert self._live is not None, "nobody listens"
        number = secrets.token_hex(8)
        self.responses[number] = []
        body = {key: value for key, value in fields.items() if key != "response_url"}
        command = EVENT if fields["msgtype"] == "event" else MESSAGE
        await self._live.send_json({"cmd": command, "headers": {"req_id": number}, "body": body})
        return number

    async def answers_to(self, fields: dict[str, Any], count: int = 1) -> list[tuple[str, dict[str, Any]]]:
        """Bring a message and wait for so many answers to it."""
        number = await self.bring(fields)
        await self.until(lambda: len(self.responses[number]) >= count)
        return self.responses[number]

    async def cut(self) -> None:
        """Cut the connection without a word."""
        if self._live is not None and self._live._req is not None and self._live._req.transport:  # noqa: SLF001
            self._live._req.transport.abort()  # noqa: SLF001
            self._live = None


def _told(answers: list[dict[str, Any]]) -> web.Response:
    return web.json_response(answers, dumps=lambda value: json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def _check(answer: dict[str, Any]) -> None:
    """What the platform would not take, is a fault of the robot under test."""
    if "stream" in answer:
        assert len(answer["stream"]["content"].encode()) <= STREAM_BYTES
        assert answer["msgtype"] in {"stream", "stream_with_template_card"}
    elif "response_type" in answer:
        assert answer["template_card"]["task_id"]
    else:
        assert answer["msgtype"] in {"text", "template_card"}


async def serve(port: int, callback: str) -> None:
    """Serve until interrupted."""
    fake = FakeAibot(callback=callback)
    await fake.start(port)
    table = fake.called() if callback else fake.connected()
    lines = ["[wecom.aibot]", *(f"{key} = {json.dumps(value)}" for key, value in table.items())]
    said = json.dumps(
        {"user": "liuwenjing", "text": "@支部助手 昨天主题党日，到12人", "chat": "wrC"}, ensure_ascii=False
    )
    lines += [f"# curl -s {fake.base}/fake/say -d '{said}'", f"# curl -s {fake.base}/fake/sent"]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=8091)
    parser.add_argument("--callback", default="")
    chosen = parser.parse_args()
    asyncio.run(serve(chosen.port, chosen.callback))


if __name__ == "__main__":
    main()
