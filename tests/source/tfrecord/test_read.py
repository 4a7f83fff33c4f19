"""Records: TensorFlow's own files, damage of every kind, and files made by hand."""

import gzip
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motif.core.errors import DataError, InputError, SourceError
from motif.core.record import Drop
from motif.source.tfrecord import Place, Record, read_records, record_places
from tests.source.tfrecord.wrote import example, framed, sequence_example

GOOD = ["video_v2", "video_v1", "video_v2_gzip", "video_unpacked", "video_missing_audio", "video_odd_but_legal"]


def write(tmp_path, data: bytes):
    path = tmp_path / "made.tfrecord"
    path.write_bytes(data)
    return path


def described(values) -> dict | None:
    if values is None:
        return None
    return {
        "length": len(values),
        "sum": float(values.astype(np.float64).sum()),
        "first": values[:4].tolist(),
        "last": float(values[-1]),
    }


@pytest.mark.shared
@pytest.mark.parametrize("name", GOOD)
def test_video_level_files_are_read_as_tensorflow_reads_them(shared, name):
    """Ids, labels, single values exactly; sums of floats to 1e-4, since they are added in another order."""
    path = next(p for p in (shared / "data/videos/tfrecord").glob(f"{name}.tfrecord*") if not p.name.endswith(".json"))
    expected = json.loads(path.with_name(f"{path.name}.expected.json").read_text())
    records = list(read_records(path))
    assert len(records) == len(expected)
    for record, wanted in zip(records, expected, strict=True):
        features = record.features
        assert (features.get("id") or features["video_id"]) == [wanted["id"].encode()]
        assert list(features.get("labels", [])) == wanted["labels"]
        for of in ("mean_rgb", "mean_audio"):
            found = described(features.get(of))
            assert (found is None) == (wanted[of] is None)
            if found:
                assert found.pop("sum") == pytest.approx(wanted[of]["sum"], abs=1e-4)
                assert found == {key: value for key, value in wanted[of].items() if key != "sum"}


@pytest.mark.shared
def test_frames_are_read_as_tensorflow_reads_them(shared):
    """Every byte counts in the sums."""
    path = shared / "data/videos/tfrecord/frame_level.tfrecord"
    expected = json.loads(path.with_name(f"{path.name}.expected.json").read_text())
    for record, wanted in zip(read_records(path), expected, strict=True):
        assert record.features["id"] == [wanted["id"].encode()]
        assert record.features["labels"].tolist() == wanted["labels"]
        for of in ("rgb", "audio"):
            frames = record.sequences[of].frames()
            assert list(frames.shape) == wanted[of]["shape"]
            assert int(frames.sum(dtype=np.int64)) == wanted[of]["sum"]
            assert frames[0, :4].tolist() == wanted[of]["first_frame"]
            assert frames[-1, -4:].tolist() == wanted[of]["last_frame"]


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "record", "offset", "reason"),
    [
        ("truncated", 29, "136,512", "truncated"),
        ("flipped_byte", 11, "51,781", "bad_record"),
        ("length_crc", 17, "80,022", "bad_record"),
    ],
)
def test_damage_is_told_with_file_record_and_offset(shared, name, record, offset, reason):
    """Strict reading ends there; skipping keeps the 29 good records and one drop."""
    path = shared / f"data/videos/tfrecord/broken_{name}.tfrecord"
    with pytest.raises(DataError, match=rf"'broken_{name}.tfrecord' is damaged in record {record} at byte {offset}:"):
        list(read_records(path))
    read = list(read_records(path, skip_bad=True))
    assert [(drop.origin, drop.reason) for drop in read if isinstance(drop, Drop)] == [
        (f"{path.name}#{record}", reason)
    ]
    expected = [row for row in json.loads(path.with_name(f"{path.name}.expected.json").read_text()) if row]
    good = [row for row in read if isinstance(row, Record)]
    wanted = [row["id"].encode() for n, row in enumerate(expected) if len(expected) == 29 or n != record]
    assert [row.features["id"][0] for row in good] == wanted


