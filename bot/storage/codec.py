"""Frozen dataclasses to JSON text and back, by their annotations: strict, and without fields that have their default.

So a field added later, with a default, reads what was written before it.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from functools import cache, lru_cache
from json.encoder import encode_basestring
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Generic, NamedTuple, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
Convert = Callable[[Any], Any]

_REMEMBERED = 1024


@lru_cache(64)
def instant_text(instant: datetime) -> str:
    """An aware instant as text that sorts: `2026-06-28T01:05:00.000000Z`."""
    if instant.tzinfo is None:
        raise TypeError(f"an aware instant is needed, got {instant!r}")
    return instant.astimezone(UTC).isoformat(timespec="microseconds")[:26] + "Z"


class Codec(Generic[T]):
    """JSON text of values of one type. One that `remembers` reads a text that it read before from memory."""

    def __init__(self, kind: type[T], *, remembers: bool = False) -> None:
        annotation: Any = kind
        self._pair = _pair_of(annotation)
        self.dumps: Callable[[T], str] = self._pair.dump
        """The value as JSON."""
        self.loads: Callable[[str], T] = lru_cache(_REMEMBERED)(self._load) if remembers else self._load
        """The value of a text that `dumps` wrote. Any other text raises ValueError, TypeError, KeyError or AttributeError."""

    def _load(self, text: str) -> T:
        value: T = self._pair.load(json.loads(text))
        return value


class _Pair(NamedTuple):
    """How the values of one type go out, as JSON, and come back from what JSON gave."""

    dump: Callable[[Any], str]
    load: Convert


@cache
def _pair_of(kind: Any) -> _Pair:  # noqa: ANN401 - annotations have no type of their own
    origin, args = get_origin(kind), get_args(kind)
    if hasattr(kind, "__supertype__"):
        return _pair_of(kind.__supertype__)
    if origin in (Union, UnionType):
        return _optional(args)
    if origin is tuple:
        return _sequence(args[0]) if args[-1] is Ellipsis else _fixed(args)
    if origin in (frozenset, Mapping):
        return _set(args[0]) if origin is frozenset else _mapping(args[1])
    return _dataclass(kind) if is_dataclass(kind) else _scalar(kind)


def _scalar(kind: type) -> _Pair:
    if issubclass(kind, Enum):
        return _Pair(lambda value: encode_basestring(value.value), kind)
    if issubclass(kind, datetime):
        return _Pair(lambda value: f'"{instant_text(value)}"', datetime.fromisoformat)
    if issubclass(kind, date | time):
        return _Pair(lambda value: f'"{value.isoformat()}"', kind.fromisoformat)
    if issubclass(kind, Decimal):
        return _Pair(lambda value: f'"{value}"', kind)
    if kind is str:
        return _Pair(encode_basestring, _exactly(kind, lambda value: value))  # which takes nothing but text
    if kind in _WRITERS:
        return _Pair(_exactly(kind, _WRITERS[kind]), _exactly(kind, lambda value: value))
    raise TypeError(f"no codec for {kind!r}")


_WRITERS: Mapping[type, Callable[[Any], str]] = {
    int: str,
    bool: lambda value: str(value).lower(),
}


def _exactly(kind: type, convert: Callable[[Any], T]) -> Callable[[Any], T]:
    def check(value: object) -> T:
        if type(value) is not kind:
            raise TypeError(f"{kind.__name__} expected, got {value!r}")
        return convert(value)

    return check


def _optional(args: tuple[Any, ...]) -> _Pair:
    kinds = [kind for kind in args if kind is not NoneType]
    if len(kinds) != 1:
        raise TypeError(f"no codec for a union of {kinds!r}")
    dump, load = _pair_of(kinds[0])
    return _Pair(
        lambda value: "null" if value is None else dump(value),
        lambda raw: None if raw is None else load(raw),
    )


def _sequence(kind: Any) -> _Pair:  # noqa: ANN401
    dump, load = _pair_of(kind)
    return _Pair(
        lambda value: f"[{','.join(map(dump, value))}]" if value else "[]",
        lambda raw: tuple([load(item) for item in raw]),
    )


def _fixed(kinds: tuple[Any, ...]) -> _Pair:
    pairs = [_pair_of(kind) for kind in kinds]
    return _Pair(
        lambda value: f"[{','.join([pair.dump(item) for pair, item in zip(pairs, value, strict=True)])}]",
        lambda raw: tuple([pair.load(item) for pair, item in zip(pairs, raw, strict=True)]),
    )


def _set(kind: Any) -> _Pair:  # noqa: ANN401
    dump, load = _pair_of(kind)
    return _Pair(
        lambda value: f"[{','.join(sorted(map(dump, value)))}]" if value else "[]",
        lambda raw: frozenset(map(load, raw)),
    )


def _mapping(kind: Any) -> _Pair:  # noqa: ANN401
    dump, load = _pair_of(kind)
    return _Pair(
        lambda value: f"{{{','.join([f'{encode_basestring(key)}:{dump(item)}' for key, item in value.items()])}}}",
        lambda raw: {key: load(item) for key, item in raw.items()},
    )


def _dataclass(kind: Any) -> _Pair:  # noqa: ANN401
    hints = get_type_hints(kind)
    pairs = {field.name: _pair_of(hints[field.name]) for field in fields(kind)}
    plan = [(_default_of(field), f'"{field.name}":', pairs[field.name].dump) for field in fields(kind)]
    values_of = _getter_of([field.name for field in fields(kind)])
    loads = {name: pair.load for name, pair in pairs.items()}

    def dump(value: object) -> str:
        out = []
        for item, (default, key, write) in zip(values_of(value), plan, strict=True):
            if item is not default and item != default:
                out.append(key + write(item))
        return f"{{{','.join(out)}}}"

    def load(raw: dict[str, Any]) -> object:
        return kind(**{name: loads[name](item) for name, item in raw.items()})

    return _Pair(dump, load)


def _getter_of(names: Sequence[str]) -> Callable[[object], tuple[Any, ...]]:
    """The values of all names at once, which is much faster than one by one."""
    if len(names) == 1:
        return lambda value: (getattr(value, names[0]),)
    return attrgetter(*names)


def _default_of(field: "Field[Any]") -> object:
    return field.default if field.default_factory is MISSING else field.default_factory()
