"""The sending interfaces of a fake DingTalk (钉钉) on real sockets, with faults to switch on.

`async with FakeSending() as fake`, or `app.add_routes(fake.routes())` beside the routes of other fakes.
"""

import asyncio
import base64
import hashlib
import hmac
import json
import secrets
from collections import Counter, defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Self

from aiohttp import web

TOKEN = "/v1.0/oauth2/accessToken"
TO_MEMBERS = "/v1.0/robot/oToMessages/batchSend"
TO_GROUP = "/v1.0/robot/groupMessages/send"
RECALL_SINGLE = "/v1.0/robot/otoMessages/batchRecall"
RECALL_GROUP = "/v1.0/robot/groupMessages/recall"
READ_STATE = "/v1.0/robot/oToMessages/readStatus"
ROBOT = "/robot/send"
SESSION = "/robot/sendBySession"

PARAMETER_BYTES = 15_000
WEBHOOK_BYTES = 20_000
MOST_AT_ONCE = 20
OK = {"errcode": 0, "errmsg": "ok"}
PARAMETERS = {
    "sampleText": {"content"},
    "sampleMarkdown": {"title", "text"},
    "sampleImageMsg": {"photoURL"},
    "sampleLink": {"title", "text", "picUrl", "messageUrl"},
    "sampleFile": {"mediaId", "fileName", "fileType"},
    "sampleActionCard": {"title", "text", "singleTitle", "singleURL"},
    **{
        f"sampleActionCard{most}": {"title", "text"}
        | {f"action{part}{number}" for part in ("Title", "URL") for number in range(1, most + 1)}
        for most in range(2, 6)
    },
}

