"""A message in two parts, each with something of its own: 昨天党课到12人，这个月还差什么; 把党课撤了，志愿服务改成7人."""

from collections.abc import Iterator
from itertools import islice

from handlers.grammar.text.patterns import Pattern

_PARTS = Pattern(r"(?P<head>.{4,})[，,。;；？?！!\s](?P<tail>[^，,。;；？?！!\n]{3,24})[？?。！!]?\s*$")
_ASKED = Pattern("什么|啥|哪些|哪几|几次|多久|吗")
_CHANGED = Pattern("[撤删改]|作废|取消")
_MARKS = Pattern(r"[，,。;；！!\n]+(?:然后|再|还有|另外|同时|并且|并|顺便)?")
_MOST, _LONGEST, _SHORTEST = 4, 120, 4
"""Marks that are looked at; a bound, for texts that are not written by people."""


def parts_of(text: str) -> tuple[str, str] | None:
    """What stands before the last clause, and that clause where it may ask; None where there is no such clause."""
    found = _PARTS.match(text.strip()) if _ASKED.search(text) else None
    return (found["head"], found["tail"]) if found and _ASKED.search(found["tail"]) else None


def changes_in(text: str) -> Iterator[tuple[str, str]]:
    """The ways to cut a text in two that may ask for a change in one of them."""
    said = text.strip()
    if len(said) > _LONGEST or _CHANGED.search(said) is None:
        return
    for mark in islice(_MARKS.finditer(said), _MOST):
        head, tail = said[: mark.start()], said[mark.end() :]
        if len(head) >= _SHORTEST <= len(tail):
            yield head, tail
