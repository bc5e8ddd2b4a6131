"""The login pages of a fake WeCom: the client's, which asks nothing, and the one with a code to scan."""

import secrets
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import escape
from urllib.parse import urlencode

from aiohttp import web

from tests.fakes.wecom_callbacks import CallbackPoster

AUTHORISE = "/connect/oauth2/authorize"
SCAN = "/wwlogin/sso/login"
WHO = "/cgi-bin/auth/getuserinfo"
CODE_LASTS = timedelta(minutes=5)


@dataclass(kw_only=True)
class Login(CallbackPoster, ABC):
    """Who is at a browser. `at_client` is logged in to the client that a page is opened in; empty: no member of the corp."""

    at_client: str = "zhangsan"
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    """What a login's code tells, once."""
    scopes: list[str] = field(default_factory=list)
    """What pages in the client have asked for."""
    _given: dict[str, datetime] = field(default_factory=dict)

    def login_routes(self) -> list[web.RouteDef]:
        return [
            web.get(AUTHORISE, self._authorise),
            web.get(SCAN, self._show_code),
            web.get("/fake/scan", self._scan),
            web.get(WHO, self._tell_who),
        ]

    def new_code(self, **told: str) -> str:
        code = secrets.token_urlsafe(24)
        self.codes[code], self._given[code] = told, self.now()
        return code

    @abstractmethod
    def refusal_of_token(self, request: web.Request) -> web.Response | None:
        """The answer to whom no token, or an old one, was given; the platform knows."""

    async def _authorise(self, request: web.Request) -> web.Response:
        query = request.query
        self.scopes.append(query.get("scope", ""))
        if query.get("response_type") != "code" or query.get("scope") != "snsapi_base" or not self._is_ours(query):
            return web.Response(status=400, text="redirect_uri or scope")
        raise self._back(query, self.at_client)

    async def _show_code(self, request: web.Request) -> web.Response:
        query = request.query
        if query.get("login_type") != "CorpApp" or not self._is_ours(query):
            return web.Response(status=400, text="appid or login_type")
        kept = "".join(
            f'<input type="hidden" name="{name}" value="{escape(query[name])}">' for name in ("redirect_uri", "state")
        )
        form = (
            f'<form action="/fake/scan">{kept}<input name="user" value="{self.at_client}"><button>扫码</button></form>'
        )
        return web.Response(text=f"<!doctype html><title>扫码登录</title>{form}", content_type="text/html")

    async def _scan(self, request: web.Request) -> web.Response:
        """Somebody has scanned the code; without a `user` it is nobody of the corp."""
        raise self._back(request.query, request.query.get("user", ""))

    async def _tell_who(self, request: web.Request) -> web.Response:
        if refusal := self.refusal_of_token(request):
            return refusal
        code = request.query.get("code", "")
        told = self.codes.pop(code, None)
        if told is None:
            return web.json_response({"errcode": 40029, "errmsg": "invalid code"})
        if self.now() - self._given.get(code, self.now()) > CODE_LASTS:
            return web.json_response({"errcode": 42003, "errmsg": "code expired"})
        return web.json_response({"errcode": 0, "errmsg": "ok", **told})

    def _is_ours(self, query: Mapping[str, str]) -> bool:
        return query.get("appid") == self.corp_id and query.get("agentid") == str(self.agent_id)

    def _back(self, query: Mapping[str, str], user: str) -> web.HTTPFound:
        code = self.new_code(userid=user) if user else self.new_code(openid="somebody-else")
        answer = urlencode({"code": code, "state": query["state"]})
        return web.HTTPFound(f"{query['redirect_uri']}?{answer}")
