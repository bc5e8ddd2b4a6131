"""What earlier transactions read of the roster, for as long as nobody changed it.

Nearly every message asks who writes, and rosters change a few times a month. Each change puts a new mark beside the
roster, in the same transaction; whoever reads the mark that belongs to what is remembered may believe it.
"""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")

MOST = 20_000


class RosterMemory:
    """What a process remembers of a database's roster, and the mark that it belongs to."""

    def __init__(self) -> None:
        self._mark: str | None = None
        self._known: dict[Hashable, Any] = {}

    def at(self, mark: str | None) -> dict[Hashable, Any]:
        """What is known at a mark. Transactions under an older one keep theirs to themselves from then on."""
        if mark != self._mark or len(self._known) > MOST:
            self._mark, self._known = mark, {}
        return self._known


class Recollection:
    """What one transaction knows of the roster; `read_mark` and `write_mark` reach the mark inside it."""

    def __init__(
        self, memory: RosterMemory | None, read_mark: Callable[[], str | None], write_mark: Callable[[], object]
    ) -> None:
        self._memory = memory
        self._read_mark, self._write_mark = read_mark, write_mark
        self._known: dict[Hashable, Any] | None = None
        self._changed = False

    def recall(self, key: Hashable, read: Callable[[], T]) -> T:
        """What is known under a key, read where it is not."""
        known = self._known
        if known is None:
            known = self._known = self._memory.at(self._read_mark()) if self._memory else {}
        if key not in known:
            known[key] = read()
        value: T = known[key]
        return value

    def know(self, key: Hashable, value: object) -> None:
        """Remember what was read beside something that is being recalled."""
        if self._known is not None:
            self._known[key] = value

    def forget(self) -> None:
        """Believe nothing any more: the roster is about to change, here and for everybody."""
        if not self._changed:
            self._write_mark()
        self._known, self._changed = {}, True
