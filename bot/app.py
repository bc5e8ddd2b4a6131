"""The composition root: the only place that knows every part."""

import contextlib
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import resources
from pathlib import Path

from aiohttp import web

from bot.channels.base import Channel, Informing, Listening, Posting
from bot.clock import Clock, system_now
from bot.clockwork import run_clockwork
from bot.demo.load import load_demo
from bot.desk import Desk, open_clock, seat_everybody
from bot.exporting import Exporter
from bot.fetching import Fetcher
from bot.foresight import foreseeing, list_acquaintances
from bot.limits import Allow, Limit
from bot.painting import Painter
from bot.rereading import Rereader
from bot.robot import Robot
from bot.settings import Settings, SettingsError
from bot.storage.database import Database
from bot.storage.folder import FileFolder
from bot.storage.migration import migrate
from bot.storage.progress import KeptProgress
from bot.storage.tallies import spend_in
from bot.web.health import health_routes
from bot.web.own import own_routes
from handlers.context import Rulebook
from handlers.messages import Outcome
from schedules.calendar.workdays import WorkCalendar
from schedules.calendar.zone import local_day_of
from schedules.duties import faults
from schedules.duties.catalogue import parse_catalogue

BODY_CAP = 128 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """What was put together: the robot and the web application before it."""

    robot: Robot
    web: web.Application


def read_rulebook(settings: Settings) -> Rulebook:
    """The duties as shipped and as the operator adds to them, the working days, the rules of reminding.

    Raises:
        SettingsError: the catalogue or the calendar has faults.
    """
    catalogue, problems = parse_catalogue(_read_profiles(settings.catalogue.folder))
    if problems:
        raise SettingsError(problems)
    return Rulebook(
        catalogue=catalogue,
        calendar=WorkCalendar.of(settings.calendar_overrides()),
        rules=settings.reminder_rules(),
        keeps_talk_topics=settings.privacy.talk_topics,
        keeps_files=settings.evidence.files,
    )


@contextlib.asynccontextmanager
async def open_app(settings: Settings, *, at: datetime | None = None) -> AsyncIterator[App]:
    """The whole robot with its database open, its clockwork not yet running; `at` starts the sandbox's clock."""
    await migrate(settings.database.url)
    database = await Database.open(settings.database.url)
    try:
        yield await _compose(settings, database, read_rulebook(settings), at)
    finally:
        await database.close()


@contextlib.asynccontextmanager
async def serving(settings: Settings, *, at: datetime | None = None) -> AsyncIterator[str]:
    """The robot at work, on the address that is given, until the block ends."""
    async with open_app(settings, at=at) as app:
        if settings.has_sandbox:
            await _prepare_sandbox(app.robot)
        runner = web.AppRunner(app.web, access_log=None, shutdown_timeout=4)
        await runner.setup()
        try:
            site = web.TCPSite(runner, settings.server.host, settings.server.port)
            await site.start()
            host, port = runner.addresses[0][:2]
            await _take_over(app.robot, f"{socket.gethostname()}:{port}")
            _listen(app.robot)
            async with foreseeing() as app.robot.foresight, run_clockwork(app.robot):
                if app.robot.foresight:
                    app.robot.foresight.acquaint(await app.robot.database.read(list_acquaintances))
                yield f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
        finally:
            # Channels first: a page that listens for messages would keep the runner waiting.
            for channel in app.robot.channels.values():
                await channel.close()
            await runner.cleanup()


def _listen(robot: Robot) -> None:
    for channel in robot.channels.values():
        if isinstance(channel, Listening):
            channel.listen(robot.take_in)


async def _take_over(robot: Robot, owner: str) -> None:
    """Go on with what an earlier process at this address was sending: it is gone, because two cannot listen there."""
    robot.owner = owner
    await robot.database.write(lambda uow: uow.leases.cancel(owner))


async def _compose(settings: Settings, database: Database, rulebook: Rulebook, at: datetime | None) -> App:
    application = web.Application(client_max_size=BODY_CAP)
    if settings.has_sandbox:
        robot = await _with_sandbox(database, rulebook, at)
    else:
        robot = Robot(database=database, rulebook=rulebook, clock=system_now)
    robot.channels = {**robot.channels, **{item.name: item for item in _platforms(settings, robot)}}
    if settings.evidence.files:
        robot.fetcher = _fetcher_of(settings, robot)
    font = settings.digest.font
    robot.paint = Painter(database=robot.database, rulebook=lambda: robot.rulebook, clock=robot.clock, font=font)
    robot.export = Exporter(database=robot.database)
    robot.reread = Rereader(robot=robot, settings=settings, read=read_rulebook).reread
    for channel in robot.channels.values():
        if isinstance(channel, Posting):
            channel.report_to(robot.settle_answers)
        if isinstance(channel, Informing):
            channel.inform(robot.learn)
        application.add_routes(channel.routes(robot.take_in))
    token = settings.server.metrics_token.get_secret_value()
    application.add_routes(health_routes(robot, metrics_token=token))
    application.add_routes(own_routes(robot, public_url=settings.server.public_url))
    return App(robot=robot, web=application)


