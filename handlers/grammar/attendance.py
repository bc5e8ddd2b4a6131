"""How many were there, who was not.

attendance := EXPECTED [:] count | PRESENT [:] count | count [PEOPLE] (PRESENT | COUNTED | LEAVE | ABSENT | OBSERVER)
            | TOTAL count | ratio | count | (LEAVE | ABSENT) [:] [count] [:] [names] | names [REASON …] (LEAVE | ABSENT)
count      := [共 | 约] NUMBER [余 | 多] [HEADS] [PEOPLE]
ratio      := NUMBER / NUMBER
"""

from collections.abc import Iterator

from handlers.grammar.dates import tag_at
from handlers.grammar.lexeme import Lexemes, Tag
from handlers.grammar.names import read_names
from handlers.grammar.phrases import CountPhrase, NamesPhrase, Phrase, Role

_LABELS = {
    Tag.EXPECTED: Role.EXPECTED,
    Tag.PRESENT: Role.PRESENT,
    Tag.LEAVE: Role.LEAVE,
    Tag.ABSENT: Role.ABSENT,
    Tag.OBSERVER: Role.OBSERVER,
}
_AFTER = {
    Tag.EXPECTED: Role.EXPECTED,
    Tag.PRESENT: Role.PRESENT,
    Tag.COUNTED: Role.PRESENT,
    Tag.LEAVE: Role.LEAVE,
    Tag.ABSENT: Role.ABSENT,
    Tag.OBSERVER: Role.OBSERVER,
}
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
        "全部",
        "人数",
        "党员",
        ":",
        "计",
        "支委",
        "委员",
        "同志",
        "干部",
        "组员",
    }
)
_MOST = 5000
_ORDINALS = frozenset({"第", "."})


def read_attendance(lexemes: Lexemes, at: int) -> list[Phrase]:
    """The phrases of attendance that start here: a label with its count, its names, or both."""
    tag = lexemes[at].tag
    if tag in {Tag.LEAVE, Tag.ABSENT}:
        return _missing(lexemes, at, _LABELS[tag])
    if tag in _LABELS:
        found = _labelled_count(lexemes, at, _LABELS[tag])
        return [found] if found else []
    if tag is Tag.NUMBER:
        counted = _counted(lexemes, at)
        return [counted] if counted else []
    return []


def _labelled_count(lexemes: Lexemes, at: int, role: Role) -> CountPhrase | None:
    number_at = _skip_filling(lexemes, at + 1)
    found = read_count(lexemes, number_at)
    if found is None:
        return None
    number, end = found
    value = lexemes[at].value
    return CountPhrase(
        at=at,
        end=end,
        rule=f"count:{role}",
        role=role,
        number=number,
        weight=value + 2 if isinstance(value, int) else 3,
    )


def _skip_filling(lexemes: Lexemes, at: int) -> int:
    while at < len(lexemes) and lexemes[at].text in _FILLING:
        at += 1
    return at


def read_count(lexemes: Lexemes, at: int) -> tuple[int, int] | None:
    """A number of people, its unit and the word for them included where they are there."""
    if tag_at(lexemes, at) is not Tag.NUMBER:
        return None
    number = lexemes[at].value
    follower = lexemes[at + 1] if at + 1 < len(lexemes) else None
    if not isinstance(number, int) or number > _MOST or (follower and _is_other_unit(lexemes, at + 1)):
        return None
    end = at + 1
    while end < len(lexemes) and (
        lexemes[end].tag in {Tag.HEADS, Tag.PEOPLE} or lexemes[end].text in {"余", "多", "个"}
    ):
        end += 1
    return number, end


def _is_other_unit(lexemes: Lexemes, at: int) -> bool:
    unit = lexemes[at]
    if unit.text == "个":
        return tag_at(lexemes, at + 1) not in {
            Tag.PEOPLE,
            Tag.HEADS,
            Tag.COMMA,
            Tag.STOP,
            Tag.NEWLINE,
            None,
            Tag.SPACE,
            Tag.PRESENT,
            Tag.COUNTED,
            Tag.FINAL,
            Tag.PERFECT,
            Tag.LEAVE,
            Tag.ABSENT,
            Tag.FILLER,
        }
    if unit.text == "人次":
        return True
    return unit.tag in {
        Tag.UNIT,
        Tag.MONEY,
        Tag.HOUR_UNIT,
        Tag.SPAN_UNIT,
        Tag.MONTH_UNIT,
        Tag.DAY_UNIT,
        Tag.YEAR_UNIT,
        Tag.MINUTE_UNIT,
        Tag.COLON,
    }


