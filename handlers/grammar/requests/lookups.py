"""Questions about what is owed or kept, by an asking form and an object that we know.

lookup := term WHEN | WHEN term | next kind WHEN | WHAT … NOT DONE of ours | WRITTEN WHAT | kind ENOUGH … NOT | what is kept … LIST
        | period … HELD WHAT
term   := 换届 | 到届 | 本届 …
"""

from handlers.grammar.clauses.sentences import Sentences
from handlers.grammar.lexicon.lexeme import Tag
from handlers.grammar.lexicon.phrases import PeriodPhrase
from handlers.grammar.text.patterns import Pattern

_WHEN = "(?:几时|啥时|什么时候|何时|哪一?年|哪一?天|几号|几月|多久|多长时间|什么日子|什么时间|多会儿|多咱)"
_TERM = r"(?:换届|到届|届满|满届|任期|[本这上下一]届)"
_ABOUT_TERM = Pattern(rf"{_TERM}[^,。;]*{_WHEN}|{_WHEN}[^,。;]*(?:{_TERM}|到期)")
_WHAT = "(?:还有|还剩|还差|哪些|哪样|哪几|啥|什么|多少|几样|几项)"
_UNDONE = "(?:没|没有|未|还没)(?:做|办|干|完成|弄|搞|开|补|落实|销)(?:完|齐|好|成|掉|上)?"
_LEFT = Pattern(rf"{_WHAT}[^,。;也都]*{_UNDONE}(?:的|呢|啊|呀|了)*(?:$|[,。?])")
_OURS = Pattern(
    "支部|小组|组[里上]|我们|咱|俺|本届|这个?月|本月|季度|今年|年底|年度|半年|三会一课|活动|任务|规定动作|活儿?|事项|事情|哪些事"
)
_WRITTEN = Pattern(r"(?:登|记|写|填|录|报)(?:的|着)(?:是)?(?:谁|哪|几|多少|啥|什么)")
_KEPT = Pattern("记录|台账|台帐|系统|登记|名下|(?:登|录|报|填)的")
_ENOUGH = Pattern(r"够(?:了|\d|[一二两三四五六七八九十]|次数)*[次回场个]?(?:没有?|吗|了没有?|么|不)(?:$|[,。?啊呀])")
_LIST = Pattern(r"(?:列|摆|说|念|讲)(?:出来|给我|一?遍|一下|来)(?:看看?|听听?|瞅瞅|一下)?[吧呗啊]?[?。]?$")
_LACKING = Pattern("名下|空着|没填|没登|没完成|未完成|没办|没做")
_GROUPS = Pattern("哪(?:几个|个|些)(?:党?小组|支部|组)[^,。;]*(?:没|未)")
_WHETHER = Pattern(
    r"有(?:登记|记录|录)过?(?:吗|没|么)|([开上搞办谈学讲做收])没\1|(?:[,。 ](?:帮我?|麻烦|给我)?[查核](?:一下|下|查|一查)$)"
)
_LAST_TIME = Pattern("(?:上次|上回|上一次|最近|那次|咱|我们|[去今]年)[^,。;]*是(?:哪一?天|几号|啥时候|什么时候)")
_STILL_OWED = Pattern(
    "(?:支部|小组|我们|咱们?|这个?月|本月|季度|今年|本年)[^,。;]{0,8}(?:还|尚)[欠差缺](?:什么|啥|哪些|哪几|何种|几[项样次])"
)
_NEXT_TIME = Pattern(
    rf"(?:请问|那)?(?:我们?|咱们?)?下一?[次回场]的?[^,。;]+?(?:是|该|要|得|应该)?{_WHEN}(?:[该要]?[开办搞上讲过]|召开|进行)?[啊呢呀了?]*"
)
_HELD = Pattern(
    "(?:[开办搞]|组织|开展|举行|登记)[了过](?:些|几个)?(?:什么|啥|哪些|哪几[次个场])(?:会议?|活动)?(?:来着|[呀啊呢])*[?。]?$"
)
_FIGURE = Pattern(
    "^(?:请问|问一?下|想问)[^,。;]*(?:人数|次数|日期|金额|主讲人|主持人|地点)[?呀啊]?$|(?:记|登|登记|录|报)上了?(?:没有?|么|吗)[?]?$"
)
_MINE = Pattern("我[^,。;]{0,8}(?:报|登|记|录)过(?:哪些|什么|啥|几[条次个])")
_HOW_MUCH_LEFT = Pattern(
    r"(?:请问|你?看看|帮我看看|查查|我们?|咱们?|俺们?|支部|小组|[这本]个?月|[这本]?季度|今年|(?:年底?|月底|月末|季末|季度末|七一|节)之?前|目前|现在|眼下|到底|都|,)*"
    r"(?:还|尚|仍)(?:(?:有|差|欠|缺|剩|余)(?:着|下)?|(?:需?要|得|应该?|该|必须)再?[开上搞办做讲谈学])(?:哪|几|多少|什么|啥)[^,。;?钱人位天]{0,6}[?]?"
)
_WHO_WAS_AWAY = Pattern(
    r"(?:有谁|谁|哪些人|哪几个人?|哪些同志|哪位)[^,。;]{0,4}(?:缺席|请假|缺勤|旷会|没来|没到|没参加)(?:过|了)?[^,。;]{0,8}[?]?$"
)
_HOW_FAR = Pattern(
    r"(?:完成|开展|落实|执行|进展|推进)(?:得|的|情况)*(?:怎么样|怎样|如何|咋样|啥样)了?[?啊呀呢]*$"
    r"|(?:一共|总共|合计|统共)[^,。;]{0,6}(?:好多|几多)[钱人次个场回户条]?[?啊呀]*$"
    r"|最[晚迟](?:是|到|要)?(?:哪一?天|几号|几时|啥时候?|什么时候|什么时间|何时)[^,。;]{0,8}[?]?$"
    r"|(?:达标|完成|合格|到位|[开讲办做搞学交收缴评谈登记报录上])[齐完好够]?了不[?啊嘛哦]*$"
)
_MONTH = "(?:哪(?:几|些|一)?个?月份?)"
_MONTHS = Pattern(
    rf"{_MONTH}[^,。;]{{0,8}}(?:没|缺|差|少|漏|未)|(?:缺|差|少|漏|没)(?:了|开|办|搞)?(?:的是)?{_MONTH}|每个?月[^,。;]{{0,6}}都?(?:有|开|办|搞|登|齐)[^,。;]{{0,3}}(?:吗|没|么)"
)
_TOLD_BY = Pattern("谁(?:给|帮)?(?:登记?|上?报|记|录入?|填|发)(?:上去|上来|进去)?的")
_PARTY = Pattern("三会一课|支部|小组|党")
_OTHERS = frozenset({"你", "你们", "您", "各位", "大家"})
_MUCH = Pattern("多长|[好几]多")
_SIGNS = frozenset({Tag.ASKING, Tag.QUERY, Tag.NOT, Tag.QUESTION_MARK})


