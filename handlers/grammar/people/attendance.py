"""How many were there, who was not.

attendance := label [filling] count | label names | count (PRESENT | COUNTED | LEAVE | ABSENT | OBSERVER) | count
            | (LEAVE | ABSENT) [count] [names] | count (里 | 中) PRESENT count | count EXCEPT | ratio
label      := EXPECTED | PRESENT | COUNTED
ratio      := NUMBER / NUMBER
"""

from handlers.grammar.lexicon.lexeme import EDGES, Lexemes, Tag, TagName, number_at, tag_at, text_at
from handlers.grammar.lexicon.persons import raw
from handlers.grammar.lexicon.phrases import CountPhrase, NamesPhrase, Phrase, Role
from handlers.grammar.people.absences import lacks_somebody, names_behind, names_excused, read_excused, read_missing
from handlers.grammar.people.counts import MOST, count_behind, counts_names, read_count
from handlers.grammar.people.names import read_names
from handlers.grammar.people.places import OUTCOMES

_BARE, _PRESENT = Role.BARE, Role.PRESENT
_LABELS = {
    Tag.EXPECTED: Role.EXPECTED,
    Tag.PRESENT: _PRESENT,
    Tag.COUNTED: _PRESENT,
    Tag.LEAVE: Role.LEAVE,
    Tag.ABSENT: Role.ABSENT,
    Tag.OBSERVER: Role.OBSERVER,
}
_MISSING = frozenset({Tag.LEAVE, Tag.ABSENT, Tag.OBSERVER})
_AWAY = frozenset({Role.LEAVE, Role.ABSENT})
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
        "同",
        "因公",
        "因病",
        "因事",
        "也",
        "支部",
    }
)
_FIRM = 3
_BOUNDS = frozenset({Tag.COMMA, Tag.SPACE, Tag.NEWLINE})
_SAYS_NOTHING = frozenset({Tag.NUMBER, Tag.COMMA, Tag.STOP, Tag.NEWLINE, Tag.PAUSE, None})
"""Behind a count these tell nothing of whose it is."""
_PERSONS = frozenset({Tag.PEOPLE, Tag.EVERYBODY})
_COMING, _MORE = frozenset({"有", "来", "来了", "到", "到了"}), frozenset("多又另")
_GUESTS = ("指导", "督导", "点评", "督查", "检查", "旁听", "观摩", "讲解")
_GUIDING = ("指导", "督导", "督查", "点评")
_NOT_OURS = frozenset({"第", ".", "他们", "对方", "人家"})
_PART_OF = frozenset({"里", "中", "人", "个人", "名", "党员", "同志"})
_MOST_DIGITS = 2
_NO_HEADS = frozenset("度℃岁楼层斤米")
"""烧到39度: what was reached is no number of people."""
_TO_US = frozenset({"给", "为"})
_SIGNING_UP = "报名"
"""有15人报名参加: who is still to come."""
_BODIES = ("委", "局", "办", "处", "科", "部", "院", "社区", "公司", "学校", "中心", "街道", "工会", "机关")
_OURS = ("支部", "组", "方", "单位", "边", "科", "处")
"""Of what was held together, our own number counts: 共60人,我支部28人."""
TELLS_NUMBERS = frozenset({*_LABELS, Tag.NUMBER, Tag.HEADS, Tag.REASON, Tag.BY})


def _is_laid_down(lexemes: Lexemes, at: int) -> bool:
    """每个党小组至少去3人: so many are to come."""
    return tag_at(lexemes, at - 1) is Tag.RULE and not lexemes[at].text.endswith("了")


def read_attendance(lexemes: Lexemes, at: int) -> list[Phrase]:
    """The phrases of attendance that start here: a label with its count, its names, or both."""
    tag = lexemes[at].tag
    if tag is not Tag.NUMBER:
        return _labelled(lexemes, at, tag)
    counted = _counted(lexemes, at)
    if counted and tag_at(lexemes, counted.end) is Tag.REASON and counted.role is _BARE:
        told = names_behind(lexemes, counted.end + 1, counted.number)
        if told:
            return [NamesPhrase(at=counted.at, end=told[1], rule="names:leave", role=Role.LEAVE, spans=told[0])]
    if counted and tag_at(lexemes, at - 1) is Tag.REASON and (excused := names_excused(lexemes, counted)):
        return [excused]
    if counted and counted.role in _AWAY and (told := names_behind(lexemes, counted.end, counted.number)):
        role = counted.role
        return [counted, NamesPhrase(at=counted.at, end=told[1], rule=f"names:{role}", role=role, spans=told[0])]
    return [counted] if counted else []


