"""How the platform issues the token of an app."""

from datetime import timedelta

from bot.channels.base import SendError
from bot.channels.tokens import Issued, Terms, TokenSource
from bot.channels.wecom import wording
from bot.channels.wecom.calls import Calls
from bot.channels.wecom.faults import EXPIRED, MISCONFIGURED, fault_of
from bot.clock import Clock

TERMS = Terms(early=timedelta(minutes=5), expired=EXPIRED, still_refused=wording.STILL_REFUSED)
BLOCKED = timedelta(hours=1)


def tokens_of(calls: Calls, *, corp_id: str, secret: str, now: Clock) -> TokenSource:
    """The source of an app's tokens."""
    query = {"corpid": corp_id, "corpsecret": secret}

    async def issue() -> Issued:
        answer = await calls.get("/cgi-bin/gettoken", query)
        token, seconds = answer.fields.get("access_token"), answer.fields.get("expires_in")
        if answer.code in MISCONFIGURED:
            raise SendError(wording.explain_fault(answer.code, answer.message), permanent=True)
        if answer.code:
            raise fault_of(answer.code, answer.message, when_too_often=BLOCKED)
        if not isinstance(token, str) or not isinstance(seconds, int):
            raise SendError(wording.UNREADABLE)
        return Issued(token=token, lifetime=timedelta(seconds=seconds))

    return TokenSource(issue, TERMS, now=now)
