"""Pictures and files handed over on the 智能机器人's connection: piece by piece, under a name that holds for three days."""

import base64
import hashlib

from bot.channels.base import SendError
from bot.channels.wecom import wording
from bot.channels.wecom.aibot.connection import Connection

CHUNK = 512 * 1024
MOST_CHUNKS = 100


async def upload(connection: Connection, kind: str, name: str, content: bytes) -> str:
    """Hand over an `image` or a `file`; by what is given back it can be sent.

    Raises:
        SendError: it is too large, or was refused.
    """
    chunks = [content[start : start + CHUNK] for start in range(0, len(content), CHUNK)]
    if len(chunks) > MOST_CHUNKS:
        raise SendError(wording.FILE_TOO_LARGE, permanent=True)
    digest = hashlib.md5(content, usedforsecurity=False).hexdigest()
    told = {"type": kind, "filename": name, "total_size": len(content), "total_chunks": len(chunks), "md5": digest}
    begun = await connection.ask("aibot_upload_media_init", told)
    upload_id = str(begun.get("upload_id", ""))
    for number, chunk in enumerate(chunks):
        piece = {"upload_id": upload_id, "chunk_index": number, "base64_data": base64.b64encode(chunk).decode()}
        await connection.ask("aibot_upload_media_chunk", piece)
    finished = await connection.ask("aibot_upload_media_finish", {"upload_id": upload_id})
    return str(finished.get("media_id", ""))
