"""What was withdrawn is wanted back: the whole message or nothing.

restoring := 恢复 [#number] | [刚才 | 上次] 撤销的 … 恢复 | 不撤了 | 撤错了 [, 恢复] | 不该撤 | 撤回撤销
             | [撤错了 ,] [那条 | 两条 | kind [那条]] [都] 恢复 | 恢复 kind
"""

from handlers.grammar.lexicon.kinds import parse_kind
from handlers.grammar.text.patterns import Pattern, Signs
from handlers.intents import Restore

_SIGNS = Signs("恢复|还原|找回|加回|弄回|撤|删")
"""One of these stands in all that restores a record."""
TAKING_BACK = "(?:撤销|撤掉|撤回|撤|删掉|删除|删)"
_JUST = "(?:刚才|刚刚|刚|上一?次|上一?条|前面|我)"
_SORRY = "(?:不好意思|对不起|抱歉|哎呀?|唉|诶|啊|呀|糟了|糟糕|坏了|不对|等等)"
_BACK = "(?:恢复|还原|找回来?|加回来|弄回来)(?:一下|回来|过来)?"
_THAT = "(?:那|这)?[一几两三四五]?[条个次些]?(?:记录)?"
_ASKED = "(?:请|帮我|给我|麻烦|把|将|再|也|都|全都?|全部)*"
_WRONG = rf"(?:(?:{_SORRY}[,。! ]*)?(?:[都又给]*{TAKING_BACK}错|误{TAKING_BACK})了?(?:一[条个])?[,。 ]*)?"
_KIND = "(?P<kind>[^,。;的那这]{2,8}?)(?<!提醒)"
_FORMS = (
    Pattern(
        rf"(?:请|帮我|麻烦|把|将)*{_JUST}*误?{TAKING_BACK}了?的?{_THAT}(?:请|帮我|给我|再|都)*{_BACK}[了吧]*"
        rf"|(?:请|帮我|麻烦|全部|全都?|都)*(?:恢复|还原|找回)(?:回来|一下)?(?:刚才|刚刚|上一?次)?(?:误?{TAKING_BACK}了?的?)?(?:上|{_THAT})?(?:一?[条个次])?(?:记录)?"
        r"(?: ?(?:#|编号|第)(?P<number>\d{1,9})号?条?)?[了吧]*"
        r"|(?:还是)?(?:先)?不(?:撤销?|删除?)了"
    ),
    Pattern(
        rf"(?:{_SORRY}[,。! ]*)?(?:{_JUST}*{_THAT})?(?:[都又给]*{TAKING_BACK}错|误{TAKING_BACK}|(?:不该|不应该?){TAKING_BACK}的?)了?的?{_THAT}[了啊呀吧]*"
        rf"(?:[,。 ]*(?:请|帮我|给我|再|都)*(?:{_BACK}|加上|补上)[了吧]*)?"
    ),
    Pattern(rf"(?:请|帮我|麻烦|把)*(?:撤回|取消|撤销){_JUST}*的?(?:那|这)?[次个条]?{TAKING_BACK}(?:操作)?[了吧]*"),
    Pattern(rf"{_WRONG}{_ASKED}{_JUST}*{_THAT}{_ASKED}{_BACK}[了吧]*"),
    Pattern(rf"{_WRONG}{_ASKED}{_JUST}*(?:{TAKING_BACK}了?的)?{_KIND}的?{_THAT}{_ASKED}{_BACK}吧?"),
    Pattern(rf"{_ASKED}(?:恢复|还原|找回)(?:{_JUST}*{TAKING_BACK}了?的?)?{_KIND}的?{_THAT}吧?"),
)
_LONGEST = 30


def restoring_of(said: str) -> Restore | None:
    """What is to stand again; None where a message says something else."""
    if len(said) > _LONGEST or not _SIGNS.search(said):
        return None
    found = next((one for form in _FORMS if (one := form.fullmatch(said))), None)
    if found is None:
        return None
    told = found.groupdict()
    kind = parse_kind(told["kind"]) if told.get("kind") else None
    if told.get("kind") and kind is None:
        return None
    return Restore(number=int(told["number"]) if told.get("number") else None, kind=kind)
