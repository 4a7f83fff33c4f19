"""What a model file declares, read off its bytes: its format, the shape it takes, and that it needs no other file."""

from __future__ import annotations

import functools
import struct
from collections.abc import Iterator
from typing import TypeAlias

from motif.core.errors import DataError

__all__ = ["Shape", "declared_shape", "is_tflite"]

Shape: TypeAlias = tuple[int | None, ...]
_DEEPEST = 8  # graphs within graphs: branches and loops
_EXTERNAL = 1  # TensorProto.DataLocation: the values lie in another file


def is_tflite(data: bytes) -> bool:
    """Return whether the bytes bear the mark of a TFLite file.

    Examples
    --------
    >>> is_tflite(b"....TFL3"), is_tflite(b"")
    (True, False)
    """
    return data[4:8] == b"TFL3"


def declared_shape(data: bytes, *, name: str) -> Shape:
    """Return the shape of the one input that a network declares, (n, c, h, w), None where the file leaves a size open.

    Raises
    ------
    DataError
        When the bytes are no network, or one that takes no pictures, takes several inputs, or keeps weights elsewhere:
        such a file could have any other read.

    Examples
    --------
    >>> declared_shape(b"noise", name="net.onnx")
    Traceback (most recent call last):
        ...
    motif.core.errors.DataError: 'net.onnx' is no network: neither TFLite nor ONNX, or damaged
    """
    try:
        shape = _tflite_input(data) if is_tflite(data) else _onnx_input(memoryview(data))
    except (struct.error, TypeError, IndexError, ValueError, StopIteration):
        message = f"{name!r} is no network: neither TFLite nor ONNX, or damaged"
        raise DataError(message, reason="not_a_network") from None
    except _Refused as refusal:
        raise DataError(f"{name!r} {refusal}", reason="unsupported_network") from None
    if len(shape) != 4:
        message = f"{name!r} takes an input of shape {shape}, expected that of pictures: (n, c, h, w)"
        raise DataError(message, reason="unsupported_network")
    return shape


class _Refused(Exception):  # noqa: N818 - what it says is the end of a sentence
    pass


def _tflite_input(data: bytes) -> Shape:
    """Return the first input's shape as (n, c, h, w); the file is a flatbuffer and says (n, h, w, c).

    Field numbers from the published schema: Model.subgraphs 2; SubGraph.tensors 0, inputs 1; Tensor.shape 0.
    """

    def number(at: int, form: str = "<I") -> int:
        return struct.unpack_from(form, data, at)[0]

    def field(table: int, n: int) -> int:
        offsets, at = table - number(table, "<i"), 4 + 2 * n
        if at >= number(offsets, "<H") or not number(offsets + at, "<H"):
            raise ValueError("a field that every network has is absent")
        return target(table + number(offsets + at, "<H"))

    def target(at: int) -> int:
        return at + number(at)

    graph = target(field(target(0), 2) + 4)
    first = number(field(graph, 1) + 4)
    shape = field(target(field(graph, 0) + 4 + 4 * first), 0)
    sizes = struct.unpack_from(f"<{number(shape)}i", data, shape + 4)
    open_ended = [size if size > 0 else None for size in sizes]
    return (open_ended[0], *open_ended[-1:], *open_ended[1:-1])


def _onnx_input(model: memoryview) -> Shape:
    """Return the shape of the one input that is no stored weight; the file is a protocol buffer.

    Field numbers from the published schema: Model.graph 7, functions 25; Graph.initializer 5 (name 8), input 11 (name
    1, type 2); Type.tensor_type 1; its shape 2; Shape.dim 1; Dimension.dim_value 1.
    """
    graph = next(_messages(model, 7))
    if any(_is_elsewhere(tensor) for tensor in _tensors(graph)) or any(True for _ in _messages(model, 25)):
        raise _Refused("keeps weights in another file, or has functions of its own; expected one plain ONNX file")
    weights = {bytes(next(_messages(tensor, 8))) for tensor in _messages(graph, 5)}
    inputs = [value for value in _messages(graph, 11) if bytes(next(_messages(value, 1))) not in weights]
    if len(inputs) > 1:
        raise _Refused(f"takes {len(inputs)} inputs, expected one: a batch of pictures")
    shape = functools.reduce(lambda message, n: next(_messages(message, n)), (2, 1, 2), inputs[0])
    return tuple(
        next((size for n, size in _fields(dim) if n == 1 and isinstance(size, int)), None)
        for dim in _messages(shape, 1)
    )


def _tensors(graph: memoryview, depth: int = 0) -> Iterator[memoryview]:
    """Yield all tensors that a graph and those inside its nodes hold.

    Field numbers: Graph.node 1, initializer 5, sparse_initializer 15; Node.attribute 5; Attribute.t 5, g 6, tensors 10,
    graphs 11, sparse_tensor 22, sparse_tensors 23; SparseTensor.values 1, indices 2.
    """
    if depth > _DEEPEST:
        raise ValueError("graphs within graphs without end")
    sparse = list(_messages(graph, 15))
    yield from _messages(graph, 5)
    for attribute in (one for node in _messages(graph, 1) for one in _messages(node, 5)):
        for number, value in _fields(attribute):
            if number in (5, 10) and isinstance(value, memoryview):
                yield value
            elif number in (6, 11) and isinstance(value, memoryview):
                yield from _tensors(value, depth + 1)
            elif number in (22, 23) and isinstance(value, memoryview):
                sparse.append(value)
    for one in sparse:
        yield from (value for number, value in _fields(one) if number in (1, 2) and isinstance(value, memoryview))


def _is_elsewhere(tensor: memoryview) -> bool:
    """Return whether a tensor names another file: Tensor.external_data 13, data_location 14."""
    return any(number == 13 or (number == 14 and value == _EXTERNAL) for number, value in _fields(tensor))


def _messages(message: memoryview, number: int) -> Iterator[memoryview]:
    return (value for n, value in _fields(message) if n == number and isinstance(value, memoryview))


def _fields(message: memoryview) -> Iterator[tuple[int, int | memoryview]]:
    """Yield the fields of a protocol buffer message: numbers as int, everything else as bytes."""
    at = 0
    while at < len(message):
        tag, at = _varint(message, at)
        if tag & 7 == 0:
            value, at = _varint(message, at)
            yield tag >> 3, value
            continue
        length, at = _varint(message, at) if tag & 7 == 2 else ({1: 8, 5: 4}.get(tag & 7, len(message)), at)
        if at + length > len(message):
            raise ValueError("a field passes the end of its message")
        yield tag >> 3, message[at : at + length]
        at += length


def _varint(message: memoryview, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):  # ten bytes hold the 64 bits that a number may have
        byte = message[at]
        value |= (byte & 127) << shift
        at += 1
        if byte < 128:
            return value, at
    raise ValueError("a number is longer than ten bytes")
