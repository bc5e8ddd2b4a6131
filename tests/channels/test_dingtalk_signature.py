"""Signatures of the robot's callback: the published values, and whatever is not one of them."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.dingtalk.signature import verify
from bot.channels.sealing import VerificationError

VECTORS = json.loads(Path(__file__).with_name("dingtalk_vectors.json").read_text("utf-8"))["robot_signatures"]
VECTOR = VECTORS[0]
SIGNED_AT = datetime.fromtimestamp(int(VECTOR["timestamp"]) / 1000, UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_known_signatures_are_taken(vector: dict[str, str]) -> None:
    now = datetime.fromtimestamp(int(vector["timestamp"]) / 1000, UTC)
    verify(vector["secret"], timestamp=vector["timestamp"], signature=vector["sign"], now=now)
    with pytest.raises(VerificationError, match="wrong signature"):
        verify(vector["secret"] + "x", timestamp=vector["timestamp"], signature=vector["sign"], now=now)


@pytest.mark.parametrize("age", [-HOUR, HOUR])
def test_a_signature_holds_for_an_hour(age: timedelta) -> None:
    verify(VECTOR["secret"], timestamp=VECTOR["timestamp"], signature=VECTOR["sign"], now=SIGNED_AT + age)
    with pytest.raises(VerificationError, match="stale"):
        verify(
            VECTOR["secret"],
            timestamp=VECTOR["timestamp"],
            signature=VECTOR["sign"],
            now=SIGNED_AT + age * 1.000001,
        )


@pytest.mark.parametrize("timestamp", ["", "-1", " 1577262236757", "1577262236757\n", "1e12", "１５７７", "9" * 5000])
def test_what_is_no_timestamp_is_refused(timestamp: str) -> None:
    with pytest.raises(VerificationError, match="no timestamp"):
        verify(VECTOR["secret"], timestamp=timestamp, signature=VECTOR["sign"], now=SIGNED_AT)


@given(signature=st.text(st.characters(exclude_categories=[])))
def test_no_other_signature_passes(signature: str) -> None:
    if signature != VECTOR["sign"]:
        with pytest.raises(VerificationError, match="wrong signature"):
            verify(VECTOR["secret"], timestamp=VECTOR["timestamp"], signature=signature, now=SIGNED_AT)
