"""How duties stand."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.cli.opening import (
    AtOption,
    ConfigOption,
    JsonOption,
    OrganisationOption,
    instant_of,
    iso,
    opened,
    program,
    run,
    show,
    unknown_organisation,
)
from handlers.duty_wording import STATUS_NAMES
from schedules.duties.assessing import assess, records_since
from schedules.duties.facts import Facts
from schedules.duties.status import Assessment
from schedules.duties.wording import explain
from schedules.people.organisation import OrganisationId
from schedules.ports import UnitOfWork


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
