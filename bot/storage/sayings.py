"""The store of how far messages in pieces have come: `instant JSON` for each, until nobody goes on with it."""

import json
from datetime import datetime

from sqlalchemy import bindparam, delete, select

from bot.progress import Said
from bot.storage.codec import instant_text
from bot.storage.statements import InsertNew, Runner, Statement
from bot.storage.tables import meta

_PREFIX = "said."
_GET = Statement(select(meta.c.value).where(meta.c.key == bindparam("key")))
_PUT = InsertNew(meta, replace=["value"])
_FORGET = Statement(delete(meta).where(meta.c.key.startswith(_PREFIX), meta.c.value < bindparam("before")))


class Sayings:
    """What of each message has been said."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def get(self, key: str) -> Said:
        """What of a message has been said."""
        row = self._runner.row(_GET, key=_PREFIX + key)
        return dict(json.loads(row[0].partition(" ")[2])) if row else {}

    def update(self, key: str, said: Said, *, at: datetime) -> None:
        """Store what of a message has been said."""
        told = json.dumps({mark: list(names) for mark, names in said.items()})
        self._runner.run(_PUT, key=_PREFIX + key, value=f"{instant_text(at)} {told}")

    def cancel(self, *, before: datetime) -> None:
        """Forget messages of which nothing was said since."""
        self._runner.run(_FORGET, before=instant_text(before))
