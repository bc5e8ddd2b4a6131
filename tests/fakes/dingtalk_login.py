"""How a fake DingTalk (钉钉) tells who is at a browser: by consent, or in its client."""

import secrets
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from tests.fakes.dingtalk_office import FakeOffice

AUTHORISE = "/oauth2/auth"
USER_TOKEN = "/v1.0/oauth2/userAccessToken"
MYSELF = "/v1.0/contact/users/me"
BY_UNION = "/topapi/user/getbyunionid"
BY_CODE = "/topapi/v2/user/getuserinfo"


@dataclass(kw_only=True)
class FakeLogin(FakeOffice):
    """A platform at which `at_browser` consents, or does not if that is empty."""

    at_browser: str = "zhangsan"
    corp_id: str = "dingcorp"
    chosen_corp: str = "dingcorp"
    """In which organisation he consents."""
    codes: dict[str, str] = field(default_factory=dict)
    user_tokens: dict[str, str] = field(default_factory=dict)

    def settings(self) -> dict[str, Any]:
        return super().settings() | {"corp_id": self.corp_id, "login_base": self.base}

    def routes(self) -> list[web.RouteDef]:
        return [
            *super().routes(),
            web.get(AUTHORISE, self._authorise),
            web.post(USER_TOKEN, self._with_faults(self._give_user_token)),
            web.get(MYSELF, self._with_faults(self._tell_myself)),
            web.post(BY_UNION, self._with_faults(self._tell_by_union)),
            web.post(BY_CODE, self._with_faults(self._tell_by_code)),
        ]

    def code_for(self, user: str) -> str:
        """A code that tells once who somebody is."""
        code = secrets.token_hex(8)
        self.codes[code] = user
        return code

    async def _authorise(self, request: web.Request) -> web.Response:
        query = request.query
        assert query["client_id"] == self.client_id
        assert query["response_type"] == "code"
        told = {"authCode": self.code_for(self.at_browser)} if self.at_browser else {"error": "access_denied"}
        raise web.HTTPFound(f"{query['redirect_uri']}?{urlencode({**told, 'state': query['state']})}")

    async def _give_user_token(self, request: web.Request) -> web.Response:
        keys = await request.json()
        user = self.codes.pop(keys["code"], None)
        if user is None or keys["clientSecret"] != self.client_secret or keys["grantType"] != "authorization_code":
            return web.json_response({"code": "invalidCode", "message": "不合法的临时授权码"}, status=400)
        token = secrets.token_hex(8)
        self.user_tokens[token] = user
        return web.json_response({"accessToken": token, "expireIn": 7200, "corpId": self.chosen_corp})

    async def _tell_myself(self, request: web.Request) -> web.Response:
        user = self.user_tokens[request.headers["x-acs-dingtalk-access-token"]]
        return web.json_response({"nick": "某某", "unionId": f"union-{user}", "openId": "o"})

    async def _tell_by_union(self, request: web.Request) -> web.Response:
        if refusal := self._old_refusal(request):
            return refusal
        union = (await request.json())["unionid"]
        return web.json_response({"errcode": 0, "result": {"contact_type": 0, "userid": union.removeprefix("union-")}})

    async def _tell_by_code(self, request: web.Request) -> web.Response:
        if refusal := self._old_refusal(request):
            return refusal
        user = self.codes.pop((await request.json())["code"], None)
        if user is None:
            return web.json_response({"errcode": 40078, "errmsg": "不存在的临时授权码"})
        return web.json_response({"errcode": 0, "result": {"userid": user, "unionid": f"union-{user}"}})
