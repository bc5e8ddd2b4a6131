"""Numbers and addresses of a person: identity cards, telephones, bank cards, homes.

A number of a meeting, an order or a page is none, nor is a public hotline.
"""

import re
from collections.abc import Iterator
from datetime import date

from handlers.grammar.privacy.announced import rule
from handlers.grammar.privacy.person_matters import PERSON
from handlers.grammar.text.patterns import compiled

_NUMERALS = "零〇○一二三四五六七八九幺"
_DIGITS = str.maketrans(_NUMERALS, "0001234567891")

_ID_18 = r"(?<!\d)[1-8]\d{5}[ -]?((?:19|20)\d\d)(\d\d)(\d\d)[ -]?\d{3}[\dXx](?![\dA-Za-z])"
_ID_15 = r"(?<!\d)[1-8]\d{5}(\d\d)(\d\d)(\d\d)\d{3}(?!\d)"
_MOBILE = (
    r"(?<![\d.])(?:\+?86[ -]?)?1[3-9]\d(?:[ -]?\d{4}[ -]?\d{4}|[ -]\d{3}[ -]\d{5}|\d[ -]\d{3}[ -]\d{4})(?![\d.元])"
)
_LANDLINE = (
    r"(?<![\d-])(?:\(0\d{2,3}\) ?|0\d{2,3}[- ])[2-9]\d{6,7}(?![\d-])|(?<![\d-])0[1-9]\d{1,2}[2-9]\d{6,7}(?![\d-])"
)
_TOLD_PHONE = (
    r"(?:电话|手机号?|座机|联系方式|号码|微信号?|QQ号?)[号码]{0,2}[是为:\s]*(?:[1-9]\d{6,10}|[A-Za-z][\w-]{5,})(?!\d)"
)
_CARD = r"(?<!\d)62\d{2}(?:[ -]?\d{4}){2}[ -]?\d{2,4}(?:[ -]?\d{3})?(?!\d)"
_GROUPED_CARD = r"(?<![\d-])[3-6]\d{3}(?:[ -]\d{4}){3}(?:[ -]\d{1,3})?(?![\d-])"
_TOLD_CARD = (
    r"(?:[工农中建交招邮]行卡|储蓄卡|工资卡|卡号|银行卡|账号|帐号|账户|尾号)\S{0,4}?[是为:\s]*\d(?:[ -]?\d){3,18}"
)
_PAPERS = r"(?:护照|通行证|军官证|警官证|驾驶证|驾照|社保[卡号]|医保[卡号])[号码为是:\s]*[A-Za-z]{0,2}\d{5,}"
_PLATE = r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Za-hj-np-z][· ]?(?=[A-Za-z]{0,4}\d)[A-HJ-NP-Za-hj-np-z\d]{5,6}(?![A-Za-z\d])"
_TOLD_ID = r"(?:身份证|证件号)\D{0,6}\d[\dXx* -]{5,}"
_MAIL = r"[A-Za-z0-9_]@[A-Za-z0-9-]+\.[A-Za-z]{2}"
_HOME = (
    r"(?:住址|家庭地址|家庭住址|家住|住在|租住)[是为:在\s]*[^,。;\n]{0,16}?[\d一二三四五六七八九十]+(?:[栋幢号楼弄]|单元|室|门|户)"
    r"|住(?![院建房宅])[^,。;\n]{2,14}?(?:[路街巷道里弄村组]\d+号(?!线|公|会)|\d+(?:号?院|号楼|栋|幢|单元|室|弄|-\d))|(?:小区|花园|家园|新村|公寓|苑|里|[家大]院)\d{1,3}-\d{1,2}-\d{1,5}"
    r"|(?:地址|住|(?<![室部处科局馆心楼])搬[到去了在])[^,。;\n]{0,14}?[\d一二三四五六七八九十]+(?:栋|幢|号楼|座|弄)(?:[\d一二三四五六七八九十]{1,3}(?:单元|门|楼|层))?(?:\d{1,4}[室号户]?|[东西南北中]户)"
    r"|\d{1,4}(?:栋|幢|号楼)\d{1,3}单元(?!\d*[楼层]|的?(?:电梯|楼道|门口|大厅|停[水电]|路灯|外墙|业主|居民|消防|漏水|水管))\d{0,5}|\d{1,3}单元\d{1,5}(?![\d楼层])[室号户]?"
)
_DWELLER = rf"(?:{PERSON}|[一-鿿]{{1,3}}(?:大[爷妈娘]|奶奶|爷爷|阿姨|书记|师傅|老师)家?|[户他她我]|家(?![委务])|搬|走访|慰问|看望|探望|地址|寄)"
_DOOR = rf"{_DWELLER}[^。;\n]{{0,20}}?(?:[路街巷弄道村屯组里坊胡同]\d+号(?:[后前大]?院|附\d+|-\d+|(?=[,。;、\s]|$))|(?:小区|花园|家园|新村|公寓|宿舍|苑|[A-Z]区|家属[楼院区]|[村庄府湾城邸院厂号园庭居])\d{{1,3}}(?:栋|幢|号楼|座)(?:\d{{1,2}}单元)?\d{{3,4}}(?![\d会教办元人]))"
_BORN = r"(?:出生(?:日期|年月|于)?|生日|生于)[是为:\s]*(?:19|20)\d\d[\d年./-]|(?:19|20)\d\d年(?:\d{1,2}月)?(?:\d{1,2}[日号])?出?生(?![产活成物效日])|民族[:]\s*[一-鿿]{1,4}|,[一-鿿]{1,4}族,"
_SERIAL = r"(?:票据|凭证|收据|合同|案号|档案|房间|航班|车次|设备|资产|书号|证书|党员证|工号|学号|考号|准考证|备案|公函|单据|物资|直播间|订单|单号|编号|流水|序列号|会议号?|会议ID|验证码|发票|快递|页码|编码|代码|条码|批次|工单|文号)的?号?码?[是为:\s#]*$"
_OFFICE_PHONE = r"(?:值班|办公|总机|前台|举报|监督|热线|咨询|报名|服务|客服|公开|投诉|窗口|报修|物业|传真)[室处台厅科]?(?:的?(?:电话|座机|号码))?[号是为:\s]*$"
"""A number that is published belongs to nobody, unless it is a mobile one."""

