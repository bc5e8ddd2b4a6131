"""Which of several numbered lines are meant.

choice := all | [只撤 | 只改] [第] NUMBER ((、| 和) [第] NUMBER)* [条]
all    := 都撤销 | 都更正 | 是的 | 确认 …
"""

from handlers.grammar.text.numbers import value_of
from handlers.grammar.text.patterns import Pattern

_DOING = {False: "撤销?|撤掉|删除?|删掉", True: "更正|更改|修改|改"}
"""How it is called whether they are to be changed, or withdrawn."""
_ALL = {
    changing: Pattern(
        f"(?:[两三四五六七八九十几]条)?(?:都|全部?|一起|统统)?(?:{doing})(?:了|掉|吧)*|是的?|对的?|好的?|可以|行|嗯|没错|确认|确定|都是|全部|都要"
    )
    for changing, doing in _DOING.items()
}
_SOME = {
    changing: Pattern(rf"(?:只|就|要|{doing}|第|条|号|[、,，.。和跟与 ]|\d|[一二两三四五六七八九十])+")
    for changing, doing in _DOING.items()
}
_NUMBER = Pattern(r"\d+|[一二两三四五六七八九十]+")


def places_chosen(text: str, count: int, *, changing: bool = False) -> tuple[int, ...]:
    """The places of the lines that are meant of so many, from nought on; none where the text tells none, or one that is not there."""
    said = text.strip(" 。.!！")
    if _ALL[changing].fullmatch(said):
        return tuple(range(count))
    if not _SOME[changing].fullmatch(said):
        return ()
    numbers = [value_of(found[0]) for found in _NUMBER.finditer(said)]
    fitting = all(0 < number <= count for number in numbers)
    return tuple(sorted({number - 1 for number in numbers})) if fitting else ()
