"""How the platform issues the token of an app."""

from datetime import timedelta

from bot.channels.base import SendError
from bot.channels.dingtalk import wording
from bot.channels.dingtalk.calls import Calls
from bot.channels.dingtalk.faults import EXPIRED, MISCONFIGURED, fault_of
from bot.channels.tokens import Issued, Terms, TokenSource
from bot.clock import Clock

TERMS = Terms(early=timedelta(minutes=10), expired=EXPIRED, still_refused=wording.STILL_REFUSED)


def tokens_of(calls: Calls, *, client_id: str, client_secret: str, now: Clock) -> TokenSource:
    """The source of an app's tokens."""
    keys = {"appKey": client_id, "appSecret": client_secret}

    async def issue() -> Issued:
        answer = await calls.post("/v1.0/oauth2/accessToken", keys)
        token, seconds = answer.fields.get("accessToken"), answer.fields.get("expireIn")
        if answer.code in MISCONFIGURED:
            raise SendError(wording.explain_fault(answer.code, answer.message), permanent=True)
        if answer.code:
            raise fault_of(answer)
        if not isinstance(token, str) or not isinstance(seconds, int):
            raise SendError(wording.UNREADABLE)
        return Issued(token=token, lifetime=timedelta(seconds=seconds))

    return TokenSource(issue, TERMS, now=now)