_DASH = "-"
FIGURES = (
    rf"[\dA-Za-z@{_NUMERALS}](?:(?<=[A-Za-z@])|(?<=[\d{_NUMERALS}])(?:[ ()-]*[\d{_NUMERALS}]){{5}}"
    r"|(?<=\d)(?:[号栋幢座]|-\d{1,2}-\d))"
)
HINT = (
    rf"[\dA-Za-z@{_NUMERALS}](?:(?<=@)|(?<=\d)(?:-\d{{1,2}}-\d|[\d() -]{{5}})"
    rf"|(?<=[一-鿿][A-Za-z])[· ]?[A-Za-z\d]{{5}}|(?<=[{_NUMERALS}])[{_NUMERALS}]{{6}})"
)
"""What such a number may look like; one set of characters begins both, so that a text with none of them is soon done."""
_NEEDED = {
    r"\d(?:[ )-]{0,2}\d){9}": (_ID_18, _ID_15, _MOBILE, _LANDLINE, _CARD, _GROUPED_CARD),
    r"[路街巷弄道村屯组里坊胡同]\d+号|\d(?:栋|幢|号楼|座)": (_DOOR,),
}
"""What is soon looked for, most texts have not, and every such number has."""
STEMS = (
    *["路", "街", "巷", "弄", "宿舍", "家属", "公寓", "花园", "苑", "栋", "幢", "号楼", "号院"],
    *("行卡", "储蓄", "资卡", "帐号", "账户", "证件", "电话", "手机", "座机", "联系", "号码", "QQ", "号生"),
    *("搬到", "搬去", "搬了", "搬在"),
    *(way + figure for way in "道村屯组里坊胡同" for figure in f"0123456789{_NUMERALS}"),
    *(figure + "座" for figure in f"0123456789{_NUMERALS}"),
    "身份证",
    "出生",
    "生日",
    "生于",
    "民族:",
    "住址",
    "地址",
    "家住",
    "住在",
    "租住",
    "单元",
    "微信",
    "卡号",
    "账号",
    "尾号",
    "护照",
    "行证",
    "官证",
    "驾",
    "社保",
    "医保",
    "年生",
    "月生",
    "日生",
    "出生",
    "族,",
    "住",
)


NUMBERS = (
    rule("id_number", _ID_18),
    rule("id_number", _ID_15),
    rule("id_number", _TOLD_ID, "身份 证件"),
    rule("phone", _MOBILE),
    rule("phone", _LANDLINE),
    rule("phone", _TOLD_PHONE, "电话 手机 座机 联系 号码 微信 QQ"),
    rule("phone", _MAIL),
    rule("bank_card", _CARD),
    rule("bank_card", _TOLD_CARD, "行卡 储蓄 资卡 卡号 账号 帐号 账户 尾号"),
    rule("bank_card", _GROUPED_CARD),
    rule("papers", _PAPERS, "护照 行证 官证 驾 社保 医保"),
    rule("plate", _PLATE),
    rule("address", _HOME, f"住 搬 地址 单元 {_DASH}"),
    rule("address", _DOOR),
    rule("birth", _BORN, "出生 生日 生于 年生 月生 日生 号生 民族 族,"),
)
STEMS_OF_NUMBERS = frozenset().union(*(number.stems for number in NUMBERS))
SIGNS = STEMS_OF_NUMBERS - {_DASH}
"""A text with neither of these nor such figures holds no such number."""


def find_numbers(text: str, signs: frozenset[str]) -> Iterator[tuple[str, int, int]]:
    """The reason and the span of each in the normalised text; `signs` are those that stand in it."""
    if SIGNS.isdisjoint(signs) and compiled(FIGURES).search(text) is None:
        return
    digits = text.translate(_DIGITS)
    absent = [pattern for need, those in _NEEDED.items() if not compiled(need).search(digits) for pattern in those]
    for number in NUMBERS:
        if number.pattern in absent or (number.stems and number.stems.isdisjoint(signs)):
            continue
        for found in compiled(number.pattern).finditer(digits):
            if _is_private(found) and not _is_public(found, digits):
                yield number.reason, *found.span()


def _is_public(found: re.Match[str], text: str) -> bool:
    """Whether what stands before says that the number is one of a paper, or of an office and no mobile one."""
    before = max(0, found.start() - 12), found.start()
    of_office = found.re.pattern in {_LANDLINE, _TOLD_PHONE} and compiled(_OFFICE_PHONE).search(text, *before)
    return bool(of_office or compiled(_SERIAL).search(text, *before))


def _is_private(found: re.Match[str]) -> bool:
    if found.re.pattern == _ID_18:
        return _is_day(int(found[1]), int(found[2]), int(found[3]))
    if found.re.pattern == _ID_15:
        return _is_day(1900 + int(found[1]), int(found[2]), int(found[3]))
    return True


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
