"""Layouts: faster, and nothing else."""

import numpy as np
import pytest

from motif.source.tfrecord.layout import Layout, Reader, layout_of
from motif.source.tfrecord.wire import parse
from tests.source.tfrecord.wrote import entry, example, field, floats, integers, sequence_example, strings


def equal(a: dict, b: dict) -> bool:
    return a.keys() == b.keys() and all(
        type(a[name]) is type(b[name]) and np.array_equal(np.asarray(a[name]), np.asarray(b[name])) for name in a
    )


def test_a_reader_gives_what_the_full_parser_gives():
    """Over records of changing labels, ids, lengths and order."""
    rng, reader, n_fitting = np.random.default_rng(0), Reader(), 0
    for n in range(300):
        features = {
            "id": [bytes(rng.integers(97, 123, rng.integers(3, 5), dtype=np.uint8))],
            "labels": rng.integers(0, 4000, rng.integers(0, 4)).tolist(),
            "rgb": rng.normal(size=8).astype(np.float32),
        }
        if n % 7 == 0:
            features = dict(reversed(features.items()))
        data = example(**features)
        n_fitting += any(layout.fits(data) for layout in reader._layouts.get(len(data), ()))
        assert equal(reader.parse(data)[0], parse(data)[0])
    assert n_fitting > 200


def test_a_changed_length_of_the_same_total_is_not_taken_for_the_known_layout():
    """Two values that exchange a byte."""
    one = example(a=[b"xx"], b=[b"yyy"])
    two = example(a=[b"xxx"], b=[b"yy"])
    assert len(one) == len(two)
    reader = Reader()
    assert [reader.parse(data)[0]["a"] for data in (one, two, one)] == [[b"xx"], [b"xxx"], [b"xx"]]


@pytest.mark.parametrize(
    "data",
    [
        sequence_example({"id": [b"a"]}, {"rgb": [b"12"]}),
        field(1, entry("a", strings([b"1", b"2"]))),
        field(1, entry("a", strings([b"1"])) + entry("a", strings([b"2"]))),
        field(1, entry("a", field(3, b"\x08\x05"))),
        field(1, entry("a", b"")),
        field(1, entry("a", floats([1]) + integers([2]))),
        b"\x0a",
        b"",
    ],
    ids=["sequence", "two", "twice", "loose", "nothing", "kinds", "cut", "empty"],
)
def test_what_is_not_written_the_common_way_has_no_layout(data):
    """It is read in full each time."""
    assert layout_of(data) is None


def test_a_layout_says_where_the_values_are():
    """By hand: 14 bytes, the value in the last two."""
    data = bytes.fromhex("0a0e0a0c0a02696412060a040a026162")
    assert layout_of(data) == Layout(((0, 14, data[:14]),), (("id", "bytes", 14, 16),))
