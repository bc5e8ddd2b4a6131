"""That something was entered wrongly, and no more: 人数不对, 刚才那条地点写错了, 记错人了.

fault := [which] thing [ENTER] 错 … | ENTER 错 thing 了
"""

from handlers.grammar.text.patterns import Pattern
from handlers.intents import Correct, Reading

_ENTERED = "[写填报记登录弄搞打输]"
_THING = "(?:人数|地点|时间|日期|主题|内容|主持人?|主讲人?|讲课人|记录人?|名单|名字|人名|类型|实到|应到|请假的?人?|缺席的?人?|金额|数字|数目|人)"
_WHICH = "(?:哎呀?|啊|不好意思|刚才?|刚刚|上面|上一?|那|这|一|我|报|登|记|条|个|次|的|好像|,)*"
_FAULT = Pattern(
    rf"{_WHICH}{_THING}(?:好像|是|都|又|也|给)*{_ENTERED}?(?:错|不对|反|有误|有问题|有错|没{_ENTERED}?[对全])[了啦的]*[,。!]*"
    rf"|{_WHICH}{_ENTERED}(?:错|反)了?一?个?{_THING}[了啦的]*[,。!]*"
)
_LONGEST = 20


def fault_of(said: str) -> Correct | None:
    """The correction that such a text begins: its values are asked for."""
    return Correct(changes=Reading()) if len(said) <= _LONGEST and _FAULT.fullmatch(said) else None
