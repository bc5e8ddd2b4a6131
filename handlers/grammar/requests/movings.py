"""A record that stands under the wrong organisation: the whole message or nothing.

moving := [把] (这条 | 上一条 | #NUMBER) [应该] (记 | 改 | 移 …) (到 | 在) organisation [吧 | 行吗]
"""

from handlers.grammar.text.patterns import Pattern
from handlers.intents import Correct, Reading, Target

_MOVING = Pattern(
    r"(?:请|把|将|麻烦|帮我|给我|不对|[,， ])*(?:(?:这|那|上一|上|最后一|(?:刚才|刚刚|刚|我)?(?:报|记|登)?的?[这那])一?条|#(?P<number>\d{1,9})号?|第(?P<nth>\d{1,9})条)(?:记录)?"
    r"[,， ]*(?:应该|应当|应|要|得|能不能|能|可以|请|帮我)*(?:记|登记?|改|挪|移|放|归|转|换|属|算)(?:记|登记?|属)?(?:到|在|给|进|入|成|于)"
    r"(?:我们|咱们?|本)?(?:机关)?(?:第?[一二三四五六七八九十\d]{1,3}(?:党?支部|党?小?组)(?:第?[一二三四五六七八九十\d]{1,3}党?小组)?|(?:机关|直属)党委|党组|青年(?:理论)?(?:学习)?小组|党?支部|党?小组)"
    r"(?:的?台账)?(?:里面?|上|去|名下|那边)?[,， ]*(?:吧|行吗|行不行|可以吗|好吗|好不好|才对|的|了|谢谢)*"
)


def moving_of(said: str) -> Correct | None:
    """这条记到第一党小组: the record that is to be moved; the organisation is read as everywhere."""
    found = _MOVING.fullmatch(said) if "条" in said or "#" in said else None
    if found is None:
        return None
    number = found["number"] or found["nth"]
    return Correct(changes=Reading(), target=Target(number=int(number) if number else None), moved=True)
