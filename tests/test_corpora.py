import datetime as dt
import hashlib
import json
import re
from bisect import bisect_left
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from rapidfuzz import fuzz, process

FOLDER = Path(__file__).parent / "corpora"
VOICES = tuple(sorted(path.stem for path in FOLDER.glob("*.jsonl") if path.stem != "dates"))
INTENTS = {"record", "talk", "correct", "undo", "query", "remind", "help", "export", "plan", "none"}
KINDS = {
    *("branch_assembly", "branch_committee", "group_meeting", "party_lecture", "theme_day", "study", "center_group"),
    *("seminar", "org_life", "democratic_life", "appraisal", "talk", "warning_education", "ideology", "election"),
    *("volunteer", "visit", "dues", "training", "development", "report", "rectification", "other"),
}
DAYS = {"date", "end_date"}
CLOCKS = {"start", "end"}
COUNTS = {"expected", "present"}
WORDS = {"topic", "host", "lecturer", "recorder", "place"}
NAMES = {"absent", "leave", "participants", "participants_optional"}
FIELDS = {"kind", "amount"} | DAYS | CLOCKS | COUNTS | WORDS | NAMES
RECORD_KEYS = FIELDS | {"dontcare", "date_window"}
ASKED = {"ask", "ask_dontcare"}
TAGS = {
    *("terse", "form", "voice", "typo", "relative_date", "numerals", "negative", "multi", "correction", "query"),
    *("talk", "ambiguous", "adversarial", "traditional", "command"),
}

Line = dict[str, Any]


def _read(*names: str) -> list[Line]:
    paths = (folder / f"{name}.jsonl" for name in names for folder in (FOLDER, FOLDER / "aside"))
    return [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]


MESSAGES = _read(*VOICES)
DATES = _read("dates")


def _now(line: Line) -> dt.datetime:
    return dt.datetime.fromisoformat(line["now"])


