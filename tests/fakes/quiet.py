"""What a fake channel has besides what a test is about."""

from aiohttp import web

from bot.channels.base import TakeIn


class QuietChannel:
    """A channel that hears nothing and holds nothing open."""

    def routes(self, _take_in: TakeIn) -> list[web.RouteDef]:
        return []

    async def close(self) -> None:
        """Nothing is open."""
