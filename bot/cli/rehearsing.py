"""The rehearsal: what would be said, how much that asks of people, and what would be kept back."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.opening import (
    ConfigOption,
    JsonOption,
    OrganisationOption,
    Refused,
    day_of,
    iso,
    opened,
    program,
    run,
    show,
    unknown_organisation,
)
from schedules.calendar.zone import start_of
from schedules.people.member import Member, MemberId
from schedules.ports import UnitOfWork
from schedules.reminders.audience import has_left
from schedules.reminders.rehearsal import Rehearsal, Rehearsed, burden_of, rehearse
from schedules.reminders.review import Dossier, dossiers_in
from schedules.reminders.stage import Reminder

LONGEST = timedelta(days=731)
Note = tuple[tuple[date, str], int] | Reminder
"""A person's messages of a month, or a reminder that would not be sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Played:
    """A rehearsal, the people who could hear of it, and those of them who have no account."""

    rehearsal: Rehearsal
    people: Sequence[Member]
    unreached: frozenset[MemberId]


@program.command("rehearse", help="预演：若不再登记，这段时间会发出哪些提醒和简报；不写入任何内容")
def rehearse_span(  # noqa: PLR0913 - the options of a command
    *,
    start: Annotated[str, typer.Option("--from", help="从这一天起（含）")],
    end: Annotated[str, typer.Option("--to", help="到这一天止（含）")],
    org: OrganisationOption = None,
    notes: Annotated[bool, typer.Option("--notes", help="只列每人每月收到几条，哪些提醒不发、为什么")] = False,
    as_json: JsonOption = False,
    config: ConfigOption = None,
) -> None:
    """Tell what would go out, or what that amounts to."""
    played = run(_rehearse(config, org, start, end))
    if notes:
        show(
            list(_notes_of(played.rehearsal)),
            row=_note_row,
            line=_note_line,
            as_json=as_json,
            empty="这段时间没有提醒。",
        )
    else:
        show(played.rehearsal.messages, row=_row, line=_line, as_json=as_json, empty="这段时间没有提醒。")
    if not as_json:
        typer.echo("\n".join(_summary_of(played)))


async def _rehearse(config: Path | None, org: str | None, start: str, end: str) -> _Played:
    first, last = day_of(start), day_of(end)
    if first > last:
        raise Refused(f"--from {first} 在 --to {last} 之后。请对调")
    if last - first > LONGEST:
        raise Refused("一次最多预演两年。请缩短 --from 到 --to 的时段")
    async with opened(config) as robot:
        book = robot.rulebook
        every = await robot.database.read(lambda uow: dossiers_in(uow, robot.clock()))
        if org is not None and org not in {dossier.facts.organisation.id for dossier in every}:
            raise unknown_organisation(org)
        found = rehearse(every, first, last, catalogue=book.catalogue, calendar=book.calendar, rules=book.rules)
        people = _people_of([one for one in every if org in {None, one.facts.organisation.id}], first)
        unreached = await robot.database.read(lambda uow: _without_account(uow, people))
        return _Played(rehearsal=_of_organisation(found, org), people=people, unreached=unreached)


def _of_organisation(found: Rehearsal, org: str | None) -> Rehearsal:
    return replace(
        found,
        messages=[item for item in found.messages if org in {None, item.organisation_id}],
        silences=[item for item in found.silences if org in {None, item.key.organisation_id}],
    )


def _people_of(dossiers: Sequence[Dossier], day: date) -> list[Member]:
    members = {member.id: member for dossier in dossiers for member in dossier.facts.members}
    return [member for member in members.values() if not has_left(member, day)]


def _without_account(uow: UnitOfWork, people: Sequence[Member]) -> frozenset[MemberId]:
    return frozenset(one.id for one in people if not uow.accounts.list(member_id=one.id))


def _notes_of(rehearsal: Rehearsal) -> Iterator[Note]:
    yield from sorted(burden_of(rehearsal).items())
    yield from sorted(rehearsal.silences, key=lambda item: (item.send_at, item.key.recipient, item.key.duty_id))


def _row(item: Rehearsed) -> Mapping[str, Any]:
    return {
        "at": iso(item.at),
        "recipient": item.recipient,
        "channel": item.channel or None,
        "kind": item.kind.value,
        "duties": list(item.duties),
        "text": item.text,
    }


def _line(item: Rehearsed) -> str:
    return f"{iso(item.at)} → {item.recipient}\n{item.text}\n"


def _note_row(note: Note) -> Mapping[str, Any]:
    if isinstance(note, Reminder):
        told = {"at": iso(note.send_at), "recipient": note.key.recipient, "duty": note.key.duty_id}
        return {"kind": "suppressed", **told, "period": note.key.period, "reason": note.reason}
    (month, recipient), count = note
    return {"kind": "burden", "at": iso(start_of(month)), "recipient": recipient, "messages": count}


def _note_line(note: Note) -> str:
    if isinstance(note, Reminder):
        return (
            f"{note.send_at:%Y-%m-%d} {note.key.recipient:10} 不发 {note.key.duty_id} {note.key.period}：{note.reason}"
        )
    (month, recipient), count = note
    return f"{month:%Y-%m}    {recipient:10} 收到 {count} 条"


def _summary_of(played: _Played) -> Iterator[str]:
    burden = burden_of(played.rehearsal)
    for month in sorted({month for month, _ in burden}):
        counts = {who: count for (counted, who), count in burden.items() if counted == month}
        most = max(counts, key=lambda who: counts[who])
        mean = sum(counts.values()) / max(len(played.people), 1)
        yield f"{month:%Y-%m} 提醒 {sum(counts.values())} 条，平均每人 {mean:.1f} 条，单人最多 {counts[most]} 条（{most}）。"
    if reasons := Counter(item.reason for item in played.rehearsal.silences):
        yield "不发的提醒：" + "，".join(f"{reason} {count} 条" for reason, count in reasons.most_common()) + "。"
    if unheard := [item for item in played.rehearsal.messages if item.recipient in played.unreached]:
        yield f"其中 {len(unheard)} 条的收件人还没有账号，届时发不出。请在花名册中补填账号。"
