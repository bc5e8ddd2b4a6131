"""Changes to what was recorded before.

    correct := clause+            at least one with a word of change, an ENTRY or WRONG
    clause  := [target] [label] CHANGE value | old WRONG | 不是 old 是 value | value 不是 old | old → value | value
    target  := #NUMBER | date | kind | ENTRY

What is old is struck out and 主持人改成 is read as 主持人:; the rest is read like any other text.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from handlers.grammar.clauses.grouping import Group
from handlers.grammar.clauses.readings import reading_of
from handlers.grammar.clauses.sentences import Sentences, has_word, read_sentences
from handlers.grammar.fields.amounts import read_bare_amount
from handlers.grammar.fields.changed_labels import label_before
from handlers.grammar.fields.changed_values import SIGNALS, recounts, without_old
from handlers.grammar.lexicon.kinds import Force
from handlers.grammar.lexicon.lexeme import SEPARATORS, Lexemes, Tag, TagName, tag_at, text_at
from handlers.grammar.lexicon.mood_words import SOFT
from handlers.grammar.lexicon.outsiders import DRAFTS
from handlers.grammar.lexicon.phrases import (
    CountPhrase,
    DatePhrase,
    KindPhrase,
    LabelPhrase,
    PeriodPhrase,
    Phrase,
    Phrases,
    points_ahead,
)
from handlers.grammar.moods.ahead import is_of_last_year_or_to_come
from handlers.grammar.moods.questions import offers_choice
from handlers.grammar.requests.clearings import clearing_of
from handlers.grammar.requests.faults import fault_of
from handlers.grammar.requests.mistakes import may_tell_mistake, mistake_of, takes_names_out
from handlers.grammar.requests.supplements import supplement_of
from handlers.grammar.requests.targets import of_several, pointing_in, target_in
from handlers.grammar.requests.withdrawals import deletes, withdrawal_of
from handlers.grammar.text.normalise import Normalised
from handlers.grammar.text.patterns import Pattern
from handlers.intents import Correct, Intent, Plan, Reading
from schedules.ledger.activity import ActivityKind

_FIRM = frozenset(
    {"改成", "改为", "更正", "更正为", "修改为", "调整为", "换成", "应为", "应该是", "应是", "更改为", "订正", "变更为", "改回", "改作", "换为", "替换为", "勘误", "更新为", "改正"}
    | {"应改成", "应改为", "该改成", "该改为"}
    | {"变成", "填成", "应该填", "应填", "改是", "改填", "要改成", "请改成", "请改为", "应写"}
    | {"登成", "录成", "报成", "记成", "打成", "写成", "其实是", "实际是", "实际上是", "应当是", "本应是"}
)  # fmt: skip
_AIMS = frozenset({Tag.NUMBER, Tag.DAY, Tag.WEEK, Tag.KIND, Tag.ENTRY})
_AT_FIRST = ("本来说", "本来要", "本来是要", "原来说", "原本", "原先说", "原定", "说好")
_MILD = frozenset({"请把", "请将", "请帮忙", "麻烦", "帮忙"})
_BESIDES = (
    "还有", "加", "补", "添", "另有", "漏", "落", "忘", "少写", "少报", "少登", "少填", "少录",
    "不是请假", "不是缺席", "不算请假", "不算缺席", "列入", "改成请假", "改为请假", "改成缺席", "改为缺席",
)  # fmt: skip
"""How names are told that come besides those told before."""
_ADDITIONS = frozenset(
    {"还有", "漏了", "忘写了", "忘写", "漏写了", "漏填了", "补上", "加上", "补充", "补充一下", "添上"}
    | {"加一个", "加个", "再加一个", "再加个", "多加一个"}
)
_JUST = frozenset({"刚", "刚才", "刚刚"})
_ABOUT_RECORDS = frozenset({Tag.CHANGE, Tag.WRONG, Tag.DELETE, Tag.CANCELLED})
_LOOSE_COUNT = 2
_LACKING = frozenset("少多漏忘落")
_END = Pattern("(?:结束|散会|散场|收尾|收工|下课|[开学搞]完)的?(?:时间|时刻|钟点|那栏|改|写|填|登|录)")
_OF_PEOPLE = frozenset({"个", "户"})
_PIECES = ("字", "个字", "句", "段", "行", "一条", "个会")
_TO_ALL = ("大家注意", "各位注意", "请大家", "通知大家", "跟大家说", "各位同志注意", "同志们注意")
_GUESSES = frozenset({"应该是", "其实是", "换成"})
"""Words that guess or tell in a record as well as they change one."""
_MISTAKES = frozenset("写打填报记登录输搞弄看数算多少漏")
"""How words begin that say that something was entered wrongly."""


def amendment_of(read: Sentences, text: Normalised, now: datetime) -> Intent | None:
    """The change that a text asks for, if it asks for one."""
    change = clearing_of(read, text, now.date()) or _amendment_of(read, text, now)
    return of_several(change, read, text, besides=has_word(read, _BESIDES)) if isinstance(change, Correct) else change


def _amendment_of(read: Sentences, text: Normalised, now: datetime) -> Intent | None:
    if supplied := supplement_of(read, text):
        return Correct(changes=supplied)
    changeable = _may_change(read)
    if len(read.fields) > 1 or not (changeable or may_tell_mistake(text.text)):
        return None
    if is_about_draft(read) or _is_told_to_all(read):
        return None
    mistaken = mistake_of(read, text, now.date()) or (_correct(read, text, now) if changeable else None)
    changed = mistaken or takes_names_out(read, text, now.date())
    return changed or (withdrawal_of(read, now.date()) if changeable else None) or fault_of(text.text)


def _may_change(read: Sentences) -> bool:
    """Whether a record may be spoken of, and neither asked about nor yet to come."""
    if Tag.ENTRY not in read.tags and _ABOUT_RECORDS.isdisjoint(read.tags) and _ADDITIONS.isdisjoint(read.texts):
        return False
    asked = Tag.ASKING in read.tags or Tag.QUESTION_MARK in read.tags
    asked = asked or ("还是" in read.texts and offers_choice(read.lexemes))
    return not (asked or (Tag.FUTURE in read.tags and _is_plan(read.lexemes)) or _is_called_off(read))


def is_about_draft(read: Sentences) -> bool:
    """稿子人数写错了,改成46: another text is to be changed."""
    if _has(read, Tag.ENTRY):
        return False
    lexemes = read.lexemes
    first = next((at for at, lexeme in enumerate(lexemes) if lexeme.tag in SIGNALS), 0)
    return any(lexeme.text in DRAFTS for lexeme in lexemes[:first]) or _lacks_things(lexemes, first)


def _lacks_things(lexemes: Lexemes, at: int) -> bool:
    """少写了一篇心得, 漏了一个字, 漏了一条,12月30号 …: papers and whole records, and no value of one."""
    if text_at(lexemes, at)[:1] not in _LACKING or tag_at(lexemes, at + 1) is not Tag.NUMBER:
        return False
    counted = text_at(lexemes, at + 2)
    things = tag_at(lexemes, at + 2) is Tag.UNIT and counted not in _OF_PEOPLE
    return things or (counted + text_at(lexemes, at + 3)).startswith(_PIECES)


def _is_told_to_all(read: Sentences) -> bool:
    """大家注意一下,下午的学习改成四点了: an announcement."""
    return Tag.ENTRY not in read.tags and has_word(read, _TO_ALL)


def _is_called_off(read: Sentences) -> bool:
    """昨天支委会取消了,改成党小组会; 本来说昨天开,改成今天了: the meeting, not its record."""
    if Tag.HOLD in read.tags and has_word(read, _AT_FIRST) and not _has(read, Tag.ENTRY, Tag.WRONG):
        return True
    if Tag.CANCELLED not in read.tags or _has(read, Tag.ENTRY, Tag.WRONG, Tag.DELETE):
        return False
    at = next(n for n, lexeme in enumerate(read.lexemes) if lexeme.tag is Tag.CANCELLED)
    return any(phrase.at < at for phrase in read.phrases.kinds)


def _is_plan(lexemes: Lexemes) -> bool:
    """Whether something lies ahead that is more than the change itself: 人数要改一下 is no plan."""
    return any(
        lexeme.tag is Tag.FUTURE
        and lexeme.value in {None, SOFT}
        and lexeme.text not in _MILD
        and tag_at(lexemes, at + 1) is not Tag.CHANGE
        for at, lexeme in enumerate(lexemes)
    )


def _has(read: Sentences, *tags: TagName) -> bool:
    return not read.tags.isdisjoint(tags)


def _correct(read: Sentences, text: Normalised, now: datetime) -> Intent | None:
    return change_in(read, text, now) if _speaks_of_change(read) else None


def change_in(read: Sentences, text: Normalised, now: datetime) -> Correct | Plan | None:
    """The new values in a text that changes a record; none where it tells none."""
    kept, change = without_old(read.lexemes)
    phrases = read.phrases if kept == [*read.lexemes] else read_sentences(kept, now.date()).phrases
    start = read.lexemes[change].start if change < len(read.lexemes) else 0
    aims = _aims(phrases, kept, _signals(read.lexemes))
    pointing = pointing_in(phrases, kept)
    new = tuple(p for p in phrases if p not in aims and p not in pointing and not _is_of_label(p))
    dates = (phrase for phrase in new if isinstance(phrase, DatePhrase))
    if any(map(points_ahead, phrases)) or any(is_of_last_year_or_to_come(phrase, now) for phrase in dates):
        return Plan()
    if pointing and not new:
        kinds = [phrase for phrase in pointing if isinstance(phrase, KindPhrase)]
        return Correct(changes=Reading(), target=target_in(kinds, kept, now.date()))
    reading = reading_of(Group(phrases=Phrases(new), at=0, end=0), kept, text)
    if _only_aims(new) and _has(read, Tag.DELETE) and not _has(read, Tag.CHANGE, Tag.ARROW):
        return None  # 把重复的那条党课删了
    if reading.starts and not reading.ends and _END.search(text.text):
        reading = replace(reading, starts=None, ends=reading.starts)
    if reading.amount is None and (amount := _amount_of(read, kept, start)):
        return Correct(
            changes=replace(Reading(), amount=amount), target=target_in(read.phrases, read.lexemes, now.date())
        )
    if replace(reading, date_words=None) == Reading() or not any(
        kept[p.end - 1].end > start and _is_new(p) for p in new
    ):
        return None
    before = [phrase for phrase in read.phrases if phrase.end <= change]
    return Correct(changes=reading, target=target_in([*before, *aims], read.lexemes, now.date()))


def _amount_of(read: Sentences, kept: Lexemes, start: int) -> Decimal | None:
    """党费那条少写了个零,应该是1200: a number without a unit, where the record of dues is spoken of."""
    if not any(phrase.word.kind is ActivityKind.DUES for phrase in read.phrases.kinds):
        return None
    found = (read_bare_amount(kept, at) for at in range(len(kept)) if kept[at].start > start)
    return next((phrase.amount for phrase in found if phrase), None)


def _only_aims(phrases: Sequence[Phrase]) -> bool:
    return all(isinstance(phrase, KindPhrase | DatePhrase) for phrase in phrases)


def _is_of_label(phrase: Phrase) -> bool:
    """A kind that only a label lets one guess: 党课人数."""
    return isinstance(phrase, LabelPhrase) or (isinstance(phrase, KindPhrase) and phrase.rule.startswith("label:"))


def _signals(lexemes: Lexemes) -> list[int]:
    """Where in the text the words of change end."""
    return [lexeme.end for lexeme in lexemes if lexeme.tag in SIGNALS]


def _aims(phrases: Sequence[Phrase], kept: Lexemes, signals: Sequence[int]) -> list[Phrase]:
    """The day and the kind that only tell which record is meant: 更正一下,昨天支委会 … 5人."""
    entries: list[Phrase] = [p for p in phrases if isinstance(p, DatePhrase) and tag_at(kept, p.end) is Tag.ENTRY]
    values = [p for p in phrases if not isinstance(p, DatePhrase | KindPhrase | PeriodPhrase | LabelPhrase)]
    if not values:
        return entries
    leading = [
        p
        for p in phrases
        if isinstance(p, DatePhrase | KindPhrase) and not p.rule.startswith("field:") and p.at < values[0].at
    ]
    named = any(isinstance(p, KindPhrase) and p.word.force is Force.FIRM for p in leading)
    return entries + [
        p
        for p in leading
        if p not in entries and named and kept[p.at].start not in signals and kept[leading[0].at].start not in signals
    ]


def _is_new(phrase: Phrase) -> bool:
    """Whether a phrase can change a record: a meeting of no kind and a number of other people cannot."""
    if isinstance(phrase, KindPhrase):
        return phrase.word.kind is not None
    return not isinstance(phrase, CountPhrase) or phrase.number > 0


def _speaks_of_change(read: Sentences) -> bool:
    """Whether a word of change, of error or of an entry says that something is to be corrected."""
    lexemes = read.lexemes
    named = any(phrase.word.force is Force.FIRM or phrase.labelled for phrase in read.phrases.kinds)
    for at, lexeme in enumerate(lexemes):
        if lexeme.text in _GUESSES and _is_whole(read) and read.tags.isdisjoint({Tag.ENTRY, Tag.WRONG}):
            continue  # 应该是这个月十七号吧,上的党课,来了29个
        if lexeme.tag is Tag.CHANGE and (at == 0 or lexeme.text in _FIRM or _changes(read, at, named=named)):
            return True
    counted = any(p.weight > _LOOSE_COUNT for p in read.phrases.counts)
    if counted and any(deletes(lexemes, at) for at in range(len(lexemes))):
        return True
    for at, lexeme in enumerate(lexemes):
        if lexeme.tag is Tag.WRONG and (
            at <= 1
            or lexeme.text[0] in _MISTAKES
            or not _is_whole(read)
            or _has(read, Tag.ENTRY)
            or recounts(lexemes, at)
        ):
            return True
    adds = any(lexeme.text in _ADDITIONS for lexeme in lexemes)
    dated = [phrase for phrase in read.phrases.dates if read.lexemes[phrase.at].text not in _JUST]
    return (
        adds
        and not dated
        and (not named or _has(read, Tag.ENTRY))
        and _has(read, Tag.LEAVE, Tag.ABSENT, Tag.PRESENT, Tag.CHANGE)
    )


def _is_whole(read: Sentences) -> bool:
    """A record of its own: a kind, a day, and people."""
    phrases = read.phrases
    return bool(phrases.kinds and phrases.dates and (phrases.counts or phrases.names))


def _changes(read: Sentences, at: int, *, named: bool) -> bool:
    """A looser word of change: beside a word for an entry, or with a label before it and no kind named."""
    if _has(read, Tag.ENTRY) or _is_wished(read.lexemes, at):
        return True
    return not named and label_before(read.lexemes, at) is not None and not _goes_on(read.lexemes, at)


def _goes_on(lexemes: Lexemes, at: int) -> bool:
    """上午学文件,党小组,七缺一,缺的是老曲: what is told before names what took place."""
    if lexemes[at].text != "是":
        return False
    start = next((here for here in range(at - 1, -1, -1) if lexemes[here].tag in SEPARATORS), 0)
    return any(lexeme.tag in {Tag.KIND, Tag.CONTENT, Tag.PART} for lexeme in lexemes[:start])


def _is_wished(lexemes: Lexemes, at: int) -> bool:
    """人数要改一下, 我要改11月10号的支委会: what is to be changed is a record, not the world."""
    aimed = lexemes[at].text.endswith("下") or tag_at(lexemes, at + 1) in _AIMS
    return tag_at(lexemes, at - 1) in {Tag.FUTURE, Tag.WISH} and aimed
