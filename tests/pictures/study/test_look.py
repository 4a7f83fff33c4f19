"""Looking at a file: what it gives, and that it is looked at once."""

import numpy as np
import pytest

from motif.core.cache import Cache, default_cache
from motif.core.errors import DataError
from motif.pictures.study import look as room
from motif.pictures.study.look import Request, look
from motif.source.image import encode_image, read_image


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("MOTIF_CACHE_DIR", str(tmp_path / "cache"))


@pytest.fixture
def photo(tmp_path):
    pixels = np.random.default_rng(0).integers(0, 256, (300, 400, 3), np.uint8)
    (tmp_path / "a.png").write_bytes(encode_image(pixels, format="png"))
    return tmp_path / "a.png"


class Lengths:
    """An embedder that counts its calls: height and width, three times as long."""

    name, digest = "lengths", "0" * 64

    def __init__(self):
        self.n = 0

    def transform(self, pictures):
        self.n += len(pictures)
        return np.array([[3.0 * picture.shape[0], 3.0 * picture.shape[1]] for picture in pictures], np.float32)


def test_facts(photo):
    """Size, format, id of the pixels, a preview of at most 256 pixels, the histogram and the palette."""
    seen = look(Request(photo))
    assert (seen.width, seen.height, seen.n_bits, seen.format, seen.has_alpha) == (400, 300, 8, "png", False)
    assert (seen.id, seen.n_bytes) == (read_image(photo).id, photo.stat().st_size)
    assert read_image(seen.thumb).pixels.shape == (192, 256, 3)
    assert (seen.colour.shape, seen.palette.shape, seen.embedding) == ((486,), (6, 4), None)


def test_once(photo, monkeypatch):
    """The second look is the cache's, also under another name, and says the same."""
    first = look(Request(photo))
    moved = photo.rename(photo.with_name("b.png"))
    monkeypatch.setattr(room, "read_image", lambda *a, **b: pytest.fail("decoded again"))
    again = look(Request(moved))
    assert again.thumb == first.thumb
    assert np.array_equal(again.colour, first.colour)
    assert (again.id, again.taken, again.camera) == (first.id, first.taken, first.camera)


def test_embedding(photo):
    """A code of length 1, made once for each network; without one asked for, none."""
    embedder = Lengths()
    for _ in range(2):
        seen = look(Request(photo, "0" * 64, embedder))
    assert seen.embedding.tolist() == pytest.approx([0.6, 0.8], abs=5e-4)  # as float16 rounds
    assert embedder.n == 1
    look(Request(photo, "1" * 64, embedder))
    assert embedder.n == 2


def test_damaged_entry(photo):
    """An entry of the cache that is damaged is made anew."""
    first = look(Request(photo))
    for entry in default_cache().folder.iterdir():
        entry.write_bytes(b"PK broken")
    assert look(Request(photo)).id == first.id


@pytest.mark.parametrize("place", [3, 70, 300, -1])
def test_a_flipped_byte(photo, place):
    """A byte that flipped anywhere in an entry, such as one that says it is encrypted, is found by its checksum."""
    first = look(Request(photo))
    (entry,) = default_cache().folder.iterdir()
    data = bytearray(entry.read_bytes())
    data[place] ^= 1
    entry.write_bytes(bytes(data))
    assert np.array_equal(look(Request(photo)).palette, first.palette)


def test_one_write(photo, monkeypatch):
    """A file that is new, with an embedding that is new, is one entry, written once."""
    written = []
    true_write = Cache.write
    monkeypatch.setattr(Cache, "write", lambda *a, **b: written.append(a) or true_write(*a, **b))
    look(Request(photo, "0" * 64, Lengths()))
    look(Request(photo))
    assert len(written) == 1


def test_a_file_that_changes_meanwhile(photo, monkeypatch):
    """What is kept under a digest is what those bytes say, though the file changes while it is looked at."""
    old, true_digest = photo.read_bytes(), room.bytes_digest
    new = encode_image(np.full((20, 20, 3), 200, np.uint8), format="png")

    def race(data):
        photo.write_bytes(new)
        return true_digest(data)

    monkeypatch.setattr(room, "bytes_digest", race)
    look(Request(photo))
    monkeypatch.undo()
    monkeypatch.setenv("MOTIF_CACHE_DIR", str(photo.parent / "cache"))
    photo.write_bytes(old)
    assert look(Request(photo)).id == read_image(old).id


def test_a_network_without_a_digest(photo):
    """It is asked each time: nothing says that it is the same as the last one."""
    embedder = Lengths()
    assert [look(Request(photo, "", embedder)).embedding.shape for _ in range(2)] == [(2,), (2,)]
    assert embedder.n == 2


def test_too_large(photo):
    """A picture of too many pixels is refused, also where it was looked at with more allowed."""
    look(Request(photo))
    with pytest.raises(DataError, match=r"'a\.png' has 400 x 300 pixels"):
        look(Request(photo, max_pixels=100_000))


def test_bad_file(tmp_path):
    """What is no picture says so, by its name."""
    (tmp_path / "a.jpg").write_text("hello")
    with pytest.raises(DataError, match=r"'a\.jpg' is"):
        look(Request(tmp_path / "a.jpg"))


def test_transparent(tmp_path):
    """A transparent picture keeps its alpha in the preview, and the network sees it on white."""
    pixels = np.zeros((20, 20, 4), np.uint8)
    pixels[:10, :, 3] = 255
    (tmp_path / "a.png").write_bytes(encode_image(pixels, format="png"))
    shown = []

    class Watching:
        name, n_features, digest = "watching", 2, ""

        def transform(self, pictures):
            shown.extend(pictures)
            return np.zeros((len(pictures), 2), np.float32)

    seen = look(Request(tmp_path / "a.png", network="", embedder=Watching()))
    assert seen.has_alpha
    assert read_image(seen.thumb).has_alpha
    assert shown[0].shape == (20, 20, 3)
    assert (shown[0][:10] == 0).all()
    assert (shown[0][10:] == 255).all()
