"""What holds for any text: no exception, one answer, positions inside the text, no record of the future."""

import datetime as dt
import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.grammar.lexicon.lexicon import lexicon
from handlers.grammar.parse import parse
from handlers.grammar.requests.commands import WORDS
from handlers.grammar.text.normalise import MOST_READ
from handlers.intents import Reading, RecordActivities, RecordTalks
from handlers.parsed import Parsed
from tests.grammar.sayings import NOW, ZONE

CORPORA = Path(__file__).parents[1] / "corpora"
VOICES = (
    "all_parts",
    "behind_doors",
    "clerk_of_the_county",
    "corrections",
    "far_and_near",
    "forms",
    "group_lead",
    "old_secretary",
    "outsider",
    "plain_office",
    "provincial_office",
    "sensitive",
    "talk_and_mend",
    "talks",
    "voice_input",
    "water_bureau",
    "whole_sentences",
    "young_clerk",
)
SEED = 20261122
SOAKED = 100_000
SPICE = "0123456789一二三十年月日号点半上下周今昨明未没不了吗？，。：；、（）《》“” \n\t/.-~·#１：\u200b😀é"
FAST = settings(max_examples=300, deadline=None, derandomize=True)


def _lines() -> list[tuple[str, dt.datetime]]:
    paths = [CORPORA / f"{name}.jsonl" for name in VOICES]
    lines = [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    return [(line["text"], dt.datetime.fromisoformat(line["now"])) for line in lines]


MESSAGES = _lines()
MOMENTS = st.datetimes(dt.datetime(2024, 1, 1), dt.datetime(2029, 1, 1), timezones=st.just(ZONE))  # noqa: DTZ001
PIECES = st.sampled_from(
    sorted(
        {*lexicon().words, *SPICE, *WORDS, "张晓", "李建国", "12人", "11月17日", "2月30日", "99999999999999", "13:75"}
    )
)
PHRASES = st.lists(PIECES, max_size=25).map("".join)


def check(text: str, now: dt.datetime) -> Parsed:
    """Read a text and hold the reading against what must be true of any."""
    parsed = parse(text, now, explain=True)
    ends = [0, *(token.end for token in parsed.tokens)]
    assert all(end <= token.start < token.end for end, token in zip(ends, parsed.tokens, strict=False))
    assert ends[-1] <= min(len(text), MOST_READ)
    assert all(token.text == text[token.start : token.end] for token in parsed.tokens)
    if isinstance(parsed.intent, RecordActivities | RecordTalks):
        assert parsed.intent.readings
        assert all(_is_of_the_past(reading, now.date()) for reading in parsed.intent.readings)
    return parsed


def _is_of_the_past(reading: Reading, today: dt.date) -> bool:
    """A training that has begun may end later; nothing may begin later."""
    ends_after = reading.ended_on is None or (reading.held_on is not None and reading.held_on < reading.ended_on)
    return ends_after and (reading.held_on is None or reading.held_on <= today)


def mutate(text: str, chance: random.Random) -> str:
    """The text with one to four characters gone, doubled, swapped or slipped in."""
    chars = list(text)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(chars) + 1)
        match chance.randrange(4):
            case 0:
                del chars[at : at + chance.randint(1, 3)]
            case 1:
                chars[at:at] = chars[at : at + chance.randint(1, 4)]
            case 2:
                chars[at : at + 2] = reversed(chars[at : at + 2])
            case _:
                chars.insert(at, chance.choice(SPICE))
    return "".join(chars)


@FAST
@given(st.text(max_size=200), MOMENTS)
def test_any_text_is_read(text: str, now: dt.datetime) -> None:
    check(text, now)


@FAST
@given(PHRASES, MOMENTS)
def test_any_row_of_known_words_is_read(text: str, now: dt.datetime) -> None:
    check(text, now)


@FAST
@given(PHRASES)
def test_same_text_has_one_reading(text: str) -> None:
    assert parse(text, NOW) == parse(text, NOW)


@FAST
@given(st.sampled_from(MESSAGES), st.randoms(use_true_random=False))
def test_mutated_messages_are_read(message: tuple[str, dt.datetime], chance: random.Random) -> None:
    text, now = message
    check(mutate(text, chance), now)


@FAST
@given(st.sampled_from(MESSAGES), st.sampled_from(MESSAGES))
def test_two_messages_in_one_are_read(one: tuple[str, dt.datetime], other: tuple[str, dt.datetime]) -> None:
    check(f"{one[0]}\n{other[0]}", other[1])


SLIPS = ("昨天党课20人，哦不，25人，", "昨天的党课是王芳讲的，不对，是李强讲的，", "昨天，错了，是前天，")


@FAST
@given(st.sampled_from(SLIPS), st.sampled_from(MESSAGES))
def test_what_stands_behind_words_that_are_taken_back_is_read(slip: str, message: tuple[str, dt.datetime]) -> None:
    check(slip + message[0], message[1])


@pytest.mark.parametrize(
    "text",
    [
        "昨天谈心，对象鲁薇，看看上个月15日和我",
        "谈话人：欧豪\n谈话对象：夏竹\n时间：3.15 16点对，应到3人",
        "谈话人：康宁\n谈话对象：阮晓枫\n地点：408室女儿家住",
        "·本周一，··发错群",
    ],
)
def test_message_that_breaks_off_anywhere_is_read(text: str) -> None:
    for end in range(len(text)):
        check(text[:end], NOW)


@pytest.mark.parametrize(
    "filling", ["昨天开了支委会，5人参加。", "一二三四五六七八九十", "1", "（", "、", "李", "\n", "2月30日", " "]
)
def test_long_text_is_cut(filling: str) -> None:
    text = (filling * MOST_READ)[: MOST_READ + 500]
    assert parse(text, NOW) == parse(text[:MOST_READ], NOW)
    check(text, NOW)


def test_what_stands_past_the_limit_is_not_read() -> None:
    padding = "今天天气不错。" * 300
    assert len(padding) > MOST_READ
    assert not isinstance(parse(padding + "昨天开了支委会，5人参加", NOW).intent, RecordActivities)


@pytest.mark.soak
def test_hundred_thousand_mutated_messages_are_read() -> None:
    chance = random.Random(SEED)  # noqa: S311 - reproducible, not secret
    for _ in range(SOAKED):
        text, now = chance.choice(MESSAGES)
        check(mutate(text, chance), now)
