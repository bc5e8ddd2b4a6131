"""Until when something is to be done, called by whatever name: the catalogue knows the names, and not the grammar.

due  := [lead] [next] name [limit | deed 到] WHEN [before] [must] [deed] | [lead] name next WHEN [must] [deed]
        | [lead] [limit] WHEN [before] [must] deed name | [lead] name (还有 | 还剩) HOW_LONG [must] [deed]

Not what was (上次党课什么时候开的), nor what is in a period that is named (二季度党课什么时候开).
"""

from handlers.grammar.text.patterns import Pattern

_LEAD = r"(?:请问|问一?下|想问|帮我?|麻烦|[看查]一?下|那|我们|咱们?|俺们?|[本我咱]?支部的?|机关|[今本]年度?的?|本[月季]度?的?|这个?[月季]度?的?|离|距|[, ])*+"
_NEXT = r"(?:下一?[次回场期个]的?|最近一[次期]的?)?"
_NAME = r"(?P<name>(?!的|了|过|是|大家|你|您|他|谁)[^,。;:?!]{2,20}?)(?<!是)"
_WHEN = r"(?:什么时候|什么时间|什么日子|啥时候?|何时|几时|哪一?天|几月几[号日]|几[号日]|几月|哪个?月|多会儿)"
_LIMIT = r"(?:截止|截至|到期|期限|最[晚迟]|最后期限|最后)(?:日期|时间|日)?"
_MUST = r"(?:应该|应当|必须|需要|一定|就|才|该|应|须|要|得|能|全部|都|给)*+"
_DEED = (
    r"(?:截止|到期|结束|办|做|搞|弄|干|交纳|缴纳|交|缴|收缴|收|上报|报送|报|提交|送|召开|开展|开|组织|进行|举行|落实|评|谈|学|讲|上|公示|公布|补)"
    r"(?:上去|上来|出来|出去|完|好|齐|掉|成|到)?|完成|到限"
)
_END = r"[啊呢呀哦吗了]*[?。]*"
_NAME_FIRST = Pattern(
    rf"{_LEAD}{_NEXT}{_NAME}(?:的|这项|这件事)?(?:{_LIMIT}(?:到|在|是|于|为)*|(?:{_DEED})?到|在|{_MUST})(?:到|在|于)?{_WHEN}(?:之前|以前|前|底|为止)?{_MUST}(?:{_DEED})?{_END}"
)
_NEXT_ONE = Pattern(rf"{_LEAD}下一?[次回场期]的?{_NAME}的?(?:是|在|要|该|得|应该)*{_WHEN}{_MUST}(?:{_DEED})?{_END}")
_NAME_AND_NEXT = Pattern(rf"{_LEAD}{_NAME}的?下一?[次回场期](?:是|在|要|该|得|应该)*{_WHEN}{_MUST}(?:{_DEED})?{_END}")
_WHEN_FIRST = Pattern(rf"{_LEAD}(?:最[晚迟])?(?:到|在|要)?{_WHEN}(?:之前|以前|前)?{_MUST}(?:{_DEED}){_NAME}{_END}")
_LEFT = Pattern(
    rf"{_LEAD}{_NAME}的?(?:{_LIMIT})?(?:还有|还剩|剩下|还)(?:多久|几天|多少天|多长时间|多少时间|多少日子)(?:{_MUST}(?:{_DEED}))?{_END}"
)
_FORMS = (_NEXT_ONE, _NAME_AND_NEXT, _NAME_FIRST, _WHEN_FIRST, _LEFT)
_ELSEWHEN = Pattern(
    r"[一二三四1-4]个?季度|[上下]半年|\d月份?的?|[一二三四五六七八九十]月份?|明年|上一?[次回场期]|上个?月|上周|[昨前]天|去年|那[次天]|刚|已|过的|[了过]没|(?:开|讲|交|办|上|学|谈|做)[的了过]"
)
_SIGNS = frozenset("么啥何几哪多")
_JOINTS, _LISTING = Pattern("[和与跟及]"), "、"
_LONGEST = 32


def asks_due(said: str) -> str | None:
    """The name of what is to be done, where a whole text asks until when; None where it asks anything else."""
    if len(said) > _LONGEST or _SIGNS.isdisjoint(said) or _ELSEWHEN.search(said):
        return None
    return next((found["name"] for form in _FORMS if (found := form.fullmatch(said))), None)


def things_in(name: str) -> tuple[str, ...]:
    """述职评议和组织生活会: the names in one that may be of several things."""
    return tuple(_JOINTS.sub(_LISTING, name).split(_LISTING))
