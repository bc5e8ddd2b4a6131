"""Take messages back that were sent, as far as their platforms do."""

from dataclasses import dataclass

from bot import wording
from bot.channels.base import Recalling, SendError
from bot.robot import Robot
from schedules.delivery import note_recall
from schedules.outbox import DeliveryState, OutboundMessage, Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """What became of taking a message back: how many of its pieces are taken, how many stay, and why."""

    message: OutboundMessage
    taken: int = 0
    left: int = 0
    reason: str = ""


async def recall(robot: Robot, message: OutboundMessage) -> Recall:
    """Ask the platform to take back every piece of a message, and store which it did."""
    receipt = message.receipt
    if message.state is not DeliveryState.SENT:
        return Recall(message=message, reason=wording.NOT_SENT)
    if receipt is None:
        return Recall(message=message, reason="" if message.reason == wording.RECALLED else wording.NAMELESS)
    channel = robot.channels.get(receipt.address.channel)
    if channel is None or not isinstance(channel, Recalling):
        return Recall(message=message, reason=wording.NO_RECALL)
    if message.sent_at and robot.clock() - message.sent_at > channel.recall_within:
        hours = channel.recall_within.total_seconds() / 3600
        return Recall(message=message, reason=wording.TOO_LATE.format(hours=hours))
    return await _ask(robot, message, receipt, channel)


async def _ask(robot: Robot, message: OutboundMessage, receipt: Receipt, channel: Recalling) -> Recall:
    faults: dict[str, str] = {}
    for name in receipt.names:
        try:
            await channel.recall(receipt.address, name)
        except SendError as error:
            faults[name] = error.reason
    taken, reason = len(receipt.names) - len(faults), next(iter(faults.values()), "")
    if taken:
        noted = wording.PARTLY_RECALLED if faults else wording.RECALLED
        await robot.database.write(lambda uow: note_recall(uow, message, [*faults], noted))
    return Recall(message=message, taken=taken, left=len(faults), reason=reason)
