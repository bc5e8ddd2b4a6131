"""The organisation's contacts, department by department, as far as the app may see them."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from bot.channels.base import SendError
from bot.channels.dingtalk import wording
from bot.channels.dingtalk.access import Access
from bot.channels.dingtalk.answers import object_in, text_in
from bot.channels.dingtalk.faults import RefusalError
from schedules.people.contacts import Contact

DEPARTMENTS = "/topapi/v2/department/listsub"
PEOPLE = "/topapi/user/listsimple"
PERSON = "/topapi/v2/user/get"
ROOT = 1
PAGE = 100
MOST_DEPARTMENTS = 5000
MOST_PAGES = 1000
MOST_KNOWN = 10_000
UNKNOWN = frozenset({"60121", "33012"})
"""Answers about somebody whom there is not."""


class Directory:
    """Reads contacts. None of these calls costs quota."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._union_ids: dict[str, str] = {}

    async def list_contacts(self) -> Sequence[Contact]:
        """Everybody, once, with the departments that he is in and those above them.

        Raises:
            SendError: they cannot be had, or not all of them.
        """
        found: dict[str, Contact] = {}
        async for department, path in self._departments():
            async for account, name in self._people_in(department):
                known = found.get(account)
                places = dict.fromkeys((*(known.departments if known else ()), *path))
                found[account] = Contact(account=account, name=name, departments=tuple(places))
        return list(found.values())

    async def look_up(self, account: str) -> Contact | None:
        """Who an account belongs to.

        Raises:
            SendError: that cannot be learned.
        """
        try:
            person = await self._tell_of(account)
        except RefusalError as error:
            if error.code in UNKNOWN:
                return None
            raise
        return Contact(account=text_in(person, "userid"), name=text_in(person, "name"))

    async def union_id_of(self, account: str) -> str:
        """The name by which to-dos and calendars know an account's person.

        Raises:
            SendError: it cannot be had.
        """
        if account not in self._union_ids:
            person = text_in(await self._tell_of(account), "unionid")
            if len(self._union_ids) >= MOST_KNOWN:
                self._union_ids.clear()
            self._union_ids[account] = person
        return self._union_ids[account]

    async def _tell_of(self, account: str) -> Mapping[str, Any]:
        answer = await self._access.post_old(PERSON, {"userid": account, "language": "zh_CN"}, free=True)
        return object_in(answer.fields.get("result"))

    async def _departments(self) -> AsyncIterator[tuple[int, tuple[str, ...]]]:
        """All departments with their names from the top: the platform tells of direct children alone."""
        waiting: list[tuple[int, tuple[str, ...]]] = [(ROOT, ())]
        seen = {ROOT}
        while waiting:
            department, path = waiting.pop()
            yield department, path
            for child in await self._children_of(department):
                number = _number(child, "dept_id")
                if number not in seen:
                    seen.add(number)
                    waiting.append((number, (*path, text_in(child, "name"))))
            if len(seen) > MOST_DEPARTMENTS:
                raise SendError(wording.UNREADABLE)

    async def _children_of(self, department: int) -> Sequence[Mapping[str, Any]]:
        answer = await self._access.post_old(DEPARTMENTS, {"dept_id": department}, free=True)
        return [object_in(child) for child in _list(answer.fields.get("result"))]

    async def _people_in(self, department: int) -> AsyncIterator[tuple[str, str]]:
        cursor = 0
        for _ in range(MOST_PAGES):
            asked = {"dept_id": department, "cursor": cursor, "size": PAGE}
            page = object_in((await self._access.post_old(PEOPLE, asked, free=True)).fields.get("result"))
            for person in map(object_in, _list(page.get("list"))):
                yield text_in(person, "userid"), text_in(person, "name")
            if not page.get("has_more"):
                return
            cursor = _number(page, "next_cursor")
        raise SendError(wording.UNREADABLE)


def _list(value: object) -> Sequence[Any]:
    return value if isinstance(value, list) else ()


def _number(fields: Mapping[str, Any], name: str) -> int:
    value = fields.get(name)
    if not isinstance(value, int):
        raise SendError(wording.UNREADABLE)
    return value
