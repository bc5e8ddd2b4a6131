"""Which of the kinds that a group names it is."""

from collections.abc import Sequence

from handlers.grammar.clauses.frames import framed_kind, studied_kind
from handlers.grammar.clauses.grouping import Group
from handlers.grammar.clauses.outcome_kinds import outcome_kind
from handlers.grammar.lexicon.kinds import Force, KindWord
from handlers.grammar.lexicon.lexeme import EDGES, Lexemes, Tag, tag_at, text_at
from handlers.grammar.lexicon.outsiders import AFFAIRS
from handlers.grammar.lexicon.persons import is_personal
from handlers.grammar.lexicon.phrases import KindPhrase, TopicPhrase
from schedules.ledger.activity import ActivityKind as K

_FORM = 2
_CHANGED = frozenset({"改成", "改为", "改作", "改开", "改上", "变成", "改搞"})
_AFTER_TOPIC = frozenset({Tag.PERFECT, Tag.FINAL, Tag.QUOTED})
_THINGS = frozenset({Tag.ARTEFACT, Tag.LEDGER})
_BEHIND_ACTS = EDGES | {Tag.NUMBER, Tag.COLON, Tag.PAUSE, Tag.EXPECTED, Tag.DAY, Tag.PART}
_SUBJECTS = frozenset({Tag.OTHER, Tag.THING})
_NO_WORDS = ("field:", "verb:", "label:")
_SIGNING = frozenset({"签到", "参会", "现场", "到会"})
_PAPERWORK = (
    "缺",
    "漏",
    "不全",
    "补签",
    "签",
    "整理",
    "归档",
    "存档",
    "放",
    "找",
    "丢",
    "交到",
    "复印",
    "打印",
    "装订",
)
_LONGEST_HEAD = 3
_MINUTES = frozenset({"纪要", "会议纪要", "记录", "会议记录"})
_BRACKETED = frozenset({Tag.OPEN, Tag.CLOSE, Tag.OTHER, Tag.THING})
_IS_NOT = frozenset({"不是", "不算", "并非", "算不上", "不叫"})
_BEFORE_OF = frozenset({Tag.PEOPLE, Tag.CONTENT, Tag.HOLD})
_BEFORE_IT = "会前"
"""组织生活会会前学习: what came before it."""
_REHEARSED = frozenset({"模拟", "彩排", "预演"})
_BODIES = frozenset({K.BRANCH_COMMITTEE, K.GROUP_MEETING})
_GOT_READY = tuple(a + b for a in "买订借做印洗备摆拿取租贴挂领" for b in ("好", "来", "到", "齐", "回来", "出来", ""))
"""座谈会的茶叶买好了: what is got ready is a thing."""
_MODIFIERS = _SUBJECTS | {Tag.CONTENT}
_OF = frozenset({"的", "活动", "会议", "工作", "学习", "相关", "有关"})


def kind_of(group: Group, lexemes: Lexemes) -> K | None:
    """The kind of a group: what a label says, firm words, a firm word that ends the topic, loose words, doings, hints."""
    words = [phrase for phrase in group.kinds() if not is_artefact(phrase, lexemes)]
    if len(words) < len(group.kinds()) and (_is_form(group) or (not words and _is_held(group, lexemes))):
        words = [phrase for phrase in group.kinds() if tag_at(lexemes, phrase.end) is not Tag.AGO]
    words = [phrase for phrase in words if phrase.rule != "verb:development" or _admits(group, lexemes)]
    words = [phrase for phrase in words if text_at(lexemes, phrase.at - 1) not in _IS_NOT] or words
    words = _came_of(words, group, lexemes) or words
    if _is_decided_by_committee(words, group, lexemes):
        return K.BRANCH_COMMITTEE
    return (
        _labelled(words)
        or outcome_kind(words, group, lexemes)
        or _talked(group)
        or _first(words, Force.FIRM)
        or _of_group(words)
        or _in_topic(group, lexemes)
        or _by_doing(words, [lexeme.text for lexeme in lexemes[group.at : group.end]])
        or _first(words, Force.HINT)
        or _of_place(group, lexemes)
    )


def _came_of(words: list[KindPhrase], group: Group, lexemes: Lexemes) -> list[KindPhrase]:
    """本来说是集中学习,后来改成党课了: the kinds behind the change, where one stands before it as well."""
    if len(words) < 2:
        return []
    change = next((at for at in range(words[0].end, group.end) if lexemes[at].text in _CHANGED), None)
    return [] if change is None else [phrase for phrase in words if phrase.at > change]


