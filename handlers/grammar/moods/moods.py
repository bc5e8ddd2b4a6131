"""Whether a stretch of text tells of what took place: the future, the denied, the asked, the wished and the quoted do not.

mood := asked | denied | planned | wished | heard | ruled | praised | told | bare      the first that fits
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from handlers.grammar.clauses.grouping import Group
from handlers.grammar.clauses.kind_choice import kind_of
from handlers.grammar.clauses.readings import date_of, part_of
from handlers.grammar.clauses.sentences import Sentences
from handlers.grammar.lexicon.lexeme import Lexeme, Tag, TagName, tag_at
from handlers.grammar.lexicon.phrases import (
    AmountPhrase,
    CountPhrase,
    DatePhrase,
    NamesPhrase,
    PeriodPhrase,
    TopicPhrase,
)
from handlers.grammar.moods.ahead import (
    has_come_for_sure,
    has_taken_place,
    is_ahead,
    is_of_later,
    is_slot,
    is_unfinished,
    is_year_back,
)
from handlers.grammar.moods.asked import is_asked
from handlers.grammar.moods.belonging import is_foreign
from handlers.grammar.moods.called_off import is_of_talk
from handlers.grammar.moods.denials import AMISS, AWAY, UNKEPT, is_absence, is_denied, is_disclaimed
from handlers.grammar.moods.evidence import (
    Evidence,
    evidence_of,
    is_counted,
    is_done,
    is_firm,
    is_later,
    is_ordered,
    is_past,
    is_recurring,
    is_settled,
    names_kind,
)
from handlers.grammar.moods.futures import GOVERNED, SETTLING, WAITING, is_future, is_settled_ahead
from handlers.grammar.moods.groundwork import is_groundwork
from handlers.grammar.moods.handled import is_handled, is_unpaid
from handlers.grammar.moods.hearsay import is_heard
from handlers.grammar.moods.imagined import is_asked_outright, is_imagined
from handlers.grammar.moods.mood import Mood
from handlers.grammar.moods.outcomes import (
    is_arranged,
    is_called_for,
    is_doubtful,
    is_failed,
    is_got_ready,
    is_nearly,
    is_remembered,
    is_summed,
    is_under_way,
)
from handlers.grammar.moods.questions import QUESTIONS
from handlers.grammar.moods.telling_words import is_talk, telling_lexemes
from handlers.grammar.moods.telltales import has_telltale
from schedules.ledger.activity import ActivityKind

_STRONG, _WEAK = Evidence.STRONG, Evidence.WEAK
_DUES = ActivityKind.DUES
_UNSAYING = (
    QUESTIONS
    | AWAY
    | {Tag.UNSURE, Tag.CANCELLED, Tag.NOT, Tag.FUTURE, Tag.WITH, Tag.HEARSAY, Tag.WISH, Tag.RULE, Tag.PRAISE}
)
_STEPS = frozenset({ActivityKind.DEVELOPMENT, ActivityKind.RECTIFICATION})
_DENYING = AWAY | {Tag.NOT}
_DENIALS, _DENYING_WORDS = _DENYING | {Tag.CANCELLED}, UNKEPT | AMISS | {"不是"}
_WATCHED = frozenset({WAITING, *AMISS})
_STRANGE, _MUCH = frozenset({Tag.OTHER, Tag.ARTEFACT, Tag.HEARSAY, Tag.QUERY, Tag.SELF}), 4
_MEETINGS = frozenset({
    ActivityKind.BRANCH_ASSEMBLY, ActivityKind.BRANCH_COMMITTEE, ActivityKind.GROUP_MEETING, ActivityKind.PARTY_LECTURE,
    ActivityKind.THEME_DAY, ActivityKind.ORG_LIFE, ActivityKind.DEMOCRATIC_LIFE, ActivityKind.APPRAISAL, ActivityKind.CENTER_GROUP, ActivityKind.STUDY, ActivityKind.SEMINAR, ActivityKind.ELECTION, _DUES,
})  # fmt: skip
_MILD_WISHES = frozenset({"可以", "能", "应该", "应", "该", "得", "需", "需要", "想", "若", "应当", "必须", "宜"})


def mood_of(group: Group, read: Sentences, now: datetime, *, near: DatePhrase | None = None) -> Mood:
    """The mood of one group; `near` is the date of a neighbour, for a group without one."""
    evidence = evidence_of(group, read, now)
    told = _is_told(group, read, now, evidence, date_of(group) or near) and not is_unpaid(group, read)
    firm = is_firm(group, read, now)
    lexemes = telling_lexemes(group, read, firm=firm) if _sets_mood(read) else ()
    return (
        _unruled(group, read, lexemes)
        or _not_held(group, read)
        or _not_so(group, read, lexemes, firm=firm)
        or (Mood.HEARD if Tag.HEARSAY in read.tags and is_heard(lexemes, read, firm=firm) else None)
        or _not_yet(group, read, lexemes, now, near=near, told=told)
        or (Mood.WISHED if is_called_for(group, read) else None)
        or _not_ours(group, read, lexemes, told=told, firm=firm)
        or _kept(group, read, told=told)
    )


def _kept(group: Group, read: Sentences, *, told: bool) -> Mood:
    """What nothing unsays, unless it was nobody's doing, or another's."""
    if not (told or group.kinds()):
        return Mood.BARE
    if has_telltale(read) or is_imagined(group, read) or is_handled(group, read) or is_groundwork(group, read):
        return Mood.HEARD
    return Mood.TOLD if told and not is_doubtful(group, read) else Mood.BARE


def _not_held(group: Group, read: Sentences) -> Mood | None:
    """Not ours, or not held in the end."""
    if is_foreign(group, read):
        return Mood.HEARD
    if is_failed(group, read) or is_nearly(group, read):
        return Mood.DENIED
    if is_summed(group, read) or is_remembered(group, read):
        return Mood.RULED
    ahead = is_arranged(group, read) or is_got_ready(group, read) or is_under_way(group, read)
    return Mood.PLANNED if ahead else None


def _sets_mood(read: Sentences) -> bool:
    """Whether any word of the text could make it something else than told."""
    return (
        not _UNSAYING.isdisjoint(read.tags)
        or not SETTLING.isdisjoint(read.texts)
        or not _WATCHED.isdisjoint(read.texts)
    )


def _unruled(group: Group, read: Sentences, lexemes: Sequence[Lexeme]) -> Mood | None:
    """A rule without a day, or with one that comes again: 支委会每个月至少要开一次, 每月15号主题党日."""
    if Tag.RULE not in read.tags or not _has(lexemes, Tag.RULE) or is_settled(group):
        return None
    days = {read.lexemes[phrase.at].start for phrase in group.dates()}
    every = any(x.tag is Tag.RULE and x.end in days for x in lexemes)
    return Mood.RULED if every or not days else None


def _is_told(group: Group, read: Sentences, now: datetime, evidence: Evidence, dated: DatePhrase | None) -> bool:
    """Strong evidence, weak evidence about a day that has come, or a firm kind on a day that is past."""
    if evidence is _STRONG:
        return True
    weak = evidence is _WEAK
    if weak and is_talk(group) and dated is not None and dated.dates.first == now.date():
        return True
    come = dated is not None and (dated.dates.first is None or dated.dates.first <= now.date())
    if weak and come and group.phrases.has(CountPhrase, TopicPhrase, NamesPhrase, AmountPhrase):
        return True
    if weak and dated is None and _is_of_today_or_before(group, now):
        return True
    if not is_past(group, now):
        return False
    return (not group.kinds() and _is_a_step(group, read)) or (names_kind(group, read) and is_plain(group, read))


def _is_a_step(group: Group, read: Sentences) -> bool:
    """11号收到王朔的入党申请书, 给老党员发了纪念章: no word names the kind, but what was done is of no other."""
    kind = kind_of(group, read.lexemes)
    if kind is ActivityKind.REPORT:
        return "把" in read.texts or is_done(group, read)
    return kind in _STEPS or (kind is ActivityKind.VISIT and "党" in read.text and is_done(group, read))


def _is_of_today_or_before(group: Group, now: datetime) -> bool:
    return bool(part_of(group) and not is_later(group, now)) or (is_talk(group) and _is_of_before(group))


def _is_of_before(group: Group) -> bool:
    """上周, 上个月: a stretch of time that is over."""
    stretches = [phrase.within for phrase in group.phrases.of(PeriodPhrase) if phrase.within]
    return any((within.weeks or 0) < 0 or (within.months or 0) < 0 for within in stretches)


def is_plain(group: Group, read: Sentences) -> bool:
    """昨天支委会, but not 支委会决议昨天贴出来了: nothing else is told in the clause of a kind and its day."""
    if kind_of(group, read.lexemes) not in _MEETINGS:
        return True
    lexemes = read.lexemes
    claimed = {at for phrase in group.phrases for at in range(phrase.at, phrase.end)}
    strange = sum(
        len(lexemes[at].text) for at in range(group.at, group.end) if at not in claimed and lexemes[at].tag in _STRANGE
    )
    return strange < _MUCH


def _not_so(group: Group, read: Sentences, lexemes: Sequence[Lexeme], *, firm: bool) -> Mood | None:
    """Asked or denied."""
    if is_asked(group, read, lexemes, firm=firm) or is_asked_outright(group, read):
        return Mood.ASKED
    if read.tags.isdisjoint(_DENIALS) and read.texts.isdisjoint(_DENYING_WORDS):
        return None
    narrow = firm and not _DENYING.isdisjoint(read.tags)
    told = telling_lexemes(group, read, firm=True, leading=False) if narrow else lexemes
    if is_disclaimed(read, group) or is_absence(group, told) or is_denied(group, told):
        return Mood.DENIED
    return None


def _not_yet(  # noqa: PLR0913 - what a mood depends on
    group: Group, read: Sentences, lexemes: Sequence[Lexeme], now: datetime, *, near: DatePhrase | None, told: bool
) -> Mood | None:
    """Planned, by its words or by its day."""
    dated = date_of(group)
    come = told and dated is not None and has_taken_place(group, read, dated) and not is_ahead(group, read, dated, now)
    ahead = Tag.FUTURE in read.tags or WAITING in read.texts or not SETTLING.isdisjoint(read.texts)
    if ahead and (
        is_settled_ahead(group, lexemes) or any(is_future(lexemes, n, soft=not come) for n in range(len(lexemes)))
    ):
        return Mood.PLANNED
    if ahead and not told and dated is None and any(lexeme.value == "loose" for lexeme in lexemes):
        return Mood.PLANNED
    if dated is None:
        later = _is_awaited(group, now, near) or is_of_later(group, read)
        return Mood.PLANNED if later and not is_done(group, read) else None
    certain = has_come_for_sure(group, read) if is_year_back(dated) else is_done(group, read) or is_counted(group)
    if (
        dated.dates.ahead
        or is_unfinished(group, read, now)
        or (dated.dates.soon and not certain and not is_recurring(dated))
    ):
        return Mood.PLANNED
    if is_recurring(dated) and (not told or (not certain and is_slot(group, dated))):
        return Mood.BARE
    later = dated.dates.first == now.date() and is_later(group, now)
    return Mood.PLANNED if later and not is_done(group, read) else None


def _is_awaited(group: Group, now: datetime, near: DatePhrase | None) -> bool:
    """A part of today that has not come; 昨天上午…,下午… was yesterday's."""
    past = near is not None and near.dates.first is not None and near.dates.first < now.date()
    return not past and is_later(group, now) and part_of(group) is not None


