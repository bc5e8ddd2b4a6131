"""What one process at a time may hold, such as a connection that the platform gives once."""

from datetime import datetime

from sqlalchemy import bindparam, delete, select, update

from bot.storage.codec import instant_text
from bot.storage.statements import InsertNew, Runner, Statement
from bot.storage.tables import meta

_KEY = meta.c.key == bindparam("key")
_SEEN = (_KEY, meta.c.value == bindparam("seen"))
_GET = Statement(select(meta.c.value).where(_KEY))
_ADD = InsertNew(meta)
_TAKE = Statement(update(meta).where(*_SEEN), columns=["value"])
_LEAVE = Statement(delete(meta).where(*_SEEN))


class Holdings:
    """Who holds what, until when: kept as `instant owner`."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def claim(self, name: str, owner: str, *, until: datetime, now: datetime) -> bool:
        """Hold it, or hold it longer; False while another does."""
        key, value = _key_of(name), f"{instant_text(until)} {owner}"
        seen = self._seen(key)
        if seen is None:
            return self._runner.run(_ADD, key=key, value=value) == 1
        ends, _, holder = seen.partition(" ")
        if holder != owner and ends > instant_text(now):
            return False
        # Whoever changes it first has it: the other finds nothing left of what he has seen.
        return self._runner.run(_TAKE, key=key, seen=seen, value=value) == 1

    def cancel(self, name: str, owner: str) -> None:
        """Let go of it, if one holds it."""
        key = _key_of(name)
        seen = self._seen(key)
        if seen is not None and seen.partition(" ")[2] == owner:
            self._runner.run(_LEAVE, key=key, seen=seen)

    def _seen(self, key: str) -> str | None:
        row = self._runner.row(_GET, key=key)
        return row[0] if row else None


def _key_of(name: str) -> str:
    return f"held.{name}"
