"""The files of a collection: what is written is read again, and what a stranger wrote is told in one line."""

import errno
import struct
from io import BytesIO
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from motif.collection import Collection, dense, ragged, read, sparse
from motif.collection.disk import LazyTable, read_block, write_array, write_block, write_parquet
from motif.collection.manifest import Manifest, StoredTable, load_manifest
from motif.core.errors import DataError, InputError, MotifError, SourceError
from tests.collection.example import contents, everything, put, use

NAMES = [
    "bool",
    "int8",
    "uint8",
    "int16",
    "uint16",
    "int32",
    "uint32",
    "int64",
    "uint64",
    "float16",
    "float32",
    "float64",
]


def file_of(folder: Path, beginning: str) -> str:
    """The path of the first file of a collection that begins so."""
    return next(file.path for file in load_manifest(folder).files() if file.path.startswith(beginning))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("shape", [(3,), (3, 2), (0, 2), (3, 0), (1, 2, 1, 2), (0,)])
def test_every_dtype_and_shape_is_written_as_numpy_reads_it(tmp_path, name, shape):
    """The file is plain NPY, and Motif maps it back bit by bit."""
    array = np.random.default_rng(0).integers(0, 2, shape).astype(name)
    block = dense(np.asfortranarray(array))
    stored = write_block(tmp_path, block, "codes", lambda number: f"{number:04d}-g000001", [slice(0, shape[0])])
    (path,) = tmp_path.rglob("*.npy")
    assert np.array_equal(np.load(path), array)
    assert np.load(path).dtype == array.dtype
    again = read_block(tmp_path, Manifest("film", 1, shape[0], (shape[0],), StoredTable()), stored)
    assert again.raw.tobytes() == array.tobytes()
    assert (again.shape, again.dtype) == (array.shape, array.dtype)


def test_other_tools_read_a_collection_without_motif(saved, tmp_path):
    """Parquet by anyone, dense blocks by NumPy, ragged rows between their offsets, sparse rows by SciPy."""
    folder = tmp_path / "c.motif"
    assert pq.read_table(folder / file_of(folder, "items/"))["id"].to_pylist() == saved.ids
    files = {path.name.split(".", 1)[1]: np.load(path) for path in (folder / "blocks" / "words").glob("*.npy")}
    matrix = csr_array((files["data.npy"], files["indices.npy"], files["indptr.npy"]), shape=(7, 5))
    assert (matrix != saved.blocks["words"].raw).nnz == 0
    frames = {path.name.split(".", 1)[1]: np.load(path) for path in (folder / "blocks" / "frames").glob("*.npy")}
    rows = [
        frames["npy"][low:high] for low, high in zip(frames["offsets.npy"], frames["offsets.npy"][1:], strict=False)
    ]
    assert all(np.array_equal(row, kept) for row, kept in zip(rows, saved.blocks["frames"].raw, strict=True))
    pixels = np.load(folder / file_of(folder, "blocks/pixels/"))
    present = saved.blocks["pixels"].present
    assert np.allclose(
        pixels[present] * np.float32(1 / 255) - 0.5, saved.blocks["pixels"][:][present], atol=1e-6
    )  # float32


@settings(derandomize=True, max_examples=40, deadline=None)
@given(lengths=st.lists(st.integers(0, 9), max_size=12), cut=st.integers(0, 12), room=st.integers(1, 64))
def test_long_blocks_are_written_piece_by_piece(tmp_path_factory, lengths, cut, room):
    """However small the pieces, the files are the same."""
    folder, cut = tmp_path_factory.mktemp("c"), min(cut, len(lengths))
    bounds = [slice(0, cut), slice(cut, len(lengths))]
    rows = [np.arange(length * 2, dtype=np.int16).reshape(-1, 2) + 10 * n for n, length in enumerate(lengths)]
    table = csr_array(np.arange(len(lengths) * 3).reshape(-1, 3) % 4)
    for name, block in {
        "r": ragged([np.zeros((0, 2), np.int16), *rows]).take(np.arange(1, len(rows) + 1)),
        "s": sparse(table),
    }.items():
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("motif.collection.disk._CHUNK_BYTES", room)
            small = write_block(folder, block, name, lambda number: f"{number:04d}-g000001", bounds)
        whole = write_block(folder, block, name, lambda number: f"{number:04d}-g000002", bounds)
        digests = [[file.sha256 for part in stored.parts for file in part.values()] for stored in (small, whole)]
        assert digests[0] == digests[1]


