"""Signatures, encryption and the XML around them."""

import base64
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wechatpy.enterprise.crypto import WeChatCrypto
from wechatpy.exceptions import WeChatException

from bot.channels.wecom.crypto import CallbackCrypto, Seal, VerificationError, refuse_replay
from bot.channels.wecom.envelope import MAX_BODY, extract_ciphertext, render_text_reply, seal_reply
from bot.channels.wecom.messages import parse_plain

VECTORS = json.loads(Path(__file__).with_name("wecom_vectors.json").read_text("utf-8"))
NAMES = [vector["name"] for vector in VECTORS]
NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
TOKEN, KEY, CORP = "QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "wx5823bf96d3bd56c7"


def crypto_of(vector: dict[str, str]) -> CallbackCrypto:
    return CallbackCrypto(
        token=vector["token"], encoding_aes_key=vector["encoding_aes_key"], receive_id=vector["receiveid"]
    )


def seal_of(vector: dict[str, str]) -> Seal:
    return Seal(signature=vector["msg_signature"], timestamp=vector["timestamp"], nonce=vector["nonce"])


@pytest.fixture
def crypto() -> CallbackCrypto:
    return CallbackCrypto(token=TOKEN, encoding_aes_key=KEY, receive_id=CORP)


@pytest.mark.parametrize("vector", VECTORS, ids=NAMES)
def test_every_vector_verifies_and_decrypts(vector):
    crypto = crypto_of(vector)
    crypto.verify(seal_of(vector), vector["encrypt"])
    assert crypto.decrypt(vector["encrypt"]).decode() == vector["plaintext"]


@pytest.mark.parametrize("vector", VECTORS, ids=NAMES)
def test_every_vector_encrypts_to_the_letter(vector):
    encrypted = crypto_of(vector).encrypt(vector["plaintext"].encode(), randomness=vector["random16"].encode())
    assert encrypted == vector["encrypt"]


@pytest.mark.parametrize("vector", VECTORS, ids=NAMES)
def test_one_changed_letter_of_a_signature_is_refused(vector):
    signature = vector["msg_signature"]
    for place, letter in enumerate(signature):
        changed = signature[:place] + ("0" if letter != "0" else "1") + signature[place + 1 :]
        with pytest.raises(VerificationError):
            crypto_of(vector).verify(
                Seal(signature=changed, timestamp=vector["timestamp"], nonce=vector["nonce"]), vector["encrypt"]
            )
