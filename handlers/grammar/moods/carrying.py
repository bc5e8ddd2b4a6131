"""How the mood of one activity carries to its neighbours: what goes on as the list began, or is told besides."""

from collections.abc import Sequence
from datetime import date, datetime

from handlers.grammar.clauses.apart import adds, is_announced
from handlers.grammar.clauses.clause_edges import says_more
from handlers.grammar.clauses.grouping import Group
from handlers.grammar.clauses.readings import date_of, part_of
from handlers.grammar.clauses.sentences import Sentences
from handlers.grammar.lexicon.kinds import Force
from handlers.grammar.lexicon.lexeme import SEPARATORS, Tag, tag_at, text_at
from handlers.grammar.lexicon.phrases import AmountPhrase, PeriodPhrase
from handlers.grammar.moods.evidence import is_done, is_later, names_kind
from handlers.grammar.moods.mood import Mood
from handlers.grammar.moods.moods import is_plain
from handlers.grammar.moods.questions import QUESTIONS, is_asking
from schedules.ledger.activity import ActivityKind

_FOLLOWING = frozenset({"接着", "紧跟着", "随后", "紧接着"})
_FOR_ALL = frozenset({"都", "均", "全", "全部"})
_MOVED = ("挪", "改", "推到", "推迟到", "拖到", "移到", "调到", "延到", "换到", "顺延到")
_INTENDED, _AT_LAST = ("本来", "原本", "原先", "原来", "说好", "约的", "约好", "原定", "计划"), ("才", "总算", "终于")
_OPENING = 3
_AFTERNOON = 15


def carried(moods: Sequence[Mood], groups: Sequence[Group], read: Sentences, now: datetime) -> list[Mood]:
    """The moods of the groups, each in the light of its neighbours': 谈心:16号 贺敏,17号 鲍志强 goes on as it began."""
    found = [Mood.ASKED if _is_asked_about(group, read) else mood for mood, group in zip(moods, groups, strict=True)]
    if len(found) < 2:  # most tell of one thing
        return found
    found = [Mood.DENIED if _is_put_off(groups, at, read) else mood for at, mood in enumerate(found)]
    for at in range(1, len(found)):
        goes_on = found[at] is Mood.BARE and _goes_on_as(groups[at - 1], groups[at])
        if goes_on and (_has_come(groups[at], now) or _is_of_another_part(groups, at, now)):
            found[at] = found[at - 1]
        if found[at - 1] is Mood.HEARD and tag_at(read.lexemes, groups[at].at - 1) is Tag.PAUSE:
            found[at] = Mood.HEARD  # 他们支部3月5日支委会4人、3月6日党课20人
        if found[at] is Mood.BARE and found[at - 1] is Mood.TOLD:
            more = _is_told_besides(groups, at, read, now) or (
                not groups[at].kinds() and _is_paid_for_month(groups[at])
            )
            found[at] = Mood.TOLD if more else Mood.BARE
    for at in range(len(found) - 2, -1, -1):
        if found[at] is Mood.BARE and found[at + 1] is Mood.TOLD and _leads(groups, at, read, now):
            found[at] = Mood.TOLD
    announced = found[0] is Mood.TOLD and is_announced(read)
    if announced or (not _FOR_ALL.isdisjoint(read.texts) and _holds_for_all(found, groups, read)):
        found = [
            Mood.TOLD
            if mood is Mood.BARE and (_has_come(g, now) or _is_paid_for_month(g) or (announced and names_kind(g, read)))
            else mood
            for mood, g in zip(found, groups, strict=True)
        ]
    return found


def _holds_for_all(moods: Sequence[Mood], groups: Sequence[Group], read: Sentences) -> bool:
    last = moods[-1] is Mood.TOLD and _is_for_all(groups[-1], read)
    return last or (moods[0] is Mood.TOLD and _heads_list(groups[0], read))


def _is_put_off(groups: Sequence[Group], at: int, read: Sentences) -> bool:
    """本来15号开的小组会挪到昨天; 约的昨天谈心,今天才谈上: a day that was not kept, and the day that was."""
    group, following = groups[at], groups[at + 1] if at + 1 < len(groups) else None
    if following is None or not group.dates() or not following.dates():
        return False
    kinds = {phrase.word.kind for phrase in group.kinds()}
    if not {phrase.word.kind for phrase in following.kinds()} <= kinds:
        return False
    first, second = group.dates()[0], following.dates()[0]
    if text_at(read.lexemes, second.at - 1).startswith(_MOVED):
        return True
    intended = any(word in "".join([x.text for x in read.lexemes[group.at : first.at]]) for word in _INTENDED)
    return intended and any(x.text.startswith(_AT_LAST) for x in read.lexemes[second.at : second.end + _OPENING])


def _goes_on_as(before: Group, group: Group) -> bool:
    """谈心:王芳11月3日,李明今天谈的: nothing but a day and a name, or another talk."""
    kinds = {phrase.word.kind for phrase in group.kinds()}
    return not kinds or (kinds == {ActivityKind.TALK} >= {phrase.word.kind for phrase in before.kinds()})


