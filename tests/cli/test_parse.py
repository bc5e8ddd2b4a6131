"""`zhibu parse`: JSON lines in, JSON lines out, whatever comes in."""

import json

import pytest

from tests.cli.conftest import Zhibu

GOOD = {"id": 1, "now": "2026-06-24T10:00:00+08:00", "text": "昨天主题党日，到12人"}


def line_of(**changes: object) -> bytes:
    return json.dumps(GOOD | changes, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"


def test_every_message_has_its_line(zhibu: Zhibu) -> None:
    done = zhibu("parse", stdin=line_of() + b"\n" + line_of(id="b", text="今天天气不错"))
    first, second = map(json.loads, done.out.splitlines())

    assert done.status == 0
    assert first.keys() == {"id", "intent", "records", "ask", "dropped"}
    assert first["id"] == 1
    assert first["records"] == [{"kind": "theme_day", "date": "2026-06-23", "present": 12}]
    assert (second["id"], second["records"]) == ("b", [])


def test_an_instant_without_a_zone_is_shanghais(zhibu: Zhibu) -> None:
    answers = [zhibu("parse", stdin=line_of(now=now)).out for now in ("2026-06-24T00:30", "2026-06-24T00:30:00+08:00")]

    assert answers[0] == answers[1]


def test_half_a_character_passes(zhibu: Zhibu) -> None:
    text = json.dumps(GOOD | {"text": "昨天主题党日，主题《奋进\ud83d》"}).encode()
    done = zhibu("parse", stdin=text)

    assert done.status == 0
    json.loads(done.out)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("昨天主题党日".encode("gbk"), "第2行不是 UTF-8"),
        (b"{", "第2行不是"),
        (b"[" * 100_000, "第2行不是"),
        (b"[]", "第2行不是"),
        (b'{"id":1,"text":"x"}', "第2行不是"),
        (line_of(now="gestern"), "第2行不是"),
        (line_of(now=5), "第2行不是"),
        (line_of(now="0001-01-01T00:00:00+08:00"), "第2行不是"),
    ],
)
def test_a_bad_line_is_named(line: bytes, words: str, zhibu: Zhibu) -> None:
    done = zhibu("parse", stdin=line_of() + line)

    assert done.status == 1
    assert words in done.err
    assert len(done.out.splitlines()) == 1, "what came before it was answered"
