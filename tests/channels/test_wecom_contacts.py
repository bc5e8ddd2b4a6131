"""The address book: read with its pages, and followed when it changes."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels.base import Knowing, SendError
from bot.channels.wecom.gateway import WecomGateway
from bot.channels.wecom.settings import WecomSettings
from bot.errors import StorageError
from handlers.messages import InboundMessage, Outcome
from schedules.people.contacts import Contact, ContactNews
from tests.fakes.wecom import FakeWecom, Fault
from tests.fakes.wecom_book import DEPARTMENTS, PERSON, Person
from tests.fakes.wecom_callbacks import CallbackPoster

KEYS = {"token": "FakeBook2026", "encoding_aes_key": "6qkdMrq68nTKduznJYO1A37W2oEgpkMUvkttRToqhUt"}
PEOPLE = [
    Person(account="LiMing", name="李明", departments=(1, 3)),
    Person(account="wangfang", name="王芳", departments=(2,)),
    Person(account="hidden", name="陈静", is_visible=False),
]


@pytest.fixture
async def fake() -> AsyncIterator[FakeWecom]:
    departments = {1: ("市统计局", 0), 2: ("办公室", 1), 3: ("综合科", 2)}
    async with FakeWecom(people=list(PEOPLE), departments=departments) as fake:
        yield fake


def gateway_to(fake: FakeWecom, **contacts: Any) -> WecomGateway:  # noqa: ANN401  settings as in a file
    settings = WecomSettings.model_validate(fake.settings() | {"contacts": contacts})
    return WecomGateway(settings, now=lambda: datetime.now(UTC))


async def listed(fake: FakeWecom, **contacts: Any) -> list[Contact]:  # noqa: ANN401  as above
    gateway = gateway_to(fake, **contacts)
    assert isinstance(gateway, Knowing)
    try:
        return list(await gateway.list_contacts())
    finally:
        await gateway.close()


async def test_everybody_is_listed_once_with_his_departments(fake: FakeWecom) -> None:
    assert await listed(fake) == [
        Contact(account="LiMing", name="李明", departments=("市统计局", "办公室", "综合科")),
        Contact(account="wangfang", name="王芳", departments=("市统计局", "办公室")),
    ]


async def test_with_the_address_books_own_secret_every_page_is_read(fake: FakeWecom) -> None:
    found = await listed(fake, secret=fake.contacts_secret)
    assert found[2:] == [Contact(account="hidden", name="")]
    assert fake.requests["/cgi-bin/user/list_id"] == 2


async def test_departments_that_name_each_other_are_no_endless_path(fake: FakeWecom) -> None:
    fake.departments = {1: ("甲", 2), 2: ("乙", 1)}
    assert {contact.account: contact.departments for contact in await listed(fake)} == {
        "LiMing": ("乙", "甲"),
        "wangfang": ("甲", "乙"),
    }


async def test_what_is_not_all_is_nothing(fake: FakeWecom) -> None:

    fake.fail(DEPARTMENTS, Fault(code=60011))
    with pytest.raises(SendError, match="60011"):
        await listed(fake)


class Book:
    """What is learned of the address book."""

    def __init__(self) -> None:
        self.news: list[ContactNews] = []
        self.is_down = False

    async def learn(self, news: ContactNews) -> None:
        if self.is_down:
            raise StorageError("disk full")
        self.news.append(news)


@pytest.fixture
def book() -> Book:
    return Book()


async def take_in(_: InboundMessage) -> Outcome:
    raise AssertionError("nobody said anything")


@pytest.fixture
async def poster(
    fake: FakeWecom, book: Book, aiohttp_server: Callable[[web.Application], Awaitable[TestServer]]
) -> AsyncIterator[CallbackPoster]:
    gateway = gateway_to(fake, **KEYS)
    gateway.inform(book.learn)
    app = web.Application()
    app.add_routes(gateway.routes(take_in))
    address = str((await aiohttp_server(app)).make_url("/wecom/contacts"))
    poster = CallbackPoster(
        corp_id=fake.corp_id, callback=address, token=KEYS["token"], encoding_aes_key=KEYS["encoding_aes_key"]
    )
    poster.session = fake.session
    yield poster
    await gateway.close()


def change(poster: CallbackPoster, name: str, **fields: str) -> str:
    return poster.event_of("sys", "change_contact", {"ChangeType": name, **fields})


async def test_the_address_is_verified(poster: CallbackPoster) -> None:
    await poster.verify()


@pytest.mark.parametrize(
    ("name", "fields", "news"),
    [
        ("delete_user", {"UserID": "LiMing"}, {"left": ("LiMing",)}),
        ("update_user", {"UserID": "LiMing", "Status": "5"}, {"left": ("LiMing",)}),
        ("update_user", {"UserID": "LiMing", "NewUserID": "liming2"}, {"renamed": (("LiMing", "liming2"),)}),
        ("create_user", {"UserID": "liming", "Department": "1"}, {"joined": (Contact(account="liming", name="李明"),)}),
    ],
)
async def test_what_concerns_us_is_learned(
    poster: CallbackPoster, book: Book, name: str, fields: dict[str, str], news: dict[str, Any]
) -> None:
    delivery = await poster.deliver(change(poster, name, **fields))
    assert (delivery.statuses, delivery.body) == ((200,), "")
    assert book.news == [ContactNews(channel="wecom", **news)]


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("update_user", {"UserID": "LiMing", "Position": "科长"}),
        ("create_user", {"UserID": "hidden"}),
        ("create_party", {"Id": "7", "Name": "新科室"}),
        ("update_party", {"Id": "7"}),
        ("delete_party", {"Id": "7"}),
        ("update_tag", {"TagId": "1", "AddUserItems": "a,b"}),
        ("of_next_year", {}),
    ],
)
async def test_what_does_not_concern_us_is_an_empty_200(
    poster: CallbackPoster, book: Book, name: str, fields: dict[str, str]
) -> None:
    delivery = await poster.deliver(change(poster, name, **fields))
    assert (delivery.statuses, delivery.body, book.news) == ((200,), "", [])


async def test_what_is_not_kept_is_asked_for_again(fake: FakeWecom, poster: CallbackPoster, book: Book) -> None:
    book.is_down = True
    assert (await poster.deliver(change(poster, "delete_user", UserID="LiMing"))).statuses == (503,) * 4
    book.is_down = False
    fake.people.clear()
    assert (await poster.deliver(change(poster, "delete_user", UserID="LiMing"))).statuses == (200,)
    assert fake.requests[PERSON] == 0


async def test_the_keys_of_the_app_do_not_open_it(fake: FakeWecom, poster: CallbackPoster, book: Book) -> None:
    fake.connect(poster.callback)
    status, _ = await fake.post(fake.callback_of(change(fake, "delete_user", UserID="LiMing")))
    assert (status, book.news) == (403, [])


async def test_a_person_event_without_a_person_is_refused(poster: CallbackPoster, book: Book) -> None:
    status, _ = await poster.post(poster.callback_of(change(poster, "delete_user")))
    assert (status, book.news) == (403, [])
