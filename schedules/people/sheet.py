"""Rows of a roster under their columns: what stands in a cell, or the fault that does."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from schedules.calendar.written import parse_day
from schedules.errors import Problem
from schedules.people.columns import NEEDED, Column

LONGEST = 64
HEADER_WITHIN = 5
EARLIEST_YEAR = 1921
LATEST_YEAR = 2100

_INVISIBLE = re.compile("[\\s\u200b-\u200f\u2060\ufeff]+")
_SPACE_IN_CHINESE = re.compile(r"(?<=[^\x00-\xff]) (?=[^\x00-\xff])")

Cell = str | None
"""What is written in a cell; a workbook's dates as `2026-06-28`."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet of a roster: its name as people know it, and its rows from the first line on."""

    name: str
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A filled row. A cell that cannot be read leaves its fault in `problems` and counts as empty."""

    sheet: str
    number: int
    cells: Mapping[Column, Cell]
    problems: list[Problem] = field(default_factory=list)

    def report(self, column: Column, message: str, remedy: str) -> None:
        """Note a fault of one cell."""
        self.problems.append(Problem(where=f"{self.sheet} 第{self.number}行 {column}", message=message, remedy=remedy))

    def text(self, column: Column) -> str:
        """The words of a cell, cleaned; empty where there is nothing."""
        text = _clean(self.cells.get(column))
        if len(text) > LONGEST:
            self.report(column, f"长达 {len(text)} 字", f"最多 {LONGEST} 字")
        elif not text and column in NEEDED and column in self.cells:
            self.report(column, "不能为空", "请填写")
        return text[:LONGEST]

    def key(self, column: Column) -> str:
        """An identifier: half-width and without spaces."""
        return unicodedata.normalize("NFKC", self.text(column)).replace(" ", "")

    def day(self, column: Column) -> date | None:
        """The date in a cell."""
        text = _clean(self.cells.get(column))
        day = parse_day(text)
        if day is not None and EARLIEST_YEAR <= day.year <= LATEST_YEAR:
            return day
        if text:
            self.report(column, f"日期“{text[:LONGEST]}”不存在或写法不对", "请写成 2026-06-28 或 2026年6月28日")
        return None

    def choice(self, column: Column, choices: Mapping[str, T]) -> T | None:
        """What the word in a cell stands for."""
        word = self.key(column)
        if word and word not in choices:
            self.report(column, f"不认识“{word}”", f"可以写：{'、'.join(choices)}")
        return choices.get(word)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The filled rows of a sheet, which columns it has, and what is wrong with its header."""

    rows: Sequence[Row]
    columns: frozenset[Column]
    header_problems: Sequence[Problem]

    @property
    def problems(self) -> Sequence[Problem]:
        """All faults found so far, from the top down."""
        return [*self.header_problems, *(problem for row in self.rows for problem in row.problems)]


def read_table(sheet: Sheet, columns: Iterable[Column]) -> Table:
    """The rows of a sheet under its header. Rows add their own faults when their cells are read."""
    by_word = {column.value: column for column in columns}
    start = _header_at(sheet, by_word)
    words = [_header_word(cell) for cell in sheet.rows[start]] if sheet.rows else []
    filled = [row for row in enumerate(sheet.rows[start + 1 :], start + 2) if any(map(_is_filled, row[1]))]
    header = {by_word[word]: words.index(word) for word in words if word in by_word}
    place = f"{sheet.name} 第{start + 1}行"
    return Table(
        rows=[
            Row(
                sheet=sheet.name,
                number=number,
                cells={column: cells[index] if index < len(cells) else None for column, index in header.items()},
            )
            for number, cells in filled
        ],
        columns=frozenset(header),
        header_problems=[
            *_faults_of_header(place, words, by_word),
            *_faults_beside_header(place, words, [cells for _, cells in filled]),
        ],
    )


def _header_at(sheet: Sheet, by_word: Mapping[str, Column]) -> int:
    """The row that looks most like a header: a title may stand above it."""
    known = [sum(_header_word(cell) in by_word for cell in row) for row in sheet.rows[:HEADER_WITHIN]]
    return known.index(max(known)) if known else 0


def _faults_of_header(place: str, words: Sequence[str], by_word: Mapping[str, Column]) -> Iterator[Problem]:
    for word in dict.fromkeys(filter(None, words)):
        if word not in by_word:
            yield Problem(where=f"{place} {word}", message="没有这一列", remedy=_remedy_for_column(word, by_word))
        elif words.count(word) > 1:
            yield Problem(where=f"{place} {word}", message="这一列出现了两次", remedy="请只留一列")
    for word, column in by_word.items():
        if column in NEEDED and word not in words:
            yield Problem(where=f"{place} {word}", message="缺少这一列", remedy="请补上")


def _remedy_for_column(word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, [*known], n=1, cutoff=0.5)
    return f"是否应为“{near[0]}”" if near else f"请删去；这张表只收{'、'.join(known)}"


def _faults_beside_header(place: str, words: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Iterator[Problem]:
    width = max((len(row) for row in rows), default=0)
    for index in range(width):
        unnamed = index >= len(words) or not words[index]
        if unnamed and any(index < len(row) and _is_filled(row[index]) for row in rows):
            yield Problem(
                where=f"{place} 第{index + 1}列", message="有内容而没有列名", remedy="请补上列名，或清空这一列"
            )


def _header_word(cell: Cell) -> str:
    return unicodedata.normalize("NFKC", _clean(cell)).replace(" ", "")


def _is_filled(cell: Cell) -> bool:
    return bool(_clean(cell))


def _clean(cell: Cell) -> str:
    """Without what nobody sees: odd spaces, and those that pad a Chinese name (张　三)."""
    return _SPACE_IN_CHINESE.sub("", _INVISIBLE.sub(" ", cell or "").strip())
