"""Whether what is told is ours: not another branch's, not private life, no model of how to write.

foreign := specimen (specimens.py) | theirs (other_branches.py) | private (private_life.py)
"""

from handlers.grammar.clauses.grouping import Group
from handlers.grammar.clauses.sentences import Sentences
from handlers.grammar.lexicon.kinds import Force
from handlers.grammar.lexicon.lexeme import SEPARATORS, Lexemes, Tag, tag_at, text_at
from handlers.grammar.lexicon.persons import raw
from handlers.grammar.lexicon.phrases import Role
from handlers.grammar.moods.elsewhere import is_elsewhere
from handlers.grammar.moods.other_branches import UNITS, is_of_other_body, is_theirs
from handlers.grammar.moods.private_life import is_private
from handlers.grammar.moods.specimens import is_specimen
from handlers.grammar.text.patterns import Pattern
from schedules.ledger.activity import ActivityKind

_FIRM = Force.FIRM
_OTHERS = frozenset({"工会", "团委", "妇联", "业务", "行政", "局务", "人事", "科室", "单位"})
_OFFICE = Pattern(
    "内训|内审|外审|不符合项|职称|试用期|实习期|软件|来人培训|办案系统|操作系统|新系统|办公会|行政|[局处科]务"
    "|业务(?:上的|骨干|学习|研讨|交流|技能|系统|科|会|例会|部|处|碰头)"
)
_UNRELATED = Pattern(
    "[跟和与同](?:[咱我本]们?)?(?:党?支部|党建|组织|单位|工作)(?:是|都|一点)?[没无冇](?:有|得|啥|什么|半点)?关"
)
_ONESELF = frozenset({"我", "本人", "俺", "我的"})
_LOOKING = ("调研", "检查", "督导", "考察", "视察", "了解", "采访", "验收", "巡查")
_HERE = frozenset({"单位", "我们", "咱们", "我局", "我单位"})
_DONE_TO_US = frozenset({ActivityKind.VISIT, ActivityKind.VOLUNTEER, ActivityKind.OTHER})
_FOR_ALL = ("收", "汇总", "合计", "总共", "一共", "代", "全")
_OURS = frozenset({"支部", "党支部", "党小组", "小组", "总支", "机关党委"})
_BODIES = (
    "单位里",
    "社区",
    "学校",
    "医院",
    "街道",
    "单位",
    "单位里",
    "公司",
    "小区",
    "村里",
    "局里",
    "处里",
    "科里",
    "市里",
    "县里",
    "区里",
    "镇里",
    "乡里",
    "院里",
    "厂里",
    "网上",
)
_ROOMS = ("室", "楼", "厅", "堂", "之家", "基地", "馆")
_THERE = frozenset({Tag.AT, Tag.GO, Tag.PRESENT, Tag.WITH})
_OF_PARTIES = frozenset(
    {
        ActivityKind.ORG_LIFE,
        ActivityKind.DEMOCRATIC_LIFE,
        ActivityKind.THEME_DAY,
        ActivityKind.CENTER_GROUP,
        ActivityKind.BRANCH_COMMITTEE,
        ActivityKind.APPRAISAL,
    }
)
_ANY_HOUSE = frozenset({ActivityKind.DEVELOPMENT, ActivityKind.TRAINING, ActivityKind.RECTIFICATION})
_CLOSED = frozenset({*SEPARATORS, Tag.PERFECT, Tag.FINAL, None})
_HOUSES = frozenset({"全局", "全厅", "全院", "全系统", "全单位"})
_NEWS = frozenset({"头版", "头条", "新闻联播"})
_NEIGHBOURS = frozenset({"工会", "团委", "妇联"})
_OF_HOUSES = frozenset(
    [
        "机关",
        "单位",
        "我们单位",
        "我单位",
        "本单位",
        "公司",
        "局",
        "厅",
        "院",
        "处",
        "校",
        "厂",
        "所",
        "站",
        "我局",
        "我厅",
        "我院",
        "我校",
        "局里",
        "院里",
    ]
)
_WITH_OTHERS = frozenset({"的", "和", "与", "同", "跟", "、", "及", "联合", "会同"})
_ANYBODYS = frozenset(
    {ActivityKind.VISIT, ActivityKind.VOLUNTEER, ActivityKind.TRAINING, ActivityKind.STUDY, ActivityKind.OTHER}
)
_IS = frozenset({"是", "属于", "归", "算", "属"})


def is_foreign(group: Group, read: Sentences) -> bool:
    """Whether a group tells of what others did, of private life, or only how to write."""
    return (
        is_specimen(read)
        or is_elsewhere(read)
        or _is_news(group, read)
        or _is_of_oneself(group, read)
        or is_theirs(group, read)
        or is_of_other_body(group, read)
        or _is_disowned(group, read)
        or _is_held_elsewhere(group, read)
        or is_private(group, read)
    )


def _is_of_oneself(group: Group, read: Sentences) -> bool:
    """有人来慰问我们; 党费我转给组织委员了: what was done to us, or by one for himself."""
    lexemes = read.lexemes
    if "是我家" in read.text:
        return True
    came, oneself = "来" in read.texts, not _ONESELF.isdisjoint(read.texts)
    if not (came or oneself or Tag.SELF in read.tags):
        return False
    for phrase in group.kinds():
        kind = phrase.word.kind
        received = kind is ActivityKind.VISIT and tag_at(lexemes, phrase.end) is Tag.SELF
        if received and tag_at(lexemes, phrase.end + 1) in _CLOSED:
            return True
        if came and kind in _DONE_TO_US and _has_come_to_us(group, lexemes, phrase.at):
            return True
        if (
            oneself
            and kind is ActivityKind.DUES
            and not _ONESELF.isdisjoint((text_at(lexemes, phrase.at - 1), text_at(lexemes, phrase.end)))
        ):
            told = raw(lexemes, group.at, group.end)
            return not any(word in told for word in _FOR_ALL)
    return False


