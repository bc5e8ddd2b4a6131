"""The address book (通讯录): who is in it, and what the platform tells when it changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.channels.base import SendError
from bot.channels.wecom import wording
from bot.channels.wecom.client import WecomClient
from bot.channels.wecom.faults import PlatformError
from schedules.people.contacts import Contact, ContactNews

CHANNEL = "wecom"
DEPARTMENTS = "/cgi-bin/department/list"
PEOPLE = "/cgi-bin/user/simplelist"
PERSON = "/cgi-bin/user/get"
ACCOUNTS = "/cgi-bin/user/list_id"
PAGE = 10_000
MOST_PAGES = 100
QUIT = "5"
"""The status of who has left the corp himself."""
UNSEEN = frozenset({60011, 60111, 40003})
"""Answers about somebody whom the app does not see."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookChange:
    """The address book (通讯录) changed: `name` is what the platform calls the change, `account` whom it is about."""

    name: str
    account: str = ""
    new_account: str = ""
    status: str = ""


class Directory:
    """Reads the address book as far as the app sees it; `sync`, with the address book's own secret, sees every account."""

    def __init__(self, client: WecomClient, sync: WecomClient | None) -> None:
        self._client = client
        self._sync = sync

    async def list_contacts(self) -> Sequence[Contact]:
        """Everybody, once: those whom the app does not see without a name.

        Raises:
            SendError: they cannot be had, or not all of them.
        """
        paths = _paths_of(_objects_in(await self._ask(DEPARTMENTS), "department"))
        found: dict[str, Contact] = {}
        for department, path in paths.items():
            for person in _objects_in(await self._ask(PEOPLE, department_id=str(department)), "userlist"):
                account = _word_in(person, "userid")
                known = found.get(account.casefold())
                places = dict.fromkeys((*(known.departments if known else ()), *path))
                name = str(person.get("name", ""))
                found[account.casefold()] = Contact(account=account, name=name, departments=tuple(places))
        for account in await self._all_accounts():
            found.setdefault(account.casefold(), Contact(account=account, name=""))
        return list(found.values())

    async def news_of(self, change: BookChange) -> ContactNews | None:
        """What a change means for us; None if nothing.

        Raises:
            SendError: the platform was not reached to ask who somebody is.
        """
        if change.name == "delete_user" or (change.name == "update_user" and change.status == QUIT):
            return ContactNews(channel=CHANNEL, left=(change.account,))
        if change.name == "update_user" and change.new_account:
            return ContactNews(channel=CHANNEL, renamed=((change.account, change.new_account),))
        if change.name == "create_user" and (contact := await self._look_up(change.account)):
            return ContactNews(channel=CHANNEL, joined=(contact,))
        return None

    async def _look_up(self, account: str) -> Contact | None:
        try:
            fields = await self._ask(PERSON, userid=account)
        except PlatformError as error:
            if error.code in UNSEEN:
                return None
            raise
        name = fields.get("name")
        return Contact(account=account, name=name) if isinstance(name, str) and name else None

    async def _all_accounts(self) -> Sequence[str]:
        found: list[str] = []
        cursor = ""
        for _ in range(MOST_PAGES if self._sync else 0):
            assert self._sync is not None  # noqa: S101 - no page is asked for without it
            answer = await self._sync.call(ACCOUNTS, {"cursor": cursor, "limit": PAGE})
            found.extend(_word_in(person, "userid") for person in _objects_in(answer.fields, "dept_user"))
            cursor = str(answer.fields.get("next_cursor") or "")
            if not cursor:
                break
        return found

    async def _ask(self, path: str, **query: str) -> Mapping[str, Any]:
        return (await self._client.ask(path, **query)).fields


def _paths_of(departments: Sequence[Mapping[str, Any]]) -> Mapping[int, tuple[str, ...]]:
    """Each department with the names of those above it that the app sees, and its own."""
    listed = {_number_in(department, "id"): department for department in departments}

    def path_of(number: int, below: frozenset[int]) -> tuple[str, ...]:
        department = listed.get(number)
        if department is None or number in below:
            return ()
        above = path_of(int(department.get("parentid") or 0), below | {number})
        return (*above, str(department.get("name", ""))) if department.get("name") else above

    return {number: path_of(number, frozenset()) for number in listed}


def _objects_in(fields: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    listed = fields.get(name)
    if not isinstance(listed, list) or not all(isinstance(item, dict) for item in listed):
        raise SendError(wording.UNREADABLE)
    return listed


def _word_in(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or not value:
        raise SendError(wording.UNREADABLE)
    return value


def _number_in(fields: Mapping[str, Any], name: str) -> int:
    value = fields.get(name)
    if not isinstance(value, int):
        raise SendError(wording.UNREADABLE)
    return value