def _is_decided_by_committee(words: list[KindPhrase], group: Group, lexemes: Lexemes) -> bool:
    """几个支委碰了头,慰问谁定了: what a committee settles, and not that it went to see anybody."""
    if words and (words[0].word.kind is not K.VISIT or any(phrase.word.kind is not K.VISIT for phrase in words)):
        return False
    pieces = [lexeme.text for lexeme in lexemes[group.at : group.end]]
    return "支委" in "".join(pieces) and framed_kind(pieces) is K.BRANCH_COMMITTEE


def _is_form(group: Group) -> bool:
    return len([1 for phrase in group.phrases if phrase.rule.startswith("field:")]) >= _FORM


def _of_group(words: list[KindPhrase]) -> K | None:
    """党小组昨日开会,学条例: a group that met, whatever it did there."""
    met = any(phrase.word.kind is None for phrase in words)
    return next((p.word.kind for p in words if p.word.kind is K.GROUP_MEETING), None) if met else None


def _admits(group: Group, lexemes: Lexemes) -> bool:
    """接收预备党员, but not 接收样品112批次."""
    told = "".join([lexeme.text for lexeme in lexemes[group.at : group.end]])
    return any(word in told for word in ("党", "积极分子", "发展对象", "转正", "同志"))


def _is_held(group: Group, lexemes: Lexemes) -> bool:
    """支委会纪要已归档,会是12号开的,5人: what a thing belongs to was held, as is told besides."""
    counts = group.phrases.counts
    if not counts:
        return False
    return any(phrase.rule == "label:present" for phrase in counts) or any(
        x.tag is Tag.HOLD for x in lexemes[group.at : group.end]
    )


def _labelled(words: list[KindPhrase]) -> K | None:
    return next((phrase.word.kind for phrase in words if phrase.labelled and phrase.word.kind), None)


def _talked(group: Group) -> K | None:
    """和小鹿谈话: whoever was talked with makes it a talk, unless a kind was named before."""
    talked = next((phrase for phrase in group.phrases.names if phrase.rule == "talk"), None)
    if talked is None or any(p.at < talked.at and p.word.force is Force.FIRM for p in group.kinds()):
        return None
    return K.TALK


def _first(words: list[KindPhrase], force: Force) -> K | None:
    if not words:
        return None
    found = [p for p in words if p.word.force is force and p.word.kind]
    if len(found) > 1:
        found.sort(key=lambda p: (p.word.kind is K.OTHER, p.word.kind is K.DEVELOPMENT, p.aside))
    return found[0].word.kind if found else None


def _by_doing(words: list[KindPhrase], pieces: Sequence[str]) -> K | None:
    """A loose word, else what was done; what was handed in tells more than that it was: 递交了入党申请书."""
    loose = _first(words, Force.LOOSE)
    if loose in {None, K.STUDY}:
        loose = studied_kind(pieces) or loose
    if loose and loose is not K.REPORT:
        return loose
    return framed_kind(pieces) or loose


def _of_place(group: Group, lexemes: Lexemes) -> K | None:
    """A place that lets one guess: 警示教育基地."""
    values = (lexeme.value for lexeme in lexemes[group.at : group.end] if lexeme.tag is Tag.PLACE)
    return next((value.kind for value in values if isinstance(value, KindWord)), None)


def _in_topic(group: Group, lexemes: Lexemes) -> K | None:
    """A kind that stands at the end of a topic: 重温入党誓词主题党日."""
    for phrase in group.phrases.of(TopicPhrase):
        inside = [lexeme for lexeme in lexemes[phrase.at : phrase.end] if lexeme.tag not in _AFTER_TOPIC]
        word = inside[-1].value if inside else None
        if isinstance(word, KindWord) and word.force is Force.FIRM and inside[-1].tag is Tag.KIND:
            return word.kind
    return None


def is_artefact(phrase: KindPhrase, lexemes: Lexemes) -> bool:
    """Whether the word only tells what a thing belongs to: 党课课件, 慰问名单; or what was rehearsed."""
    if phrase.artefact is None:
        phrase.artefact = _belongs_to_thing(phrase, lexemes)
    return phrase.artefact


