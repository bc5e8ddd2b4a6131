"""Labelled forms, in any order and with any punctuation.

field := label : value            label := [活动 | 会议 | …] core [人数 | 人员 | 党员 | …]
value := everything up to the end of the line, a ; or the next label
"""

from handlers.grammar.lexicon.kinds import Force, KindWord
from handlers.grammar.lexicon.labels import BEGINNINGS, LONGEST, Field, exact_label, label_of
from handlers.grammar.lexicon.lexeme import EDGES, SEPARATORS, Lexeme, Lexemes, Tag, TagName, tag_at, text_at
from handlers.grammar.lexicon.phrases import CountPhrase
from handlers.grammar.people.attendance import read_attendance
from handlers.grammar.people.places import read_place


def may_be_form(tags: frozenset[TagName], texts: frozenset[str]) -> bool:
    """A quick look: whether anything in a text could end a label."""
    return not (_MARKS.isdisjoint(tags) and _BARS.isdisjoint(texts))


def read_label(lexemes: Lexemes, at: int) -> tuple[Field, int] | None:
    """A label that starts here, and where its value does."""
    if lexemes[at].text[0] not in BEGINNINGS:
        return None
    text = ""
    for here in range(at, min(at + _MOST_PIECES, len(lexemes))):
        mark = lexemes[here]
        may_end = mark.tag in _MAY_END or mark.text in _BARS or (here == at + 1 and text in _SPOKEN)
        if text and may_end and (field := _ended_by(lexemes, at, here, text)):
            return field
        if mark.tag in _NOT_IN_LABELS or len(text) > LONGEST:
            return None
        text += mark.text
    return None


def _ended_by(lexemes: Lexemes, at: int, here: int, text: str) -> tuple[Field, int] | None:
    """The label before a mark that ends labels: a colon, a table's bar, 【, or blanks behind one that stands first."""
    mark = lexemes[here]
    if mark.tag is Tag.COLON and not _is_clock(lexemes, here):
        field = _of_whole_words(lexemes, at, label_of(text))
        told_apart = field is Field.TOPIC and is_told_apart(lexemes, here + 1)
        itself = field is Field.KIND and exact_label(text) is None and _is_kind(lexemes[at])  # 党日活动:植树
        field = None if told_apart or itself else field
    elif (
        mark.text in _BARS
        or (mark.text == "]" and text_at(lexemes, at - 1) == "[")
        or (mark.tag is Tag.SPACE and _begins_line(lexemes, at) and not _is_kind(lexemes[at]))
    ):
        field = _exact_or_bare(text)
        here = _last_blank(lexemes, here)
    elif (
        lexemes[at].tag is Tag.LABEL
        and here == at + 1
        and text in _SPOKEN
        and _may_follow(mark)
        and _may_precede(lexemes, at)
    ):
        return _SPOKEN[text], here + (mark.text in _LINKS)
    else:
        return None
    return (field, here + 1) if field and here + 1 < len(lexemes) else None


def _is_kind(lexeme: Lexeme) -> bool:
    """组织生活会 2月25日: a kind that begins a line is no label, whatever label it begins like."""
    return isinstance(lexeme.value, KindWord) and lexeme.value.force is Force.FIRM


def is_told_apart(lexemes: Lexemes, at: int) -> bool:
    """学习:8月20日, …; 活动:周一支委会; 学习:一组7人: tells when or who, not what."""
    tags = [lexeme.tag for lexeme in lexemes[at : at + 4]]
    dated = tags[:3] in ([Tag.NUMBER, Tag.MONTH_UNIT, Tag.NUMBER], [Tag.NUMBER, Tag.DOT, Tag.NUMBER])
    dated = dated or tag_at(lexemes, at) in {Tag.WEEKDAY, Tag.DAY, Tag.WEEK}
    return dated or tags == [Tag.NUMBER, Tag.UNIT, Tag.NUMBER, Tag.HEADS]


def _of_whole_words(lexemes: Lexemes, at: int, field: Field | None) -> Field | None:
    """No note begins within a name: 一支部: says who reports."""
    return None if field is Field.NOTE and at > 0 and lexemes[at - 1].tag is Tag.NUMBER else field


def _exact_or_bare(text: str) -> Field | None:
    field = label_of(text)
    return field if field is not Field.NOTE else None


