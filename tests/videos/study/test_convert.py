"""Pieces: some records of a file become videos."""

import numpy as np
import pytest

from motif.core.errors import MotifError
from motif.source.tfrecord import Place
from motif.videos.collection.build import Layout
from motif.videos.study.convert import Piece, convert, layout_of, pieces
from tests.source.tfrecord.wrote import example, framed, sequence_example

LAYOUT = Layout("video", {"visual": 2})


def write(tmp_path, *records: bytes):
    path = tmp_path / "a.tfrecord"
    path.write_bytes(framed(*records))
    return path


def video(id_=b"ab", labels=(1,), rgb=(0.5, 0.25)) -> bytes:
    return example(id=[id_], labels=list(labels), mean_rgb=np.float32(rgb))


def reasons(path, layout=LAYOUT, **settings) -> list[str]:
    return [drop.reason for drop in convert(Piece(path, "a", Place(0, 0), layout, **settings)).drops]


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (example(labels=[1], mean_rgb=np.float32([1, 2])), "missing_id"),
        (video(rgb=(1, np.nan)), "not_finite"),
        (video(rgb=(1, 2, 3)), "wrong_dimension"),
        (video(labels=[9]), "label_out_of_vocabulary"),
        (sequence_example({"id": [b"ab"]}, {"rgb": [b"12"]}), "wrong_level"),
    ],
    ids=["id", "nan", "dimension", "label", "level"],
)
def test_what_makes_no_sense_is_left_out_with_its_reason(tmp_path, record, reason):
    """And the good record after it is kept."""
    path = write(tmp_path, record, video(b"cd"))
    batch = convert(Piece(path, "a", Place(0, 0), LAYOUT, frozenset({1})))
    assert [(drop.origin, drop.reason) for drop in batch.drops] == [("a#0", reason)]
    assert [(origin, one.id) for origin, one in batch.videos] == [("a#1", "cd")]


def test_damage_ends_the_work_unless_it_is_skipped(tmp_path):
    """Not as one drop among others: the caller must ask for that."""
    path = write(tmp_path, video(b"ab"), video(b"cd"))
    data = bytearray(path.read_bytes())
    data[-8] ^= 1
    path.write_bytes(data)
    with pytest.raises(MotifError, match=r"record 1 at byte 75: .* add --skip-bad"):
        convert(Piece(path, "a", Place(0, 0), LAYOUT))
    batch = convert(Piece(path, "a", Place(0, 0), LAYOUT, skip_bad=True))
    assert ([one.id for _, one in batch.videos], [drop.reason for drop in batch.drops]) == (["ab"], ["bad_record"])


def test_the_layout_is_that_of_most_first_records(tmp_path):
    """A record without features says nothing, and one that is odd does not decide for all others."""
    path = write(tmp_path, example(id=[b"x"], mean_rgb=np.float32([np.nan])), video(rgb=[1, 2, 3]), video(), video())
    assert layout_of([path], dtype="float16", dequantise="exact") == Layout("video", {"visual": 2}, "float16")
    frames = write(tmp_path, sequence_example({"id": [b"ab"]}, {"rgb": [b"12"], "audio": [b"1"]}))
    assert layout_of([frames], dtype=None, dequantise="starter") == Layout(
        "frame", {"visual": 2, "audio": 1}, "uint8", "starter"
    )


def test_a_modality_that_the_first_record_lacks_is_found(tmp_path):
    """Further on in the file, or in the next one; the blocks' order does not hang on who comes first."""
    sound = example(id=[b"b"], mean_audio=np.float32([1]))
    path = write(tmp_path, video())
    other = tmp_path / "b.tfrecord"
    other.write_bytes(framed(sound, video(b"c")))
    assert layout_of([path, other], dtype=None, dequantise="exact") == Layout("video", {"visual": 2, "audio": 1})
    assert list(layout_of([other], dtype=None, dequantise="exact").n_features) == ["visual", "audio"]


def test_pieces_are_called_by_their_first_record(tmp_path):
    """A thousand and some records of whole videos at a time."""
    path = write(tmp_path, *[video(b"%d" % n) for n in range(1030)])
    found = list(pieces(path, "a", LAYOUT, allowed=None, skip_bad=False))
    assert [id_ for id_, _ in found] == ["a#0", "a#1024"]
    assert [len(convert(piece).videos) for _, piece in found] == [1024, 6]
