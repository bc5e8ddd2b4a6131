"""What is to go from a record that stays.

clearing := [target] field (和 field)* CLEAR | CLEAR [target] field (和 field)* | [target] absence names CLEAR | names 从 absence CLEAR | names NOT absence
absence  := 请假 | 缺席 | 参加人员 | 名单 …
"""

import re
from datetime import date

from handlers.grammar.clauses.grouping import Group
from handlers.grammar.clauses.readings import reading_of
from handlers.grammar.clauses.sentences import Sentences
from handlers.grammar.lexicon.lexeme import Tag
from handlers.grammar.lexicon.persons import is_personal
from handlers.grammar.lexicon.phrases import DatePhrase, KindPhrase, PeriodPhrase, Phrases
from handlers.grammar.requests.targets import target_in
from handlers.grammar.text.normalise import Normalised
from handlers.grammar.text.patterns import Pattern, Signs
from handlers.intents import Correct, Reading, Target

_LEAVE, _ABSENT, _PRESENT = ("leave", "leave_count"), ("absent", "absent_count"), ("participants",)
_AWAY: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("请假的人", "请假人员", "请假名单", "请假人数", "请假人", "请假的", "请假"), _LEAVE),
    **dict.fromkeys(("缺席的人", "缺席人员", "缺席名单", "缺席人数", "缺席的", "缺席", "缺勤"), _ABSENT),
    **dict.fromkeys(("参加人员", "参会人员", "参加名单", "参会名单", "参加的人"), _PRESENT),
}
_FIELDS: dict[str, tuple[str, ...]] = {
    **_AWAY,
    **dict.fromkeys(("地点", "会场", "场地"), ("place",)),
    **dict.fromkeys(("主题", "题目", "议题"), ("topic",)),
    **dict.fromkeys(("主持人", "主持"), ("host",)),
    **dict.fromkeys(("记录人", "记录员"), ("recorder",)),
    **dict.fromkeys(("主讲人", "主讲", "授课人", "领学人"), ("lecturer",)),
    **dict.fromkeys(("应到人数", "应到"), ("expected",)),
    **dict.fromkeys(("实到人数", "实到", "到会人数", "人数"), ("present",)),
    **dict.fromkeys(("起止时间", "时间"), ("starts", "ends")),
    "开始时间": ("starts",),
    **dict.fromkeys(("结束时间", "散会时间"), ("ends",)),
    "金额": ("amount",),
}
_ROSTERS = {**_AWAY, **dict.fromkeys(("名单", ""), (*_LEAVE, *_ABSENT, *_PRESENT))}


