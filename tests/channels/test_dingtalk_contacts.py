"""Contacts of DingTalk: read page by page, and followed by events over HTTP and by the stream."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels.base import SendError
from bot.channels.dingtalk.gateway import EVENT_PATH, DingtalkGateway
from bot.channels.dingtalk.settings import DingtalkSettings
from bot.channels.sealing import CallbackCrypto, Seal
from bot.errors import StorageError
from handlers.messages import InboundMessage, Outcome
from schedules.people.contacts import Contact, ContactNews
from tests.fakes.dingtalk_office import DEPARTMENTS, PEOPLE, FakeOffice
from tests.fakes.dingtalk_sending import Fault
from tests.waiting import until

NOW = datetime(2026, 6, 1, 1, tzinfo=UTC)


class News:
    """Who learns of changes; `before` may fail."""

    def __init__(self) -> None:
        self.learned: list[ContactNews] = []
        self.fault: Exception | None = None

    async def __call__(self, news: ContactNews) -> None:
        if self.fault:
            raise self.fault
        self.learned.append(news)


async def take_in(_: InboundMessage) -> Outcome:
    return Outcome()


@pytest.fixture
async def fake() -> AsyncIterator[FakeOffice]:
    async with FakeOffice(now=lambda: NOW) as fake:
        fake.departments = {2: ("办公室", 1), 3: ("财务处", 1), 4: ("预算科", 3)}
        fake.people[1] = [("root", "局长")]
        fake.people[2] = [(f"u{number}", f"某{number}") for number in range(5)]
        fake.people[4] = [("u1", "某1"), ("liming", "李明")]
        yield fake


@pytest.fixture
def news() -> News:
    return News()


@pytest.fixture
async def channel(fake: FakeOffice, news: News) -> AsyncIterator[DingtalkGateway]:
    settings = DingtalkSettings.model_validate(fake.settings() | {"corp_id": "dingcorp"})
    channel = DingtalkGateway(settings, now=lambda: NOW)
    channel.inform(news)
    yield channel
    await channel.close()


@pytest.fixture
async def address(channel: DingtalkGateway) -> AsyncIterator[str]:
    app = web.Application()
    app.add_routes(channel.routes(take_in))
    server = TestServer(app)
    await server.start_server()
    yield str(server.make_url(EVENT_PATH))
    await server.close()


async def post(address: str, query: dict[str, str], body: object) -> tuple[int, Any]:
    async with aiohttp.ClientSession() as session, session.post(address, params=query, json=body) as told:
        return told.status, await told.json() if told.status == 200 else await told.text()


async def test_everybody_is_read_once_with_all_his_departments(fake: FakeOffice, channel: DingtalkGateway) -> None:
    fake.page = 2
    contacts = {contact.account: contact for contact in await channel.list_contacts()}
    assert len(contacts) == 7
    assert contacts["liming"] == Contact(account="liming", name="李明", departments=("财务处", "预算科"))
    assert set(contacts["u1"].departments) == {"办公室", "财务处", "预算科"}
    assert contacts["root"].departments == ()
    assert fake.requests[PEOPLE] == 6


async def test_half_the_contacts_are_none(fake: FakeOffice, channel: DingtalkGateway) -> None:
    fake.fail(DEPARTMENTS, Fault(code=88, message="sub_code 60011"))
    with pytest.raises(SendError, match="权限"):
        await channel.list_contacts()


@pytest.mark.parametrize(
    "result", [None, {"has_more": False, "list": [{"userid": "x"}]}, {"has_more": True, "list": []}]
)
async def test_what_is_no_list_of_people_is_refused(fake: FakeOffice, channel: DingtalkGateway, result: object) -> None:
    fake.fail(PEOPLE, Fault(body={"errcode": 0, "result": result}), times=3000)
    with pytest.raises(SendError):
        await channel.list_contacts()


async def test_a_lapsed_token_is_replaced_once(fake: FakeOffice, channel: DingtalkGateway) -> None:
    await channel.list_contacts()
    fake.expire_token()
    assert len(await channel.list_contacts()) == 7
    assert len(fake.tokens_given) == 2


async def test_who_left_is_told_before_the_platform_gets_its_answer(fake: FakeOffice, address: str, news: News) -> None:
    query, body = fake.sealed_event({"EventType": "user_leave_org", "CorpId": "dingcorp", "UserId": ["liming", "u1"]})
    status, consent = await post(address, query, body)
    assert (status, fake.opened_consent(consent)) == (200, b"success")
    assert news.learned == [ContactNews(channel="dingtalk", left=("liming", "u1"))]


async def test_who_came_is_looked_up(fake: FakeOffice, address: str, news: News, channel: DingtalkGateway) -> None:
    query, body = fake.sealed_event({"EventType": "user_add_org", "userId": ["liming", "nobody"]})
    assert (await post(address, query, body))[0] == 200
    await channel.close()
    assert news.learned == [ContactNews(channel="dingtalk", joined=(Contact(account="liming", name="李明"),))]


@pytest.mark.parametrize("event", ["check_url", "bpms_task_change", "org_dept_create", "chat_disband"])
async def test_what_asks_nothing_of_us_is_acknowledged(
    fake: FakeOffice, address: str, news: News, channel: DingtalkGateway, event: str
) -> None:
    query, body = fake.sealed_event({"EventType": event})
    assert (await post(address, query, body))[0] == 200
    assert news.learned == []
    assert channel.counts["ignored"] == (event != "check_url")


async def test_either_name_of_ours_may_be_in_the_seal(fake: FakeOffice, address: str) -> None:
    query, body = fake.sealed_event({"EventType": "check_url"}, receive_id="dingcorp")
    status, consent = await post(address, query, body)
    assert (status, fake.opened_consent(consent)) == (200, b"success")


async def test_older_names_in_the_query_are_read(fake: FakeOffice, address: str) -> None:
    query, body = fake.sealed_event({"EventType": "check_url"})
    older = {"signature": query["msg_signature"], "timeStamp": query["timestamp"], "nonce": query["nonce"]}
    assert (await post(address, older, body))[0] == 200


async def test_an_event_that_is_not_kept_is_not_acknowledged(fake: FakeOffice, address: str, news: News) -> None:
    news.fault = StorageError("disk full")
    query, body = fake.sealed_event({"EventType": "user_leave_org", "userId": ["liming"]})
    assert (await post(address, query, body))[0] == 503


@pytest.mark.parametrize("fault", ["signature", "stale", "corp", "receiver", "body", "plain"])
async def test_what_is_no_event_is_refused(fake: FakeOffice, address: str, news: News, fault: str) -> None:
    event = {"EventType": "user_leave_org", "CorpId": "other" if fault == "corp" else "dingcorp", "userId": ["liming"]}
    if fault == "stale":
        fake.now = lambda: datetime(2026, 5, 31, 23, 59, tzinfo=UTC)
    query, body = fake.sealed_event(event, receive_id="another" if fault == "receiver" else "")
    if fault == "signature":
        query["msg_signature"] = "0" * 40
    sent: object = [] if fault == "body" else event if fault == "plain" else body
    assert (await post(address, query, sent))[0] == 403
    assert news.learned == []


async def test_events_come_by_the_stream(fake: FakeOffice, news: News) -> None:
    settings = DingtalkSettings.model_validate(fake.settings() | {"mode": "stream"})
    channel = DingtalkGateway(settings, now=lambda: NOW)
    channel.inform(news)
    channel.listen(take_in)
    await until(lambda: fake.sockets)
    frame = await fake.push("EVENT", "*", {"userId": ["liming"]}, event="user_leave_org")
    await until(lambda: fake.ack_of(frame))
    await channel.close()
    ack = fake.ack_of(frame)
    assert ack
    assert (ack["code"], json.loads(ack["data"])) == (200, {"status": "SUCCESS"})
    assert news.learned == [ContactNews(channel="dingtalk", left=("liming",))]


VECTORS = [
    (
        ("mryue", "Yue0EfdN5900c1ce5cf6A152c63DDe1808a60c5ecd7", "ding6ccabc44d2c8d38b"),
        ("03044561471240d4a14bb09372dfcfd4fd0e40cb", "1608001896814", "WL4PK6yA"),
        "0vJiX6vliEpwG3U45CtXqi+m8PXbQRARJ8p8BbDuD1EMTDf0jKpQ79QS93qEk7XHpP6u+oTTrd15NRPvNvmBKyDCYxxOK+HZeKju4yhELOFchzNukR+t8SB/qk4ROMu3",
        '{"EventType":"check_url"}',
    ),
    (
        ("tokenxxxx", "o1w0aum42yaptlz8alnhwikjd3jenzt9cb9wmzptgus", "dingxxxxxx"),
        ("f36f4ba5337d426c7d4bca0dbcb06b3ddc1388fc", "1605695694141", "WelUQl6bCqcBa2fM"),
        "X1VSe9cTJUMZu60d3kyLYTrBq5578ZRJtteU94wG0Q4Uk6E/wQYeJRIC0/UFW5Wkya1Ihz9oXAdLlyC9TRaqsQ==",
        "success",
    ),
    (
        ("123456", "4g5j64qlyl3zvetqxz5jiocdr586fn2zvjpa8zls3ij", "suite4xxxxxxxxxxxxxxx"),
        ("5a65ceeef9aab2d149439f82dc191dd6c5cbe2c0", "1445827045067", "nEXhMP4r"),
        "1a3NBxmCFwkCJvfoQ7WhJHB+iX3qHPsc9JbaDznE1i03peOk1LaOQoRz3+nlyGNhwmwJ3vDMG+OzrHMeiZI7gTRWVdUBmfxjZ8Ej23JVYa9VrYeJ5as7XM/ZpulX8NEQis44w53h1qAgnC3PRzM7Zc/D6Ibr0rgUathB6zRHP8PYrfgnNOS9PhSBdHlegK+AGGanfwjXuQ9+0pZcy0w9lQ==",
        '{"EventType":"check_create_suite_url","Random":"LPIdSnlF","TestSuiteKey":"suite4xxxxxxxxxxxxxxx"}',
    ),
    (
        ("123456", "1234567890123456789012345678901234567890123", "dingsnotzck6pm5veliw"),
        ("9a95a004dd16f5c307e849b994173f76aa26e5eb", "1614767836", "A7Co0cJLMzIDtMMI"),
        "YvkvaGe4hQxd3VxRmEty0dVlnCOAqwf56xwTRHDHoOURqhalbmBJQk5FNcRk42Gl5T0YQXZNwpwWSm1xAFJ5ZA==",
        "success",
    ),
]


@pytest.mark.parametrize(("keys", "seal", "encrypted", "plain"), VECTORS)
def test_the_platforms_own_examples(
    keys: tuple[str, str, str], seal: tuple[str, str, str], encrypted: str, plain: str
) -> None:
    crypto = CallbackCrypto(token=keys[0], encoding_aes_key=keys[1], receive_id=keys[2])
    crypto.verify(Seal(signature=seal[0], timestamp=seal[1], nonce=seal[2]), encrypted)
    assert crypto.decrypt(encrypted).decode() == plain


@pytest.mark.parametrize(
    ("plain", "encrypted", "signature"),
    [
        (
            "success",
            "WSbGdl4cHPt1ALTmzUYV7pD0eppKhqhdMxFssfEmO67ajAiYmJXhteqYrvA/wwucW/3j9PaBQ7i1HKmqPdEpeQ==",
            "97eb75374695811c726d5329fdfd36da7aac3066",
        ),
        (
            '{"EventType":"user_add_org","userId":["张三"]}',
            "WSbGdl4cHPt1ALTmzUYV7pXKia7up8xE3gOae5/LjY1c6BZxALbENoxMr5zKd8K4dPslHeaJKau1zcGB4Sl8AN1VWhgoIBKqisMSunVgJiCYPuCpaS0Is0mAa/SAO5pv",
            "c3cf4e777099b7be907c2bb2bc33c39b333dc1f4",
        ),
    ],
)
def test_what_we_encrypt_is_what_others_would(plain: str, encrypted: str, signature: str) -> None:
    crypto = CallbackCrypto(
        token="tok123", encoding_aes_key="o1w0aum42yaptlz8alnhwikjd3jenzt9cb9wmzptgus", receive_id="dingappkey0001"
    )
    assert crypto.encrypt(plain.encode(), randomness=b"0123456789abcdef") == encrypted
    assert crypto.sign("1700000000000", "nonce123", encrypted) == signature
