"""CRC-32C: known values, and both ways agree."""

import sys

import numpy as np
import pytest

from motif.source.tfrecord.checksum import crc32c, masked, numpy_crc32c

# the check value of the catalogue of parametrised CRCs, and the examples of RFC 3720, appendix B.4
KNOWN = [
    (b"", 0x00000000),
    (b"123456789", 0xE3069283),
    (bytes(32), 0x8A9136AA),
    (b"\xff" * 32, 0x62A8AB43),
    (bytes(range(32)), 0x46DD794E),
    (bytes(range(31, -1, -1)), 0x113FDB5C),
]


@pytest.mark.parametrize(("data", "crc"), KNOWN, ids=range(len(KNOWN)))
def test_known_checksums(data, crc):
    """The published examples."""
    assert numpy_crc32c(data) == crc32c()(data) == crc


@pytest.mark.parametrize("n", [1, 2, 3, 4, 5, 4095, 4096, 4097, 4098, 4099, 8192, 10_001])
def test_both_ways_agree_whatever_the_length(n):
    """Blocks and what is left of them add up."""
    google = pytest.importorskip("google_crc32c")
    data = np.random.default_rng(n).integers(0, 256, n, dtype=np.uint8).tobytes()
    assert numpy_crc32c(data) == google.value(data)


def test_one_changed_bit_changes_the_checksum():
    """Each bit counts."""
    data = bytearray(b"a record of some length")
    before = numpy_crc32c(bytes(data))
    data[5] ^= 4
    assert numpy_crc32c(bytes(data)) != before


def test_masking_rotates_and_adds():
    """By hand: 15 bits to the right, then the constant, in 32 bits."""
    assert masked(1 << 15) == (1 + 0xA282EAD8) & 0xFFFFFFFF
    assert masked(1) == ((1 << 17) + 0xA282EAD8) & 0xFFFFFFFF


def test_numpy_does_it_where_the_package_is_missing(monkeypatch):
    """Nothing has to be installed to read."""
    monkeypatch.setitem(sys.modules, "google_crc32c", None)
    crc32c.cache_clear()
    try:
        assert crc32c() is numpy_crc32c
    finally:
        crc32c.cache_clear()
