"""Files: those that people sent are fetched, those that they are to get are handed over first."""

from collections.abc import AsyncIterator
from enum import StrEnum

import aiohttp

from bot.channels.base import SendError
from bot.channels.dingtalk import wording
from bot.channels.dingtalk.access import Access

FIND = "/v1.0/robot/messageFiles/download"
UPLOAD = "/media/upload"


class Media(StrEnum):
    """Kinds of files that the platform takes."""

    IMAGE = "image"
    FILE = "file"


class Files:
    """The files of one robot."""

    def __init__(self, access: Access, *, robot_code: str) -> None:
        self._access = access
        self._robot_code = robot_code

    async def fetch(self, download_code: str) -> AsyncIterator[bytes]:
        """The bytes of what somebody sent, as they come.

        Raises:
            SendError: it cannot be had; `permanent` where the code is none, or lapsed.
        """
        answer = await self._access.post(FIND, {"downloadCode": download_code, "robotCode": self._robot_code})
        url = answer.fields.get("downloadUrl")
        if not isinstance(url, str) or not url.startswith(("https://", "http://")):
            raise SendError(wording.UNREADABLE)
        async with self._access.download(url) as chunks:
            async for chunk in chunks:
                yield chunk

    async def hand_over(self, content: bytes, name: str, kind: Media) -> str:
        """Hand a file over; the name by which messages refer to it, as often as they like.

        Raises:
            SendError: it was not taken.
        """

        def make_form() -> aiohttp.FormData:
            form = aiohttp.FormData(quote_fields=False)
            form.add_field("media", content, filename=name, content_type="application/octet-stream")
            return form

        answer = await self._access.upload(UPLOAD, {"type": kind.value}, make_form)
        media_id = answer.fields.get("media_id")
        if not isinstance(media_id, str) or not media_id:
            raise SendError(wording.UNREADABLE)
        return media_id
