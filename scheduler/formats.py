"""Instances and plans as JSON texts, so that a run can be repeated anywhere. Versioned; no files here.

A wrong text raises `InputError` that names the place (`demands[17].priority`), what came and what is allowed.
"""

import json
import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from typing import Any, TypeVar

from scheduler.errors import InputError
from scheduler.instance import Instance
from scheduler.plan import Plan

VERSION = 1
INSTANCE_FORMAT = "tongke-alignment-instance"
PLAN_FORMAT = "tongke-alignment-plan"
LARGEST_TEXT = 200_000_000
"""Characters. A city has 6 million; what is larger is no instance, and would fill the memory."""

_T = TypeVar("_T")


def write_instance(instance: Instance) -> str:
    """Return an instance as a JSON text; equal instances give equal texts."""
    return _write(INSTANCE_FORMAT, instance)


def read_instance(text: str) -> Instance:
    """Return the instance of a text.

    Raises:
        InputError: if the text is not JSON, not this format or version, or a field is missing, unknown or wrong.
            Whether ids exist is for `integrity.check`.
    """
    return _read(text, INSTANCE_FORMAT, Instance)


def write_plan(plan: Plan) -> str:
    """Return a plan as a JSON text; equal plans give equal texts, byte for byte."""
    return _write(PLAN_FORMAT, plan)


def read_plan(text: str) -> Plan:
    """Return the plan of a text.

    Raises:
        InputError: as `read_instance`.
    """
    return _read(text, PLAN_FORMAT, Plan)


def _write(name: str, value: object) -> str:
    data = {"format": name, "version": VERSION, **_plain(value)}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value):
        found = ((field, getattr(value, field.name)) for field in fields(value))
        return {
            field.name: _plain(each)
            for field, each in found
            if field.default is MISSING or each != field.default
        }
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value


def _read(text: str, name: str, kind: type[_T]) -> _T:
    if len(text) > LARGEST_TEXT:
        raise InputError("file", f"{len(text)} characters", f"at most {LARGEST_TEXT}")
    try:
        data = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise InputError("file", f"no JSON ({error})", "a JSON text") from error
    if not isinstance(data, dict):
        raise InputError("file", type(data).__name__, "a JSON object")
    if data.pop("format", None) != name:
        raise InputError("format", "another or none", name)
    version = data.pop("version", None)
    if version != VERSION:
        raise InputError("version", version, str(VERSION))
    found: _T = _value(kind, data, "")
    return found


def _value(kind: Any, data: Any, place: str) -> Any:
    """Return `data` as a value of the annotated type `kind`."""
    while isinstance(kind, typing.NewType):
        kind = kind.__supertype__
    origin = typing.get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        inner = next(each for each in typing.get_args(kind) if each is not types.NoneType)
        return None if data is None else _value(inner, data, place)
    if origin in (tuple, frozenset):
        if not isinstance(data, list):
            raise InputError(place, _shown(data), "a list")
        inner = typing.get_args(kind)[0]
        return origin(_value(inner, each, f"{place}[{number}]") for number, each in enumerate(data))
    if is_dataclass(kind):
        return _dataclass(kind, data, place)
    return _single(kind, data, place)


def _single(kind: Any, data: Any, place: str) -> Any:
    if issubclass(kind, Enum):
        try:
            return kind(data)
        except ValueError:
            allowed = ", ".join(str(each.value) for each in kind)
            raise InputError(place, _shown(data), allowed) from None
    # A JSON true is no number, although Python counts it as one.
    if type(data) is not kind:
        names = {int: "a whole number", str: "a text", bool: "true or false"}
        raise InputError(place, _shown(data), names[kind])
    return data


def _dataclass(kind: Any, data: Any, place: str) -> Any:
    if not isinstance(data, Mapping):
        raise InputError(place, _shown(data), "an object")
    known: dict[str, Field[Any]] = {field.name: field for field in fields(kind)}
    hints = _hints(kind)
    for name in data:
        if name not in known:
            raise InputError(_join(place, name), "an unknown field", ", ".join(known))
    values: dict[str, Any] = {}
    for name, field in known.items():
        if name in data:
            values[name] = _value(hints[name], data[name], _join(place, name))
        elif field.default is MISSING and field.default_factory is MISSING:
            raise InputError(_join(place, name), "nothing", "this field is needed")
    try:
        return kind(**values)
    except InputError as error:
        raise InputError(_join(place, error.field), error.came, error.allowed) from error


_HINTS: dict[Any, dict[str, Any]] = {}


def _hints(kind: Any) -> dict[str, Any]:
    """Annotations of a class, evaluated once: evaluating takes longer than reading a row."""
    if kind not in _HINTS:
        _HINTS[kind] = typing.get_type_hints(kind)
    return _HINTS[kind]


def _join(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _shown(data: Any) -> str:
    text = json.dumps(data, ensure_ascii=False)
    return text if len(text) <= 60 else text[:57] + "..."
