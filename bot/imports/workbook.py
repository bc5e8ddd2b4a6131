"""Reading a workbook as rows of text, in a process of its own: a hostile file costs that process, and nothing else.

Run as `python -m bot.imports.workbook PATH SHEET…`: prints the wanted sheets as JSON, or exits with 1.
"""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile, ZipInfo

from schedules.errors import Problem
from schedules.people.sheet import Cell, Sheet

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

MOST_ROWS = 20_000
MOST_COLUMNS = 40
MOST_BYTES = 10 * 2**20
MOST_UNPACKED = 100 * 2**20
MOST_PARTS = 500
SECONDS = 30
MEMORY = 2**30
OLD_FORMAT = b"\xd0\xcf\x11\xe0"

SAVE_AS = "请在 Excel 或 WPS 中另存为 .xlsx 工作簿（不加密码、不含宏）"


def read_workbook(path: Path, names: Sequence[str]) -> tuple[Sequence[Sheet], Sequence[Problem]]:
    """The sheets of these names, in their order, or all that is wrong with the file."""
    if fault := _fault_of_file(path):
        return (), [Problem(where=path.name, message=fault, remedy=SAVE_AS)]
    try:
        child = subprocess.run(  # noqa: S603 - our own module on a path given as one argument
            [sys.executable, "-m", __name__, str(path), *names],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            timeout=SECONDS,
            check=True,
        )
        found = json.loads(child.stdout)
    except (subprocess.SubprocessError, ValueError):
        return (), [Problem(where=path.name, message="无法读取，文件可能已损坏", remedy=SAVE_AS)]
    problems = [
        Problem(where=path.name, message=f"没有名为“{name}”的工作表", remedy=f"工作表请命名为{'、'.join(names)}")
        for name in names
        if name not in found
    ]
    problems.extend(
        Problem(where=name, message=f"超过 {MOST_ROWS} 行", remedy="请分次导入或删去空行")
        for name, rows in found.items()
        if len(rows) > MOST_ROWS
    )
    return ([] if problems else [Sheet(name=name, rows=found[name]) for name in names]), problems


def _fault_of_file(path: Path) -> str:
    if path.stat().st_size > MOST_BYTES:
        return f"文件超过 {MOST_BYTES // 2**20} MB"
    with path.open("rb") as file:
        if file.read(len(OLD_FORMAT)) == OLD_FORMAT:
            return "是旧版 .xls，或加了密码"
    try:
        with ZipFile(path) as archive:
            return _fault_of_parts(archive.infolist())
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        return "不是 .xlsx 工作簿"


def _fault_of_parts(parts: Sequence[ZipInfo]) -> str:
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        return "不是 .xlsx 工作簿"
    if any(name.endswith("vbaProject.bin") for name in names):
        return "含有宏"
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        return "展开后过大"
    return ""


def _read_sheets(path: Path, names: Sequence[str]) -> dict[str, list[list[Cell]]]:
    from openpyxl import load_workbook  # noqa: PLC0415 - heavy, and for the process of its own alone

    book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    sheets = {sheet.title.strip(): sheet for sheet in book.worksheets}
    return {name: _trim([*_rows_of(sheets[name])]) for name in names if name in sheets}


def _rows_of(sheet: "ReadOnlyWorksheet") -> Iterator[list[Cell]]:
    for row in sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True):
        yield [_text_of(value) for value in row]


def _trim(rows: list[list[Cell]]) -> list[list[Cell]]:
    """Without the empty rows at the end, which a column's colour is enough to make."""
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def _text_of(value: object) -> Cell:
    match value:
        case None:
            return None
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)


def _main(path: str, *names: str) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.stdout.write(json.dumps(_read_sheets(Path(path), names)))


if __name__ == "__main__":
    _main(*sys.argv[1:])