@pytest.mark.shared
@pytest.mark.parametrize("skip_bad", [False, True])
def test_another_kind_of_file_is_refused(shared, skip_bad):
    """A CSV that is called TFRecord, whether bad records are skipped or not."""
    with pytest.raises(DataError, match="is not a TFRecord file: it begins like text"):
        list(read_records(shared / "data/videos/tfrecord/broken_not_tfrecord.tfrecord", skip_bad=skip_bad))


def test_a_file_of_nothing_has_no_records(tmp_path):
    """As TensorFlow has it."""
    assert list(read_records(write(tmp_path, b""))) == []


def test_places_are_those_in_the_unpacked_file(tmp_path):
    """Index and offset of each record, packed or not."""
    first, second = example(id=[b"a"]), sequence_example({"id": [b"b"]}, {"rgb": [b"12", b"34"]})
    for data in (framed(first, second), gzip.compress(framed(first, second), mtime=0)):
        read = list(read_records(write(tmp_path, data)))
        assert [(record.index, record.offset) for record in read] == [(0, 0), (1, len(first) + 16)]
        assert read[1].sequences["rgb"].frames().tolist() == [[49, 50], [51, 52]]


def test_a_record_that_is_no_example_is_told_and_skipped(tmp_path):
    """Its checksum is right, its content is not."""
    path = write(tmp_path, framed(b"\x0a\x7f", example(id=[b"b"])))
    with pytest.raises(DataError, match="record 0 at byte 0: it is no Example: a field of 127 bytes"):
        list(read_records(path))
    dropped, kept = read_records(path, skip_bad=True)
    assert (dropped.reason, kept.features["id"]) == ("bad_record", [b"b"])


def test_where_the_next_record_is_unknown_the_loss_of_the_rest_is_told(tmp_path):
    """A length that is wrong, with its checksum: what was before is kept, and one drop says that all after is lost."""
    one = framed(example(id=[b"a"]))
    damaged = bytearray(one + one + one)
    damaged[len(one)] ^= 1
    read = list(read_records(write(tmp_path, bytes(damaged)), skip_bad=True))
    assert [type(row) for row in read] == [Record, Drop]
    assert read[1].reason == "rest_lost"
    assert "all from there on is lost" in read[1].detail


def test_a_record_that_claims_too_much_is_refused_before_it_is_read(tmp_path):
    """A length with a right checksum costs no memory."""
    claims = framed(b"x" * 1000)
    with pytest.raises(DataError, match="claims 1,000 bytes, more than the 100 allowed"):
        list(read_records(write(tmp_path, claims), most_bytes=100))
    with pytest.raises(InputError, match="most_bytes"):
        list(read_records(write(tmp_path, claims), most_bytes=0))


def test_a_file_that_is_not_there_is_told(tmp_path):
    """By its name."""
    with pytest.raises(SourceError, match="no such file"):
        list(read_records(tmp_path / "none.tfrecord"))


@settings(max_examples=150, derandomize=True, deadline=None)
@given(at=st.integers(0, 10_000), bit=st.integers(0, 7), cut=st.booleans())
def test_any_changed_bit_or_cut_is_found(tmp_path_factory, at, bit, cut):
    """Strict reading never gives a changed record, and skipping never gives more than there was."""
    records = [example(id=[b"abcd"], labels=[n, 300 + n], rgb=np.arange(4, dtype=np.float32)) for n in range(6)]
    data = bytearray(framed(*records))
    at %= len(data)
    if cut:
        del data[at:]
    else:
        data[at] ^= 1 << bit
    path = tmp_path_factory.getbasetemp() / "fuzzed.tfrecord"
    path.write_bytes(data)
    size = len(framed(records[0]))
    if not cut or at % size:
        with pytest.raises(DataError):
            list(read_records(path))
    try:
        kept = [row for row in read_records(path, skip_bad=True) if isinstance(row, Record)]
    except DataError:
        assert at < size
        return
    assert [row.features["labels"][0] for row in kept] == sorted({int(row.features["labels"][0]) for row in kept})
    assert all(row.features["rgb"].tolist() == [0, 1, 2, 3] for row in kept)


