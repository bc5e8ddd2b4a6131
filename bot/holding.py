"""What one process at a time may hold, such as a connection that a platform gives once."""

from datetime import timedelta
from typing import Protocol


class Hold(Protocol):
    """One such thing, as a process asks for it."""

    async def claim(self, span: timedelta) -> bool:
        """Hold it for so long from now on; False while another process does."""
        ...

    async def release(self) -> None:
        """Let go of it."""
        ...


class Alone:
    """Who is alone holds everything."""

    async def claim(self, _span: timedelta) -> bool:
        """Hold it."""
        return True

    async def release(self) -> None:
        """Let go of it."""
