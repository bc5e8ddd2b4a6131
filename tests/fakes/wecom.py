"""A fake WeCom (企业微信) on real sockets: the sending interface, the encrypted callbacks, and faults to switch on.

In tests: `async with FakeWecom() as fake`, `fake.connect(address_of_the_callback)`, `await fake.say("zhangsan", "…")`.
By hand: `python -m tests.fakes.wecom --callback http://127.0.0.1:8080/wecom/callback`; it prints the settings to use
and takes orders under `/fake` (see `_orders`).
"""

import argparse
import asyncio
import base64
import hashlib
import json
import secrets
import ssl
import sys
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

import aiohttp
from aiohttp import web
from aiohttp.typedefs import Handler

from tests.fakes.wecom_book import Book, Person
from tests.fakes.wecom_callbacks import CallbackPoster, Delivery
from tests.fakes.wecom_cards import INTERACTIVE, fault_of_card
from tests.fakes.wecom_login import Login

GETTOKEN = "/cgi-bin/gettoken"
SEND = "/cgi-bin/message/send"
ROBOT = "/cgi-bin/webhook/send"
AGENT = "/cgi-bin/agent/get"
MENU = "/cgi-bin/menu/create"
UPDATE_CARD = "/cgi-bin/message/update_template_card"
RECALL = "/cgi-bin/message/recall"
CREATE_GROUP = "/cgi-bin/appchat/create"
SEND_TO_GROUP = "/cgi-bin/appchat/send"
UPLOAD = "/cgi-bin/media/upload"
UPLOAD_BY_ROBOT = "/cgi-bin/webhook/upload_media"
MEDIA = "/cgi-bin/media/get"