def test_a_file_can_be_shared_out(tmp_path):
    """Pieces read from their places give all records, packed or not; indices and offsets are those of the file."""
    data = framed(*(example(id=[b"%d" % n], labels=[n]) for n in range(25)))
    for content in (data, gzip.compress(data, mtime=0)):
        path = write(tmp_path, content)
        whole, places = list(read_records(path)), list(record_places(path, every=10))
        assert [place.index for place in places] == [0, 10, 20]
        pieces = [row for place in places for row in read_records(path, start=place, n_records=10)]
        assert [(row.index, row.offset, row.features["id"]) for row in pieces] == [
            (row.index, row.offset, row.features["id"]) for row in whole
        ]


def test_from_a_damaged_length_on_there_is_one_reader(tmp_path):
    """Places end there, and the last piece finds the damage."""
    one = framed(example(id=[b"a"]))
    damaged = bytearray(one * 30)
    damaged[len(one) * 12] ^= 1
    path = write(tmp_path, bytes(damaged))
    places = list(record_places(path, every=5))
    assert places == [Place(0, 0), Place(5, 5 * len(one)), Place(10, 10 * len(one))]
    with pytest.raises(DataError, match="record 12"):
        list(read_records(path, start=places[-1]))


def test_a_multiple_of_the_share_leaves_no_empty_piece(tmp_path):
    """Ten records in fives are two."""
    path = write(tmp_path, framed(*[example(id=[b"a"])] * 10))
    assert [place.index for place in record_places(path, every=5)] == [0, 5]


def test_pieces_go_on_behind_a_length_whose_checksum_is_wrong(tmp_path):
    """Where the next record lies where it should, all pieces together lose one record."""
    one = framed(example(id=[b"a"]))
    damaged = bytearray(one * 30)
    damaged[len(one) * 12 + 9] ^= 1
    path = write(tmp_path, bytes(damaged))
    places = list(record_places(path, every=5))
    assert [place.index for place in places] == [0, 5, 10, 15, 20, 25]
    rows = [row for place in places for row in read_records(path, start=place, n_records=5, skip_bad=True)]
    assert [row.index for row in rows if isinstance(row, Record)] == [n for n in range(30) if n != 12]
    assert [(row.origin, row.reason) for row in rows if isinstance(row, Drop)] == [("made.tfrecord#12", "bad_record")]


def test_a_packing_that_is_damaged_is_told_where_it_is_met(tmp_path):
    """A gzip stream that is cut fails with its record; skipping keeps what came before, and says the loss."""
    noise = np.random.default_rng(0).bytes(200_000)
    records = [example(id=[b"%d" % n], noise=[noise[n * 1000 : n * 1000 + 1000]]) for n in range(200)]
    packed = gzip.compress(framed(*records), mtime=0)
    path = write(tmp_path, packed[: len(packed) // 2])
    with pytest.raises(DataError, match=r"damaged in record 9\d at byte [\d,]+: its gzip stream is cut"):
        list(read_records(path))
    *kept, last = read_records(path, skip_bad=True)
    assert len(kept) > 90
    assert (last.reason, last.origin) == ("rest_lost", f"made.tfrecord#{len(kept)}")
    places = list(record_places(path, every=len(kept)))
    assert [place.index for place in places] == [0, len(kept)]
    assert [row.reason for row in read_records(path, start=places[1], skip_bad=True)] == ["rest_lost"]
    whole = bytearray(packed)
    whole[-6] ^= 1  # the checksum of all, which comes last
    rows = list(read_records(write(tmp_path, bytes(whole)), skip_bad=True))
    assert (len(rows), rows[-1].reason) == (201, "rest_lost")


def test_a_length_beyond_what_is_allowed_loses_the_rest_where_bad_ones_are_skipped(tmp_path):
    """What was before it is kept."""
    path = write(tmp_path, framed(b"", b"x" * 1000, b""))
    kept, lost = read_records(path, most_bytes=100, skip_bad=True)
    assert (kept.index, lost.reason) == (0, "rest_lost")
    assert "claims 1,000 bytes" in lost.detail
