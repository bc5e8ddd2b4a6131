"""The address book of a fake WeCom: departments and people, and what may be asked about them."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

DEPARTMENTS = "/cgi-bin/department/list"
PEOPLE = "/cgi-bin/user/simplelist"
PERSON = "/cgi-bin/user/get"
ACCOUNTS = "/cgi-bin/user/list_id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody of the corp."""

    account: str
    name: str
    departments: tuple[int, ...] = (1,)
    is_visible: bool = True
    """Whether the app sees him."""


@dataclass(kw_only=True)
class Book(ABC):
    """The address book; the app sees part of it, its own secret every account."""

    people: list[Person] = field(default_factory=list)
    departments: dict[int, tuple[str, int]] = field(default_factory=lambda: {1: ("市统计局", 0)})
    """The name of each department, and the one above it."""
    visible_parties: list[int] = field(default_factory=lambda: [1])
    """Departments that the app is visible to as a whole."""
    contacts_secret: str = "fake-secret-of-the-address-book"
    contacts_token: str = "fake-token-of-the-address-book"
    page: int = 2
    """How many accounts are given at a time, whatever is asked for."""

    def book_routes(self) -> list[web.RouteDef]:
        return [
            web.get(DEPARTMENTS, self._list_departments),
            web.get(PEOPLE, self._list_people),
            web.get(PERSON, self._show_person),
            web.post(ACCOUNTS, self._list_accounts),
        ]

    def visible_range(self) -> dict[str, Any]:
        users = [{"userid": person.account} for person in self.people if person.is_visible]
        return {
            "allow_userinfos": {"user": users},
            "allow_partys": {"partyid": self.visible_parties},
            "allow_tags": {"tagid": []},
        }

    @abstractmethod
    def refusal_of_token(self, request: web.Request) -> web.Response | None:
        """The answer to whom no token, or an old one, was given; the platform knows."""

    async def _list_departments(self, request: web.Request) -> web.Response:
        listed = [{"id": id, "name": name, "parentid": above} for id, (name, above) in self.departments.items()]
        return self.refusal_of_token(request) or _ok(department=listed)

    async def _list_people(self, request: web.Request) -> web.Response:
        wanted = int(request.query["department_id"])
        found = [
            {"userid": person.account, "name": person.name, "department": list(person.departments)}
            for person in self.people
            if person.is_visible and wanted in person.departments
        ]
        return self.refusal_of_token(request) or _ok(userlist=found)

    async def _show_person(self, request: web.Request) -> web.Response:
        if refusal := self.refusal_of_token(request):
            return refusal
        wanted = request.query["userid"].lower()
        for person in self.people:
            if person.account.lower() == wanted and person.is_visible:
                return _ok(userid=person.account, name=person.name, department=list(person.departments))
        return web.json_response({"errcode": 60111, "errmsg": "userid not found"})

    async def _list_accounts(self, request: web.Request) -> web.Response:
        if request.query.get("access_token") != self.contacts_token:
            return web.json_response({"errcode": 48002, "errmsg": "api forbidden"})
        asked = await request.json()
        start = int(asked.get("cursor") or 0)
        end = start + min(self.page, asked["limit"])
        listed = [{"userid": person.account, "department": 1} for person in self.people[start:end]]
        return _ok(dept_user=listed, next_cursor=str(end) if end < len(self.people) else "")


def _ok(**fields: object) -> web.Response:
    return web.json_response({"errcode": 0, "errmsg": "ok", **fields})
