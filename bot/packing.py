"""What a message means, on its way from the process that has read it."""

import io
import pickle
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")


def pack(values: object) -> bytes:
    """Bytes that tell of a dataclass what is not as it is by default: a pickle of its own takes twice as long to read."""
    packed = io.BytesIO()
    _Packer(packed, pickle.HIGHEST_PROTOCOL).dump(values)
    return packed.getvalue()


def unpack(packed: bytes | bytearray) -> Any:  # noqa: ANN401 - whatever it was
    """What was packed, by ourselves."""
    return pickle.loads(packed)  # noqa: S301


class _Packer(pickle.Pickler):
    def reducer_override(self, value: object) -> Any:  # noqa: ANN401 - as the library has it
        kind: Any = type(value)
        defaults = _defaults_of(kind)
        if defaults is None:
            return NotImplemented
        return _make, (kind, {name: it for name, default in defaults if (it := getattr(value, name)) != default})


@cache
def _defaults_of(kind: type) -> list[tuple[str, object]] | None:
    """The fields of a dataclass; None for anything else."""
    return [(field.name, field.default) for field in fields(kind)] if is_dataclass(kind) else None


def _make(kind: Callable[..., T], told: Mapping[str, object]) -> T:
    return kind(**told)
