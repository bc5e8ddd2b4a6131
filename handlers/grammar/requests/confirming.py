"""Yes and no, where it is asked whether something took place and is to be kept.

yes := (是 | 对 | 好 | 开了 | 办过了 | 登记 …)+
no  := 不是 | 没有 | 还没开 | 不用登 …
"""

from handlers.grammar.text.patterns import Pattern

_YES = Pattern(
    "(?:嗯|是|对|好|行|可以|没错|确认|确定|确实|要|请|就|已经?|都|[开办做搞上学谈讲收][了过完]|登记?上?|记上?|举行|召开|开展|[的了过吧啊呀哦,，。 ])+"
)
_NO = Pattern(
    "(?:[,，。 ]|还|都|也|就|先)*(?:不是|不对|不|没有?|没[开办做搞上学谈讲收]成?|不[用要]?[登记报]记?|别[登记报]记?)[的了呢吧啊,，。 ]*"
)


def confirms(text: str) -> bool:
    """是的, 开了, 登记吧: whether it did, and nothing else is said."""
    return _YES.fullmatch(text) is not None


def denies(text: str) -> bool:
    """不是, 还没开: whether it did not."""
    return _NO.fullmatch(text) is not None
