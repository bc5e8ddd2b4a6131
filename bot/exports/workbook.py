"""Tables as workbooks that office programs open."""

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from handlers.ledger_table import Cell, Table

if TYPE_CHECKING:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

LONGEST_TITLE = 31
WIDTH = 14


def write_workbook(table: Table) -> bytes:
    """A table as an .xlsx of one sheet, whose first row stays in sight."""
    from openpyxl import Workbook  # noqa: PLC0415 - heavy, and only where a file is asked for

    book = Workbook(write_only=True)
    sheet = book.create_sheet(table.name[:LONGEST_TITLE])
    sheet.freeze_panes = "A2"
    sheet.sheet_format.defaultColWidth = WIDTH
    for row in table.rows:
        sheet.append([*_cells_of(sheet, row)])
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _cells_of(sheet: "WriteOnlyWorksheet", row: tuple[Cell, ...]) -> "Iterator[WriteOnlyCell]":
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - as above
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415 - as above

    for value in row:
        cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value)
        if isinstance(value, str):
            # What people type is no formula.
            cell.data_type = "s"
        yield cell
