"""Whether what is told here is kept, or seen by somebody else: asked by itself, in a short message.

question := (谁 | 领导 …) (能 | 会) 看 (记录 | 谈话 | 我 …) | … (领导 | 别人 …) (能 | 会) (看 | 知道) 吗 | 会不会 (告诉 | 泄露) … | (内容 | 说的话 …) (会不会 | 没) 存 吗
"""

from handlers.grammar.text.patterns import Pattern

_OTHERS = "(?:别人|人家|其他人|他人|外人|大家|同事|领导|上级|上面|书记|组织上?|处长|局长|纪委)"
_SEES = "(?:看得?|查得?|知道|晓得|听)(?:到|见)?"
_TOLD = "(?:记录|谈话|报的|报了|登记的?|说的|发的|写的|内容|信息|聊天|我)"
_ASKED = r"(?:吗|么|吧|呢|啊|没有)?[?。]?"
_QUESTIONS = (
    Pattern(rf"(?:都有)?(?:谁|哪些人|什么人|哪些领导)都?(?:能|可以|会){_SEES}.{{0,6}}{_TOLD}.{{0,8}}"),
    Pattern(
        rf".{{0,16}}{_OTHERS}都?(?:(?:能不能|会不会|可不可以){_SEES}.{{0,8}}|(?:能|会|可以){_SEES}.{{0,8}}(?:吗|么)[?。]?)"
    ),
    Pattern(r".{0,6}(?:会不会|会|能不能).{0,4}(?:告诉(?!我)|泄露|透露|外传|传出去|说出去).{0,8}(?:吗|么)?[?。]?"),
    Pattern(
        r".{0,10}(?:内容|情况|原因|隐私|聊天|说的话?|的事|这些话|原话)你?"
        rf"(?:会不会|会|要不要|有没有|没有?|不会)(?:被|给)?(?:存|保存|记下?|留|留存|存下|记录)(?:下来|着|档)?{_ASKED}"
    ),
)
_SIGNS = Pattern("谁|哪些|什么人|吗|么|会不会|能不能|要不要|有没有|可不可以|没存|没记|没留|[?]|吧$")
_LONGEST = 26


def asks_who_sees(said: str) -> bool:
    """谁能看到我报的谈话, 领导能看到吗, 你会不会告诉别人, 谈话内容会不会存."""
    if len(said) > _LONGEST or not _SIGNS.search(said):
        return False
    return any(question.fullmatch(said) for question in _QUESTIONS)
