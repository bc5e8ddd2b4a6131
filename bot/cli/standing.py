"""How duties stand, and what would be said about them."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
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
from handlers.replies import STATUS_NAMES
from schedules.duties.assessing import assess, records_since
from schedules.duties.facts import Facts
from schedules.duties.status import Assessment
from schedules.duties.wording import explain
from schedules.people.organisation import OrganisationId
from schedules.ports import UnitOfWork
from schedules.reminders.rehearsal import Rehearsed, rehearse
from schedules.reminders.review import dossiers_in

LONGEST_REHEARSAL = timedelta(days=731)


@program.command(help="每个组织的每项应办事项本期完成情况")
def status(
    *,
    org: OrganisationOption = None,
    at: AtOption = None,
    as_json: JsonOption = False,
    config: ConfigOption = None,
) -> None:
    """Judge every obligation of the current periods."""
    found = run(_statuses(config, org, at))
    show(found, row=_status_row, line=_status_line, as_json=as_json, empty="没有应办事项。")


@program.command("rehearse", help="预演：若不再登记，这段时间会发出哪些提醒和简报；不写入任何内容")
def rehearse_span(
    *,
    start: Annotated[str, typer.Option("--from", help="从这一天起（含）")],
    end: Annotated[str, typer.Option("--to", help="到这一天止（含）")],
    org: OrganisationOption = None,
    as_json: JsonOption = False,
    config: ConfigOption = None,
) -> None:
    """Tell what would go out."""
    found = run(_rehearse(config, org, start, end))
    show(found, row=_rehearsed_row, line=_rehearsed_line, as_json=as_json, empty="这段时间没有提醒。")


def facts_of(uow: UnitOfWork, ids: Sequence[str], now: datetime) -> Sequence[Facts]:
    """All that is known of these organisations; of all where none is named.

    Raises:
        Refused: there is no such organisation.
    """
    since = records_since(now)
    chosen = ids or [organisation.id for organisation in uow.organisations.list()]
    found = {item: uow.facts.get(OrganisationId(item), since=since) for item in chosen}
    for item, facts in found.items():
        if facts is None:
            raise unknown_organisation(item)
    return [facts for facts in found.values() if facts is not None]


async def _statuses(config: Path | None, org: str | None, at: str | None) -> Sequence[Assessment]:
    async with opened(config) as robot:
        now, book = instant_of(at, robot.clock()), robot.rulebook
        every = await robot.database.read(lambda uow: facts_of(uow, [org] if org else [], now))
        return [item for facts in every for item in assess(facts, book.catalogue, book.calendar, now=now)]


async def _rehearse(config: Path | None, org: str | None, start: str, end: str) -> Sequence[Rehearsed]:
    first, last = day_of(start), day_of(end)
    if first > last:
        raise Refused(f"--from {first} 在 --to {last} 之后。请对调")
    if last - first > LONGEST_REHEARSAL:
        raise Refused("一次最多预演两年。请缩短 --from 到 --to 的时段")
    async with opened(config) as robot:
        book = robot.rulebook
        every = await robot.database.read(lambda uow: dossiers_in(uow, robot.clock()))
        if org is not None and org not in {dossier.facts.organisation.id for dossier in every}:
            raise unknown_organisation(org)
        found = rehearse(every, first, last, catalogue=book.catalogue, calendar=book.calendar, rules=book.rules)
        return [item for item in found if org is None or item.organisation_id == org]


def _status_row(item: Assessment) -> Mapping[str, Any]:
    obligation = item.obligation
    return {
        "org": obligation.organisation_id,
        "duty": obligation.duty.id,
        "period": obligation.period.label,
        "status": item.status.value,
        "done": item.done,
        "needed": item.needed,
        "due_at": iso(obligation.deadline.due_at),
        "why": explain(item),
    }


def _status_line(item: Assessment) -> str:
    row, name = _status_row(item), STATUS_NAMES[item.status]
    return f"{row['org']:10} {row['duty']:28} {row['period']:24} {name:8} {row['done']}/{row['needed']}  {row['why']}"


def _rehearsed_row(item: Rehearsed) -> Mapping[str, Any]:
    return {
        "at": iso(item.at),
        "recipient": item.recipient,
        "channel": item.channel or None,
        "kind": item.kind.value,
        "duties": list(item.duties),
        "text": item.text,
    }


def _rehearsed_line(item: Rehearsed) -> str:
    return f"{iso(item.at)} → {item.recipient}\n{item.text}\n"
