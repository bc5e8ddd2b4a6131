"""A robot of few words for the sandbox page to talk to."""

from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime, timedelta

from bot.channels.sandbox.channel import SandboxChannel
from bot.channels.sandbox.desk import People
from bot.demo import demo_organisation
from bot.errors import StorageError
from handlers.messages import InboundKind, InboundMessage, Outcome
from schedules.calendar.workdays import WorkCalendar
from schedules.calendar.zone import instant_at, local_day_of
from schedules.outbox import Button, Content, DeliveryState, MessageKind, OutboundMessage
from schedules.people.address import Address
from schedules.people.member import MemberId

TODAY = date(2026, 6, 1)
NINE_FIVE = datetime(2026, 6, 1, 9, 5).time()  # noqa: DTZ001 - a time of day alone
REMINDER = (
    "温馨提示：第一党支部还有 1 项即将到期\n\n"
    "6月主题党日：截至 2026年6月30日（周二），目前 0/1 次。\n"
    "依据：《中国共产党支部工作条例（试行）》第十六条。\n"
    "办完后回一句话即可，例如“今天下午开展主题党日，应到13人，实到12人”。"
)
DIGEST = (
    "市××局机关党委 本周工作简报\n2026年6月1日至6月5日\n\n已完成：支委会 2 个支部，党员大会 3 个支部\n"
    "即将到期：6月主题党日 2 个支部\n需要帮助：第二党支部 5月主题党日，可联系组织委员协助补录"
)
RECORDED = "已登记（#12）：第一党支部 2026年5月31日（周日） 主题党日，应到 13 人，实到 12 人，请假 1 人（刘洋）。"


class ScriptedDesk:
    """Reminds one secretary each working day at 09:05 and sends a digest to the committee's group each Friday."""

    def __init__(self) -> None:
        self.instant = instant_at(TODAY, datetime(2026, 6, 1, 9, 0).time())  # noqa: DTZ001 - a time of day alone
        self.channel = SandboxChannel(self)
        self.sent: list[OutboundMessage] = []
        self.taken: list[InboundMessage] = []
        self.answered: dict[str, Outcome] = {}
        self.is_full = False

    def now(self) -> datetime:
        return self.instant

    async def take_in(self, message: InboundMessage) -> Outcome:
        if self.is_full:
            raise StorageError("disk full")
        if message.key in self.answered:
            return Outcome(replies=self.answered[message.key].replies, repeated=True)
        self.taken.append(message)
        self.answered[message.key] = Outcome(replies=(answer_to(message),))
        return self.answered[message.key]

    async def advance(self, until: datetime) -> AsyncIterator[datetime]:
        while (due_at := self._next_due_at()) <= until:
            self.instant = due_at
            await self._send(due_at)
            yield due_at
        self.instant = until

    async def next_due_at(self) -> datetime | None:
        return self._next_due_at()

    async def people(self) -> People:
        demo = demo_organisation(TODAY)
        return People(organisations=demo.organisations, members=demo.members, posts=demo.posts)

    async def list_sent(self, *, limit: int) -> Sequence[OutboundMessage]:
        return self.sent[-limit:]

    async def tell(self, content: Content, *, kind: MessageKind, to: str, group: bool = False) -> None:
        """Send a message through the channel and keep it as the outbox does."""
        address = Address(channel="sandbox", account=to, is_group=group)
        key = f"{kind}:{to}:{self.instant.isoformat()}:{len(self.sent)}"
        await self.channel.send(address, content, key=key)
        self.sent.append(
            OutboundMessage(
                key=key,
                kind=kind,
                send_at=self.instant,
                sent_at=self.instant,
                recipient=None if group else MemberId(to),
                address=address if group else None,
                content=content,
                state=DeliveryState.SENT,
            )
        )

    def _next_due_at(self) -> datetime:
        day = local_day_of(self.instant)
        if instant_at(day, NINE_FIVE) <= self.instant:
            day += timedelta(days=1)
        return instant_at(WorkCalendar.of().workday_on_or_after(day), NINE_FIVE)

    async def _send(self, due_at: datetime) -> None:
        later = Button(label="推迟三天", action="later:zhuti-dangri")
        await self.tell(Content(text=REMINDER, buttons=(later,)), kind=MessageKind.REMINDER, to="1004")
        if local_day_of(due_at).isoweekday() == 5:
            await self.tell(Content(text=DIGEST), kind=MessageKind.DIGEST, to="jgdw", group=True)


def answer_to(message: InboundMessage) -> Content:
    """What the robot says to a message."""
    if message.kind is InboundKind.ACTION:
        return Content(
            text="已撤销（#12）：记录保留，不再计入。" if message.action == "undo:12" else "好的，三天后再提醒您。"
        )
    if "主题党日" in message.text:
        buttons = (Button(label="撤销", action="undo:12"), Button(label="更正", action="correct:12"))
        return Content(text=RECORDED, buttons=buttons)
    return Content(text=f"收到：{message.text}")
