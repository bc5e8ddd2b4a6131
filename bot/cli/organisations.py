"""Organisations: which there are, and what each has settled for itself."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import time
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.opening import ConfigOption, JsonOption, Refused, opened, program, run, show, unknown_organisation
from handlers.context import Rulebook
from schedules.calendar.zone import local_day_of
from schedules.errors import Problem
from schedules.people.columns import KINDS, ROLES
from schedules.people.member import Member
from schedules.people.organisation import Organisation, OrganisationId, OrganisationSettings
from schedules.people.role import Post, Role
from schedules.people.settling import KEYS, duties_named, settle, write_settings
from schedules.ports import UnitOfWork
from schedules.reminders.tasking import end_message

commands = typer.Typer(no_args_is_help=True)
program.add_typer(commands, name="org", help="组织：编号与设置")

KIND_WORDS = {kind: word for word, kind in reversed([*KINDS.items()])}
ROLE_WORDS: Mapping[Role, str] = {role: word for word, role in reversed([*ROLES.items()])}
SETTING_HELP = "\n\n".join(f"{key}　{told}" for key, told in KEYS.items())

OrganisationArgument = Annotated[str, typer.Argument(metavar="编号", help="组织编号，见 zhibu org list")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An organisation with those who hold its posts today."""

    organisation: Organisation
    posts: Sequence[tuple[Post, Member]]


@commands.command("list", help="列出全部组织的编号、名称、类型与方案")
def list_organisations(*, as_json: JsonOption = False, config: ConfigOption = None) -> None:
    """List organisations."""
    empty = "还没有组织。请用 zhibu roster import 导入花名册。"
    show(run(_list(config)), row=_row_of, line=_line_of, as_json=as_json, empty=empty)


@commands.command("show", help="一个组织的内容：任期、任职人员、已作的设置")
def show_organisation(org: OrganisationArgument, *, as_json: JsonOption = False, config: ConfigOption = None) -> None:
    """Show one organisation."""
    show([run(_entry(config, OrganisationId(org)))], row=_full_row_of, line=_text_of, as_json=as_json, empty="")


@commands.command(
    "set",
    help=f"改一项设置，如 zhibu org set zb1 weekly_digest on\n\n设置项（“事项”是应办事项编号，见 zhibu duties list）：\n\n{SETTING_HELP}",
    context_settings={"ignore_unknown_options": True},
)
def set_organisation(
    org: OrganisationArgument,
    key: Annotated[str, typer.Argument(help="设置项", metavar="设置项")],
    value: Annotated[str, typer.Argument(help="值", metavar="值")],
    config: ConfigOption = None,
) -> None:
    """Settle one thing for an organisation."""
    run(_set(config, OrganisationId(org), key, value))
    typer.echo("已保存。")


async def _list(config: Path | None) -> Sequence[Organisation]:
    async with opened(config) as robot:
        return await robot.database.read(lambda uow: uow.organisations.list())


async def _entry(config: Path | None, organisation_id: OrganisationId) -> Entry:
    async with opened(config) as robot:
        today = local_day_of(robot.clock())

        def look(uow: UnitOfWork) -> Entry:
            organisation = _known(uow.organisations.get(organisation_id), organisation_id)
            held = [post for post in uow.posts.list(organisation_id=organisation_id) if post.is_held_on(today)]
            pairs = [(post, member) for post in held if (member := uow.members.get(post.member_id))]
            return Entry(organisation=organisation, posts=pairs)

        return await robot.database.read(look)


async def _set(config: Path | None, organisation_id: OrganisationId, key: str, value: str) -> None:
    async with opened(config) as robot:
        now = robot.clock()

        def change(uow: UnitOfWork) -> None:
            organisation = _known(uow.organisations.claim(organisation_id), organisation_id)
            settings = settle(organisation.settings, key, value)
            if isinstance(settings, Problem):
                raise Refused(str(settings))
            _check(organisation.settings, settings, robot.rulebook)
            if organisation.settings.tasks and not settings.tasks:
                given = uow.outbox.list_open_tasks(organisation_id=organisation_id)
                uow.outbox.add(*(end_message(task, now) for task in given))
            uow.organisations.update(replace(organisation, settings=settings))
            uow.reviews.update(organisation_id, next_review_at=now)

        await robot.database.write(change)


def _known(organisation: Organisation | None, organisation_id: OrganisationId) -> Organisation:
    if organisation is None:
        raise unknown_organisation(organisation_id)
    return organisation


def _check(before: OrganisationSettings, after: OrganisationSettings, book: Rulebook) -> None:
    """Refuse what only the books can tell to be wrong."""
    known: Sequence[str] = sorted(book.catalogue.duties)
    for duty in sorted(duties_named(after) - duties_named(before) - set(known)):
        near = difflib.get_close_matches(duty, known, n=1)
        remedy = f"是否应为 {near[0]}" if near else "用 zhibu duties list 查看全部编号"
        raise Refused(f"没有编号为 {duty} 的应办事项。{remedy}")
    if after.send_at and after.send_at != before.send_at and book.rules.is_quiet_at(time.fromisoformat(after.send_at)):
        raise Refused(f"{after.send_at} 落在不打扰的时段内。请改时刻，或改设置文件中的 [reminders] quiet")


def _row_of(organisation: Organisation) -> Mapping[str, Any]:
    return {
        "id": organisation.id,
        "name": organisation.name,
        "kind": organisation.kind.value,
        "parent": organisation.parent_id,
        "profile": organisation.profile,
    }


def _line_of(organisation: Organisation) -> str:
    above = f"，上级 {organisation.parent_id}" if organisation.parent_id else ""
    return f"{organisation.id:12} {organisation.name}（{KIND_WORDS[organisation.kind]}{above}）  方案 {organisation.profile}"


def _full_row_of(entry: Entry) -> Mapping[str, Any]:
    organisation = entry.organisation
    return {
        **_row_of(organisation),
        "term_ends_on": organisation.term.ends_on.isoformat() if organisation.term else None,
        "groups": dict(organisation.groups),
        "posts": [{"member": member.id, "name": member.name, "role": post.role.value} for post, member in entry.posts],
        "settings": dict(write_settings(organisation.settings)),
    }


def _text_of(entry: Entry) -> str:
    organisation = entry.organisation
    term = f"{organisation.term.ends_on} 届满" if organisation.term else "未填"
    settled = write_settings(organisation.settings)
    lines = [_line_of(organisation), f"任期：{term}"]
    lines += [f"{channel} 群：{group}" for channel, group in organisation.groups.items()]
    lines += [f"{ROLE_WORDS.get(post.role, post.role)}：{member.name}（{member.id}）" for post, member in entry.posts]
    lines += [f"{key} = {value}" for key, value in settled.items()] or ["设置：均按方案"]
    return "\n".join(lines)
