"""What is wanted of every input: a verb, its settings, and the digest that tells equal settings from others."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeAlias

import numpy as np

from motif.core.check import few, in_choices
from motif.core.digest import array_digest, bytes_digest, content_id, file_digest, settings_digest
from motif.core.errors import InputError
from motif.pictures.model.compose import parse_background
from motif.pictures.source.given import as_picture
from motif.pictures.study.cartoon import cartoon
from motif.pictures.study.cut import cut, is_word
from motif.pictures.study.result import Result
from motif.source.image import Picture
from motif.source.weights.manifest import MANIFEST

__all__ = [
    "FORMATS",
    "NOTE",
    "Format",
    "Job",
    "Order",
    "Verb",
    "can_be_known",
    "check_format",
    "check_settings",
    "function_of",
    "settings_of",
]

Format: TypeAlias = Literal["png", "jpg", "webp", "tiff"]
Verb: TypeAlias = Literal["cut", "cartoon"]
FORMATS: tuple[Format, ...] = ("png", "jpg", "webp", "tiff")
NOTE = re.compile(
    r"Motif [a-z]+, settings (?P<settings>[0-9a-f]{16}), input (?P<content>[0-9a-f]{16})"
    r"(, part (?P<part>[a-z0-9-]+))?(, with (?P<parts>[a-z0-9-]+( [a-z0-9-]+)*))?"
)
_VERSION = 2  # raised when a verb makes other pixels of the same input
_PICTURE = "picture"
_BACKGROUND = "background"
_FILES = (_BACKGROUND, "palette", "weights")  # settings whose text may be a path


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted of every input.

    Parameters
    ----------
    verb, how :
        The verb on one picture, and what it is called with.
    settings :
        16 hex digits: the same for the same results.
    format, mask_only, metadata, overwrite, max_pixels :
        As for `cut_files`.
    can_be_done :
        Whether equal digests mean equal results, so that what is there may be left; see `can_be_known`.

    Examples
    --------
    >>> Order("cut", {}, "0" * 16, "png").overwrite
    False
    """

    verb: Verb
    how: Mapping[str, Any] = field(hash=False)
    settings: str
    format: Format
    mask_only: bool = False
    metadata: bool = False
    overwrite: bool = False
    max_pixels: int = 1
    can_be_done: bool = True


@dataclass(frozen=True, slots=True)
class Job:
    """One input on its way to a worker.

    Parameters
    ----------
    order :
        What is wanted.
    source, data, name :
        The input: its path, or its bytes; and what the user calls it.
    output :
        Where the result goes; None hands it back as bytes.

    Examples
    --------
    >>> Job(Order("cut", {}, "0" * 16, "png"), Path("-"), b"abc", "-", None).note
    'Motif cut, settings 0000000000000000, input ba7816bf8f01cfea'
    """

    order: Order
    source: Path
    data: bytes | None = field(repr=False)
    name: str
    output: Path | None

    @property
    def note(self) -> str:
        """What the result says of how it was made: verb, settings and the content of the input."""
        content = file_digest(self.source) if self.data is None else bytes_digest(self.data)
        return f"Motif {self.order.verb}, settings {self.order.settings}, input {content_id(content)}"


def function_of(verb: Verb) -> Callable[..., Result]:
    """Return the verb on one picture.

    Examples
    --------
    >>> function_of("cut").__name__
    'cut'
    """
    return {"cut": cut, "cartoon": cartoon}[verb]


def can_be_known(how: Mapping[str, Any]) -> bool:
    """Return whether a digest tells settings from all others: a network of one's own has one where it says its digest.

    Examples
    --------
    >>> can_be_known({}), can_be_known({"network": lambda batch: batch})
    (True, False)
    """
    network = how.get("network")
    return network is None or bool(getattr(network, "digest", ""))


def settings_of(verb: Verb, how: Mapping[str, Any], **further: object) -> str:
    """Return the digest of all settings of a verb, those that were not given included.

    Files and pictures count by their content, wherever they lie.

    Parameters
    ----------
    verb, how :
        The verb, and the arguments that were given.
    further :
        What else tells results apart.

    Raises
    ------
    InputError
        When the verb has no such setting.
    SourceError
        When a file among them cannot be read.

    Examples
    --------
    >>> settings_of("cartoon", {}) == settings_of("cartoon", {"cut": False})
    False
    """
    known = {name: one.default for name, one in inspect.signature(function_of(verb)).parameters.items()}
    known.pop(_PICTURE)
    unknown = sorted(how.keys() - known)
    if unknown:
        raise InputError(f"{verb} has no setting {few(unknown)}; it has {', '.join(known)}")
    told = {name: _told(name, value) for name, value in (known | dict(how)).items()}
    return settings_digest({"verb": verb, "version": _VERSION, **told, **further})


def _told(name: str, value: Any) -> object:
    """What stands for a value in the digest: a file and a picture go by their content, a network by its file's."""
    if name == "network" and value is not None:
        return getattr(value, "digest", "") or "given"
    if name == _BACKGROUND and isinstance(value, str) and is_word(value):
        meant = parse_background(value)
        return [*meant] if isinstance(meant, tuple) else meant
    if isinstance(value, Path) or (isinstance(value, str) and name in _FILES and Path(value).is_file()):
        return file_digest(value)
    if isinstance(value, bytes):
        return bytes_digest(value)
    if name == _BACKGROUND and not isinstance(value, str | None):
        behind = as_picture(value)
        return [behind.id, bytes_digest(behind.profile or b"")]
    return array_digest(value) if isinstance(value, np.ndarray) else value


class _AskedError(Exception):
    """The settings have passed the verb's door."""


class _NoNetwork:
    """Stands for a network where only the settings are looked at."""

    def __call__(self, _batch: np.ndarray) -> np.ndarray:
        raise _AskedError

    def segment(self, _pixels: np.ndarray) -> np.ndarray:
        raise _AskedError


def check_settings(verb: Verb, how: Mapping[str, Any]) -> None:
    """Refuse, before there is work, what the verb refuses: it is called for one pixel, without its network.

    Parameters
    ----------
    verb, how :
        As for `settings_of`. A cartoon is asked for without a cut-out, as its own settings come after that.

    Raises
    ------
    MotifError
        What the verb raises.

    Examples
    --------
    >>> check_settings("cartoon", {"style": "oil"})
    Traceback (most recent call last):
        ...
    motif.core.errors.InputError: style must be one of ..., not 'oil'
    """
    asked = dict(how)
    if verb == "cartoon":
        asked["cut"] = False
    elif how.get("weights") is not None or how.get("model", "selfie") in MANIFEST:
        asked["network"] = _NoNetwork()
    with suppress(_AskedError):
        function_of(verb)(Picture(np.zeros((1, 1, 3), np.uint8)), **asked)


def check_format(format: object, *, transparent: bool) -> None:
    """Refuse a format that is none of ours, or that cannot hold what a verb makes.

    Raises
    ------
    InputError
        With the formats that would do.

    Examples
    --------
    >>> check_format("jpg", transparent=False)
    """
    in_choices(format, FORMATS, what="format")
    if format == "jpg" and transparent:
        raise InputError("jpg has no transparency; choose 'png', 'webp' or 'tiff'")
