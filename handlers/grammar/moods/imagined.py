"""What a text only supposes, tries, rehearses, asks for or breaks off: nothing that took place, whatever numbers stand in it.

imagined := (要是 | 只要 | 早知道 | 后悔 | 彩排 | …) … kind, in one clause | kind … (吗 | 了没 | …) at the end of its clause
          | (一半 | 没开完 | …) … (改天 | 散了 | …) | … , 后来取消了 | (好像 | 应该是 | …) … (拿不准 | 我问问 | …)
"""

from handlers.grammar.clauses.grouping import Group
from handlers.grammar.clauses.sentences import Sentences
from handlers.grammar.lexicon.lexeme import SEPARATORS, Tag
from handlers.grammar.lexicon.persons import raw
from handlers.grammar.text.patterns import Pattern

_DAY = r"(?:[今昨前]|上午|下午|上周|周|\d)"
_SUPPOSED = Pattern(
    "(?:要是|如果(?!没)|假[如使若设]|倘[若使]?|^若(?:是|(?=[今昨前上]))|万一|除非|即[使便]|哪怕|只要|不管|无论"
    f"|就算(?=[^,]{{0,6}}{_DAY})|要能|要不是|早知道|早晓得|早该|巴不得|恨不得|后悔|^但愿|[多真]希望"
    "|彩排|预演|模拟|试讲|排练|演练科目|走[了过]?一?[遍趟]?流程)[^也还照仍]*$"
)
_IF_SO, _WHERE_SO = "的话", Pattern("(?<!书记)(?<!领导)的话(?:$|[就请再把你也])")
_OF_SUPPOSING = frozenset("倘即哪只管论算巴悔彩预模试练流")
"""The rest are words of wishing."""
_ASKED = Pattern(
    r"(?:吗|(?<![什怎那多这])么|是不是|对不对|[了过]没有?|(?<![了过])没(?=\?)|有没有|(?<!没[开上学讲谈])(?<!没)(?:多久|多长时间)|几个人|几点|哪[天里儿])[?!。]*$"
)
_WHO = Pattern(r"[,。](?:照片|记录|签到表?|材料|是)?谁[^,。]{1,6}$")
_LAST = frozenset("吗么是对没有久间人点天里儿?!。")
_BROKEN = Pattern(
    "(?:一半|半截|半道|半途|中途|开了个头|刚(?:开头|开始|坐下|起头|开了个头)|没[开上学讲谈搞弄办看放走]完|没[开上学讲谈搞弄办]成|没说[两几]句|人没到?齐|没来几个)"
    "[^。]*?(?:改天|改期|改日|重新|再[谈说开上学讲看议约定补]|接着[开上学讲谈看弄]?[。!]?$|下周|下次|散了|不算|作废|取消|推后|往后推|黄了|泡汤)"
    "(?!.*(?:[开讲学谈上看]完|还是|照样|照常|照开|最后|总算|终于|补[上看开学讲完]))"
    "|[,。](?:后来|结果|最后|临时|又)?(?:取消了|作废|黄了|泡汤了?|没[弄搞办开]成)[。!]?$|(?:没成|取消|推了|推后了|白准备了?|白跑一?趟?|没凑[够齐]人?)[。!]?$"
)
_OF_BREAKING = frozenset("半途头刚没废黄汤消推白")
_UNSURE = Pattern(
    "(?:大概|好像|应该是|印象|记得|似乎|貌似|可能|恐怕)[^。]*(?:[拿吃说记]不准|记不[清得]|不敢(?:确定|肯定|保证)|不[太大]?确定|没把握|问问|核实|查查|翻翻|确认|又好像)"
)
_OF_DOUBT = frozenset("准清得敢定把问核查翻认又")


def is_imagined(group: Group, read: Sentences) -> bool:
    """要是昨天开了党员大会; 昨天上党课了没; 讲到一半停电,改天接着讲; 好像上周开过,我问问."""
    characters = read.characters
    supposed = Tag.WISH in read.tags or not _OF_SUPPOSING.isdisjoint(characters)
    if supposed and _is_supposed(group, read):
        return True
    if not _OF_BREAKING.isdisjoint(characters) and _BROKEN.stands_in(read.text):
        return _BROKEN.search(raw(read.lexemes, group.at, group.end)) is not None
    return not _OF_DOUBT.isdisjoint(characters) and _UNSURE.stands_in(read.text) and not group.phrases.counts


def _is_supposed(group: Group, read: Sentences) -> bool:
    """Whether a word of supposing stands before the first kind, in its clause."""
    kinds = group.kinds()
    if not kinds:
        return False
    lexemes, start, end = read.lexemes, kinds[0].at, kinds[0].end
    while start > 0 and lexemes[start - 1].tag not in SEPARATORS:
        start -= 1
    if _SUPPOSED.search(raw(lexemes, start, kinds[0].at)):
        return True
    while end < len(lexemes) and lexemes[end].tag not in SEPARATORS:
        end += 1
    return _IF_SO in read.texts and _WHERE_SO.search(raw(lexemes, kinds[0].end, end)) is not None


def is_asked_outright(group: Group, read: Sentences) -> bool:
    """昨天上党课了没: whether the clause of the last kind, with which the text ends, is a question."""
    who = "谁" in read.characters
    if not (who or read.text[-1] in _LAST):
        return False
    kinds, lexemes = group.kinds(), read.lexemes
    if not kinds or group.end < len(lexemes):
        return False
    if who and not group.phrases.counts and _WHO.search(read.text):
        return True
    return not any(x.tag in SEPARATORS for x in lexemes[kinds[-1].at : -1]) and _ASKED.search(read.text) is not None
