"""Looking: what one picture file gives, kept in the cache by the digest of its bytes.

So a second gathering looks only at what is new, wherever the files lie by then, and one that was killed goes on where
it was. What networks make of a file is kept in its entry, each under its own digest: asking for one later does not look
at all the rest again. An entry begins with its own checksum: one that is damaged is made anew.
"""

from __future__ import annotations

import io
import json
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from motif.core.cache import Cache, default_cache
from motif.core.digest import bytes_digest
from motif.core.errors import DataError, SourceError
from motif.pictures.collection.build import Seen
from motif.represent.colour import colour_histogram, palette
from motif.represent.reduce import on_white, smaller
from motif.source.file import read_bytes
from motif.source.image import MAX_PIXELS, Picture, encode_image, read_image, to_srgb
from motif.source.image.camera import read_camera

__all__ = ["THUMB_PX", "Embedder", "Request", "look", "packaged_embedder"]

THUMB_PX = 256
_LOOK = "pictures.look"
_VERSION = 2  # raised when looking at the same file gives something else
_QUALITY = 80
_FACTS = ("id", "width", "height", "n_bits", "format", "n_bytes", "has_alpha", "camera", "orientation")
_TINY = 1e-12
_CODE = "code."  # what the name of a network's code begins with
_DIGEST = 64  # hex digits, in front of an entry
_BYTES_A_PIXEL, _ROOM = 8, 64 << 20  # the most of a file: 16 bits and four channels, with profiles and previews


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
        The digest of the network that its embedding is wanted of; "" for one that has none, whose codes are not kept;
        None for no embedding.
    embedder :
        What makes it; None takes the packaged one, which each worker loads for itself.
    max_pixels :
        Larger pictures are refused.
    """

    path: Path
    network: str | None = None
    embedder: Embedder | None = None
    max_pixels: int = MAX_PIXELS


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
    data = read_bytes(
        request.path, max_bytes=request.max_pixels * _BYTES_A_PIXEL + _ROOM, gunzip=False, allow_empty=True
    )
    key, cache = Cache.key(bytes_digest(data), step=_LOOK, version=_VERSION, side=THUMB_PX), default_cache()
    known = _unpacked(cache.read(key))
    if known is not None and known.seen.width * known.seen.height > request.max_pixels:
        known = None  # which is then refused as if it had never been looked at
    file = _File(data, request, known)
    seen = file.seen()
    if file.is_new:
        with suppress(SourceError):  # a cache that cannot be written costs time, not the picture
            cache.write(key, _packed(file.entry), durable=False)
    return seen


@dataclass(frozen=True, eq=False)
class _Entry:
    """What the cache keeps of a file: what it gives, and the code that each network made, by the network's digest."""

    seen: Seen
    codes: dict[str, np.ndarray] = field(default_factory=dict)


class _File:
    """A file's bytes, decoded at most once, and only where the cache does not know what is asked."""

    def __init__(self, data: bytes, request: Request, known: _Entry | None) -> None:
        self._data, self._request, self._known = data, request, known
        self._decoded: Picture | None = None
        self.is_new = known is None

    @property
    def entry(self) -> _Entry:
        """What is to be kept."""
        if self._known is None:
            self._known = _Entry(_looked(self._picture(), self._data))
        return self._known

    def seen(self) -> Seen:
        seen, network = self.entry.seen, self._request.network
        return seen if network is None else replace(seen, embedding=self._embedding(network))

    def _embedding(self, network: str) -> np.ndarray:
        if network and network in self.entry.codes:
            return self.entry.codes[network]
        embedder = self._request.embedder or packaged_embedder()
        code = embedder.transform([on_white(to_srgb(self._picture()))])[0].astype(np.float32)
        code /= max(float(np.linalg.norm(code)), _TINY)  # of length 1: near by angle is then near by distance
        code = code.astype(np.float16)  # as it is stored: three digits are enough for any order
        if network:
            self.entry.codes[network] = code
            self.is_new = True
        return code

    def _picture(self) -> Picture:
        if self._decoded is None:
            try:
                self._decoded = read_image(self._data, max_pixels=self._request.max_pixels)
            except DataError as error:  # which calls bytes "the picture"
                message = str(error).replace("the picture", repr(self._request.path.name), 1)
                raise DataError(message, reason=error.reason) from error
        return self._decoded


def _looked(picture: Picture, data: bytes) -> Seen:
    srgb, camera = to_srgb(picture), read_camera(data)
    small = smaller(srgb, THUMB_PX)
    return Seen(
        id=picture.id,
        width=picture.width,
        height=picture.height,
        n_bits=8 * picture.pixels.dtype.itemsize,
        format=picture.format,
        n_bytes=len(data),
        has_alpha=picture.has_alpha,
        taken=camera.taken,
        camera=camera.camera,
        orientation=camera.orientation,
        thumb=encode_image(small, format="webp", quality=_QUALITY),
        colour=colour_histogram(small).astype(np.float16),
        palette=palette(small),
    )


def _packed(entry: _Entry) -> bytes:
    seen = entry.seen
    facts = {name: getattr(seen, name) for name in _FACTS}
    facts["taken"] = None if seen.taken is None else seen.taken.isoformat()
    stream = io.BytesIO()
    text = np.frombuffer(json.dumps(facts).encode(), np.uint8)
    arrays: dict[str, Any] = {"thumb": np.frombuffer(seen.thumb, np.uint8), "colour": seen.colour}
    arrays |= {"palette": seen.palette, **{_CODE + network: code for network, code in entry.codes.items()}}
    np.savez(stream, facts=text, **arrays)
    return bytes_digest(stream.getvalue()).encode() + stream.getvalue()


def _unpacked(entry: bytes | None) -> _Entry | None:
    """What an entry of the cache says; None where there is none, or it is damaged."""
    if entry is None or bytes_digest(entry[_DIGEST:]).encode() != entry[:_DIGEST]:
        return None
    with np.load(io.BytesIO(entry[_DIGEST:]), allow_pickle=False) as held:
        facts: dict[str, Any] = json.loads(held["facts"].tobytes())
        taken = facts.pop("taken")
        arrays = {"thumb": held["thumb"].tobytes(), "colour": held["colour"], "palette": held["palette"]}
        codes = {name.removeprefix(_CODE): held[name] for name in held.files if name.startswith(_CODE)}
    return _Entry(Seen(taken=taken and datetime.fromisoformat(taken), **facts, **arrays), codes)
