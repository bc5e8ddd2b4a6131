"""The outbox: what waits, what was given up and why."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.opening import ConfigOption, JsonOption, Refused, iso, opened, program, run, show
from bot.inspection import STATE_WORDS
from schedules.delivery import drop as give_up
from schedules.delivery import revive
from schedules.outbox import DeliveryState, MessageId, OutboundMessage
from schedules.ports import UnitOfWork

if TYPE_CHECKING:
    from bot.recalling import Recall

commands = typer.Typer(no_args_is_help=True)
program.add_typer(commands, name="outbox", help="发件箱：等待发送的、没有发出的及其原因")

Change = Callable[[UnitOfWork, OutboundMessage, datetime], None]
BY_HAND = "管理员放弃"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A message with the ids of the duties that it reminds of."""

    message: OutboundMessage
    duties: Sequence[str]


NumbersArgument = Annotated[list[int] | None, typer.Argument(metavar="编号", help="见 zhibu outbox list")]
AllOption = Annotated[bool, typer.Option("--all", help="全部没有发出的")]


@commands.command("list", help="等待发送的与没有发出的消息")
def list_messages(
    *,
    every: Annotated[bool, typer.Option("--all", help="连同已发送的和不再发送的")] = False,
    as_json: JsonOption = False,
    config: ConfigOption = None,
) -> None:
    """List messages."""
    states = tuple(DeliveryState) if every else (DeliveryState.PENDING, DeliveryState.DEAD)
    show(run(_list(config, states)), row=_row_of, line=_line_of, as_json=as_json, empty="发件箱是空的。")


@commands.command(help="再发一次没有发出的消息")
def retry(*, numbers: NumbersArgument = None, every: AllOption = False, config: ConfigOption = None) -> None:
    """Put dead messages back."""
    for number in run(_change(config, numbers or (), revive, every=every)):
        typer.echo(f"#{number} 已放回，稍后重新发送。")


@commands.command(help="放弃消息")
def drop(*, numbers: NumbersArgument = None, every: AllOption = False, config: ConfigOption = None) -> None:
    """Give messages up."""
    for number in run(_change(config, numbers or (), _give_up, every=every)):
        typer.echo(f"#{number} 已放弃。")


@commands.command(help="请平台撤回已发出的消息（发出后 24 小时内）")
def recall(
    *,
    numbers: Annotated[list[int], typer.Argument(metavar="编号", help="见 zhibu outbox list --all")],
    config: ConfigOption = None,
) -> None:
    """Take sent messages back."""
    outcomes = run(_recall(config, numbers))
    for outcome in outcomes:
        typer.echo(_told(outcome))
    if any(outcome.reason for outcome in outcomes):
        raise typer.Exit(1)


async def _recall(config: Path | None, numbers: Sequence[int]) -> "Sequence[Recall]":
    from bot.recalling import recall as take_back  # noqa: PLC0415 - heavy imports, for this command alone

    async with opened(config) as robot:
        wanted = await robot.database.read(lambda uow: [_known(uow, MessageId(number)) for number in numbers])
        return [await take_back(robot, message) for message in wanted]


def _told(outcome: "Recall") -> str:
    number = f"#{outcome.message.id}"
    if not outcome.reason:
        return f"{number} 已撤回。"
    if outcome.taken:
        return f"{number} 分 {outcome.taken + outcome.left} 段发出，撤回了 {outcome.taken} 段；其余没有撤回：{outcome.reason}。"
    return f"{number} 没有撤回：{outcome.reason}。"


def _known(uow: UnitOfWork, message_id: MessageId) -> OutboundMessage:
    if (message := uow.outbox.get(message_id)) is None:
        raise Refused(f"发件箱中没有 #{message_id}。用 zhibu outbox list --all 查看")
    return message


def _give_up(uow: UnitOfWork, message: OutboundMessage, _: datetime) -> None:
    give_up(uow, message, BY_HAND)


async def _list(config: Path | None, states: Sequence[DeliveryState]) -> Sequence[Entry]:
    async with opened(config) as robot:
        return await robot.database.read(lambda uow: _entries(uow, states))


def _entries(uow: UnitOfWork, states: Sequence[DeliveryState]) -> Sequence[Entry]:
    messages = uow.outbox.list(states=states)
    duties: defaultdict[str, list[str]] = defaultdict(list)
    for reminder in uow.reminders.list() if messages else ():
        duties[reminder.message_key].append(reminder.key.duty_id)
    return [Entry(message=message, duties=duties.get(message.key, ())) for message in messages]


async def _change(config: Path | None, numbers: Sequence[int], change: Change, *, every: bool) -> Sequence[int]:
    if every == bool(numbers):
        raise Refused("请写消息编号，或写 --all 表示全部没有发出的。用 zhibu outbox list 查看编号")
    async with opened(config) as robot:
        now = robot.clock()
        return await robot.database.write(lambda uow: _change_chosen(uow, numbers, change, now))


def _change_chosen(uow: UnitOfWork, numbers: Sequence[int], change: Change, now: datetime) -> Sequence[int]:
    """Change those of these numbers, all or none; without numbers all dead ones."""
    named = [_waiting(uow, MessageId(number)) for number in dict.fromkeys(numbers)]
    chosen = named or uow.outbox.list(states=[DeliveryState.DEAD])
    for message in chosen:
        change(uow, message, now)
    return [message.id for message in chosen]


def _waiting(uow: UnitOfWork, message_id: MessageId) -> OutboundMessage:
    message = uow.outbox.get(message_id)
    if message is None or message.state not in {DeliveryState.DEAD, DeliveryState.PENDING}:
        raise Refused(f"#{message_id} 不在等待或未发出的消息之中。用 zhibu outbox list 查看")
    return message


def _row_of(entry: Entry) -> Mapping[str, Any]:
    message, address = entry.message, entry.message.address
    return {
        "id": message.id,
        "at": iso(message.sent_at or message.rests_until or message.send_at),
        "recipient": message.recipient or (address.account if address else None),
        "channel": address.channel if address else None,
        "kind": message.kind.value,
        "duties": list(dict.fromkeys(entry.duties)),
        "state": message.state.value,
        "attempts": message.attempts,
        "reason": message.reason,
        "text": message.text or (message.content.text if message.content else ""),
    }


def _line_of(entry: Entry) -> str:
    row, state = _row_of(entry), STATE_WORDS[entry.message.state]
    doubts = f"{entry.message.doubts} 次不确定是否送达" if entry.message.doubts else ""
    why = "；".join(filter(None, [row["reason"], doubts]))
    reason = f"（{why}）" if why else ""
    # A reminder is worded when it is sent: before that its duties tell what it is about.
    told = str(row["text"]).partition("\n")[0] or "、".join(row["duties"])
    return f"#{row['id']} {row['at']} {row['kind']} → {row['recipient']} {state}{reason} {told}"
