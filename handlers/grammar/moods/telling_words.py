"""Which words of a group set its mood: not those of topics and fields, nor what is said behind the telling."""

from itertools import pairwise

from handlers.grammar.clauses.grouping import Group
from handlers.grammar.clauses.sentences import Sentences
from handlers.grammar.lexicon.kinds import Force, KindWord
from handlers.grammar.lexicon.lexeme import SENTENCE_ENDS, SEPARATORS, Lexeme, Tag, TagName, tag_at, text_at
from handlers.grammar.lexicon.phrases import (
    CountPhrase,
    DatePhrase,
    KindPhrase,
    LabelPhrase,
    NamesPhrase,
    Phrase,
    Role,
    TopicPhrase,
)
from handlers.grammar.moods.evidence import is_settled, names_partner
from schedules.ledger.activity import ActivityKind

_FIRM = Force.FIRM
_TALK = ActivityKind.TALK
_CLAUSE_ENDS = SENTENCE_ENDS | {Tag.COMMA}
_TURNS = frozenset(
    {
        "结果",
        "总算",
        "到头来",
        "最终",
        "实际上",
        "拖到",
        "拖至",
        "挪到",
        "推到",
        "改到",
        "延到",
        "提前到",
        "推迟到",
        "延期到",
        "调到",
        "顺延到",
        "改在",
    }
)
_NEXT_TIME = frozenset({"下一次", "下次", "下回", "下一回", "下个月", "下月", "下季度", "下一步", "下周"})
_SPOKEN = frozenset({"谈的", "聊的", "说的", "讲的"})
_HIM = frozenset("他她")
_THEN = frozenset({"就", "才", "又", "便", "一直"})
_TALKED_OVER = (
    "研究了",
    "讨论了",
    "商量了",
    "议了",
    "分析了",
    "部署了",
    "布置了",
    "听取了",
    "审议了",
    "通过了",
    "定了",
    "明确了",
)
_MATTER = frozenset(
    {Tag.HOLD, Tag.OTHER, Tag.THING, Tag.ARTEFACT, Tag.CONTENT, Tag.KIND, Tag.LEDGER, Tag.PEOPLE, Tag.FINAL}
)
_UNSAID = frozenset({Tag.NOT, Tag.FUTURE})
_MATTERS = (TopicPhrase, LabelPhrase)
_TELLING = (KindPhrase, CountPhrase, NamesPhrase)
_TELLING_WHEN_OR_WHO = (CountPhrase, NamesPhrase, DatePhrase)


def telling_lexemes(group: Group, read: Sentences, *, firm: bool, leading: bool = True) -> list[Lexeme]:
    """The lexemes that set the mood: not those of topics and fields.

    Of a settled group only the sentences that tell it; of a firm one or a talk nothing behind its telling clauses,
    nor, unless `leading`, before them.
    """
    taken: set[int] = set()
    for phrase in group.phrases:
        if isinstance(phrase, _MATTERS) or phrase.rule.startswith("field:"):
            taken.update(range(phrase.at + isinstance(phrase, TopicPhrase), _end_of_matter(phrase, group, read)))
    listed = names_partner(group, read)
    narrow = firm or listed or _names_partner(group)
    marks = _CLAUSE_ENDS | {Tag.SPACE} if listed else _CLAUSE_ENDS if narrow else SENTENCE_ENDS
    stretches = _stretches_of(group, read, marks)
    kinds = [phrase.word for phrase in group.kinds() if phrase.word.force is _FIRM] if narrow else []
    told = {
        p.at for p in group.phrases if _tells(p) and not (kinds and isinstance(p, KindPhrase) and p.word.force < _FIRM)
    }
    telling = [not told.isdisjoint(stretch) for stretch in stretches]
    first = telling.index(True) if True in telling else len(stretches)
    if narrow or is_settled(group):
        stretches = [
            s
            for n, s in enumerate(stretches)
            if (telling[n] and not (n > first and _looks_ahead(s, group, read))) or (narrow and leading and n < first)
        ]
    taken |= _matter_of_talk(group, read) if is_talk(group) else set()
    turn = _turn_of(group, read)
    return [read.lexemes[at] for stretch in stretches for at in stretch if at not in taken and at > turn]


