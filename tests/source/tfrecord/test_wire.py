"""The wire format, by bytes written by hand and by protocol buffers' own library."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motif.source.tfrecord.wire import MalformedWire, Sequence, features_of, integers_of, parse, sequences_of, varint
from tests.source.tfrecord.wrote import entry, example, field, floats, integers, strings, varint_bytes


def test_packed_and_unpacked_numbers_are_the_same():
    """One tag for all or a tag for each."""
    packed = entry("x", field(2, field(1, np.float32([1, 2]).tobytes())))
    loose = entry("x", field(2, b"".join(b"\x0d" + np.float32(v).tobytes() for v in (1, 2))))
    assert features_of(packed)["x"].tolist() == features_of(loose)["x"].tolist() == [1, 2]
    assert features_of(entry("n", field(3, b"\x08\x05\x08\x96\x01")))["n"].tolist() == [5, 150]


def test_packed_and_unpacked_numbers_mix_in_order():
    """Parsers must take both in one list."""
    mixed = field(3, b"\x08\x07" + field(1, b"\x01\x02") + b"\x08\x09")
    assert features_of(entry("n", mixed))["n"].tolist() == [7, 1, 2, 9]


def test_negative_integers_take_ten_bytes():
    """Two's complement of 64 bits."""
    assert features_of(entry("n", integers([-1, -(2**63), 2**63 - 1])))["n"].tolist() == [-1, -(2**63), 2**63 - 1]


def test_unknown_fields_are_skipped():
    """Of every wire type that is in use."""
    unknown = (
        varint_bytes(15 << 3) + b"\x07" + varint_bytes(16 << 3 | 1) + bytes(8) + varint_bytes(17 << 3 | 5) + bytes(4)
    )
    data = field(1, unknown + entry("id", strings([b"ab"])) + field(9, b"what"))
    assert parse(unknown + data)[0] == {"id": [b"ab"]}


def test_messages_that_come_twice_are_joined_and_of_names_the_last_counts():
    """As protocol buffers merge."""
    twice = field(1, entry("a", strings([b"1"])) + entry("b", strings([b"2"]))) + field(1, entry("a", strings([b"3"])))
    assert parse(twice)[0] == {"a": [b"3"], "b": [b"2"]}


def test_of_several_kinds_in_a_feature_the_last_counts():
    """A Feature is one of three lists."""
    assert features_of(entry("a", floats([1]) + strings([b"x"])))["a"] == [b"x"]
    assert features_of(entry("a", strings([b"x"]) + integers([4])))["a"].tolist() == [4]


def test_an_empty_feature_is_an_empty_list():
    """As TensorFlow writes a feature of nothing."""
    assert features_of(entry("a", b"")) == {"a": []}
    assert features_of(entry("a", field(3, b"")))["a"].dtype == np.int64


def frames(rows: list[bytes]) -> bytes:
    return b"".join(field(1, strings([row])) for row in rows)


def test_frames_of_one_length_are_a_matrix():
    """One row a step, without a loop and with one the same."""
    rows = [bytes([n]) * 200 for n in range(5)]
    body = frames(rows)
    assert Sequence([body]).frames().tolist() == Sequence([body[:627], body[627:]]).frames().tolist()
    assert Sequence([body]).frames().tolist() == [list(row) for row in rows]
    assert Sequence([]).frames().shape == (0, 0)


def test_frames_of_several_lengths_are_refused():
    """A matrix has one width."""
    with pytest.raises(MalformedWire, match="different lengths"):
        Sequence([frames([b"ab", b"abc"])]).frames()
    with pytest.raises(MalformedWire, match="one string"):
        Sequence([field(1, strings([b"ab", b"cd"]))]).frames()


def test_a_sequence_gives_the_values_of_each_step():
    """Numbers as well as bytes."""
    body = field(1, floats([1.5])) + field(1, integers([7]))
    read = sequences_of(entry("s", body))["s"].values()
    assert [step.tolist() for step in read] == [[1.5], [7]]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\x0a\x7f", "127 bytes where 0"),
        (b"\x0a", "cut off"),
        (b"\xff" * 11, "ten bytes"),
        (b"\x0b", "wire type 3"),
        (field(1, entry("x", field(2, field(1, b"abc")))), "no multiple of 4"),
        (field(1, field(1, field(1, b"\xff\xfe"))), "not UTF-8"),
    ],
    ids=["long", "cut", "endless", "group", "floats", "name"],
)
def test_malformed_bytes_are_told(data, told):
    """Nothing is guessed."""
    with pytest.raises(MalformedWire, match=told):
        parse(data)


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data):
    """No other error comes out."""
    try:
        _, sequences = parse(data)
        for sequence in sequences.values():
            sequence.frames()
    except MalformedWire:
        pass


def test_numbers_of_every_length_are_read():
    """Seven bits a byte."""
    values = [0, 1, 127, 128, 300, 2**32, 2**63 - 1]
    data = b"".join(map(varint_bytes, values))
    assert integers_of(data).tolist() == values
    assert varint(data, 0) == (0, 1)
    assert parse(example(n=values))[0]["n"].tolist() == values
