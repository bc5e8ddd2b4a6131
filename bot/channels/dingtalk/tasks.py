"""To-dos (待办): each stands in one person's list under a key of ours, and is ticked off or taken away from here.

With an address of its own a to-do cannot be ticked in the list: it is done when its record is there, and not before.
"""

import re
from collections.abc import Mapping
from typing import Any

from bot.channels.base import SendError
from bot.channels.dingtalk import wording
from bot.channels.dingtalk.access import Access
from bot.channels.dingtalk.contacts import Directory
from bot.channels.dingtalk.faults import RefusalError
from schedules.tasks import Task

LISTS = "/v1.0/todo/users"
EXISTS = re.compile(r"task exist", re.IGNORECASE)
NAMED = re.compile(r"taskId\s+is\s+(\w+)", re.IGNORECASE)
NAME = re.compile(r"[\w-]+", re.ASCII)
DUE = "dueTime"
GONE = "task not exist"
MOST_PAGES = 50
QUIET = {"dingNotify": "0", "sendTodoApn": "false", "sendAssistantChat": "false"}
"""The reminder has told already."""


class Tasks:
    """The to-dos of one app; `address` is where one leads that is pressed."""

    def __init__(self, access: Access, directory: Directory, *, address: str) -> None:
        self._access = access
        self._directory = directory
        self._address = address

    async def give(self, account: str, task: Task, *, key: str) -> str:
        """Put a to-do into a member's list, once for each `key`; the name by which it is ended.

        Raises:
            SendError: it is not there, or nobody knows.
        """
        person = await self._directory.union_id_of(account)
        told = self._told(person, task, key)
        try:
            return await self._give(person, told, key)
        except RefusalError as error:
            if DUE not in error.reason:
                raise
        # A day that is over may be none to the platform: the subject tells which period it is about.
        return await self._give(person, {field: value for field, value in told.items() if field != DUE}, key)

    async def end(self, name: str, *, done: bool) -> None:
        """Tick a to-do off, or take it away; one that is gone is ended.

        Raises:
            SendError: it is not, or nobody knows.
        """
        person, _, task = name.partition("/")
        path = f"{LISTS}/{person}/tasks/{task}"
        try:
            if done:
                await self._access.put(path, {"done": True}, operatorId=person)
            else:
                await self._access.delete(path, operatorId=person)
        except RefusalError as error:
            if GONE not in error.reason:
                raise

    async def _give(self, person: str, told: Mapping[str, Any], key: str) -> str:
        try:
            answer = await self._access.post(f"{LISTS}/{person}/tasks", told, operatorId=person)
        except RefusalError as error:
            if not EXISTS.search(error.reason):
                raise
            named = NAMED.search(error.reason)
            return f"{person}/{named[1] if named else await self._find(person, key)}"
        return f"{person}/{_name_in(answer.fields, 'id')}"

    def _told(self, person: str, task: Task, key: str) -> Mapping[str, Any]:
        return {
            "sourceId": key,
            "subject": task.subject,
            "creatorId": person,
            "executorIds": [person],
            DUE: round(task.due_at.timestamp() * 1000),
            "detailUrl": {"appUrl": self._address, "pcUrl": self._address},
            "contentFieldList": [{"fieldKey": wording.HOW, "fieldValue": task.how}],
            "isOnlyShowExecutor": True,
            "notifyConfigs": QUIET,
        }

    async def _find(self, person: str, key: str) -> str:
        """The platform's name of a to-do that is there already; it need not tell it when it says so."""
        page: Mapping[str, Any] = {}
        for _ in range(MOST_PAGES):
            asked = {"isDone": False, **({"nextToken": page["nextToken"]} if page else {})}
            page = (await self._access.post(f"{LISTS}/{person}/org/tasks/query", asked)).fields
            cards = page.get("todoCards") or ()
            if found := next((card for card in cards if card.get("sourceId") == key), None):
                return _name_in(found, "taskId")
            if not page.get("nextToken"):
                break
        raise SendError(wording.UNREADABLE, ambiguous=True)


def _name_in(fields: Mapping[str, Any], field: str) -> str:
    name = fields.get(field)
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise SendError(wording.UNREADABLE, ambiguous=True)
    return name
