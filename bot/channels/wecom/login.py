"""Who is at a browser: in the client without asking (OAuth2), elsewhere by a code that one scans."""

from urllib.parse import urlencode

from bot.channels.base import ClientLogin, SendError
from bot.channels.wecom import wording
from bot.channels.wecom.faults import PlatformError
from bot.channels.wecom.gateway import WecomGateway

CLIENT = "wxwork"
"""What the client calls itself to pages."""
AUTHORISE = "/connect/oauth2/authorize"
SCAN = "/wwlogin/sso/login"
WHO = "/cgi-bin/auth/getuserinfo"
NO_CODE = frozenset({40029, 42003, 42022})


class IdentifyingGateway(WecomGateway):
    """The channel of an app that also tells pages who is there."""

    def login_address(self, *, back: str, state: str, user_agent: str) -> str:
        """Where a browser is sent; it comes back to the address `back` with `state` and a code."""
        settings = self._settings
        common = {"appid": settings.corp_id, "redirect_uri": back, "state": state, "agentid": str(settings.agent_id)}
        if CLIENT in user_agent.lower():
            asked = common | {"response_type": "code", "scope": "snsapi_base"}
            return f"{settings.oauth_base}{AUTHORISE}?{urlencode(asked)}#wechat_redirect"
        return f"{settings.login_base}{SCAN}?{urlencode(common | {'login_type': 'CorpApp'})}"

    def client_login(self, user_agent: str) -> ClientLogin | None:  # noqa: ARG002 - the client needs no script for it
        """Nothing: the client answers its own address at once."""
        return None

    async def identify(self, code: str, *, inside: bool) -> str:  # noqa: ARG002 - one way for both
        """The account behind a code, which holds once and for five minutes.

        Raises:
            SendError: nobody is; `permanent` where the code is none, or of somebody outside the corp.
        """
        try:
            fields = (await self._client.ask(WHO, code=code)).fields
        except PlatformError as error:
            raise SendError(error.reason, permanent=error.code in NO_CODE) from None
        account = fields.get("userid") or fields.get("UserId")
        if not isinstance(account, str) or not account:
            raise SendError(wording.NO_MEMBER, permanent=True)
        return account
