"""Whether what is told is private life or other business, and no work of a branch.

private := talk with an outsider | visit to one's family | report of one's own affairs | training for outsiders
"""

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

from handlers.grammar.clauses.frames import is_private_study
from handlers.grammar.clauses.grouping import Group
from handlers.grammar.clauses.sentences import Sentences
from handlers.grammar.lexicon.kinds import Force
from handlers.grammar.lexicon.lexeme import Lexeme, Lexemes, Tag, tag_at, text_at
from handlers.grammar.lexicon.outsiders import AFFAIRS, BUSINESS, COUNTERPARTS, KIN, OUTSIDERS, OWN_STUDIES
from handlers.grammar.lexicon.persons import is_personal
from handlers.grammar.lexicon.phrases import AmountPhrase, CountPhrase, KindPhrase, Role
from handlers.grammar.lexicon.surnames import FOREIGN, SURNAMES
from handlers.grammar.moods.evidence import is_done, is_ordered
from handlers.grammar.people.talks import is_talk
from handlers.grammar.text.patterns import Pattern
from handlers.intents import Reading
from schedules.ledger.activity import ActivityKind

_STUDY, _OTHER, _TALK = ActivityKind.STUDY, ActivityKind.OTHER, ActivityKind.TALK
_TO = frozenset({"去", "到", "来", "上", "给", "为", "向"})
_CLAUSE_ENDS = frozenset({Tag.COMMA, Tag.STOP, Tag.QUESTION_MARK, Tag.NEWLINE})
_CAUSING = frozenset({"让", "叫", "要求", "组织", "号召"})
_GIVING = frozenset({"给", "为", "向", "对"})
_MINE = frozenset({"我", "俺", "咱", "我家", "我们家"})
_LEARNERS = frozenset({"徒弟", "实习生", "新员工", "学徒"})
_OTHER_STUDIES = _LEARNERS | OWN_STUDIES
_TAUGHT = OUTSIDERS | _LEARNERS | {"群众", "居民", "村民", "学生"}
_TRADE = frozenset({"供应商", "客户", "甲方", "乙方", "中介", "厂家", "厂商", "经销商", "开发商", "卖家", "买家"})
_FRIENDS = frozenset({"同学", "朋友", "闺蜜", "邻居", "室友", "发小"})
_SERVED = frozenset({"他", "她", "他们"})
_SOLEMN = Pattern("[心话]")
_PASSING = Pattern("(?:碰到|碰见|遇到|遇见|撞见)[^,]{1,8},?(?:站着|顺便|随便|闲)?(?:聊|说)了?(?:两|几|会)")
_CHAT = Pattern("聊了?(?:半天|一路|一晚上?|半宿|一通|好久)")
_ANYBODYS = ("表彰", "竞赛", "比赛", "文体", "书画", "签约")
_OF_THE_PARTY = ("党", "支部", "组织", "两优", "七一", "述职")
"""春运表彰大会: what any house holds, unless the party is spoken of."""
_PRIVATE = OUTSIDERS | COUNTERPARTS | AFFAIRS | _TAUGHT | _FRIENDS | OWN_STUDIES
"""A text with none of these words tells of no private life."""
_PEOPLE = frozenset({Tag.PEOPLE, Tag.TITLE, Tag.NAME})
_HOW_MANY = frozenset({Tag.PERFECT, Tag.NUMBER, Tag.UNIT})


def is_private(group: Group, read: Sentences) -> bool:
    """Whether a group tells of what outsiders did, or of what was done with them or for oneself."""
    if _PRIVATE.isdisjoint(read.texts):
        return False
    words = {phrase.word.kind: phrase for phrase in group.kinds()}
    if _is_with(group, read.lexemes, OUTSIDERS if _TALK in words else KIN):
        return True
    return _is_done_by_outsider(group, read.lexemes, words) or _in_the_way_of(group, read, words)


