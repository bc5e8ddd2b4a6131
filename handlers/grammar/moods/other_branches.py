"""Whether a group tells of another branch, or of a body that is none.

theirs := UNIT … , SELF (NOT | ASKING | FUTURE) | UNIT 那边 | BODY [date] … | UNIT [date] 也 … 他们
"""

from handlers.grammar.clauses.grouping import Group
from handlers.grammar.clauses.sentences import Sentences
from handlers.grammar.lexicon.lexeme import Lexeme, Lexemes, Tag, tag_at, text_at
from handlers.grammar.lexicon.persons import is_personal, raw
from handlers.grammar.lexicon.phrases import CountPhrase, DatePhrase, KindPhrase, PeriodPhrase, TimePhrase
from handlers.grammar.lexicon.time_words import DayWord
from handlers.grammar.text.patterns import Pattern
from schedules.ledger.activity import ActivityKind

_CLAUSE_ENDS = frozenset({Tag.COMMA, Tag.STOP, Tag.QUESTION_MARK, Tag.NEWLINE})
UNITS = frozenset({"支部", "党支部", "总支", "党总支", "党小组", "小组", "组", "第一党支部", "第二党支部"})
_OFFICES = (
    "庭",
    "科",
    "处",
    "局",
    "所",
    "队",
    "室",
    "办",
    "院",
    "社",
    "厂",
    "村",
    "镇",
    "乡",
    "站",
    "中心",
    "党委",
    "委",
)
_WARNING = ("可别", "别学", "别跟", "抓紧", "得抓", "要抓")
_NOT_US = Pattern(r",不是(?:咱们?|我们|本支部|我支部)(?:支部|组)?[。!]?$")
_OVER_THERE = "那边"
_TALK = ActivityKind.TALK
_TO = frozenset({"去", "到", "来", "上", "给", "为", "向"})
_BODY = Pattern(
    "(?:业委|业主委员|业主|家委|家长委员|家长|学生|商|协|老乡|同学|董事|监事|股东|职代|教代|理事|党组|党委|常委|办公|[局厅院校处站]长办公)会(?:的[^,]{1,3})?"
    "|.*(?:业委会|业主委员会|家委会|家长委员会|学生会|商会|协会|董事会|监事会|股东会|理事会|职代会|教代会|职工大会|职工代表大会|团支部|团委|少先队|学联)(?:的[^,]{1,3})?"
    "|(?:妇联|工会)的[^,]{1,3}"
)
_ABOVE = Pattern("(?:省|市|县|区|州|旗|镇|乡|街道|集团)(?:[^,的党支]{0,4}(?:厅|局|委|院|办|公司)|里|上)(?:的志愿者)?")
_HOUSES = (*_OFFICES, "小学", "中学", "学校", "大学", "医院", "银行", "公司", "集团", "支部")
_STARTS = (DatePhrase, TimePhrase, PeriodPhrase, KindPhrase)
_VERBS = frozenset({"对", "给", "换届", "也", "都", "研究"})
_LONGEST_BODY = 6
_BEFORE_SUBJECTS = frozenset({Tag.WITH, Tag.AT, Tag.GO, Tag.COMMA, Tag.STOP, Tag.COLON, Tag.SPACE})
_LEFT_OUT = frozenset({Tag.NOT, Tag.ASKING, Tag.FUTURE, Tag.QUESTION_MARK})
_BEFORE_UNITS = frozenset({Tag.NUMBER, Tag.OTHER, Tag.PEOPLE, Tag.PLACE, Tag.UNIT})
_NEXT_CLAUSES = 40
"""How far behind a group is looked for what is said of us."""


def is_theirs(group: Group, read: Sentences) -> bool:
    """二支部昨天开了,我们没开; 办公室那边搞了主题党日."""
    if _OVER_THERE in read.texts and _is_over_there(read.lexemes, group):
        return True
    if Tag.WRONG in read.tags and _NOT_US.search(read.text):
        return True
    if Tag.SELF not in read.tags:
        return False
    first = read.lexemes[group.at]
    opens = first.tag in {Tag.OTHER, Tag.PLACE} and first.text.endswith(_OFFICES)
    if not opens and UNITS.isdisjoint(read.texts):
        return False
    last = min(len(read.lexemes), group.end + _NEXT_CLAUSES)
    ends = [at for at in range(group.at, last) if read.lexemes[at].tag in _CLAUSE_ENDS]
    if not ends or not (opens or _names_unit(read.lexemes, group.at, ends[0])):
        return False
    return any(_leaves_us_out(read, at + 1) for at in ends)


