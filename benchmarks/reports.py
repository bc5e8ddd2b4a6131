"""Distinct reports for load tests: every one is another branch's or another day's, so that it is a record."""

import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

from benchmarks.intake_peers.keys import AGENT_ID, CORP_ID, ENCODING_AES_KEY, TOKEN
from bot.channels.wecom.crypto import CallbackCrypto, Seal, VerificationError

CRYPTO = CallbackCrypto(token=TOKEN, encoding_aes_key=ENCODING_AES_KEY, receive_id=CORP_ID)
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜"
GIVEN = "明伟芳娜敏静强磊军洋勇艳杰娟涛超霞平刚桂英华文辉建国春梅晓东"
TOPICS = ("学习党章", "观看警示教育片", "志愿服务进社区", "重温入党誓词", "学习全会精神", "参观革命纪念馆")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A member of a branch, as the roster of the load test has it."""

    number: int
    branch: int

    @property
    def name(self) -> str:
        """A name that nobody else has."""
        surname, rest = divmod(self.number, len(GIVEN) ** 2)
        first, second = divmod(rest, len(GIVEN))
        return SURNAMES[surname % len(SURNAMES)] + GIVEN[first] + GIVEN[second]

    @property
    def account(self) -> str:
        """His WeCom account."""
        return f"user{self.number:05d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report, sealed and ready to be written to a socket."""

    account: str
    request: bytes


def people_of(branches: int, *, each: int = 5) -> list[Person]:
    """The members of so many branches."""
    return [Person(number=number, branch=number // each) for number in range(branches * each)]


def list_reports(people: list[Person], *, since: date, until: date, host: str) -> Iterator[Report]:
    """Reports of each branch for each day from `since` on, before `until`: as many as branches times days.

    The members of a branch write in turn: nobody may type more than the robot takes from one person in a minute.
    """
    each = Counter(person.branch for person in people)[0]
    days = [since + timedelta(days=n) for n in range((until - since).days)]
    numbers = itertools.count(int(datetime.now(UTC).timestamp() * 1e6))
    for turn, day in enumerate(days):
        for person in people[turn % each :: each]:
            yield seal_report(person, text_of(person, day), next(numbers), host)


def text_of(person: Person, day: date) -> str:
    """What a member types after a meeting."""
    topic = TOPICS[(day.toordinal() + person.branch) % len(TOPICS)]
    present = 8 + person.branch % 9
    return f"{day.month}月{day.day}日开展主题党日，{topic}，应到{present}人，实到{present}人"


def seal_report(person: Person, text: str, number: int, host: str) -> Report:
    """The HTTP request of a callback, as the platform would send it."""
    moment = str(int(datetime.now(UTC).timestamp()))
    plain = (
        f"<xml><ToUserName><![CDATA[{CORP_ID}]]></ToUserName><FromUserName><![CDATA[{person.account}]]></FromUserName>"
        f"<CreateTime>{moment}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{text}]]></Content>"
        f"<MsgId>{number}</MsgId><AgentID>{AGENT_ID}</AgentID></xml>"
    )
    nonce, ciphertext = str(number % 10**9), CRYPTO.encrypt(plain.encode())
    query = {"msg_signature": CRYPTO.sign(moment, nonce, ciphertext), "timestamp": moment, "nonce": nonce}
    body = (
        f"<xml><ToUserName><![CDATA[{CORP_ID}]]></ToUserName><AgentID><![CDATA[{AGENT_ID}]]></AgentID>"
        f"<Encrypt><![CDATA[{ciphertext}]]></Encrypt></xml>"
    ).encode()
    head = (
        f"POST /wecom/callback?{urlencode(query)} HTTP/1.1\r\nHost: {host}\r\n"
        f"Content-Type: text/xml\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return Report(account=person.account, request=head.encode() + body)


def read_reply(body: bytes) -> tuple[str, str]:
    """Whom an encrypted reply is for, and what it says.

    Raises:
        VerificationError: it is no reply of ours.
    """
    try:
        sealed = ET.fromstring(body)  # noqa: S314  the server under test
        encrypted, signature, timestamp, nonce = (
            sealed.findtext(name, "") for name in ("Encrypt", "MsgSignature", "TimeStamp", "Nonce")
        )
        CRYPTO.verify(Seal(signature=signature, timestamp=timestamp, nonce=nonce), encrypted)
        reply = ET.fromstring(CRYPTO.decrypt(encrypted))  # noqa: S314
    except ET.ParseError:
        raise VerificationError("no XML") from None
    return reply.findtext("ToUserName", ""), reply.findtext("Content", "")
