"""Read messages without storing anything."""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.opening import YEARS, Refused, program
from handlers.grammar.clauses.fields import answer_of, explain_of
from handlers.grammar.parse import parse as parse_text
from schedules.calendar.zone import SHANGHAI


@program.command(help="读入消息，一行一条 JSON（id、now、text），写出对它的理解；不存储")
def parse(
    *,
    explain: Annotated[bool, typer.Option("--explain", help="附上词语、位置与用到的规则")] = False,
    roster: Annotated[Path | None, typer.Option("--roster", help="花名册，帮助认人名")] = None,
) -> None:
    """Read standard input to its end."""
    names = _names_in(roster) if roster else ()
    for number, line in enumerate(sys.stdin.buffer, 1):
        if line.strip():
            message = _message_in(line, number)
            parsed = parse_text(message["text"], message["now"], names=names, explain=explain)
            answer = {"id": message["id"], **answer_of(parsed), **(explain_of(parsed) if explain else {})}
            # JSON has an escape for what UTF-8 has no bytes for: half of a pair, as a cut message ends with.
            told = json.dumps(answer, ensure_ascii=False).encode("utf-8", "backslashreplace")
            sys.stdout.buffer.write(told + b"\n")


def _message_in(line: bytes, number: int) -> dict[str, Any]:
    try:
        message = json.loads(line.decode("utf-8-sig"))
        now = datetime.fromisoformat(message["now"])
        text = str(message["text"])
    except UnicodeDecodeError:
        raise Refused(f"第{number}行不是 UTF-8 编码。请转换后再试，如 iconv -f GBK -t UTF-8") from None
    except (ValueError, KeyError, TypeError, RecursionError):
        now = None
    if now is None or now.year not in YEARS:
        raise Refused(f'第{number}行不是 {{"id","now","text"}} 形式的 JSON，now 须是带时区的时刻')
    return {"id": message.get("id"), "now": now if now.tzinfo else now.replace(tzinfo=SHANGHAI), "text": text}


def _names_in(path: Path) -> tuple[str, ...]:
    from bot.cli.roster import checked_roster  # noqa: PLC0415 - openpyxl, only for this option

    return tuple(member.name for member in checked_roster(path).members)
