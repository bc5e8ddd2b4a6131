"""`zhibu check`: what is in order, and what to do about what is not."""

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.balance import Balance, balance_of
from bot.clock import system_now
from bot.errors import NewerSchemaError, StorageError
from bot.settings import Settings
from schedules.calendar.workdays import WorkCalendar
from schedules.calendar.zone import local_day_of
from schedules.outbox import DeliveryState
from schedules.wording import instant_words

NO_WECOM = "企业微信应用还没有配置。请在 zhibu.toml 的 [wecom] 中填写 corp_id 等项"
NO_DINGTALK = "钉钉应用还没有配置。请在 zhibu.toml 的 [dingtalk] 中填写 client_id 等项"
SQLITE_FAULTS = {
    "SQLITE_CANTOPEN": "打不开数据库文件。请核对 [database] url 中的路径，所在文件夹须可写",
    "SQLITE_READONLY": "数据库文件不可写。请核对文件与文件夹的权限",
    "SQLITE_NOTADB": "这个文件不是数据库。请核对 [database] url 中的路径，或从备份恢复",
    "SQLITE_CORRUPT": "数据库文件已损坏。请从备份恢复",
    "SQLITE_FULL": "磁盘已满。请清理后再试",
    "SQLITE_BUSY": "数据库正被其他程序占用。请稍后再试",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at."""

    in_order: bool
    text: str


class Checked(Protocol):
    """A channel that can try its keys on its platform."""

    async def check(self) -> None:
        """Try them."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...


async def inspect(settings: Settings, platform: str | None) -> Sequence[Finding]:
    """Look at everything, or at one platform alone."""
    if platform is None:
        found = [
            *_settings(settings),
            *_calendar(settings, system_now()),
            *[item async for item in _database(settings)],
        ]
        tried = await _wecom(settings) if settings.has_wecom else []
        if settings.dingtalk.private.enabled:
            return [*found, *tried, await _private_dingtalk(settings)]
        return [*found, *tried, *(await _dingtalk(settings) if settings.dingtalk.enabled else [])]
    if platform == "wecom":
        return await _wecom(settings) if settings.has_wecom else [Finding(in_order=False, text=NO_WECOM)]
    if platform == "dingtalk":
        if settings.dingtalk.private.enabled:
            return [await _private_dingtalk(settings)]
        return await _dingtalk(settings) if settings.dingtalk.enabled else [Finding(in_order=False, text=NO_DINGTALK)]
    return [Finding(in_order=False, text=f"没有名为 {platform} 的渠道检查。可用：wecom、dingtalk")]


def explain(error: StorageError) -> str:
    """What a fault of the database means to an operator, and what to do about it."""
    cause = getattr(error.__cause__, "orig", None) or error.__cause__
    if isinstance(error, NewerSchemaError):
        return "数据库由更新的版本写成，本版本不能使用。请换用新版程序，或恢复旧版的备份"
    if isinstance(cause, UnicodeEncodeError):
        return "内容中有无法保存的字符，没有保存。请检查输入的文字编码"
    code = getattr(cause, "sqlite_errorname", "")
    told = next((told for name, told in SQLITE_FAULTS.items() if code.startswith(name)), None)
    if told is None and isinstance(cause, OSError):
        told = "打不开或连不上数据库。请核对 [database] url：文件所在的文件夹须可写，数据库服务须已启动"
    return f"{told or '数据库不能使用。请核对 [database] url'}（{error}）"


def _settings(settings: Settings) -> Iterator[Finding]:
    offered = {
        "企业微信应用": settings.wecom.enabled,
        "企业微信智能机器人": settings.wecom.aibot.enabled,
        "企业微信群机器人": bool(settings.wecom.robots),
        "钉钉应用": settings.dingtalk.enabled,
        "钉钉群机器人": bool(settings.dingtalk.robots),
        "专有钉钉": settings.dingtalk.private.enabled,
        "沙盒": settings.has_sandbox,
    }
    channels = "、".join(name for name, on in offered.items() if on)
    remedy = "未配置。请在 zhibu.toml 的 [wecom] 中填写 corp_id 等项，或在 [dingtalk] 中填写 client_id 等项"
    yield Finding(in_order=bool(channels), text=f"设置：没有问题；渠道：{channels or remedy}")
    yield Finding(in_order=True, text=f"时钟：现在是 {instant_words(system_now())}，如不符请校准系统时间")


def _calendar(settings: Settings, now: datetime) -> Iterator[Finding]:
    calendar = WorkCalendar.of(settings.calendar_overrides())
    for year in calendar.years_needed(local_day_of(now)):
        complete = calendar.data_complete(year)
        remedy = (
            "齐全"
            if complete
            else "还没有。请把国务院办公厅通知写入 [calendar] overrides 所指的文件，此前按周末推算并标为暂定"
        )
        yield Finding(in_order=complete, text=f"{year} 年节假日与调休数据：{remedy}")


async def _database(settings: Settings) -> AsyncIterator[Finding]:
    from bot.storage.database import Database  # noqa: PLC0415 - heavy imports, for this check alone
    from bot.storage.migration import migrate  # noqa: PLC0415 - as above

    try:
        await migrate(settings.database.url)
        database = await Database.open(settings.database.url)
    except StorageError as error:
        yield Finding(in_order=False, text=f"数据库：{explain(error)}")
        return
    try:
        await database.check()
        counts, doubts, balance = await database.read(
            lambda uow: (uow.outbox.count(), uow.outbox.count_doubts(), balance_of(uow))
        )
        organisations = await database.read(lambda uow: len(uow.organisations.list()))
    except StorageError as error:
        yield Finding(in_order=False, text=f"数据库：{explain(error)}")
        return
    finally:
        await database.close()
    yield Finding(in_order=True, text="数据库：可读写，结构已是最新")
    hint = "" if organisations else "。请用 zhibu roster import 花名册.xlsx --apply 导入"
    yield Finding(in_order=organisations > 0, text=f"花名册：{organisations} 个组织{hint}")
    dead = counts.get(DeliveryState.DEAD, 0)
    tally = "，".join(f"{STATE_WORDS[state]} {counts.get(state, 0)}" for state in DeliveryState)
    remedy = "。用 zhibu outbox list 查看原因，zhibu outbox retry 再发或 drop 放弃" if dead else ""
    yield Finding(in_order=not dead, text=f"发件箱：{tally}，不确定是否送达 {doubts} 次{remedy}")
    yield Finding(in_order=not balance.adrift, text=f"提醒：{_told(balance)}")


def _told(balance: Balance) -> str:
    ends = f"已发 {balance.sent} + 不再需要 {balance.suppressed} + 未发出 {balance.dead} + 待发 {balance.pending}"
    if not balance.adrift:
        return f"计划 {balance.planned} = {ends}"
    return f"计划 {balance.planned}，{ends}，另有 {balance.adrift} 条没有着落。服务运行时每小时自动补入待发"


async def _wecom(settings: Settings) -> Sequence[Finding]:
    from bot.channels.wecom.trial import try_all  # noqa: PLC0415 - as above

    tried = try_all(settings.wecom, public_url=settings.server.public_url, now=system_now)
    return [Finding(in_order=item.in_order, text=item.text) async for item in tried]


async def _dingtalk(settings: Settings) -> Sequence[Finding]:
    from bot.channels.dingtalk.channel import DingtalkChannel  # noqa: PLC0415 - as above

    channel = DingtalkChannel(settings.dingtalk, now=system_now)
    tried = await _try_out(channel, "钉钉：已取得访问凭证，机器人可以发送")
    return [tried, *[item async for item in _quotas(settings)], *_cards(settings)]


async def _private_dingtalk(settings: Settings) -> Finding:
    from bot.channels.dingtalk.private import PrivateDingtalkChannel  # noqa: PLC0415 - as above

    channel = PrivateDingtalkChannel(settings.dingtalk, now=system_now)
    return await _try_out(channel, "专有钉钉：密钥可用。这一接法依据社区资料，只发送，不接收")


async def _quotas(settings: Settings) -> AsyncIterator[Finding]:
    from bot.channels.dingtalk.channel import DingtalkChannel  # noqa: PLC0415 - as above
    from bot.storage.database import Database  # noqa: PLC0415 - as above
    from bot.storage.tallies import spend_in  # noqa: PLC0415 - as above

    try:
        database = await Database.open(settings.database.url)
    except StorageError:
        return  # its own check tells why; the keys can be tried without it
    try:
        spent = await DingtalkChannel(settings.dingtalk, now=system_now, spend=spend_in(database)).tell_spent()
    finally:
        await database.close()
    for cost, numbers in spent.items():
        yield _quota(cost, *numbers)


def _quota(cost: str, spent: int, most: int) -> Finding:
    remedy = "。快用完了：请在开放平台 → 用量管理 扩容，或调低提醒的频次" if spent > NEARLY * most else ""
    return Finding(in_order=not remedy, text=f"钉钉：本月{COST_WORDS[cost]} {spent} 次，额度 {most} 次{remedy}")


def _cards(settings: Settings) -> Iterator[Finding]:
    if settings.dingtalk.card_template_id and settings.dingtalk.mode == "http" and not settings.server.public_url:
        text = (
            '钉钉：填了 card_template_id，但 HTTP 模式下收不到按钮。请填写 [server] public_url，或改用 mode = "stream"'
        )
        yield Finding(in_order=False, text=text)


async def _try_out(channel: Checked, praise: str) -> Finding:
    from bot.channels.base import SendError  # noqa: PLC0415 - as above

    try:
        await channel.check()
    except SendError as error:
        return Finding(in_order=False, text=error.reason)
    finally:
        await channel.close()
    return Finding(in_order=True, text=praise)


NEARLY = 0.9
COST_WORDS = {"calls": "接口调用", "pushes": "收到的推送"}
STATE_WORDS = {
    DeliveryState.PENDING: "待发",
    DeliveryState.SENT: "已发",
    DeliveryState.SUPPRESSED: "不再需要",
    DeliveryState.DEAD: "未发出",
}