def _is_done_by_outsider(group: Group, lexemes: Lexemes, words: Mapping[ActivityKind | None, KindPhrase]) -> bool:
    """我爱人昨天在社区做志愿者, 昨天物业走访了各科室: who did it is of the family, or not of the house."""
    first = min([phrase.at for phrase in words.values()], default=group.end)
    if _TALK in words or any(lexemes[at].tag is Tag.WITH for at in range(group.at, first)):
        return False
    if first < group.end and lexemes[first - 1].text in BUSINESS and lexemes[first - 2].text not in _TO:
        return True
    if any(lexemes[at].text in OUTSIDERS and lexemes[at - 1].text in _CAUSING for at in range(group.at + 1, first)):
        return True
    if any(lexemes[at].text in KIN and lexemes[at - 1].text == "是" for at in range(group.at + 1, group.end)):
        return True  # 那个活动是孩子学校的
    begins = [at for at in (group.at, group.at + 1) if at < first and lexemes[at].text in KIN]
    return any(at == group.at or lexemes[group.at].text in _MINE for at in begins)


def _in_the_way_of(group: Group, read: Sentences, words: Mapping[ActivityKind | None, KindPhrase]) -> bool:
    """Private in the way that the kind makes possible."""
    if _TALK in words:
        return _talks_with_outsider(group, read.lexemes)
    if ActivityKind.TRAINING in words:
        return _trains_others(group, read.lexemes, words[ActivityKind.TRAINING].at)
    texts = {lexeme.text for lexeme in read.lexemes[group.at : group.end]}
    if _STUDY in words and not OWN_STUDIES.isdisjoint(texts):
        return True
    if ActivityKind.VISIT in words:
        return not _TRADE.isdisjoint(texts) or _visits_firms(group, read) or _visits_family(group, read.lexemes)
    if not words or has_firm(group):
        return False
    return not AFFAIRS.isdisjoint(texts) if ActivityKind.REPORT in words else _visits_family(group, read.lexemes)


def has_firm(group: Group) -> bool:
    """Whether a word names its kind beyond doubt."""
    return any(phrase.word.force is Force.FIRM for phrase in group.kinds())


def _is_with(group: Group, lexemes: Lexemes, others: frozenset[str]) -> bool:
    """跟老婆开了个家庭会, 和乙方的靳总谈话; not what was talked of (谈他爱人生病和孩子上学的事)."""
    end = min([phrase.at for phrase in group.kinds()], default=group.end)
    return any(lexemes[at].tag is Tag.WITH and text_at(lexemes, at + 1) in others for at in range(group.at, end))


def _talks_with_outsider(group: Group, lexemes: Lexemes) -> bool:
    """An outsider before the word for talking, in its clause, and nobody else who was talked with."""
    talk = next((at for at in range(group.at, group.end) if is_talk(lexemes, at)), group.end)
    start = next((n + 1 for n in range(talk - 1, group.at - 1, -1) if lexemes[n].tag in _CLAUSE_ENDS), group.at)
    loose = group.at < talk < group.end and not _SOLEMN.search(lexemes[talk].text)
    if loose and text_at(lexemes, talk - 1) in COUNTERPARTS and tag_at(lexemes, talk - 2) is Tag.WITH:
        return True
    others = [
        replace(x, end=lexemes[at].end) if (at := n + 1) < talk and lexemes[at].tag is Tag.TITLE else x
        for n, x in enumerate(lexemes[start:talk], start)
        if x.text in OUTSIDERS
    ]  # 孩子老师
    if not others:
        return False
    named = [p for p in group.phrases.names if p.role is Role.PARTICIPANT and p.at < talk]
    spans = [span for p in named for span in p.spans if span[0] < lexemes[talk - 1].end]
    return all(any(span[0] < x.end and x.start < span[1] for x in others) for span in spans)


def _trains_others(group: Group, lexemes: Lexemes, end: int) -> bool:
    """给企业做了培训, 实习生昨天培训完了, 驾校培训."""
    before = range(group.at, end)
    others = any(lexemes[at].text in _OTHER_STUDIES for at in before)
    return others or any(lexemes[at].text in _GIVING and text_at(lexemes, at + 1) in _TAUGHT for at in before)


def _visits_family(group: Group, lexemes: Lexemes) -> bool:
    """看望生病的奶奶, but not 王奶奶, his mother, or anybody of whom a count or a sum is told."""
    if group.phrases.has(CountPhrase, AmountPhrase):
        return False
    if _is_of_mine(group, lexemes):
        return True
    if has_firm(group) or any(x.tag is Tag.PEOPLE for x in lexemes[group.at : group.end]):
        return False
    return any(
        (lexemes[at].text in KIN and not _is_somebodys(lexemes[at - 1] if at else None)) or lexemes[at].text in _FRIENDS
        for at in range(group.at, group.end)
    )


