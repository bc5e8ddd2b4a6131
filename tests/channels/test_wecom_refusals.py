"""Bad callbacks over real HTTP: every one gets the same terse answer, and nothing is stored."""

import gzip
import io
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels.wecom.crypto import CallbackCrypto
from bot.channels.wecom.gateway import WecomGateway
from bot.channels.wecom.settings import WecomSettings
from handlers.messages import InboundMessage, Outcome
from tests.fakes.wecom import FakeWecom

OTHER_KEY = "kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR"


@dataclass
class Post:
    """A callback that is about to be posted, to be spoilt first."""

    fake: FakeWecom
    query: list[tuple[str, str]]
    body: bytes
    headers: dict[str, str]

    def sign(self, ciphertext: str) -> None:
        """Sign, rightly, whatever stands for a ciphertext."""
        crypto = CallbackCrypto(
            token=self.fake.token, encoding_aes_key=self.fake.encoding_aes_key, receive_id=self.fake.corp_id
        )
        query = dict(self.query)
        signature = crypto.sign(query["timestamp"], query["nonce"], ciphertext)
        self.query = list((query | {"msg_signature": signature}).items())
        self.body = f"<xml><Encrypt><![CDATA[{ciphertext}]]></Encrypt></xml>".encode()

    def seal(self, plain: str, **keys: str) -> None:
        """Seal another plaintext, with our keys or with others."""
        ours = {name: getattr(self.fake, name) for name in ("corp_id", "token", "encoding_aes_key")}
        sealer = FakeWecom(**(ours | keys))
        sealer.now = self.fake.now
        query, body = sealer.callback_of(plain)
        self.query, self.body = list(query.items()), body.encode()


Spoil = Callable[[Post], None]


def put(name: str, value: str) -> Spoil:
    def spoil(post: Post) -> None:
        post.query = [*((key, old) for key, old in post.query if key != name), (name, value)]

    return spoil


def drop(name: str) -> Spoil:
    def spoil(post: Post) -> None:
        post.query = [(key, value) for key, value in post.query if key != name]

    return spoil


def double(name: str, *, value: str | None = None, first: bool = False) -> Spoil:
    def spoil(post: Post) -> None:
        extra = [(name, value or dict(post.query)[name])]
        post.query = extra + post.query if first else post.query + extra

    return spoil


def resign(change: Callable[[str], str]) -> Spoil:
    return lambda post: put("msg_signature", change(dict(post.query)["msg_signature"]))(post)


def rewrite(change: Callable[[bytes], bytes]) -> Spoil:
    def spoil(post: Post) -> None:
        post.body = change(post.body)

    return spoil


def packed(post: Post) -> None:
    post.body, post.headers = gzip.compress(post.body), {"Content-Encoding": "gzip"}


def gzip_bomb(post: Post) -> None:
    post.body, post.headers = gzip.compress(b"<Encrypt>" + b"A" * 50_000_000), {"Content-Encoding": "gzip"}


def shifted(shift: timedelta) -> Spoil:
    def spoil(post: Post) -> None:
        post.fake.now = lambda: datetime.now(UTC) + shift
        post.seal(TEXT)

    return spoil


def swap_ciphertext(post: Post) -> None:
    query = post.query
    post.seal(TEXT)
    post.query = query


TEXT = (
    "<xml><ToUserName>a</ToUserName><FromUserName>zhangsan</FromUserName><CreateTime>1780304400</CreateTime>"
    "<MsgType>text</MsgType><Content>x</Content><MsgId>7</MsgId></xml>"
)
BOMB = '<!DOCTYPE xml [<!ENTITY a "aa"><!ENTITY b "&a;&a;&a;&a;">]>' + TEXT.replace(">x<", ">&b;<")
START = b"<Encrypt><![CDATA["

