"""The to-dos and calendars of a fake DingTalk (钉钉), as its people see them."""

import secrets
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.fakes.dingtalk_office import FakeOffice

LISTS = "/v1.0/todo/users/{person}/tasks"
TASK = "/v1.0/todo/users/{person}/tasks/{task}"
QUERY = "/v1.0/todo/users/{person}/org/tasks/query"
CALENDARS = "/v1.0/calendar/users/{person}/calendars/primary/events"
PAGE = 2
LATEST = 1 << 43


@dataclass(kw_only=True)
class Entry:
    """A to-do in somebody's list."""

    id: str
    source: str
    subject: str
    told: dict[str, Any]
    done: bool = False


@dataclass(kw_only=True)
class FakeLists(FakeOffice):
    """Lists by account; `names_existing` is whether a refusal of the same to-do tells its name, as one page has it."""

    lists: dict[str, list[Entry]] = field(default_factory=dict)
    calendars: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    names_existing: bool = True
    refuses_past: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        self._noted: dict[str, str] = {}

    def routes(self) -> list[web.RouteDef]:
        return [
            *super().routes(),
            web.post(LISTS, self._with_faults(self._give_task)),
            web.put(TASK, self._with_faults(self._change_task)),
            web.delete(TASK, self._with_faults(self._take_task)),
            web.post(QUERY, self._with_faults(self._tell_tasks)),
            web.post(CALENDARS, self._with_faults(self._note_event)),
            web.delete(CALENDARS + "/{event}", self._with_faults(self._take_event)),
        ]

    def open_tasks(self, account: str) -> list[str]:
        """What is still to do in somebody's list."""
        return [entry.subject for entry in self.lists.get(account, []) if not entry.done]

    def done_tasks(self, account: str) -> list[str]:
        """What is ticked off there."""
        return [entry.subject for entry in self.lists.get(account, []) if entry.done]

    async def _give_task(self, request: web.Request) -> web.Response:
        if refusal := self._refusal_of(request, self.robot_code):
            return refusal
        told = await request.json()
        person = request.match_info["person"]
        assert told["executorIds"] == [person]
        assert told["detailUrl"]["appUrl"].startswith("http"), "required since 2024"
        held = self.lists.setdefault(_account_of(request), [])
        if same := next((entry for entry in held if entry.source == told["sourceId"]), None):
            words = f"task existed, string= and taskId is {same.id}" if self.names_existing else "task exist"
            return _refusal("todo.taskCreate.paramError", words)
        if self.refuses_past and told.get("dueTime", LATEST) < self.now().timestamp() * 1000:
            return _refusal("todo.taskCreate.paramError", "dueTime is invalid")
        held.append(
            Entry(
                id=f"task{secrets.token_hex(6)}",
                source=told["sourceId"],
                subject=told["subject"],
                told=told,
            )
        )
        return web.json_response({"id": held[-1].id, "subject": told["subject"]})

    async def _change_task(self, request: web.Request) -> web.Response:
        if refusal := self._refusal_of(request, self.robot_code):
            return refusal
        entry = self._entry_of(request)
        if entry is None:
            return _refusal("todo.taskUpdate.paramError", "task not exist")
        entry.done = (await request.json())["done"]
        return web.json_response({"result": True})

    async def _take_task(self, request: web.Request) -> web.Response:
        if refusal := self._refusal_of(request, self.robot_code):
            return refusal
        entry = self._entry_of(request)
        if entry is None:
            return _refusal("todo.taskDelete.paramError", "task not exist")
        self.lists[_account_of(request)].remove(entry)
        return web.json_response({"result": True})

    async def _tell_tasks(self, request: web.Request) -> web.Response:
        if refusal := self._refusal_of(request, self.robot_code):
            return refusal
        asked = await request.json()
        start = int(asked.get("nextToken", 0))
        held = [entry for entry in self.lists.get(_account_of(request), []) if entry.done is asked["isDone"]]
        cards = [{"taskId": entry.id, "sourceId": entry.source} for entry in held[start : start + PAGE]]
        more = {"nextToken": str(start + PAGE)} if start + PAGE < len(held) else {}
        return web.json_response({"todoCards": cards, **more})

    async def _note_event(self, request: web.Request) -> web.Response:
        if refusal := self._refusal_of(request, self.robot_code):
            return refusal
        told, once = await request.json(), request.headers["x-client-token"]
        if once not in self._noted:
            self._noted[once] = secrets.token_hex(8) + "+/=="
            self.calendars.setdefault(_account_of(request), []).append(told)
        return web.json_response({"id": self._noted[once], **told})

    async def _take_event(self, request: web.Request) -> web.Response:
        if refusal := self._refusal_of(request, self.robot_code):
            return refusal
        [once] = [once for once, name in self._noted.items() if name == request.match_info["event"]]
        del self._noted[once]
        self.calendars[_account_of(request)].clear()
        return web.Response()

    def _entry_of(self, request: web.Request) -> Entry | None:
        assert request.query["operatorId"] == request.match_info["person"]
        held = self.lists.get(_account_of(request), [])
        return next((entry for entry in held if entry.id == request.match_info["task"]), None)


def _account_of(request: web.Request) -> str:
    return request.match_info["person"].removeprefix("union-")


def _refusal(code: str, message: str) -> web.Response:
    return web.json_response({"code": code, "message": message, "requestid": secrets.token_hex(8)}, status=400)
