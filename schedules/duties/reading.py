"""Reading profiles: TOML texts in; rows, and every fault with its file and line, out."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from schedules.duties import faults
from schedules.duties.duty import Duty, DutyId
from schedules.duties.rows import DutyRow, ProfileRow, duty_of
from schedules.errors import Problem

TABLE = re.compile(r"\s*\[\[\s*duties\s*\]\]")
HEAD = re.compile(r"\s*\[\s*profile\s*\]")
ANY_TABLE = re.compile(r"\s*\[")
SYNTAX_LINE = re.compile(r"at line (\d+)")
TABLES = frozenset({"profile", "duties"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """The sound part of all files, where each profile and duty stands in them, and what is wrong with the rest."""

    profiles: dict[str, ProfileRow] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=dict)
    duties: dict[DutyId, Duty] = field(default_factory=dict)
    places: dict[DutyId, str] = field(default_factory=dict)
    replaced: dict[str, str | None] = field(default_factory=dict)
    """What each duty replaces, unsound ones included: all faults are to come together."""
    problems: list[Problem] = field(default_factory=list)


def read_files(sources: Mapping[str, str]) -> Contents:
    """Read every file in the order of the names, then look for what only shows across files."""
    contents = Contents()
    for name, text in sorted(sources.items()):
        _read_file(name, text, contents)
    contents.problems.extend(_profile_faults(contents))
    contents.problems.extend(_replacement_faults(contents))
    return contents


def _read_file(name: str, text: str, contents: Contents) -> None:
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = SYNTAX_LINE.search(str(error))
        line = int(found[1]) if found else len(text.splitlines())
        contents.problems.append(faults.broken_file(_place(name, line)))
        return
    lines = text.splitlines()
    unknown = sorted(tables.keys() - TABLES)
    contents.problems.extend(faults.unknown_table(_place_of_table(name, lines, key), key) for key in unknown)
    head = _read_head(_block_of(name, lines, HEAD, 0), tables.get("profile", {}), contents)
    duties = tables.get("duties", [])
    for index, table in enumerate(duties if isinstance(duties, list) else [duties]):
        _read_duty(_block_of(name, lines, TABLE, index), table, head, contents)


def _read_head(block: "_Block", table: Any, contents: Contents) -> str | None:  # noqa: ANN401 - whatever TOML holds
    try:
        head = ProfileRow.model_validate(table)
    except ValidationError as error:
        contents.problems.extend(
            faults.bad_value(block.place_of(detail["loc"]), "profile", detail) for detail in error.errors()
        )
        return None
    if head.id in contents.profiles:
        contents.problems.append(faults.doubled_profile(block.place_of(("id",)), head.id))
    contents.profiles.setdefault(head.id, head)
    contents.heads.setdefault(head.id, block.place_of(("extends",)))
    return head.id


def _read_duty(block: "_Block", table: Any, profile: str | None, contents: Contents) -> None:  # noqa: ANN401 - as above
    told = table if isinstance(table, dict) else {}
    replaces = told.get("replaces")
    replaced = replaces if isinstance(replaces, str) else None
    is_first = _claim(block, DutyId(str(told.get("id", ""))), replaced, contents)
    try:
        row = DutyRow.model_validate(table)
    except ValidationError as error:
        owner = str(told.get("id", ""))
        # Of what may be written in two ways, only the one that was meant is told.
        details = [detail for detail in error.errors() if detail["type"] != "is_instance_of"]
        contents.problems.extend(faults.bad_value(block.place_of(one["loc"]), owner, one) for one in details)
        return
    if profile is not None and is_first:
        contents.duties[DutyId(row.id)] = duty_of(row, profile)


def _claim(block: "_Block", duty_id: DutyId, replaced: str | None, contents: Contents) -> bool:
    """Take down an id and what it replaces; whether it is the first of that id."""
    where = block.place_of(("id",))
    if duty_id in contents.places:
        contents.problems.append(faults.doubled_duty(where, duty_id, contents.places[duty_id]))
        return False
    if duty_id:
        contents.places[duty_id] = where
        contents.replaced[duty_id] = replaced
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """The lines of one table in its file."""

    name: str
    first: int | None
    lines: Sequence[str]

    def place_of(self, loc: Sequence[int | str]) -> str:
        if self.first is None:
            return self.name
        key = re.compile(rf"\s*{re.escape(str(loc[0]))}\s*=") if loc else None
        offset = next((n for n, line in enumerate(self.lines) if key and key.match(line)), 0)
        return _place(self.name, self.first + offset)


def _block_of(name: str, lines: Sequence[str], header: re.Pattern[str], index: int) -> _Block:
    starts = [number for number, line in enumerate(lines) if header.match(line)]
    if index >= len(starts):
        return _Block(name=name, first=None, lines=())
    start = starts[index]
    end = next((number for number in range(start + 1, len(lines)) if ANY_TABLE.match(lines[number])), len(lines))
    return _Block(name=name, first=start + 1, lines=lines[start:end])


def _place_of_table(name: str, lines: Sequence[str], key: str) -> str:
    header = re.compile(rf"\s*(?:\[+\s*{re.escape(key)}\b|{re.escape(key)}\s*=)")
    return _place(name, next((number for number, line in enumerate(lines, 1) if header.match(line)), None))


def _place(name: str, line: int | None) -> str:
    return faults.line_of(name, line) if line else name


def _profile_faults(contents: Contents) -> Iterator[Problem]:
    for head in contents.profiles.values():
        if head.extends and head.extends not in contents.profiles:
            yield faults.unknown_profile(contents.heads[head.id], head.id, head.extends)
        if _is_circular(head.id, {row.id: row.extends for row in contents.profiles.values()}):
            yield faults.circular_profile(contents.heads[head.id], head.id)


def _replacement_faults(contents: Contents) -> Iterator[Problem]:
    for duty_id, replaced in contents.replaced.items():
        where = contents.places[DutyId(duty_id)]
        if replaced and replaced not in contents.replaced:
            yield faults.unknown_replaced(where, duty_id, replaced)
        if _is_circular(duty_id, contents.replaced):
            yield faults.circular_replacement(where, duty_id)


def _is_circular(start: str, following: Mapping[str, str | None]) -> bool:
    seen: set[str] = set()
    current: str | None = start
    while current is not None and current not in seen:
        seen.add(current)
        current = following.get(current)
    return current is not None