REFUSED: Mapping[str, Spoil] = {
    "no query": lambda post: post.query.clear(),
    "no signature": drop("msg_signature"),
    "no timestamp": drop("timestamp"),
    "no nonce": drop("nonce"),
    "empty signature": put("msg_signature", ""),
    "empty timestamp": put("timestamp", ""),
    "empty nonce": put("nonce", ""),
    "one letter of the signature": resign(lambda s: ("0" if s[0] != "0" else "1") + s[1:]),
    "signature cut": resign(lambda s: s[:-1]),
    "signature half": resign(lambda s: s[:20]),
    "signature lengthened": resign(lambda s: s + "0"),
    "signature in capitals": resign(lambda s: s.upper() if s.upper() != s else s + "A"),
    "signature with a space": resign(lambda s: " " + s),
    "signature with a newline": resign(lambda s: s + "\n"),
    "signature with a NUL": resign(lambda s: s + "\x00"),
    "signature in full width": resign(lambda s: "".join(chr(ord(c) + 0xFEE0) for c in s)),
    "signature in Chinese": put("msg_signature", "签名"),
    "signature is a surrogate": put("msg_signature", "%ED%A0%80"),
    "signature of nothing": put("msg_signature", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
    "signature null": put("msg_signature", "null"),
    "signature very long": put("msg_signature", "a" * 4000),
    "signature as a list": lambda post: (drop("msg_signature")(post), double("msg_signature[]", value="a")(post))[1],
    "signature twice": double("msg_signature"),
    "signature twice, a wrong one first": double("msg_signature", value="0" * 40, first=True),
    "signature twice, a wrong one last": double("msg_signature", value="0" * 40),
    "timestamp twice": double("timestamp"),
    "nonce twice": double("nonce"),
    "another timestamp": put("timestamp", str(int(datetime.now(UTC).timestamp()) - 1)),
    "timestamp with a plus": lambda post: put("timestamp", "+" + dict(post.query)["timestamp"])(post),
    "timestamp with zeros": lambda post: put("timestamp", "00" + dict(post.query)["timestamp"])(post),
    "another nonce": put("nonce", "0"),
    "timestamp and nonce joined otherwise": lambda post: (
        put("nonce", dict(post.query)["timestamp"] + dict(post.query)["nonce"])(post),
        put("timestamp", "")(post),
    )[1],
    "another ciphertext": swap_ciphertext,
    "ciphertext lengthened": rewrite(lambda body: body.replace(START, START + b"AAAA")),
    "11 minutes old": shifted(-timedelta(minutes=11)),
    "a day old": shifted(-timedelta(days=1)),
    "11 minutes early": shifted(timedelta(minutes=11)),
    "from 2001": shifted(-timedelta(days=9000)),
    "another app's token": lambda post: post.seal(TEXT, token="AnotherToken"),
    "another app's key": lambda post: post.seal(TEXT, encoding_aes_key=OTHER_KEY),
    "another corp": lambda post: post.seal(TEXT, corp_id="wwother"),
    "no corp": lambda post: post.seal(TEXT, corp_id=""),
    "a corp that starts like ours": lambda post: post.seal(TEXT, corp_id=post.fake.corp_id + "0"),
    "plain text, unsealed": rewrite(lambda _: TEXT.encode()),
    "JSON": rewrite(lambda _: b'{"FromUserName": "zhangsan"}'),
    "empty body": rewrite(lambda _: b""),
    "body of NULs": rewrite(lambda _: b"\x00" * 100),
    "body cut": rewrite(lambda body: body[:-60]),
    "two ciphertexts": rewrite(lambda body: body + body),
    "2 MB": rewrite(lambda body: body + b" " * 2_000_000),
    "128 KiB and one": rewrite(lambda body: body + b" " * (128 * 1024 + 1 - len(body))),
    "packed": packed,
    "gzip bomb": gzip_bomb,
    "signed empty": lambda post: post.sign(""),
    "signed, not base64": lambda post: post.sign("密文"),
    "signed, base64 cut": lambda post: post.sign("QUJDR"),
    "signed, 15 bytes": lambda post: post.sign("A" * 20),
    "signed, one block": lambda post: post.sign("A" * 21 + "A=="),
    "signed, two blocks": lambda post: post.sign("A" * 43 + "="),
    "signed, many blocks": lambda post: post.sign("A" * 4096),
    "sealed nothing": lambda post: post.seal(""),
    "sealed number": lambda post: post.seal("1616140317555161061"),
    "sealed bomb": lambda post: post.seal(BOMB),
    "sealed without sender": lambda post: post.seal(TEXT.replace("zhangsan", "")),
    "sealed without number": lambda post: post.seal(TEXT.replace("<MsgId>7</MsgId>", "")),
    "sealed NUL": lambda post: post.seal(TEXT.replace(">x<", ">\x00<")),
    "sealed nesting": lambda post: post.seal("<xml>" * 3000),
}


@pytest.fixture
async def fake() -> AsyncIterator[FakeWecom]:
    async with FakeWecom() as fake:
        yield fake


@pytest.fixture
def stored() -> list[InboundMessage]:
    return []


@pytest.fixture
async def channel(
    fake: FakeWecom,
    stored: list[InboundMessage],
    aiohttp_server: Callable[[web.Application], Awaitable[TestServer]],
) -> AsyncIterator[WecomGateway]:
    async def take_in(message: InboundMessage) -> Outcome:
        stored.append(message)
        return Outcome()

    channel = WecomGateway(WecomSettings.model_validate(fake.settings()), now=lambda: datetime.now(UTC))
    app = web.Application()
    app.add_routes(channel.routes(take_in))
    fake.connect(str((await aiohttp_server(app)).make_url("/wecom/callback")))
    yield channel
    await channel.close()


@pytest.mark.parametrize("name", REFUSED)
async def test_a_bad_callback_is_refused(
    name: str, fake: FakeWecom, channel: WecomGateway, stored: list[InboundMessage]
) -> None:
    query, body = fake.callback_of(fake.message_of("zhangsan", "text", {"Content": "党课"}))
    post = Post(fake, list(query.items()), body.encode(), {})
    REFUSED[name](post)
    headers = {"Content-Type": "text/xml"} | post.headers
    async with fake.session.post(
        fake.callback, params=post.query, data=io.BytesIO(post.body), headers=headers
    ) as response:
        assert (response.status, await response.text()) == (403, "refused")
    assert stored == []
    assert channel.counts == {"refused": 1}


@pytest.mark.parametrize("name", ["msg_signature", "timestamp", "nonce", "echostr"])
async def test_a_verification_without_its_four_values_is_refused(
    name: str, fake: FakeWecom, channel: WecomGateway
) -> None:
    query, echo = fake.seal("1616140317555161061")
    whole = query | {"echostr": echo}
    del whole[name]
    async with fake.session.get(fake.callback, params=whole) as response:
        assert (response.status, await response.text()) == (403, "refused")
    assert channel.counts == {"refused": 1}


async def test_the_table_has_its_good_case(
    fake: FakeWecom, channel: WecomGateway, stored: list[InboundMessage]
) -> None:
    assert (await fake.say("zhangsan", "党课")).statuses == (200,)
    assert len(stored) == 1
    assert channel.counts == {"answered": 1}
    assert len(REFUSED) >= 40
