"""What only goes on before or after an activity: applied for, agreed upon, recruited for, or missed in the records.

groundwork := every kind of a group in one of these, in its clause
applied    := 申请 … kind | kind [的] 申请
agreed     := verb of agreeing … kind [的] (时间 | 场地 | 老师 | …), in either order | 约好 … kind | 约了 … DAY kind | 等着 … kind      unless they met
reached    := kind 对象 … (电话 | 核实 | …) | verb of finding out … kind 对象                                      unless they met
recruited  := kind [队] (招新 | 报名 | …) | 招 … kind                                                      unless somebody came
papers     := 补了 … kind PAPERS | 把 … kind PAPERS 补                                                      unless people were counted
missed     := 发现 … kind … AMISS | kind … (少了一次 | 多记 | 对不上 | …)            unless it was put right or people were counted
"""

from collections.abc import Iterator
from typing import NamedTuple

from handlers.grammar.clauses.grouping import Group
from handlers.grammar.clauses.sentences import Sentences
from handlers.grammar.lexicon.lexeme import SEPARATORS, Tag
from handlers.grammar.lexicon.persons import raw
from handlers.grammar.text.patterns import Pattern

_KIND = "〇"
"""Where the kind stood in its clause."""
_MEANS = "(?:时间|日期|日子|档期|地[点方]|场地|会场|教室|老师|讲师|教授|专家|主讲人?|讲解员|人选|名额|[大中]巴|车辆?|路线|点位|基地)"
_DAY = "(?:[今明后昨前]天|下周|[今明昨]晚|[上下中]午|晚上|周[一二三四五六日]|[0-9]+[号日点])"
_PAPERS = "[会活党]?[议动课]?(?:记录|台[账帐]|材料|签到|照片|笔记|纪要)"
_TIMES = "[了出]?[一两几0-9]+[次条场份堂节回]"
_AMISS = f"(?:[多少漏错重][记录登报算收交缴写填]|[记录登报算][多少漏错重]|[少多缺漏]{_TIMES}|没[记录登]|对不上|显示)"


class _Work(NamedTuple):
    """What is done around a kind, with the characters of which one of each row stands in it, and what tells that it was more."""

    begins: frozenset[str]
    goes_on: frozenset[str]
    done: Pattern
    unless: Pattern
    counted: bool
    """Whether a number of people changes nothing."""


_WORKS = (
    _Work(
        frozenset("申"),
        frozenset("请领报"),
        Pattern(f"申[请领报](?!书|入党).{{0,12}}{_KIND}|{_KIND}的?申[请领报](?!书)"),
        Pattern("积极分子|入党|转正|发展对象|[批通]过|(?<!申)报(?![名告表])|[交送递][给到上了往]"),
        counted=False,
    ),
    _Work(
        frozenset("定好约系接协落借找选等"),
        frozenset("好妥下定了着"),
        Pattern(
            f"(?:[定约订借找选]|联系|对接|商量|协调|沟通|落实|安排)(?:[好妥下定]?了|[好妥下]).{{0,10}}{_KIND}[的用]{{0,2}}{_MEANS}"
            f"|定了?[下明后].{{1,5}}{_KIND}|把[下明后].{{1,5}}{_KIND}.{{0,4}}定了|[敲商约]定.{{0,8}}{_KIND}[的用]{{0,2}}{_MEANS}|约(?:[好定妥]|了.{{1,6}}{_DAY}).{{0,8}}{_KIND}|等着.{{0,4}}{_KIND}|[给为].{{0,4}}{_KIND}[订借找][好了]"
            f"|{_KIND}的?{_MEANS}.{{0,3}}(?:[定约说]|联系|商量|落实)(?:[好妥下定]|了)"
        ),
        Pattern("[谈聊][了完过得上]|小时|分钟|钟头|半[天晌]|[到来去][了过]?[0-9一两]|参加|实到"),
        counted=True,
    ),
    _Work(
        frozenset("象"),
        frozenset("话信系实对认知底计排选"),
        Pattern(
            f"{_KIND}对象.{{0,8}}(?:电话|微信|短信|联系|核[实对]|确认|通知)|(?:核[实对]|统计|摸[底排]|联系|筛选|通知)了?.{{0,4}}{_KIND}对象"
        ),
        Pattern("送|看望|慰问金|上门|[谈聊]|支委会|[大小]会"),
        counted=True,
    ),
    _Work(
        frozenset("招报纳"),
        frozenset("新募人收了到名"),
        Pattern(
            f"{_KIND}小?分?队?(?:招[新募人收了到]|纳新|.{{0,4}}报名)|招[新募收了到].{{0,6}}{_KIND}|报名(?:参加)?{_KIND}|{_KIND}的?名单报了"
        ),
        Pattern("(?<!招)到|来|去|参加了|实际|出动|上岗|[完过]"),
        counted=True,
    ),
    _Work(
        frozenset("补"),
        frozenset("录账料到片记要"),
        Pattern(f"补[记登录写填]?[了完好齐全].{{0,8}}{_KIND}的?{_PAPERS}|把.{{0,6}}{_KIND}的?{_PAPERS}.{{0,3}}补"),
        Pattern("实到|到会"),
        counted=False,
    ),
    _Work(
        frozenset("现多少漏错重没缺对示"),
        frozenset("发记录登报算收交缴写填次条场份堂节回不显"),
        Pattern(
            f"发现.{{0,8}}{_KIND}.*(?:{_AMISS}|[缺漏少错丢]|不[对符全])|发现.{{0,6}}[多少漏缺][开上搞办做谈]?.{{0,4}}{_KIND}|{_KIND}.{{0,4}}{_AMISS}"
        ),
        Pattern("整改|[改补]|销号|[退追]了|[开讲上办搞学]的|共|合计|[收交缴]齐"),
        counted=False,
    ),
)


def is_groundwork(group: Group, read: Sentences) -> bool:
    """申请了培训名额; 约好今天谈心; 志愿服务队招新; 发现记录里党课少了一次."""
    here = read.characters
    works = [work for work in _WORKS if not (work.begins.isdisjoint(here) or work.goes_on.isdisjoint(here))]
    clauses = [*_clauses_of(group, read)] if works else []
    if not clauses:
        return False
    return any(all(map(work.done.search, clauses)) and not _is_more(work, group, read) for work in works)


def _clauses_of(group: Group, read: Sentences) -> Iterator[str]:
    """The clause of each kind, or of each word for one in a topic, with a sign for it."""
    lexemes = read.lexemes
    kinds = [(kind.at, kind.end) for kind in group.kinds()]
    for first, last in kinds or [(at, at + 1) for at in range(group.at, group.end) if lexemes[at].tag is Tag.KIND]:
        at, end = first, last
        while at > 0 and lexemes[at - 1].tag not in SEPARATORS:
            at -= 1
        while end < len(lexemes) and lexemes[end].tag not in SEPARATORS:
            end += 1
        yield raw(lexemes, at, first) + _KIND + raw(lexemes, last, end)


def _is_more(work: _Work, group: Group, read: Sentences) -> bool:
    if group.phrases.counts and not work.counted:
        return True
    return work.unless.search(raw(read.lexemes, group.at, group.end)) is not None
