"""Names that may be meant: one character off is how homophones and slips of the input method look (张小 for 张晓)."""

from collections.abc import Collection

_OFFICES = ("局", "处", "科", "厅", "部", "长", "总", "工", "主任", "书记", "老师")
"""王局, 王处: a surname and an office, which no roster lists."""


def likeness_of(name: str, known: Collection[str]) -> str | None:
    """The one known name that differs from an unknown one in a single character, if there is just one."""
    if name in known or name.endswith(_OFFICES):
        return None
    alike = [other for other in known if _differs_in_one(name, other)]
    return alike[0] if len(alike) == 1 else None


def _differs_in_one(name: str, other: str) -> bool:
    return len(name) == len(other) > 1 and sum(a != b for a, b in zip(name, other, strict=True)) == 1