def _fetcher_of(settings: Settings, robot: Robot) -> Fetcher:
    return Fetcher(
        database=robot.database,
        channels=robot.channels,
        folder=FileFolder(Path(settings.evidence.folder)),
        clock=robot.clock,
        most=settings.evidence.max_mb * 1_000_000,
    )


async def _with_sandbox(database: Database, rulebook: Rulebook, at: datetime | None) -> Robot:
    from bot.channels.sandbox.channel import SandboxChannel  # noqa: PLC0415 - only where it is on

    clock = await open_clock(database, system_now, at=at)
    robot = Robot(database=database, rulebook=rulebook, clock=clock)
    robot.channels = {"sandbox": SandboxChannel(desk=Desk(robot=robot, clock=clock))}
    return robot


async def _prepare_sandbox(robot: Robot) -> None:
    """In an empty database there is the demo organisation; whoever there is has a seat in the sandbox."""
    now = robot.clock()
    await robot.database.write(lambda uow: load_demo(uow, local_day_of(now), now))
    await robot.database.write(seat_everybody)


def _platforms(settings: Settings, robot: Robot) -> Iterator[Channel]:
    database, clock = robot.database, robot.clock
    allow, progress = _allow_in(database, clock), KeptProgress(database, clock)
    if settings.has_wecom:
        from bot.channels.wecom.gateway import WecomGateway  # noqa: PLC0415 - only where it is configured
        from bot.channels.wecom.login import IdentifyingGateway  # noqa: PLC0415 - as above

        gateway = IdentifyingGateway if settings.wecom.tells_who else WecomGateway
        hold, recall = _Holding(robot, "wecom.aibot"), _recall_in(database)
        yield gateway(settings.wecom, now=clock, allow=allow, recall=recall, hold=hold, progress=progress)
    if settings.dingtalk.private.enabled:
        from bot.channels.dingtalk.private import PrivateDingtalkChannel  # noqa: PLC0415 - as above

        yield PrivateDingtalkChannel(settings.dingtalk, now=clock, allow=allow)
    elif settings.dingtalk.is_connected:
        from bot.channels.dingtalk.gateway import DingtalkGateway  # noqa: PLC0415 - as above

        spend, public_url = spend_in(database), settings.server.public_url
        yield DingtalkGateway(
            settings.dingtalk, now=clock, allow=allow, spend=spend, public_url=public_url, progress=progress
        )


@dataclass(frozen=True, slots=True)
class _Holding:
    """What one of all processes holds, because they ask the same database."""

    robot: Robot
    name: str

    async def claim(self, span: timedelta) -> bool:
        """Hold it for so long from now on."""
        robot, now = self.robot, self.robot.clock()
        return await robot.database.write(
            lambda uow: uow.holdings.claim(self.name, robot.owner, until=now + span, now=now)
        )

    async def release(self) -> None:
        """Let go of it."""
        await self.robot.database.write(lambda uow: uow.holdings.cancel(self.name, self.robot.owner))


def _recall_in(database: Database) -> Callable[[str], Awaitable[Outcome | None]]:
    """Answers that were given under a key, by whichever process."""

    async def recall(key: str) -> Outcome | None:
        replies = await database.read(lambda uow: uow.inbox.get(key))
        return None if replies is None else Outcome(replies=tuple(replies), repeated=True)

    return recall


def _allow_in(database: Database, clock: Clock) -> Allow:
    """Limits that hold for all processes together, because they are kept in the database."""

    async def allow(target: str, count: int, limits: Sequence[Limit]) -> timedelta:
        return await database.write(lambda uow: uow.allowances.claim(target, count, limits=limits, now=clock()))

    return allow


def _read_profiles(folder: str) -> Mapping[str, str]:
    shipped = resources.files("schedules.duties") / "profiles"
    found = {file.name: file.read_text("utf-8") for file in shipped.iterdir() if file.name.endswith(".toml")}
    own = sorted(Path(folder).glob("*.toml")) if folder else ()
    return {**found, **{str(file): _read_own(file) for file in own}}


def _read_own(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise SettingsError([faults.not_utf8(str(file))]) from None
