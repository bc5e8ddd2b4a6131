"""Workbooks as Excel and WPS save them, and files that only look like one."""

from datetime import date, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.styles import PatternFill

from bot.imports import workbook
from bot.imports.roster_file import RosterError, read_roster
from schedules.people.roster import parse_roster


def save(path: Path, organisations: list[list[object]], members: list[list[object]]) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in (("组织", organisations), ("人员 ", members)):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


ORGANISATIONS: list[list[object]] = [
    ["编号", "名称", "类型", "届满日期"],
    ["zb1", "第一党支部", "党支部", date(2027, 2, 28)],
]
MEMBERS: list[list[object]] = [
    ["工号", "姓名", "组织编号", "入党日期", "转正日期"],
    [1001, "李明", "zb1", datetime(2008, 6, 28), "2009年6月28日"],  # noqa: DTZ001 - as Excel has it
    [1002.0, "王芳", "zb1", None, None],
]


def test_dates_and_numbers_of_excel_are_read(tmp_path: Path) -> None:
    roster, problems = parse_roster(*read_roster(save(tmp_path / "花名册.xlsx", ORGANISATIONS, MEMBERS)))

    assert not problems
    assert [(each.id, each.joined_on, each.confirmed_on) for each in roster.members] == [
        ("1001", date(2008, 6, 28), date(2009, 6, 28)),
        ("1002", None, None),
    ]
    term = roster.organisations[0].term
    assert term is not None
    assert term.ends_on == date(2027, 2, 28)


def test_coloured_empty_rows_are_no_rows(tmp_path: Path) -> None:
    path = save(tmp_path / "花名册.xlsx", ORGANISATIONS, MEMBERS)
    book = Workbook()
    for name, rows in (("组织", ORGANISATIONS), ("人员", MEMBERS)):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        sheet.cell(30_000, 1).fill = PatternFill("solid", fgColor="FFFF00")
    book.save(path)

    _, problems = parse_roster(*read_roster(path))

    assert not problems


def test_a_missing_sheet_is_told(tmp_path: Path) -> None:
    path = tmp_path / "花名册.xlsx"
    Workbook().save(path)

    with pytest.raises(RosterError) as caught:
        read_roster(path)

    assert [problem.message for problem in caught.value.problems] == [
        "没有名为“组织”的工作表",
        "没有名为“人员”的工作表",
    ]


def archive(path: Path, parts: dict[str, bytes]) -> Path:
    with ZipFile(path, "w", ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return path


def refusal_of(path: Path) -> str:
    with pytest.raises(RosterError) as caught:
        read_roster(path)
    (problem,) = caught.value.problems
    return str(problem)


def test_what_is_no_workbook_is_refused_in_words(tmp_path: Path) -> None:
    old = tmp_path / "旧.xlsx"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512))
    text = tmp_path / "文.xlsx"
    text.write_text("工号,姓名", "utf-8")
    broken = archive(tmp_path / "坏.xlsx", {"xl/workbook.xml": b"<workbook"})
    macros = archive(tmp_path / "宏.xlsx", {"xl/workbook.xml": b"", "xl/vbaProject.bin": b""})
    single = tmp_path / "人员.csv"
    single.touch()
    macro_book = tmp_path / "花名册.xlsm"
    macro_book.touch()

    assert "旧版 .xls，或加了密码" in refusal_of(old)
    assert "不是 .xlsx 工作簿" in refusal_of(text)
    assert "不是 .xlsx 工作簿" in refusal_of(archive(tmp_path / "压.xlsx", {"a.txt": b""}))
    assert "可能已损坏" in refusal_of(broken)
    assert "含有宏" in refusal_of(macros)
    assert "不支持 .xlsm 文件" in refusal_of(macro_book)
    assert "放在一个文件夹中" in refusal_of(single)
    assert "找不到这个文件" in refusal_of(tmp_path / "无.xlsx")
    assert "找不到这个文件" in refusal_of(tmp_path / "无此文件夹")


def test_what_would_unpack_too_large_is_refused_unread(tmp_path: Path) -> None:
    bomb = archive(tmp_path / "弹.xlsx", {"xl/workbook.xml": b"", "xl/sheet1.xml": bytes(workbook.MOST_UNPACKED + 1)})

    assert bomb.stat().st_size < workbook.MOST_BYTES
    assert "展开后过大" in refusal_of(bomb)


def test_a_workbook_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "SECONDS", 0.01)

    assert "可能已损坏" in refusal_of(save(tmp_path / "慢.xlsx", ORGANISATIONS, MEMBERS))
