"""The roster beside a platform's contacts."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.channels.base import Knowing, SendError
from bot.cli.opening import ConfigOption, Refused, opened, run
from bot.cli.roster import commands
from schedules.calendar.zone import local_day_of
from schedules.enrolment import stored_roster
from schedules.people.contacts import Contact, match_contacts
from schedules.people.wording import describe_matching
from schedules.ports import UnitOfWork


@commands.command("match", help="对照平台通讯录：账号是否都在，缺账号的按姓名与部门给出建议")
def match_roster(
    platform: Annotated[str, typer.Argument(help="wecom 或 dingtalk")],
    *,
    apply: Annotated[bool, typer.Option("--apply", help="核对无误后写入建议的账号；不加则只列出")] = False,
    config: ConfigOption = None,
) -> None:
    """Show, and with --apply write, the accounts that are proposed."""
    for line in run(_match(config, platform, apply=apply)):
        typer.echo(line)


async def _match(config: Path | None, platform: str, *, apply: bool) -> Sequence[str]:
    async with opened(config) as robot:
        channel: object = robot.channels.get(platform)
        if not isinstance(channel, Knowing):
            raise Refused(f"没有接入 {platform}，或它不提供通讯录。请先填写 zhibu.toml 的 [{platform}]")
        try:
            contacts = await channel.list_contacts()
        except SendError as error:
            raise Refused(f"没有读到通讯录：{error.reason}") from error
        now = robot.clock()
        work = _write if apply else _compare
        return await robot.database.write(lambda uow: work(uow, contacts, platform, now))


def _compare(uow: UnitOfWork, contacts: Sequence[Contact], platform: str, now: datetime) -> Sequence[str]:
    matching = match_contacts(contacts, stored_roster(uow, local_day_of(now)), platform)
    hint = f"共建议 {len(matching.proposals)} 个账号，尚未写入。逐行核对无误后加 --apply 再运行一次。"
    return (*describe_matching(matching, platform), *([hint] if matching.proposals else []))


def _write(uow: UnitOfWork, contacts: Sequence[Contact], platform: str, now: datetime) -> Sequence[str]:
    matching = match_contacts(contacts, stored_roster(uow, local_day_of(now)), platform)
    for proposal in matching.proposals:
        uow.accounts.add(proposal.account_on(platform))
    return (*describe_matching(matching, platform), f"已写入 {len(matching.proposals)} 个账号。")
