"""Record as if typed in chat; list the ledger."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.opening import (
    AtOption,
    ConfigOption,
    JsonOption,
    OrganisationOption,
    Refused,
    day_of,
    instant_of,
    iso,
    opened,
    program,
    run,
    show,
    unknown_organisation,
)
from bot.clock import system_now
from bot.exports.workbook import write_workbook
from bot.robot import Robot
from bot.storage.unit_of_work import SqlUnitOfWork
from handlers.conversation import ConversationKey, Draft, Question
from handlers.grammar.clauses.fields import fields_of
from handlers.intake import intake
from handlers.ledger_table import Table, tabulate
from handlers.messages import InboundMessage
from handlers.ports import UnitOfWork
from handlers.records import reading_of
from handlers.replies import NOTHING, PLANNED, STOPPED_PRIVATE, files_words, line_of
from schedules.calendar.zone import local_day_of
from schedules.ledger.activity import Activity, ActivityId, ActivityKind
from schedules.ledger.excerpt import Excerpt
from schedules.outbox import Content
from schedules.people.address import Account, Address
from schedules.people.organisation import OrganisationId
from schedules.people.role import OFFICERS

activities = typer.Typer(no_args_is_help=True)
program.add_typer(activities, name="activities", help="台账")

KindOption = Annotated[
    ActivityKind | None, typer.Option("--kind", metavar="类型", help="只要这一类： " + " ".join(ActivityKind))
]
Found = tuple[Sequence[Activity], Mapping[ActivityId, int]]
"""Records, and how many files some of them have."""
TERMINAL = "cli"
NOT_KEPT = frozenset({NOTHING, PLANNED, STOPPED_PRIVATE})
"""Answers to a sentence of which nothing was kept."""


@program.command(help="登记一条，等于在对话中发送这句话")
def record(
    text: Annotated[str, typer.Argument(help="如“昨天主题党日，到12人”")],
    org: Annotated[str, typer.Option("--org", help="组织编号")],
    at: AtOption = None,
    config: ConfigOption = None,
) -> None:
    """Say one sentence for an organisation."""
    for reply in run(_record(config, org, text, at)):
        typer.echo(reply)


async def _record(config: Path | None, org: str, text: str, at: str | None) -> Sequence[str]:
    async with opened(config) as robot:
        now = instant_of(at, robot.clock())
        said = await robot.database.write(lambda uow: _say(uow, robot, OrganisationId(org), text, now))
        return [reply.text for reply in said]


def _say(uow: UnitOfWork, robot: Robot, organisation_id: OrganisationId, text: str, now: datetime) -> Sequence[Content]:
    """Say it as the organisation's first officer.

    Raises:
        Refused: nothing came of it, or a question did; then the transaction ends with nothing kept.
    """
    if uow.organisations.get(organisation_id) is None:
        raise unknown_organisation(organisation_id)
    today = local_day_of(now)
    officers = [
        post
        for post in uow.posts.list(organisation_id=organisation_id)
        if post.role in OFFICERS and post.is_held_on(today)
    ]
    if not officers:
        raise Refused(f"组织 {organisation_id} 没有书记、委员或党务干事，无法确定由谁登记")
    address = Address(channel=TERMINAL, account=officers[0].member_id)
    if uow.accounts.get(address) is None:
        uow.accounts.add(Account(member_id=officers[0].member_id, address=address))
    message = InboundMessage(key=f"{TERMINAL}:{uuid.uuid4()}", sender=address, sent_at=now, text=text)
    said = intake(uow, message, now, rulebook=robot.rulebook, organisation_id=organisation_id).replies
    if any(reply.text in NOT_KEPT for reply in said):
        raise Refused("\n".join(reply.text for reply in said))
    if draft := uow.conversations.get(ConversationKey(sender=address)).draft:
        raise Refused("\n".join([*(reply.text for reply in said), _advice_on(draft), "没有保存任何内容。"]))
    return said


def _advice_on(draft: Draft) -> str:  # noqa: PLR0911 - one case for each question
    """What to type instead: a command line cannot be asked back."""
    labels = "、".join(option.label for option in draft.options)
    choices = f"（可选：{labels}）" if labels else ""
    match draft.question:
        case Question.KIND:
            return f"请把活动类型写进这句话{choices}，再登记一次。"
        case Question.DATE:
            return f"请把日期写进这句话{choices}，如“6月27日主题党日，到12人”，再登记一次。"
        case Question.HELD:
            return "不能确定是否已经开展，请换一种说法，如“6月27日主题党日，到12人”，再登记一次。"
        case Question.PARTICIPANTS:
            return "请把谈话对象写进这句话，如“6月27日和张晓谈心谈话”，再登记一次。"
        case Question.ATTENDANCE:
            return "请改正这句话中的人数，再登记一次。"
        case Question.SAME:
            return "如是同一次，已在台账中，无需再登记；如是另一次，请写明时间（如“下午3点”）或在对话中登记。"
        case Question.ORGANISATION | Question.TARGET:
            return f"命令行不能追问{choices}，请在对话中办理。"


@activities.command("list", help="列出台账，近的在前")
def list_activities(  # noqa: PLR0913 - one parameter for each option
    *,
    org: OrganisationOption = None,
    kind: KindOption = None,
    since: Annotated[str | None, typer.Option("--since", help="从这一天起（含）")] = None,
    until: Annotated[str | None, typer.Option("--until", help="到这一天止（不含）")] = None,
    as_json: JsonOption = False,
    config: ConfigOption = None,
) -> None:
    """List records."""
    first, end = (day_of(text) if text else None for text in (since, until))
    if first and end and first > end:
        raise Refused(f"--since {first} 在 --until {end} 之后。请对调")

    def look(uow: SqlUnitOfWork) -> Found:
        if org and uow.organisations.get(OrganisationId(org)) is None:
            raise unknown_organisation(org)
        listed = uow.activities.list(
            organisation_id=OrganisationId(org) if org else None, kind=kind, since=first, until=end
        )
        return listed, uow.attachments.count()

    (found, files), today = run(_look(config, look))
    empty = "台账中没有这样的记录。"
    show(
        found,
        row=lambda item: _row_of(item, files.get(item.id, 0)),
        line=lambda item: line_of(item, today) + files_words(files.get(item.id, 0)),
        as_json=as_json,
        empty=empty,
    )


@activities.command("export", help="把一个组织的台账导出为 .xlsx 文件")
def export_activities(  # noqa: PLR0913 - one parameter for each option
    *,
    path: Annotated[Path, typer.Argument(metavar="文件.xlsx", help="写到这里，已有的不覆盖")],
    org: Annotated[str, typer.Option("--org", help="组织编号")],
    kind: KindOption = None,
    since: Annotated[str | None, typer.Option("--since", help="从这一天起（含），缺省为今年1月1日")] = None,
    until: Annotated[str | None, typer.Option("--until", help="到这一天止（不含），缺省到今天")] = None,
    config: ConfigOption = None,
) -> None:
    """Write records to a workbook."""
    today = local_day_of(system_now())
    excerpt = Excerpt(
        organisation_id=OrganisationId(org),
        since=day_of(since) if since else date(today.year, 1, 1),
        until=day_of(until) if until else today + timedelta(days=1),
        kinds=(kind,) if kind else (),
    )
    table = run(_tabulate(config, excerpt))
    try:
        with path.open("xb") as file:
            file.write(write_workbook(table))
    except FileExistsError:
        raise Refused(f"{path} 已经存在，没有覆盖。请换一个名字") from None
    typer.echo(f"已导出 {len(table.rows) - 1} 条到 {path}。")


async def _tabulate(config: Path | None, excerpt: Excerpt) -> Table:
    def look(uow: SqlUnitOfWork) -> Table:
        if uow.organisations.get(excerpt.organisation_id) is None:
            raise unknown_organisation(excerpt.organisation_id)
        return tabulate(uow, excerpt)

    async with opened(config) as robot:
        return await robot.database.read(look)


async def _look(config: Path | None, look: Callable[[SqlUnitOfWork], Found]) -> tuple[Found, date]:
    async with opened(config) as robot:
        return await robot.database.read(look), local_day_of(robot.clock())


def _row_of(activity: Activity, files: int) -> dict[str, Any]:
    return {
        "id": activity.id,
        "org": activity.organisation_id,
        "state": activity.state,
        "member": activity.reported_by,
        "created_at": iso(activity.reported_at),
        **fields_of(reading_of(activity)),
        **({"files": files} if files else {}),
    }
