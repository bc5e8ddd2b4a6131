"""Charts for chats: read aside from the writer, drawn aside from the event loop."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from bot.channels.base import Picture, SendError
from bot.charts import wording
from bot.clock import Clock
from bot.storage.database import Database
from handlers.context import Rulebook
from schedules.people.organisation import OrganisationId
from schedules.reminders.trend import Trend, trend_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Painter:
    """Draws the half-year of an organisation as it stands."""

    database: Database
    rulebook: Callable[[], Rulebook]
    clock: Clock
    font: str = ""

    async def __call__(self, organisation_id: OrganisationId) -> Picture:
        """The picture.

        Raises:
            SendError: there is no font.
        """
        now, book = self.clock(), self.rulebook()
        trend = await self.database.read(
            lambda uow: trend_in(uow, organisation_id, now, catalogue=book.catalogue, calendar=book.calendar)
        )
        return Picture(png=await asyncio.to_thread(self._draw, trend), alt=wording.alt_words(trend))

    def _draw(self, trend: Trend) -> bytes:
        from bot.charts.drawing import draw_trend  # noqa: PLC0415 - Pillow, only where a picture is asked for
        from bot.charts.fonts import ChartError  # noqa: PLC0415

        drawn = BytesIO()
        try:
            draw_trend(trend, drawn, font=self.font)
        except ChartError as error:
            raise SendError(str(error), permanent=True) from error
        return drawn.getvalue()