def _labelled(lexemes: Lexemes, at: int, tag: TagName) -> list[Phrase]:
    if tag is Tag.LEAVE or tag is Tag.ABSENT:
        return read_missing(lexemes, at, _LABELS[tag])
    if tag in {Tag.HEADS, Tag.REASON, Tag.BY}:
        return _headed(lexemes, at) if tag is Tag.HEADS else read_excused(lexemes, at)
    if tag not in _LABELS or _is_laid_down(lexemes, at):
        return []
    found = _labelled_count(lexemes, at, _LABELS[tag]) or _participants(lexemes, at)
    return [found] if found else []


def _headed(lexemes: Lexemes, at: int) -> list[Phrase]:
    """人31: 人 with a number behind it, in a clause of its own."""
    number = number_at(lexemes, at + 1)
    alone = tag_at(lexemes, at - 1) in _BOUNDS and tag_at(lexemes, at + 2) in {*_BOUNDS, Tag.STOP, None}
    if number is None or number > MOST or lexemes[at].text != "人" or not alone:
        return []
    return [CountPhrase(at=at, end=at + 2, rule="label:present", role=_PRESENT, number=number, weight=2)]


def _labelled_count(lexemes: Lexemes, at: int, role: Role) -> CountPhrase | None:
    if lexemes[at].text in {"到", "来"} and text_at(lexemes, at - 1)[-1:] in OUTCOMES:
        return None
    if _tells_of_some(lexemes, at) or text_at(lexemes, at - 1)[-1:] in _MORE:
        return None
    if role is Role.OBSERVER and tag_at(lexemes, at + 1) is Tag.SPACE and tag_at(lexemes, at + 2) is Tag.TOTAL:
        return None  # 各小组长列席 共9人
    value = lexemes[at].value
    start = at + 1 + (value == 2 and _names_what(lexemes, at + 1))
    number = count_behind(lexemes, start, far=lexemes[at].tag is Tag.EXPECTED, labelled=value != 1)
    if number is None or (tag_at(lexemes, number[1]) is Tag.REASON and role is _PRESENT):
        return None  # 6人参加 1人值班
    if text_at(lexemes, number[1])[:1] in _NO_HEADS or text_at(lexemes, number[1]) == _SIGNING_UP:
        return None
    if lexemes[at].text.endswith("有") and tag_at(lexemes, number[1]) in _MISSING:
        role = _LABELS[lexemes[number[1]].tag]
    if lexemes[at].text.endswith("权的") and tag_at(lexemes, at - 1) is Tag.PRESENT:
        role = _PRESENT  # 实到有选举权的党员28名
    weight = value + 2 if isinstance(value, int) else _FIRM
    if _are_others(lexemes, at):
        weight = 0
    return CountPhrase(at=at, end=number[1], rule=f"label:{role}", role=role, number=number[0], weight=weight)


def _tells_of_some(lexemes: Lexemes, at: int) -> bool:
    """五人里有一人提了疑问, 区纪委来了两位指导: some of them did something, or came for something else."""
    if text_at(lexemes, at) not in _COMING or (found := read_count(lexemes, at + 1, labelled=True)) is None:
        return False
    behind = found[1] + (text_at(lexemes, found[1]) == "个")
    guests = raw(lexemes, behind, behind + 2).startswith(_GUESTS)
    some = tag_at(lexemes, behind) is Tag.OTHER and lexemes[at].text == "有" and text_at(lexemes, at - 1) in _PART_OF
    return guests or some


def _are_others(lexemes: Lexemes, at: int) -> bool:
    """工委来了3个人: those of another body, who count only where nobody else is counted."""
    body = text_at(lexemes, at - 1)
    named = tag_at(lexemes, at - 1) in {Tag.OTHER, Tag.THING} and text_at(lexemes, at) in _COMING
    return named and body.endswith(_BODIES) and not body.endswith(_OURS)


