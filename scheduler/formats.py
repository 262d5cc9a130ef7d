"""Instances and plans as JSON texts, so that a run can be repeated anywhere. Versioned; no files here.

A wrong text raises `InputError` that names the place (`demands[17].priority`), what came and what is allowed.
"""

import functools
import json
import types
import typing
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
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
    known: Any = kind
    found: _T = _reader(known)(data)
    return found


@functools.cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """Return what makes a value of the annotated type `kind` of JSON data; made once for each type.

    A reader raises `InputError` with the place below its own value; whoever called it puts its own in front. So
    places are spelled only where something is wrong: a city has 400,000 values.
    """
    while isinstance(kind, typing.NewType):
        kind = kind.__supertype__
    origin = typing.get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        inner = next(each for each in typing.get_args(kind) if each is not types.NoneType)
        return functools.partial(_read_optional, _reader(inner))
    if origin in (tuple, frozenset):
        return functools.partial(_read_list, origin, _reader(typing.get_args(kind)[0]))
    if is_dataclass(kind):
        return _dataclass_reader(kind)
    if issubclass(kind, Enum):
        return functools.partial(_read_member, kind, {each.value: each for each in kind})
    return functools.partial(_read_single, kind)


def _read_optional(inner: Callable[[Any], Any], data: Any) -> Any:
    return None if data is None else inner(data)


def _read_list(origin: Any, inner: Callable[[Any], Any], data: Any) -> Any:
    if not isinstance(data, list):
        raise InputError("", _shown(data), "a list")
    values: list[Any] = []
    try:
        for each in data:
            values.append(inner(each))  # noqa: PERF401 - how many are done names the one that is wrong
    except InputError as error:
        raise _below(f"[{len(values)}]", error) from error
    return origin(values)


def _read_member(kind: type[Enum], members: dict[Any, Enum], data: Any) -> Enum:
    # A list is no key; JSON's true equals 1.
    if isinstance(data, (str, int)) and not isinstance(data, bool) and data in members:
        return members[data]
    raise InputError("", _shown(data), ", ".join(str(each.value) for each in kind))


def _read_single(kind: type, data: Any) -> Any:
    # A JSON true is no number, although Python counts it as one.
    if type(data) is not kind:
        names = {int: "a whole number", str: "a text", bool: "true or false"}
        raise InputError("", _shown(data), names[kind])
    return data


def _dataclass_reader(kind: Any) -> Callable[[Any], Any]:
    hints = typing.get_type_hints(kind)
    readers = {field.name: _reader(hints[field.name]) for field in fields(kind)}
    needed = [field.name for field in fields(kind) if field.default is MISSING]
    return functools.partial(_read_dataclass, kind, readers, needed)


def _read_dataclass(
    kind: Any, readers: dict[str, Callable[[Any], Any]], needed: list[str], data: Any
) -> Any:
    if not isinstance(data, dict):
        raise InputError("", _shown(data), "an object")
    values: dict[str, Any] = {}
    for name, each in data.items():
        reader = readers.get(name)
        if reader is None:
            raise InputError(name, "an unknown field", ", ".join(readers))
        try:
            values[name] = reader(each)
        except InputError as error:
            raise _below(name, error) from error
    for name in needed:
        if name not in values:
            raise InputError(name, "nothing", "this field is needed")
    return kind(**values)


def _below(place: str, error: InputError) -> InputError:
    """Return the error with `place` put in front of its field."""
    joined = place + error.field if error.field.startswith("[") else f"{place}.{error.field}"
    return InputError(joined if error.field else place, error.came, error.allowed)


def _shown(data: Any) -> str:
    text = json.dumps(data, ensure_ascii=False)
    return text if len(text) <= 60 else text[:57] + "..."
