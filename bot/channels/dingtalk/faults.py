"""What an error code of the platform means for a message: give up, wait, or try again."""

from datetime import timedelta
from http import HTTPStatus

from bot.channels.base import SendError
from bot.channels.dingtalk.answers import Answer
from bot.channels.dingtalk.wording import explain_fault

EXPIRED = frozenset({"InvalidAuthentication", "40001", "40014", "42001"})
"""Answers to a call with a token that no longer holds."""
MISCONFIGURED = frozenset({"invalidClientIdOrSecret"})
"""Answers to a request for a token that asking again cannot better."""
PERMANENT = frozenset(
    {
        *("invalidClientIdOrSecret", "invalidParameter.robotCode.auth", "chatbotId.notAllow.sendOTO"),
        *("robot.oto.notExist", "invalid.openConversationId", "group.disbanded", "bot.stopped", "staffId.notExisted"),
        "invalidParameter.robotCode.downloadCode",
        *("400013", "400101", "400102", "400105", "400106", "430101", "430102", "430103", "430104", "40035", "43004"),
    }
)
MENDABLE = timedelta(minutes=10)
"""What an operator can put right waits for him."""
PAUSES = {
    "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi": timedelta(seconds=2),
    "90018": timedelta(seconds=2),
    "Forbidden.AccessDenied.QpmLimitForAppkeyAndApi": timedelta(minutes=1),
    "Forbidden.AccessDenied.QpsLimitForApi": timedelta(seconds=30),
    "90002": timedelta(seconds=30),
    "send.too.fast": timedelta(minutes=1),
    "send.byToken.tooFast": timedelta(minutes=1),
    "too.many.group": timedelta(minutes=1),
    "too.many.people": timedelta(minutes=1),
    "todo.taskCreate.flowControlError": timedelta(minutes=1),
    "410100": MENDABLE,
    "130101": MENDABLE,
    "310000": MENDABLE,
    "1111": timedelta(minutes=5),
    "Forbidden.AccessDenied.AccessTokenPermissionDenied": MENDABLE,
    "Forbidden.AccessDenied.IpNotInWhiteList": MENDABLE,
    "Forbidden.AccessDenied.ApiCountLimitForOrg": timedelta(hours=1),
    "90020": timedelta(hours=1),
}


UNPERMITTED = "Forbidden.AccessDenied.AccessTokenPermissionDenied"


class RefusalError(SendError):
    """The platform answered, and refused."""

    def __init__(
        self,
        reason: str,
        *,
        code: str,
        permanent: bool = False,
        ambiguous: bool = False,
        pause: timedelta | None = None,
    ) -> None:
        super().__init__(reason, permanent=permanent, ambiguous=ambiguous, pause=pause)
        self.code = code

    @property
    def concerns_form(self) -> bool:
        """Whether the same might be said in a simpler form: it is neither the time nor the target that is wrong."""
        return self.code == UNPERMITTED or not (self.ambiguous or self.pause)


def fault_of(answer: Answer) -> RefusalError:
    """The error for an answer that is no consent. What an operator can mend waits for him, what he cannot is given up."""
    return RefusalError(
        explain_fault(answer.code, answer.message),
        code=answer.code,
        permanent=answer.code in PERMANENT,
        # A server that failed in the middle may have sent the message all the same.
        ambiguous=answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR and answer.code not in PAUSES,
        pause=_pause_of(answer),
    )


def _pause_of(answer: Answer) -> timedelta | None:
    if "too fast" in answer.message.casefold():
        return PAUSES.get(answer.code, MENDABLE)
    return PAUSES.get(answer.code)
