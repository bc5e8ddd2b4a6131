"""What it was about.

topic := CONTENT words | KIND [了 | :] words | QUOTED
words := everything up to a mark, a word of doing that is done, a day, or a phrase of attendance, roles or place
"""

from collections.abc import Mapping

from handlers.grammar.fields.words import past_announced
from handlers.grammar.lexicon.kinds import KindWord
from handlers.grammar.lexicon.lexeme import EDGES, SEPARATORS, Lexeme, Lexemes, Tag, tag_at, text_at
from handlers.grammar.lexicon.mood_words import SOFT
from handlers.grammar.lexicon.persons import is_personal, raw
from handlers.grammar.lexicon.phrases import NamesPhrase, TopicPhrase
from handlers.grammar.people.attendance import read_attendance
from handlers.grammar.people.places import read_place
from schedules.ledger.activity import ActivityKind

_STOPS = frozenset(
    {Tag.COMMA, Tag.STOP, Tag.QUESTION_MARK, Tag.NEWLINE, Tag.EXPECTED, Tag.LEAVE, Tag.ABSENT, Tag.NOBODY, Tag.HOST, Tag.RECORDER, Tag.LECTURER}
    | {Tag.CANCELLED, Tag.COUNTED, Tag.TOTAL, Tag.FINAL, Tag.EVERYBODY, Tag.DAY, Tag.WEEKDAY, Tag.WEEK, Tag.LABEL, Tag.ALSO}
)  # fmt: skip
_SUBSTANCE = frozenset(
    {
        Tag.OTHER,
        Tag.THING,
        Tag.QUOTED,
        Tag.KIND,
        Tag.LATIN,
        Tag.CONTENT,
        Tag.ARTEFACT,
        Tag.FESTIVAL,
        Tag.NUMBER,
        Tag.LEDGER,
        Tag.PLACE,
        Tag.PEOPLE,
        Tag.TITLE,
    }
)
_BEHIND_OFFICES = SEPARATORS | {Tag.FINAL, Tag.PERFECT}
_FRAMES = frozenset({"围绕", "关于"})
_GENERIC = frozenset({
    "学习", "学习了", "学了", "学的", "学", "研讨", "研讨了", "交流", "交流了", "讨论", "讨论了", "自学", "观看", "参观", "总结", "汇报", "上报", "报送", "集中学", "交流发言", "学完",
})  # fmt: skip
_EDGES = frozenset({*"了的是过:,。、;以为 \"'里那", "一下", "的是", "那个", "这个", "进行", "一次", "了一次"})
_HANDED_OVER = (
    "已交",
    "已送",
    "交上",
    "送上",
    "送交",
    "报上去",
    "报给",
    "交给",
    "报工委",
    "报机关",
    "报市",
    "报县",
    "报区",
    "报局",
    "报党",
    "报上级",
    "报组织",
    "报宣传",
    "报纪委",
    "已报",
)
"""Words of handing in behind which stands who got it, not what it was."""
_POINTING = frozenset({"那个", "这个"})
_AFFAIRS = frozenset({"事", "事情", "事宜", "问题"})
_OFFICES = ("委", "党组", "总支", "支部", "部", "科", "办", "处", "局", "室", "厅")
_PAPERS = ("总结", "报告", "材料", "表", "名单", "情况", "计划", "心得", "信息", "方案", "清单", "台账")
_LONGEST_OFFICE, _LONGEST_FRAMED = 8, 12
_FRAMING = frozenset({"就", "对", "针对"})
_ASKS = frozenset({"吗", "了吗", "了没", "了没有", "么", "是不是", "算不算", "够不够", "行不行"})
_BEGINS, _LEADS = frozenset({Tag.QUOTED, Tag.CONTENT}), frozenset({Tag.KIND, Tag.LECTURER})
_TEACHING = frozenset({"讲", "讲了", "讲授", "讲授了", "宣讲"})
_TAUGHT = ("学了", "读了", "讲了", "讲授了")
_TELLING = frozenset({"讲", "讲的", "讲授", "讲授的", "主讲", "宣讲"})
"""How verbs of teaching end behind which stands what was taught: 领学了党章."""
_DECIDING = ("研究", "讨论", "审议", "表决", "通过", "接收", "吸收", "确定", "票决", "推荐", "议")
_LEARNING = ("学习", "研讨", "讨论", "培训", "观看", "教育")


