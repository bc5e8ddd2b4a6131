"""What may not be kept: secret marks stop everything, sensitive words take their field with them.

    finding := number | word | relative … trouble | content of a talk | person beside a vote, a candidacy, a sum, a need

Words are looked for outside titles and harmless phrases, and judged within their clause: a subject that is taught
(糖尿病防治讲座) is harmless, somebody's own matter (因糖尿病请假) is not.
"""

import re
from collections.abc import Iterable, Iterator
from operator import concat

from handlers.grammar import person_matters, private_numbers
from handlers.grammar.normalise import Normalised, normalise
from handlers.grammar.person_matters import find_person_matters
from handlers.grammar.private_numbers import find_numbers
from handlers.grammar.sensitive_words import (
    AILING,
    AWAY,
    HARMLESS,
    LABELS,
    LEARNING,
    OFFICE_MATTERS,
    PERSONAL,
    RELATIVES,
    TALKED,
    TROUBLES,
    WORDS,
)
from handlers.intents import Correct, Dropped, Intent, Reading, RecordActivities, RecordTalks, Unclear
from schedules.ledger.activity import ActivityKind

Finding = tuple[str, int, int]
_TITLE = re.compile(r"《[^《》]*》")
_PERSONAL_TITLE = re.compile(r"关于(?:给予|对|同意|接收|撤销|开除)")
_HARMLESS = re.compile("|".join(sorted(HARMLESS, key=len, reverse=True)))
_OFFICE = re.compile(
    r"[一-鿿]{1,6}(?<!住院)(?:局|委|庭|科|室|处|部|中心|站|办|会|联)(?:机关)?(?=第?.?(?:党?支部|党小组|党委|党总支|党员))"
)
_REASONS = {word: reason for reason, words in WORDS.items() for word in words.split()}
_WORD = re.compile("|".join(sorted(_REASONS, key=len, reverse=True)))
_RELATIVE = re.compile(rf"(?:{RELATIVES})[^,。;!?\n]{{0,8}}?(?:{TROUBLES})")
_ABSENT = re.compile(AWAY)
_AWAY = re.compile(rf"{person_matters.PERSON}[^,。;!?\n]{{0,6}}?(?:{AILING})[^,。;!?\n]{{0,8}}?(?:{AWAY})")
_LEARNING, _PERSONAL = re.compile(LEARNING), re.compile(PERSONAL)
_TALKED = re.compile(rf"{TALKED}|(?:{LABELS})[:是为了]*(?!(?:{OFFICE_MATTERS})*(?:[。;!\n]|$))")
_OFFICE_MATTER = re.compile(rf"(?:{OFFICE_MATTERS})+")
_TALK = re.compile(r"谈心|谈话|谈了|聊了|约谈")
_ASKED = re.compile(r"[?]|什么|怎么|怎样|吗|是不是|能不能|可不可以|如何|哪|几次|几条|多少|谁")
_COMMON = frozenset(
    [
        "党员",
        "组织",
        "工作",
        "生活",
        "精神",
        "发展",
        "问题",
        "提醒",
        "心理",
        "家庭",
        "经济",
        "纪律",
        "第一",
        "第二",
        "第三",
        "第四",
        "对象",
        "困难",
        "集中",
        "上班",
        "接受",
        "配合",
        "党费",
    ]
)
_STEMS = (*_REASONS, *RELATIVES.split("|"), *person_matters.STEMS, *private_numbers.STEMS, *AWAY.split("|"), "谈", "聊")
_PAIRS = frozenset(
    next((pair for pair in map(concat, stem, stem[1:]) if pair not in _COMMON), stem)
    for stem in _STEMS
    if len(stem) > 1
)
_SINGLE = re.compile(f"[{''.join(stem for stem in _STEMS if len(stem) == 1)}]")
_CLAUSE = re.compile(r"[^,。;!?\n()\[\]]+")
_TEXTS = ("topic", "place", "host", "lecturer", "recorder", "date_words")
_NAMES = ("participants", "leave", "absent")


