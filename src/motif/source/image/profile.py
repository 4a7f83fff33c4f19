"""Small colour profiles (ICC.1:2001-04): of three colours from one of grey, and from what a PNG says of its gamma."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Any

import numpy as np

__all__ = ["is_grey", "png_profile", "rgb_of_grey"]

_HEADER, _ENTRY = 128, 12  # bytes
_VERSION = 0x02400000
_D50 = np.array([0.9642, 1.0, 0.8249])
_SRGB = (0.3127, 0.329, 0.64, 0.33, 0.3, 0.6, 0.15, 0.06)  # white, red, green, blue, each x and y
_SRGB_GAMMA = 0.45455
_ALMOST = 0.01  # of gamma and chromaticities: a PNG this near to sRGB means sRGB, as old programs wrote it
_GAMMAS = (0.1, 10.0)  # others are damage
_BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
_PASSED_ON = (b"desc", b"cprt", b"wtpt", b"chad")  # what a grey profile says and an RGB one may say as well


def is_grey(profile: bytes | None) -> bool:
    """Return whether a profile speaks of grey.

    Examples
    --------
    >>> is_grey(png_profile({"gamma": 1.0}, grey=True)), is_grey(png_profile({"gamma": 1.0}, grey=False)), is_grey(None)
    (True, False, False)
    """
    return profile is not None and profile[16:20] == b"GRAY"


def rgb_of_grey(profile: bytes) -> bytes | None:
    """Return a profile by which three equal colours mean what the one grey means; None where the grey has no curve.

    Some formats store grey as three colours, whose profile must speak of three. The curve is the grey's own, for all
    three; the primaries are those of sRGB, which no grey shows.

    Examples
    --------
    >>> made = rgb_of_grey(png_profile({"gamma": 1.0}, grey=True))
    >>> made[16:20], rgb_of_grey(b"noise") is None
    (b'RGB ', True)
    """
    tags = _tags(profile)
    if profile[20:24] != b"XYZ " or not {b"kTRC", b"desc", b"wtpt"} <= tags.keys():
        return None
    kept = {name: tags[name] for name in _PASSED_ON if name in tags}
    version = int.from_bytes(profile[8:12], "big")
    return _packed(b"RGB ", {**kept, **_primaries(_SRGB), **_curves(tags[b"kTRC"])}, version=version)


def png_profile(info: Mapping[Any, Any], *, grey: bool) -> bytes | None:
    """Return a profile that says what the chunks gAMA and cHRM of a PNG say, None where they mean sRGB or are absent.

    Parameters
    ----------
    info :
        What Pillow's decoder found: gamma, chromaticity, srgb.
    grey :
        Whether the picture is grey, which has no chromaticities.

    Examples
    --------
    >>> png_profile({"gamma": 0.45455}, grey=False), png_profile({"gamma": 1.0, "srgb": 0}, grey=False)
    (None, None)
    >>> len(png_profile({"gamma": 1.0}, grey=False))
    464
    """
    gamma, chromaticity = info.get("gamma") or _SRGB_GAMMA, tuple(info.get("chromaticity") or _SRGB)
    if "srgb" in info or not _GAMMAS[0] <= gamma <= _GAMMAS[1] or not _is_possible(chromaticity):
        return None
    same = grey or max(abs(one - other) for one, other in zip(chromaticity, _SRGB, strict=True)) < _ALMOST
    if same and abs(gamma - _SRGB_GAMMA) < _ALMOST:
        return None
    curve = b"curv" + bytes(4) + struct.pack(">IH", 1, round(256 / gamma))
    text = b"by the gamma of a PNG\0"
    named = b"desc" + bytes(4) + struct.pack(">I", len(text)) + text + bytes(78)
    tags = {b"desc": named, b"cprt": b"text" + bytes(4) + b"none\0", b"wtpt": _xyz(_D50)}
    if grey:
        return _packed(b"GRAY", {**tags, b"kTRC": curve})
    return _packed(b"RGB ", {**tags, **_primaries(chromaticity), **_curves(curve)})


def _is_possible(chromaticity: tuple[float, ...]) -> bool:
    return len(chromaticity) == 8 and all(0 < one < 1 for one in chromaticity) and abs(_area(chromaticity)) > _ALMOST


def _area(chromaticity: tuple[float, ...]) -> float:
    """Return twice the area of the triangle of the primaries: without one, there are no three colours."""
    (rx, ry), (gx, gy), (bx, by) = (chromaticity[i : i + 2] for i in (2, 4, 6))
    return (gx - rx) * (by - ry) - (bx - rx) * (gy - ry)


def _primaries(chromaticity: tuple[float, ...]) -> dict[bytes, bytes]:
    """Return the colours of full red, green and blue, adapted to D50 by Bradford, so that they add up to white."""
    points = np.reshape(chromaticity, (4, 2))
    rays = np.column_stack([points, 1 - points.sum(axis=1)]) / points[:, 1:]  # XYZ of luminance 1
    white, primaries = rays[0], rays[1:].T
    full = primaries * np.linalg.solve(primaries, white)
    adapted = np.linalg.solve(_BRADFORD, np.diag(_BRADFORD @ _D50 / (_BRADFORD @ white)) @ _BRADFORD @ full)
    return {name: _xyz(adapted[:, i]) for i, name in enumerate((b"rXYZ", b"gXYZ", b"bXYZ"))}


def _curves(curve: bytes) -> dict[bytes, bytes]:
    return dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve)


def _xyz(values: np.ndarray) -> bytes:
    return b"XYZ " + bytes(4) + struct.pack(">3i", *(round(float(value) * 65536) for value in values))


def _tags(profile: bytes) -> dict[bytes, bytes]:
    """Return the profile's tags, none where it is damaged."""
    try:
        (n,) = struct.unpack_from(">I", profile, _HEADER)
        entries = [struct.unpack_from(">4sII", profile, _HEADER + 4 + _ENTRY * i) for i in range(min(n, 100))]
    except struct.error:
        return {}
    return {name: profile[at : at + size] for name, at, size in entries if at + size <= len(profile)}


def _packed(space: bytes, tags: Mapping[bytes, bytes], *, version: int = _VERSION) -> bytes:
    """Return a display's profile; equal values are stored once."""
    table, body = struct.pack(">I", len(tags)), b""
    start, places = _HEADER + 4 + _ENTRY * len(tags), dict[bytes, int]()
    for name, value in tags.items():
        if value not in places:
            places[value] = start + len(body)
            body += value + bytes(-len(value) % 4)
        table += name + struct.pack(">II", places[value], len(value))
    size = _HEADER + len(table) + len(body)
    head = struct.pack(">I4xI4s4s4s12x4s24x", size, version, b"mntr", space, b"XYZ ", b"acsp")
    return head + bytes(4) + _xyz(_D50)[8:] + bytes(48) + table + body
