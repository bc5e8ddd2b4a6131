"""The operator's own duties and days off, read again while the robot runs.

What has faults changes nothing: the books that were read before stay in force until the files are sound again.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.robot import Robot
from bot.settings import Settings, SettingsError
from handlers.context import Rulebook
from handlers.ports import UnitOfWork

logger = logging.getLogger(__name__)

Look = Mapping[Path, tuple[int, int]]
"""When each file was written, and its size."""


def look_at(settings: Settings) -> Look:
    """What can be seen of the files without reading them."""
    own = Path(settings.catalogue.folder).glob("*.toml") if settings.catalogue.folder else ()
    days_off = [Path(settings.calendar.overrides)] if settings.calendar.overrides else []
    return dict(_seen(sorted([*own, *days_off])))


def _seen(files: Iterable[Path]) -> Iterable[tuple[Path, tuple[int, int]]]:
    for file in files:
        try:
            found = file.stat()
        except OSError:
            continue
        yield file, (found.st_mtime_ns, found.st_size)


@dataclass(slots=True, kw_only=True)
class Rereader:
    """Gives a robot new books when their files have changed."""

    robot: Robot
    settings: Settings
    read: Callable[[Settings], Rulebook]
    _last: Look = field(init=False)

    def __post_init__(self) -> None:
        self._last = look_at(self.settings)

    async def reread(self) -> None:
        """Look whether a file has changed since it was last looked at."""
        seen = await asyncio.to_thread(look_at, self.settings)
        if seen == self._last:
            return
        self._last = seen
        try:
            book = await asyncio.to_thread(self.read, self.settings)
        except SettingsError as error:
            for problem in error.problems:
                logger.error(  # noqa: TRY400 - the operator's fault, told in a sentence
                    "own duties or days off have a fault; those read before stay in force: %s",
                    problem,
                )
            return
        self.robot.rulebook = book
        await self.robot.database.write(self._review_all)
        logger.info("own duties and days off were read again")

    def _review_all(self, uow: UnitOfWork) -> None:
        for organisation in uow.organisations.list():
            uow.reviews.update(organisation.id, next_review_at=self.robot.clock())