def is_of_other_body(group: Group, read: Sentences) -> bool:
    """省厅昨天开了警示教育大会; 实验小学昨天也开了,他们书记讲的; unless it is told how many of us were there."""
    lexemes, at, end, behind = read.lexemes, group.at, group.end, group.end
    for phrase in group.phrases:
        if phrase.at > at + _LONGEST_BODY:
            break
        if isinstance(phrase, _STARTS):
            if phrase.at > at or isinstance(phrase, KindPhrase):
                end, behind = phrase.at, phrase.end
                break
            at = phrase.end
    end = min(end, at + _LONGEST_BODY + 1)
    held = next((n for n in range(at, end) if lexemes[n].tag is Tag.HOLD or lexemes[n].text in _VERBS), None)
    end, behind = (end, behind) if held is None else (held, held)
    if not 0 < end - at <= _LONGEST_BODY or end >= group.end:
        return False
    if not _BEFORE_SUBJECTS.isdisjoint([x.tag for x in lexemes[at:end]]):
        return False
    body, also = raw(lexemes, at, end), text_at(lexemes, behind) == "也"
    held = tag_at(lexemes, end) is not Tag.KIND and not raw(lexemes, end, end + 2).startswith("组织部")
    also = also and lexemes[at].tag is not Tag.SELF
    other = (
        _BODY.fullmatch(body)
        or (held and _ABOVE.fullmatch(body))
        or (also and body.endswith(_HOUSES) and Tag.HEARSAY in read.tags)
    )
    return bool(other) and not _came_from_us(group, lexemes, end)


def _came_from_us(group: Group, lexemes: Lexemes, at: int) -> bool:
    """区里搞义务献血,我们支部9人参加, but not 在我们这点."""
    own = next((n for n in range(at, group.end) if lexemes[n].tag is Tag.SELF or lexemes[n].text in UNITS), None)
    if own is None or tag_at(lexemes, own - 1) is Tag.AT:
        return False
    return any(phrase.number > 1 and phrase.at >= own for phrase in group.phrases.counts)


def _is_over_there(lexemes: Lexemes, group: Group) -> bool:
    at = next((n for n in range(group.at, group.end) if lexemes[n].text == _OVER_THERE), None)
    return (
        at is not None
        and at > 0
        and not (is_personal(lexemes[at - 1].text) and _TALK in [phrase.word.kind for phrase in group.kinds()])
        and not (group.phrases.counts and any(x.tag is Tag.SELF for x in lexemes[at : group.end]))
        and not any(x.tag in {Tag.AT, Tag.GO, Tag.SELF, Tag.WITH} or x.text in _TO for x in lexemes[group.at : at])
    )


def _names_unit(lexemes: Lexemes, at: int, end: int) -> bool:
    """Whether another unit is the subject of a clause: not 我们二支部, not 和二支部."""
    for here in range(at, end):
        if lexemes[here].tag in {Tag.SELF, Tag.WITH} and tag_at(lexemes, here - 1) is not Tag.THING:
            return False
        if lexemes[here].text in UNITS and tag_at(lexemes, here - 1) in _BEFORE_UNITS:
            return True
    return False


def _leaves_us_out(read: Sentences, at: int) -> bool:
    """我们没开, 就我们没动静, 咱们支部呢, 我们下周开."""
    lexemes = read.lexemes
    end = next((n for n in range(at, len(lexemes)) if lexemes[n].tag in _CLAUSE_ENDS), len(lexemes))
    clause = lexemes[at:end]
    own = next((n for n, lexeme in enumerate(clause) if lexeme.tag is Tag.SELF), None)
    if own is None or any(isinstance(p, CountPhrase) and p.number > 1 and at <= p.at < end for p in read.phrases):
        return False
    rest = clause[own + 1 :]
    ahead = any(_is_ahead(lexeme) for lexeme in rest)
    proposed = bool(rest) and rest[0].text == "也" and rest[-1].text in {"吧", "呗"}
    warned = any(lexeme.text.startswith(_WARNING) for lexeme in rest)
    return ahead or proposed or warned or any(lexeme.tag in _LEFT_OUT for lexeme in rest)


def _is_ahead(lexeme: Lexeme) -> bool:
    """明天, 下周."""
    if isinstance(lexeme.value, DayWord):
        return lexeme.value.offset > 0
    return lexeme.tag is Tag.WEEK and isinstance(lexeme.value, int) and lexeme.value > 0
