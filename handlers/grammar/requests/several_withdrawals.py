"""Several records that are taken back at once: the whole message or nothing.

several := 撤销 #NUMBER 和 #NUMBER | 撤销 [just] NUMBER 条 [kind] | [just] NUMBER 条 [kind] [都] 撤销 | day (报的 [kind] | 报错了) (都 | 全部) 撤销 | (都 | 全部) 撤销
just    := 刚才 | 最近 | 前面 … [报的]
"""

from datetime import date, datetime, timedelta

from handlers.grammar.lexicon.kinds import parse_kind
from handlers.grammar.requests.restorings import TAKING_BACK
from handlers.grammar.text.numbers import value_of
from handlers.grammar.text.patterns import Pattern, Signs
from handlers.intents import UndoSeveral

_SIGNS = Signs("撤|删|作废|去掉|取消|不要")
_PLEASE = r"(?:请|帮我|给我|替我|麻烦|把|将|那|我|想|先|[, ]|(?:机关)?第?[一二三四五六七八九十\d]{1,3}(?:党?支部|党?小组)的?)*"
_STRIKE = f"(?:{TAKING_BACK}|作废)"
_TAKE = f"(?:{_STRIKE}|去掉|取消)"
_DONE = "(?:了|掉|吧|一下|算了|谢谢)*"
_TOLD = "(?:上?报|登记?|录入?|记录?|填报?|发|说|写)(?:上来?|过|了)?"
_JUST = f"(?:刚才|刚刚|刚|方才|最近|最后|前面|上面|后面|这|那|上|前|我|{_TOLD}|的)*"
_MANY = r"(?P<many>[两二三四五六七八九十几]|[2-9]|\d\d)(?:条|个|笔|次|项)"
_KIND = "(?:的?(?P<kind>[^,。;的都全]{2,8}?))??(?:的?(?:记录|活动))?"
_WRONG = "(?:[, ]*(?:都|全)?(?:是)?(?:报|登|登记|记|录|填|写|发|弄|搞)?(?:错|重复?|岔)了?的?,?)?"
_NUMBERS = r"(?:编号|记录)*(?P<numbers>(?:#|第)?\d{1,9}(?:号|条)?(?:[,、和跟与及 ]+(?:#|第)?\d{1,9}(?:号|条)?)+)(?:这|那)?(?:几|[两二三四五]|[2-9])?条?(?:记录)?"
_ALL = "(?:都|全都|全部|全|统统|一起|一并|一块儿?|通通)"
_DAY = "(?P<day>今天|今日|昨天|昨日|前天|今早|今天早上|今天上午|今天下午|刚才|刚刚|方才|上午|下午)"
_THOSE = "(?:这|那|所有|全部)?(?:些|几条|几个)?的?"
_FORMS = (
    Pattern(rf"{_PLEASE}{_TAKE}[了掉 ]*{_NUMBERS}{_DONE}"),
    Pattern(rf"{_PLEASE}{_NUMBERS}{_WRONG}{_PLEASE}{_ALL}?(?:{_TAKE}|不要){_DONE}"),
    Pattern(rf"{_PLEASE}{_TAKE}[了掉]?{_JUST}{_MANY}{_KIND}{_DONE}"),
    Pattern(rf"{_PLEASE}{_JUST}{_MANY}{_KIND}{_WRONG}(?:{_ALL}|请|给我|帮我|先)*(?:{_TAKE}|不要){_DONE}"),
    Pattern(rf"{_PLEASE}{_DAY}我?{_TOLD}的{_THOSE}{_KIND}{_PLEASE}{_ALL}{_PLEASE}(?:{_TAKE}|不要){_DONE}"),
    Pattern(
        rf"{_PLEASE}{_DAY}我?的?(?:都|全)?{_TOLD}(?:错|重复?)了?的?[,。 ]*{_PLEASE}{_ALL}{_PLEASE}(?:{_TAKE}|不要){_DONE}"
    ),
    Pattern(rf"{_PLEASE}{_DAY}的{_THOSE}{_KIND}{_PLEASE}{_ALL}{_PLEASE}{_STRIKE}{_DONE}"),
    Pattern(rf"{_PLEASE}{_ALL}?{_TAKE}[了掉]?{_DAY}我?{_TOLD}的(?:所有|全部|那些|那几条|几条){_KIND}{_DONE}"),
    Pattern(rf"{_PLEASE}(?:{_JUST}{_THOSE}(?:记录)?)?{_PLEASE}{_ALL}(?:给我|帮我|先)?{_STRIKE}{_DONE}"),
)
_LONGEST = 30
_NUMBER = Pattern(r"\d+")
_BEFORE = {"昨": 1, "前": 2}
_JUST_NOW = ("刚", "方")


def several_withdrawn(said: str, now: datetime) -> UndoSeveral | None:
    """撤销刚才那两条, 把今天报的都撤了, 都撤了: which records; None where a message says something else."""
    if len(said) > _LONGEST or not _SIGNS.search(said):
        return None
    found = next((one for form in _FORMS if (one := form.fullmatch(said))), None)
    if found is None:
        return None
    if "numbers" in found.groupdict():
        return _numbered(found["numbers"])
    told = {name: value for name, value in found.groupdict().items() if value}
    kind = parse_kind(told["kind"]) if "kind" in told else None
    if "kind" in told and kind is None:
        return None
    return UndoSeveral(last=_number_of(told.get("many")), reported_on=_day_of(told.get("day"), now), kind=kind)


def _numbered(numbers: str) -> UndoSeveral | None:
    """#12 和 #13: the numbers of records, told as such."""
    marked = "#" in numbers or "第" in numbers
    return UndoSeveral(numbers=tuple(int(found[0]) for found in _NUMBER.finditer(numbers))) if marked else None


def _number_of(many: str | None) -> int | None:
    """So many; none for some (几条), which the last message told of."""
    return None if many in {None, "几"} else value_of(many or "")


def _day_of(day: str | None, now: datetime) -> date | None:
    if day is None or day.startswith(_JUST_NOW):
        return None
    return now.date() - timedelta(days=_BEFORE.get(day[0], 0))