def _names_what(lexemes: Lexemes, at: int) -> bool:
    """参加座谈6人: what they came to stands before how many they were."""
    return (
        tag_at(lexemes, at) in {Tag.KIND, Tag.CONTENT, Tag.THING}
        and tag_at(lexemes, at + 1) is Tag.NUMBER
        and tag_at(lexemes, at + 2) is Tag.HEADS
    )


def _participants(lexemes: Lexemes, at: int) -> NamesPhrase | None:
    """参训 刘洋、赵敏; 参加的人是欧阳春."""
    if lexemes[at].tag is not Tag.PRESENT or (
        lexemes[at].text in {"到", "去", "来"} and tag_at(lexemes, at - 1) is Tag.OTHER
    ):
        return None  # 聊到, 说到: what is spoken of
    names_at = at + 1
    while text_at(lexemes, names_at) in {"的", "人", "是", "有", "为", ":", "人员", "了", "就", "就是", "只有"}:
        names_at += 1
    spans, end = read_names(lexemes, names_at, spaced=True)
    alone = tag_at(lexemes, end) in EDGES or number_at(lexemes, end) == len(spans)
    counted = number_at(lexemes, end) == len(spans)
    said = counted or names_at > at + 1 or tag_at(lexemes, names_at) is Tag.SPACE
    if not spans or not alone or (len(spans) == 1 and not said):
        return None
    return NamesPhrase(at=at, end=end, rule="names:participant", role=Role.PARTICIPANT, spans=spans)


def _counted(lexemes: Lexemes, at: int) -> CountPhrase | None:
    """A count, and what the words behind it say of them."""
    if text_at(lexemes, at - 1) in _NOT_OURS:
        return None
    found = read_count(lexemes, at)
    if found is None or _are_lecturers(lexemes, at, *found):
        return None
    number, end = found
    unsaid = tag_at(lexemes, end) in _SAYS_NOTHING
    if (not unsaid or tag_at(lexemes, end + 1) is Tag.EXCEPT) and _is_whole(lexemes, end, number):
        return CountPhrase(at=at, end=end, rule="count:expected", role=Role.EXPECTED, number=number)
    role, behind = (_BARE, end) if unsaid else _role_behind(lexemes, end)
    if role is _BARE and tag_at(lexemes, at - 1) is Tag.EXCEPT and tag_at(lexemes, end) is Tag.REASON:
        role = Role.LEAVE  # 除3人出差外
    total = tag_at(lexemes, at - 1) in {Tag.TOTAL, Tag.EVERYBODY} or text_at(lexemes, at - 2) in {"一共", "总共", "共"}
    if role is _BARE and _are_ours(lexemes, at):
        return CountPhrase(at=at, end=end, rule="count:own", role=_PRESENT, number=number, weight=_FIRM)
    alone = end == at + 1 and role is _BARE and not total
    if alone and not _is_alone(lexemes, at):
        return None
    partial = alone or counts_names(lexemes, at, number) or text_at(lexemes, at - 1) == "的"
    weight = 0 if partial and not total else 1 + (role is not _BARE or _is_clause(lexemes, at, end)) + total
    return CountPhrase(at=at, end=behind, rule=f"count:{role}", role=role, number=number, weight=weight)


def _are_ours(lexemes: Lexemes, at: int) -> bool:
    """我支部28人; 两边共29人,我们11人."""
    if tag_at(lexemes, at - 1) is not Tag.SELF:
        return False
    return lexemes[at - 1].text.endswith(_OURS) or any(x.tag is Tag.TOTAL for x in lexemes[:at])


def _are_lecturers(lexemes: Lexemes, at: int, number: int, end: int) -> bool:
    """两位老党员给我们讲了, 张敏、李红两位讲的: those who taught, not all who were there."""
    to_us = text_at(lexemes, end)[:1] in _TO_US
    return tag_at(lexemes, end) is Tag.LECTURER and (to_us or counts_names(lexemes, at, number))


