"""Errors of this package, and faults as values."""

from dataclasses import dataclass


class ScheduleError(Exception):
    """Something that is owed could not be computed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A fault in what a person gave us, as a value: all faults of one input come back together.

    `message` says what is wrong, `remedy` what to do (both Chinese), `where` names the place: file and line, sheet and cell.
    """

    message: str
    remedy: str = ""
    where: str = ""

    def __str__(self) -> str:
        place = f"{self.where}：" if self.where else ""
        remedy = f"。{self.remedy}" if self.remedy else ""
        return f"{place}{self.message}{remedy}"
