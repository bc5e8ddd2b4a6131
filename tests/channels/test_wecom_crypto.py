"""Signatures, encryption and the XML around them, with wechatpy's crypto as the peer."""

import base64
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wechatpy.enterprise.crypto import WeChatCrypto

from bot.channels.wecom.crypto import CallbackCrypto, Seal, VerificationError, refuse_replay
from bot.channels.wecom.envelope import MAX_BODY, extract_ciphertext, render_text_reply, seal_reply

Vector = dict[str, str]

VECTORS: list[Vector] = json.loads(Path(__file__).with_name("wecom_vectors.json").read_text("utf-8"))
NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
TOKEN, KEY, CORP = "QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "wx5823bf96d3bd56c7"
CRYPTO = CallbackCrypto(token=TOKEN, encoding_aes_key=KEY, receive_id=CORP)
PEER = WeChatCrypto(TOKEN, KEY, CORP)

every_vector = pytest.mark.parametrize("vector", VECTORS, ids=[vector["name"] for vector in VECTORS])
printable = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300)


def crypto_of(vector: Vector) -> CallbackCrypto:
    return CallbackCrypto(
        token=vector["token"], encoding_aes_key=vector["encoding_aes_key"], receive_id=vector["receiveid"]
    )


def seal_of(vector: Vector, signature: str = "") -> Seal:
    return Seal(signature=signature or vector["msg_signature"], timestamp=vector["timestamp"], nonce=vector["nonce"])


def envelope_of(body: str) -> tuple[str, str, str, str]:
    root = ET.fromstring(body)  # noqa: S314  our own
    encrypted, signature, timestamp, nonce = (
        root.findtext(name, "") for name in ("Encrypt", "MsgSignature", "TimeStamp", "Nonce")
    )
    return encrypted, signature, timestamp, nonce


@every_vector
def test_verifies_and_decrypts(vector: Vector) -> None:
    crypto_of(vector).verify(seal_of(vector), vector["encrypt"])
    assert crypto_of(vector).decrypt(vector["encrypt"]).decode() == vector["plaintext"]


@every_vector
def test_encrypts_to_the_letter(vector: Vector) -> None:
    encrypted = crypto_of(vector).encrypt(vector["plaintext"].encode(), randomness=vector["random16"].encode())
    assert encrypted == vector["encrypt"]


@every_vector
def test_refuses_a_signature_with_one_other_letter(vector: Vector) -> None:
    signature = vector["msg_signature"]
    for place, letter in enumerate(signature):
        changed = signature[:place] + ("0" if letter != "0" else "1") + signature[place + 1 :]
        with pytest.raises(VerificationError):
            crypto_of(vector).verify(seal_of(vector, changed), vector["encrypt"])


@every_vector
def test_refuses_a_truncated_ciphertext(vector: Vector) -> None:
    for end in range(len(vector["encrypt"])):
        with pytest.raises(VerificationError):
            crypto_of(vector).decrypt(vector["encrypt"][:end])


@every_vector
def test_refuses_what_is_for_somebody_else(vector: Vector) -> None:
    other = CallbackCrypto(
        token=vector["token"], encoding_aes_key=vector["encoding_aes_key"], receive_id=vector["receiveid"] + "x"
    )
    with pytest.raises(VerificationError):
        other.decrypt(vector["encrypt"])


@given(st.binary(max_size=200))
def test_decrypting_rubbish_raises_one_error_only(rubbish: bytes) -> None:
    with pytest.raises(VerificationError):
        CRYPTO.decrypt(base64.b64encode(rubbish).decode())


@given(st.text(max_size=80))
def test_decrypting_text_raises_one_error_only(text: str) -> None:
    with pytest.raises(VerificationError):
        CRYPTO.decrypt(text)


@given(st.binary(max_size=400))
def test_decrypts_what_it_encrypts(message: bytes) -> None:
    assert CRYPTO.decrypt(CRYPTO.encrypt(message)) == message


@given(printable)
def test_reads_what_wechatpy_encrypts(text: str) -> None:
    encrypted, signature, timestamp, nonce = envelope_of(PEER.encrypt_message(text, "nonce", "1780000000"))
    CRYPTO.verify(Seal(signature=signature, timestamp=timestamp, nonce=nonce), encrypted)
    assert CRYPTO.decrypt(encrypted).decode() == text


