"""What may not be kept: secret marks stop everything, sensitive words take their field with them.

    finding := number | word | relative … trouble | content of a talk | person beside a vote, a candidacy, a sum, a need

Words are looked for outside titles and harmless phrases, and judged within their clause: a subject that is taught
(糖尿病防治讲座) is harmless, somebody's own matter (因糖尿病请假) is not. What was learned withdraws what is plainly harmless, and finds
what no rule names (likely_private.py).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate, pairwise
from operator import itemgetter

from handlers.grammar.privacy import person_matters, private_forms, private_numbers, private_troubles
from handlers.grammar.privacy.announced import Announced, Rule, pieces_in, rule
from handlers.grammar.privacy.likely_private import (
    BLANK,
    CLAUSE_ENDS,
    Finding,
    clauses_in,
    second_thoughts,
    telling_pieces,
    without_titles,
)
from handlers.grammar.privacy.person_matters import find_person_matters
from handlers.grammar.privacy.private_forms import find_forms
from handlers.grammar.privacy.private_numbers import find_numbers
from handlers.grammar.privacy.private_troubles import find_troubles
from handlers.grammar.privacy.sensitive_words import (
    AILING,
    AWAY,
    CLASSES,
    COMMON,
    COUNTED,
    FORBIDDEN,
    HARMLESS,
    HARMLESS_STEMS,
    KEPT_ELSEWHERE,
    LABELS,
    LEARNING,
    OFFICE_MATTERS,
    PERSONAL,
    RELATIVES,
    RULES,
    TALKED,
    TALKED_STEMS,
    THINGS,
    TROUBLES,
    WORDS,
)
from handlers.grammar.text.normalise import Normalised, normalise
from handlers.grammar.text.patterns import any_of, compiled
from handlers.intents import Correct, Dropped, Intent, Reading, RecordActivities, RecordTalks, Unclear
from schedules.ledger.activity import ActivityKind

Piece = tuple[str, int, int]
Span = tuple[int, int]
_START = itemgetter(1)
_LOOKS_PRIVATE = (
    rf"{any_of(HARMLESS.split())}|(?<![是家])因病[致返]贫(?!的?(?:老?党员)?{person_matters.PERSON})"
    rf"|(?:{CLASSES})(?=[,。;!?、\s\d一二三四五六七八九十几多各共和及两们等要的后是时怎在送戴到来去参回吃如可不能请由都也年标别少先](?!位)|$)"
    r"|住院(?=[部医楼组科处]|两个|病区|管理|结算|报销|补贴)|立案\d+[起件宗]|(?:企业|公司|法人|商户|业主)[^,。]{0,4}约谈|约谈[^,。]{0,8}(?:企业|公司|法人|商户|业主|单位|经营|老板|商家|门店|平台)"
    r"|(?<!是)(?<!是个)(?:低保|特困|贫困)(?:户|家庭|对象|人员|群众|老人)(?=[\d一二两三四五六七八九十几多各送捐发修]|[,。;、!\s]|打扫|理发|$)"
    rf"|{COUNTED}|{RULES}|{FORBIDDEN}|{THINGS}"
)
"""Households by their number, and what is told of nobody, are no private matter."""
_OFFICE = r"[一-鿿]{1,6}(?<!住院)(?:局|委|(?<!家)庭|科|室|处|部|中心|站|办|会|联)(?:机关)?(?=第?.?(?:党?支部|党小组|党委|党总支|党员))"
_BY_OFFICE = r"[局委庭科室处部心站办会联](?:机关)?第?.?(?:党?支部|党小组|党委|党总支|党员)"
"""A quick look for what every such office ends with, and what stands behind it."""
_REASONS = {word: reason for reason, words in WORDS.items() for word in words.split()}
_LEARNING, _PERSONAL = LEARNING, PERSONAL
_KEPT_ELSEWHERE = rf"内容{KEPT_ELSEWHERE}"
_OFFICE_MATTER = rf"(?:{OFFICE_MATTERS})+"
_TALK = r"谈心|[跟和找]我谈|[和跟与同找][^,。]{1,6}[谈聊](?=[,。一过起]|$)|谈话|谈了|聊了|约谈|[跟对和][我咱][讲说](?!好|定)"
_ASKED = r"[?]|什么|怎么|怎样|吗|是不是|能不能|可不可以|如何|哪|几次|几条|多少|谁|没[有?]*$"
_SOMEBODY = rf"{person_matters.PERSON}|{person_matters.LIKELY}|{RELATIVES}|[他她我]|本人|自己|慰问|看望|探望|谈心|谈话|谈了|聊|约谈|请假|请了假|病假|没来|没到|未到|缺|来不了|不能|没参加|未参加|一位|一名|有个|[那这][家户个位]|有人|某|书记|主任|委员|[局处科所队股厅]长|(?:党员|同志|干部|职工|群众)(?:因|患|被|受|的?(?:爱人|家))"
"""Whom a private matter could be about: where nobody is, it is a subject."""
_COMMON = frozenset(COMMON.split())
_TEXTS, _NAMES = ("topic", "place"), ("participants", "leave", "absent", "host", "lecturer", "recorder")
_NAMELESS = frozenset({"candidate", "masses"})
"""Reasons for which the name itself is what must not be kept."""


def _stem_of(word: str) -> str:
    """What it is announced by: its first two characters that harmless messages have none of, or it itself."""
    return next((a + b for a, b in pairwise(word) if a + b not in _COMMON), word)


def _stems_of(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(_stem_of, words))


_WORDS = Rule("word", any_of(_REASONS), _stems_of(_REASONS))
_RELATIVE = Rule("family", rf"(?:{RELATIVES})[^,。;!?\n]{{0,8}}?(?:{TROUBLES})", _stems_of(RELATIVES.split("|")))
_AWAY = Rule(
    "private",
    rf"{person_matters.PERSON}[^,。;!?\n]{{0,6}}?(?:{AILING})[^,。;!?\n]{{0,8}}?(?:{AWAY})",
    _stems_of(AWAY.split("|")),
)
_TALKED = rule(
    "talk_content",
    rf"{TALKED}|(?:{LABELS})[:是为了]*(?!(?:{OFFICE_MATTERS})*(?:[,。;!\n]|$))",
    TALKED_STEMS,
)
_HARMLESS = Rule("harmless", _LOOKS_PRIVATE, _stems_of(HARMLESS.split()) | {*HARMLESS_STEMS.split()})
OF_WORDS = (_WORDS, _RELATIVE, _AWAY, _TALKED, _HARMLESS)
_WORD_STEMS = _WORDS.stems | _RELATIVE.stems | _AWAY.stems
_TALK_STEMS = frozenset({"谈", "聊", "我讲", "我说", "咱讲", "咱说"})
_STEMS = (
    _WORD_STEMS
    | person_matters.STEMS
    | private_troubles.STEMS
    | private_forms.STEMS
    | {*map(_stem_of, private_numbers.STEMS), "谈", "聊"}
)


def guard(intent: Intent, text: Normalised) -> tuple[Intent, tuple[Dropped, ...]]:
    """The intent as it is, and what of it must not be kept."""
    plain, readings = text.text, _readings_of(intent)
    signs = signs_in(plain)
    announced, telling = is_announced(plain, signs, readings), not telling_pieces().isdisjoint(signs)
    if not (announced or telling):
        return intent, ()
    bare = without_harmless(plain, signs)
    findings = _find(plain, bare, signs, readings) if announced else []
    if findings or telling:
        findings = [*second_thoughts(bare, findings)]
    if not findings:
        return intent, ()
    pieces = [piece for reading in readings for piece in _pieces_of(reading, plain)]
    return intent, tuple(dict.fromkeys(_dropped(findings, pieces)))


def findings_of(intent: Intent, text: Normalised) -> list[Finding]:
    """What the rules find."""
    signs, readings = signs_in(text.text), _readings_of(intent)
    if not is_announced(text.text, signs, readings):
        return []
    return _find(text.text, without_harmless(text.text, signs), signs, readings)


def signs_in(text: str) -> frozenset[str]:
    """Its pieces that announce anything at all: most messages hold none."""
    return every_sign().intersection(pieces_in(text))


@cache
def every_sign() -> frozenset[str]:
    """All pieces of a text that announce something, or excuse it."""
    return _STEMS | _TALK_STEMS | _TALKED.stems | _HARMLESS.stems | telling_pieces() | private_numbers.STEMS_OF_NUMBERS


def is_announced(text: str, signs: frozenset[str], readings: Collection[Reading] = ()) -> bool:
    """Whether the rules have anything to look for, as in every talk."""
    if not _STEMS.isdisjoint(signs) or compiled(private_numbers.HINT).search(text):
        return True
    return any(reading.kind is ActivityKind.TALK for reading in readings)


def _find(text: str, bare: str, signs: frozenset[str], readings: Collection[Reading]) -> list[Finding]:
    return [*find_numbers(text, signs), *_find_matters(text, bare, signs, readings)]


def _readings_of(intent: Intent) -> tuple[Reading, ...]:
    match intent:
        case RecordActivities(readings=readings) | RecordTalks(readings=readings) | Unclear(readings=readings):
            return readings
        case Correct(changes=changes):
            return (changes,)
        case _:
            return ()


def _find_matters(text: str, bare: str, signs: frozenset[str], readings: Collection[Reading]) -> Iterator[Finding]:
    talks = [reading for reading in readings if reading.kind is ActivityKind.TALK]
    words, matters = not _WORD_STEMS.isdisjoint(signs), not person_matters.STEMS.isdisjoint(signs)
    troubles, forms = not private_troubles.STEMS.isdisjoint(signs), not private_forms.STEMS.isdisjoint(signs)
    talked = talks or (not _TALK_STEMS.isdisjoint(signs) and compiled(_TALK).search(text))
    if not (words or matters or troubles or forms or talked):
        return
    said = Announced(text, bare, signs)
    found = [*_find_words(said)] if words else []
    found += find_troubles(said) if troubles else ()
    asked = _is_asked(text, readings)
    found += find_person_matters(said) if matters and not asked else ()
    yield from _told_of_somebody(text, found, asked=asked)
    yield from find_forms(said) if forms else ()
    if talks or (talked and compiled(_TALK).search(bare) and _is_told(bare)):
        yield from ((_TALKED.reason, *found.span()) for found in said.found(_TALKED))
    if not compiled(_KEPT_ELSEWHERE).search(text) and any(
        reading.topic and not compiled(_OFFICE_MATTER).fullmatch(normalise(reading.topic).text) for reading in talks
    ):
        yield "talk_content", len(text), len(text)


def without_harmless(text: str, signs: frozenset[str]) -> str:
    """The text with blanks for titles, phrases that only look private, and offices."""
    bare = without_titles(text)
    for found in Announced(text, bare, signs).found(_HARMLESS):
        bare = f"{bare[: found.start()]}{_blank(found)}{bare[found.end() :]}"
    return compiled(_OFFICE).sub(_blank, bare) if compiled(_BY_OFFICE).search(bare) else bare


def _find_words(said: Announced) -> Iterator[Finding]:
    found = [(_REASONS[found[0]], *found.span()) for found in said.found(_WORDS)]
    found += [(told.reason, *found.span()) for told in (_RELATIVE, _AWAY) for found in said.found(told)]
    return iter(found if found and compiled(_SOMEBODY).search(said.text) else ())


def _blank(found: re.Match[str]) -> str:
    return BLANK * len(found[0])


def _is_asked(text: str, readings: Collection[Reading]) -> bool:
    return not readings and compiled(_ASKED).search(text) is not None


def _told_of_somebody(text: str, findings: Sequence[Finding], *, asked: bool) -> Iterator[Finding]:
    """What stands neither in a clause that teaches nor, where questions count, in one that asks."""
    if not findings:
        return
    clauses = [*clauses_in(text)]
    found = [bisect_right(clauses, (start, len(text))) - 1 for _, start, _ in findings]
    taught = {at: _is_taught(text, *clauses[at], asked=asked) for at in {*found} if at >= 0}
    yield from (finding for finding, at in zip(findings, found, strict=True) if not taught.get(at))


def _is_told(text: str) -> bool:
    """Whether nothing is asked, or somebody is called by his name in passing."""
    return compiled(_ASKED).search(text) is None or compiled(person_matters.CALLED).search(text) is not None


def _asks_of_nobody(text: str, start: int, end: int) -> bool:
    if compiled(_ASKED).search(text, start, end + 1) is None:
        return False
    return compiled(person_matters.CALLED).search(text, start, end) is None


def _is_taught(text: str, start: int, end: int, *, asked: bool) -> bool:
    clause = text[start:end]
    if compiled(_LEARNING).search(clause) and not compiled(_PERSONAL).search(clause):
        return True
    return asked and _asks_of_nobody(text, start, end)


def _pieces_of(reading: Reading, text: str) -> Iterator[Piece]:
    """Where the fields of a reading stand in the text; a topic with its whole clause, as it is often a part of more."""
    for name in (*_TEXTS, *_NAMES):
        value = getattr(reading, name)
        for each in (value,) if isinstance(value, str) else value or ():
            piece = normalise(each).text
            start = text.find(piece)
            if start >= 0:
                end = start + len(piece)
                whole = name == "topic" and not piece.startswith("《")
                yield (name, *(_clause_around(start, end, text) if whole else (start, end)))
    if reading.amount is not None and (found := re.search(rf"(?<![\d.]){reading.amount.normalize():f}(?![\d])", text)):
        yield "amount", *found.span()
    if reading.kind is ActivityKind.TALK and reading.topic:
        yield "topic", 0, len(text) + 1


def _clause_around(start: int, end: int, text: str) -> tuple[int, int]:
    first = max(text.rfind(mark, 0, start) for mark in CLAUSE_ENDS) + 1
    last = min((at for mark in CLAUSE_ENDS if (at := text.find(mark, end)) >= 0), default=len(text))
    around = [clause for clause in clauses_in(text[:last], first) if clause[0] < end and start < clause[1]]
    return (around[0][0], around[-1][1]) if around else (start, end)


def _dropped(findings: Iterable[Finding], pieces: Iterable[Piece]) -> Iterator[Dropped]:
    pieces = sorted(pieces, key=_START)
    if not pieces:
        yield from (Dropped(field="text", reason=reason) for reason in dict.fromkeys(found[0] for found in findings))
        return
    ends = [*accumulate((end for _, _, end in pieces), max)]
    for reason, start, end in findings:
        near = pieces[bisect_left(ends, start) : bisect_right(pieces, max(end, start + 1), key=_START)]
        carriers = {name for name, first, last in near if _carries(name, reason, (start, end), (first, last))}
        for name in sorted(carriers) or ("text",):
            yield Dropped(field=name, reason=reason)


def _carries(name: str, reason: str, found: Span, piece: Span) -> bool:
    """Names are dropped where they are the matter itself, not where they only stand beside it; sums beside a person."""
    if name == "amount":
        return reason == "money" and found[0] <= piece[0] and piece[1] <= found[1]
    if name in _NAMES and reason not in _NAMELESS:
        return piece[0] <= found[0] and found[1] <= piece[1]
    return found[0] < piece[1] and piece[0] < max(found[1], found[0] + 1)
