"""What an activity was about where no label and no quotation mark says so, learned from messages that were read by hand.

The weights of the pieces of a stretch stand in topics.tsv; why there are such things: docs/adr/0010.
"""

from collections.abc import Collection, Mapping

from handlers.grammar.clauses.grouping import Group, is_item
from handlers.grammar.clauses.sites import VISITING
from handlers.grammar.clauses.stretches import Stretch, pieces_of_stretch, says_something, stretches_of
from handlers.grammar.learned.weights import scale_in
from handlers.grammar.lexicon.kinds import KindWord
from handlers.grammar.lexicon.lexeme import Lexeme, Lexemes, Tag, tag_at, text_at
from handlers.grammar.lexicon.persons import raw
from handlers.grammar.text.normalise import Normalised
from handlers.grammar.text.patterns import Pattern
from schedules.ledger.activity import ActivityKind

TABLE, ANSWERS = "topics.tsv", ("other", "topic")
_LIKELY, _SURE, _NEARLY = -1.5, 2.2, 0.5
"""Log odds."""
_TEACHING = frozenset({Tag.LECTURER, Tag.CONTENT})
_ENDED = frozenset({"了", "的", "是", "的是"})
_VERBS = "学 讲 议 说 看 读 念 学习 研究 讨论 审议 研讨 传达 观看 宣讲 讲授"
_STUDIED = frozenset(a + b for a in _VERBS.split() for b in ("", *_ENDED))
_DOERS, _MEMBERS = frozenset({Tag.SELF, Tag.EVERYBODY}), frozenset({"党员", "支部党员", "全体党员", "党员同志"})
_NO_ENDS = _DOERS | {Tag.TOTAL, Tag.EACH}
_BODIES = frozenset({"支部", "党支部", "我支部", "本支部", "一起", "主要"})
_AT_IT = frozenset({"上", "中"})
"""主题党日上老党员讲了故事; but 志愿服务上街发传单."""
_SMALL = frozenset({Tag.FILLER, Tag.PERFECT, Tag.UNIT})
_BEHIND_HOLDING = _SMALL | {Tag.KIND, Tag.CONTENT, Tag.EVERYBODY}
_NO_DEEDS = frozenset({Tag.OPEN, Tag.FILLER, Tag.PAUSE, Tag.COLON, Tag.NUMBER, Tag.ARTEFACT, Tag.PRAISE})
_MEETINGS = frozenset({
    ActivityKind.BRANCH_ASSEMBLY, ActivityKind.BRANCH_COMMITTEE, ActivityKind.GROUP_MEETING, ActivityKind.PARTY_LECTURE, ActivityKind.THEME_DAY,
    ActivityKind.CENTER_GROUP, ActivityKind.ORG_LIFE, ActivityKind.DEMOCRATIC_LIFE, ActivityKind.VOLUNTEER,
})  # fmt: skip
_SPOKEN = frozenset({
    ActivityKind.BRANCH_ASSEMBLY, ActivityKind.BRANCH_COMMITTEE, ActivityKind.GROUP_MEETING, ActivityKind.PARTY_LECTURE, ActivityKind.STUDY, ActivityKind.TRAINING,
    ActivityKind.SEMINAR, ActivityKind.CENTER_GROUP, ActivityKind.WARNING_EDUCATION, ActivityKind.IDEOLOGY, ActivityKind.ELECTION,
})  # fmt: skip
"""Where people only speak, what else they did is seldom what it was about."""
_NO_TOPIC = Pattern(
    r".|联合|一起|共同|(?:[\d一二两三四五六七八九十几]+|前|后|先|很|也)?[个项件条事好前后]|先开.{2,8}后"
    r"|(?:学习|自学|用时|时长|历时|(?:学习|活动|服务)时长)?了?大?[约概]?[\d.一二两三四五六七八九十半几]+个?半?(?:多个?)?(?:小时|钟头|分钟|课时|学时)多?"
    r"|(?:出席|到会|参会|参加|参学|签到|出勤)率.*|.*(?:到会|参会|到场|莅临|现场)(?:指导|督导)|(?:请假|缺席|参加|列席|出席)的?(?:同志|人员|名单|外).*"
    r"|(?:到会|参会|出席|参加)的?(?:人数|党员).*|(?:收回|(?:共|实际)?(?:发出|发放))了?(?:有效)?(?:选票|表决票|测评表|票决票|票).*"
    r"|[^、]*(?:支部|小组)(?:[、和与及][^、]*(?:支部|小组))*(?:一起|联合|共同)?(?:学习|开展|举办)?"
)
"""How many, how long, how well, who was there or held it: what is likely to be taken for a topic, and is none."""
_PRESENTS = Pattern("(?:每[户人家名位])?各?(?:发放?|送)?了?慰问(?:金|品)")
"""What was brought to those who were visited; but a committee may have talked of it."""
_MEASURES = frozenset({Tag.NUMBER, Tag.FILLER, Tag.UNIT, Tag.PERFECT})
"""研究了一回: how often, not what."""