def _any_of(words: dict[str, tuple[str, ...]]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_FIELD = rf"(?P<field>{_any_of(_FIELDS)})(?!党日|教育)"
_FIELDS_MORE = rf"{_FIELD}(?P<more>(?:[、,和跟及]+(?:{_any_of(_FIELDS)})(?!党日|教育))*+)"
_ROSTER = rf"(?P<field>{_any_of(_ROSTERS).rstrip('|')})"
_SPOT = "(?:那一?栏|这一?栏|一栏|那项|这项|信息|里面|里|中|上|的)*+"
_AT_ONCE = "(?:请|帮我|给我|先|也|就|都|全都?|全部|所有的?|给)*"
_CLEAR = "(?:去掉|去了|删掉|删了|删除|删|拿掉|拿下来|划掉|剔除|取掉|移除|清空|清掉|清除|空着|留空|不要了?|不填了?)"
_END = "(?:吧|了|啊|哈|谢谢)*[。!]?$"
_NAMES = r"(?P<names>[\u3400-\u9fff·]{2,4}?(?:[、,和跟][\u3400-\u9fff·]{2,4}?)*)(?:同志)?"
_CAME = "(?:其实|后来|那天|当天|是|也|都|又)*(?:来|到|去|在|参加|到场|到会|出席)了?的?"
_EMPTIED = (
    Pattern(f"{_FIELDS_MORE}{_SPOT}{_AT_ONCE}{_CLEAR}{_END}"),
    Pattern(f"(?P<verb>去掉|删掉|删除|清空|清掉|清除|拿掉|划掉)[^,。;]{{0,20}}?{_FIELDS_MORE}{_SPOT}{_END}"),
)
_STRUCK = (
    Pattern(f"{_ROSTER}{_SPOT}(?:把|将)?{_NAMES}{_AT_ONCE}{_CLEAR}(?:吧|了)*(?:[,。;!]|$)"),
    Pattern(f"(?:^(?:把|将)?|[把将,。 的]){_NAMES}从{_ROSTER}{_SPOT}{_AT_ONCE}{_CLEAR}{_END}"),
    Pattern(rf"^(?:把|将)?{_NAMES}(?P<field>){_AT_ONCE}(?:去掉|划掉|拿掉|剔除){_END}"),
    Pattern(
        rf"^{_NAMES}(?:其实|实际上?|那天|当天|并)?(?:没有?|未)(?P<field>请假|缺席|缺勤)(?:过|的)?(?:[,。]?[他她人]?{_CAME})?[。!]?$"
    ),
    Pattern(rf"^{_NAMES}{_CAME},?(?:并)?(?:没有?|未)(?P<field>请假|缺席|缺勤)(?:过|的)?[。!]?$"),
)
_SIGNS = Signs(
    "去[掉了]|删|拿[掉空除下]|划[掉空除下]|取[掉空除下]|清[掉空除下]|剔除|移除|空着|不[要填]|没有?(?:请假|缺)|未(?:请假|缺)"
)
_SEPARATORS = re.compile("[、,和跟及]")
_LONGEST = 40
_ASKING = frozenset({Tag.ASKING, Tag.QUESTION_MARK})
_BEFORE = frozenset(
    {
        *(Tag.WITH, Tag.FILLER, Tag.ENTRY, Tag.UNIT, Tag.SPACE, Tag.COMMA, Tag.PAUSE, Tag.NUMBER, Tag.DELETE, Tag.DAY),
        *(Tag.WISH, Tag.ORDER, Tag.FUTURE, Tag.SELF, Tag.THING, Tag.FINAL, Tag.WRONG),
    }
)
_WORDS_BEFORE = frozenset({"第", "#", "清空", "清掉", "清除", "拿掉", "划掉", "去掉"})
"""What may stand before a field beside the record that it is one of."""


def clearing_of(read: Sentences, text: Normalised, today: date) -> Correct | None:
    """The fields that a text wants emptied, or the names that it wants out of them."""
    said = text.text
    if len(said) > _LONGEST or not _SIGNS.search(said):
        return None
    if not read.tags.isdisjoint(_ASKING):
        return None
    for rule in _EMPTIED:
        if (found := rule.search(said)) and _only_aims(read, found):
            named = [found["field"], *filter(None, _SEPARATORS.split(found["more"]))]
            cleared = tuple([name for field in named for name in _FIELDS[field]])
            return Correct(changes=Reading(), target=_target(read, found, today), cleared=cleared)
    for rule in _STRUCK:
        if (found := rule.search(said)) and _only_aims(read, found) and (names := _names_in(read, found, text)):
            target, fields = _target(read, found, today), _ROSTERS[found["field"]]
            return Correct(changes=_counts_in(read, text), target=target, cleared=fields, struck=names)
    return None


def _target(read: Sentences, found: "re.Match[str]", today: date) -> Target:
    until = found.start("field")
    return target_in([p for p in read.phrases if read.lexemes[p.end - 1].end <= until], read.lexemes, today)


def _counts_in(read: Sentences, text: Normalised) -> Reading:
    """把缺席的倪虹去掉,她来了,实到17: how many there were then."""
    return reading_of(Group(phrases=Phrases(read.phrases.counts), at=0, end=0), read.lexemes, text)


def _names_in(read: Sentences, found: "re.Match[str]", text: Normalised) -> tuple[str, ...]:
    """The names as typed; none where one of them is no name."""
    known = {lexeme.text for lexeme in read.lexemes if lexeme.tag is Tag.NAME}
    start, names = found.start("names"), []
    for name in _SEPARATORS.split(found["names"]):
        if name not in known and not (found["field"] and is_personal(name)):
            return ()
        names.append(text.typed_between(start, start + len(name)))
        start += len(name) + 1
    return tuple(names)


def _only_aims(read: Sentences, found: "re.Match[str]") -> bool:
    """Whether nothing stands before the field, or the names, but which record it is of."""
    until = min(found.start(name) for name in found.re.groupindex if name != "verb")
    # 清空缺席 has 空缺 in it: what the verb is a part of is no word before it.
    verb = found.span("verb") if "verb" in found.re.groupindex else (0, 0)
    aims = [p for p in read.phrases if isinstance(p, DatePhrase | PeriodPhrase | KindPhrase)]
    named = {at for phrase in aims for at in range(phrase.at, phrase.end)}
    return all(
        at in named or x.tag in _BEFORE or x.text in _WORDS_BEFORE
        for at, x in enumerate(read.lexemes)
        if x.start < until and not verb[0] <= x.start < verb[1]
    )