def _matter_of_talk(group: Group, read: Sentences) -> set[int]:
    """谈的是轮岗以后的想法; 谈心,谈的没评上职称; 谈心他明天调走: what was said there, and what is told of him."""
    lexemes, taken = read.lexemes, set[int]()
    for at in range(group.at + 1, group.end):
        begins = lexemes[at - 1].tag in SEPARATORS
        said = (lexemes[at].text == "是" and lexemes[at - 1].text in _SPOKEN) or (
            begins and lexemes[at].text in _SPOKEN
        )
        of_him = lexemes[at].text[:1] in _HIM and (begins or _is_talked(lexemes[at - 1]))
        if said or of_him:
            end = next((n for n in range(at, group.end) if lexemes[n].tag in SEPARATORS), group.end)
            taken.update(range(at, end))
    return taken


def _is_talked(lexeme: Lexeme) -> bool:
    return isinstance(lexeme.value, KindWord) and lexeme.value.kind is _TALK


def _looks_ahead(stretch: range, group: Group, read: Sentences) -> bool:
    """11号党课25人,下一次党课计划12月; 主题党日13人,党课未安排: a later clause with nothing but another matter."""
    later = read.lexemes[stretch[0]].text in _NEXT_TIME
    if not later and _UNSAID.isdisjoint([read.lexemes[at].tag for at in stretch]):
        return False
    if any(p.at in stretch for p in group.phrases if isinstance(p, _TELLING_WHEN_OR_WHO)):
        return False
    kinds = {p.word.kind for p in group.kinds() if p.at < stretch[0] and p.word.force is _FIRM}
    others = [p for p in group.kinds() if p.at in stretch and p.word.force is _FIRM and p.word.kind not in kinds]
    counted = any(p.at < stretch[0] for p in group.phrases.counts)
    return later or bool(kinds and others and counted)


def _end_of_matter(phrase: Phrase, group: Group, read: Sentences) -> int:
    """研究了植树怎么搞: where the clause of what was talked over ends, unless it asks or speaks of what came of it."""
    lexemes, end = read.lexemes, phrase.end
    if not (isinstance(phrase, TopicPhrase) and lexemes[phrase.at].text.endswith(_TALKED_OVER)):
        return end
    while end < group.end and lexemes[end].tag not in SEPARATORS:
        end += 1
    return end if tag_at(lexemes, end) is not Tag.QUESTION_MARK and lexemes[end - 1].tag in _MATTER else phrase.end


def _turn_of(group: Group, read: Sentences) -> int:
    """原计划半天,结果学了一整天: where it turns to what came of it; before the text where it does not."""
    if _TURNS.isdisjoint(read.texts):
        return -1
    turns = [
        at
        for at in range(group.at, group.end)
        if read.lexemes[at].text in _TURNS
        and tag_at(read.lexemes, at - 1 - (text_at(read.lexemes, at - 1) in _THEN)) in SEPARATORS
    ]
    came = [p.at for p in group.phrases if isinstance(p, CountPhrase | KindPhrase)] + list(read.done)
    return turns[-1] if turns and any(turns[-1] < at < group.end for at in came) else -1


def _stretches_of(group: Group, read: Sentences, marks: frozenset[TagName]) -> list[range]:
    if marks.isdisjoint(read.tags):
        return [range(group.at, group.end)]
    ends = [at + 1 for at in range(group.at, group.end) if read.lexemes[at].tag in marks]
    edges = [group.at, *ends, group.end]
    return [range(start, end) for start, end in pairwise(edges) if end > start]


def is_talk(group: Group) -> bool:
    """Whether a talk is spoken of."""
    return _TALK in [phrase.word.kind for phrase in group.kinds()]


def _names_partner(group: Group) -> bool:
    """Whether it is told who was talked with: what was said there sets no mood."""
    return any(
        phrase.rule == "talk" or (phrase.role is Role.PARTICIPANT and is_talk(group)) for phrase in group.phrases.names
    )


def _tells(phrase: Phrase) -> bool:
    if isinstance(phrase, DatePhrase):
        return phrase.dates.first is not None
    return isinstance(phrase, _TELLING)
