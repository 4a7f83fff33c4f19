"""The room where frozen networks run: model files that others trained, read and run by OpenCV, with no framework.

TFLite and ONNX are told apart by their content. Conventions: a batch is (n, c, h, w), float32, scaled as the network's
authors scaled it; the answer is the network's first output, float32. OpenCV itself accepts wrong shapes and returns
numbers that mean nothing (measured: 1 channel into u2netp, 288 x 288 into selfie), so the shape is read from the file
and checked here.

Measured with OpenCV 5.0.0 at one thread: processor time of one run (best of 20), memory that the first run adds.

| file | input, RGB | scaled as | output | ms | MB |
|---|---|---|---|---|---|
| selfie | (1, 3, 256, 256) | pixels / 255 | (1, 1, 256, 256), probability of a person | 10 | 19 |
| u2netp | (1, 3, 320, 320) | (pixels / max - mean) / sd of ImageNet | (1, 1, 320, 320), saliency, 0 to 1 | 420 | 248 |

ONNX Runtime needs 220 ms for u2netp, and the two agree to 5e-5. One and two threads give the same bytes.

OpenCV trusts what it reads: one changed byte in an ONNX file can end the process. Files of `motif.source.weights` are
compared with their checksums before they come here; give it no file from a stranger.
"""

from __future__ import annotations

import functools
import struct
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeAlias

import numpy as np

from motif.core.check import integer
from motif.core.digest import bytes_digest, file_digest
from motif.core.errors import DataError, InputError, SourceError

if TYPE_CHECKING:
    import cv2

__all__ = ["FrozenNetwork", "Shape", "load"]

Shape: TypeAlias = tuple[int | None, ...]
_KEPT = 4  # networks that `load` holds at most, as each keeps its working memory


class FrozenNetwork:
    """A network read from a TFLite or ONNX file, called with a batch of pictures.

    One network may be called from several threads: the calls take turns. It does not cross processes; a worker loads
    its own (`load` keeps it).

    Parameters
    ----------
    path :
        The file; its name does not matter.
    n_threads :
        How many threads OpenCV may use for this network, at least 1; None leaves OpenCV's own setting.

    Attributes
    ----------
    input_shape :
        (c, h, w), with None where the file leaves a size open.
    digest :
        The sha256 of the file, for records.

    Raises
    ------
    SourceError
        When the file cannot be read.
    DataError
        When it is damaged, of another format, or not a network that takes pictures.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.NamedTemporaryFile(suffix=".onnx") as file:
    ...     FrozenNetwork(file.name)
    Traceback (most recent call last):
        ...
    motif.core.errors.DataError: 'tmp....onnx' is no network: neither TFLite nor ONNX, or damaged
    """

    def __init__(self, path: str | Path, *, n_threads: int | None = None) -> None:
        self._name = Path(path).name
        self._n_threads = None if n_threads is None else integer(n_threads, what="n_threads", low=1)
        data = _read(Path(path))
        self.digest = bytes_digest(data)
        self.input_shape = _declared_shape(data, name=self._name)[1:]
        self._net = _net(data, name=self._name)
        self._first_output = self._net.getUnconnectedOutLayersNames()[0]  # `forward()` alone: the last, in OpenCV 4
        self._turn = threading.Lock()

    def __call__(self, batch: np.ndarray) -> np.ndarray:
        """Return the network's first output for a batch.

        Items are run one by one, so that none depends on its neighbours and memory stays that of one.

        Parameters
        ----------
        batch :
            (n, c, h, w), float32, n at least 1.

        Returns
        -------
        ndarray, (n, ...), float32.

        Raises
        ------
        InputError
            When shape or dtype is not what the network takes.
        """
        self._check(batch)
        with self._turn, _at_most(self._n_threads):
            return np.concatenate([self._forward(batch[i : i + 1]) for i in range(len(batch))])

    def __repr__(self) -> str:
        return f"FrozenNetwork({self._name!r}, input_shape={self.input_shape})"

    def __reduce__(self) -> NoReturn:
        message = f"{self!r} does not cross processes; send its path, and call motif.represent.network.load there"
        raise InputError(message)

    def _check(self, batch: np.ndarray) -> None:
        given = getattr(batch, "shape", None)
        dtype = getattr(batch, "dtype", None)
        sizes = ", ".join("any" if size is None else str(size) for size in self.input_shape)
        fits = given is not None and len(given) == len(self.input_shape) + 1 and given[0] > 0
        if not fits or any(size not in (None, got) for size, got in zip(self.input_shape, given[1:], strict=True)):
            raise InputError(f"{self._name!r} takes a batch of shape (n, {sizes}), n at least 1; given {given}")
        if dtype != np.float32:
            raise InputError(f"{self._name!r} takes float32, scaled as its authors scaled it; given {dtype}")

    def _forward(self, one: np.ndarray) -> np.ndarray:
        import cv2

        try:
            self._net.setInput(np.ascontiguousarray(one))
            return self._net.forward(self._first_output)
        except cv2.error as error:
            message = f"{self._name!r} cannot be run by OpenCV {cv2.__version__} on a batch of shape {one.shape}"
            raise DataError(message, reason="unsupported_network") from error