def _is_whole(lexemes: Lexemes, at: int, number: int) -> bool:
    """24人里到了22人, 24人除老张外; 24人,除2人外出; 7到7: of how many."""
    if Tag.EXCEPT in {tag_at(lexemes, at), tag_at(lexemes, at + (tag_at(lexemes, at) is Tag.COMMA))}:
        return True
    if text_at(lexemes, at) in {"里", "中"}:
        inside = at + 1 + (text_at(lexemes, at + 1) in {"头", "面"})
        if part := read_count(lexemes, inside):
            return part[0] <= number and _role_behind(lexemes, part[1])[0] is not _BARE  # 32名党员中29名到会
        return tag_at(lexemes, inside) in {Tag.PRESENT, Tag.LEAVE, Tag.ABSENT} and not _tells_of_some(lexemes, inside)
    came = number_at(lexemes, at + 1) if text_at(lexemes, at) == "到" else None
    return came is not None and came <= number and tag_at(lexemes, at + 2) in {*_BOUNDS, Tag.STOP, Tag.HEADS, None}


def _is_clause(lexemes: Lexemes, at: int, end: int) -> bool:
    """两个老同志也要来,39人: nothing else is told beside it."""
    return tag_at(lexemes, at - 1) in EDGES and tag_at(lexemes, end) in EDGES


def _is_alone(lexemes: Lexemes, at: int) -> bool:
    """A number of one or two digits with a clause of its own: 主讲艾琳,25."""
    text = lexemes[at].text
    people = tag_at(lexemes, at - 1) in _PERSONS
    led = people or tag_at(lexemes, at - 1) in {*_BOUNDS, Tag.KIND}
    bounded = led and tag_at(lexemes, at + 1) in {*_BOUNDS, Tag.STOP, Tag.OPEN, None}
    if people:
        return bounded
    return bounded and text.isascii() and len(text) <= _MOST_DIGITS and text[0] != "0"


def _role_behind(lexemes: Lexemes, at: int) -> tuple[Role, int]:
    """The role that the word behind a count gives it, unless that word has a count or names of its own."""
    behind = at
    while text_at(lexemes, behind) in _BESIDE:
        behind += 1
    if text_at(lexemes, behind) == "在" and tag_at(lexemes, behind + 1) in EDGES:
        return _PRESENT, behind + 1
    role = _LABELS.get(lexemes[behind].tag) if behind < len(lexemes) and not _goes(lexemes, behind) else None
    if tag_at(lexemes, behind) is Tag.REASON and lexemes[behind].text.endswith("假"):
        role = Role.LEAVE
    if role is None or _has_own_count(lexemes, behind) or _introduces(lexemes, behind):
        return _BARE, at
    if role in _AWAY and behind > at and tag_at(lexemes, behind - 1) is Tag.SPACE:
        return _BARE, at
    if role is _PRESENT and raw(lexemes, behind + 1, behind + 3).startswith(_GUIDING):
        return Role.OBSERVER, behind + 1  # 督导组2人到会指导
    return role, behind + 1


def _has_own_count(lexemes: Lexemes, at: int) -> bool:
    """Whether a word has a count behind it that no further word claims (4人到会1人请假, 24应到22实到)."""
    if tag_at(lexemes, at + 1) is Tag.SPACE and tag_at(lexemes, at - 1) is Tag.NUMBER:
        return False  # 39到 2假
    own = count_behind(lexemes, at + 1, far=False)
    if own is None or _introduces(lexemes, own[1]):
        return own is not None
    if tag_at(lexemes, own[1]) in _MISSING | {Tag.REASON}:
        return False
    return tag_at(lexemes, own[1]) not in _LABELS or count_behind(lexemes, own[1] + 1, far=False) is not None


def _introduces(lexemes: Lexemes, at: int) -> bool:
    """请假的是, 五个委员缺了隋红: it belongs to the names behind it, not to the count before."""
    return text_at(lexemes, at).endswith(("的是", "的有")) or lacks_somebody(lexemes, at)


def _goes(lexemes: Lexemes, at: int) -> bool:
    """18人 去的茶山村: the word leads to a place."""
    return text_at(lexemes, at) in {"去的", "去了", "去", "来的", "到", "来到"} and tag_at(lexemes, at + 1) in {
        Tag.OTHER,
        Tag.PLACE,
        Tag.THING,
    }