def _choices(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _records(line: Line) -> list[Line]:
    expect = line["expect"]
    if "records" in expect:
        return list(expect["records"])
    fields = {key: value for key, value in expect.items() if key in RECORD_KEYS}
    return [fields] if fields else []


def _faults_of_record(record: Line, today: dt.date) -> list[str]:
    days = [day for key in DAYS & set(record) for day in _choices(record[key])] + record.get("date_window", [])
    clocks = [clock for key in CLOCKS & set(record) for clock in _choices(record[key])]
    checks = {
        "unknown field": set(record) <= RECORD_KEYS,
        "unknown kind": {kind for kind in _choices(record.get("kind")) if kind is not None} <= KINDS,
        "future day": all(day is None or dt.date.fromisoformat(day) <= today for day in days),
        "clock": all(re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", clock) for clock in clocks),
        "count": all(isinstance(record[key], int) for key in COUNTS & set(record)),
        "names": all(isinstance(record[key], list) for key in NAMES & set(record)),
        "dontcare": set(record.get("dontcare", [])) <= FIELDS,
        "date and window": not ("date" in record and "date_window" in record),
        "range": "end_date" not in record or record["date"] < record["end_date"],
    }
    return [fault for fault, holds in checks.items() if not holds]


def _faults_of_message(line: Line) -> list[str]:
    expect, records = line["expect"], _records(line)
    intent = expect["intent"]
    checks = {
        "keys": set(line) - {"guard"} == {"id", "now", "text", "expect", "tags"},
        "zone": _now(line).utcoffset() == dt.timedelta(hours=8),
        "intent": {intent, *expect.get("accept", [])} <= INTENTS,
        "keys of expect": set(expect) <= RECORD_KEYS | ASKED | {"intent", "accept", "records"},
        "one shape": "records" not in expect or (len(expect["records"]) > 1 and not set(expect) & RECORD_KEYS),
        "fields where none belong": bool(records) == (intent in {"record", "talk", "correct"}),
        "a record tells kind and day": intent not in {"record", "talk"}
        or all("kind" in record and {"date", "date_window"} & set(record) for record in records),
        "ask": set(expect.get("ask", [])) <= {"date", "kind", "participants"},
        "tags": set(line["tags"]) <= TAGS,
        "guard": line.get("guard") in {"secret", "drop", None},
    }
    faults = [fault for fault, holds in checks.items() if not holds]
    return faults + [fault for record in records for fault in _faults_of_record(record, _now(line).date())]


def _faults_of_phrase(line: Line) -> list[str]:
    expect, today = line["expect"], _now(line).date()
    asked = expect.get("ask") == ["date"]
    days = [expect[key] for key in ("date", "end_date") if expect.get(key)]
    checks = {
        "keys": set(line) == {"id", "now", "text", "expect"} and set(expect) <= {"date", "end_date", "ask"},
        "asked where there is no day": asked == (expect["date"] is None),
        "future day": all(dt.date.fromisoformat(day) <= today for day in days),
        "range": days == sorted(set(days)),
    }
    return [fault for fault, holds in checks.items() if not holds]


def test_every_line_follows_the_format() -> None:
    faults = {line["id"]: _faults_of_message(line) for line in MESSAGES}
    faults |= {line["id"]: _faults_of_phrase(line) for line in DATES}
    assert {key: found for key, found in faults.items() if found} == {}


def test_ids_and_texts_are_unique() -> None:
    assert not [key for key, times in Counter(line["id"] for line in MESSAGES + DATES).items() if times > 1]
    assert not [text for text, times in Counter(line["text"] for line in MESSAGES).items() if times > 1]
    assert not [key for key, times in Counter((line["now"], line["text"]) for line in DATES).items() if times > 1]


@pytest.mark.parametrize("name", [*VOICES, "dates"])
def test_hash_of_the_id_decides_what_is_kept_aside(name: str) -> None:
    for folder, is_aside in ((FOLDER, False), (FOLDER / "aside", True)):
        lines = (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        ids = [json.loads(line)["id"] for line in lines]
        assert ids
        assert [int(hashlib.sha256(key.encode()).hexdigest(), 16) % 5 == 0 for key in ids] == [is_aside] * len(ids)


def test_no_file_stands_outside_the_voices() -> None:
    assert {path.stem for path in FOLDER.rglob("*.jsonl")} == {*VOICES, "dates"}


def test_corpus_is_large_and_varied_enough() -> None:
    nothing_took_place = sum(line["expect"]["intent"] in {"none", "plan"} for line in MESSAGES)
    harmless = [line for line in MESSAGES if "guard" in line and line["guard"] is None]
    assert len(MESSAGES) >= 800
    assert len(DATES) >= 300
    assert nothing_took_place / len(MESSAGES) >= 1 / 3
    assert len(harmless) >= 300
    assert {line["expect"]["intent"] for line in MESSAGES} == INTENTS
    assert {_now(line).year for line in MESSAGES} == set(range(2024, 2029))
    assert {kind for line in MESSAGES for record in _records(line) for kind in _choices(record.get("kind"))} >= KINDS


def test_every_voice_is_described() -> None:
    rows = re.findall(r"^\| `(\w+)\.jsonl` \| .+ \|$", (FOLDER / "README.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(rows) == sorted([*VOICES, "dates"])


def test_at_most_one_pair_in_twenty_is_alike() -> None:
    texts = sorted((line["text"] for line in MESSAGES), key=len)
    lengths = list(map(len, texts))
    # 85 % of two lengths together can be alike only where the shorter has at least this share of the longer.
    first = [bisect_left(lengths, length * 0.85 / (2 - 0.85)) for length in lengths]
    found = (
        process.extract(text, texts[first[at] : at], scorer=fuzz.ratio, score_cutoff=85, limit=None)
        for at, text in enumerate(texts)
    )
    assert sum(map(len, found)) <= len(texts) * (len(texts) - 1) / 2 * 0.05


NAMED_DAYS = {"今天": 0, "昨天": 1, "大前天": 3, "昨晚": 1}
WEEK = "一二三四五六日"


def _lines_with_one_day() -> list[tuple[Line, dt.date]]:
    lines = [line for line in MESSAGES if line["expect"]["intent"] in {"record", "talk"}]
    days = [(line, line["expect"].get("date")) for line in lines if "end_date" not in line["expect"]]
    days += [(line, line["expect"]["date"]) for line in DATES if "end_date" not in line["expect"]]
    return [(line, dt.date.fromisoformat(day)) for line, day in days if isinstance(day, str)]


def test_named_weekdays_agree_with_the_calendar() -> None:
    for line, day in _lines_with_one_day():
        named = re.findall(r"(上上个?|上个?)?(?:周|週|星期|礼拜|禮拜)([一二三四五六日天])", line["text"])
        if len(named) != 1:
            continue
        before, weekday = named[0]
        number = WEEK.index(weekday.replace("天", "日"))
        assert day.weekday() == number, line
        monday = _now(line).date() - dt.timedelta(days=_now(line).weekday())
        weeks = {"上上": 2, "上上个": 2, "上": 1, "上个": 1}.get(before)
        assert weeks is None or day == monday + dt.timedelta(days=number - 7 * weeks), line


@pytest.mark.parametrize(("word", "days_ago"), NAMED_DAYS.items())
def test_named_days_agree_with_now(word: str, days_ago: int) -> None:
    found = [(line, day) for line, day in _lines_with_one_day() if line["text"].startswith(word)]
    assert found
    assert [line for line, day in found if (_now(line).date() - day).days != days_ago] == []