def _is_of_mine(group: Group, lexemes: Lexemes) -> bool:
    """我妈, 我家孩子: of the family of whoever writes, whatever else is told of them (我妈退休支部昨天慰问她了)."""
    return any(
        lexemes[at].text in KIN and (lexemes[at].text[0] == "我" or text_at(lexemes, at - 1) in {"我", "俺", "咱"})
        for at in range(group.at, group.end)
    )


def _visits_firms(group: Group, read: Sentences) -> bool:
    """走访企业三家, 走访了两家企业: the work of the office, where nobody in need is spoken of and no day of the party."""
    kinds = group.kinds()
    if any("慰问" in read.lexemes[p.at].text or p.word.kind is ActivityKind.THEME_DAY for p in kinds):
        return False
    visits = [p.end for p in kinds if p.word.kind is ActivityKind.VISIT]
    return any(read.lexemes[_past_how_many(read.lexemes, at) - 1].text in BUSINESS for at in visits)


def _past_how_many(lexemes: Lexemes, at: int) -> int:
    """Behind what is visited, which stands at once or behind how many there are: 企业, 了两家企业."""
    while at < len(lexemes) and lexemes[at].tag in _HOW_MANY:
        at += 1
    return min(at + 1, len(lexemes))


def _is_somebodys(before: Lexeme | None) -> bool:
    return before is not None and (before.text[-1] in SURNAMES or before.text in _SERVED)


def is_loose(group: Group, read: Sentences, reading: Reading) -> bool:
    """Whether only a loose word speaks of a talk (谈了, 劝解谈话), and of nobody who looks like a person; or of study by oneself."""
    if reading.kind is _STUDY:
        return _is_own_study(group, read)
    if reading.kind is _OTHER:
        ours = any(word in read.text for word in _OF_THE_PARTY) or not any(word in read.text for word in _ANYBODYS)
        told = group.phrases.counts or _names_ours(group) or ("支部" in read.text and is_done(group, read))
        return not (read.fields or is_ordered(read) or (ours and told))
    return reading.kind is _TALK and _is_loose_talk(group, read, reading)


def _names_ours(group: Group) -> bool:
    """党章知识竞赛,宫婷、齐磊参加."""
    return any(phrase.role is Role.PARTICIPANT for phrase in group.phrases.names)


def _is_loose_talk(group: Group, read: Sentences, reading: Reading) -> bool:
    if _is_about_me(group, read.lexemes):
        return True
    words = [read.lexemes[p.at].text for p in group.kinds() if p.word.kind is _TALK and p.word.force is Force.LOOSE]
    if len(words) < len(group.kinds()) or not group.kinds():
        return False
    people = read.lexemes[group.at : group.end]
    if any(x.tag in _PEOPLE and x.text not in _TAUGHT for x in people):
        return False
    plain = not any("话" in word or "心" in word for word in words)
    if not plain and any(x.tag is Tag.WITH and after.text in {"他", "她"} for x, after in pairwise(people)):
        return False  # 和他谈过心了
    if _PASSING.stands_in(read.text) or (not group.dates() and _CHAT.stands_in(read.text)):
        return True  # 我和滕工聊了半天, 碰到书记聊了两句
    return not reading.participants or (plain and not any(_looks_personal(name) for name in reading.participants))


def _is_own_study(group: Group, read: Sentences) -> bool:
    """我在网上学了一节摄影课: by oneself, and nothing that the party reads."""
    pieces = [x.text for x in read.lexemes[group.at : group.end]]
    loose = all(phrase.word.force is Force.LOOSE for phrase in group.kinds())
    alone = "在家" in "".join(pieces) or is_private_study(pieces)
    return "我" in pieces and loose and not group.phrases.counts and alone


def _is_about_me(group: Group, lexemes: Lexemes) -> bool:
    """领导找我谈话说要给我调岗: told to me, and of me."""
    told = next((at for at in range(group.at, group.end) if is_talk(lexemes, at)), group.end)
    to_me = any(lexemes[at].tag is Tag.WITH and text_at(lexemes, at + 1) == "我" for at in range(group.at, told))
    ordered = any(lexeme.tag is Tag.ORDER for lexeme in lexemes)
    return to_me and not ordered and any(lexemes[at].text == "我" for at in range(told + 1, group.end))


def _looks_personal(name: str) -> bool:
    return is_personal(name) or name in FOREIGN or "·" in name