def _counted(lexemes: Lexemes, at: int) -> CountPhrase | None:
    """A count, and what the words behind it say of them."""
    if at and lexemes[at - 1].text in _ORDINALS:
        return None
    found = read_count(lexemes, at)
    if found is None or (
        found[1] == at + 1 and tag_at(lexemes, at + 1) not in {Tag.PRESENT, Tag.COUNTED, Tag.LEAVE, Tag.ABSENT}
    ):
        return None
    number, end = found
    role, end = _role_behind(lexemes, end)
    weight = 2 if role is not Role.BARE else 1 + (at > 0 and lexemes[at - 1].tag in {Tag.TOTAL, Tag.EVERYBODY})
    return CountPhrase(at=at, end=end, rule=f"count:{role}", role=role, number=number, weight=weight)


def _role_behind(lexemes: Lexemes, at: int) -> tuple[Role, int]:
    behind = at
    while behind < len(lexemes) and lexemes[behind].text in {
        "全部",
        "都",
        "均",
        "全",
        "全体",
        "全员",
        "因公",
        "因病",
        "因事",
        "出差",
        "悉数",
        "一起",
        "共同",
        "全程",
        "按时",
        "准时",
        " ",
    } | {"了"}:
        behind += 1
    role = _AFTER.get(lexemes[behind].tag) if behind < len(lexemes) else None
    if role is None or read_count(lexemes, _skip_filling(lexemes, behind + 1)):
        return Role.BARE, at
    return role, behind + 1


def _missing(lexemes: Lexemes, at: int, role: Role) -> list[Phrase]:
    """请假3人:张三、李四, 缺席:无."""
    number_at = _skip_filling(lexemes, at + 1)
    found = read_count(lexemes, number_at)
    end = found[1] if found else number_at
    phrases: list[Phrase] = []
    if found:
        phrases.append(CountPhrase(at=at, end=end, rule=f"count:{role}", role=role, number=found[0], weight=3))
    names_at = _into_names(lexemes, end)
    spans, names_end = read_names(lexemes, names_at, spaced=True) if names_at is not None else ((), end)
    if spans:
        phrases.append(NamesPhrase(at=at, end=names_end, rule=f"names:{role}", role=role, spans=spans))
    return phrases


def _into_names(lexemes: Lexemes, at: int) -> int | None:
    """Past the mark between a count and its names."""
    while at < len(lexemes) and (
        lexemes[at].tag in {Tag.COLON, Tag.OPEN, Tag.SPACE, Tag.DASH}
        or lexemes[at].text in {"的", "是", "有", "分别是", "为"}
    ):
        at += 1
    if at >= len(lexemes) or lexemes[at].tag in {Tag.NOT, Tag.NOBODY, Tag.COMMA, Tag.STOP, Tag.NEWLINE}:
        return None
    return at


def ratios(lexemes: Lexemes) -> Iterator[CountPhrase]:
    """12/15 where it is no date: 12 of 15 were there; 应到/实到:15/12 the other way round."""
    for at, lexeme in enumerate(lexemes):
        if (
            lexeme.tag is Tag.SLASH
            and tag_at(lexemes, at - 1) is Tag.NUMBER
            and tag_at(lexemes, at + 1) is Tag.NUMBER
            and at
        ):
            first, second = lexemes[at - 1].value, lexemes[at + 1].value
            if isinstance(first, int) and isinstance(second, int):
                yield CountPhrase(
                    at=at - 1, end=at + 2, rule="ratio", role=Role.PRESENT, number=min(first, second), weight=3
                )
                yield CountPhrase(
                    at=at - 1, end=at + 2, rule="ratio", role=Role.EXPECTED, number=max(first, second), weight=3
                )
