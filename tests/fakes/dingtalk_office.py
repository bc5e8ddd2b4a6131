"""The contacts and files of a fake DingTalk (钉钉), and how it tells of changes in them."""

import base64
import hashlib
import json
import os
import secrets
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from tests.fakes.dingtalk_cards import FakeCards

DEPARTMENTS = "/topapi/v2/department/listsub"
PEOPLE = "/topapi/user/listsimple"
PERSON = "/topapi/v2/user/get"
FIND = "/v1.0/robot/messageFiles/download"
STORE = "/store/{name}"
UPLOAD = "/media/upload"
BLOCK = 32


@dataclass(kw_only=True)
class FakeOffice(FakeCards):
    """Departments by number as (name, parent), people by department as (account, name); files by their codes."""

    departments: dict[int, tuple[str, int]] = field(default_factory=dict)
    people: defaultdict[int, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    page: int = 100
    files: dict[str, bytes] = field(default_factory=dict)
    uploads: dict[str, tuple[str, str, bytes]] = field(default_factory=dict)
    """What was handed over, by its name: kind, file name, content."""
    event_token: str = "tok123"
    event_aes_key: str = "o1w0aum42yaptlz8alnhwikjd3jenzt9cb9wmzptgus"

    def settings(self) -> dict[str, Any]:
        return super().settings() | {"event_token": self.event_token, "event_aes_key": self.event_aes_key}

    def routes(self) -> list[web.RouteDef]:
        return [
            *super().routes(),
            web.post(DEPARTMENTS, self._with_faults(self._list_departments)),
            web.post(PEOPLE, self._with_faults(self._list_people)),
            web.post(PERSON, self._with_faults(self._tell_person)),
            web.post(FIND, self._with_faults(self._find_file)),
            web.get(STORE, self._give_file),
            web.post(UPLOAD, self._take_file),
        ]

    def sealed_event(self, event: dict[str, Any], *, receive_id: str = "") -> tuple[dict[str, str], dict[str, str]]:
        """The query and the body by which an event is posted."""
        encrypted = self.encrypt(json.dumps(event, ensure_ascii=False).encode(), receive_id or self.client_id)
        timestamp, nonce = str(round(self.now().timestamp() * 1000)), secrets.token_hex(4)
        signature = self.sign(timestamp, nonce, encrypted)
        return {"msg_signature": signature, "timestamp": timestamp, "nonce": nonce}, {"encrypt": encrypted}

    def encrypt(self, message: bytes, receive_id: str) -> str:
        """Encrypted as the platform does."""
        plain = os.urandom(16) + len(message).to_bytes(4, "big") + message + receive_id.encode()
        pad = BLOCK - len(plain) % BLOCK
        encryptor = self._cipher().encryptor()
        return base64.b64encode(encryptor.update(plain + bytes([pad]) * pad) + encryptor.finalize()).decode()

    def opened_consent(self, consent: dict[str, str]) -> bytes:
        """What our answer to an event says."""
        assert consent["msg_signature"] == self.sign(consent["timeStamp"], consent["nonce"], consent["encrypt"])
        decryptor = self._cipher().decryptor()
        plain = decryptor.update(base64.b64decode(consent["encrypt"])) + decryptor.finalize()
        return plain[20 : 20 + int.from_bytes(plain[16:20], "big")]

    def sign(self, timestamp: str, nonce: str, encrypted: str) -> str:
        """The signature of an event."""
        parts = sorted((self.event_token, timestamp, nonce, encrypted))
        return hashlib.sha1("".join(parts).encode(), usedforsecurity=False).hexdigest()

    def _cipher(self) -> Cipher[modes.CBC]:
        key = base64.b64decode(self.event_aes_key + "=")
        return Cipher(algorithms.AES(key), modes.CBC(key[:16]))

    async def _list_departments(self, request: web.Request) -> web.Response:
        if refusal := self._old_refusal(request):
            return refusal
        parent = (await request.json())["dept_id"]
        children = [
            {"dept_id": number, "name": name, "parent_id": above}
            for number, (name, above) in self.departments.items()
            if above == parent
        ]
        return web.json_response({"errcode": 0, "errmsg": "ok", "result": children})

    async def _list_people(self, request: web.Request) -> web.Response:
        if refusal := self._old_refusal(request):
            return refusal
        asked = await request.json()
        everybody, start = self.people[asked["dept_id"]], asked["cursor"]
        assert asked["size"] <= 100
        end = start + min(asked["size"], self.page)
        page = [{"userid": account, "name": name} for account, name in everybody[start:end]]
        more = end < len(everybody)
        result = {"has_more": more, "list": page, **({"next_cursor": end} if more else {})}
        return web.json_response({"errcode": 0, "errmsg": "ok", "result": result})

    async def _tell_person(self, request: web.Request) -> web.Response:
        if refusal := self._old_refusal(request):
            return refusal
        wanted = (await request.json())["userid"]
        known = {account: name for people in self.people.values() for account, name in people}
        if wanted not in known:
            return web.json_response({"errcode": 60121, "errmsg": "找不到该用户"})
        person = {"userid": wanted, "name": known[wanted], "unionid": f"union-{wanted}"}
        return web.json_response({"errcode": 0, "errmsg": "ok", "result": person})

    async def _find_file(self, request: web.Request) -> web.Response:
        asked = await request.json()
        if refusal := self._refusal_of(request, asked["robotCode"]):
            return refusal
        if asked["downloadCode"] not in self.files:
            code = "invalidParameter.robotCode.downloadCode"
            return web.json_response({"code": code, "message": "downloadCode不合法"}, status=400)
        return web.json_response({"downloadUrl": f"{self.base}/store/{asked['downloadCode']}"})

    async def _give_file(self, request: web.Request) -> web.Response:
        return web.Response(body=self.files[request.match_info["name"]])

    async def _take_file(self, request: web.Request) -> web.Response:
        if refusal := self._old_refusal(request):
            return refusal
        form = await request.post()
        file = form["media"]
        assert isinstance(file, web.FileField)
        media_id = f"@{secrets.token_hex(8)}"
        self.uploads[media_id] = (request.query["type"], file.filename, file.file.read())
        return web.json_response({"errcode": 0, "errmsg": "ok", "media_id": media_id})

    def _old_refusal(self, request: web.Request) -> web.Response | None:
        if request.query.get("access_token") == self._token and self._token:
            return None
        return web.json_response({"errcode": 40014, "errmsg": "不合法的access_token"})