def test_an_array_is_written_from_its_pieces(tmp_path):
    """A generator is enough; the array is never whole in memory."""
    file = write_array(tmp_path, "a/0.npy", (4, 2), np.dtype(">i4"), (np.full((1, 2), n, ">i4") for n in range(4)))
    assert np.load(tmp_path / "a" / "0.npy").tolist() == [[n, n] for n in range(4)]
    assert file.bytes == (tmp_path / "a" / "0.npy").stat().st_size


def test_what_parquet_cannot_hold_is_told_and_leaves_nothing(tmp_path):
    """A table that came in some other way."""
    with pytest.raises(InputError, match="items cannot be kept as Parquet"):
        write_parquet(tmp_path, "items/0.parquet", pa.table({"id": [pa.MonthDayNano([1, 2, 3])]}))
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_column_alone_is_had_without_the_others():
    """And from memory where the whole is there."""
    asked = []

    def load(columns):
        asked.append(columns)
        table = pa.table({"id": ["a"], "year": [1]})
        return table if columns is None else table.select(columns)

    table = LazyTable(1, load)
    assert table.column("id").to_pylist() == ["a"]
    assert (table.whole.num_rows, table.whole.num_rows) == (1, 1)
    assert table.column("year").to_pylist() == [1]
    assert asked == [["id"], None]


def npy(header: bytes | str, data: bytes = b"", *, version: bytes = b"\x01\x00", length: int | None = None) -> bytes:
    header = header.encode() if isinstance(header, str) else header
    n = len(header) if length is None else length
    return (
        b"\x93NUMPY"
        + version
        + (struct.pack("<H", n) if version == b"\x01\x00" else struct.pack("<I", n))
        + header
        + data
    )


def headed(descr: object, shape: object, *, order: object = False) -> str:
    return f"{{'descr': {descr!r}, 'fortran_order': {order!r}, 'shape': {shape!r}, }}\n"


DATA = bytes(7 * 3 * 4)
HOSTILE_NPY = {
    "nothing": b"",
    "the beginning": b"\x93NUMPY",
    "no header": npy("", DATA),
    "header longer than the file": npy(headed("<f4", (7, 3)), DATA, length=60_000),
    "other version": npy(headed("<f4", (7, 3)), DATA, version=b"\x03\x00"),
    "pickled objects": npy(headed("|O", (7, 3)), DATA),
    "text": npy(headed("<U4", (7, 3)), DATA),
    "records": npy(headed([("a", "<f4")], (7, 3)), DATA),
    "big-endian": npy(headed(">f4", (7, 3)), DATA),
    "column order": npy(headed("<f4", (7, 3), order=True), DATA),
    "other shape": npy(headed("<f4", (3, 7)), DATA),
    "one axis": npy(headed("<f4", (21,)), DATA),
    "no axes": npy(headed("<f4", ()), DATA),
    "another dtype": npy(headed("<i4", (7, 3)), DATA),
    "too many rows": npy(headed("<f4", (2**40, 3)), DATA),
    "no end of rows": npy("{'descr': '<f4', 'fortran_order': False, 'shape': (" + "9" * 4000 + ", 3), }\n", DATA),
    "rows below zero": npy(headed("<f4", (-7, 3)), DATA),
    "a formula": npy("{'descr': '<f4', 'fortran_order': False, 'shape': (6 + 1, 3), }\n", DATA),
    "code": npy("__import__('os').system('true')\n", DATA),
    "nested without end": npy("(" * 60_000 + "\n", DATA),
    "bytes that are no text": npy(b"\xff" * 100 + b"\n", DATA),
    "old long numbers": npy("{'descr': '<f4', 'fortran_order': False, 'shape': (7L, 3L), }\n", DATA),
    "an archive": b"PK\x03\x04" + DATA,
    "a pickle": b"\x80\x04K\x01." + DATA,
    "too few bytes": npy(headed("<f4", (7, 3)), DATA[:-1]),
    "too many bytes": npy(headed("<f4", (7, 3)), DATA + b"\0"),
}