def _belongs_to_thing(phrase: KindPhrase, lexemes: Lexemes) -> bool:
    if text_at(lexemes, phrase.at - 1) in _REHEARSED or text_at(lexemes, phrase.end).startswith(_BEFORE_IT):
        return True
    if phrase.rule.startswith(_NO_WORDS):
        thing = lexemes[phrase.at].text in {"学习", "研讨", "交流"} and (
            tag_at(lexemes, phrase.at + 1) in _THINGS or text_at(lexemes, phrase.at + 1).startswith(("稿", "室"))
        )
        return thing or (text_at(lexemes, phrase.at + 1) == "的" and _heads_thing(lexemes, phrase.at + 2))
    at = phrase.end
    if tag_at(lexemes, at) in _BEHIND_ACTS:
        return False
    while text_at(lexemes, at) in _OF:
        at += 1
    if _heads_minutes(lexemes, at):
        return False
    signed = at + (text_at(lexemes, at) in _SIGNING)
    followed = (
        tag_at(lexemes, at) is Tag.AGO
        or text_at(lexemes, at) == "报告"
        or text_at(lexemes, phrase.end).startswith(("稿", "室"))
        or (text_at(lexemes, at) == "计划" and text_at(lexemes, at + 1).startswith(("已", "报", "交")))
        or (phrase.word.kind is K.REPORT and text_at(lexemes, at).startswith("如"))  # 情况报告如下
        or tag_at(lexemes, signed) in _THINGS
        or _is_minutes(lexemes, at)
    )
    if (
        followed
        or _is_matter(lexemes, phrase.end)
        or _names_members(phrase, lexemes, at)
        or _heads_thing(lexemes, _behind_of(lexemes, at))
    ):
        return True
    return phrase.word.kind is not K.TRAINING and _is_subject(lexemes, at, phrase.word.kind)


def _is_matter(lexemes: Lexemes, at: int) -> bool:
    """大家都在传换届的事, unless that is done with; 照片发群里了,昨天志愿服务的."""
    if text_at(lexemes, at) != "的":
        return False
    if tag_at(lexemes, at + 1) in EDGES:
        return any(x.tag is Tag.ARTEFACT for x in lexemes[: at - 1])
    return text_at(lexemes, at + 1) in {"事", "事情"} and tag_at(lexemes, at + 2) is not Tag.HOLD


def _names_members(phrase: KindPhrase, lexemes: Lexemes, at: int) -> bool:
    """支委会的几个人: those who sit in it, not that it sat."""
    people = tag_at(lexemes, at) is Tag.PEOPLE or text_at(lexemes, at) == "几个"
    return phrase.word.kind in _BODIES and text_at(lexemes, at - 1) == "的" and people


def _heads_minutes(lexemes: Lexemes, at: int) -> bool:
    """支委会纪要(摘): what follows the colon tells the meeting itself."""
    end = at + 1
    if text_at(lexemes, at) not in _MINUTES:
        return False
    while tag_at(lexemes, end) in _BRACKETED:
        end += 1
    return tag_at(lexemes, end) is Tag.COLON


def _behind_of(lexemes: Lexemes, at: int) -> int | None:
    """Where the head of a noun begins: 组织生活会的 材料, 慰问老党员的 照片, 党费上交的 回单."""
    if text_at(lexemes, at - 1) == "的":
        return at
    of = at + (tag_at(lexemes, at) in _BEFORE_OF)
    return of + 1 if text_at(lexemes, of) == "的" else None


def _heads_thing(lexemes: Lexemes, at: int | None) -> bool:
    """组织生活会的对照检查材料: what stands behind 的 ends in a thing."""
    if at is None:
        return False
    end = at
    while tag_at(lexemes, end) in _MODIFIERS and end - at < _LONGEST_HEAD:
        end += 1
    got_ready = text_at(lexemes, end - 1).endswith(_GOT_READY) and tag_at(lexemes, end) is Tag.PERFECT
    return tag_at(lexemes, end) in _THINGS or text_at(lexemes, end - 1) in AFFAIRS or got_ready


def _is_minutes(lexemes: Lexemes, at: int) -> bool:
    """支委会记录 at the end of a clause, or with something done to it, and not 支委会 记录 and a name."""
    if text_at(lexemes, at) not in {"记录", "会议记录"} or tag_at(lexemes, at - 1) is Tag.SPACE:
        return False
    if text_at(lexemes, at + 1).startswith(_PAPERWORK):
        return True
    return tag_at(lexemes, at + 1) in {None, Tag.COMMA, Tag.STOP, Tag.PERFECT, Tag.QUESTION_MARK, Tag.FILLER, Tag.FINAL}


def _is_subject(lexemes: Lexemes, at: int, kind: K | None) -> bool:
    """换届培训, 谈心谈话技巧讲座: the head comes last, and what stands before is only what it was about."""
    if tag_at(lexemes, at) in _SUBJECTS and (_trains(lexemes, at + 1) or not is_personal(lexemes[at].text)):
        at += 1  # 谈心谈话方法培训
    word = lexemes[at].value if tag_at(lexemes, at) is Tag.KIND else None
    other = isinstance(word, KindWord) and word.kind not in {K.TALK, None}
    return _trains(lexemes, at) or (other and kind is K.TALK)


def _trains(lexemes: Lexemes, at: int) -> bool:
    word = lexemes[at].value if tag_at(lexemes, at) is Tag.KIND else None
    return isinstance(word, KindWord) and word.kind is K.TRAINING
