"""What no rule has claimed: where a text names no topic, a clause of such words, or the place one went to, is one."""

from itertools import pairwise

from handlers.grammar.grouping import Group
from handlers.grammar.kinds import Force
from handlers.grammar.lexeme import SEPARATORS, Lexeme, Lexemes, Tag, tag_at
from handlers.grammar.normalise import Normalised
from handlers.grammar.persons import is_personal
from handlers.grammar.phrases import KindPhrase, Phrase
from schedules.ledger.activity import ActivityKind

_SUBSTANCE = frozenset({Tag.OTHER, Tag.THING, Tag.CONTENT, Tag.LATIN, Tag.PLACE, Tag.REMIND})
_SHORTEST, _SHORTEST_FAULT = 2, 4
_NAMED = frozenset({ActivityKind.TRAINING, ActivityKind.VOLUNTEER, None})
_PLAIN = frozenset(
    {
        "培训",
        "志愿服务",
        "志愿活动",
        "志愿服务活动",
        "志愿者服务",
        "志愿者活动",
        "志愿者",
        "志愿",
        "参训",
        "双报到",
        "双报到活动",
    }
)
_DOINGS = ("重温", "参观", "扫墓", "观影", "红色")
_LEADS_TO_KIND = frozenset({Tag.PEOPLE, Tag.OTHER, Tag.THING, Tag.TITLE})
_LONGEST_NAMING = 4
_ORGANISATIONS = frozenset({"组", "支部", "党支部", "总支", "党总支", "第一党支部", "第二党支部", "党小组", "小组"})
_OF_TIME = frozenset({Tag.AGO, Tag.LAST, Tag.VAGUE})
_IGNORED = frozenset(
    {
        Tag.PERFECT,
        Tag.FINAL,
        Tag.FILLER,
        Tag.ALSO,
        Tag.SELF,
        Tag.DOT,
        Tag.OPEN,
        Tag.CLOSE,
        Tag.EVERYBODY,
        Tag.HOLD,
        Tag.PEOPLE,
        Tag.COLON,
    }
)


def leftover_of(group: Group, lexemes: Lexemes, text: Normalised) -> str | None:
    """The first clause that says something and that no phrase has claimed."""
    claimed = {at for phrase in group.phrases if not _is_open(phrase) for at in range(phrase.at, phrase.end)}
    stretch: list[Lexeme] = []
    found: list[tuple[int, str]] = []
    for at in range(group.at, group.end + 1):
        if at < group.end and at not in claimed and lexemes[at].tag not in SEPARATORS:
            stretch.append(lexemes[at])
        elif stretch:
            if at < group.end and lexemes[at].tag is Tag.KIND and len(lexemes[at].text) > 1:
                stretch.append(lexemes[at])
            if topic := _topic_in(stretch, text):
                found.append((_rank(stretch), topic))
            stretch = []
    return min(found, key=lambda ranked: ranked[0])[1] if found else None


def naming_of(group: Group, lexemes: Lexemes, text: Normalised) -> str | None:
    """A kind's own word that says more than the kind: 党务干部培训, 社区志愿巡逻, 重温入党誓词."""
    for phrase in group.kinds():
        told = lexemes[phrase.at].text
        if not phrase.rule.startswith("kind:") or phrase.word.kind not in _NAMED or told in _PLAIN:
            continue
        at = phrase.at
        while at > group.at and lexemes[at - 1].tag in _LEADS_TO_KIND and at > phrase.at - _LONGEST_NAMING:
            at -= 1
        if phrase.word.kind or told.startswith(_DOINGS):
            return text.typed_between(lexemes[at].start, lexemes[phrase.end - 1].end)
    return None


def put_right_of(group: Group, lexemes: Lexemes, text: Normalised) -> str | None:
    """What was put right: the words before 已 or the day, or the clause before those (第6条,谈心谈话少,8月9日已整改)."""
    mended = next((p.at for p in group.kinds() if p.word.kind is ActivityKind.RECTIFICATION), group.end)
    bracket = _in_bracket(lexemes, mended + 1)
    if bracket:
        return text.typed_between(*bracket)
    days = [phrase.at for phrase in group.dates()]
    clause: list[Lexeme] = []
    found: list[list[Lexeme]] = []
    for at in range(group.at, mended):
        if at in days or lexemes[at].tag in SEPARATORS or lexemes[at].text.startswith("已"):
            found.append(clause)
            clause = []
        elif not any(day <= at < end for day, end in ((p.at, p.end) for p in group.dates())):
            clause.append(lexemes[at])
    told = [c for c in (*found, clause) if sum(len(x.text) for x in c) >= _SHORTEST_FAULT]
    return text.typed_between(told[-1][0].start, told[-1][-1].end) if told else None


def _in_bracket(lexemes: Lexemes, at: int) -> tuple[int, int] | None:
    """整改(中心组学习次数不够)."""
    if tag_at(lexemes, at) is not Tag.OPEN:
        return None
    close = next((n for n in range(at, len(lexemes)) if lexemes[n].tag is Tag.CLOSE), at)
    span = lexemes[at].end, lexemes[close].start
    return span if span[1] - span[0] >= _SHORTEST_FAULT else None


def _rank(stretch: list[Lexeme]) -> int:
    """What leads to the kind (救护技能培训) first, what speaks of a festival last."""
    if any(
        lexeme.tag is Tag.FESTIVAL or lexeme.text.endswith("日") for lexeme in stretch if lexeme.tag is not Tag.KIND
    ):
        return 2
    return 0 if stretch[-1].tag is Tag.KIND else 1


def _is_open(phrase: Phrase) -> bool:
    """A place one went to is also what it was about, and so is a meeting of no kind (重温入党誓词)."""
    if isinstance(phrase, KindPhrase):
        return phrase.word.force is Force.MEETING and phrase.end - phrase.at == 1
    return phrase.rule == "place:gone"


def _topic_in(stretch: list[Lexeme], text: Normalised) -> str | None:
    while stretch and stretch[0].tag in _IGNORED:
        stretch = stretch[1:]
    while stretch and stretch[-1].tag in _IGNORED:
        stretch = stretch[:-1]
    if stretch and stretch[0].text == "@":
        return None  # @小助手
    tags = {lexeme.tag for lexeme in stretch}
    if Tag.HOLD in tags and stretch[-1].tag is Tag.KIND:
        return None  # 在线上开的党小组会
    if Tag.REASON in tags and any(
        lexeme.tag is Tag.REASON and is_personal(before.text) for before, lexeme in pairwise(stretch)
    ):
        return None  # 老王住院
    if not _OF_TIME.isdisjoint(tags) or (stretch and stretch[-1].text in _ORGANISATIONS):
        return None
    substance = sum(
        [len(lexeme.text) for lexeme in stretch if lexeme.tag in _SUBSTANCE and "一" <= lexeme.text[0] <= "鿿"]
    )
    if substance < _SHORTEST or (len(stretch) == 1 and is_personal(stretch[0].text)):
        return None
    return text.typed_between(stretch[0].start, stretch[-1].end)