TEXT_BYTES = 2048
MARKDOWN_BYTES = 4096
RECALLED_WITHIN = 24 * 3600
OK = {"errcode": 0, "errmsg": "ok"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What goes wrong with a request. With `carried_out` it is done all the same, and only its answer is lost.

    `code` is an errcode, `words` its message; `echo` makes its message repeat the query, as careless gateways do.
    """

    delay: float = 0.0
    status: int = 200
    code: int = 0
    words: str = "fault switched on"
    echo: bool = False
    garbage: bool = False
    reset: bool = False
    carried_out: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A request to send: to whom (a user, or a robot by name), what, and what became of it."""

    path: str
    target: str
    payload: dict[str, Any]
    at: datetime
    state: str
    """`delivered`, `duplicate` or `dropped` (beyond 30 a minute to one member: without a word)."""

    @property
    def text(self) -> str:
        """What its reader sees of it: the platform cuts what is too long."""
        if card := self.payload.get("template_card"):
            title = card["main_title"]
            return f"{title['title']}\n{card.get('sub_title_text', title.get('desc', ''))}".strip()
        content = str(self.payload[self.payload["msgtype"]].get("content", ""))
        return content if self.path == ROBOT else content.encode()[:TEXT_BYTES].decode(errors="ignore")


@dataclass(kw_only=True)
class FakeWecom(Book, Login):
    """One corp with one app. Its keys are free to be printed."""

    secret: str = "fake-secret-of-the-app"
    robots: dict[str, str] = field(default_factory=lambda: {"committee-group": "11112222-3333-4444-5555-666677778888"})
    lifetime: int = 7200
    robot_limit: int = 20
    member_limit: int = 30
    invalid: set[str] = field(default_factory=set)
    """Members, in lower case, that are outside the app's range."""
    unlicensed: set[str] = field(default_factory=set)

    sent: list[Sent] = field(default_factory=list)
    menu: list[dict[str, Any]] = field(default_factory=list)
    uploads: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    """Files that were handed over, with their names, by what they are called for three days."""
    groups: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Group chats that the app has made."""
    named: dict[str, float] = field(default_factory=dict)
    """When each message to members was sent, by the name that the platform gave it."""
    recalled: list[str] = field(default_factory=list)
    tls: ssl.SSLContext | None = None
    is_closed: bool = False
    has_callback: bool = True
    """Without one the platform takes no card with buttons."""
    media: dict[str, bytes] = field(default_factory=dict)
    """What members have sent that is no words, by its media_id; the platform drops it after three days."""
    requests: Counter[str] = field(default_factory=Counter)
    tokens_given: list[str] = field(default_factory=list)
    most_gettokens_at_once: int = 0
    base: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        self._access_token, self._expired_code = "", 42001
        self._faults: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self._gettokens = 0
        self._taken: defaultdict[str, deque[float]] = defaultdict(deque)
        self._seen: dict[str, float] = {}

    # -- life -----------------------------------------------------------------------------------------------------

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self, port: int = 0) -> None:
        """Listen on a loopback port."""
        app = web.Application(middlewares=[self._with_faults], client_max_size=32 << 20)
        app.router.add_get(GETTOKEN, self._gettoken)
        app.router.add_post(SEND, self._send)
        app.router.add_post(ROBOT, self._say_in_group)
        app.router.add_post(UPDATE_CARD, self._update_card)
        app.router.add_post(RECALL, self._recall)
        app.router.add_post(CREATE_GROUP, self._create_group)
        app.router.add_post(SEND_TO_GROUP, self._send_to_group)
        app.router.add_post(UPLOAD, self._upload)
        app.router.add_post(UPLOAD_BY_ROBOT, self._upload)
        app.router.add_get(MEDIA, self._give_media)
        app.router.add_get(AGENT, self._show_app)
        app.router.add_post(MENU, self._set_menu)
        app.add_routes([*self.book_routes(), *self.login_routes()])
        app.router.add_post("/fake/{order}", self._orders)
        app.router.add_get("/fake/sent", self._show_sent)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port, ssl_context=self.tls)
        await site.start()
        self.base = f"{'https' if self.tls else 'http'}://127.0.0.1:{self._runner.addresses[0][1]}"
        self.session = aiohttp.ClientSession()

    async def stop(self) -> None:
        """Stop listening."""
        await self.session.close()
        await self._runner.cleanup()

    def settings(self) -> dict[str, Any]:
        """The `[wecom]` table that connects a robot to this fake."""
        return {
            "corp_id": self.corp_id,
            "agent_id": self.agent_id,
            "secret": self.secret,
            "token": self.token,
            "encoding_aes_key": self.encoding_aes_key,
            "api_base": self.base,
            "oauth_base": self.base,
            "login_base": self.base,
            "robots": dict(self.robots),
        }

    # -- what is seen and done in tests ---------------------------------------------------------------------------

    def texts_to(self, target: str) -> list[str]:
        """What a member, or a group by its robot's name, has received."""
        return [sent.text for sent in self.sent if sent.target == target and sent.state == "delivered"]

    def fail(self, path: str, fault: Fault, *, times: int = 1) -> None:
        """Let the next requests to `path` go wrong."""
        self._faults[path].extend([fault] * times)

    def heal(self) -> None:
        """Switch every fault off."""
        self._faults.clear()

    def expire_token(self, code: int = 42001) -> None:
        """Let the token lapse before its time, as the platform may."""
        self._access_token, self._expired_code = "", code

    # -- the interface --------------------------------------------------------------------------------------------

    @web.middleware
    async def _with_faults(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        self.requests[request.path] += 1
        if request.content_type != "multipart/form-data":  # whose reader wants it unread
            await request.read()
        fault = self._faults[request.path].popleft() if self._faults[request.path] else Fault()
        if fault.delay:
            await asyncio.sleep(fault.delay)
        failing = fault.reset or fault.garbage or fault.code or fault.echo or fault.status != web.HTTPOk.status_code
        if fault.carried_out or not failing:
            answer = await handler(request)
        if fault.reset and request.transport is not None:
            request.transport.abort()
        if fault.garbage:
            return web.Response(text="<html>502 Bad Gateway</html>", content_type="text/html")
        if failing:
            words = request.query_string if fault.echo else fault.words
            return _json({"errcode": fault.code or -1, "errmsg": words}, status=fault.status)
        return answer

    async def _gettoken(self, request: web.Request) -> web.Response:
        self._gettokens += 1
        self.most_gettokens_at_once = max(self.most_gettokens_at_once, self._gettokens)
        await asyncio.sleep(0.01)
        self._gettokens -= 1
        if request.query.get("corpid") != self.corp_id:
            return _refusal(40013, "invalid corpid")
        if request.query.get("corpsecret") == self.contacts_secret:
            return _json(OK | {"access_token": self.contacts_token, "expires_in": self.lifetime})
        if request.query.get("corpsecret") != self.secret:
            return _refusal(40001, "invalid credential")
        if not self._access_token:
            self._access_token = secrets.token_hex(64)
            self.tokens_given.append(self._access_token)
        return _json(OK | {"access_token": self._access_token, "expires_in": self.lifetime})

    async def _send(self, request: web.Request) -> web.Response:
        payload = await request.json()
        if refusal := self._refusal_of(request, payload):
            return refusal
        if not payload.get("touser"):
            return _refusal(82001, "empty touser")
        users = payload["touser"].split("|")
        invalid = [user.lower() for user in users if user.lower() in self.invalid]
        unlicensed = [user.lower() for user in users if user.lower() in self.unlicensed]
        if len(invalid) == len(users):
            return _json(
                {"errcode": 81013, "errmsg": "user & party & tag all invalid", "invaliduser": "|".join(invalid)}
            )
        if refusal := self._refusal_of_body(payload):
            return refusal
        duplicate = self._is_duplicate(payload)
        for user in users:
            if user.lower() not in {*invalid, *unlicensed}:
                dropped = not self._take("member " + user.lower(), self.member_limit)
                self._log(SEND, user, payload, duplicate=duplicate, dropped=dropped)
        lists = {"invaliduser": "|".join(invalid), "unlicenseduser": "|".join(unlicensed)}
        code = {"response_code": self.cards.new_code(users[0])} if "template_card" in payload else {}
        message_id = secrets.token_hex(16)
        self.named[message_id] = self.now().timestamp()
        return _json(OK | {"msgid": message_id, **lists, **code})

    def _refusal_of_body(self, payload: dict[str, Any]) -> web.Response | None:
        kind = payload["msgtype"]
        if kind == "template_card":
            if not self.has_callback:
                return _refusal(43012, "require agent with callback url")
            fault = fault_of_card(payload[kind])
            return _refusal(40058, fault) if fault else None
        if kind in {"image", "file"} and payload[kind].get("media_id") not in self.uploads:
            return _refusal(40007, "invalid media_id")
        return None

    async def _update_card(self, request: web.Request) -> web.Response:
        payload = await request.json()
        if refusal := self._refusal_of(request, payload):
            return refusal
        code = self.cards.update(payload)
        return _refusal(code, "response_code invalid") if code else _json(OK | {"invaliduser": []})

    async def _recall(self, request: web.Request) -> web.Response:
        if refusal := self._refusal_of(request, {"agentid": self.agent_id}):
            return refusal
        message_id = (await request.json())["msgid"]
        age = self.now().timestamp() - self.named.get(message_id, 0.0)
        if age > RECALLED_WITHIN:
            return _refusal(40058, "invalid msgid")
        self.recalled.append(message_id)
        return _json(OK)

    async def _create_group(self, request: web.Request) -> web.Response:
        if refusal := self._refusal_of(request, {"agentid": self.agent_id}):
            return refusal
        payload = await request.json()
        if not 2 <= len(payload["userlist"]) <= 2000 or payload["owner"] not in payload["userlist"]:
            return _refusal(40031, "invalid userid list")
        chat_id = payload.get("chatid") or secrets.token_hex(16)
        self.groups[chat_id] = payload
        return _json(OK | {"chatid": chat_id})

    async def _send_to_group(self, request: web.Request) -> web.Response:
        payload = await request.json()
        if refusal := self._refusal_of(request, {"agentid": self.agent_id}):
            return refusal
        if payload["chatid"] not in self.groups:
            return _refusal(86008, "chat not created by this agent")
        if payload["msgtype"] == "template_card":
            return _refusal(40008, "invalid msgtype")
        self._log(SEND_TO_GROUP, payload["chatid"], payload)
        return _json(OK)

    def refusal_of_token(self, request: web.Request) -> web.Response | None:
        return self._refusal_of(request, {"agentid": self.agent_id})

    def _refusal_of(self, request: web.Request, payload: dict[str, Any]) -> web.Response | None:
        token = request.query.get("access_token")
        if not token:
            return _refusal(41001, "access_token missing")
        if token != self._access_token:
            return _refusal(self._expired_code, "invalid access_token")
        if int(payload.get("agentid", 0)) != self.agent_id:
            return _refusal(40056, "invalid agentid")
        return None

    async def _say_in_group(self, request: web.Request) -> web.Response:
        names = {key: name for name, key in self.robots.items()}
        name = names.get(request.query.get("key", ""))
        payload = await request.json()
        kind = payload["msgtype"]
        if name is None:
            return _refusal(93000, "invalid webhook url")
        limit = MARKDOWN_BYTES if kind == "markdown" else TEXT_BYTES
        if len(payload[kind].get("content", "").encode()) > limit:
            return _refusal(40058, f"{kind}.content exceed max length {limit}")
        if refusal := self._refusal_of_saying(kind, payload[kind]):
            return refusal
        if not self._take("robot " + name, self.robot_limit):
            return _refusal(45009, "api freq out of limit")
        self._log(ROBOT, name, payload)
        return _json(OK)

    def _refusal_of_saying(self, kind: str, body: dict[str, Any]) -> web.Response | None:
        if kind == "image":
            image = base64.b64decode(body["base64"])
            fits = len(image) <= 2 << 20 and hashlib.md5(image).hexdigest() == body["md5"]  # noqa: S324  theirs
            return None if fits else _refusal(40058, "image")
        if kind == "file" and body["media_id"] not in self.uploads:
            return _refusal(40007, "invalid media_id")
        if kind == "template_card":
            fault = "card_type" if body["card_type"] in INTERACTIVE else fault_of_card(body)
            return _refusal(40058, fault) if fault else None
        return None

    async def _show_app(self, request: web.Request) -> web.Response:
        return self._refusal_of(request, dict(request.query)) or _json(
            OK | {"agentid": self.agent_id, "name": "支部助手", "close": int(self.is_closed), **self.visible_range()}
        )

    async def _set_menu(self, request: web.Request) -> web.Response:
        if refusal := self._refusal_of(request, dict(request.query)):
            return refusal
        self.menu = (await request.json())["button"]
        return _json(OK)

    async def _give_media(self, request: web.Request) -> web.Response:
        token = request.query.get("access_token")
        if token != self._access_token:
            return _refusal(self._expired_code, "invalid access_token")
        held = self.media.get(request.query.get("media_id", ""))
        if held is None:
            return _refusal(40007, "invalid media_id")
        disposition = {"Content-Disposition": 'attachment; filename="photo.jpg"'}
        return web.Response(body=held, content_type="application/octet-stream", headers=disposition)

    async def photograph(self, user: str, content: bytes, *, kind: str = "image") -> Delivery:
        """A member sends a photo or a video."""
        media_id = secrets.token_hex(16)
        self.media[media_id] = content
        told = {"image": {"PicUrl": f"{self.base}/photo"}, "video": {"ThumbMediaId": "0"}}[kind]
        return await self.deliver(self.message_of(user, kind, {"MediaId": media_id, **told}))

    async def _upload(self, request: web.Request) -> web.Response:
        fields = await request.post()
        if "media" not in fields:
            return _refusal(41005, "media data missing")
        file = fields["media"]
        if not isinstance(file, web.FileField):
            return _refusal(44001, "empty media data")
        content = file.file.read()
        if len(content) <= 5:
            return _refusal(44001, "empty media data")
        media_id = secrets.token_hex(16)
        self.uploads[media_id] = (file.filename, content)
        return _json(OK | {"type": request.query.get("type"), "media_id": media_id, "created_at": "0"})

    def _log(
        self, path: str, target: str, payload: dict[str, Any], *, duplicate: bool = False, dropped: bool = False
    ) -> None:
        state = "duplicate" if duplicate else "dropped" if dropped else "delivered"
        self.sent.append(Sent(path=path, target=target, payload=payload, at=self.now(), state=state))

    def _is_duplicate(self, payload: dict[str, Any]) -> bool:
        if not payload.get("enable_duplicate_check"):
            return False
        letters, moment = repr(sorted(payload.items())), self.now().timestamp()
        last = self._seen.get(letters)
        self._seen[letters] = moment
        return last is not None and moment - last < payload.get("duplicate_check_interval", 1800)

    def _take(self, target: str, limit: int) -> bool:
        taken, moment = self._taken[target], self.now().timestamp()
        while taken and moment - taken[0] >= 60:
            taken.popleft()
        if len(taken) >= limit:
            return False
        taken.append(moment)
        return True

    # -- orders by hand -------------------------------------------------------------------------------------------

    async def _orders(self, request: web.Request) -> web.Response:
        """`say {user, text}`, `click {user, key}`, `press {user, key}`, `enter {user}`, `verify`, `expire`, `heal`,
        `fail {path, times, …}` with the fields of `Fault`, `join {account, name}` the address book, and what it tells of
        changes: `change {ChangeType, UserID, …}`."""
        given = json.loads(await request.text() or "{}")
        match request.match_info["order"]:
            case "say" | "click" | "press" | "enter" as order:
                delivery = await getattr(self, order)(**given)
                return _json({"statuses": delivery.statuses, "reply": delivery.reply})
            case "verify":
                try:
                    return _json({"echoed": await self.verify()})
                except AssertionError as error:
                    return _json({"echoed": None, "why": str(error)})
            case "fail":
                self.fail(
                    given.pop("path"),
                    Fault(**{k: v for k, v in given.items() if k != "times"}),
                    times=given.get("times", 1),
                )
            case "join":
                self.people.append(Person(**given))
            case "change":
                delivery = await self._tell_change(given)
                return _json({"statuses": delivery.statuses})
            case "expire":
                self.expire_token()
            case "heal":
                self.heal()
            case _:
                raise web.HTTPNotFound
        return _json(OK)

    async def _show_sent(self, _: web.Request) -> web.Response:
        return _json([self._describe_sent(sent) for sent in self.sent])

    def _describe_sent(self, sent: Sent) -> dict[str, Any]:
        """What stands in the chat; the buttons of a card with the keys by which they are pressed."""
        kind = sent.payload["msgtype"]
        body = sent.payload[kind]
        pressed = {button["text"]: button["key"] for button in body.get("button_list", ())}
        chosen = {option["text"]: option["id"] for option in body.get("checkbox", {}).get("option_list", ())}
        name, _ = self.uploads.get(body.get("media_id", ""), ("", b""))
        told = {"target": sent.target, "text": sent.text or name, "state": sent.state, "kind": kind}
        return told | ({"buttons": pressed or chosen} if pressed or chosen else {})

    async def _tell_change(self, fields: dict[str, str]) -> Delivery:
        """Tell of a change in the address book, at its own address."""
        poster = CallbackPoster(
            corp_id=self.corp_id,
            token=self.token,
            encoding_aes_key=self.encoding_aes_key,
            callback=self.callback.replace("/wecom/callback", "/wecom/contacts"),
        )
        poster.session = self.session
        return await poster.deliver(poster.event_of("sys", "change_contact", fields))


def _json(value: object, *, status: int = 200) -> web.Response:
    return web.json_response(value, status=status)


def _refusal(code: int, message: str) -> web.Response:
    return _json({"errcode": code, "errmsg": message})


def describe(fake: FakeWecom) -> str:
    """The settings that connect a robot, and how to give orders."""
    table = fake.settings()
    robots = table.pop("robots")
    lines = ["[wecom]", *(f"{key} = {json.dumps(value)}" for key, value in table.items())]
    lines += ["[wecom.robots]", *(f"{json.dumps(name)} = {json.dumps(key)}" for name, key in robots.items())]
    book = {"secret": fake.contacts_secret, "token": fake.token, "encoding_aes_key": fake.encoding_aes_key}
    lines += ["[wecom.contacts]", *(f"{key} = {json.dumps(value)}" for key, value in book.items())]
    lines += [
        f"# curl -s {fake.base}/fake/verify -X POST",
        f"""# curl -s {fake.base}/fake/say -d '{{"user": "zhangsan", "text": "帮助"}}'""",
        f"# curl -s {fake.base}/fake/sent",
    ]
    return "\n".join(lines)


async def serve(port: int, callback: str) -> None:
    """Serve until interrupted."""
    fake = FakeWecom(callback=callback)
    await fake.start(port)
    try:
        sys.stdout.write(describe(fake) + "\n")
        sys.stdout.flush()
        await asyncio.Event().wait()
    finally:
        await fake.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=8090)
    parser.add_argument("--callback", default="http://127.0.0.1:8080/wecom/callback")
    chosen = parser.parse_args()
    asyncio.run(serve(chosen.port, chosen.callback))


if __name__ == "__main__":
    main()
