"""What one says to have done oneself, in one's own name: 主持人是我, 是我主持的.

own := role (是 | 改成 | :) 我 | 是 我 role 的       at the end of a text
     | [是] 我 role 的                              as a clause
"""

from handlers.grammar.text.patterns import Pattern

_SELF = "我(?:自己|本人)?"
_END = r"(?P<end>[吧啊]?[。！!]?\s*)$"
_ROLE = "(?:主持|主讲|记录|授课|领学)"
_FORMS = (
    Pattern(rf"(?P<before>{_ROLE}(?:的人|的|人|员)?(?:应该是|应该|就是|是|改成|改为|换成|[:：])){_SELF}{_END}"),
    Pattern(rf"(?P<before>(?:^|[，,。；;\s])(?:就|应该)?是){_SELF}(?={_ROLE}的?[吧啊]?[。！!]?\s*$)(?P<end>.*)$"),
    Pattern(
        rf"(?P<before>[，,。；;\s])(?:就|也|都)?(?:是)?{_SELF}(?P<end>(?:{_ROLE}|讲|做记录|记)的(?:[吧，,。；;！!\s].*)?)$"
    ),
)


def in_name_of(name: str, text: str) -> str:
    """A text with somebody's name in place of the 我 that says what he did."""
    if "我" not in text:
        return text
    found = next(filter(None, (form.search(text) for form in _FORMS)), None)
    return f"{text[: found.end('before')]}{name}{found['end']}" if found else text
