"""Columns of many items as text inside a page: sixteen bits a number, compressed, base64."""

from __future__ import annotations

import json
import zlib
from base64 import b64encode
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

__all__ = ["NO_REGION", "json_text", "packed_columns", "packed_texts"]

NO_REGION = 65535  # what stands for no region among the labels
_FINEST = 65535  # steps over the drawing's width and height: the page magnifies 64 times at most
_LEVEL = 6  # of zlib: 9 takes 100,000 items twice as long for a hundredth less


def packed_columns(places: np.ndarray, ranks: np.ndarray) -> str:
    """Return places and labels as base64 of zlib: all x, all y, all labels, each uint16 with the low byte first.

    Parameters
    ----------
    places :
        (n_items, 2), shares in [0, 1] of the drawing's width and height; kept to 1/65,535.
    ranks :
        (n_items,), the region's place in the page's list, below 65,535; negative for none.

    Examples
    --------
    >>> from base64 import b64decode
    >>> text = packed_columns(np.array([[0.0, 1.0]]), np.array([-1]))
    >>> np.frombuffer(zlib.decompress(b64decode(text)), "<u2").tolist()
    [0, 65535, 65535]
    """
    steps = np.rint(np.clip(places, 0, 1) * _FINEST).astype("<u2")
    labels = np.where(ranks < 0, NO_REGION, ranks).astype("<u2")
    return _packed(b"".join([steps[:, 0].tobytes(), steps[:, 1].tobytes(), labels.tobytes()]))


def packed_texts(columns: Mapping[str, Sequence[str] | None]) -> str:
    """Return columns of text as base64 of zlib of one JSON object; what is None is left out.

    Examples
    --------
    >>> from base64 import b64decode
    >>> text = packed_texts({"ids": ["a"], "titles": None})
    >>> zlib.decompress(b64decode(text))
    b'{"ids":["a"]}'
    """
    given = {name: list(column) for name, column in columns.items() if column is not None}
    try:
        text = json.dumps(given, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:  # half of a surrogate pair: JSON can say it, UTF-8 cannot
        text = json.dumps(given, separators=(",", ":")).encode()
    return _packed(text)


def json_text(value: Any) -> str:
    r"""Return a value as JSON that may stand inside a script element.

    Examples
    --------
    >>> json_text({"name": "</script>"})
    '{"name":"\\u003c/script>"}'
    """
    text = json.dumps(value, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c")


def _packed(data: bytes) -> str:
    return b64encode(zlib.compress(data, _LEVEL)).decode()