def _last_blank(lexemes: Lexemes, at: int) -> int:
    while at + 1 < len(lexemes) and lexemes[at + 1].tag is Tag.SPACE:
        at += 1
    return at


def _begins_line(lexemes: Lexemes, at: int) -> bool:
    return (at == 0 or lexemes[at - 1].tag is Tag.NEWLINE) and any(lexeme.tag is Tag.NEWLINE for lexeme in lexemes)


def _may_follow(lexeme: Lexeme) -> bool:
    if lexeme.text in _LINKS:
        return True
    return lexeme.tag not in _NEVER_SPOKEN and lexeme.text not in {"的", "都", "有误", "也", "就", "已"}


def _may_precede(lexemes: Lexemes, at: int) -> bool:
    """Nothing that the word would belong to: 医德医风主题党课 has no label."""
    return at == 0 or lexemes[at - 1].tag not in {Tag.OTHER, Tag.THING, Tag.QUOTED, Tag.CONTENT}


def _is_clock(lexemes: Lexemes, at: int) -> bool:
    return lexemes[at - 1].tag is Tag.NUMBER and at + 1 < len(lexemes) and lexemes[at + 1].tag is Tag.NUMBER


def end_of_value(lexemes: Lexemes, at: int, field: Field) -> int:
    """Where the value that starts here ends: at the line's end, a stop, before another label or what is no value."""
    if lexemes[at - 1].text == "[":
        return next((here for here in range(at, len(lexemes)) if lexemes[here].text == "]"), len(lexemes))
    headed = lexemes[at - 1].text == "]"
    spoken = not headed and lexemes[at - 1].tag is not Tag.COLON and lexemes[at - 1].text != "|"
    for here in range(at, len(lexemes)):
        mark = lexemes[here]
        if headed and mark.text == "[":
            return here
        if mark.tag is Tag.NEWLINE or mark.text in _ENDS:
            if not (field is Field.TOPIC and _enumerates(lexemes, here + 1)):
                return here
        elif (here > at and (mark.text == "|" or _label_behind(lexemes, here) or _turns(lexemes, here, field))) or (
            here > at
            and spoken
            and (mark.tag in SEPARATORS | {Tag.FINAL} or _counts(lexemes, here) or _leaves(lexemes, here, field))
            and not (field in _PEOPLE and _parts_names(lexemes, here))
        ):
            return here
    return len(lexemes)


def _leaves(lexemes: Lexemes, here: int, field: Field) -> bool:
    """地点图书室主讲翁虹, 地点活动室十四点开: behind a place that is said, who did what there, or when."""
    if field is not Field.PLACE:
        return False
    hour = lexemes[here].tag is Tag.NUMBER and tag_at(lexemes, here + 1) is Tag.HOUR_UNIT
    return hour or lexemes[here].tag in _TURNS or _tells_presence(lexemes, here)


def _parts_names(lexemes: Lexemes, here: int) -> bool:
    """The blanks of a line 请假 葛优 冯巩."""
    beside = tag_at(lexemes, here - 1) in _NAMES and tag_at(lexemes, here + 1) in _NAMES
    return lexemes[here].tag is Tag.SPACE and beside and tag_at(lexemes, here + 2) in {Tag.SPACE, Tag.NEWLINE, None}


def _turns(lexemes: Lexemes, here: int, field: Field) -> bool:
    """Whether what stands behind a comma or a blank tells something else."""
    if lexemes[here].tag not in {Tag.COMMA, Tag.SPACE} or here + 1 >= len(lexemes):
        return False
    if field is Field.PLACE and lexemes[here].tag is Tag.COMMA:
        return True
    if field is Field.TOPIC and (place := read_place(lexemes, here + 1)) and place.rule == "place:bare":
        return True
    return (
        _tells_presence(lexemes, here + 1)
        or lexemes[here + 1].tag in _TURNS
        or _counts(lexemes, here + 1)
        or _dates(lexemes, here + 1)
        or _names_somebody(lexemes, here + 1)
    )


def _names_somebody(lexemes: Lexemes, at: int) -> bool:
    """书记主持, 小鲁记录: a name or a title, and nothing but what he did."""
    end = at
    while end < min(at + _FEW, len(lexemes)) and tag_at(lexemes, end + 1) not in EDGES:
        end += 1
    return at < end and tag_at(lexemes, end) in _TURNS and all(x.tag in _CALLED for x in lexemes[at:end])


