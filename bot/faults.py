"""What pydantic finds wrong with the settings, told in Chinese with a remedy."""

import difflib
import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from bot.sources import Place, Sources
from schedules.errors import Problem

EXAMPLE = "请参照 deploy/zhibu.toml.example"
NOT_A_NUMBER = ("应为整数", "请写成不带引号的数字")
NOT_A_TABLE = ("应为一个表", "请写成 [表名]，其下每行一项")
NOT_A_LIST = ("应为列表", '请写成 ["…", "…"]')

_EXPLANATIONS = {
    "missing": ("缺少此项", "请补上"),
    "int_parsing": NOT_A_NUMBER,
    "int_type": NOT_A_NUMBER,
    "int_from_float": NOT_A_NUMBER,
    "bool_parsing": ("只能是 true 或 false", "请去掉引号，写 true 或 false"),
    "bool_type": ("只能是 true 或 false", "请写 true 或 false"),
    "string_type": ("应为文字", '请加英文引号，如 "…"'),
    "model_type": NOT_A_TABLE,
    "dict_type": NOT_A_TABLE,
    "mapping_type": NOT_A_TABLE,
    "tuple_type": NOT_A_LIST,
    "string_pattern_mismatch": ("写法不对", EXAMPLE),
}


def places_of(model: type[BaseModel]) -> Iterator[Place]:
    """Every setting of a model, tables included."""
    for name, field in model.model_fields.items():
        yield (name,)
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from ((name, *rest) for rest in places_of(field.annotation))


def problem_of(error: ErrorDetails, sources: Sources, known: frozenset[Place]) -> Problem:
    """One fault that pydantic found, as a person can mend it."""
    place = tuple(part for part in error["loc"] if isinstance(part, str))
    items = [f"第{part + 1}项" for part in error["loc"] if isinstance(part, int)]
    message, remedy = _explanation_of(error, place, known)
    return Problem(where=sources.where(place), message="".join((*items, message)), remedy=remedy)


def _explanation_of(error: ErrorDetails, place: Place, known: frozenset[Place]) -> tuple[str, str]:
    context: dict[str, Any] = error.get("ctx", {})
    match error["type"]:
        case "value_error":
            message, _, remedy = str(context["error"]).partition("；")
            return message, remedy or EXAMPLE
        case "extra_forbidden":
            return "没有这项设置", _remedy_for_unknown(place, known)
        case "literal_error":
            return "不认识的取值", "可以写 " + "、".join(re.findall("'([^']*)'", context["expected"]))
        case "greater_than_equal":
            return "太小", f"最小为 {context['ge']}"
        case "less_than_equal":
            return "太大", f"最大为 {context['le']}"
        case kind:
            return _EXPLANATIONS.get(kind, ("取值不可用", EXAMPLE))


def _remedy_for_unknown(place: Place, known: frozenset[Place]) -> str:
    *tables, key = place
    beside = sorted(other[-1] for other in known if other[:-1] == tuple(tables))
    if near := difflib.get_close_matches(key, beside, n=1):
        return f"是否应为 {near[0]}"
    elsewhere = sorted(f"[{'.'.join(other[:-1])}] {key}" for other in known if other[-1] == key and len(other) > 1)
    if elsewhere:
        return f"请移到 {elsewhere[0]} 之下"
    return f"请删去；这里可用的有 {'、'.join(beside)}" if beside else f"请删去；{EXAMPLE}"
