"""What falls due in a stretch of time, asked in so many words: the whole message or nothing.

agenda := 三会一课 [how far | how often] | [ours] stretch [前] [我们 | 还] todo | SOON 到期 [的] [有] [哪些] | [哪些] SOON 到期 [了]
todo   := 待办 | [有] 什么 要做 [的] | 要做 什么 | [有] [哪些] [要] 到期 [的] [有 哪些]
"""

from datetime import date, datetime, timedelta

from handlers.grammar.clauses.sentences import Sentences, read_sentences
from handlers.grammar.lexicon.lexer import lex
from handlers.grammar.lexicon.phrases import DatePhrase, PeriodPhrase
from handlers.grammar.requests.periods import Stretch, months_from, of_next_name, period_of
from handlers.grammar.text.patterns import Pattern, Signs
from handlers.intents import Query, QueryTopic
from schedules.ledger.activity import ActivityKind

SOON = timedelta(days=14)
"""What falls due so soon is what people call nearly due."""
_WHAT = "(?:有没有|(?:都|还)?有?(?:哪些|什么|啥|哪几[项样件]))"
_THINGS = "(?:事情?|事项|任务|工作|活儿?|东西|的)*"
_DO = "(?:必须|需要|应该|要|该|得)(?:做|办|干|完成|忙|弄|搞|交|报)"
_DUE = "(?:要|会|快)?(?:到期|截止|到限)"
_TODO = (
    rf"(?:的?(?:全部|所有)?待办(?:事项|任务)?(?:{_WHAT})?|{_WHAT}{_THINGS}{_DO}{_THINGS}|{_DO}(?:完|掉)?(?:点|些)?(?:哪些|什么|啥|嘛|吗){_THINGS}"
    rf"|{_DO}{_THINGS}(?:{_WHAT})?|{_WHAT}(?:任务|待办){_THINGS}|{_WHAT}?{_THINGS}{_DUE}了?{_THINGS}(?:{_WHAT}|是哪些|是什么)?)"
)
_OURS = "(?:我们?|咱们?|俺们?|(?:各个?|每个|所有|下属的?)?党?支部|小组|还|都)*"
_IN_TIME = Pattern(
    rf"(?:请问|看看|查查|查一?下)?(?:[^,。;]{{0,5}}支部)??{_OURS}(?P<when>(?:(?!支部)[^,。;的]){{2,8}}?)(?:之?内|里|(?P<before>[之以]?前))?{_OURS}(?:{_TODO}|(?(before){_WHAT}{_THINGS}|(?!)))[了呢啊呀吗吧]*"
)
_NEARLY = Pattern(
    rf"(?:请问|看看|查查|查一?下)?{_OURS}{_WHAT}?{_THINGS}(?:快|就|马上|即将|临近|近期|最近|眼看)(?:就|快)?(?:要|将)?(?:到期|截止|到限)了?{_THINGS}(?:{_WHAT}|是哪些|是什么)?"
    rf"{_THINGS}[了呢啊呀吗]*"
)
_WHOLE = Pattern("(?:全部|所有)待办")
_CLASSES = Pattern(
    rf"(?:请问|看看|查查|查一?下)?{_OURS}(?P<when>(?:(?!支部)[^,。;的三]){{2,6}})??{_OURS}的?三会一课的?(?:(?:完成|落实|开展|执行|进展)?[的得]?"
    r"(?:怎么样|如何|咋样|情况|进度|都?[开做办]?完?了?(?:没有?|吗))|各?[开搞上]?了?各?(?:几次|多少次))[了呢啊呀吗]*"
)
"""三会一课完成得怎么样: of each of the four, as the regulations on branches name them (支部工作条例 第五章), how often it was held."""
_FOUR = (
    ActivityKind.BRANCH_ASSEMBLY,
    ActivityKind.BRANCH_COMMITTEE,
    ActivityKind.GROUP_MEETING,
    ActivityKind.PARTY_LECTURE,
)
_LONGEST = 24
_MONTHS_END = frozenset({"月底", "月末", "本月底", "这个月底"})
_YEARS_END = frozenset({"年底", "年末", "今年年底", "今年底"})
_SIGNS = Signs(
    "什么|啥|哪|嘛|吗|有没有|待办|到[期限]|截止|须[做办干完忙弄搞交报]|要[做办干完忙弄搞交报]|该[做办干完忙弄搞交报]|得[做办干完忙弄搞交报]"
)


def agenda_of(said: str, now: datetime) -> Query | None:
    """下周有什么要做的, 快到期的有哪些: what is asked for; None where anything else is said."""
    if "三会一课" in said and (found := _CLASSES.fullmatch(said)):
        since, until = _stretch_in(found["when"], now) if found["when"] else (None, None)
        return Query(topic=QueryTopic.COUNT, kind=_FOUR[0], others=_FOUR[1:], since=since, until=until)
    if len(said) > _LONGEST or not _SIGNS.search(said):
        return None
    today = now.date()
    if _NEARLY.fullmatch(said):
        return Query(topic=QueryTopic.OPEN_DUTIES, since=today, until=today + SOON + timedelta(days=1))
    found = _IN_TIME.fullmatch(said)
    since, until = _stretch_in(found["when"], now) if found else (None, None)
    if found and found["before"]:
        until = _end_of(found["when"], today) or until
        since = today if until and until > today else None
    if since is None:
        return None
    return Query(topic=QueryTopic.OPEN_DUTIES, since=since, until=until, whole=_WHOLE.search(said) is not None)


def _end_of(when: str, today: date) -> date | None:
    """月底, 年底: the day after."""
    if when in _MONTHS_END:
        return months_from(today, 1, 1)[0]
    return date(today.year + 1, 1, 1) if when in _YEARS_END else None


def _stretch_in(when: str, now: datetime) -> Stretch:
    """The stretch that is named and nothing else; a month that is long over is the next of its name."""
    read = read_sentences(lex(when, ()), now.date())
    since, until = period_of(read, now.date()) if _is_time_only(read) else (None, None)
    return of_next_name(read, (since, until), now.date())


def _is_time_only(read: Sentences) -> bool:
    told = sum(phrase.end - phrase.at for phrase in read.phrases if isinstance(phrase, PeriodPhrase | DatePhrase))
    return told == len(read.lexemes)
