"""Points at which a test lets the process die: off, and free, unless the environment names one.

`ZHIBU_FAILPOINT=S2:3` kills the process without a word when it reaches the point S2 for the third time. The points are
named after those of docs/reliability.md. `watch` makes every call of a store one, for what happens inside a transaction.
"""

import os
import signal
from typing import Any, TypeVar, cast

T = TypeVar("T")

VARIABLE = "ZHIBU_FAILPOINT"
_name, _, _turns = os.environ.get(VARIABLE, "").partition(":")
_left = int(_turns or 1)


def reach(name: str) -> None:
    """Die here if it is this point's turn."""
    global _left  # noqa: PLW0603 - a process dies once
    if name != _name:
        return
    _left -= 1
    if not _left:
        os.kill(os.getpid(), signal.SIGKILL)


def watch(name: str, unit_of_work: T) -> T:
    """A unit of work each call of whose stores reaches the point; the very same one while that is off."""
    return cast("T", _Watched(name, unit_of_work)) if name == _name else unit_of_work


class _Watched:
    """Something whose calls, and those of whatever it holds, reach a point first."""

    def __init__(self, name: str, watched: object) -> None:
        self._name = name
        self._watched = watched

    def __getattr__(self, attribute: str) -> Any:  # noqa: ANN401 - whatever is there
        value = getattr(self._watched, attribute)
        if not callable(value):
            return _Watched(self._name, value)

        def call(*arguments: object, **named: object) -> object:
            reach(self._name)
            return value(*arguments, **named)

        return call
