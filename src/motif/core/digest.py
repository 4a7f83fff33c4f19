"""Checksums: the names that contents give themselves."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from motif.core.errors import InputError, SourceError
from motif.core.files import open_regular

if TYPE_CHECKING:
    import numpy as np

__all__ = ["array_digest", "bytes_digest", "content_id", "file_digest", "settings_digest"]

_CHUNK = 1 << 20


def bytes_digest(data: bytes) -> str:
    """Return the sha256 of bytes as 64 hex digits.

    Examples
    --------
    >>> bytes_digest(b"")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(data).hexdigest()


def file_digest(path: str | Path) -> str:
    """Return the sha256 of a file's bytes as 64 hex digits, read a megabyte at a time.

    Raises
    ------
    SourceError
        When it is no file (a folder, pipe, socket or device: nothing is waited for) or cannot be read; reason folder,
        not_a_file, missing, unreadable.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp(), "a.txt")
    >>> _ = path.write_bytes(b"abc")
    >>> file_digest(path) == bytes_digest(b"abc")
    True
    """
    total = hashlib.sha256()
    try:
        with open_regular(path) as stream:
            while chunk := stream.read(_CHUNK):
                total.update(chunk)
    except OSError as error:
        reason = "missing" if isinstance(error, FileNotFoundError | NotADirectoryError) else "unreadable"
        message = f"{Path(path).name!r} cannot be read: {error.strerror or error}"
        raise SourceError(message, reason=reason) from error
    return total.hexdigest()


def array_digest(array: np.ndarray) -> str:
    """Return the sha256 of an array's dtype, shape and values, whatever its memory layout.

    Raises
    ------
    InputError
        For an array of Python objects: it holds addresses, which differ from run to run.

    Examples
    --------
    >>> import numpy as np
    >>> a = np.arange(6).reshape(2, 3)
    >>> array_digest(a) == array_digest(np.asfortranarray(a)), array_digest(a) == array_digest(a.T)
    (True, False)
    """
    import numpy as np

    if array.dtype.hasobject:
        raise InputError(f"an array of objects has no digest; give it a plain dtype, not {array.dtype}")
    total = hashlib.sha256(f"{array.dtype.str}{array.shape}".encode())
    if array.nbytes:
        total.update(np.ascontiguousarray(array).reshape(-1).view(np.uint8).data)
    return total.hexdigest()


def content_id(digest: str) -> str:
    """Return the item id that a content digest gives: its first 16 hex digits.

    Examples
    --------
    >>> content_id(bytes_digest(b""))
    'e3b0c44298fc1c14'
    """
    return digest[:16]


def settings_digest(settings: dict[str, Any]) -> str:
    """Return 16 hex digits that name a set of settings, whatever the order of its keys.

    Examples
    --------
    >>> settings_digest({"a": 1, "b": 2}) == settings_digest({"b": 2, "a": 1})
    True
    """
    return content_id(bytes_digest(json.dumps(settings, sort_keys=True, default=str).encode()))
