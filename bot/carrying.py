"""Carry a worded message to its platform: say it, show it, give it as a file, or do its errand in somebody's lists."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bot import wording
from bot.channels.base import Channel, Document, Giving, Listing, Picture, SendError, Showing
from bot.clock import Clock
from schedules.delivery import Sent
from schedules.ledger.excerpt import Excerpt
from schedules.outbox import Content, Receipt
from schedules.people.address import Address
from schedules.people.organisation import OrganisationId
from schedules.reminders.tasking import task_message
from schedules.reminders.worded import Worded
from schedules.tasks import Errand, Event, Task, TaskEnd

Paint = Callable[[OrganisationId], Awaitable[Picture]]
"""Draw the half-year of an organisation; `SendError` where that is not possible."""
Export = Callable[[Excerpt], Awaitable[Document]]
"""Write an excerpt of the ledger as a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """Carries one message, known by its `key`, to where it goes."""

    channel: Channel
    address: Address
    key: str
    clock: Clock
    paint: Paint | None
    export: Export | None

    async def carry(self, content: Worded) -> Sent:
        """Carry it out, whatever it comes to.

        Raises:
            SendError: it was not delivered, or nobody knows.
        """
        if content.chart_of:
            return await self._show(content.chart_of)
        if content.excerpt:
            return await self._give(content.excerpt)
        if content.errand:
            return await self._run(content.text, content.errand)
        receipt = self._receipt_of(await self.channel.send(self.address, content, key=self.key))
        listed = content.listed if isinstance(self.channel, Listing) else ()
        tasks = tuple(task_message(key, self.address, self.clock()) for key in listed)
        return Sent(text=content.text, buttons=content.buttons, told=content.told, receipt=receipt, tasks=tasks)

    async def _show(self, chart_of: OrganisationId) -> Sent:
        if self.paint is None or not isinstance(self.channel, Showing):
            raise SendError(wording.NO_PICTURES, permanent=True)
        picture = await self.paint(chart_of)
        names = await self.channel.show(self.address, picture, key=self.key)
        return Sent(text=picture.alt, receipt=self._receipt_of(names))

    async def _give(self, excerpt: Excerpt) -> Sent:
        if self.export is None:
            raise SendError(wording.NO_EXPORTS, permanent=True)
        document = await self.export(excerpt)
        try:
            if isinstance(self.channel, Giving):
                names = await self.channel.give(self.address, document, key=self.key)
                return Sent(text=document.name, receipt=self._receipt_of(names))
        except SendError as error:
            if not error.permanent:
                raise
        # Who waits for a file that cannot come is told so.
        instead = Content(text=wording.tell_no_file(document.name))
        names = await self.channel.send(self.address, instead, key=self.key)
        return Sent(text=instead.text, receipt=self._receipt_of(names))

    async def _run(self, text: str, errand: Errand) -> Sent:
        if not isinstance(self.channel, Listing):
            raise SendError(wording.NO_LISTS, permanent=True)
        match errand:
            case Task():
                name = await self.channel.give_task(self.address, errand, key=self.key)
            case Event():
                name = await self.channel.note_event(self.address, errand, key=self.key)
            case TaskEnd(names=names, done=done):
                for ended in names:
                    await self.channel.end_task(ended, done=done)
                return Sent(text=text)
        return Sent(text=text, receipt=self._receipt_of([name]))

    def _receipt_of(self, names: Sequence[str]) -> Receipt | None:
        return Receipt(address=self.address, names=tuple(names)) if names else None
