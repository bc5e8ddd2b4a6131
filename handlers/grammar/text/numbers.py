"""Whole numbers, in Arabic or Chinese numerals.

number  := digits | numeral
digits  := [0-9]+
numeral := ([零〇一二两三四五六七八九] | [十百千万亿廿卅] | [壹贰叁肆伍陆柒捌玖拾佰仟])+
positional (二〇二六) or with units (一千二百五十, 三百五, 三十有六)
"""

DIGITS = {c: i for row in ("零一二三四五六七八九", "〇壹贰叁肆伍陆柒捌玖") for i, c in enumerate(row)} | {"两": 2}
UNITS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
MYRIADS = {"万": 10_000, "亿": 100_000_000}
NUMERALS = frozenset(DIGITS) | frozenset(UNITS) | frozenset(MYRIADS) | {"廿", "卅"}
_LEADING = {"廿": 20, "卅": 30}
_COUNTERS = "人名位个次户元块条"
"""What may follow a number that is typed as an answer."""
LONGEST = 12
_ENDING_NAMES, _OF_PERSONS = frozenset("三四五六七八九"), frozenset({"名", "位"})


def value_of(text: str) -> int:
    """The value of a run of digits or of numerals."""
    if (digit := DIGITS.get(text)) is not None:  # most have one
        return digit
    if text[0].isdigit():
        return int(text)
    if not any(c in UNITS or c in MYRIADS or c in _LEADING for c in text):
        return int("".join(str(DIGITS[c]) for c in text))
    return _value_with_units(text.replace("有", ""))


def _value_with_units(text: str) -> int:
    total = section = digit = 0
    last_unit = 1
    for c in text:
        if c in DIGITS:
            digit = DIGITS[c]
            last_unit = 1 if digit == 0 else last_unit
        elif c in _LEADING:
            section += _LEADING[c]
        elif c in UNITS:
            section += (digit or (1 if UNITS[c] == 10 else 0)) * UNITS[c]
            digit, last_unit = 0, UNITS[c]
        else:
            total += (section + digit) * MYRIADS[c]
            section, digit, last_unit = 0, 0, MYRIADS[c]
    return total + section + digit * (last_unit // 10 if last_unit >= 100 else 1)  # 三百五 is 350


def digits_at(text: str, at: int) -> int:
    """Where the run of Arabic digits that starts at `at` ends."""
    end = at
    while end < len(text) and text[end] in "0123456789":
        end += 1
    return end


_IN_ALL = "一共"


def numerals_at(text: str, at: int) -> int:
    """Where the run of Chinese numerals that starts at `at` ends: 每户五百,一共一千五, without the mark."""
    end, last = at, min(at + LONGEST, len(text))
    while end < last and (text[end] in NUMERALS or (text[end] == "有" and _joins(text, at, end))):
        if end == at + 1 and _counts_named(text, end):
            break
        end += 1
    return end - 1 if end > at + 1 and text[end - 1 : end + 1] == _IN_ALL else end


def _counts_named(text: str, at: int) -> bool:
    """The two of 张三、李四两名: a name that ends in a numeral, and how many are named; not 一两名, 三四名, 七八名."""
    if text[at + 1 : at + 2] not in _OF_PERSONS or text[at - 1] not in _ENDING_NAMES or text[at] not in DIGITS:
        return False
    return not 0 <= DIGITS[text[at]] - DIGITS[text[at - 1]] <= 2


def _joins(text: str, at: int, end: int) -> bool:
    """三十有六, in old style, but not 十有八九."""
    joins = end > at + 1 and text[end - 1] == "十" and text[end + 1 : end + 2] in DIGITS
    return joins and text[end + 2 : end + 3] not in DIGITS


def parse_number(text: str) -> int | None:
    """A bare number as an answer: `12`, `12人`, `十二个`; None for anything else."""
    bare = text.strip().rstrip(_COUNTERS)
    if 0 < len(bare) <= LONGEST and ((bare.isascii() and bare.isdigit()) or all(c in NUMERALS for c in bare)):
        return value_of(bare)
    return None
