"""Sums of money.

amount := [每人 | 共 | 合计 | 金额] NUMBER [, NUMBER] [. NUMBER] [万] MONEY [NUMBER 角] | ¥ NUMBER …
"""

from dataclasses import replace
from decimal import Decimal

from handlers.grammar.lexicon.lexeme import SEPARATORS, Lexemes, Tag, number_at, tag_at, text_at
from handlers.grammar.lexicon.phrases import AmountPhrase

_MYRIAD = 10_000
_MYRIADS = frozenset({"万", "万元"})
_BEHIND_SUMS = frozenset({Tag.MONEY, Tag.COMMA, Tag.DOT})
_BEHIND_BARE = frozenset({*SEPARATORS, Tag.FINAL, Tag.PERFECT, Tag.ALSO, Tag.DAY, None})
_BESIDE = frozenset({"也", "才", "都", "已"})
_LEAST = 50
_OF_SUMS, _NEAR = frozenset({Tag.MONEY, Tag.EACH}), 4
_GIVEN = frozenset({"慰问金", "补助金", "慰问费", "花了", "用了", "用去", "支出", "花费", "折合"})
_SIGNS = ("¥", "￥")
_TOTALS = frozenset(
    {
        "金额",
        "总额",
        "总计",
        "合计",
        "共计",
        "一共",
        "总共",
        "共",
        "计",
        "共收",
        "实收",
        "应收",
        "收缴",
        "收",
        "收齐",
        "总金额",
    }
)


def read_decimal(lexemes: Lexemes, at: int) -> tuple[Decimal, int] | None:
    """A number with its fraction and grouping commas."""
    if tag_at(lexemes, at) is not Tag.NUMBER or not isinstance(lexemes[at].value, int):
        return None
    digits, end = lexemes[at].text, at + 1
    while tag_at(lexemes, end) is Tag.COMMA and tag_at(lexemes, end + 1) is Tag.NUMBER and _groups(lexemes, end):
        digits, end = digits + lexemes[end + 1].text, end + 2
    whole = Decimal(int(digits)) if digits.isascii() else Decimal(str(lexemes[at].value))
    if tag_at(lexemes, end) is Tag.DOT and tag_at(lexemes, end + 1) is Tag.NUMBER and lexemes[end + 1].text.isascii():
        whole, end = Decimal(f"{whole}.{lexemes[end + 1].text}"), end + 2
    if end < len(lexemes) and lexemes[end].text in _MYRIADS:
        return whole * _MYRIAD, end + (lexemes[end].text == "万")
    return whole, end


def _groups(lexemes: Lexemes, at: int) -> bool:
    """A comma with exactly three digits behind it, glued to both."""
    before, after = lexemes[at - 1], lexemes[at + 1]
    return len(after.text) == 3 and before.text.isascii() and after.text.isascii() and len(before.text) <= 3


def read_bare_amount(lexemes: Lexemes, at: int) -> AmountPhrase | None:
    """A number without a unit that may be a sum where dues are spoken of: 一千零五十, 218.6."""
    found = read_decimal(lexemes, at)
    if found is None:
        return None
    amount, end = found
    end += text_at(lexemes, end) == "整"
    if not (tag_at(lexemes, end) in _BEHIND_BARE or text_at(lexemes, end) in _BESIDE):
        return None
    if amount < _LEAST or (end == at + 1 and tag_at(lexemes, at - 1) in {Tag.DOT, Tag.DASH, Tag.SLASH, Tag.COLON}):
        return None
    return AmountPhrase(at=at, end=end, rule="amount:bare", amount=amount)


def read_told_amount(lexemes: Lexemes, at: int, *, dues: bool) -> AmountPhrase | None:
    """A sum without a unit, behind a word for one, or where dues are spoken of."""
    if lexemes[at].tag is not Tag.NUMBER or tag_at(lexemes, at + 1) is Tag.HEADS:
        return None
    if _is_spoken_of(lexemes, at) and (found := read_bare_amount(lexemes, at)):
        return replace(found, rule="amount:told", total=True)
    found = read_bare_amount(lexemes, at) if dues else None
    if found and _is_due(lexemes, at):
        return replace(found, each=True)
    return replace(found, total=True) if found and tag_at(lexemes, at - 1) is Tag.TOTAL else found


def _is_spoken_of(lexemes: Lexemes, at: int) -> bool:
    """慰问金800; 每户300元,共900."""
    if tag_at(lexemes, at - 1) is Tag.TOTAL:
        return any(lexeme.tag in _OF_SUMS for lexeme in lexemes[max(at - _NEAR, 0) : at])
    said = text_at(lexemes, at - 1)
    return said in _GIVEN or text_at(lexemes, at - 2)[-1:] + said in _GIVEN


def _may_be_sum(lexemes: Lexemes, at: int) -> bool:
    """A quick look: whether a unit, a fraction or a sign stands beside a number."""
    behind = at + 1 < len(lexemes) and (lexemes[at + 1].tag in _BEHIND_SUMS or lexemes[at + 1].text in _MYRIADS)
    return behind or (at > 0 and lexemes[at - 1].text.endswith(_SIGNS))


def _with_tenths(lexemes: Lexemes, amount: Decimal, end: int) -> tuple[Decimal, int]:
    """五角 and 二分 behind the yuan."""
    for unit, part in (("角", 10), ("分", 100)):
        if number_at(lexemes, end) is not None and text_at(lexemes, end + 1) == unit:
            amount, end = amount + Decimal(number_at(lexemes, end) or 0) / part, end + 2
    return amount, end


def read_amount(lexemes: Lexemes, at: int) -> AmountPhrase | None:
    """A sum that starts here."""
    found = read_decimal(lexemes, at) if _may_be_sum(lexemes, at) else None
    if found is None:
        return None
    amount, end = found
    if tag_at(lexemes, end) is Tag.MONEY or (end < len(lexemes) and lexemes[end].text == "万元"):
        end += 1
    elif not at or not lexemes[at - 1].text.endswith(_SIGNS):
        return None
    if lexemes[end - 1].text == "块" and tag_at(lexemes, end) is Tag.NUMBER and len(lexemes[end].text) == 1:
        amount, end = amount + Decimal(str(lexemes[end].value)) / 10, end + 1
    amount, end = _with_tenths(lexemes, amount, end)
    before = lexemes[at - 1] if at else None
    total = before is not None and (
        before.tag is Tag.TOTAL or before.text in _TOTALS or before.text.endswith(("=", "是"))
    )
    each = before is not None and before.tag is Tag.EACH
    if _is_due(lexemes, at):
        total, each = False, True
    return AmountPhrase(at=at, end=end, rule="amount", amount=amount, total=total, each=each)


def _is_due(lexemes: Lexemes, at: int) -> bool:
    """应收1200元,实收1180元: what was due tells least."""
    return tag_at(lexemes, at - 1) is Tag.HOLD and text_at(lexemes, at - 2).endswith("应")