def _has_come_to_us(group: Group, lexemes: Lexemes, end: int) -> bool:
    """医院来单位义诊, 社区来人了解双报到."""
    return any(
        lexemes[at].text == "来"
        and (
            text_at(lexemes, at + 1) in _HERE
            or text_at(lexemes, at + 1) == "人"
            or text_at(lexemes, at + 1).startswith(_LOOKING)
        )
        for at in range(group.at, end)
    )


def _is_news(group: Group, read: Sentences) -> bool:
    """昨晚看了新闻联播: what is told of is what was on, unless it is told how many watched it."""
    if text_at(read.lexemes, len(read.lexemes) - 2) == "听说" and read.lexemes[-1].text == "的":
        return True  # 上周二开到很晚,听说的
    return not _NEWS.isdisjoint(read.texts) and not any(p.role is Role.PRESENT for p in group.phrases.counts)


def _is_disowned(group: Group, read: Sentences) -> bool:
    """是工会项目, 局务会议: somebody else's business, as the text itself says."""
    if _is_of_any_house(group) and (_is_business(group, read.lexemes) or _is_of_office(group, read)):
        return True
    if _is_of_the_whole_house(group, read) or ("关" in read.text and _UNRELATED.search(read.text)):
        return True
    if _OTHERS.isdisjoint(read.texts):
        return False
    subject = _subject_of(group, read.lexemes)
    if read.lexemes[subject].text in _NEIGHBOURS and text_at(read.lexemes, subject + 1) not in _WITH_OTHERS:
        ours = any(p.word.force is _FIRM and p.word.kind not in _ANYBODYS for p in group.kinds())
        return not ours and not any(_is_of_the_party(x.text) for x in read.lexemes[group.at : group.end])
    first = min([phrase.at for phrase in group.kinds()], default=group.at)
    return any(
        read.lexemes[at].text in _OTHERS
        and (text_at(read.lexemes, at - 1) in _IS or tag_at(read.lexemes, at + 1) is Tag.HOLD)
        and tag_at(read.lexemes, at + 1) is not Tag.TITLE
        for at in range(first + 1, group.end)
    )


def _is_held_elsewhere(group: Group, read: Sentences) -> bool:
    """昨天社区搞义诊, 局里开全体会: a body that is no branch did what any body does, and nobody of ours is told of."""
    if not _OURS.isdisjoint(read.texts) or Tag.ORDER in read.tags or Tag.SELF in read.tags or Tag.PEOPLE in read.tags:
        return False
    lexemes, kinds = read.lexemes, group.kinds()
    if not kinds or any(_is_of_the_party(lexemes[p.at].text) or p.word.kind in _OF_PARTIES for p in kinds):
        return False
    held = kinds[0].at - 1
    while held > group.at and lexemes[held].tag in {Tag.FILLER, Tag.PERFECT}:
        held -= 1
    body = held - 1
    return (
        body >= group.at
        and lexemes[held].tag is Tag.HOLD
        and _is_body(lexemes, body)
        and not any(x.tag in _THERE or x.text in _WITH_OTHERS for x in lexemes[group.at : body])
    )


def _is_body(lexemes: Lexemes, at: int) -> bool:
    """社区, 单位里, 小学: a house, not a room in ours."""
    if lexemes[at].tag is Tag.PLACE:
        return not lexemes[at].text.endswith(_ROOMS)
    return (text_at(lexemes, at - 1) + lexemes[at].text).endswith(_BODIES)


def _is_of_any_house(group: Group) -> bool:
    """Whether nothing is named that only a party branch holds."""
    return _ANY_HOUSE.issuperset([p.word.kind for p in group.kinds() if p.word.force is _FIRM])


def _is_of_office(group: Group, read: Sentences) -> bool:
    """办公室昨天开了例会: a meeting of no kind, and the office that held it."""
    if not read.lexemes[group.at].text.endswith(("办公室", "科", "处", "股")) or "党" in read.text:
        return False
    return not any(phrase.word.kind for phrase in group.kinds()) and tag_at(read.lexemes, group.at + 1) in {
        Tag.DAY,
        Tag.HOLD,
        Tag.WEEK,
        Tag.WEEKDAY,
    }


def _is_of_the_whole_house(group: Group, read: Sentences) -> bool:
    """开了大会,全局的: of all who work there, and no word of the party."""
    if _HOUSES.isdisjoint(read.texts) or any(phrase.word.force is _FIRM for phrase in group.kinds()):
        return False
    return not any(_is_of_the_party(text) for text in read.texts)


def _is_business(group: Group, lexemes: Lexemes) -> bool:
    """业务科开碰头会, 局务会: a meeting of no party kind, and of the office; of a talk, all but what was said in it."""
    talked = next((p.end for p in group.kinds() if p.word.kind is ActivityKind.TALK), group.end)
    text = raw(lexemes, group.at, talked)
    return "党" not in text and _OFFICE.search(text) is not None


def _subject_of(group: Group, lexemes: Lexemes) -> int:
    """Where a group begins, behind its day: 昨天工会…, 昨天机关工会…."""
    dates = [p.end for p in group.dates() if p.at == group.at]
    at = dates[0] if dates and dates[0] < group.end else group.at
    return at + 1 if lexemes[at].text in _OF_HOUSES and text_at(lexemes, at + 1) in _NEIGHBOURS else at


def _is_of_the_party(text: str) -> bool:
    return text in UNITS or "党" in text or text.endswith("小组")