def asks_each_month(said: str) -> bool:
    """支委会哪几个月没开, 主题党日每个月都有吗: whether it is asked month by month."""
    return _MONTHS.search(said) is not None


def asks_who_told(said: str) -> bool:
    """13号志愿服务谁报的."""
    return _TOLD_BY.search(said) is not None


def asks_by_form(read: Sentences, said: str) -> bool:
    """Whether a text asks about the organisation's duties or records."""
    if (
        read.tags.isdisjoint(_SIGNS) and not ("多" in read.characters and _MUCH.search(said))
    ) or not _OTHERS.isdisjoint(read.texts):
        return False
    kind = bool(read.phrases.kinds)
    ours = kind or _PARTY.search(said)
    if (
        (ours and _HOW_FAR.search(said))
        or (kind and _NEXT_TIME.fullmatch(said))
        or _ABOUT_TERM.search(said)
        or (_LEFT.search(said) and _OURS.search(said) and Tag.ARTEFACT not in read.tags)
    ):
        return True
    away = _WHO_WAS_AWAY.search(said) and read.phrases.has(PeriodPhrase)
    if away or _HOW_MUCH_LEFT.fullmatch(said) or (_LIST.search(said) and _LACKING.search(said)):
        return True
    of_kind = kind and any(form.search(said) for form in (_WHETHER, _LAST_TIME, _FIGURE, _MONTHS, _TOLD_BY))
    if of_kind or any(form.search(said) for form in (_GROUPS, _STILL_OWED, _MINE)):
        return Tag.FUTURE not in read.tags
    about_records = kind or Tag.ENTRY in read.tags
    if about_records and _WRITTEN.search(said) and (_KEPT.search(said) or Tag.ENTRY in read.tags):
        return True
    held = _HELD.search(said) is not None or (kind and _ENOUGH.search(said) is not None)
    return held and read.phrases.has(PeriodPhrase)
