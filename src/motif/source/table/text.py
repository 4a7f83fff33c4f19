"""Encodings: the bytes of a text file as clean UTF-8, with a count of what was not clean."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field

import numpy as np

from motif.core.errors import DataError
from motif.source.file import HEAD, describe, kind_of

__all__ = ["Text", "to_utf8"]

_MARKS = (  # UTF-32 first: its mark begins with that of UTF-16
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 1 << 16
_MOST_CONTROL = 0.01  # text has hardly any control characters, random bytes have 10 % of them
_MOST_NUL = 0.2  # UTF-16 without a mark has about 50 %
_FEW = 2  # as many are dirt, however short the text
_ORDINARY_CONTROL = list(b"\0\t\n\v\f\r\x1a\x1b")


@dataclass(frozen=True, slots=True)
class Text:
    """A text as UTF-8 without mark or NUL, the encoding it came in, and its dirt.

    Examples
    --------
    >>> Text(b"id", "utf-8").dirt
    {}
    """

    data: bytes
    encoding: str
    dirt: dict[str, int] = field(default_factory=dict)


def to_utf8(data: bytes, *, name: str) -> Text:
    r"""Return a text file's bytes as clean UTF-8.

    A byte order mark decides. Without one the bytes are UTF-8 if they are valid; if they are not, UTF-8 with errors
    where most of what is beyond ASCII is valid, else Windows-1252 or, where that has no character, Latin-1.

    Parameters
    ----------
    data :
        The bytes of the file.
    name :
        How messages call it.

    Raises
    ------
    DataError
        reason not_a_table: the bytes are no text.

    Examples
    --------
    >>> to_utf8("é".encode("latin-1"), name="a.csv")
    Text(data=b'\xc3\xa9', encoding='cp1252', dirt={})
    """
    dirt: dict[str, int] = {}
    marked = next((pair for pair in _MARKS if data.startswith(pair[0])), None)
    if marked is None:
        _refuse_binary(data, name=name)
        encoding = _guess(data)
    else:
        mark, encoding = marked
        dirt["byte_order_mark"] = 1
        data = data[len(mark) :]
    if encoding != "utf-8" or not _is_utf8(data):
        data = _recode(data, encoding, dirt)
    if b"\0" in data:
        dirt["null_byte"] = data.count(0)
        data = data.replace(b"\0", b"")
    while data.startswith(codecs.BOM_UTF8):  # files put together from marked ones have more than one
        dirt["byte_order_mark"] = dirt.get("byte_order_mark", 0) + 1
        data = data.removeprefix(codecs.BOM_UTF8)
    return Text(data, encoding, dirt)


def _refuse_binary(data: bytes, *, name: str) -> None:
    sample = np.frombuffer(data[:_SAMPLE], dtype=np.uint8)
    n_control = np.count_nonzero((sample < 32) & ~np.isin(sample, _ORDINARY_CONTROL))
    n_nul = np.count_nonzero(sample == 0)
    what = describe(data[:HEAD])
    known = kind_of(data[:HEAD]) is not None or what in ("a web page", "XML")
    if known or n_control > max(_MOST_CONTROL * len(sample), _FEW):
        message = f"{name!r} is {what}, not a table; expected CSV, TSV, JSON, JSONL or Parquet"
        raise DataError(message, reason="not_a_table")
    if n_nul > max(_MOST_NUL * len(sample), _FEW):
        message = f"{name!r} is full of NUL bytes; a table in UTF-16 needs its byte order mark: save it as UTF-8"
        raise DataError(message, reason="not_a_table")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _guess(data: bytes) -> str:
    if data.isascii() or _is_utf8(data):
        return "utf-8"
    text = data.decode(errors="replace")
    n_bad = text.count("\N{REPLACEMENT CHARACTER}")
    n_ascii = np.count_nonzero(np.frombuffer(data, dtype=np.uint8) < 128)
    if len(text) - n_ascii - n_bad > n_bad:
        return "utf-8"
    try:
        data.decode("cp1252")
    except UnicodeDecodeError:
        return "latin-1"
    return "cp1252"


def _recode(data: bytes, encoding: str, dirt: dict[str, int]) -> bytes:
    text = data.decode(encoding, errors="replace")
    n_bad = text.count("\N{REPLACEMENT CHARACTER}") - data.count("\N{REPLACEMENT CHARACTER}".encode(encoding, "ignore"))
    if n_bad > 0 and encoding not in ("cp1252", "latin-1"):
        dirt["undecodable_bytes"] = n_bad
    return text.encode()