def guard(intent: Intent, text: Normalised) -> tuple[Intent, tuple[Dropped, ...]]:
    """The intent as it is, and what of it must not be kept."""
    if not _may_be_sensitive(text.text):
        return intent, ()
    readings = _readings_of(intent)
    findings = [*find_numbers(text.text)]
    if readings or not _ASKED.search(text.text):
        findings += _find_matters(text.text, readings)
    return intent, tuple(dict.fromkeys(_dropped(findings, readings, text.text)))


def _may_be_sensitive(text: str) -> bool:
    """A quick look: most messages hold none of the words that any rule begins with."""
    return (
        _SINGLE.search(text) is not None
        or not _PAIRS.isdisjoint(map(concat, text, text[1:]))
        or private_numbers.HINT.search(text) is not None
    )


def _readings_of(intent: Intent) -> tuple[Reading, ...]:
    match intent:
        case RecordActivities(readings=readings) | RecordTalks(readings=readings) | Unclear(readings=readings):
            return readings
        case Correct(changes=changes):
            return (changes,)
        case _:
            return ()


def _find_matters(text: str, readings: Iterable[Reading]) -> Iterator[Finding]:
    bare = _OFFICE.sub(_blank, _HARMLESS.sub(_blank, _TITLE.sub(_blank_title, text)))
    clauses = [found.span() for found in _CLAUSE.finditer(bare)]
    for reason, start, end in (*_find_words(bare), *find_person_matters(bare)):
        if not any(_is_taught(text[a:b]) for a, b in clauses if a <= start < b):
            yield reason, start, end
    talks = [reading for reading in readings if reading.kind is ActivityKind.TALK]
    if talks or _TALK.search(bare):
        yield from (("talk_content", *found.span()) for found in _TALKED.finditer(bare))
    if any(reading.topic and not _OFFICE_MATTER.fullmatch(normalise(reading.topic).text) for reading in talks):
        yield "talk_content", len(text), len(text)


def _find_words(text: str) -> Iterator[Finding]:
    for found in _WORD.finditer(text):
        yield _REASONS[found[0]], *found.span()
    for found in _RELATIVE.finditer(text):
        yield "family", *found.span()
    if _ABSENT.search(text):
        for found in _AWAY.finditer(text):
            yield "private", *found.span()


def _blank(found: re.Match[str]) -> str:
    return "　" * len(found[0])


def _blank_title(found: re.Match[str]) -> str:
    return found[0] if _PERSONAL_TITLE.search(found[0]) else _blank(found)


def _is_taught(clause: str) -> bool:
    return bool(_LEARNING.search(clause)) and not _PERSONAL.search(clause)


def _dropped(findings: Iterable[Finding], readings: Iterable[Reading], text: str) -> Iterator[Dropped]:
    for reason, start, end in findings:
        carriers = {name for reading in readings for name in _carriers(reading, reason, start, end, text)}
        for name in sorted(carriers) or ("text",):
            yield Dropped(field=name, reason=reason)


def _carriers(reading: Reading, reason: str, start: int, end: int, text: str) -> Iterator[str]:
    """The fields that hold the words, and a topic out of the same clause."""
    for name in _TEXTS:
        value = getattr(reading, name)
        if value and _meets(value, text, *(_clause_around(start, end, text) if name == "topic" else (start, end))):
            yield name
    for name in _NAMES:
        if any(_meets(value, text, start, end) and text[start:end] in value for value in getattr(reading, name)):
            yield name
    if reason == "money" and reading.amount is not None and f"{reading.amount.normalize():f}" in text[start:end]:
        yield "amount"
    if reading.kind is ActivityKind.TALK and reading.topic:
        yield "topic"


def _meets(value: str, text: str, start: int, end: int) -> bool:
    """Whether a field's value stands, at least in part, between these positions."""
    piece = normalise(value).text
    at = text.find(piece)
    return at >= 0 and at < end and start < at + len(piece)


def _clause_around(start: int, end: int, text: str) -> tuple[int, int]:
    spans = [found.span() for found in _CLAUSE.finditer(text) if found.start() < end and start < found.end()]
    return (spans[0][0], spans[-1][1]) if spans else (start, end)