@pytest.mark.parametrize("what", HOSTILE_NPY)
def test_an_array_that_motif_has_not_written_is_damage(saved, tmp_path, what):
    """Sizes and checksums fit, as an enemy would make them; nothing of the file is run or trusted."""
    folder = tmp_path / "c.motif"
    path = file_of(folder, "blocks/codes/")
    put(folder, path, HOSTILE_NPY[what].ljust(DATA.__len__() if what in ("nothing", "the beginning") else 0, b"\0"))
    with pytest.raises(DataError) as caught:
        read(folder).blocks["codes"][:]
    assert path in str(caught.value)
    assert "\n" not in str(caught.value)
    with pytest.raises(MotifError):
        use(folder)


def array_bytes(array: np.ndarray) -> bytes:
    stream = BytesIO()
    np.save(stream, array)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("role", "change"),
    [
        ("frames/*.offsets.npy", lambda array: array[::-1].copy()),
        ("frames/*.offsets.npy", lambda array: array + 1),
        ("frames/*.offsets.npy", lambda array: np.concatenate([array[:1], [2**63 - 1, -(2**63) + 9], array[3:]])),
        ("frames/*.offsets.npy", lambda array: array.astype(np.int32)),
        ("frames/*.offsets.npy", lambda array: array[:-1]),
        ("words/*.indptr.npy", lambda array: np.where(np.arange(len(array)) == len(array) - 1, 2**40, array)),
        ("words/*.indptr.npy", lambda array: np.where(np.arange(len(array)) == 1, -5, array)),
        ("words/*.indices.npy", lambda array: array + 5),
        ("words/*.indices.npy", lambda array: array - 5),
        ("words/*.indices.npy", lambda array: array[:-1]),
        ("words/*.data.npy", lambda array: array[:-1]),
        ("words/*.data.npy", lambda array: array.astype(np.float64)),
        ("pixels/*.present.npy", lambda array: array[:-1]),
        ("pixels/*.present.npy", lambda array: array.astype(np.uint8)),
    ],
)
def test_arrays_that_contradict_each_other_are_damage(saved, tmp_path, role, change):
    """Offsets that go back, rows outside, lengths and dtypes that do not fit: found by use and by `verify`."""
    folder = tmp_path / "c.motif"
    (path,) = (folder / "blocks").glob(role)
    put(folder, path.relative_to(folder).as_posix(), array_bytes(change(np.load(path))))
    collection = read(folder)
    name = role.partition("/")[0]
    for touch in (lambda: collection.blocks[name][:], lambda: collection.blocks[name].present[0], collection.verify):
        if role.endswith(("indices.npy", "data.npy", "offsets.npy", "indptr.npy")) and touch is not collection.verify:
            touch = lambda: collection.blocks[name][:]  # noqa: E731 - presence of these is known without their numbers
        with pytest.raises(DataError) as caught:
            touch()
        assert name in str(caught.value) or "outside" in str(caught.value)
        assert "\n" not in str(caught.value)


def parquet(table: pa.Table) -> bytes:
    stream = BytesIO()
    pq.write_table(table, stream)
    return stream.getvalue()


BROKEN_TEXT = pa.Array.from_buffers(
    pa.string(), 7, [None, pa.py_buffer(np.arange(8, dtype=np.int32)), pa.py_buffer(b"\xff" * 7)]
)
HOSTILE_PARQUET = {
    "nothing": b"\0" * 12,
    "only the magic word": b"PAR1" * 3,
    "an endless footer": b"PAR1" + b"\xff\xff\xff\x7f" + b"PAR1",
    "fewer rows": parquet(pa.table({"id": ["a"], "column": ["a"], "reason": ["a"]})),
    "no columns": parquet(pa.table({"other": list("abcdefg")})),
    "ids that are numbers": parquet(
        pa.table({"id": list(range(7)), "column": list(range(7)), "reason": list(range(7))})
    ),
    "ids that are lists": parquet(pa.table({"id": [["a"]] * 7})),
    "text that is none": parquet(pa.Table.from_arrays([BROKEN_TEXT, BROKEN_TEXT], names=["id", "column"])),
    "the same column twice": parquet(pa.Table.from_arrays([pa.array(list("abcdefg"))] * 2, names=["id", "id"])),
    "views": parquet(pa.table({"id": pa.array(list("abcdefg"), pa.string_view())})),
    "maps": parquet(
        pa.table({"id": list("abcdefg"), "m": pa.array([[("a", 1)]] * 7, pa.map_(pa.string(), pa.int8()))})
    ),
}


