"""A message in two parts, of which the last asks something of its own: 昨天党课到12人，这个月还差什么."""

from handlers.grammar.text.patterns import Pattern

_PARTS = Pattern(r"(?P<head>.{4,})[，,。;；？?！!\s](?P<tail>[^，,。;；？?！!\n]{3,16})[？?。！!]?\s*$")
_ASKED = Pattern("什么|啥|哪些|哪几|几次|多久|吗")


def parts_of(text: str) -> tuple[str, str] | None:
    """What stands before the last clause, and that clause where it may ask; None where there is no such clause."""
    found = _PARTS.match(text.strip())
    return (found["head"], found["tail"]) if found and _ASKED.search(found["tail"]) else None
