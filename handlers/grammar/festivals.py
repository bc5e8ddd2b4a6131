"""The days of festivals, by the sun and by the moon."""

from datetime import date, timedelta
from functools import cache

_FIXED = {
    "元旦": (1, 1), "妇女节": (3, 8), "植树节": (3, 12), "劳动节": (5, 1), "青年节": (5, 4), "儿童节": (6, 1), "建党节": (7, 1), "建军节": (8, 1),
    "教师节": (9, 10), "烈士纪念日": (9, 30), "国庆节": (10, 1), "记者节": (11, 8), "宪法日": (12, 4),
}  # fmt: skip
_FIRST_YEAR = 2020
_MOVING = {
    "春节": "0125 0212 0201 0122 0210 0129 0217 0206 0126 0213 0203 0123 0211 0131 0219 0208 0128 0215 0204 0124 0212",
    "清明节": "0404 0404 0405 0405 0404 0404 0405 0405 0404 0404 0405 0405 0404 0404 0405 0405 0404 0404 0405 0405 0404",
    "端午节": "0625 0614 0603 0622 0610 0531 0619 0609 0528 0616 0605 0624 0612 0601 0620 0610 0530 0618 0607 0527 0614",
    "中秋节": "1001 0921 0910 0929 0917 1006 0925 0915 1003 0922 0912 1001 0919 0908 0927 0916 1004 0924 0913 1002 0920",
    "重阳节": "1025 1014 1004 1023 1011 1029 1018 1008 1026 1016 1005 1024 1012 1001 1020 1009 1027 1017 1007 1026 1014",
    "冬至": "1221 1221 1222 1222 1221 1221 1222 1222 1221 1221 1222 1222 1221 1221 1222 1222 1221 1221 1222 1222 1221",
}
_BESIDE_NEW_YEAR = {"除夕": -1, "元宵节": 14}
_ALSO_CALLED = {
    "元旦节": "元旦", "三八": "妇女节", "三八节": "妇女节", "三八妇女节": "妇女节", "五一": "劳动节", "五一节": "劳动节", "五一劳动节": "劳动节",
    "五四": "青年节", "五四青年节": "青年节", "六一": "儿童节", "七一": "建党节", "七一建党节": "建党节", "党的生日": "建党节", "八一": "建军节",
    "八一建军节": "建军节", "国庆": "国庆节", "十一": "国庆节", "十一国庆": "国庆节", "国家宪法日": "宪法日", "清明": "清明节", "端午": "端午节",
    "中秋": "中秋节", "重阳": "重阳节", "冬至节": "冬至", "元宵": "元宵节", "除夕夜": "除夕", "大年三十": "除夕", "大年初一": "春节",
}  # fmt: skip
FESTIVALS = (*_FIXED, *_MOVING, *_BESIDE_NEW_YEAR, *_ALSO_CALLED)


def festival_of(name: str, year: int) -> date | None:
    """The day of a festival in a year, where the table has it."""
    name = _ALSO_CALLED.get(name, name)
    if name in _FIXED:
        return date(year, *_FIXED[name])
    if name in _BESIDE_NEW_YEAR:
        new_year = _moving("春节", year)
        return new_year and new_year + timedelta(days=_BESIDE_NEW_YEAR[name])
    return _moving(name, year)


@cache
def _moving(name: str, year: int) -> date | None:
    days = _MOVING[name].split()
    at = year - _FIRST_YEAR
    return date(year, int(days[at][:2]), int(days[at][2:])) if 0 <= at < len(days) else None
