"""What every channel offers: the one protocol that the rest of the robot knows."""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol, runtime_checkable

from aiohttp import web

from handlers.messages import InboundMessage, Outcome
from schedules.outbox import Content
from schedules.people.address import Address
from schedules.people.contacts import Contact, ContactNews
from schedules.tasks import Event, Task

TakeIn = Callable[[InboundMessage], Awaitable[Outcome]]
"""Take a message in: returns when its record, its key and its answers are committed."""

Settle = Callable[[Collection[str]], Awaitable[None]]
"""Learn the keys of answers that were posted."""

Learn = Callable[[ContactNews], Awaitable[None]]
"""Learn of changes in a platform's contacts: they are committed when this returns."""


class SendError(Exception):
    """A message was not delivered, or it is not known whether it was (`ambiguous`).

    `permanent`: trying again is useless. `pause`: the platform asks to wait at least so long. `untried`: it was held
    back here for so long, to keep within the platform's limits, which is no attempt.
    """

    def __init__(
        self,
        reason: str,
        *,
        permanent: bool = False,
        ambiguous: bool = False,
        untried: bool = False,
        pause: timedelta | None = None,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.permanent = permanent
        self.ambiguous = ambiguous
        self.untried = untried
        self.pause = pause


@runtime_checkable
class Fetching(Protocol):
    """A channel that gives out what people sent to it."""

    def fetch(self, media_id: str) -> AsyncIterator[bytes]:
        """The bytes of a file, as they come.

        Raises:
            SendError: it cannot be had; `permanent` if it never can.
        """
        ...


@runtime_checkable
class Posting(Protocol):
    """A channel that posts its answers: what it has not told of within a minute goes out of the outbox."""

    def report_to(self, settle: Settle) -> None:
        """Tell `settle` of every answer that was posted."""
        ...


@runtime_checkable
class Informing(Protocol):
    """A channel whose platform tells when its contacts change."""

    def inform(self, learn: Learn) -> None:
        """Tell `learn` of every change."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientLogin:
    """How a page inside a platform's own client learns who is at it: the platform's script, and what it is called with."""

    script: str
    values: Mapping[str, str]


@runtime_checkable
class Identifying(Protocol):
    """A channel whose platform tells who is at a browser."""

    def login_address(self, *, back: str, state: str, user_agent: str) -> str:
        """Where a browser is sent; it comes back to the address `back` with `state` and a code."""
        ...

    def client_login(self, user_agent: str) -> ClientLogin | None:
        """The same without leaving the page, where the browser is the platform's client and offers that."""
        ...

    async def identify(self, code: str, *, inside: bool) -> str:
        """The account behind a code, which holds once; `inside` where the client itself gave it.

        Raises:
            SendError: nobody is; `permanent` where the code is none, or of somebody else's organisation.
        """
        ...


@runtime_checkable
class Knowing(Protocol):
    """A channel that knows who is in its platform's contacts."""

    async def list_contacts(self) -> Sequence[Contact]:
        """Everybody whom the app may see, each once.

        Raises:
            SendError: they cannot be had, or not all of them.
        """
        ...


@runtime_checkable
class Listening(Protocol):
    """A channel that goes to its platform to hear, instead of being called."""

    def listen(self, take_in: TakeIn) -> None:
        """Begin to take in what comes; `close` ends it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A PNG, and what it shows in words, for those who do not see it."""

    png: bytes
    alt: str


@runtime_checkable
class Showing(Protocol):
    """A channel that can show pictures, at least in some places."""

    async def show(self, address: Address, picture: Picture, *, key: str) -> Sequence[str]:
        """Show `picture` once; `key` and what is given back are as for `send`.

        Raises:
            SendError: it was not delivered, or nobody knows; `permanent` where no picture can be shown at `address`.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file (文件): the name that people see, with its ending, and what is in it."""

    name: str
    content: bytes


@runtime_checkable
class Giving(Protocol):
    """A channel that can give out files."""

    async def give(self, address: Address, document: Document, *, key: str) -> Sequence[str]:
        """Give `document` once; `key` and what is given back are as for `send`.

        Raises:
            SendError: it was not delivered, or nobody knows; `permanent` where no file can be given at `address`.
        """
        ...


class Voice(Protocol):
    """Says one thing at one place, in each form that the platform has. Each raises `SendError` where it is not said."""

    async def say(self, text: str, *, mentions: Sequence[str] = ()) -> object:
        """Say a text that calls some members by their accounts."""
        ...

    async def say_markdown(self, markdown: str) -> object:
        """Say markdown."""
        ...

    async def show_image(self, name: str, image: bytes) -> object:
        """Show a JPG or PNG."""
        ...

    async def give_file(self, name: str, content: bytes) -> object:
        """Give a file."""
        ...

    async def show_link(self, title: str, text: str, url: str, *, is_card: bool) -> object:
        """Show a page's title, what it is about, and where it is."""
        ...


@runtime_checkable
class Speaking(Protocol):
    """A channel that says things by hand."""

    async def voice_at(self, address: Address, *, key: str) -> Voice:
        """In whose name something is said at `address`; `key` is as for `send`.

        Raises:
            SendError: nothing can be said there.
        """
        ...


@runtime_checkable
class Recalling(Protocol):
    """A channel whose platform takes back what was sent."""

    @property
    def recall_within(self) -> timedelta:
        """How long after it was sent."""
        ...

    async def recall(self, address: Address, name: str) -> None:
        """Take back the piece of a message for which `send` gave this name.

        Raises:
            SendError: it stays where it is, or nobody knows.
        """
        ...


@runtime_checkable
class Listing(Protocol):
    """A channel whose platform has lists of its people's own: to-dos (待办) and a calendar (日程)."""

    async def give_task(self, address: Address, task: Task, *, key: str) -> str:
        """Put a to-do into somebody's list, once for each `key`; the name by which it is ended.

        Raises:
            SendError: it is not there, or nobody knows.
        """
        ...

    async def end_task(self, name: str, *, done: bool) -> None:
        """Tick a to-do off, or take it away; one that is gone is ended.

        Raises:
            SendError: it is not, or nobody knows.
        """
        ...

    async def note_event(self, address: Address, event: Event, *, key: str) -> str:
        """Put an event into somebody's calendar, once for each `key`; its name there.

        Raises:
            SendError: it is not there, or nobody knows.
        """
        ...


class Channel(Protocol):
    """A channel (渠道): how messages come from, and go to, one platform."""

    @property
    def name(self) -> str:
        """`wecom`, `dingtalk`, `sandbox`."""
        ...

    async def send(self, address: Address, content: Content, *, key: str) -> Sequence[str]:
        """Deliver `content` once; `key` is the message's own, for the platform's duplicate check.

        What the platform calls each piece of it is given back, as far as it names what it can take back.

        Raises:
            SendError: it was not delivered, or nobody knows.
        """
        ...

    def routes(self, take_in: TakeIn) -> list[web.RouteDef]:
        """The routes of its callbacks."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...