@given(printable)
def test_wechatpy_reads_our_replies(text: str) -> None:
    body = seal_reply(CRYPTO, render_text_reply(text, to_user="张三", from_user=CORP, now=NOW), now=NOW)
    _, signature, timestamp, nonce = envelope_of(body)
    reply = ET.fromstring(PEER.decrypt_message(body, signature, timestamp, nonce))  # noqa: S314  our own
    assert {child.tag: child.text or "" for child in reply} == {
        "ToUserName": "张三",
        "FromUserName": CORP,
        "CreateTime": str(int(NOW.timestamp())),
        "MsgType": "text",
        "Content": text,
    }


@pytest.mark.parametrize(
    "text",
    [
        "]]>",
        "]]></Content><ToUserName><![CDATA[lisi]]></ToUserName><Content><![CDATA[",
        "]]]]>>",
        "<![CDATA[x]]>",
        "&lt;&amp;&#93;",
        "a\x00b\x1fc\ud800d\ufffe",
    ],
)
def test_a_reply_cannot_be_broken_out_of(text: str) -> None:
    rendered = render_text_reply(text, to_user="zhangsan", from_user=CORP, now=NOW)
    reply = ET.fromstring(rendered)  # noqa: S314  our own
    assert [child.text for child in reply.iter("ToUserName")] == ["zhangsan"]
    assert len(reply) == 5


def test_two_encryptions_of_the_same_differ() -> None:
    assert CRYPTO.encrypt(b"the same") != CRYPTO.encrypt(b"the same")


@pytest.mark.parametrize("age", [-601, 601, 3600, 86400, 10**9])
def test_refuses_a_stale_timestamp(age: int) -> None:
    seal = Seal(signature="", timestamp=str(int(NOW.timestamp()) - age), nonce="")
    with pytest.raises(VerificationError):
        refuse_replay(seal, now=NOW, window=timedelta(minutes=10))


@pytest.mark.parametrize("age", [-600, 0, 600])
def test_takes_a_fresh_timestamp(age: int) -> None:
    seal = Seal(signature="", timestamp=str(int(NOW.timestamp()) - age), nonce="")
    refuse_replay(seal, now=NOW, window=timedelta(minutes=10))


@pytest.mark.parametrize("timestamp", ["", "abc", "-1", "1e9", " 1780304400", "１７８０３０４４００", "9" * 500])
def test_refuses_what_is_no_timestamp(timestamp: str) -> None:
    with pytest.raises(VerificationError):
        refuse_replay(Seal(signature="", timestamp=timestamp, nonce=""), now=NOW, window=timedelta(minutes=10))


@pytest.mark.parametrize(
    "body",
    [
        b"<xml><Encrypt><![CDATA[QUJD]]></Encrypt></xml>",
        b"<xml><Encrypt>QUJD</Encrypt></xml>",
        b"<xml>\n<ToUserName><![CDATA[ww]]></ToUserName>\n<Encrypt>\n<![CDATA[QUJD]]>\n</Encrypt>\n</xml>",
    ],
)
def test_finds_the_ciphertext(body: bytes) -> None:
    assert extract_ciphertext(body) == "QUJD"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x00",
        b"{}",
        b"<xml></xml>",
        b"<xml><Encrypt></Encrypt></xml>",
        b"<xml><Encrypt><![CDATA[]]></Encrypt></xml>",
        b"<xml><Encrypt><![CDATA[QUJD</Encrypt></xml>",
        b"<xml><Encrypt>QU JD</Encrypt></xml>",
        b"<xml><Encrypt>QUJD</Encrypt><Encrypt>QUJD</Encrypt></xml>",
        b"<xml><Encrypt>QUJD=A==</Encrypt></xml>",
        b"<xml><Encrypt>&a;</Encrypt></xml>",
        b"<xml><encrypt>QUJD</encrypt></xml>",
        "<xml><Encrypt>密文</Encrypt></xml>".encode(),
        b"<xml><Encrypt>" + b"A" * MAX_BODY + b"</Encrypt></xml>",
        b"<Encrypt>" * 10000,
    ],
)
def test_finds_no_ciphertext(body: bytes) -> None:
    with pytest.raises(VerificationError):
        extract_ciphertext(body)


@given(
    st.one_of(
        st.binary(max_size=300), st.text(st.sampled_from("<>/Encrypt![]CDATA =+AB\n"), max_size=200).map(str.encode)
    )
)
def test_any_body_gives_a_ciphertext_of_base64_or_one_error(body: bytes) -> None:
    try:
        ciphertext = extract_ciphertext(body)
    except VerificationError:
        return
    assert set(ciphertext) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=")
