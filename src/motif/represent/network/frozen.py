"""A network that others trained, called with a batch of pictures; run by whichever runtime is faster for its format."""

from __future__ import annotations

import functools
import threading
from pathlib import Path
from typing import Literal, NoReturn, TypeAlias, get_args

import numpy as np

from motif.core.check import in_choices, integer
from motif.core.digest import bytes_digest, file_digest
from motif.core.errors import DataError, InputError, SourceError
from motif.core.files import open_regular
from motif.represent.network.declared import declared_shape, is_tflite
from motif.represent.network.onnx import ONNXRuntime, is_installed
from motif.represent.network.opencv import OpenCV

__all__ = ["RUNTIMES", "FrozenNetwork", "Runtime", "load"]

Runtime: TypeAlias = Literal["onnxruntime", "opencv"]
RUNTIMES: tuple[Runtime, ...] = get_args(Runtime)
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
        How many threads it may use, at least 1; None is one for ONNX Runtime and OpenCV's own setting for OpenCV.
    runtime :
        What runs it; None is the faster one that there is: ONNX Runtime for ONNX when it is installed, else OpenCV.
        "onnxruntime" runs no TFLite.

    Attributes
    ----------
    input_shape :
        (c, h, w), with None where the file leaves a size open.
    digest :
        The sha256 of the file, for records.
    runtime :
        What runs it, with its version, for records: the last digits of the answers depend on it.

    Raises
    ------
    SourceError
        When the file cannot be read.
    DataError
        When it is damaged, of another format, or not a network that takes pictures.
    MissingExtra
        When ONNX Runtime is asked for and not installed.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.NamedTemporaryFile(suffix=".onnx") as file:
    ...     FrozenNetwork(file.name)
    Traceback (most recent call last):
        ...
    motif.core.errors.DataError: 'tmp....onnx' is no network: neither TFLite nor ONNX, or damaged
    """

    def __init__(self, path: str | Path, *, n_threads: int | None = None, runtime: Runtime | None = None) -> None:
        self._name = Path(path).name
        n_threads = None if n_threads is None else integer(n_threads, what="n_threads", low=1)
        data = _read(Path(path))
        self.digest = bytes_digest(data)
        self.input_shape = declared_shape(data, name=self._name)[1:]
        kind = _runner(data, runtime, name=self._name)
        self._run = kind(data, name=self._name, n_threads=n_threads)
        self.runtime = self._run.version
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
        ndarray, (n, ...), float32, finite.

        Raises
        ------
        InputError
            When shape or dtype is not what the network takes.
        DataError
            When the network cannot be run on it, or its answer is no answer: NaN, infinite, or not one for each item.
        """
        self._check(batch)
        with self._turn:
            return np.concatenate([self._answer(batch[i : i + 1]) for i in range(len(batch))])

    def __repr__(self) -> str:
        return f"FrozenNetwork({self._name!r}, input_shape={self.input_shape}, runtime={self.runtime!r})"

    def __reduce__(self) -> NoReturn:
        message = f"{self!r} does not cross processes; send its path, and call motif.represent.network.load there"
        raise InputError(message)

    def _check(self, batch: np.ndarray) -> None:
        given = getattr(batch, "shape", None)
        dtype = getattr(batch, "dtype", None)
        sizes = ", ".join("any" if size is None else str(size) for size in self.input_shape)
        fits = given is not None and len(given) == len(self.input_shape) + 1 and 0 not in given
        if not fits or any(size not in (None, got) for size, got in zip(self.input_shape, given[1:], strict=True)):
            raise InputError(f"{self._name!r} takes a batch of shape (n, {sizes}), n at least 1; given {given}")
        if dtype != np.float32:
            raise InputError(f"{self._name!r} takes float32, scaled as its authors scaled it; given {dtype}")

    def _answer(self, one: np.ndarray) -> np.ndarray:
        answer = self._run(np.ascontiguousarray(one))
        if answer.dtype != np.float32 or answer.ndim < 2 or len(answer) != 1 or 0 in answer.shape:
            message = (
                f"{self._name!r} answers one picture with {answer.shape} {answer.dtype}, expected (1, ...) float32"
            )
            raise DataError(message, reason="unsupported_network")
        if not np.isfinite(answer).all():
            message = (
                f"{self._name!r} answers with NaN or infinite numbers; its weights are damaged, or the scaling wrong"
            )
            raise DataError(message, reason="no_answer")
        return answer


def load(path: str | Path, *, n_threads: int | None = None, runtime: Runtime | None = None) -> FrozenNetwork:
    """Return the network of a file, kept for the next call in this process until the file changes.

    Parameters
    ----------
    path, n_threads, runtime :
        As for `FrozenNetwork`.

    Raises
    ------
    SourceError, DataError, MissingExtra
        As for `FrozenNetwork`.

    Examples
    --------
    >>> load("absent.onnx")
    Traceback (most recent call last):
        ...
    motif.core.errors.SourceError: 'absent.onnx' cannot be read: No such file or directory
    """
    return _load(str(path), n_threads, runtime, file_digest(path))


@functools.lru_cache(maxsize=_KEPT)
def _load(path: str, n_threads: int | None, runtime: Runtime | None, digest: str) -> FrozenNetwork:  # noqa: ARG001 - the digest is in the key
    return FrozenNetwork(path, n_threads=n_threads, runtime=runtime)


def _runner(data: bytes, runtime: Runtime | None, *, name: str) -> type[ONNXRuntime | OpenCV]:
    if runtime is None:
        return ONNXRuntime if is_installed() and not is_tflite(data) else OpenCV
    in_choices(runtime, RUNTIMES, what="runtime")
    if runtime == "onnxruntime" and is_tflite(data):
        raise InputError(f"runtime 'onnxruntime' runs no TFLite, which {name!r} is; use 'opencv', or leave it out")
    return ONNXRuntime if runtime == "onnxruntime" else OpenCV


def _read(path: Path) -> bytes:
    try:
        with open_regular(path) as stream:
            return stream.read()
    except OSError as error:
        raise SourceError(f"{path.name!r} cannot be read: {error.strerror or error}") from error
