"""How people say that they leave what they had begun."""

from handlers.grammar.text.patterns import Pattern

LEAVING = frozenset(
    {"算了", "取消", "不登记了", "不用了", "退出", "没开成", "没开", "没有开", "没搞成", "没搞", "没办成", "没去成"}
)
_LEAVES = Pattern(
    r"(?:那|就|先|还是)*(?:(?:算了|取消|退出|返回)(?:吧|了)*|(?:不|别|不用)(?:报|登|登记|记|填)了吧?)"
    r"(?:[,，。 ]*(?:就|先|都)*(?:不|别|不用)(?:报|登|登记|记|填|弄|改|撤|发)了?吧?)?[。.!！]*"
)
_LEFT_AS_IT_IS = Pattern("(?:那|就|先|还是)*(?:不|别|不用)(?:撤|删|改|动)(?:销|掉|除)?(?:它|这条)?了?吧?[。！!]?")


def leaves(text: str) -> bool:
    """算了不报了, 没开成: whether somebody drops what he had begun to tell."""
    return text in LEAVING or _LEAVES.fullmatch(text) is not None


def leaves_as_it_is(text: str) -> bool:
    """别撤了, 不改了: whether no record is to be changed after all."""
    return _LEFT_AS_IT_IS.fullmatch(text) is not None