def _not_ours(group: Group, read: Sentences, lexemes: Sequence[Lexeme], *, told: bool, firm: bool) -> Mood | None:
    """Wished for, laid down as a rule, or only praised."""
    ordered, settled = is_ordered(read), is_settled(group)
    if Tag.WISH in read.tags and not ordered:
        wishes = {x.text for at, x in enumerate(lexemes) if x.tag is Tag.WISH and not _is_complement(lexemes, at)}
        mild = wishes <= _MILD_WISHES and (settled or (firm and not _wishes_to_do(group, lexemes)))
        if wishes and not mild:
            return Mood.WISHED
    if Tag.RULE in read.tags and _has(lexemes, Tag.RULE) and not (told and (date_of(group) or settled)):
        return Mood.RULED
    counted = firm or group.phrases.counts or _has_ended(group) or (is_of_talk(group) and date_of(group))
    return Mood.PRAISED if _has(lexemes, Tag.PRAISE) and not counted and not settled else None


def _is_complement(lexemes: Sequence[Lexeme], at: int) -> bool:
    """坐得满满的: behind a verb, and before none; 应收1200元,实收1180元: what was due, beside what was paid."""
    if lexemes[at].text == "应" and tag_at(lexemes, at + 1) is Tag.HOLD and tag_at(lexemes, at + 2) is Tag.NUMBER:
        return any(x.text == "实" and after.tag is Tag.HOLD for x, after in pairwise(lexemes[at + 2 :]))
    behind_verb = at > 0 and lexemes[at - 1].tag in {Tag.OTHER, Tag.LECTURER, Tag.HOLD, Tag.CONTENT}
    return lexemes[at].text == "得" and behind_verb and tag_at(lexemes, at + 1) not in GOVERNED


def _wishes_to_do(group: Group, lexemes: Sequence[Lexeme]) -> bool:
    """昨天想去慰问老王, 他回老家了: what was wished is the activity itself."""
    if group.phrases.counts:
        return False
    return any(x.text == "想" and (after.tag in GOVERNED or after.text == "去") for x, after in pairwise(lexemes))


def _has_ended(group: Group) -> bool:
    """开得挺长,从九点开到十二点."""
    return any(phrase.ends_only or (phrase.times and phrase.times.last) for phrase in group.phrases.times)


def _has(lexemes: Sequence[Lexeme], *tags: TagName) -> bool:
    return bool(lexemes) and not {lexeme.tag for lexeme in lexemes}.isdisjoint(tags)