def may_be_topic(lexemes: Lexemes, at: int) -> bool:
    """A quick look: whether a piece, or the one before it, could begin a topic."""
    return (at > 0 and lexemes[at - 1].tag in _LEADS) or lexemes[at].tag in _BEGINS or lexemes[at].text in _TEACHING


def read_topic(lexemes: Lexemes, at: int, taken: Mapping[int, NamesPhrase]) -> TopicPhrase | None:
    """A topic that starts here."""
    lexeme = lexemes[at]
    if lexeme.tag is Tag.QUOTED and isinstance(lexeme.value, str) and len(lexeme.value) > 1:
        return TopicPhrase(at=at, end=at + 1, rule="topic:quoted", span=(lexeme.start + 1, lexeme.end - 1), weight=2)
    if lexeme.tag is Tag.CONTENT or (lexeme.text in _TEACHING and tag_at(lexemes, at + 1) in _SUBSTANCE - {Tag.KIND}):
        return _behind_verb(lexemes, at, taken)
    told = text_at(lexemes, at - 1) in _TELLING and lexeme.tag in {Tag.OTHER, Tag.THING} and len(lexeme.text) > 1
    taught = told or (tag_at(lexemes, at - 1) is Tag.LECTURER and lexemes[at - 1].text.endswith(_TAUGHT))
    if taught and lexeme.tag in _SUBSTANCE - {Tag.KIND, Tag.NUMBER, Tag.PEOPLE, Tag.TITLE, Tag.PLACE}:
        return _behind_kind(lexemes, at, taken)
    if tag_at(lexemes, at - 1) is Tag.KIND and tag_at(lexemes, at) is not Tag.NUMBER and _opens(lexemes, at):
        return _behind_kind(lexemes, at, taken)
    return None


def _behind_verb(lexemes: Lexemes, at: int, taken: Mapping[int, NamesPhrase]) -> TopicPhrase | None:
    lexeme = lexemes[at]
    if _leads_elsewhere(lexemes, at):
        return None
    end = _end_of_topic(lexemes, at + 1, taken, framed=lexeme.text in _FRAMES)
    span = trim(lexemes, at + 1, end)
    if listed := past_announced(lexemes, at + 1):
        while tag_at(lexemes, end + 1) is Tag.NUMBER and text_at(lexemes, end + 2) == "是":
            end = _end_of_topic(lexemes, end + 3, taken, framed=False)  # 三件事:一是转正,二是党费
        if items := trim(lexemes, listed, end):
            return TopicPhrase(at=at, end=end, rule="topic:verb", span=items, weight=2)
    labelled = lexeme.text.endswith(("是", "为", "叫", "有"))
    if span and text_at(lexemes, at + 1) == "的" and raw(lexemes, at + 2, end) in _AFFAIRS:
        span = (lexeme.start, span[1])  # 转正的事
    if span is None and (framed := _framed_before(lexemes, at)):
        return TopicPhrase(at=at, end=at + 1, rule="topic:framed", span=framed)
    if span is None:
        if lexeme.text in _GENERIC or labelled or len(lexeme.text) == 1:
            return None
        start = lexemes[at - 1].start if tag_at(lexemes, at - 1) in {Tag.OTHER, Tag.THING} else lexeme.start
        return TopicPhrase(at=at, end=at + 1, rule="topic:verb", span=(start, lexeme.end))
    if (
        not labelled
        and len(lexeme.text) > 1
        and lexeme.text[-1] not in "了的"
        and span[0] == lexeme.end
        and lexeme.text not in _FRAMES
    ):
        span = (lexeme.start, span[1])
    return TopicPhrase(at=at, end=end, rule="topic:verb", span=span, weight=1 + labelled)


def _leads_elsewhere(lexemes: Lexemes, at: int) -> bool:
    """Whether something else than what it was about stands behind a verb: who got it, whom one met then."""
    lexeme = lexemes[at]
    if lexeme.text == "学" and tag_at(lexemes, at - 1) in {Tag.OTHER, Tag.THING}:
        return True
    if _reports(lexeme) and (lexeme.text.startswith(_HANDED_OVER) or _names_office(lexemes, at + 1)):
        return True
    return lexeme.text.endswith("完") and _goes_on_with(lexemes, at + 1)


