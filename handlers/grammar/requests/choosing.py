"""Which of several numbered lines are meant.

choice := all | [只撤] [第] NUMBER ((、| 和) [第] NUMBER)* [条]
all    := 都撤销 | 是的 | 确认 …
"""

from handlers.grammar.text.numbers import value_of
from handlers.grammar.text.patterns import Pattern

_ALL = Pattern(
    "(?:[两三四五六七八九十几]条)?(?:都|全部?|一起|统统)?(?:撤销?|撤掉|删除?|删掉)(?:了|掉|吧)*|是的?|对的?|好的?|可以|行|嗯|没错|确认|确定|都是|全部|都要"
)
_SOME = Pattern(r"(?:只|就|要|撤销?|删除?|第|条|号|[、,，.。和跟与 ]|\d|[一二两三四五六七八九十])+")
_NUMBER = Pattern(r"\d+|[一二两三四五六七八九十]+")


def places_chosen(text: str, count: int) -> tuple[int, ...]:
    """The places of the lines that are meant of so many, from nought on; none where the text tells none, or one that is not there."""
    said = text.strip(" 。.!！")
    if _ALL.fullmatch(said):
        return tuple(range(count))
    if not _SOME.fullmatch(said):
        return ()
    numbers = [value_of(found[0]) for found in _NUMBER.finditer(said)]
    fitting = all(0 < number <= count for number in numbers)
    return tuple(sorted({number - 1 for number in numbers})) if fitting else ()