def likely_topics(
    group: Group, lexemes: Lexemes, text: Normalised, kind: ActivityKind | None, *, besides: Collection[str] = ()
) -> list[str]:
    """The likeliest topic of a group, and all others that are as good as certain, in order; none that names one of those `besides`."""
    named = [phrase for phrase in group.kinds() if phrase.labelled]
    stretches = [
        stretch
        for stretch in stretches_of(lexemes, group.phrases, group.at, group.end)
        if not any(phrase.at <= stretch[0] < phrase.end for phrase in named)
    ]
    if not stretches:
        return []
    scale, spoken = scale_in(TABLE), kind in _SPOKEN
    odds: dict[Stretch, float] = {}
    for stretch in stretches:
        if not (besides and any(name in raw(lexemes, *stretch) for name in besides)):
            odds[stretch] = scale.lead(pieces_of_stretch(lexemes, group.phrases, stretch, kind))
    kept: list[Stretch] = []
    for stretch in sorted(odds, key=odds.__getitem__, reverse=True):
        if odds[stretch] < (_SURE if kept else _LIKELY):
            break
        if spoken and odds[stretch] < 0 and not _is_led(lexemes, *stretch):
            continue
        if all(stretch[1] <= at or end <= stretch[0] for at, end in kept):
            kept.append(_core(stretch, odds))
    begun = [
        (_first_item(lexemes, group.at, _begin_of(lexemes, at, end, kind)), _end_of(lexemes, at, end, kind))
        for at, end in sorted(kept)
    ]
    spans = [(at, end) for at, end in begun if any(map(says_something, lexemes[at:end]))]
    told = [text.typed_between(lexemes[at].start, lexemes[end - 1].end) for at, end in spans]
    visit = kind is ActivityKind.VISIT
    return [topic for topic in told if not (_NO_TOPIC.fullmatch(topic) or (visit and _PRESENTS.fullmatch(topic)))]


def _is_led(lexemes: Lexemes, at: int, end: int) -> bool:
    """反邪教警示教育, 路遥远讲的酒驾, 讨论怎么帮带新人: before the kind, or behind a verb of teaching or discussing."""
    return (
        tag_at(lexemes, end) is Tag.KIND or tag_at(lexemes, at - 1) in _TEACHING or tag_at(lexemes, at) is Tag.CONTENT
    )


def _begin_of(lexemes: Lexemes, at: int, end: int, kind: ActivityKind | None) -> int:
    """路线方针 in 党课讲的路线方针; but 参观党史馆, as without the verb it would be no more than where it was."""
    if text_at(lexemes, at - 1).startswith(VISITING):
        return at - 1
    if kind is ActivityKind.VISIT:
        return at
    at = _past_doers(lexemes, at, end, kind)
    verb = at + (tag_at(lexemes, at) is Tag.KIND and tag_at(lexemes, at + 1) in _TEACHING)
    begins = verb + 1 + (text_at(lexemes, verb + 1) in _ENDED)
    told = text_at(lexemes, verb) in _STUDIED and (begins > verb + 1 or text_at(lexemes, verb)[-1] in _ENDED)
    if not told or begins >= end or tag_at(lexemes, begins) in _MEASURES:
        return at
    return begins if lexemes[end - 1].end - lexemes[begins].start > 1 else at


