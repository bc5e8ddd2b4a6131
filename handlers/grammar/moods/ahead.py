"""Whether the day of a group has come, or whether it, its hour or its stretch of time is still to come."""

from datetime import datetime, timedelta

from handlers.grammar.clauses.grouping import Group
from handlers.grammar.clauses.sentences import Sentences
from handlers.grammar.lexicon.lexeme import Tag, text_at
from handlers.grammar.lexicon.phrases import (
    DatePhrase,
    PeriodPhrase,
    Phrase,
    Role,
    points_ahead,
)
from handlers.grammar.moods.evidence import is_done, is_later, is_ordered, is_recurring

_AHEAD = ("下季", "下个", "下一", "下月", "下周", "明年", "来年")
_PLANS, _FORM = ("方案", "预案", "安排", "通知", "计划", "议程", "日程"), 2
_WEEK, MOST_OF_YEAR = timedelta(days=7), timedelta(days=240)


def is_slot(group: Group, dated: DatePhrase) -> bool:
    """周五三点党课,书记讲: a weekday and an hour, and nobody yet who was there."""
    first, soon = dated.dates.first, dated.dates.soon
    clock = any(phrase.times for phrase in group.phrases.times)
    weekly = first is not None and soon is not None and soon - first <= _WEEK
    away = any(phrase.role in {Role.LEAVE, Role.ABSENT} for phrase in group.phrases.names)
    return clock and weekly and not group.phrases.counts and not away


def is_year_back(dated: DatePhrase) -> bool:
    """11月3日, said at the end of October: almost a year ago, or a few days ahead."""
    first, soon = dated.dates.first, dated.dates.soon
    return first is not None and soon is not None and soon - first > MOST_OF_YEAR


def is_unfinished(group: Group, read: Sentences, now: datetime) -> bool:
    """11月22日至25日培训班,12人参加, said on the 23rd; but not 今起三天培训,今天第一天,来了12个."""
    goes_on = any(phrase.dates.last and phrase.dates.last > now.date() for phrase in group.dates())
    return goes_on and not is_done(group, read)


def is_of_last_year_or_to_come(dated: DatePhrase, now: datetime) -> bool:
    """12月1号, said in November: last year's, which nobody tells of without its year, or a slip, or a plan.

    Only where the day comes again within two months (`soon`): 28号, said on the 3rd, is last month's, and 12月28日, said
    in January, last year's. A day of this year that is almost a year ago is this year's: 1月5日, said in December.
    """
    first = dated.dates.first
    return first is not None and first.year < now.year and is_year_back(dated)


def has_come_for_sure(group: Group, read: Sentences) -> bool:
    """Whether a particle or those who were there say so; verbs by themselves tell of both."""
    if _is_headed_as_plan(read):
        return False
    done = [read.lexemes[at] for at in read.done if group.at <= at < group.end]
    came = [p for p in group.phrases.counts if p.role is Role.PRESENT and p.number]
    if came or any(x.tag is Tag.PERFECT or x.text.endswith(("了", "过")) for x in done):
        return True
    if group.phrases.counts and any(phrase.dates.more for phrase in group.dates()):
        return True  # 1月5号、1月19号支委会,都是5人
    return bool(group.phrases.counts) and any(
        x.tag is Tag.HOLD and text_at(read.lexemes, at + 1) == "的" and read.lexemes[at - 1].tag is Tag.DAY_UNIT
        for at, x in enumerate(read.lexemes[group.at : group.end], group.at)
    )  # 1月9号开的支委会,5人


def _is_headed_as_plan(read: Sentences) -> bool:
    """主题党日方案, and its parts below: a form whose first line says that it is one of something to come."""
    if len(read.fields) < _FORM:
        return False
    head = next((at for at, lexeme in enumerate(read.lexemes) if lexeme.tag is Tag.NEWLINE), 0)
    return head > 0 and read.lexemes[head - 1].text.endswith(_PLANS)


def has_taken_place(group: Group, read: Sentences, dated: DatePhrase) -> bool:
    """A word of doing that is done, or a day that cannot be meant to come, and how many were there."""
    return is_done(group, read) or (bool(group.phrases.counts) and not is_recurring(dated))


def is_ahead(group: Group, read: Sentences, dated: DatePhrase, now: datetime) -> bool:
    """Whether a day, an hour or a week is named that has not come."""
    meant = [phrase for phrase in group.dates() if not phrase.besides]
    if any(_points_ahead(phrase, read) for phrase in (*meant, *group.phrases.of(PeriodPhrase))):
        return True
    if dated.dates.first == now.date():
        return is_later(group, now)
    over = is_done(group, read) and group.phrases.counts
    return is_recurring(dated) and not (over or is_ordered(read) or _tells_who_came(group, read))


def _tells_who_came(group: Group, read: Sentences) -> bool:
    """周日志愿服务,报名15人,实际到了12人."""
    counts = group.phrases.counts
    return any(p.role is Role.PRESENT and read.lexemes[p.at].text.startswith("实") for p in counts)


def is_of_later(group: Group, read: Sentences) -> bool:
    """下季度党课主讲人:张三: of a time to come, and nobody yet who was there."""
    first = min([phrase.at for phrase in group.kinds()], default=group.end)
    return not group.phrases.counts and any(
        phrase.at < first and read.lexemes[phrase.at].text.startswith(_AHEAD)
        for phrase in group.phrases.of(PeriodPhrase)
    )


def _points_ahead(phrase: Phrase, read: Sentences) -> bool:
    """下周, but not 下周的 that tells which one was held early."""
    return points_ahead(phrase) and text_at(read.lexemes, phrase.end) != "的"
