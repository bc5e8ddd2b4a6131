"""An operator's file of holidays and make-up days, for years that the library does not know yet."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from schedules.calendar.written import parse_day
from schedules.errors import Problem

WORKED: Final[Mapping[str, bool]] = {"holidays": False, "workdays": True}
LONGEST_RUN = timedelta(days=31)
REMEDY = '请写成 "2027-02-05" 或 "2027-02-05..2027-02-13"'


def read_calendar(path: Path) -> tuple[Mapping[date, bool], Sequence[Problem]]:
    """Days off (False, `holidays`) and worked days (True, `workdays`), with all faults of the file."""
    problems: list[Problem] = []
    days: dict[date, bool] = {}
    try:
        tables = tomllib.loads(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return {}, [Problem(where=str(path), message="不是可读的 TOML 文件", remedy='请写成 holidays = ["2027-01-01"]')]
    for key, entries in tables.items():
        if key not in WORKED or not isinstance(entries, list):
            problems.append(
                Problem(where=f"{path} {key}", message="应为日期列表", remedy="可用的有 holidays、workdays")
            )
            continue
        for entry in entries:
            run = [*_days_of(entry)]
            if not run:
                problems.append(Problem(where=f"{path} {key}", message=f"“{entry}”不是日期", remedy=REMEDY))
            twice = [day for day in run if days.setdefault(day, WORKED[key]) is not WORKED[key]]
            problems.extend(
                Problem(where=f"{path} {key}", message=f"{day} 既是假日又是上班日", remedy="请删去其中一处")
                for day in twice
            )
    return days, problems


def _days_of(entry: object) -> Iterator[date]:
    first, dots, last = str(entry).partition("..")
    start, end = parse_day(first), parse_day(last if dots else first)
    if start and end and start <= end <= start + LONGEST_RUN:
        yield from (start + timedelta(days=n) for n in range((end - start).days + 1))