Answer = Callable[[web.Request], Awaitable[web.Response]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What goes wrong with a request. With `carried_out` it is done all the same, and only its answer is lost.

    The new interface tells by `status`, the old one answers 200 with `code` in the body; `echo` repeats the secrets.
    """

    delay: float = 0.0
    status: int = 200
    code: str | int = ""
    message: str = "fault switched on"
    echo: bool = False
    garbage: bool = False
    reset: bool = False
    carried_out: bool = False
    body: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What arrived: at a member, a conversation, a robot's group (by the robot's name) or a session."""

    path: str
    target: str
    kind: str
    words: dict[str, Any]
    at: datetime
    mentioned: tuple[str, ...] = ()
    key: str = ""
    """By which it is recalled."""

    @property
    def text(self) -> str:
        """What its reader sees of it."""
        return str(self.words.get("content", self.words.get("text", "")))


@dataclass(kw_only=True)
class Robot:
    """A group's own robot, with the rules that its group has set."""

    access_token: str
    secret: str = ""
    keyword: str = ""
    shuts_out: str = ""
    """The address that it does not listen to."""


@dataclass(kw_only=True)
class FakeSending:
    """One organisation with one app. Its keys are free to be printed."""

    client_id: str = "dingfakeappkey0001"
    client_secret: str = "fake-secret-of-the-app"
    robot_code: str = "dingfakeappkey0001"
    robots: dict[str, Robot] = field(
        default_factory=lambda: {"committee-group": Robot(access_token="f" * 64, secret="SEC" + "0123456789abcdef" * 4)}
    )
    lifetime: int = 7200
    robot_limit: int = 20
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    invalid: set[str] = field(default_factory=set)
    """Members that there are not."""
    controlled: set[str] = field(default_factory=set)
    """Members to whom nothing is sent for the moment."""
    sessions: dict[str, str] = field(default_factory=dict)
    """Where the answers of each session arrive."""

    sent: list[Sent] = field(default_factory=list)
    requests: Counter[str] = field(default_factory=Counter)
    tokens_given: list[str] = field(default_factory=list)
    most_tokens_asked_at_once: int = 0
    base: str = ""

    def __post_init__(self) -> None:
        self._token = ""
        self._faults: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self._asking = 0
        self._taken: defaultdict[str, deque[float]] = defaultdict(deque)
        self._said: set[tuple[str, str]] = set()

    # -- life -----------------------------------------------------------------------------------------------------

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.add_routes(self.routes())
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.base = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    def routes(self) -> list[web.RouteDef]:
        """The routes of both interfaces."""
        posts = {
            TOKEN: self._give_token,
            TO_MEMBERS: self._send_to_members,
            TO_GROUP: self._send_to_group,
            RECALL_SINGLE: self._recall,
            RECALL_GROUP: self._recall,
            ROBOT: self._say_by_robot,
            SESSION: self._answer_session,
        }
        return [
            *(web.post(path, self._with_faults(answer)) for path, answer in posts.items()),
            web.get(READ_STATE, self._with_faults(self._tell_read_state)),
        ]

    def settings(self) -> dict[str, Any]:
        """The `[dingtalk]` table that connects a robot to this fake."""
        return {
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            "robot_code": self.robot_code,
            "api_base": self.base,
            "oapi_base": self.base,
            "robots": {
                name: {"access_token": robot.access_token, "secret": robot.secret}
                for name, robot in self.robots.items()
            },
        }

    # -- what is seen and done in tests ---------------------------------------------------------------------------

    def texts_to(self, target: str) -> list[str]:
        """What arrived at a target."""
        return [sent.text for sent in self.sent if sent.target == target]

    def fail(self, path: str, fault: Fault, *, times: int = 1) -> None:
        """Let the next requests to `path` go wrong."""
        self._faults[path].extend([fault] * times)

    def heal(self) -> None:
        """Switch every fault off."""
        self._faults.clear()

    def expire_token(self) -> None:
        """Let the token lapse before its time, as the platform may."""
        self._token = ""

    def open_session(self, target: str) -> str:
        """The webhook that answers somebody who wrote."""
        session = secrets.token_hex(16)
        self.sessions[session] = target
        return f"{self.base}{SESSION}?session={session}"

    # -- the interfaces -------------------------------------------------------------------------------------------

    def _with_faults(self, answer: Answer) -> Answer:
        async def handle(request: web.Request) -> web.Response:
            self.requests[request.path] += 1
            body = await request.read()
            waiting = self._faults[request.path]
            fault = waiting.popleft() if waiting else Fault()
            await asyncio.sleep(fault.delay)
            failing = fault.reset or fault.garbage or fault.code or fault.body or fault.status != web.HTTPOk.status_code
            if fault.carried_out or not failing:
                answered = await answer(request)
            if fault.reset and request.transport is not None:
                request.transport.abort()
            if fault.garbage:
                page = "<html>502 Bad Gateway</html>"
                return web.Response(text=page, content_type="text/html", status=fault.status)
            if not failing:
                return answered
            words = f"{fault.message} {request.query_string} {dict(request.headers)} {body.decode()}"
            return _json(fault.body or _fault_body(fault, words if fault.echo else fault.message), status=fault.status)

        return handle

    async def _give_token(self, request: web.Request) -> web.Response:
        self._asking += 1
        self.most_tokens_asked_at_once = max(self.most_tokens_asked_at_once, self._asking)
        await asyncio.sleep(0.01)
        self._asking -= 1
        keys = await request.json()
        if keys != {"appKey": self.client_id, "appSecret": self.client_secret}:
            return _refusal("invalidClientIdOrSecret", "无效的clientId或者clientSecret")
        if not self._token:
            self._token = secrets.token_hex(16)
            self.tokens_given.append(self._token)
        return _json({"accessToken": self._token, "expireIn": self.lifetime})

    async def _send_to_members(self, request: web.Request) -> web.Response:
        payload = await request.json()
        if refusal := self._refusal_of(request, payload.get("robotCode")) or _refusal_of_words(payload):
            return refusal
        users = payload["userIds"]
        if not 0 < len(users) <= MOST_AT_ONCE:
            return _refusal("invalidParameter.userIds.overMax", "用户Id数量不合法，最大值100")
        invalid = [user for user in users if user in self.invalid]
        controlled = [user for user in users if user in self.controlled]
        key = secrets.token_hex(8)
        for user in users:
            if user not in {*invalid, *controlled}:
                self._log(TO_MEMBERS, user, payload["msgKey"], json.loads(payload["msgParam"]), key=key)
        lists = {"invalidStaffIdList": invalid, "flowControlledStaffIdList": controlled}
        return _json({"processQueryKey": key, **lists})

    async def _send_to_group(self, request: web.Request) -> web.Response:
        payload = await request.json()
        if refusal := self._refusal_of(request, payload.get("robotCode")) or _refusal_of_words(payload):
            return refusal
        key, place = secrets.token_hex(8), payload["openConversationId"]
        self._log(TO_GROUP, place, payload["msgKey"], json.loads(payload["msgParam"]), key=key)
        return _json({"processQueryKey": key})

    async def _recall(self, request: web.Request) -> web.Response:
        payload = await request.json()
        if refusal := self._refusal_of(request, payload.get("robotCode")):
            return refusal
        [key] = payload["processQueryKeys"]
        path, place = (TO_GROUP, payload["openConversationId"]) if request.path == RECALL_GROUP else (TO_MEMBERS, "")
        found = [sent for sent in self.sent if (sent.path, sent.key) == (path, key) and place in {"", sent.target}]
        self.sent = [sent for sent in self.sent if sent not in found]
        failed = {} if found else {key: "processQueryKey已过期"}
        return _json({"successResult": [] if failed else [key], "failedResult": failed})

    async def _tell_read_state(self, request: web.Request) -> web.Response:
        refusal = self._refusal_of(request, request.query.get("robotCode"))
        return refusal or _refusal("invalidParameter.processQueryKey", "无效的processQueryKey")

    def _refusal_of(self, request: web.Request, robot_code: str | None) -> web.Response | None:
        if not self._token or request.headers.get("x-acs-dingtalk-access-token") != self._token:
            return _refusal("InvalidAuthentication", "不合法的access_token")
        if robot_code != self.robot_code:
            return _refusal("invalidParameter.robotCode.auth", "robotCode无权限")
        return None

    async def _say_by_robot(self, request: web.Request) -> web.Response:
        named = ((name, robot) for name, robot in self.robots.items())
        token = request.query.get("access_token")
        name, robot = next(((name, robot) for name, robot in named if robot.access_token == token), ("", None))
        if robot is None:
            return _json({"errcode": 400101, "errmsg": "access_token不存在"})
        raw, payload = await request.read(), await request.json()
        if fault := self._broken_rule_of(robot, request, raw.decode()):
            return _json({"errcode": 310000, "errmsg": fault})
        if len(raw) > WEBHOOK_BYTES:
            return _json({"errcode": 460101, "errmsg": "message too long, exceed 20000 bytes"})
        unique = payload.get("msgUuid")
        if unique and (name, unique) in self._said:
            return _json(OK)
        if not self._take(name):
            return _json({"errcode": 410100, "errmsg": "发送速度太快而限流"})
        self._said.add((name, str(unique)))
        self._log_webhook(ROBOT, name, payload)
        return _json(OK)

    def _broken_rule_of(self, robot: Robot, request: web.Request, words: str) -> str:
        if robot.shuts_out:
            return f"ip {robot.shuts_out} not in whitelist"
        if robot.keyword and robot.keyword not in words:
            return "keywords not in content"
        if not robot.secret:
            return ""
        timestamp = request.query.get("timestamp", "0")
        if abs(self.now().timestamp() * 1000 - int(timestamp)) > 3_600_000:
            return "invalid timestamp"
        message = f"{timestamp}\n{robot.secret}".encode()
        expected = base64.b64encode(hmac.new(robot.secret.encode(), message, hashlib.sha256).digest()).decode()
        return "" if request.query.get("sign") == expected else "sign not match"

    async def _answer_session(self, request: web.Request) -> web.Response:
        target = self.sessions.get(request.query.get("session", ""))
        if target is None:
            return _json({"errcode": 300001, "errmsg": "session 不存在"})
        self._log_webhook(SESSION, target, await request.json())
        return _json(OK)

    def _log_webhook(self, path: str, target: str, payload: dict[str, Any]) -> None:
        kind = payload["msgtype"]
        words = payload[kind]
        called = payload.get("at", {}).get("atUserIds", [])
        # Only those are called whose ids stand in the words.
        mentioned = tuple(user for user in called if f"@{user}" in str(words))
        self._log(path, target, kind, words, mentioned=mentioned)

    def _log(
        self,
        path: str,
        target: str,
        kind: str,
        words: dict[str, Any],
        *,
        mentioned: tuple[str, ...] = (),
        key: str = "",
    ) -> None:
        self.sent.append(
            Sent(path=path, target=target, kind=kind, words=words, at=self.now(), mentioned=mentioned, key=key)
        )

    def _take(self, robot: str) -> bool:
        taken, moment = self._taken[robot], self.now().timestamp()
        while taken and moment - taken[0] >= 60:
            taken.popleft()
        if len(taken) >= self.robot_limit:
            return False
        taken.append(moment)
        return True


def _refusal_of_words(payload: dict[str, Any]) -> web.Response | None:
    if len(payload["msgParam"].encode()) > PARAMETER_BYTES:
        return _refusal("invalidParameter.msgParam.overLength", "msgParam过长")
    if set(json.loads(payload["msgParam"])) != PARAMETERS.get(payload["msgKey"]):
        return _refusal("invalidParameter.msgParam", "msgParam不合法")
    return None


def _fault_body(fault: Fault, message: str) -> dict[str, Any]:
    if fault.status == web.HTTPOk.status_code:
        return {"errcode": fault.code or -1, "errmsg": message}
    return {"code": fault.code or "unknownError", "message": message, "requestid": secrets.token_hex(8)}


def _refusal(code: str, message: str) -> web.Response:
    return _json({"code": code, "message": message, "requestid": secrets.token_hex(8)}, status=400)


def _json(value: object, *, status: int = 200) -> web.Response:
    return web.json_response(value, status=status)
