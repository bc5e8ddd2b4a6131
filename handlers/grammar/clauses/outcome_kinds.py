"""What came of an activity that is named: its papers were handed in, or what was wrong with it was put right.

outcome := kind [的] … PAPERS … (verb of handing in | 报 … OFFICE)      one kind, and neither people nor money counted
         | kind … FAULT … 整改 (到位 | 完 | 好 | …)
"""

from collections.abc import Sequence

from handlers.grammar.clauses.grouping import Group
from handlers.grammar.lexicon.kinds import Force
from handlers.grammar.lexicon.lexeme import SEPARATORS, Lexemes
from handlers.grammar.lexicon.persons import raw
from handlers.grammar.lexicon.phrases import AmountPhrase, KindPhrase
from handlers.grammar.text.patterns import Pattern
from schedules.ledger.activity import ActivityKind as K

_MENDED = frozenset({"已整改", "整改完成", "整改到位", "整改完毕", "整改销号", "整改好了", "整改闭环", "销号"})
_PUT_RIGHT = Pattern("(?:[不少缺漏未没差]|问题|过期|毛病).{0,14}整改(?:到位|完|好|了|结|销)")
_PAPERS = ("材料", "报告", "结果", "表", "总结", "情况", "名单", "台账", "方案", "计划", "请示", "汇总", "小结")
_NEAR = 5
_WEIGHED = ("研究", "审议", "讨论", "审定", "听取", "通过")
_SENT = Pattern(
    f"^(?!.{{0,4}}(?:{'|'.join(_WEIGHED)}))[^,。]{{0,8}}(?:情况|表|报告|总结|小结|材料|名单|台账|方案|计划|请示|汇总)(?!会)[^。]{{0,14}}?(?:上报|呈报|报送|[报交送递寄](?:给|到|往)?).{{0,6}}?"
    "(?:党委|工委|纪[工检]?委|[省市县区局]委|党组|组织[部科处员]|宣传部|党[办建群]|督[导查]|巡[察视]|人事[处科]|[局厅院部区县市镇]里|上级|上去|街道)"
)
_LOOSE = Force.LOOSE


def outcome_kind(words: Sequence[KindPhrase], group: Group, lexemes: Lexemes) -> K | None:
    """谈心谈话少,8月9日已整改; 学习情况表今天上报工委了."""
    if not group.kinds():
        return None
    if any(phrase.word.kind is K.RECTIFICATION for phrase in words) and _is_mended(words, group, lexemes):
        return K.RECTIFICATION
    return K.REPORT if _is_handed_in(words, lexemes) or _is_sent(group, lexemes) else None


def _is_mended(words: Sequence[KindPhrase], group: Group, lexemes: Lexemes) -> bool:
    if any(phrase.word.kind is K.RECTIFICATION and lexemes[phrase.at].text in _MENDED for phrase in words):
        return True
    return _PUT_RIGHT.search(raw(lexemes, group.at, group.end)) is not None


def _is_handed_in(words: Sequence[KindPhrase], lexemes: Lexemes) -> bool:
    """民主评议结果今天报上去了: papers of an activity, and that they were handed in."""
    verb = next((phrase for phrase in words if phrase.rule == "verb:report"), None)
    named = [phrase for phrase in words if phrase.word.force is Force.FIRM]
    if verb is None or not named or any(phrase.at > verb.at for phrase in named):
        return False
    between = lexemes[named[-1].end : verb.at]
    if any(x.tag in SEPARATORS or x.text.startswith(_WEIGHED) for x in between):
        return False
    return any(x.text.endswith(_PAPERS) for x in between)


def _is_sent(group: Group, lexemes: Lexemes) -> bool:
    """自查报告报局里了, but not 支委会研究整改方案并报机关党委: papers of the one kind that is named, and an office that got them."""
    if group.phrases.counts or group.phrases.has(AmountPhrase):
        return False
    named = [phrase for phrase in group.kinds() if phrase.word.force >= _LOOSE and phrase.word.kind is not K.REPORT]
    if not named or any(phrase.word.kind is not named[0].word.kind for phrase in named):
        return False
    end = named[-1].at + 1 if named[-1].rule.startswith("verb:") else named[-1].end
    if not any(x.text.endswith(_PAPERS) for x in lexemes[end : end + _NEAR]):
        return False
    return _SENT.search(raw(lexemes, end, group.end)) is not None
