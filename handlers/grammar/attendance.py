"""How many were there, who was not.

attendance := label [filling] count | label names | count (PRESENT | COUNTED | LEAVE | ABSENT | OBSERVER) | count
            | (LEAVE | ABSENT) [count] [names] | count (里 | 中) PRESENT count | count EXCEPT | ratio
label      := EXPECTED | PRESENT | COUNTED
count      := NUMBER [余 | 多] [HEADS | 个] [PEOPLE | TITLE]
ratio      := NUMBER / NUMBER
"""

from handlers.grammar.lexeme import SEPARATORS, Lexemes, Tag, number_at, tag_at, text_at
from handlers.grammar.names import read_names
from handlers.grammar.persons import Span, is_trusted
from handlers.grammar.phrases import CountPhrase, NamesPhrase, Phrase, Role

_LABELS = {
    Tag.EXPECTED: Role.EXPECTED,
    Tag.PRESENT: Role.PRESENT,
    Tag.COUNTED: Role.PRESENT,
    Tag.LEAVE: Role.LEAVE,
    Tag.ABSENT: Role.ABSENT,
    Tag.OBSERVER: Role.OBSERVER,
}
_MISSING = frozenset({Tag.LEAVE, Tag.ABSENT, Tag.OBSERVER})
_AWAY = frozenset({Role.LEAVE, Role.ABSENT})
_FILLING = frozenset(
    {
        "为",
        "是",
        "了",
        "有",
        "共",
        "约",
        "的",
        "总",
        "一共",
        "总共",
        "共计",
        "大概",
        "大约",
        "近",
        "仅",
        "就",
        "只",
        "只有",
        "才",
        "也",
        "都",
    }
    | {
        "全部",
        "人数",
        "党员",
        "人",
        ":",
        "计",
        "支委",
        "委员",
        "同志",
        "干部",
        "组员",
        "我们",
        "差不多",
        "应该",
        "总计",
        "了有",
        "全体党员",
    }
)
_BESIDE = frozenset(
    {
        "全部",
        "都",
        "均",
        "全",
        "全体",
        "全员",
        "悉数",
        "一起",
        "共同",
        "全程",
        "按时",
        "准时",
        "了",
        " ",
        "一同",
        "因公",
        "因病",
        "因事",
        "也",
    }
)
_OTHER_UNITS = frozenset(
    {
        Tag.UNIT,
        Tag.MONEY,
        Tag.HOUR_UNIT,
        Tag.SPAN_UNIT,
        Tag.MONTH_UNIT,
        Tag.DAY_UNIT,
        Tag.YEAR_UNIT,
        Tag.MINUTE_UNIT,
        Tag.COLON,
        Tag.HALF,
    }
)
_AFTER_PIECE = SEPARATORS | {
    Tag.PEOPLE, Tag.TITLE, Tag.HEADS, Tag.PRESENT, Tag.COUNTED, Tag.FINAL, Tag.PERFECT, Tag.LEAVE, Tag.ABSENT, Tag.FILLER, Tag.CLOSE, Tag.OPEN,
    Tag.HOST, Tag.ALSO, Tag.EXPECTED, Tag.PAUSE, Tag.EVERYBODY, None,
}  # fmt: skip
_BEFORE_COUNT = SEPARATORS | {Tag.NUMBER, Tag.PRESENT, Tag.ASKING}
_FARTHEST = 16
_MOST = 5000
_FIRM = 3
_BOUNDS = frozenset({Tag.COMMA, Tag.SPACE, Tag.NEWLINE})
_MOST_DIGITS = 2


TELLS_NUMBERS = frozenset({*_LABELS, Tag.NUMBER})


def read_attendance(lexemes: Lexemes, at: int) -> list[Phrase]:
    """The phrases of attendance that start here: a label with its count, its names, or both."""
    tag = lexemes[at].tag
    if tag in {Tag.LEAVE, Tag.ABSENT}:
        return _missing(lexemes, at, _LABELS[tag])
    if tag in _LABELS:
        found = _labelled_count(lexemes, at, _LABELS[tag]) or _participants(lexemes, at)
        return [found] if found else []
    counted = _counted(lexemes, at) if tag is Tag.NUMBER else None
    return [counted] if counted else []