def _framed_before(lexemes: Lexemes, at: int) -> tuple[int, int] | None:
    """会上就发展计划进行了研究: what stands between 就 and the verb."""
    if tag_at(lexemes, at - 1) is not Tag.HOLD:
        return None
    start = at - 1
    while start > max(0, at - _LONGEST_FRAMED) and lexemes[start - 1].tag not in SEPARATORS:
        start -= 1
        if lexemes[start].text in _FRAMING:
            return trim(lexemes, start + 1, at - 1)
    return None


def _names_office(lexemes: Lexemes, at: int) -> bool:
    """报送机关党委: who got it, up to the end of the clause."""
    end = at
    while end < len(lexemes) and lexemes[end].tag not in _BEHIND_OFFICES:
        end += 1
    text = "".join([lexeme.text for lexeme in lexemes[at : min(end, at + _LONGEST_OFFICE)]])
    return text.endswith(_OFFICES) and not any(word in text for word in _PAPERS)


def _goes_on_with(lexemes: Lexemes, at: int) -> bool:
    """学完跟小王谈心: behind what is finished, somebody is met."""
    while at < len(lexemes) and lexemes[at].tag not in SEPARATORS and lexemes[at].tag is not Tag.WITH:
        at += 1
    return tag_at(lexemes, at) is Tag.WITH


def _opens(lexemes: Lexemes, at: int) -> bool:
    """Whether the words behind a kind tell what it was about: 集中学习了 and what follows it."""
    if lexemes[at].tag is Tag.COLON:
        start = at + 1 + (tag_at(lexemes, at + 1) is Tag.SPACE)
        if (
            "谈" in lexemes[at - 1].text
            or "党费" in lexemes[at - 1].text
            or (tag_at(lexemes, start + 1) is Tag.PAUSE and is_personal(lexemes[start].text))
        ):
            return False  # 去党校参加轮训:柏青、晏紫
        return tag_at(lexemes, start) in _SUBSTANCE - {Tag.NUMBER, Tag.PEOPLE, Tag.TITLE, Tag.PLACE}
    learning = lexemes[at - 1].text.endswith(_LEARNING)
    if lexemes[at].text == "了":
        return learning and tag_at(lexemes, at + 1) in _SUBSTANCE - {Tag.NUMBER}
    return learning and lexemes[at].tag in _SUBSTANCE - {Tag.NUMBER, Tag.KIND, Tag.PEOPLE, Tag.TITLE, Tag.PLACE}


def _behind_kind(lexemes: Lexemes, at: int, taken: Mapping[int, NamesPhrase]) -> TopicPhrase | None:
    start = at if lexemes[at].tag in _SUBSTANCE else at + 1
    end = _end_of_topic(lexemes, start, taken, framed=False)
    span = trim(lexemes, start, end)
    return TopicPhrase(at=at, end=end, rule="topic:kind", span=span) if span else None


def _end_of_topic(lexemes: Lexemes, at: int, taken: Mapping[int, NamesPhrase], *, framed: bool) -> int:
    here = at + (tag_at(lexemes, at) is Tag.COLON)
    if tag_at(lexemes, here) is Tag.SPACE and tag_at(lexemes, here + 1) in _SUBSTANCE - {
        Tag.NUMBER,
        Tag.KIND,
        Tag.PEOPLE,
        Tag.TITLE,
        Tag.PLACE,
    }:
        here += 1
    start = here
    while here < len(lexemes) and not _stops(lexemes, here, start, taken, framed=framed):
        here += 1
    return here