def _is_of_another_part(groups: Sequence[Group], at: int, now: datetime) -> bool:
    """上午朱海波,下午徐茜: no day, but an hour that has come."""
    group = groups[at]
    return (
        part_of(group) is not None and not group.dates() and (_is_past(groups[at - 1], now) or not is_later(group, now))
    )


def _is_past(group: Group, now: datetime) -> bool:
    dated = date_of(group)
    return dated is not None and dated.dates.first is not None and dated.dates.first < now.date()


def _is_told_besides(groups: Sequence[Group], at: int, read: Sentences, now: datetime) -> bool:
    """上午支委会4人, 十点半党课30人, 下午慰问; 会后接着民主评议; 并召开支委会: another kind with a number or hour of its own, or added."""
    group = groups[at]
    if not group.kinds():
        return False
    if group.dates():
        return now.hour >= _AFTERNOON and _is_of_today(group, now) and _names_firmly(group, read)
    follows = any(
        phrase.word.force is Force.FIRM
        and text_at(read.lexemes, phrase.at - 1 - (text_at(read.lexemes, phrase.at - 1) == "开")) in _FOLLOWING
        for phrase in group.kinds()
    )
    counted = _is_of_another_part(groups, at, now) or bool(group.phrases.counts)
    joined = tag_at(read.lexemes, group.at - 1) is Tag.PAUSE or _is_added(group, read)
    return follows or counted or (joined and _names_firmly(group, read))


def _is_of_today(group: Group, now: datetime) -> bool:
    """周二支委会,今天党课: the last of a list, when the day is nearly over."""
    dated = date_of(group)
    return dated is not None and dated.dates.first == now.date() and not is_later(group, now)


def _is_paid_for_month(group: Group) -> bool:
    """10月1200元: the dues of another month."""
    return not group.dates() and group.phrases.has(AmountPhrase) and group.phrases.has(PeriodPhrase)


def _names_firmly(group: Group, read: Sentences) -> bool:
    firm = any(phrase.word.force is Force.FIRM for phrase in group.kinds())
    return firm and names_kind(group, read) and is_plain(group, read)


def _is_added(group: Group, read: Sentences) -> bool:
    """Whether a word of addition opens what is told: 并召开, 顺便, 后开."""
    opening = read.lexemes[max(group.at - 1, 0) : group.at + _OPENING]
    return adds(opening) or any(says_more(read.lexemes, group.at, phrase.at) for phrase in group.kinds()[:1])


def _leads(groups: Sequence[Group], at: int, read: Sentences, now: datetime) -> bool:
    """组织生活会和民主评议都开了; 上午慰问4户,下午开了大会; 慰问了2户,又开了支委会: what the next is joined, or added, to."""
    if _is_joined(groups[at], read):
        return True
    group, following = groups[at], groups[at + 1]
    if _is_listed_talk(group, following, read) and _has_come(group, now):
        return True
    days = [dated.dates.first or date.max for each in (group, following) if (dated := date_of(each))]
    if is_later(group, now) or any(day > now.date() for day in days) or not _names_firmly(group, read):
        return False
    if group.dates() and following.dates():
        return days[0] <= days[-1]
    return _is_added(following, read) or (part_of(group) is not None and part_of(following) is not None)


def _is_listed_talk(group: Group, following: Group, read: Sentences) -> bool:
    """10.20跟石磊,10.21跟石鑫,谈心: a day and somebody, in a list of talks."""
    kinds = {phrase.word.kind for phrase in following.kinds()}
    if group.kinds() or kinds != {ActivityKind.TALK}:
        return False
    return any(read.lexemes[phrase.end].tag is Tag.WITH for phrase in group.dates() if phrase.end < group.end)


def _is_joined(group: Group, read: Sentences) -> bool:
    """组织生活会和民主评议都开了: a firm kind, and no mark between it and the next."""
    kinds = group.kinds()
    firm = kinds and kinds[-1].word.force is Force.FIRM
    return bool(firm) and not any(lexeme.tag in SEPARATORS for lexeme in read.lexemes[kinds[-1].end : group.end])


def _is_asked_about(group: Group, read: Sentences) -> bool:
    """周三的小组会是周四补开的吗: whether the clause that a group begins goes on behind it and asks."""
    lexemes, at = read.lexemes, group.end
    while at < len(lexemes) and lexemes[at - 1].tag not in SEPARATORS:
        if lexemes[at].tag in QUESTIONS and is_asking(lexemes, at):
            return True
        at += 1
    return False


def _is_for_all(group: Group, read: Sentences) -> bool:
    """都搞完了: what is said of the last holds for all."""
    said = [lexeme.text for lexeme in read.lexemes[group.at : group.end]]
    return is_done(group, read) and not _FOR_ALL.isdisjoint(said)


def _heads_list(group: Group, read: Sentences) -> bool:
    """本周三次活动都搞完了:周一支委会,周三党课: what is said before a list holds for all of it."""
    colon = next((at for at in range(group.at, group.end) if read.lexemes[at].tag is Tag.COLON), group.at)
    head = {lexeme.text for lexeme in read.lexemes[group.at : colon]}
    return not _FOR_ALL.isdisjoint(head) and any(group.at <= at < colon for at in read.done)


def _has_come(group: Group, now: datetime) -> bool:
    return any(phrase.dates.first and phrase.dates.first <= now.date() for phrase in group.dates())
