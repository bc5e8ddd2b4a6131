"""The text as the grammar reads it: half-width, simplified, in Mandarin, common slips mended; every position kept.

"１２月１５曰　14：00"  →  "12月15日 14:00"
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from handlers.grammar.text.dialects import in_mandarin
from handlers.grammar.text.numbers import NUMERALS
from handlers.grammar.text.patterns import Pattern
from handlers.grammar.text.traditional import SIMPLIFIED

MOST_READ = 2000
_PLAIN = {
    ",": "，﹐",
    "|": "｜│┃",
    ":": "：﹕︰",
    ";": "；①②③④⑤⑥⑦⑧⑨⑩",
    "?": "？",
    "!": "！",
    "(": "（〔｛{",
    ")": "）〕｝}",
    "[": "［【〖",
    "]": "］】〗",
    "-": "～~〜－–—―─",
    "/": "／",
    "+": "＋",
    ".": "．﹒",
    "·": "•・‧∙",
    " ": "\t\u3000\xa0",
    "\n": "\r\u2028",
}
_PUNCTUATION = {char: plain for plain, row in _PLAIN.items() for char in row}
_FULL_WIDTH = {chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F)}
_TABLE = {**_FULL_WIDTH, **SIMPLIFIED, **_PUNCTUATION}
_OTHERWISE = Pattern(f"[{''.join(_TABLE)}]")
"""What is read as something else; looking for it is quicker than asking what each character is read as."""
_VARIANT = "\ufe0f"
"""The one of those without a width that counts as printable."""
_INVISIBLE = frozenset(f"\u200b\u200c\u200d\u2060\ufeff\u00ad{_VARIANT}")
_WIDTHLESS = "".join(sorted(_INVISIBLE))
_MAY_PAD = Pattern(f"[ {_WIDTHLESS}]")
_MAY_PAD_NUMBERS = Pattern(rf"[ {_WIDTHLESS}](?:(?<=[{_WIDTHLESS}])|(?<=[\d年月] ))")
"""Blanks inside a label stand before a colon; in a text without one only those behind numbers are looked at."""
_UNITS = frozenset("年月日号点时分人名位个户元")
_NO_UNITS = frozenset(
    {"人数", "人员", "名单", "元旦", "点名", "分别", "时间", "位置", "个别", "月份", "时长", "名称", "日期", "分享"}
)
_NOON = Pattern("五(?<=[上下中]五)(?=(?:[一二三四七八九两]|十[一二]?|\\d{1,2})点)")
_MONTH_DAY = Pattern("(?:(?<=(?<!\\d)\\d)|(?<=(?<!\\d)\\d\\d))·(?=\\d{1,2}(?![\\d.:人]))")
_DIGITS = NUMERALS | frozenset("0123456789")


@dataclass(slots=True, kw_only=True)
class Normalised:
    """A text and, for each of its characters and its end, the position in what was typed."""

    typed: str
    text: str
    positions: Sequence[int]

    def typed_between(self, start: int, end: int) -> str:
        """What was typed at these positions of the normalised text."""
        return self.typed[self.positions[start] : self.positions[end - 1] + 1] if end > start else ""


def normalise(typed: str) -> Normalised:
    """The first 2,000 characters as the grammar reads them."""
    typed = typed[:MOST_READ]
    text = _OTHERWISE.sub(_as_read, typed)
    positions: Sequence[int] = range(len(typed) + 1)
    if padding := _padding_in(text):
        kept = [at for at in range(len(text)) if at not in padding]
        positions = (*kept, len(typed))
        text = "".join([text[at] for at in kept])
    if "·" in text:
        text = _with_marks(text)
    return Normalised(typed=typed, text=_with_noons(_with_days(in_mandarin(text))), positions=positions)


def _as_read(found: "re.Match[str]") -> str:
    return _TABLE[found[0]]


def _padding_in(text: str) -> Collection[int]:
    """Where characters stand that say nothing; most texts have neither a blank nor any that shows nothing."""
    if " " not in text and text.isprintable() and _VARIANT not in text:
        return ()
    may_pad = _MAY_PAD if ":" in text else _MAY_PAD_NUMBERS
    return {at for found in may_pad.finditer(text) if _is_padding(text, at := found.start(), found[0])}


def _is_padding(text: str, at: int, char: str) -> bool:
    """Characters without a width, and the blanks of spaced-out labels (时　间：)."""
    if char in _INVISIBLE:
        return True
    return char == " " and (_is_before_unit(text, at) or _is_inside_label(text, at))


def _is_before_unit(text: str, at: int) -> bool:
    """12 月 5 日, 16 人."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if before.isdecimal() and after in _UNITS:
        return text[at + 1 : at + 3] not in _NO_UNITS
    return before != "" and before in "年月" and after.isdecimal()


def _is_inside_label(text: str, at: int) -> bool:
    colon = text.find(":", at, at + 12)
    if colon < 0:
        return False
    label = text[max(text.rfind("\n", 0, at), text.rfind(",", 0, at)) + 1 : colon]
    return len(label) <= 12 and all(len(word) == 1 and "一" <= word <= "鿿" for word in label.split())


def _with_marks(text: str) -> str:
    """A point in the middle beside a number parts two pieces: 26人·6.11·三楼."""
    if text.count("·") == 1:
        text = _MONTH_DAY.sub(".", text)  # 3·12
    points = [at for at, char in enumerate(text) if char == "·"]
    beside = any(text[at - 1 : at].isdigit() or text[at + 1 : at + 2].isdigit() for at in points)
    return text.replace("·", ",") if beside else text


def _with_noons(text: str) -> str:
    """下五三点 is 下午三点; 晚上五六点 is no slip."""
    return _NOON.sub("午", text) if "五" in text else text


def _with_days(text: str) -> str:
    """曰 after a number is 日."""
    if "曰" not in text:
        return text
    return "".join("日" if c == "曰" and at and text[at - 1] in _DIGITS else c for at, c in enumerate(text))
