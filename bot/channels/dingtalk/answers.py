"""Answers of the platform's two interfaces, read alike: the new one tells by status, the old one by `errcode`."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from bot.channels.base import SendError
from bot.channels.dingtalk import wording

LONGEST_MESSAGE = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the platform answered; without a `code` it is consent, though not always to everything."""

    status: int
    code: str
    message: str
    fields: Mapping[str, Any]


def read_answer(status: int, raw: bytes, secrets: Iterable[str]) -> Answer:
    """The answer behind a response; what it says of `secrets` is made unreadable.

    Raises:
        SendError: it is none of the platform's.
    """
    try:
        fields = {str(key): value for key, value in json.loads(raw).items()}
    except (ValueError, AttributeError):
        raise _unreadable(status) from None
    code = _code_of(status, {key.casefold(): value for key, value in fields.items()})
    message = str(fields.get("errmsg") or fields.get("message") or fields.get("Message") or "")
    for secret in filter(None, secrets):
        message = message.replace(secret, "***")
    return Answer(status=status, code=code, message=message[:LONGEST_MESSAGE], fields=fields)


def object_in(value: object) -> Mapping[str, Any]:
    """An object that an answer must have.

    Raises:
        SendError: it is none.
    """
    if not isinstance(value, dict):
        raise SendError(wording.UNREADABLE)
    return value


def text_in(fields: Mapping[str, Any], name: str) -> str:
    """A text that an answer must have, and not an empty one.

    Raises:
        SendError: it is none.
    """
    value = fields.get(name)
    if not isinstance(value, str) or not value:
        raise SendError(wording.UNREADABLE)
    return value


def _code_of(status: int, fields: Mapping[str, Any]) -> str:
    # The gateway before the interfaces has a shape of its own: {"status": 1111, "punish": "deny", …}.
    code = str(fields.get("errcode") or fields.get("code") or (fields["status"] if "punish" in fields else ""))
    if code.strip("0") and (status != HTTPStatus.OK or "errcode" in fields or "punish" in fields):
        return code
    if status != HTTPStatus.OK:
        raise _unreadable(status)
    return ""


def _unreadable(status: int) -> SendError:
    if status == HTTPStatus.OK:
        return SendError(wording.UNREADABLE, ambiguous=True)
    return SendError(wording.BAD_STATUS.format(status=status), ambiguous=status >= HTTPStatus.INTERNAL_SERVER_ERROR)