@pytest.mark.parametrize("room", ["items/", "tables/tags/", "drops/", "blocks/codes/0000-g000001.columns"])
@pytest.mark.parametrize("what", HOSTILE_PARQUET)
def test_a_table_that_motif_has_not_written_is_damage(saved, tmp_path, what, room):
    """Sizes and checksums fit; opening reads nothing of it, using it says which file it is."""
    folder = tmp_path / "c.motif"
    path = file_of(folder, room)
    put(folder, path, HOSTILE_PARQUET[what])
    read(folder)
    with pytest.raises(DataError) as caught:
        use(folder)
    assert path in str(caught.value)
    assert "\n" not in str(caught.value)
    with pytest.raises(DataError):
        read(folder).verify()


@pytest.mark.parametrize("room", ["items/", "blocks/words/", "tables/", "drops/", "models/"])
def test_a_file_that_goes_after_opening_is_told(saved, tmp_path, room):
    """As when somebody has written the collection anew meanwhile."""
    folder = tmp_path / "c.motif"
    path = file_of(folder, room)
    collection = read(folder)
    (folder / path).unlink()
    if room != "models/":
        with pytest.raises(SourceError, match="replaced since it was opened \\(open it again\\), or lost") as caught:
            contents(collection)
        assert path in str(caught.value)
    with pytest.raises(SourceError, match="lacks its file"):
        read(folder)


def test_a_file_that_may_not_be_read_is_told(saved, tmp_path, monkeypatch):
    """With the system's own word for it."""
    collection = read(tmp_path / "c.motif")

    def refuse(*_args, **_options):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(np, "memmap", refuse)
    with pytest.raises(SourceError, match="cannot be read: Permission denied"):
        collection.blocks["codes"][:]


def test_more_memory_than_there_is_is_told(saved, tmp_path, monkeypatch):
    """A damaged length can ask for anything."""
    collection = read(tmp_path / "c.motif")

    def refuse(*_args, **_options):
        raise MemoryError("malloc of size 99999999999 failed")

    monkeypatch.setattr(pq, "ParquetFile", refuse)
    with pytest.raises(DataError, match="is damaged, or needs more memory than there is"):
        _ = collection.items


def test_opening_loads_no_array_and_no_table(saved, tmp_path, monkeypatch):
    """However large the collection, what is not asked for is not read."""
    for name in ("ParquetFile", "read_schema"):
        monkeypatch.setattr(pq, name, lambda *_args, **_options: pytest.fail("a table was read"))
    monkeypatch.setattr(np, "memmap", lambda *_args, **_options: pytest.fail("an array was read"))
    collection = read(tmp_path / "c.motif")
    assert (collection.n_items, collection.kind, len(collection.records)) == (7, "picture", 1)
    assert {name: block.shape for name, block in collection.blocks.items()} == {
        "codes": (7, 3),
        "pixels": (7, 2, 2),
        "flags": (7, 2),
        "frames": (7, None, 2),
        "words": (7, 5),
    }
    assert list(collection.tables) == ["tags"]


def test_saving_a_choice_holds_a_piece_of_it_in_memory_at_a_time(tmp_path, monkeypatch):
    """Of a large block that was selected from, no more than the piece under way is asked for."""
    monkeypatch.setattr("motif.collection.disk._CHUNK_BYTES", 64)
    asked = []
    block = dense(np.arange(100, dtype=np.float32).reshape(50, 2))
    true = type(block).stored
    monkeypatch.setattr(type(block), "stored", lambda self, key: asked.append(key) or true(self, key))
    whole = Collection("film", {"id": [f"f{n}" for n in range(50)]}, blocks={"codes": block})
    saved = whole.select(list(range(49, -1, -1))).save(tmp_path / "c.motif")
    assert max(key.stop - key.start for key in asked) == 8
    assert np.array_equal(saved.blocks["codes"].raw, np.arange(100, dtype=np.float32).reshape(50, 2)[::-1])


def test_everything_survives_the_way_to_disk(saved, model):
    """Every kind of block, table, drop, model and record."""
    assert contents(saved) == contents(everything(model=model))
