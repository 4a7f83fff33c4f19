"""Looking: what one picture file gives, kept in the cache by the digest of its bytes.

So a second gathering looks only at what is new, wherever the files lie by then, and one that was killed goes on where
it was. The embedding has an entry of its own: asking for it later does not look at all the rest again.
"""

from __future__ import annotations

import io
import json
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol
from zipfile import BadZipFile

import cv2
import numpy as np

from motif.core.cache import Cache, default_cache
from motif.core.digest import file_digest
from motif.core.errors import SourceError
from motif.pictures.collection.build import Seen
from motif.represent.colour import colour_histogram, palette
from motif.source.image import Picture, encode_image, read_image, to_srgb
from motif.source.image.camera import read_camera

__all__ = ["THUMB_PX", "Embedder", "Request", "look", "on_white", "packaged_embedder", "smaller"]

THUMB_PX = 256
_LOOK, _EMBED = "pictures.look", "pictures.embedding"
_VERSION = 1  # raised when looking at the same file gives something else
_QUALITY = 80
_FACTS = ("id", "width", "height", "n_bits", "format", "n_bytes", "has_alpha", "camera", "orientation")
_TINY = 1e-12
_DAMAGED = (ValueError, TypeError, KeyError, OSError, EOFError, BadZipFile)  # what a broken entry leads to


class Embedder(Protocol):
    """What gives pictures their codes: `represent.lite.PictureEmbedder`, or anything like it."""

    name: str
    digest: str

    def transform(self, pictures: list[np.ndarray]) -> np.ndarray:
        """Return (n_pictures, n_features) of sRGB pictures."""
        ...


@dataclass(frozen=True)
class Request:
    """One file on its way to a worker.

    Parameters
    ----------
    path :
        Where it is.
    network :
        The digest of the network that its embedding is wanted of; "" for no embedding.
    embedder :
        What makes it; None takes the packaged one, which each worker loads for itself.
    """

    path: Path
    network: str = ""
    embedder: Embedder | None = None


@lru_cache(maxsize=1)
def packaged_embedder() -> Embedder:
    """Return the packaged network, loaded once a process.

    Raises
    ------
    MissingExtra
        When torch is not installed.
    SourceError
        When the file is neither here nor can be downloaded.
    """
    from motif.represent.lite import PictureEmbedder

    return PictureEmbedder()


def look(request: Request) -> Seen:
    """Return what a file gives: from the cache where it was looked at before, else by decoding it.

    Raises
    ------
    SourceError, DataError
        As `source.image.read_image`.
    """
    file = _File(request.path)
    seen = file.seen()
    return replace(seen, embedding=file.embedding(request)) if request.network else seen


class _File:
    """A file, decoded at most once, and only where the cache does not know what is asked."""

    def __init__(self, path: Path) -> None:
        self._path, self._digest, self._cache = path, file_digest(path), default_cache()
        self._decoded: Picture | None = None

    def seen(self) -> Seen:
        key = Cache.key(self._digest, step=_LOOK, version=_VERSION, side=THUMB_PX)
        known = _unpacked(self._cache.read(key))
        if known is None:
            known = _looked(self._picture(), self._path)
            self._keep(key, _packed(known))
        return known

    def embedding(self, request: Request) -> np.ndarray:
        key = Cache.key(self._digest, step=_EMBED, version=_VERSION, network=request.network)
        entry = self._cache.read(key)
        if entry and len(entry) % 4 == 0:
            return np.frombuffer(entry, np.float32)
        embedder = request.embedder or packaged_embedder()
        code = embedder.transform([on_white(to_srgb(self._picture()))])[0].astype(np.float32)
        code /= max(float(np.linalg.norm(code)), _TINY)  # of length 1: near by angle is then near by distance
        self._keep(key, code.tobytes())
        return code

    def _picture(self) -> Picture:
        if self._decoded is None:
            self._decoded = read_image(self._path)
        return self._decoded

    def _keep(self, key: str, data: bytes) -> None:
        with suppress(SourceError):  # a cache that cannot be written costs time, not the picture
            self._cache.write(key, data)


def on_white(srgb: np.ndarray) -> np.ndarray:
    """Return what is seen of a picture on white paper, (height, width, 3) uint8.

    Examples
    --------
    >>> on_white(np.array([[[0, 0, 0, 0], [9, 9, 9, 255]]], np.uint8)).tolist()
    [[[255, 255, 255], [9, 9, 9]]]
    """
    if srgb.shape[2] == 3:
        return srgb
    share = srgb[..., 3:] / np.float32(255)
    return np.rint(srgb[..., :3] * share + 255 * (1 - share)).astype(np.uint8)


def _looked(picture: Picture, path: Path) -> Seen:
    srgb, camera = to_srgb(picture), read_camera(path)
    small = smaller(srgb, THUMB_PX)
    return Seen(
        id=picture.id,
        width=picture.width,
        height=picture.height,
        n_bits=8 * picture.pixels.dtype.itemsize,
        format=picture.format,
        n_bytes=path.stat().st_size,
        has_alpha=picture.has_alpha,
        taken=camera.taken,
        camera=camera.camera,
        orientation=camera.orientation,
        thumb=encode_image(small, format="webp", quality=_QUALITY),
        colour=colour_histogram(small),
        palette=palette(small),
    )


def smaller(pixels: np.ndarray, side: int) -> np.ndarray:
    """Return a picture whose longer side is at most `side` pixels.

    Examples
    --------
    >>> smaller(np.zeros((300, 600, 3), np.uint8), 256).shape
    (128, 256, 3)
    """
    scale = side / max(pixels.shape[:2])
    if scale >= 1:
        return pixels
    size = (max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale)))
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA).reshape(size[1], size[0], -1)


def _packed(seen: Seen) -> bytes:
    facts = {name: getattr(seen, name) for name in _FACTS}
    facts["taken"] = None if seen.taken is None else seen.taken.isoformat()
    stream = io.BytesIO()
    text = np.frombuffer(json.dumps(facts).encode(), np.uint8)
    np.savez(stream, facts=text, thumb=np.frombuffer(seen.thumb, np.uint8), colour=seen.colour, palette=seen.palette)
    return stream.getvalue()


def _unpacked(entry: bytes | None) -> Seen | None:
    """What an entry of the cache says; None where there is none, or it is damaged."""
    if entry is None:
        return None
    try:
        with np.load(io.BytesIO(entry), allow_pickle=False) as held:
            facts: dict[str, Any] = json.loads(held["facts"].tobytes())
            taken = facts.pop("taken")
            arrays = {"thumb": held["thumb"].tobytes(), "colour": held["colour"], "palette": held["palette"]}
            return Seen(taken=taken and datetime.fromisoformat(taken), **facts, **arrays)
    except _DAMAGED:
        return None