def load(path: str | Path, *, n_threads: int | None = None) -> FrozenNetwork:
    """Return the network of a file, kept for the next call in this process until the file changes.

    Parameters
    ----------
    path, n_threads :
        As for `FrozenNetwork`.

    Raises
    ------
    SourceError, DataError
        As for `FrozenNetwork`.

    Examples
    --------
    >>> load("absent.onnx")
    Traceback (most recent call last):
        ...
    motif.core.errors.SourceError: 'absent.onnx' cannot be read: No such file or directory
    """
    return _load(str(path), n_threads, file_digest(path))


@functools.lru_cache(maxsize=_KEPT)
def _load(path: str, n_threads: int | None, digest: str) -> FrozenNetwork:  # noqa: ARG001 - the digest is in the key
    return FrozenNetwork(path, n_threads=n_threads)


@contextmanager
def _at_most(n_threads: int | None) -> Generator[None]:
    """Cap OpenCV's threads, which are one setting for the whole process."""
    if n_threads is None:
        yield
        return
    import cv2

    before = cv2.getNumThreads()
    cv2.setNumThreads(min(n_threads, before))
    try:
        yield
    finally:
        cv2.setNumThreads(before)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path.name!r} cannot be read: {error.strerror or error}") from error


def _net(data: bytes, *, name: str) -> cv2.dnn.Net:
    import cv2

    read = cv2.dnn.readNetFromTFLite if _is_tflite(data) else cv2.dnn.readNetFromONNX
    said = cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)  # one clear line is enough
    try:
        return read(np.frombuffer(data, np.uint8))  # from memory: any path, and the very bytes that were checked
    except cv2.error as error:
        message = f"{name!r} is damaged, or a network that OpenCV {cv2.__version__} cannot run"
        raise DataError(message, reason="unsupported_network") from error
    finally:
        cv2.utils.logging.setLogLevel(said)


def _is_tflite(data: bytes) -> bool:
    return data[4:8] == b"TFL3"


def _declared_shape(data: bytes, *, name: str) -> Shape:
    try:
        shape = _tflite_input(data) if _is_tflite(data) else _onnx_input(memoryview(data))
    except (struct.error, TypeError, IndexError, ValueError, StopIteration):
        message = f"{name!r} is no network: neither TFLite nor ONNX, or damaged"
        raise DataError(message, reason="not_a_network") from None
    if len(shape) != 4:
        message = f"{name!r} takes an input of shape {shape}, expected that of pictures: (n, c, h, w)"
        raise DataError(message, reason="unsupported_network")
    return shape


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
    """Return the shape of the first input that is no stored weight; the file is a protocol buffer.

    Field numbers from the published schema: Model.graph 7; Graph.initializer 5 (name 8), input 11 (name 1, type 2);
    Type.tensor_type 1; its shape 2; Shape.dim 1; Dimension.dim_value 1.
    """
    graph = next(_messages(model, 7))
    weights = {bytes(next(_messages(tensor, 8))) for tensor in _messages(graph, 5)}
    given = next(value for value in _messages(graph, 11) if bytes(next(_messages(value, 1))) not in weights)
    shape = functools.reduce(lambda message, n: next(_messages(message, n)), (2, 1, 2), given)
    return tuple(
        next((size for n, size in _fields(dim) if n == 1 and isinstance(size, int)), None)
        for dim in _messages(shape, 1)
    )


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
