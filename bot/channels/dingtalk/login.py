"""Who is at a browser: in the client without asking (免登), elsewhere after a consent (OAuth)."""

from urllib.parse import urlencode

from bot.channels.base import ClientLogin, SendError
from bot.channels.dingtalk import wording
from bot.channels.dingtalk.access import Access
from bot.channels.dingtalk.answers import object_in, text_in
from bot.channels.dingtalk.calls import Calls
from bot.channels.dingtalk.faults import RefusalError, fault_of
from bot.channels.dingtalk.settings import DingtalkSettings

AUTHORISE = "/oauth2/auth"
USER_TOKEN = "/v1.0/oauth2/userAccessToken"  # noqa: S105  an address
MYSELF = "/v1.0/contact/users/me"
BY_UNION = "/topapi/user/getbyunionid"
BY_CODE = "/topapi/v2/user/getuserinfo"
CLIENT = "DingTalk"
JSAPI = "https://g.alicdn.com/dingding/dingtalk-jsapi/3.1.0/dingtalk.open.js"
NOT_OURS = frozenset({"60121", "40078"})
"""Answers about a code that is none, and about somebody who is not in the organisation."""


class Login:
    """Asks the platform who is there. None of these calls costs quota."""

    def __init__(self, settings: DingtalkSettings, access: Access) -> None:
        self._settings = settings
        self._access = access

    def address(self, *, back: str, state: str) -> str:
        """Where a browser is sent to consent."""
        asked = {
            "redirect_uri": back,
            "response_type": "code",
            "client_id": self._settings.client_id,
            "scope": "openid corpid" if self._settings.corp_id else "openid",
            "state": state,
            "prompt": "consent",
            **({"corpId": self._settings.corp_id} if self._settings.corp_id else {}),
        }
        return f"{self._settings.login_base}{AUTHORISE}?{urlencode(asked)}"

    def in_client(self, user_agent: str) -> ClientLogin | None:
        """What the client's own page needs; it takes the organisation's id."""
        if CLIENT not in user_agent or not self._settings.corp_id:
            return None
        values = {"platform": "dingtalk", "corp": self._settings.corp_id, "client": self._settings.client_id}
        return ClientLogin(script=JSAPI, values=values)

    async def identify(self, code: str, *, inside: bool) -> str:
        """The account behind a code.

        Raises:
            SendError: nobody is.
        """
        try:
            if inside:
                found = await self._access.post_old(BY_CODE, {"code": code}, free=True)
            else:
                found = await self._access.post_old(BY_UNION, {"unionid": await self._union_of(code)}, free=True)
        except RefusalError as error:
            if error.code in NOT_OURS:
                raise SendError(error.reason, permanent=True) from None
            raise
        return text_in(object_in(found.fields.get("result")), "userid")

    async def _union_of(self, code: str) -> str:
        """By which name developers know the person who consented; he must have done so in our organisation."""
        calls: Calls = self._access.calls
        keys = {
            "clientId": self._settings.client_id,
            "clientSecret": self._settings.client_secret.get_secret_value(),
            "code": code,
            "grantType": "authorization_code",
        }
        answer = await calls.post(USER_TOKEN, keys)
        if answer.code:
            raise SendError(fault_of(answer).reason, permanent=True)
        if self._settings.corp_id and answer.fields.get("corpId") != self._settings.corp_id:
            raise SendError(wording.OTHER_ORGANISATION, permanent=True)
        myself = await calls.get(MYSELF, {}, token=text_in(answer.fields, "accessToken"))
        if myself.code:
            raise fault_of(myself)
        return text_in(myself.fields, "unionId")
