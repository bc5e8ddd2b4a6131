"""A roster as offices keep it: a workbook with two sheets, or a folder with two CSV files."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from bot.errors import BotError
from bot.imports.workbook import MOST_BYTES, MOST_ROWS, SAVE_AS, read_workbook
from schedules.errors import Problem
from schedules.people.sheet import Cell, Sheet

SHEETS = ("组织", "人员")
NOT_FOUND = ("找不到这个文件", "请核对路径")
ENCODINGS = ("utf-8-sig", "gb18030")


class RosterError(BotError):
    """A roster cannot be read; `problems` are all that is wrong with its files."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def read_roster(path: Path) -> tuple[Sheet, Sheet]:
    """The sheets 组织 and 人员 of a workbook or a folder, for `parse_roster`.

    Raises:
        RosterError: they cannot be read.
    """
    sheets, problems = _read_sheets(path)
    if problems:
        raise RosterError(problems)
    organisations, members = sheets
    return organisations, members


def _read_sheets(path: Path) -> tuple[Sequence[Sheet], Sequence[Problem]]:
    try:
        if path.is_dir():
            return _read_folder(path)
        if path.suffix.lower() == ".xlsx":
            return read_workbook(path, SHEETS)
        message, remedy = _refusal_of(path)
    except FileNotFoundError:
        message, remedy = NOT_FOUND
    except OSError:
        message, remedy = "没有读取权限，或文件正被占用", "请核对权限后再试"
    return (), [Problem(where=path.name, message=message, remedy=remedy)]


def _refusal_of(path: Path) -> tuple[str, str]:
    if not path.exists():
        return NOT_FOUND
    if path.suffix.lower() == ".csv":
        return "只有一张表", "请把 组织.csv 与 人员.csv 放在一个文件夹中，并写这个文件夹的路径"
    return f"不支持 {path.suffix or '没有后缀的'} 文件", SAVE_AS


def _read_folder(folder: Path) -> tuple[Sequence[Sheet], Sequence[Problem]]:
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    for name in SHEETS:
        found = _read_csv(folder / f"{name}.csv", name)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            sheets.append(found)
    return sheets, problems


def _read_csv(path: Path, name: str) -> Sheet | Problem:
    if not path.is_file():
        return Problem(
            where=path.name, message="文件夹中没有这个文件", remedy=f"请放入 {'、'.join(SHEETS)} 两个 .csv 文件"
        )
    if path.stat().st_size > MOST_BYTES:
        return Problem(where=path.name, message=f"文件超过 {MOST_BYTES // 2**20} MB", remedy="请分次导入")
    text = _decode(path.read_bytes())
    if text is None:
        return Problem(where=path.name, message="认不出文字编码", remedy="请另存为 CSV UTF-8（逗号分隔）")
    try:
        rows: list[list[Cell]] = [[*row] for row in csv.reader(io.StringIO(text, newline=""), strict=True)]
    except csv.Error:
        return Problem(where=path.name, message="引号不成对，或有过长的一格", remedy="请用 Excel 或 WPS 重新另存为 CSV")
    if len(rows) > MOST_ROWS:
        return Problem(where=path.name, message=f"超过 {MOST_ROWS} 行", remedy="请分次导入或删去空行")
    return Sheet(name=name, rows=rows)


def _decode(raw: bytes) -> str | None:
    if b"\0" in raw:
        return None
    for encoding in ENCODINGS:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
