"""Palettes of colours that people keep in text files."""

from __future__ import annotations

import re
from pathlib import Path

from motif.core.errors import DataError, SourceError

__all__ = ["read_palette"]

_HEX = re.compile(r"#?([0-9a-fA-F]{6})\b")
_GIMP = re.compile(r"\s*(\d{1,3})\s+(\d{1,3})\s+(\d{1,3})(\s|$)")
_MOST_BYTES = 1 << 20


def read_palette(path: str | Path) -> tuple[str, ...]:
    """Return the colours of a file as "#rrggbb", in its order.

    The file has one `#rrggbb` a line, or is a palette of GIMP (`.gpl`: three numbers a line). Empty lines, and lines
    that begin with `//` or with `#` and a space, are passed over.

    Raises
    ------
    SourceError
        When the file cannot be read.
    DataError
        With the first line that is no colour, or when there is none.

    Examples
    --------
    >>> read_palette("nowhere.gpl")
    Traceback (most recent call last):
        ...
    motif.core.errors.SourceError: the palette 'nowhere.gpl' cannot be read: No such file or directory
    """
    name = Path(path).name
    try:
        with Path(path).open("rb") as stream:
            data = stream.read(_MOST_BYTES + 1)
    except OSError as error:
        raise SourceError(f"the palette {name!r} cannot be read: {error.strerror or error}") from error
    if len(data) > _MOST_BYTES or b"\0" in data:
        raise DataError(
            f"{name!r} is no palette: a text file with one '#rrggbb' a line was expected", reason="no_palette"
        )
    lines = data.decode("utf-8-sig", errors="replace").splitlines()
    is_gimp = bool(lines) and lines[0].startswith("GIMP Palette")
    found = [_colour(line, name, is_gimp) for line in lines[is_gimp:] if not _is_passed_over(line, is_gimp)]
    if not found:
        raise DataError(f"the palette {name!r} has no colours; write one '#rrggbb' a line", reason="no_palette")
    return tuple(found)


def _is_passed_over(line: str, is_gimp: bool) -> bool:
    text = line.strip()
    head = is_gimp and (text.startswith("#") or text.partition(":")[0] in ("Name", "Columns", "Channels"))
    return head or not text or text.startswith(("//", "# ")) or text == "#"


def _colour(line: str, name: str, is_gimp: bool) -> str:
    if is_gimp:
        numbers = _GIMP.match(line)
        values = [int(one) for one in numbers.groups()[:3]] if numbers else [256]
        if max(values) <= 255:
            return "#" + bytes(values).hex()
    elif digits := _HEX.match(line.strip()):
        return "#" + digits[1].lower()
    raise DataError(f"the palette {name!r} has a line that is no colour: {line.strip()[:40]!r}", reason="no_palette")
