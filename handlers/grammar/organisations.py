"""Names of organisations as people shorten them: 一支部 for 第一党支部."""

from handlers.grammar.numbers import parse_number

ORDINAL = "第"
FILLERS = ("中共", "党", "机关")


def is_called(full_name: str, typed: str) -> bool:
    """Whether an organisation may be called so: the same core, or the core of one ends the other."""
    full, short = _core_of(full_name), _core_of(typed)
    return bool(short) and (full == short or full.endswith(short))


def _core_of(name: str) -> str:
    for filler in FILLERS:
        name = name.replace(filler, "")
    head, _, tail = name.rpartition(ORDINAL)
    name = f"{head}{tail}"
    digits = "".join(char for char in name if char.isdigit())
    return name.replace(digits, _numeral_of(digits)) if digits else name


def _numeral_of(digits: str) -> str:
    numerals = "零一二三四五六七八九十"
    number = parse_number(digits)
    return numerals[number] if number is not None and number < len(numerals) else digits
