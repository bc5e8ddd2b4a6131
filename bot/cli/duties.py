"""The catalogue of duties: list, show, lint."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.opening import (
    ConfigOption,
    JsonOption,
    OrganisationOption,
    Refused,
    opened,
    program,
    run,
    settings_of,
    show,
)
from bot.cli.standing import facts_of
from handlers.context import Rulebook
from schedules.duties.duty import Duty, DutyId, FestivalWindow, Window
from schedules.duties.lint import lint_catalogue, lint_organisation
from schedules.duties.source import cite
from schedules.duties.wording import mark_words, rule_words
from schedules.errors import Problem

commands = typer.Typer(no_args_is_help=True)
program.add_typer(commands, name="duties", help="应办事项清单")

ProfileOption = Annotated[str | None, typer.Option("--profile", help="只看这个方案的")]


@commands.command("list", help="列出应办事项；给出 --org 时只列该组织要办的")
def list_duties(
    *,
    org: OrganisationOption = None,
    profile: ProfileOption = None,
    as_json: JsonOption = False,
    config: ConfigOption = None,
) -> None:
    """List duties."""
    book = rulebook_of(config)
    _refuse_unknown(book, profile)
    duties = run(_owed(config, org)) if org else tuple(book.catalogue.duties.values())
    chosen = [duty for duty in duties if profile is None or duty.profile == profile]
    show(chosen, row=row_of_duty, line=_line_of, as_json=as_json, empty="没有应办事项。")


@commands.command("show", help="一项应办事项的全部内容")
def show_duty(
    duty_id: Annotated[str, typer.Argument(help="编号，如 zhuti-dangri")],
    *,
    as_json: JsonOption = False,
    config: ConfigOption = None,
) -> None:
    """Show one duty."""
    duty = rulebook_of(config).catalogue.get(DutyId(duty_id))
    if duty is None:
        raise Refused(f"没有编号为 {duty_id} 的应办事项。用 zhibu duties list 查看全部编号")
    show([duty], row=_full_row_of, line=_text_of, as_json=as_json, empty="")


@commands.command(help="体检：还须确定或确认的事项、负担与重复；给出 --org 时只看该组织")
def lint(
    *,
    org: OrganisationOption = None,
    profile: ProfileOption = None,
    as_json: JsonOption = False,
    config: ConfigOption = None,
) -> None:
    """Tell what a person should still look at."""
    book = rulebook_of(config)
    _refuse_unknown(book, profile)
    problems = run(_lint(config, org)) if org else lint_catalogue(book.catalogue, profile=profile)
    show(problems, row=asdict, line=str, as_json=as_json, empty="没有需要处理的地方。")


def rulebook_of(config: Path | None) -> Rulebook:
    """The catalogue and the calendar as shipped and as the operator adds to them."""
    from bot.app import read_rulebook  # noqa: PLC0415 - heavy imports, for the commands that need them

    return read_rulebook(settings_of(config))


def row_of_duty(duty: Duty) -> Mapping[str, Any]:
    """A duty as other programs read it."""
    return {
        "id": duty.id,
        "name": duty.name,
        "cadence": duty.cadence.value,
        "min_count": duty.min_count,
        "profile": duty.profile,
        "source": duty.source,
        "owner_kinds": sorted(kind.value for kind in duty.owner_kinds),
    }


def _full_row_of(duty: Duty) -> Mapping[str, Any]:
    sources = [cite(source) for source in duty.source.split("; ")]
    return {
        **row_of_duty(duty),
        "rule": rule_words(duty),
        "window": _window_text(duty),
        "kinds": sorted(kind.value for kind in duty.kinds),
        "tag": duty.tag,
        "lead_days": list(duty.lead_days),
        "audience": [role.value for role in duty.audience],
        "replaces": duty.replaces,
        "cited": sources,
        "marks": list(mark_words(duty)),
    }


def _window_text(duty: Duty) -> str | None:
    match duty.window:
        case Window(opens=opens, closes=closes):
            return f"{opens[0]:02}-{opens[1]:02}..{closes[0]:02}-{closes[1]:02}"
        case FestivalWindow(festival=festival, before=before, after=after):
            return f"{festival.value}-{before}..+{after}"
        case None:
            return None


def _text_of(duty: Duty) -> str:
    told = ((name, value) for name, value in _full_row_of(duty).items() if name != "source" and value not in (None, []))
    return "\n".join(
        f"{name}: {'、'.join(map(str, value)) if isinstance(value, list) else value}" for name, value in told
    )


def _refuse_unknown(book: Rulebook, profile: str | None) -> None:
    known = {duty.profile for duty in book.catalogue.duties.values()} | book.catalogue.profiles.keys()
    if profile is not None and profile not in known:
        raise Refused(f"没有方案 {profile}。可用：{'、'.join(sorted(known))}")


async def _owed(config: Path | None, org: str) -> Sequence[Duty]:
    async with opened(config) as robot:
        facts = await robot.database.read(lambda uow: facts_of(uow, [org], robot.clock()))
        return robot.rulebook.catalogue.duties_of(facts[0])


async def _lint(config: Path | None, org: str) -> Sequence[Problem]:
    async with opened(config) as robot:
        facts = await robot.database.read(lambda uow: facts_of(uow, [org], robot.clock()))
        book = robot.rulebook
        return lint_organisation(facts[0], book.catalogue, per_person_per_day=book.rules.per_person_per_day)


def _line_of(duty: Duty) -> str:
    marks = f"（{'；'.join(mark_words(duty))}）" if duty.marks else ""
    return f"{duty.id:32} {duty.cadence:12} ≥{duty.min_count:<3} {duty.name}{marks}  〔{cite(duty.source)}〕"