def _labelled_count(lexemes: Lexemes, at: int, role: Role) -> CountPhrase | None:
    value = lexemes[at].value
    number = _count_behind(lexemes, at + 1, far=lexemes[at].tag is Tag.EXPECTED, labelled=value != 1)
    if number is None or (tag_at(lexemes, number[1]) is Tag.REASON and role is Role.PRESENT):
        return None  # 6人参加 1人值班
    if lexemes[at].text.endswith("有") and tag_at(lexemes, number[1]) in _MISSING:
        role = _LABELS[lexemes[number[1]].tag]
    weight = value + 2 if isinstance(value, int) else _FIRM
    return CountPhrase(at=at, end=number[1], rule=f"label:{role}", role=role, number=number[0], weight=weight)


def _count_behind(lexemes: Lexemes, at: int, *, far: bool, labelled: bool = True) -> tuple[int, int] | None:
    """A count behind its label: past small words, for 应到 past any words of its clause (有选举权的党员二十八名)."""
    while text_at(lexemes, at) in _FILLING or tag_at(lexemes, at) is Tag.SPACE:
        at += 1
    last = min(at + _FARTHEST, len(lexemes)) if far else at
    while at < last and lexemes[at].tag not in _BEFORE_COUNT:
        at += 1
    return read_count(lexemes, at, labelled=labelled)


def _participants(lexemes: Lexemes, at: int) -> NamesPhrase | None:
    """参训 刘洋、赵敏; 参加的人是欧阳春."""
    if lexemes[at].tag is not Tag.PRESENT or (lexemes[at].text == "到" and tag_at(lexemes, at - 1) is Tag.OTHER):
        return None  # 聊到, 说到: what is spoken of
    names_at = at + 1
    while text_at(lexemes, names_at) in {"的", "人", "是", "有", "为", ":", "人员", "了"}:
        names_at += 1
    spans, end = read_names(lexemes, names_at, spaced=True)
    alone = tag_at(lexemes, end) in {*SEPARATORS, None}
    said = names_at > at + 1 or tag_at(lexemes, names_at) is Tag.SPACE
    if not spans or not alone or (len(spans) == 1 and not said):
        return None
    return NamesPhrase(at=at, end=end, rule="names:participant", role=Role.PARTICIPANT, spans=spans)


def read_count(lexemes: Lexemes, at: int, *, labelled: bool = False) -> tuple[int, int] | None:
    """A number of people, its unit and the word for them included where they are there."""
    number = number_at(lexemes, at)
    if number is None or number > _MOST or _is_of_other_things(lexemes, at + 1, labelled=labelled):
        return None
    end = at + 1
    while tag_at(lexemes, end) in {Tag.HEADS, Tag.PEOPLE} or text_at(lexemes, end) in {"余", "多", "个", "委员", "来"}:
        end += 1
    return number, end


def _is_of_other_things(lexemes: Lexemes, at: int, *, labelled: bool) -> bool:
    unit = text_at(lexemes, at)
    if unit == "个":
        return not labelled and tag_at(lexemes, at + 1) not in _AFTER_PIECE
    if unit == "人次" or (tag_at(lexemes, at) in {Tag.DOT, Tag.SLASH} and number_at(lexemes, at + 1) is not None):
        return True
    if tag_at(lexemes, at) is Tag.COLON:
        return not labelled or tag_at(lexemes, at + 1) is Tag.NUMBER
    return tag_at(lexemes, at) in _OTHER_UNITS


def _counted(lexemes: Lexemes, at: int) -> CountPhrase | None:
    """A count, and what the words behind it say of them."""
    if text_at(lexemes, at - 1) in {"第", "."}:
        return None
    found = read_count(lexemes, at)
    if found is None:
        return None
    number, end = found
    if text_at(lexemes, end) in {"里", "中"} and tag_at(lexemes, end + 1) in {Tag.PRESENT, Tag.LEAVE, Tag.ABSENT}:
        return CountPhrase(at=at, end=end, rule="count:expected", role=Role.EXPECTED, number=number)
    if tag_at(lexemes, end) is Tag.EXCEPT:
        return CountPhrase(at=at, end=end, rule="count:all", role=Role.EXPECTED, number=number)
    role, behind = _role_behind(lexemes, end)
    total = tag_at(lexemes, at - 1) in {Tag.TOTAL, Tag.EVERYBODY} or text_at(lexemes, at - 2) in {"一共", "总共", "共"}
    alone = end == at + 1 and role is Role.BARE and not total
    if alone and not _is_alone(lexemes, at):
        return None
    weight = 0 if alone else 1 + (role is not Role.BARE or total)
    return CountPhrase(at=at, end=behind, rule=f"count:{role}", role=role, number=number, weight=weight)