def _first_item(lexemes: Lexemes, first: int, at: int) -> int:
    """Where 一是党费,二是换届,三是发展 begins, of which each item is a stretch of its own."""
    if not is_item(lexemes, at + 2):
        return at
    return next((here for here in range(first, at) if is_item(lexemes, here + 2)), at)


def _past_doers(lexemes: Lexemes, at: int, end: int, kind: ActivityKind | None) -> int:
    """植树 in 主题党日我们和街道一起搞的植树: what it is called and who held it stand before what was done."""
    begin = at
    while at < end:
        if lexemes[at].tag is Tag.WITH:
            at = next((n for n in range(end - 1, at, -1) if lexemes[n].tag is Tag.HOLD), end)
            if at == end:
                return begin
        elif not (_is_called(lexemes, at, end, kind) or _held_it(lexemes, begin, at)):
            break
        at += 1
    return at


def _end_of(lexemes: Lexemes, at: int, end: int, kind: ActivityKind | None) -> int:
    """Nothing of 区里组织的党课我们, which only tells who held it, of how many there were in all, nor what was held behind 到水文站."""
    while end > at and (lexemes[end - 1].tag in _NO_ENDS or _holds(lexemes, at, end, kind)):
        end -= 1
    held = end - at > 2 and _is_named(lexemes[end - 1], kind) and lexemes[end - 2].text == "的"
    return at if held and any(lexeme.tag is Tag.HOLD for lexeme in lexemes[at:end]) else end


def _holds(lexemes: Lexemes, at: int, end: int, kind: ActivityKind | None) -> bool:
    """The last word of 到水文站开展主题党日, and then of 到水文站开展; but 赴井冈山开展红色教育."""
    if end - at < 2:
        return False
    if lexemes[end - 1].tag is Tag.HOLD:
        return tag_at(lexemes, end) is Tag.KIND
    held = lexemes[end - 1]
    return lexemes[end - 2].tag is Tag.HOLD and _is_named(held, kind) and held.value == KindWord(kind)


def _is_called(lexemes: Lexemes, at: int, end: int, kind: ActivityKind | None) -> bool:
    """Whether a meeting is only named, before what was done at it: not 组织生活会暨民主评议."""
    if at + 1 >= end or not _is_named(lexemes[at], kind):
        return False
    behind = lexemes[at + 1]
    return (behind.text in _AT_IT and kind is not ActivityKind.VOLUNTEER) or (
        behind.tag not in _NO_DEEDS and behind.text != "暨"
    )


def _is_named(lexeme: Lexeme, kind: ActivityKind | None) -> bool:
    word = lexeme.value
    return kind in _MEETINGS and lexeme.tag is Tag.KIND and isinstance(word, KindWord) and word.kind is kind


def _held_it(lexemes: Lexemes, begin: int, at: int) -> bool:
    tag, text, behind = lexemes[at].tag, lexemes[at].text, tag_at(lexemes, at + 1)
    if tag is Tag.HOLD:
        return len(text) > 1 or behind in _BEHIND_HOLDING
    if tag in _DOERS:
        return len(text) > 1
    if text in _BODIES:
        return behind is not Tag.FILLER
    if text in _MEMBERS:
        return behind in _TEACHING or behind is Tag.HOLD
    return at > begin and (tag in _SMALL or text == "是" or text in _AT_IT)


def _core(stretch: Stretch, odds: Mapping[Stretch, float]) -> Stretch:
    """The shortest part of it that is about as likely: 捡垃圾 instead of 就在公园捡垃圾."""
    at, end = stretch
    parts = [each for each in odds if at <= each[0] and each[1] <= end and odds[each] >= odds[stretch] - _NEARLY]
    return min(parts, key=lambda each: each[1] - each[0])
