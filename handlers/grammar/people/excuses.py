"""Who a clause of absence begins with, and where the reason stands in it: 邵刚父亲去世请丧假."""

from handlers.grammar.lexicon.field_words import FIELD_WORDS
from handlers.grammar.lexicon.lexeme import SEPARATORS, Lexemes, Tag, tag_at, text_at
from handlers.grammar.lexicon.likely_names import likeliest_name
from handlers.grammar.lexicon.outsiders import KIN
from handlers.grammar.lexicon.persons import LONGEST, Span, is_foreign, is_personal, is_trusted, raw
from handlers.grammar.lexicon.surnames import FAMILIAR, GIVEN, SURNAMES
from handlers.grammar.people.names import is_whole
from handlers.grammar.text.patterns import Pattern

LONGEST_CLAUSE, _SHORT = 40, 2
_KIN_OR_CAUSE = frozenset({Tag.PEOPLE, Tag.TITLE, Tag.REASON, Tag.GO, Tag.PRESENT, Tag.AT})
_TOLD = frozenset({Tag.KIND, Tag.HOST, Tag.LECTURER, Tag.RECORDER, Tag.PRESENT, Tag.COUNTED, Tag.LEAVE, Tag.ABSENT})
_TOLD_TO = frozenset({"跟", "向", "和", "给", "同"})
_ALONE = frozenset({*SEPARATORS, Tag.PERFECT, None})
_COUNTED = frozenset({Tag.NUMBER, Tag.KIND, Tag.CONTENT, Tag.HOLD})
_CAUSES = frozenset(FIELD_WORDS[Tag.REASON].split())
_NO_EXCUSE = _TOLD | _COUNTED - {Tag.CONTENT} | {Tag.NOT, Tag.PLACE}
_EXCUSED = Pattern(
    "(?:都|说是|说|因为?|由于|人)?(?:[他她](?!忘)|在(?!场|座|会)|去[^了]|回(?:老家|家|乡)|上(?:班|夜班|手术)|赶(?!到)|陪|照顾|[接送](?:孩|小孩|娃|女儿|老|[爸妈])|住院|发烧|感冒|生病"
    "|[腰腿胃头牙脚肚]|家[里中]|孩子|小孩|娃|老人|爱人|老婆|媳妇|[父母爸妈爹娘]|婆婆|岳|丈母|下乡|驻村|值班|加班|借调)"
)
_JOINS = frozenset({Tag.PAUSE, Tag.WITH})


def opener_of(lexemes: Lexemes, at: int, free: int, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Whoever opens the clause, unless another is joined to him: 郭师傅孩子高考请假."""
    leading = _leading(lexemes, at, free)
    if leading and spans and leading[0][0] == spans[0][0]:
        return spans
    joined = (
        leading and spans and any(x.tag in _JOINS for x in lexemes[free:at] if leading[0][1] <= x.start < spans[0][0])
    )
    return spans if joined else leading or spans


def _leading(lexemes: Lexemes, at: int, free: int) -> tuple[Span, ...]:
    """小萧失恋想不开请假, 邵刚父亲去世请丧假, 丁大姐腿脚不好请假: whoever opens the clause."""
    start, first = at, max(free, at - LONGEST_CLAUSE)
    while start > first and lexemes[start - 1].tag not in SEPARATORS:
        start -= 1
    if start == at or lexemes[start].tag is not Tag.OTHER:
        return ()
    word = lexemes[start]
    if word.text in SURNAMES and tag_at(lexemes, start + 1) is Tag.TITLE:
        return ((word.start, lexemes[start + 1].end),)
    for end in (start + 1, start + 2):
        caused = tag_at(lexemes, end) in _KIN_OR_CAUSE or text_at(lexemes, end) in KIN
        if end < at and caused and is_whole(lexemes, start, end):
            return ((word.start, lexemes[end - 1].end),)
    if is_personal(word.text[:2]) and word.text[0] in FAMILIAR:
        return ((word.start, word.start + 2),)
    likely = likeliest_name(word.text, is_personal) if len(word.text) >= LONGEST else None
    return ((word.start, word.start + likely[1]),) if likely and likely[0] == 0 else ()


def excused_before(lexemes: Lexemes, at: int, free: int) -> tuple[Span, ...]:
    """汪洋出国探亲,请假; 老葛痛风犯了,跟我请了假: whoever the clause before begins with, where it tells of nothing else."""
    told_to = text_at(lexemes, at - 2) in _TOLD_TO and tag_at(lexemes, at - 1) in {Tag.SELF, Tag.TITLE}
    comma = at - 3 if told_to else at - 1
    if comma < 1 or tag_at(lexemes, comma) is not Tag.COMMA:
        return ()
    start, first = comma, max(free, at - LONGEST_CLAUSE)
    while start > first and lexemes[start - 1].tag not in SEPARATORS:
        start -= 1
    tags = {lexeme.tag for lexeme in lexemes[start:comma]}
    alone = tag_at(lexemes, at + 1) in _ALONE and tags.isdisjoint(_COUNTED)
    return _leading(lexemes, comma, free) if (Tag.REASON in tags or alone) and tags.isdisjoint(_TOLD) else ()


def reason_before(lexemes: Lexemes, at: int, free: int) -> int | None:
    """Where the reason of an absence starts, in the same clause."""
    first = None
    here, free = at, max(free, at - LONGEST_CLAUSE)
    while here > free and lexemes[here - 1].tag not in SEPARATORS:
        here -= 1
        if lexemes[here].tag is Tag.REASON:
            first = here
    return first


def excused_behind(lexemes: Lexemes, at: int) -> bool:
    """老钱没来,在省里开会; 缺王芳,出差了: whether the next clause tells nothing but why."""
    if tag_at(lexemes, at) is not Tag.COMMA:
        return False
    end = at + 1
    while end < len(lexemes) and lexemes[end].tag not in SEPARATORS:
        end += 1
    clause = lexemes[at + 1 : end]
    tags = {lexeme.tag for lexeme in clause}
    if not tags.isdisjoint(_NO_EXCUSE):
        return False
    return Tag.REASON in tags or _EXCUSED.match(raw(clause, 0, len(clause))) is not None


def without_cause(lexemes: Lexemes, span: Span, text: str) -> Span:
    """The name alone in 闻涛巡堤: two of four characters, where the others are what kept him away, or at least no given name."""
    start, end = span
    if end - start != LONGEST or text[0] not in SURNAMES or is_foreign(text):
        return span
    named = is_personal(text[:_SHORT]) and GIVEN.isdisjoint(text[_SHORT:]) and not is_trusted(lexemes, span)
    return (start, start + _SHORT) if named or text[_SHORT:] in _CAUSES else span