def _is_alone(lexemes: Lexemes, at: int) -> bool:
    """A number of one or two digits with a clause of its own: 主讲艾琳,25."""
    text = lexemes[at].text
    bounded = tag_at(lexemes, at - 1) in _BOUNDS and tag_at(lexemes, at + 1) in {*_BOUNDS, Tag.STOP, None}
    return bounded and text.isascii() and len(text) <= _MOST_DIGITS and text[0] != "0"


def _role_behind(lexemes: Lexemes, at: int) -> tuple[Role, int]:
    """The role that the word behind a count gives it, unless that word has a count or names of its own."""
    behind = at
    while text_at(lexemes, behind) in _BESIDE:
        behind += 1
    role = _LABELS.get(lexemes[behind].tag) if behind < len(lexemes) and not _goes(lexemes, behind) else None
    if role is None or _has_own_count(lexemes, behind):
        return Role.BARE, at
    if role in _AWAY and behind > at and tag_at(lexemes, behind - 1) is Tag.SPACE:
        return Role.BARE, at
    return role, behind + 1


def _has_own_count(lexemes: Lexemes, at: int) -> bool:
    """Whether a word has a count behind it that no further word claims (4人到会1人请假, 24应到22实到)."""
    own = _count_behind(lexemes, at + 1, far=False)
    if own is None or tag_at(lexemes, own[1]) in _MISSING | {Tag.REASON}:
        return False
    return tag_at(lexemes, own[1]) not in _LABELS or _count_behind(lexemes, own[1] + 1, far=False) is not None


def _goes(lexemes: Lexemes, at: int) -> bool:
    """18人 去的茶山村: the word leads to a place."""
    return text_at(lexemes, at) in {"去的", "去了", "去", "来的"} and tag_at(lexemes, at + 1) in {
        Tag.OTHER,
        Tag.PLACE,
        Tag.THING,
    }


def _missing(lexemes: Lexemes, at: int, role: Role) -> list[Phrase]:
    """请假3人:张三、李四, 缺席:无."""
    if one_by_one := _each_named(lexemes, at + 1):
        spans, end = one_by_one
        return [NamesPhrase(at=at, end=end, rule=f"names:{role}", role=role, spans=spans)]
    found = _count_behind(lexemes, at + 1, far=False)
    end = found[1] if found else at + 1
    phrases: list[Phrase] = []
    if found:
        phrases.append(CountPhrase(at=at, end=end, rule=f"label:{role}", role=role, number=found[0], weight=_FIRM))
    names_at = _into_names(lexemes, end)
    spans, names_end = read_names(lexemes, names_at, spaced=True) if names_at is not None else ((), end)
    if each := _each_named(lexemes, end):
        spans, names_end = each
    introduced = found is not None or any(lexeme.tag is Tag.COLON for lexeme in lexemes[at:names_at])
    if spans and (introduced or len(spans) > 1 or is_trusted(lexemes, spans[0])):
        phrases.append(NamesPhrase(at=at, end=names_end, rule=f"names:{role}", role=role, spans=spans))
    return phrases


def _each_named(lexemes: Lexemes, at: int) -> tuple[tuple[Span, ...], int] | None:
    """一个是小侯一个是钱姐: each behind a count of one."""
    found: list[Span] = []
    at += tag_at(lexemes, at) in {Tag.COMMA, Tag.COLON, Tag.SPACE}
    while number_at(lexemes, at) == 1 and text_at(lexemes, at + 2) in {"是", "叫"}:
        spans, end = read_names(lexemes, at + 3)
        if not spans:
            break
        found.append(spans[0])
        at = end + (tag_at(lexemes, end) in {Tag.COMMA, Tag.PAUSE, Tag.SPACE})
    return (tuple(found), at) if len(found) > 1 else None


def _into_names(lexemes: Lexemes, at: int) -> int | None:
    """Past the marks between a count and its names."""
    while tag_at(lexemes, at) in {Tag.COLON, Tag.OPEN, Tag.SPACE, Tag.DASH} or text_at(lexemes, at) in _LINKS:
        at += 1
    if tag_at(lexemes, at) in {Tag.NOT, Tag.NOBODY, Tag.COMMA, Tag.STOP, Tag.NEWLINE, Tag.CLOSE, None}:
        return None
    return at


_LINKS = frozenset({"的", "是", "有", "了", "分别是", "为", "叫", "还有", "一个叫", "名单", "人员", "分别为"})
