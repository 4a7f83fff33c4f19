"""What is written is read as it was, byte by byte as TensorFlow writes it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motif.core.errors import InputError
from motif.source.tfrecord import read_records
from motif.source.tfrecord.write import example_bytes, write_records
from tests.source.tfrecord.wrote import example, framed, sequence_example


def test_an_example_is_what_was_written_by_hand():
    """Bytes, integers and floats, to the last byte; negative numbers take ten bytes."""
    by_hand = example(id=[b"ab", b""], labels=[0, 300, -1], x=np.array([0.5, -2.0], np.float32))
    ours = example_bytes({"id": [b"ab", b""], "labels": np.array([0, 300, -1]), "x": np.array([0.5, -2.0])})
    assert ours == by_hand


def test_frames_make_a_sequence_example():
    """One string of bytes a step."""
    frames = np.arange(6, dtype=np.uint8).reshape(3, 2)
    by_hand = sequence_example({"id": [b"ab"]}, {"rgb": [row.tobytes() for row in frames]})
    assert example_bytes({"id": [b"ab"]}, frames={"rgb": frames}) == by_hand


def test_a_file_has_both_checksums_of_each_record(tmp_path):
    """As framed by hand; none is a file of no bytes."""
    records = [example_bytes({"id": [b"a"]}), b"", example_bytes({"id": [b"b"]})]
    assert write_records(tmp_path / "made.tfrecord", records) == 3
    assert (tmp_path / "made.tfrecord").read_bytes() == framed(*records)
    assert write_records(tmp_path / "made.tfrecord", []) == 0
    assert (tmp_path / "made.tfrecord").read_bytes() == b""


@settings(derandomize=True, max_examples=15)
@given(
    labels=st.lists(st.integers(-(2**63), 2**63 - 1), min_size=1, max_size=5),
    values=st.lists(st.floats(width=32, allow_nan=False), min_size=1, max_size=5),
    name=st.text(min_size=1, max_size=4).filter(lambda text: text.isprintable()),
)
def test_whatever_is_written_is_read_again(tmp_path_factory, labels, values, name):
    """All numbers of their kinds, names in any letters."""
    path = tmp_path_factory.mktemp("round") / "made.tfrecord"
    write_records(path, [example_bytes({name: np.array(labels), f"{name}2": np.array(values)})])
    features = next(read_records(path)).features
    assert features[name].tolist() == labels
    assert features[f"{name}2"].tolist() == np.array(values, np.float32).tolist()


@pytest.mark.parametrize("wrong", [["text"], np.zeros((2, 2)), np.array(["a"])])
def test_other_values_are_refused(wrong):
    """With the feature's name."""
    with pytest.raises(InputError, match="'x'"):
        example_bytes({"x": wrong})