def _stops(lexemes: Lexemes, here: int, start: int, taken: Mapping[int, NamesPhrase], *, framed: bool) -> bool:  # noqa: PLR0911 - as many ways to stop
    lexeme = lexemes[here]
    if (
        (lexeme.tag in _STOPS and lexeme.text not in _POINTING and not _is_of_kind(lexemes, here))
        or here in taken
        or lexeme.tag is Tag.SPACE
        or _judges(lexeme)
    ):
        return True
    if lexeme.tag is Tag.CONTENT and (lexeme.text.endswith("了") or _reports(lexeme)):
        return True
    if lexeme.tag is Tag.HOLD:
        return (framed and here > start) or lexeme.value is True
    if lexeme.tag is Tag.FUTURE:
        return lexeme.value in {None, SOFT}
    if framed and lexeme.tag in {Tag.KIND, Tag.CONTENT} and here > start:
        return True
    if (lexeme.tag is Tag.NUMBER and _is_day(lexemes, here)) or (
        (lexeme.tag is Tag.PART or lexeme.text == "从") and _is_hour(lexemes, here + 1)
    ):
        return True
    if lexeme.tag is Tag.NUMBER and _decides(lexemes, here):
        return False
    if lexeme.tag is Tag.NUMBER:
        return (bool(read_attendance(lexemes, here)) and tag_at(lexemes, here - 1) is not Tag.QUOTED) or _is_clock(
            lexemes, here
        )
    if lexeme.tag is Tag.PRESENT:
        return bool(read_attendance(lexemes, here)) or tag_at(lexemes, here + 1) in {
            None,
            Tag.COMMA,
            Tag.STOP,
            Tag.NEWLINE,
        }
    place = read_place(lexemes, here) if lexeme.tag is Tag.AT else None
    return place is not None and place.rule == "place"


def _is_of_kind(lexemes: Lexemes, at: int) -> bool:
    """定了慰问对象: a label at the end of its clause, and what it belongs to before it."""
    ends = lexemes[at].tag is Tag.LABEL and tag_at(lexemes, at + 1) in EDGES
    return ends and tag_at(lexemes, at - 1) is Tag.KIND


def _decides(lexemes: Lexemes, at: int) -> bool:
    """研究两名预备党员转正: whom a verb of deciding is about, not those who were there."""
    verb = text_at(lexemes, at - 1).startswith(_DECIDING)
    return verb and tag_at(lexemes, at + 1) is Tag.HEADS and tag_at(lexemes, at + 2) in {Tag.PEOPLE, Tag.KIND}


def _judges(lexeme: Lexeme) -> bool:
    """合成一条行吗, 学习抓得好: asked or praised, and so no part of a topic."""
    if lexeme.tag is Tag.ASKING:
        return lexeme.text in _ASKS or lexeme.text.endswith(("吗", "么", "不行"))
    return lexeme.tag is Tag.PRAISE and "得" in lexeme.text


def _reports(lexeme: Lexeme) -> bool:
    return isinstance(lexeme.value, KindWord) and lexeme.value.kind is ActivityKind.REPORT


def _is_day(lexemes: Lexemes, at: int) -> bool:
    """5月8日, unless it tells which speech or notice; 9号."""
    if tag_at(lexemes, at + 1) is Tag.DAY_UNIT and text_at(lexemes, at + 1) == "号":
        return tag_at(lexemes, at + 2) not in {Tag.OTHER, Tag.THING, Tag.ARTEFACT}
    day = [tag_at(lexemes, at + step) for step in range(4)] == [Tag.NUMBER, Tag.MONTH_UNIT, Tag.NUMBER, Tag.DAY_UNIT]
    return day and not text_at(lexemes, at + 4).startswith(("讲话", "重要", "通知", "文件", "会议"))


def _is_clock(lexemes: Lexemes, at: int) -> bool:
    return tag_at(lexemes, at + 1) is Tag.COLON and tag_at(lexemes, at + 2) is Tag.NUMBER


def _is_hour(lexemes: Lexemes, at: int) -> bool:
    """The nine of 上午九点 and 从九点."""
    return tag_at(lexemes, at) is Tag.NUMBER and tag_at(lexemes, at + 1) in {Tag.HOUR_UNIT, Tag.COLON}


def trim(lexemes: Lexemes, at: int, end: int) -> tuple[int, int] | None:
    """The span of these lexemes without small words at its edges."""
    while at < end and lexemes[at].text in _EDGES:
        at += 1
    while end > at and (lexemes[end - 1].text in _EDGES or lexemes[end - 1].tag in {Tag.PERFECT, Tag.FINAL}):
        end -= 1
    return (lexemes[at].start, lexemes[end - 1].end) if end > at else None
