"""Record as if typed in chat; list the ledger."""

import uuid
from collections.abc import Sequence
from datetime import datetime
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
)
from bot.robot import Robot
from handlers.grammar.fields import fields_of
from handlers.intake import intake
from handlers.messages import InboundMessage
from handlers.ports import UnitOfWork
from handlers.records import reading_of
from handlers.replies import line_of
from schedules.calendar.zone import local_day_of
from schedules.ledger.activity import Activity, ActivityKind
from schedules.people.address import Account, Address
from schedules.people.organisation import OrganisationId
from schedules.people.role import OFFICERS

activities = typer.Typer(no_args_is_help=True)
program.add_typer(activities, name="activities", help="台账")

TERMINAL = "cli"


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
        outcome = await robot.database.write(lambda uow: _say(uow, robot, OrganisationId(org), text, now))
        return [reply.text for reply in outcome]


def _say(uow: UnitOfWork, robot: Robot, organisation_id: OrganisationId, text: str, now: datetime) -> Any:  # noqa: ANN401
    """Say it as the organisation's first officer."""
    if uow.organisations.get(organisation_id) is None:
        raise Refused(f"没有编号为 {organisation_id} 的组织。用 zhibu duties list 可以看到全部组织")
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
    return intake(uow, message, now, rulebook=robot.rulebook, organisation_id=organisation_id).replies


@activities.command("list", help="列出台账，近的在前")
def list_activities(  # noqa: PLR0913 - one parameter for each option
    *,
    org: OrganisationOption = None,
    kind: Annotated[ActivityKind | None, typer.Option("--kind", help="类型")] = None,
    since: Annotated[str | None, typer.Option("--since", help="从这一天起（含）")] = None,
    until: Annotated[str | None, typer.Option("--until", help="到这一天止（不含）")] = None,
    as_json: JsonOption = False,
    config: ConfigOption = None,
) -> None:
    """List records."""

    def look(uow: UnitOfWork) -> Sequence[Activity]:
        return uow.activities.list(
            organisation_id=OrganisationId(org) if org else None,
            kind=kind,
            since=day_of(since) if since else None,
            until=day_of(until) if until else None,
        )

    found, now = run(_look(config, look))
    rows = [_row_of(activity) | {"line": line_of(activity, local_day_of(now))} for activity in found]
    show(
        [{name: value for name, value in row.items() if name != "line" or not as_json} for row in rows],
        lambda row: str(row["line"]),
        as_json=as_json,
        empty="台账中还没有记录。",
    )


async def _look(config: Path | None, look: Any) -> Any:  # noqa: ANN401
    async with opened(config) as robot:
        return await robot.database.read(look), robot.clock()


def _row_of(activity: Activity) -> dict[str, Any]:
    return {
        "id": activity.id,
        "org": activity.organisation_id,
        "state": activity.state,
        "member": activity.reported_by,
        "created_at": iso(activity.reported_at),
        **fields_of(reading_of(activity)),
    }
