"""Where settings come from: one TOML file, and the environment over it."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from schedules.errors import Problem

PREFIX = "ZHIBU_"
LEVELS = "__"
CONFIG = "ZHIBU_CONFIG"
DEFAULT_FILE = Path("zhibu.toml")
FROM_FILE = "_file"

Place = tuple[str, ...]
"""The way to a setting: table, key."""


@dataclass(slots=True, kw_only=True)
class Sources:
    """What was given, and where each part of it stands; what could not be read is in `problems`."""

    tree: dict[str, Any] = field(default_factory=dict)
    file: str = ""
    variables: dict[Place, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def where(self, place: Place) -> str:
        """How to tell a person where a setting stands."""
        for length in range(len(place), 0, -1):
            if variable := self.variables.get(place[:length]):
                return f"环境变量 {variable}"
        *tables, key = place
        return " ".join(part for part in (self.file, f"[{'.'.join(tables)}]" if tables else "", key) if part)


def read_sources(path: Path | None, environ: Mapping[str, str], known: frozenset[Place]) -> Sources:
    """The settings file and the environment as one tree; `known` are the settings that there are."""
    sources = Sources()
    _read_file(sources, path, environ)
    for variable in sorted(environ):
        # Names without a level are not ours: Kubernetes sets ZHIBU_PORT for a service called zhibu.
        if variable.startswith(PREFIX) and LEVELS in variable and environ[variable].strip():
            _read_variable(sources, variable, environ[variable].strip(), known)
    return sources


def _read_file(sources: Sources, path: Path | None, environ: Mapping[str, str]) -> None:
    chosen = path or (Path(environ[CONFIG]) if environ.get(CONFIG) else None)
    if chosen is None and not DEFAULT_FILE.exists():
        return
    file = chosen or DEFAULT_FILE
    sources.file = str(file)
    try:
        sources.tree = tomllib.loads(file.read_text("utf-8-sig"))
    except OSError:
        message = "读不到设置文件" if file.exists() else "找不到设置文件"
        remedy = f"请核对 --config 或 {CONFIG} 所指的路径，以及读取权限"
        sources.problems.append(Problem(where=sources.file, message=message, remedy=remedy))
    except UnicodeDecodeError:
        sources.problems.append(
            Problem(where=sources.file, message="不是 UTF-8 编码", remedy="请在编辑器中另存为 UTF-8")
        )
    except tomllib.TOMLDecodeError as error:
        sources.problems.append(_syntax_problem(sources.file, error))


def _syntax_problem(file: str, error: tomllib.TOMLDecodeError) -> Problem:
    place = re.search(r"line (\d+), column (\d+)", str(error))
    where = f"{file} 第{place[1]}行第{place[2]}列" if place else f"{file} 末尾"
    repeated = "overwrite" in str(error) or "twice" in str(error)
    message = "同一个表或设置写了两次" if repeated else "不合 TOML 的写法"
    remedy = "请删去其中一处" if repeated else '请按 键 = "值" 书写，文字加英文引号，行末不加标点'
    return Problem(where=where, message=message, remedy=remedy)


def _read_variable(sources: Sources, variable: str, text: str, known: frozenset[Place]) -> None:
    place = tuple(variable.removeprefix(PREFIX).lower().split(LEVELS))
    table, key = place[:-1], place[-1]
    if place not in known and (*table, key.removesuffix(FROM_FILE)) in known:
        key = key.removesuffix(FROM_FILE)
        try:
            text = Path(text).read_text("utf-8-sig").strip()
        except (OSError, UnicodeDecodeError):
            sources.problems.append(
                Problem(where=f"环境变量 {variable}", message=f"读不到文件 {text}", remedy="请核对路径与读取权限")
            )
            return
    node = sources.tree
    for name in table:
        inner = node.setdefault(name, {})
        if not isinstance(inner, dict):
            return
        node = inner
    node[key] = _value_of(text)
    sources.variables[(*table, key)] = variable


def _value_of(text: str) -> Any:  # noqa: ANN401 - whatever JSON says
    if not text.startswith(("[", "{")):
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text
