"""ONNX files written by hand, for tests of what runs them: no package that writes them is needed."""

import struct
from collections.abc import Sequence

import numpy as np

__all__ = ["message", "node", "number", "onnx", "unet", "value"]


def onnx(
    nodes: Sequence[bytes],
    inputs: Sequence[tuple[str, tuple[int | str, ...]]],
    outputs: Sequence[str],
    weights: dict[str, np.ndarray] | None = None,
    returned: tuple[int | str, ...] | None = None,
) -> bytes:
    """Write an ONNX file by hand, field by field of the published schema; all is float32.

    Parameters
    ----------
    nodes :
        As `node` writes them.
    inputs :
        Names and shapes; a text is an open size. Outputs are declared with the last one's shape, or `returned`.
    outputs, weights :
        Names; names and values that the file stores.
    returned :
        The shape of the outputs, where it is another.
    """
    graph = b"".join(message(1, one) for one in nodes) + message(2, b"graph")
    for name, values in (weights or {}).items():
        sizes = b"".join(number(1, size) for size in values.shape)
        graph += message(5, sizes + number(2, 1) + message(8, name.encode()) + message(9, values.tobytes()))
    graph += b"".join(message(11, value(name, shape)) for name, shape in inputs)
    graph += b"".join(message(12, value(name, returned or inputs[-1][1])) for name in outputs)
    return number(1, 8) + message(7, graph) + message(8, number(2, 13))


def node(operation: str, inputs: str, output: str) -> bytes:
    names = b"".join(message(1, name.encode()) for name in inputs.split())
    return names + message(2, output.encode()) + message(4, operation.encode())


def value(name: str, shape: tuple[int | str, ...]) -> bytes:
    sizes = b"".join(message(1, number(1, s) if isinstance(s, int) else message(2, s.encode())) for s in shape)
    return message(1, name.encode()) + message(2, message(1, number(1, 1) + message(2, sizes)))


def message(field: int, content: bytes) -> bytes:
    return varint(field << 3 | 2) + varint(len(content)) + content


def number(field: int, content: int) -> bytes:
    return varint(field << 3) + varint(content)


def varint(content: int) -> bytes:
    if content < 128:
        return struct.pack("B", content)
    return struct.pack("B", content & 127 | 128) + varint(content >> 7)


def unet(kernel: Sequence[float] = (1, 0, 0)) -> bytes:
    """The smallest network of the kind that the door `unet` takes: (1, 3, h, w) of any size to (1, 1, h, w) in [0, 1].

    The probability of a pixel is the sigmoid of its channels' weighted sum.
    """
    return onnx(
        [node("Conv", "x w", "sum"), node("Sigmoid", "sum", "y")],
        [("x", (1, 3, "h", "w"))],
        ["y"],
        {"w": np.asarray(kernel, np.float32).reshape(1, 3, 1, 1)},
        (1, 1, "h", "w"),
    )
