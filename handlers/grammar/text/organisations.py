"""Names of organisations as people shorten them: 一支部 for 第一党支部."""

from collections.abc import Mapping

from handlers.grammar.text.numbers import parse_number
from handlers.grammar.text.patterns import Pattern
from schedules.people.organisation import OrganisationKind

ORDINAL = "第"
FILLERS = ("中共", "党", "机关")
_CALLED: Mapping[OrganisationKind, Pattern] = {
    OrganisationKind.PARTY_GROUP: Pattern("(?<!分)党组(?!织)"),
    OrganisationKind.COMMITTEE: Pattern("(?:机关|直属)党委"),
    OrganisationKind.GENERAL_BRANCH: Pattern("总支"),
    OrganisationKind.BRANCH: Pattern("(?<!总)支部(?!书记|委员会|党员大会|大会)"),
    OrganisationKind.GROUP: Pattern("党小组(?!会)|(?:我们|咱们?|俺们?|本)小?组(?![织会])"),
    OrganisationKind.YOUTH_GROUP: Pattern("青年(?:理论)?(?:学习)?小组"),
}
"""What people call their own organisation of a kind."""
EACH_BRANCH = Pattern(
    "(?:各个?|每个|所有|全部|下面的?|下属的?|基层)党?支部|(?<![是在属归到])哪(?:一?个|些|几个)党?支部(?!的)"
)
"""The branches below one's own organisation, all of them."""

_NUMBERED_GROUP = Pattern("第(?P<number>[一二三四五六七八九十]{1,2})党小组$")
_ANY_GROUP = Pattern(
    r"(?<![一二三四五六七八九十\d])第?(?P<number>[一二三四五六七八九十]{1,2}|\d{1,2})(?:党?小)?组(?![织会])"
)
_OWN = Pattern("(?:我们|咱们?|俺们?|本)?(?:党?支部|(?:机关|直属)党委|党?总支|党组|党小组|青年(?:理论)?(?:学习)?小组)")


def is_called(full_name: str, typed: str) -> bool:
    """Whether an organisation may be called so: the same core, or the core of one ends the other."""
    full, short = _core_of(full_name), _core_of(typed)
    return bool(short) and (full == short or full.endswith(short))


def is_spoken_of(full_name: str, kind: OrganisationKind, text: str) -> bool:
    """Whether a text names an organisation, in full or as its people call it: 机关党委, 我们支部."""
    called = _CALLED.get(kind)
    if full_name in text or (called is not None and called.search(text) is not None):
        return True
    return kind is OrganisationKind.GROUP and _is_group_of_that_number(full_name, text)


def _is_group_of_that_number(full_name: str, text: str) -> bool:
    """我们二组: whether one group is named, by the number that this one has."""
    own = _NUMBERED_GROUP.search(full_name)
    named = {_numeral_of(found["number"]) for found in _ANY_GROUP.finditer(text)} if own else set()
    return own is not None and named == {own["number"]}


def are_own(typed: str) -> bool:
    """Whether these words name an organisation of one's own, or the branches below it, and nothing else."""
    return _OWN.fullmatch(typed) is not None or EACH_BRANCH.fullmatch(typed) is not None


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