def _tells_presence(lexemes: Lexemes, at: int) -> bool:
    return lexemes[at].tag is Tag.PRESENT and any(isinstance(p, CountPhrase) for p in read_attendance(lexemes, at))


def _dates(lexemes: Lexemes, here: int) -> bool:
    month = lexemes[here].tag is Tag.NUMBER and here + 1 < len(lexemes) and lexemes[here + 1].tag is Tag.MONTH_UNIT
    return month or lexemes[here].tag in {Tag.DAY, Tag.WEEK, Tag.WEEKDAY}


def _counts(lexemes: Lexemes, here: int) -> bool:
    return lexemes[here].tag is Tag.NUMBER and bool(read_attendance(lexemes, here))


def _enumerates(lexemes: Lexemes, at: int) -> bool:
    """The next item of a numbered list, as 2. and its text."""
    return (
        at + 1 < len(lexemes)
        and lexemes[at].tag is Tag.NUMBER
        and lexemes[at + 1].tag in {Tag.DOT, Tag.PAUSE, Tag.CLOSE}
    )


def _label_behind(lexemes: Lexemes, here: int) -> bool:
    """Whether another label starts at this mark or right here."""
    if lexemes[here].tag in {Tag.COMMA, Tag.SPACE}:
        return here + 1 < len(lexemes) and read_label(lexemes, here + 1) is not None
    return (
        lexemes[here].tag in _FIRM_LABELS
        and lexemes[here - 1].tag not in {Tag.COMMA, Tag.SPACE}
        and _has_colon(lexemes, here)
    )


def _has_colon(lexemes: Lexemes, at: int) -> bool:
    return at + 1 < len(lexemes) and lexemes[at + 1].tag is Tag.COLON and read_label(lexemes, at) is not None


_TURNS = frozenset({Tag.EXPECTED, Tag.HOST, Tag.RECORDER, Tag.LECTURER, Tag.NOBODY, Tag.LEAVE, Tag.ABSENT})
_NAMES = frozenset({Tag.OTHER, Tag.NAME})
_CALLED, _FEW = _NAMES | {Tag.TITLE}, 3
_PEOPLE = frozenset({Field.LEAVE, Field.ABSENT, Field.PARTICIPANTS})
_MOST_PIECES = 9
_MARKS = frozenset({Tag.COLON, Tag.NEWLINE, Tag.LABEL})
_MAY_END = frozenset({Tag.COLON, Tag.SPACE, Tag.CLOSE})
_BARS = frozenset({"|", "["})
_ENDS = frozenset({";", "。"})
_LINKS = frozenset({"是", "为", "在", " ", "就在", "叫"})
_SPOKEN = {
    "地点": Field.PLACE, "主题": Field.TOPIC, "议题": Field.TOPIC, "题目": Field.TOPIC, "内容": Field.TOPIC,
    "谈话人": Field.TALKER, "谈话对象": Field.PARTICIPANTS, "谈心对象": Field.PARTICIPANTS, "约谈对象": Field.PARTICIPANTS,
    "与谈人": Field.PARTICIPANTS, "对象": Field.PARTICIPANTS,
}  # fmt: skip
"""Labels that people say without a colon: 地点党员之家."""
_NEVER_SPOKEN = frozenset(
    {
        Tag.COLON,
        Tag.COMMA,
        Tag.STOP,
        Tag.NEWLINE,
        Tag.QUESTION_MARK,
        Tag.NOT,
        Tag.ASKING,
        Tag.CHANGE,
        Tag.WRONG,
        Tag.FUTURE,
        Tag.DASH,
        Tag.CLOSE,
        Tag.PAUSE,
        Tag.LABEL,
        Tag.ARTEFACT,
        Tag.LEDGER,
        Tag.PERFECT,
    }
)
_NOT_IN_LABELS = frozenset({Tag.COMMA, Tag.STOP, Tag.NEWLINE, Tag.QUESTION_MARK, Tag.QUOTED, Tag.SPACE, Tag.COLON})
_FIRM_LABELS = frozenset(
    {Tag.LABEL, Tag.HOST, Tag.RECORDER, Tag.LECTURER, Tag.EXPECTED, Tag.PRESENT, Tag.LEAVE, Tag.ABSENT}
)
