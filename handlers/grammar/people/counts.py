"""A number of people: what it stands with, and what it is no number of.

count := NUMBER [余 | 多] [HEADS | 个] [PEOPLE | TITLE]
"""

from handlers.grammar.lexicon.kinds import KindWord
from handlers.grammar.lexicon.lexeme import SEPARATORS, Lexeme, Lexemes, Tag, number_at, tag_at, text_at
from handlers.grammar.lexicon.persons import is_personal
from handlers.grammar.lexicon.surnames import SURNAMES
from schedules.ledger.activity import ActivityKind

_FILLING = frozenset(
    {
        "为",
        "都是",
        "均为",
        "均是",
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
        "=",
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
    Tag.HOST, Tag.ALSO, Tag.EXPECTED, Tag.PAUSE, Tag.EVERYBODY, Tag.NUMBER, None,
}  # fmt: skip
_BEFORE_COUNT = SEPARATORS | {Tag.NUMBER, Tag.PRESENT, Tag.ASKING}
_HEADS = frozenset({Tag.HEADS, Tag.PEOPLE})
_CAME = frozenset({Tag.PRESENT, Tag.COUNTED, Tag.EVERYBODY})
_BESIDE_HEADS = frozenset({"余", "多", "个", "委员", "来"})
_FARTHEST = 16
MOST = 5000
_GIVEN = frozenset("一二三四五六七八九")
_FORMAL = frozenset("壹贰叁肆伍陆柒捌玖拾佰仟万")
_ENTERED = frozenset({"补", "补了", "补报", "补登", "补录", "漏了", "漏报了", "漏登了", "落了", "报了", "登了", "录了"})
"""补三个 8号支委会 …: so many records."""
_LISTENING = frozenset({"听", "听课", "听讲", "在听", "在座", "在场"})
_FAR, _QUALIFYING = 6, frozenset({"新", "一", "届", "的", "优秀", "先进", "第", "支委会", "班子"})
_NAMED = frozenset({Tag.OTHER, Tag.NAME})
_NUMBERING, _NUMBERED_ONES = frozenset({Tag.DOT, Tag.PAUSE}), frozenset({Tag.OTHER, Tag.NAME, Tag.UNIT, Tag.TITLE})
_LONGEST_LIST, _LISTED, _AND = 12, frozenset({Tag.OTHER, Tag.NAME, Tag.PAUSE, Tag.TITLE}), frozenset("和与及")
_FRACTIONS = frozenset({Tag.DOT, Tag.SLASH})
_DIFFERENCES = frozenset({"多", "少"})
_ABOUT = frozenset({"余", "多", "来"})
"""比签到表多一个: by how much, not how many."""
_DECIDING = (
    "研究",
    "讨论",
    "审议",
    "表决",
    "通过",
    "接收",
    "吸收",
    "确定",
    "票决",
    "推荐",
    "议",
    "定了",
    "敲定",
    "转正",
    "表彰",
    "推选",
    "补选",
    "评选",
    "选出",
    "评出",
    "选了",
    "推了",
    "列为",
    "增补",
    "产生",
    "当选",
    "邀请",
    "请了",
    "请来",
    "聘",
)
_ELECTING, _CLAUSE = ("选出", "推选", "选举", "选了", "评选", "评出", "推荐"), 10
_OF_PERSONS = ("党员", "对象", "积极分子", "转正")
"""接收预备党员, 按期转正: a step whose name ends in those who take it."""
_GATHERED = ("凑了", "凑够", "凑齐", "凑足", "剩下", "余下", "只剩")
_EACH, _DOING = frozenset({"人", "个人"}), frozenset("讲说写领念读发谈提送分")
_ROUGH = frozenset({"一二", "两三", "二三", "三四", "三五", "四五", "五六", "六七", "七八", "八九"})
_BOUNDS = frozenset({"不足", "超过", "不到", "不满", "将近"})
_NUMBERED = frozenset("班组队科处支中小院所成")
"""What numerals tell apart: 三班, 二支部; 九成 is a share."""


def count_behind(lexemes: Lexemes, at: int, *, far: bool, labelled: bool = True) -> tuple[int, int] | None:
    """A count behind its label: past small words, for 应到 past any words of its clause (有选举权的党员二十八名)."""
    while text_at(lexemes, at) in _FILLING or tag_at(lexemes, at) is Tag.SPACE:
        at += 1
    last = min(at + _FARTHEST, len(lexemes)) if far else at
    while at < last and lexemes[at].tag not in _BEFORE_COUNT:
        at += 1
    return read_count(lexemes, at, labelled=labelled)


def _ends_name(lexemes: Lexemes, at: int) -> bool:
    """王五来了: a surname at the head of a clause right before a single numeral, and no word for people behind it."""
    if not at or lexemes[at].text not in _GIVEN or lexemes[at - 1].end < lexemes[at].start:
        return False
    named = lexemes[at - 1].text in SURNAMES and tag_at(lexemes, at - 2) in {*SEPARATORS, None}
    return named and tag_at(lexemes, at + 1) not in {Tag.HEADS, Tag.UNIT, Tag.NUMBER}


def read_count(lexemes: Lexemes, at: int, *, labelled: bool = False) -> tuple[int, int] | None:
    """A number of people, its unit and the word for them included where they are there."""
    number = number_at(lexemes, at)
    if number is None or number > MOST or _is_of_other_things(lexemes, at + 1, labelled=labelled):
        return None
    if lexemes[at].text in _FORMAL and tag_at(lexemes, at + 1) is Tag.OTHER:
        return None  # 陆明华
    if (
        _is_article(lexemes, at)
        or _ends_name(lexemes, at)
        or _is_ordinal(lexemes, at)
        or _is_of_a_telephone(lexemes[at].text)
        or text_at(lexemes, at - 1) in _DIFFERENCES
        or is_decided_on(lexemes, at)
        or _is_each(lexemes, at)
    ):
        return None
    end = at + 1
    while tag_at(lexemes, end) in _HEADS or _stands_beside_heads(lexemes, end):
        end += 1
    about = text_at(lexemes, at + 1) in _ABOUT and tag_at(lexemes, at + 2) in _HEADS
    if about or (end > at + 1 and _is_rough(lexemes, at)):
        return None  # 十多人: too rough to be kept
    if (
        end > at + 1
        and tag_at(lexemes, end) in _OTHER_UNITS - {Tag.COLON, Tag.HALF}
        and text_at(lexemes, end - 1) in _ABOUT
    ):
        return None  # 二十来分钟
    return number, end


def _is_rough(lexemes: Lexemes, at: int) -> bool:
    """七八个, 二三十人, 不到30人, 超过30人."""
    text, before = lexemes[at].text, text_at(lexemes, at - 1)
    some = text[-2:] in _ROUGH or (text[:2] in _ROUGH and len(text) > 2)
    return some or before in _BOUNDS or (before == "到" and tag_at(lexemes, at - 2) is Tag.NOT)


def _stands_beside_heads(lexemes: Lexemes, end: int) -> bool:
    """The 来 of 十来个, but not that of 十个党员来九个."""
    word = text_at(lexemes, end)
    return word in _BESIDE_HEADS and (word != "来" or tag_at(lexemes, end + 1) is not Tag.NUMBER)


def is_decided_on(lexemes: Lexemes, at: int) -> bool:
    """通过了两个发展对象, 选举产生委员5名, 发展党员1名: whom a decision is about, not those who were there."""
    if tag_at(lexemes, at + 1) is not Tag.HEADS and text_at(lexemes, at + 1) != "个":
        return False
    verb = at - 1
    while tag_at(lexemes, verb) in _HEADS or (verb == at - 1 and tag_at(lexemes, verb) is Tag.TITLE):
        verb -= 1
    named = verb < at - 1
    while tag_at(lexemes, verb - 1) is Tag.PAUSE and tag_at(lexemes, verb) in _NAMED:
        verb -= 2  # 推荐了方敏、石磊两名同志
        verb -= tag_at(lexemes, verb) in _NAMED and tag_at(lexemes, verb - 1) is not Tag.PAUSE
    while verb > at - _FAR and named and text_at(lexemes, verb) in _QUALIFYING:
        verb -= 1  # 选举产生新一届支委5人
    if named and text_at(lexemes, at - 2) == "的":
        verb = next((n for n in range(verb, max(at - _CLAUSE, -1), -1) if _elects(lexemes[n])), verb)
    verb -= text_at(lexemes, verb) == "了"
    said = text_at(lexemes, verb)
    if tag_at(lexemes, verb) is not Tag.KIND:
        came = named and tag_at(lexemes, at + 2) in _CAME
        return not came and (said.startswith(_DECIDING) or said.endswith(_DECIDING))
    step = verb == at - 1 and _is_step(lexemes[verb].value) and said.endswith(_OF_PERSONS)
    return step and tag_at(lexemes, at + 2) not in _CAME


def counts_names(lexemes: Lexemes, at: int, number: int) -> bool:
    """高原、权衡、拉姆三位, 王刚和李丽两位: as many as are named right before, and perhaps not all who were there."""
    start = at
    while start > at - _LONGEST_LIST and (tag_at(lexemes, start - 1) in _LISTED or lexemes[start - 1].text in _AND):
        start -= 1
    marks = sum(lexeme.tag is Tag.PAUSE or lexeme.text in _AND for lexeme in lexemes[start:at])
    return marks > 0 and number == marks + 1


def _elects(lexeme: Lexeme) -> bool:
    """选出了出席党代会的代表3名."""
    return lexeme.text.startswith(_ELECTING)


def _is_step(word: object) -> bool:
    return isinstance(word, KindWord) and word.kind is ActivityKind.DEVELOPMENT


def _is_each(lexemes: Lexemes, at: int) -> bool:
    """一人五分钟, 一人讲一段, 一人写了几句: what each of them had or did."""
    if number_at(lexemes, at) != 1 or text_at(lexemes, at + 1) not in _EACH:
        return False
    shared = at + 2 + (text_at(lexemes, at + 2)[:1] in _DOING)
    shared += shared > at + 2 and tag_at(lexemes, shared) is Tag.PERFECT
    return tag_at(lexemes, shared) in {Tag.NUMBER, Tag.HALF} or text_at(lexemes, shared)[:1] == "几"


def _is_of_a_telephone(text: str) -> bool:
    return text[0] == "0" and len(text) > 2


def _is_article(lexemes: Lexemes, at: int) -> bool:
    """怎样做一名合格党员: what somebody is, or is to be."""
    one = lexemes[at].text == "一" and text_at(lexemes, at + 1) in {"名", "位", "个"}
    return one and tag_at(lexemes, at + 2) in {Tag.OTHER, Tag.THING} and not is_personal(text_at(lexemes, at + 2))


def _is_ordinal(lexemes: Lexemes, at: int) -> bool:
    """三班值班没来: a numeral that tells which one."""
    return not lexemes[at].text.isascii() and text_at(lexemes, at + 1)[:1] in _NUMBERED


def _is_of_other_things(lexemes: Lexemes, at: int, *, labelled: bool) -> bool:
    unit, tag = text_at(lexemes, at), tag_at(lexemes, at)
    if unit == "个":
        if text_at(lexemes, at - 2) in _ENTERED or text_at(lexemes, at + 1) == "地":
            return True  # 去了两个地方
        told = tag_at(lexemes, at + 1) in _AFTER_PIECE or _leads_to_people(lexemes, at + 1)
        told = told or text_at(lexemes, at + 1) in _LISTENING
        return not (told or labelled or (tag_at(lexemes, at + 1) is not Tag.PLACE and _are_people(lexemes, at - 2)))
    if tag in _NUMBERING and tag_at(lexemes, at + 1) in _NUMBERED_ONES:
        return True  # 参加人员:1.王丽 2.李静
    if unit == "人次" or (tag in _FRACTIONS and number_at(lexemes, at + 1) is not None):
        return True
    if tag is Tag.COLON:
        return tag_at(lexemes, at + 1) is Tag.NUMBER or not (labelled or _are_people(lexemes, at - 2))
    return tag in _OTHER_UNITS


def _leads_to_people(lexemes: Lexemes, at: int) -> bool:
    """18个护边员党员: an unknown word before the one for people."""
    return tag_at(lexemes, at) is Tag.OTHER and tag_at(lexemes, at + 1) is Tag.PEOPLE


def _are_people(lexemes: Lexemes, at: int) -> bool:
    """Whether people are spoken of right before a number: 党员12个, 党员来了12个, 我们去了12个; not 我们去了3个村."""
    told = tag_at(lexemes, at) is Tag.PRESENT and tag_at(lexemes, at - 1) in _HEADS | {Tag.TITLE, Tag.SELF}
    told = told and not (text_at(lexemes, at)[0] == "去" and tag_at(lexemes, at + 3) in {Tag.OTHER, Tag.THING})
    gathered = (text_at(lexemes, at - 1) + text_at(lexemes, at)).endswith(_GATHERED)
    return told or gathered or tag_at(lexemes, at) in {Tag.PEOPLE, Tag.EVERYBODY}
