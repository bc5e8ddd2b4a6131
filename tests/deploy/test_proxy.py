"""The reverse proxy, run before a plain server where nginx is there."""

import asyncio
import contextlib
import shutil
import socket
import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import ClientSession, TCPConnector, web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from yarl import URL

from tests.waiting import PATIENCE

CONFIGURATION = Path(__file__).parents[2] / "deploy" / "nginx.conf"
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin")

pytestmark = pytest.mark.skipif(NGINX is None, reason="no nginx on this machine")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def write_certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    begins = datetime(2020, 1, 1, tzinfo=UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(begins).not_valid_after(begins.replace(year=2049))
    certificate = builder.sign(key, hashes.SHA256())
    (folder / "tls.crt").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "tls.key").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


@pytest.fixture
async def proxy(tmp_path: Path) -> AsyncIterator[int]:
    """The port of nginx with our configuration, before a server that tells what it was asked."""

    async def tell(request: web.Request) -> web.Response:
        return web.Response(text=request.raw_path)

    application = web.Application()
    application.router.add_route("*", "/{tail:.*}", tell)
    runner = web.AppRunner(application)
    await runner.setup()
    behind, plain, secure = free_port(), free_port(), free_port()
    await web.TCPSite(runner, "127.0.0.1", behind).start()
    write_certificate(tmp_path)
    text = CONFIGURATION.read_text("utf-8")
    for here, there in {
        "zhibu:8080": f"127.0.0.1:{behind}",
        "listen 80 ": f"listen 127.0.0.1:{plain} ",
        "listen 443 ": f"listen 127.0.0.1:{secure} ",
        "/etc/nginx/certs": str(tmp_path),
        "/run/nginx.pid": str(tmp_path / "nginx.pid"),
    }.items():
        assert here in text
        text = text.replace(here, there)
    configuration = tmp_path / "nginx.conf"
    configuration.write_text(text, "utf-8")
    nginx = await asyncio.create_subprocess_exec(
        str(NGINX), "-p", str(tmp_path), "-c", str(configuration), "-g", "daemon off;"
    )
    await until_open(nginx, secure)
    yield secure
    nginx.terminate()
    await nginx.wait()
    await runner.cleanup()


async def until_open(nginx: asyncio.subprocess.Process, port: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while nginx.returncode is None:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.02)
            else:
                writer.close()
                return
    raise AssertionError(f"nginx left with {nginx.returncode}")


def trusting() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


async def test_path_and_query_arrive_as_they_were_signed(proxy: int) -> None:
    asked = "/wecom/callback?msg_signature=a%2Bb&echostr=x%2Fy%3D%3D&nonce=1+2&a=%E4%B8%AD"
    async with ClientSession(connector=TCPConnector(ssl=trusting())) as session:
        async with session.get(URL(f"https://127.0.0.1:{proxy}{asked}", encoded=True)) as answer:
            assert answer.status == 200
            told = await answer.text()
        async with session.get(f"https://127.0.0.1:{proxy}/metrics") as hidden:
            assert hidden.status == 404
        async with session.post(f"https://127.0.0.1:{proxy}/wecom/callback", data=b"x" * 300_000) as large:
            assert large.status == 413

    assert told == asked


@pytest.mark.parametrize(
    "begun",
    [
        b"POST /wecom/callback HTTP/1.1\r\nHost: a\r\nX-Slow: ",
        b"POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\nx",
    ],
    ids=["header", "body"],
)
async def test_a_request_that_trickles_in_is_closed(begun: bytes, proxy: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", proxy, ssl=trusting())
    writer.write(begun)

    answer = b""
    with contextlib.suppress(ConnectionResetError):
        async with asyncio.timeout(8):
            answer = await reader.read()

    assert not answer
    writer.close()
