"""Questions that are answered by a rule or by one record: 主题党日多久一次, #12是谁报的."""

from handlers.grammar.text.patterns import Pattern

_TIMES = "(?:几|多少)(?:次|回|堂|场)"
_HOLD = "(?:开|上|讲|搞|办|做|组织|开展|召开)?"
_STRETCH = "(?:一?个?月|一?年|一?个?季度|半年)"
_OFTEN = Pattern(
    rf"(?:隔?多久|隔?多长时间|几个月){_HOLD}一(?:次|回|堂|场)|(?:要求|规定|应该|应当|至少|最少|需要|必须|要|得)(?:每?{_STRETCH})?{_HOLD}{_TIMES}"
    rf"|[每一]{_STRETCH}(?:都)?(?:要|得|必须|需要|应该){_HOLD}(?:{_TIMES}|吗|么)|频次|频率"
)
_COUNTED = Pattern("还|差|欠|剩|已经|[过了](?!吗)")
_LONGEST = 24
_NUMBERED = Pattern(
    r"(?:查一?下?|看一?下?|请问)?#(?P<number>\d{1,9})(?:号|这条|那条|记录|的|是)*(?:(?:主讲人?|主持人?|记录人?|主题|地点|人数|时间|日期|内容|登记人)?是?(?:什么|啥|谁|哪一?天|多少|哪里|几号|哪条)(?:报|登|登记|记|讲|主持)?的?)?[?？]?"
)


def asks_how_often(said: str) -> bool:
    """党课一年要上几次: how often something is to be held, and not how often it was."""
    return len(said) <= _LONGEST and _OFTEN.search(said) is not None and not _COUNTED.search(said)


def number_asked(said: str) -> int | None:
    """#107主讲人是谁: the number of the record that is asked about."""
    found = _NUMBERED.fullmatch(said) if "#" in said else None
    return int(found["number"]) if found else None
