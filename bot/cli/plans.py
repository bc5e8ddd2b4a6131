"""Proposals of duties from a work plan."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.duties import commands, rulebook_of
from bot.cli.opening import ConfigOption, JsonOption, Refused, show
from schedules.duties.catalogue import Catalogue
from schedules.duties.plans.confirm import known_as, render_profile
from schedules.duties.plans.propose import Proposal, ProposedDuty, Unread, propose
from schedules.duties.plans.text import decode_plan
from schedules.errors import Problem
from schedules.people.columns import KINDS

MOST_BYTES = 5 * 2**20
OWNERS = {kind: word for word, kind in reversed([*KINDS.items()])}
RHYTHMS = {"monthly": "每月", "quarterly": "每季度", "half_yearly": "每半年", "yearly": "每年", "window": "时段"}


@commands.command("propose", help="读一份工作要点（UTF-8 或 GBK 文本），提出应办事项；不写入任何内容，由人确认")
def propose_duties(
    path: Annotated[Path, typer.Argument(metavar="文件", help="工作要点，如 要点.txt")],
    *,
    profile: Annotated[
        str | None, typer.Option("--profile", help="把清单中还没有的写成这个编号的方案（TOML），供修改")
    ] = None,
    as_json: JsonOption = False,
    config: ConfigOption = None,
) -> None:
    """Propose duties."""
    proposal, catalogue = propose(_text_of(path)), rulebook_of(config).catalogue
    if profile is not None:
        new = [duty for duty in proposal.duties if known_as(duty, catalogue) is None]
        typer.echo(render_profile(new, profile=profile, name=path.stem), nl=False)
        return
    found: list[ProposedDuty | Unread] = [*proposal.duties, *proposal.unread]
    show(
        found,
        row=lambda item: _row_of(item, catalogue),
        line=lambda item: _line_of(item, catalogue),
        as_json=as_json,
        empty="没有读出应办事项。请核对文件内容。",
    )
    if not as_json:
        typer.echo(_tally_of(proposal, catalogue))


def _text_of(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Refused(f"{path.name}：文件超过 {MOST_BYTES // 2**20} MB。请只保留工作要点的正文")
        content = path.read_bytes()
    except IsADirectoryError:
        raise Refused(f"{path}：这是一个文件夹。请写其中的文件") from None
    except OSError as error:
        told = "没有读取权限" if isinstance(error, PermissionError) else "找不到这个文件"
        raise Refused(f"{path}：{told}。请核对路径") from None
    text = decode_plan(content)
    if isinstance(text, Problem):
        raise Refused(f"{path.name}：{text}")
    return text


def _row_of(item: ProposedDuty | Unread, catalogue: Catalogue) -> Mapping[str, Any]:
    if isinstance(item, Unread):
        return {"read": False, "clause": item.clause, "sentence": item.sentence, "reason": item.reason}
    known = known_as(item, catalogue)
    return {
        "read": True,
        "clause": item.clause,
        "name": item.name,
        "owner": item.owner.value,
        "cadence": item.cadence.value,
        "min_count": item.min_count,
        "kind": item.kind.value,
        "window": item.window,
        "sentence": item.sentence,
        "known_as": known.id if known else None,
    }


def _line_of(item: ProposedDuty | Unread, catalogue: Catalogue) -> str:
    clause = f"[{item.clause}] " if item.clause else ""
    if isinstance(item, Unread):
        return f"? {clause}未读出：{item.reason}\n    “{item.sentence}”"
    known = known_as(item, catalogue)
    told = f"清单中已有：{known.id}（{known.name}）" if known else "清单中还没有"
    when = f"{RHYTHMS[item.cadence]} {item.window}" if item.window else RHYTHMS[item.cadence]
    return (
        f"{'=' if known else '+'} {clause}{item.name}\n"
        f"    {OWNERS[item.owner]}，{when}，{item.min_count} 次；{told}\n    “{item.sentence}”"
    )


def _tally_of(proposal: Proposal, catalogue: Catalogue) -> str:
    known = sum(known_as(duty, catalogue) is not None for duty in proposal.duties)
    return (
        f"共提出 {len(proposal.duties)} 项，其中清单中已有 {known} 项；另有 {len(proposal.unread)} 句请人工判断。\n"
        "加 --profile 编号 可把还没有的写成方案。"
    )
