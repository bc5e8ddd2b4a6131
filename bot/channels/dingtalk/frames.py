"""Frames of the stream: what the platform sends over the socket, and how it is acknowledged."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import Any

from bot.channels.sealing import VerificationError, parse_body

MESSAGES = "/v1.0/im/bot/messages/get"
"""The topic of what people say to the robot."""
PRESSES = "/v1.0/card/instances/callback"
"""The topic of presses on cards."""


class FrameKind(StrEnum):
    """Who speaks: SYSTEM is the connection itself."""

    SYSTEM = "SYSTEM"
    CALLBACK = "CALLBACK"
    EVENT = "EVENT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One frame; `data` is JSON once more. Of an EVENT, `event` is its name and `corp_id` the organisation that it is about."""

    kind: FrameKind
    topic: str
    message_id: str
    data: str
    event: str = ""
    corp_id: str = ""

    @property
    def fields(self) -> Mapping[str, Any]:
        """What it carries; `VerificationError` where that is no object."""
        return parse_body(self.data)


def parse_frame(raw: str | bytes) -> Frame:
    """The frame behind the text of a socket.

    Raises:
        VerificationError: it is none.
    """
    fields = parse_body(raw)
    # One official example has it in the singular.
    headers = fields.get("headers") or fields.get("header")
    if not isinstance(headers, dict):
        raise VerificationError("no headers")
    try:
        kind = FrameKind(str(fields.get("type")))
    except ValueError:
        raise VerificationError("no kind of frame") from None
    return Frame(
        kind=kind,
        topic=str(headers.get("topic", "")),
        message_id=str(headers.get("messageId", "")),
        data=str(fields.get("data", "")),
        event=str(headers.get("eventType", "")),
        corp_id=str(headers.get("eventCorpId", "")),
    )


def render_ack(frame: Frame, data: Mapping[str, Any], *, status: HTTPStatus = HTTPStatus.OK) -> str:
    """The acknowledgement of a frame."""
    return json.dumps(
        {
            "code": status.value,
            "message": status.phrase,
            "headers": {"messageId": frame.message_id, "contentType": "application/json"},
            "data": json.dumps(data),
        }
    )
