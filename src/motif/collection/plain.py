"""Plain values: what may enter a collection, so that every reader of JSON and Parquet understands it later."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from motif.core import check
from motif.core.errors import InputError

__all__ = ["common_type", "is_plain", "one_line", "plain_json", "plain_table", "plain_type"]

_LONGEST_CAUSE = 200
_RENAMED = {pa.string_view(): pa.string(), pa.binary_view(): pa.binary(), pa.float16(): pa.float32()}


def one_line(error: Exception) -> str:
    r"""Return the first line of what an error says, cut where it is long.

    Examples
    --------
    >>> one_line(ValueError("no number\nat all"))
    'no number'
    """
    line = str(error).partition("\n")[0]
    return line if len(line) <= _LONGEST_CAUSE else f"{line[:_LONGEST_CAUSE]}…"


def plain_json(value: Mapping[str, Any], *, what: str) -> dict[str, Any]:
    """Return a mapping as JSON brings it back: tuples are lists, every key is text.

    Raises
    ------
    InputError
        When it holds what JSON has no word for.

    Examples
    --------
    >>> plain_json({"size": (3, 4)}, what="parameters")
    {'size': [3, 4]}
    """
    try:
        text = json.dumps(dict(value), ensure_ascii=False, allow_nan=False)
        return json.loads(text.encode())
    except (TypeError, ValueError, RecursionError) as error:
        message = f"{what} must hold plain JSON values (text, numbers, lists, mappings): {one_line(error)}"
        raise InputError(message) from error


def plain_type(given: pa.DataType) -> pa.DataType | None:
    """Return the plain type that holds the same values, None for a type that has none.

    Categories become their values, views and encodings what they show, half floats floats.

    Examples
    --------
    >>> plain_type(pa.list_(pa.string_view())), plain_type(pa.dictionary(pa.int8(), pa.string()))
    (ListType(list<item: string>), DataType(string))
    """
    if isinstance(given, pa.BaseExtensionType):
        return plain_type(given.storage_type)
    if pa.types.is_dictionary(given) or pa.types.is_run_end_encoded(given):
        return plain_type(given.value_type)
    if pa.types.is_struct(given):
        return _plain_struct(given)
    if pa.types.is_list(given) or pa.types.is_large_list(given) or pa.types.is_fixed_size_list(given):
        return _plain_list(given)
    if pa.types.is_nested(given) or pa.types.is_interval(given) or pa.types.is_decimal256(given):
        return None
    return _RENAMED.get(given, given)


def _plain_list(given: pa.DataType) -> pa.DataType | None:
    inner = plain_type(given.value_type)
    if inner is None:
        return None
    if pa.types.is_fixed_size_list(given):
        return pa.list_(inner, given.list_size)
    return pa.large_list(inner) if pa.types.is_large_list(given) else pa.list_(inner)


def _plain_struct(given: pa.DataType) -> pa.DataType | None:
    fields = [(field.name, plain_type(field.type)) for field in given]
    return None if not fields or any(kind is None for _, kind in fields) else pa.struct(fields)


def common_type(given: pa.DataType, wanted: pa.DataType) -> pa.DataType | None:
    """Return the type in which values of a plain type join a column of another, None when they are of another kind.

    What held nothing yet takes the other's type; numbers stay numbers and text text.

    Examples
    --------
    >>> common_type(pa.int32(), pa.float64()), common_type(pa.string(), pa.float64())
    (DataType(double), None)
    """
    if pa.types.is_null(given) or pa.types.is_null(wanted):
        return given if pa.types.is_null(wanted) else wanted
    if any(is_kind(given) and is_kind(wanted) for is_kind in (_is_number, _is_text)) or given.id == wanted.id:
        return _common_list(given, wanted) if pa.types.is_nested(wanted) else wanted
    return None


def _common_list(given: pa.DataType, wanted: pa.DataType) -> pa.DataType | None:
    if pa.types.is_struct(wanted):
        return wanted if given == wanted else None
    inner = common_type(given.value_type, wanted.value_type)
    if inner is None or pa.types.is_fixed_size_list(wanted):
        return wanted if given == wanted else None
    return pa.large_list(inner) if pa.types.is_large_list(wanted) else pa.list_(inner)


def _is_number(kind: pa.DataType) -> bool:
    return pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)


def _is_text(kind: pa.DataType) -> bool:
    return pa.types.is_string(kind) or pa.types.is_large_string(kind)


def is_plain(schema: pa.Schema) -> bool:
    """Whether every column of a table has a plain type and a name of its own."""
    return len(set(schema.names)) == len(schema) and all(plain_type(field.type) == field.type for field in schema)


def plain_table(table: pa.Table, *, what: str) -> pa.Table:
    """Return a table of plain types, without what its library noted in it.

    Raises
    ------
    InputError
        When a column's name stands twice or is empty, its text is no UTF-8, or its type has no plain one.

    Examples
    --------
    >>> plain_table(pa.table({"id": pa.array(["a"]).dictionary_encode()}), what="items").schema.field("id").type
    DataType(string)
    """
    names = table.column_names
    if len(set(names)) < len(names) or not all(names):
        raise InputError(f"{what} must have each column once, with a name; given {check.few(names)}")
    columns = [_plain_column(table[place], name, what) for place, name in enumerate(names)]
    return pa.table(columns, names=names) if columns else table.replace_schema_metadata(None)


def _plain_column(column: pa.ChunkedArray, name: str, what: str) -> pa.ChunkedArray:
    wanted = plain_type(column.type)
    if wanted is None:
        kinds = "text, numbers, times, bytes, or lists and records of them"
        raise InputError(f"column {name!r} of {what} holds {column.type}; a collection keeps {kinds}")
    try:
        column.validate(full=True)
        return column if column.type == wanted else _cast(column, wanted)
    except (pa.ArrowException, UnicodeError) as error:
        raise InputError(f"column {name!r} of {what} cannot be kept: {one_line(error)}") from error


def _cast(column: pa.ChunkedArray, wanted: pa.DataType) -> pa.ChunkedArray:
    if isinstance(column.type, pa.BaseExtensionType):
        chunks = [chunk.storage for chunk in column.chunks]
        return _cast(pa.chunked_array(chunks, column.type.storage_type), wanted)
    if pa.types.is_run_end_encoded(column.type):
        return pa.chunked_array([pc.run_end_decode(chunk) for chunk in column.chunks], column.type.value_type).cast(
            wanted
        )
    return column.cast(wanted)
