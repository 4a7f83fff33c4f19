"""Running a TFLite or ONNX file by OpenCV, which is always there.

OpenCV trusts what it reads: one changed byte in an ONNX file can end the process (7 of 60 did). Files of
`motif.source.weights` are compared with their checksums before they come here; others are better run by ONNX Runtime.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

import cv2
import numpy as np

from motif.core.errors import DataError
from motif.represent.network.declared import is_tflite

__all__ = ["OpenCV"]


class OpenCV:
    """A network read from bytes and run by OpenCV.

    Parameters
    ----------
    data :
        The file's bytes.
    name :
        How messages call the file.
    n_threads :
        At most so many of OpenCV's threads; None leaves its own setting.

    Raises
    ------
    DataError
        When it is damaged or has a layer that OpenCV does not know.

    Examples
    --------
    >>> OpenCV(b"noise", name="net.onnx", n_threads=1)
    Traceback (most recent call last):
        ...
    motif.core.errors.DataError: 'net.onnx' is damaged, or a network that OpenCV ... cannot run
    """

    def __init__(self, data: bytes, *, name: str, n_threads: int | None) -> None:
        self.version = f"OpenCV {cv2.__version__}"
        self._name, self._n_threads = name, n_threads
        self._net = self._read(data)
        self._first_output = self._net.getUnconnectedOutLayersNames()[0]  # `forward()` alone: the last, in OpenCV 4

    def __call__(self, one: np.ndarray) -> np.ndarray:
        """Return the first output for a batch of one, (1, c, h, w) float32."""
        try:
            with _at_most(self._n_threads):
                self._net.setInput(np.ascontiguousarray(one))
                return self._net.forward(self._first_output)
        except cv2.error as error:
            message = f"{self._name!r} cannot be run by {self.version} on a batch of shape {one.shape}"
            raise DataError(message, reason="unsupported_network") from error

    def _read(self, data: bytes) -> cv2.dnn.Net:
        read = cv2.dnn.readNetFromTFLite if is_tflite(data) else cv2.dnn.readNetFromONNX
        said = cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)  # one clear line is enough
        try:
            return read(np.frombuffer(data, np.uint8))  # from memory: any path, and the very bytes that were checked
        except cv2.error as error:
            message = f"{self._name!r} is damaged, or a network that {self.version} cannot run"
            raise DataError(message, reason="unsupported_network") from error
        finally:
            cv2.utils.logging.setLogLevel(said)


@contextmanager
def _at_most(n_threads: int | None) -> Generator[None]:
    """Cap OpenCV's threads, which are one setting for the whole process."""
    if n_threads is None:
        yield
        return
    before = cv2.getNumThreads()
    cv2.setNumThreads(min(n_threads, before))
    try:
        yield
    finally:
        cv2.setNumThreads(before)
