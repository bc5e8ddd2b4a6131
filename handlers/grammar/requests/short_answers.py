"""What is said to a reminder in a word or two: it means something only to somebody who was reminded.

answer := [第 NUMBER 项] (held | not_held [later] | later | not_owed)
held   := [已经] DO (了 | 过 | 完 | 好) | 已 DO
not_held := [还] 没 DO [成] | 马上 DO
later  := when [再] (补 [DO] | DO)
not_owed := (不该 | 不归 …) us DO | 不是 us 的事 | (本月 | 这次 …) 不 DO
"""

from dataclasses import replace
from datetime import datetime

from handlers.grammar.requests.commands import NTH, TRIMMED, coming_day
from handlers.grammar.text.numbers import value_of
from handlers.grammar.text.patterns import Pattern
from handlers.intents import Plan, Remind, RemindWish

_DO = "(?:召?开|办|搞|做|弄|完成|落实|交|收|谈|学)"
_HELD = Pattern(rf"(?:早就|早|都|已经|已)?(?:{_DO}(?:了|过了?|完了?|好了|毕)|完成)(?:的|啊|呀)?|已{_DO}")
_NOT_HELD = Pattern(
    rf"(?:还|都|一直)*(?:没有?|未){_DO}(?:成|上|完|好)?(?:呢|啊)?|(?:好的?,?|我|这就|马上|尽快|抓紧|立刻|立即|正在)+(?:去)?{_DO}(?:着|呢|了)?"
)
_UNHELD_YET = Pattern(rf"^(?:还|都|一直)*(?:没有?|未){_DO}(?:成|上|完|好)?[,;。 ]*(?=.{{2}})")
_LATER = Pattern(rf"(?P<when>.{{2,8}}?)(?:再|就|才|来)*(?:补{_DO}?上?|{_DO})(?:了|吧|哈)?")
_US = "(?:我们?|咱们?|本)(?:党?支部|党委|单位|处室?|科室?|局)?"
_NOT_OWED = Pattern(
    rf"(?:这个|这项|这次|这事|这会|这|那|好像|应该|可能|都|也)*(?:(?:不该|不用|不归|不需要|轮不到|不由|用不着){_US}来?(?:管|负责|组织|{_DO})"
    rf"|不是{_US}的(?:事情?|活儿?|任务|职责))(?:的|了|吧|啊|呀)*(?:[,;。].{{0,30}})?"
    rf"|(?:这个?月|本月|这次|本次|这个?季度|本季度?|这期|本期|今年)(?:就|先|都)*不(?:用|再|打算)?(?:组织|{_DO})了?吧?"
)


def short_answer_of(text: str, now: datetime) -> Remind | Plan | None:
    """Whether it is done, put off to a day, or a Plan where it is not done yet; None if it says something else."""
    said = text.strip(TRIMMED).replace("，", ",")
    if item := NTH.fullmatch(said):
        answer = short_answer_of(item["rest"], now)
        return replace(answer, nth=value_of(item["nth"])) if isinstance(answer, Remind) else answer
    if _HELD.fullmatch(said):
        return Remind(wish=RemindWish.DONE)
    if _NOT_HELD.fullmatch(said):
        return Plan()
    if _NOT_OWED.fullmatch(said):
        return Remind(wish=RemindWish.NOT_APPLICABLE)
    later = _LATER.fullmatch(_UNHELD_YET.sub("", said))
    on = coming_day(later["when"], now) if later else None
    return Remind(wish=RemindWish.LATER, on=on) if on else None
