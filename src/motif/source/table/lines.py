"""JSON and JSON lines: a list of objects becomes columns; what is no object is left out with its place."""

from __future__ import annotations

import json
import math
from collections import Counter
from typing import Any

import pyarrow as pa

from motif.core.check import few
from motif.core.errors import DataError
from motif.core.record import Drop
from motif.source.table.name import unique_names

__all__ = ["Objects", "looks_like_lines", "read_json", "read_json_lines"]

STEP = "read_table"
_SNIPPET = 60
_MOST_COLUMNS = 10_000  # objects whose keys are data (ids, dates) are no rows of a table
_WHOLE_IN_DOUBLE = 2**53  # beyond it a double skips whole numbers
_SCALARS = (str, bool, int, float)
_KINDS = {dict: "object", list: "list", str: "text", bool: "truth value", int: "number", float: "number"}


class Objects:
    """Objects on their way to columns: the rows, what was left out, and the dirt.

    Parameters
    ----------
    name :
        How messages and drops call the file.

    Examples
    --------
    >>> objects = Objects("a.json")
    >>> objects.rows.append(objects.decode('{"song": "Stay", "tempo": NaN}'))
    >>> objects.table().to_pylist(), objects.dirt["not_a_number"]
    ([{'song': 'Stay', 'tempo': None}], 1)
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.rows: list[dict[str, Any]] = []
        self.drops: list[Drop] = []
        self.dirt: Counter[str] = Counter()
        self.renamed: dict[str, str] = {}
        self._decoder = json.JSONDecoder(
            object_pairs_hook=self._object, parse_constant=self._constant, parse_float=self._float
        )

    def decode(self, text: str) -> Any:
        """Return a JSON value; NaN and infinities, which JSON does not have, count as missing."""
        return self._decoder.decode(text)

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        self.dirt["duplicate_key"] += len(pairs) - len(made)
        return made

    def _constant(self, _text: str) -> None:
        self.dirt["not_a_number"] += 1

    def _float(self, text: str) -> float | None:
        number = float(text)
        return number if math.isfinite(number) else self._constant(text)  # 1e400 is more than a number can say

    def leave_out(self, place: int, reason: str, detail: str) -> None:
        """Record an entry that is no row."""
        self.dirt[reason] += 1
        self.drops.append(Drop(f"{self.name}:{place}", STEP, reason, detail=detail))

    def table(self) -> pa.Table:
        """Return the rows as columns, a missing key as a missing value.

        Raises
        ------
        DataError
            reason too_many_columns.
        """
        keys = list(dict.fromkeys(key for row in self.rows for key in row))
        if len(keys) > _MOST_COLUMNS:
            counts = f"{len(keys):,} different keys, more than the {_MOST_COLUMNS:,} columns allowed"
            message = f"{self.name!r}: the objects have {counts}; put what varies into values, not keys"
            raise DataError(message, reason="too_many_columns")
        names, self.renamed, dirt = unique_names([_mended(key)[0] for key in keys])
        self.dirt.update(dirt)
        return pa.table([self._column([row.get(key) for row in self.rows]) for key in keys], names=names)

    def _column(self, values: list[Any]) -> pa.Array:
        kinds = {type(value) for value in values if value is not None}
        kind = _arrow_type(kinds, values)
        if kind is None:
            self.dirt["nested_column" if kinds <= {dict, list} else "mixed_column"] += 1
            values = [_as_text(value) for value in values]
            kind = pa.string()
        try:
            return pa.array(values, kind)
        except UnicodeEncodeError:
            pairs = [_mended(value) for value in values]
            self.dirt["lone_surrogate"] += sum(changed for _, changed in pairs)
            return pa.array([value for value, _ in pairs], kind)


def _arrow_type(kinds: set[type], values: list[Any]) -> pa.DataType | None:
    """The type that keeps every value as it is; None where there is none."""
    if kinds <= {str}:
        return pa.string()
    if kinds == {bool}:
        return pa.bool_()
    if kinds <= {int, float}:
        whole = [abs(value) for value in values if isinstance(value, int)]
        if float not in kinds:
            return pa.int64() if max(whole) < 2**63 else None
        return pa.float64() if max(whole, default=0) <= _WHOLE_IN_DOUBLE else None
    if kinds == {list}:
        inner = [each for value in values if value is not None for each in value]
        inner_kinds = {type(each) for each in inner if each is not None}
        scalar = _arrow_type(inner_kinds, inner) if inner_kinds <= set(_SCALARS) else None
        return None if scalar is None else pa.list_(scalar)
    return None


def _as_text(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _mended(value: Any) -> tuple[Any, bool]:
    """A value without half characters (lone surrogates), which UTF-8 cannot hold, and whether it had any."""
    if isinstance(value, list):
        pairs = [_mended(each) for each in value]
        return [each for each, _ in pairs], any(changed for _, changed in pairs)
    if not isinstance(value, str):
        return value, False
    whole = value.encode(errors="replace").decode()
    return whole, whole != value


def looks_like_lines(data: bytes) -> bool:
    r"""Return whether the first line is one whole JSON object and more follows.

    Examples
    --------
    >>> looks_like_lines(b'{"a": 1}\n{"a": 2}\n'), looks_like_lines(b'{\n"a": 1}')
    (True, False)
    """
    first, _, rest = data.lstrip().partition(b"\n")
    try:
        return isinstance(json.loads(first), dict) and not rest.isspace() and rest != b""
    except (ValueError, RecursionError):
        return False


def read_json(data: bytes, *, name: str) -> Objects:
    """Return the objects of a JSON list.

    Raises
    ------
    DataError
        reason not_json, not_a_list, no_objects.

    Examples
    --------
    >>> objects = read_json(b'[{"id": "a", "tags": ["x"]}, 7]', name="a.json")
    >>> objects.table().column("tags").to_pylist(), objects.drops[0].origin, objects.drops[0].reason
    ([['x']], 'a.json:2', 'not_an_object')
    """
    objects = Objects(name)
    try:
        value = objects.decode(data.decode().strip())
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        hint = "if each line is an object by itself, let its name end in .jsonl, or in Python say kind='jsonl'"
        message = f"{name!r} is not JSON: {error.msg} at {place}; {hint}"
        raise DataError(message, reason="not_json") from error
    except (ValueError, RecursionError) as error:
        raise DataError(f"{name!r} cannot be read as JSON: {error}", reason="not_json") from error
    if not isinstance(value, list):
        raise DataError(f"{name!r} is {_say(value)}; expected a list of objects, one for each row", reason="not_a_list")
    for place, row in enumerate(value, start=1):
        if isinstance(row, dict):
            objects.rows.append(row)
        else:
            objects.leave_out(place, "not_an_object", _say(row))
    if value and not objects.rows:
        raise DataError(
            f"{name!r} is a list of {_say_kind(value[0])}s; expected a list of objects", reason="no_objects"
        )
    return objects


def read_json_lines(data: bytes, *, name: str) -> Objects:
    r"""Return the objects of a text with one JSON object on each line.

    Raises
    ------
    DataError
        reason no_objects: no line is one.

    Examples
    --------
    >>> objects = read_json_lines(b'{"id": "a"}\n{"id": \n', name="a.jsonl")
    >>> objects.rows, objects.drops[0].origin, objects.drops[0].reason
    ([{'id': 'a'}], 'a.jsonl:2', 'bad_line')
    """
    objects = Objects(name)
    for place, line in enumerate(data.split(b"\n"), start=1):
        text = line.decode().strip()
        if not text:
            continue
        try:
            row = objects.decode(text)
        except (ValueError, RecursionError) as error:
            objects.leave_out(place, "bad_line", f"{error}: {text[:_SNIPPET]!r}")
            continue
        if isinstance(row, dict):
            objects.rows.append(row)
        else:
            objects.leave_out(place, "not_an_object", _say(row))
    if objects.drops and not objects.rows:
        message = f"{name!r}: no line is a JSON object (line {objects.drops[0].origin.rpartition(':')[2]}: "
        raise DataError(f"{message}{objects.drops[0].detail})", reason="no_objects")
    return objects


def _say_kind(value: Any) -> str:
    return _KINDS.get(type(value), "null")


def _say(value: Any) -> str:
    if isinstance(value, dict):
        return f"one JSON object with the keys {few(value)}"
    if value is None:
        return "JSON null"
    return f"one JSON {_say_kind(value)}"
