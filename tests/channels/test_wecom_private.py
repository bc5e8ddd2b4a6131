"""Private deployments: their own host, port, certificate and egress proxy; what they lack is not asked for."""

import ipaddress
import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.channels.base import Document, SendError
from bot.channels.wecom.channel import WecomChannel
from bot.channels.wecom.gateway import WecomGateway
from bot.channels.wecom.login import IdentifyingGateway
from bot.channels.wecom.settings import WecomSettings
from schedules.outbox import Content
from schedules.people.address import Address
from tests.channels.test_wecom_aibot_line import CHAT, GROUP, Ledger, is_listening
from tests.fakes.forward_proxy import ForwardProxy
from tests.fakes.wecom import FakeWecom
from tests.fakes.wecom_aibot import FakeAibot
from tests.waiting import until

ME = Address(channel="wecom", account="zhangsan")


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for this machine that nobody else has signed, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "private")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(now() - timedelta(days=1))
    builder = builder.not_valid_after(now() + timedelta(days=1))
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    signed = builder.add_extension(here, critical=False).sign(key, hashes.SHA256())
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = tmp_path / "ca.pem"
    path.write_bytes(signed.public_bytes(serialization.Encoding.PEM) + private)
    return path


@pytest.fixture
async def fake(certificate: Path) -> AsyncIterator[FakeWecom]:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    async with FakeWecom(tls=context) as fake:
        yield fake


@pytest.fixture
async def proxy() -> AsyncIterator[ForwardProxy]:
    async with ForwardProxy() as proxy:
        yield proxy


def channel_to(fake: FakeWecom, **more: object) -> IdentifyingGateway:
    return IdentifyingGateway(WecomSettings.model_validate(fake.settings() | more), now=now)


async def test_everything_goes_through_the_proxy_and_trusts_its_own_authority(
    fake: FakeWecom, proxy: ForwardProxy, certificate: Path
) -> None:
    channel = channel_to(fake, ca_file=str(certificate), proxy=proxy.base)
    fake.media["M"] = b"photo"
    await channel.send(ME, Content(text="党课"), key="k")
    await channel.give(ME, Document(name="台账.xlsx", content=b"123456"), key="f")
    await channel.send(
        Address(channel="wecom", account="committee-group", is_group=True), Content(text="简报"), key="d"
    )
    assert b"".join([chunk async for chunk in channel.fetch("M")]) == b"photo"
    assert await channel.identify(fake.new_code(userid="zhangsan"), inside=True) == "zhangsan"
    await channel.close()
    assert fake.base.startswith("https://")
    assert {sent.target for sent in fake.sent} == {"zhangsan", "committee-group"}
    assert set(proxy.targets) == {fake.base.removeprefix("https://")}
    assert sum(fake.requests.values()) > len(proxy.targets)


async def test_a_certificate_that_nobody_vouches_for_is_named_with_its_setting(fake: FakeWecom) -> None:
    channel = channel_to(fake)
    with pytest.raises(SendError, match="ca_file") as raised:
        await channel.send(ME, Content(text="党课"), key="k")
    await channel.close()
    assert not raised.value.ambiguous
    assert not fake.requests


@pytest.mark.parametrize("refusing", [403, 407, 0])
async def test_a_proxy_that_lets_nothing_through_is_named(fake: FakeWecom, proxy: ForwardProxy, refusing: int) -> None:
    proxy.refusing = refusing
    channel = channel_to(fake, proxy=proxy.base if refusing else "http://127.0.0.1:9")
    with pytest.raises(SendError, match="代理") as raised:
        await channel.send(ME, Content(text="党课"), key="k")
    await channel.close()
    assert (raised.value.permanent, raised.value.ambiguous) == (False, False)


async def test_the_connection_of_the_aibot_goes_through_the_proxy_too(proxy: ForwardProxy) -> None:
    async with FakeAibot() as fake:
        settings = WecomSettings.model_validate({"aibot": fake.connected(), "api_base": fake.base, "proxy": proxy.base})
        gateway = WecomGateway(settings, now=now)
        gateway.listen(Ledger().take_in)
        await until(lambda: is_listening(gateway))
        await gateway.send(GROUP, Content(text="简报"), key="d")
        await gateway.close()
        assert [pushed["chatid"] for pushed in fake.pushed] == [CHAT]
        assert set(proxy.targets) == {fake.base.removeprefix("http://")}


async def test_an_address_book_that_is_not_there_is_not_asked_for(fake: FakeWecom) -> None:
    channel = WecomChannel(WecomSettings.model_validate(fake.settings() | {"lacks": ["contacts"]}), now=now)
    with pytest.raises(SendError, match="读取通讯录"):
        await channel.list_contacts()
    await channel.close()
    assert not fake.requests
