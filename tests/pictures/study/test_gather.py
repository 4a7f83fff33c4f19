"""Gathering: each picture once, each loss on the ledger, and what the shared verbs do with it."""

import numpy as np
import pytest

from motif.collection import read
from motif.core.errors import InputError, SourceError
from motif.model import neighbours
from motif.pictures import ledger
from motif.pictures.study.gather import gather
from motif.source.image import encode_image


class Halves:
    """An embedder that can travel: mean colours of the upper and the lower half."""

    name, digest = "halves", "a" * 64

    def transform(self, pictures):
        return np.array(
            [[*p[: len(p) // 2].mean((0, 1)), *p[len(p) // 2 :].mean((0, 1))] for p in pictures], np.float32
        )


@pytest.fixture
def photos(tmp_path, monkeypatch):
    """Four pictures, of which two are equal, a cut one, a text, and two files that are no pictures by their names."""
    monkeypatch.setenv("MOTIF_CACHE_DIR", str(tmp_path / "cache"))
    pixels = np.random.default_rng(0).integers(0, 256, (40, 60, 3), np.uint8)
    red = np.full((40, 60, 3), (200, 30, 30), np.uint8)
    for name, given in (("a.png", pixels), ("trip/b.png", red), ("trip/d.png", red // 2 + 90)):
        path = tmp_path / "photos" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(encode_image(given, format="png"))
    (tmp_path / "photos/trip/c.tiff").write_bytes(encode_image(pixels, format="tiff"))
    (tmp_path / "photos/cut.png").write_bytes(encode_image(pixels, format="png")[:500])
    (tmp_path / "photos/text.jpg").write_text("hello")
    (tmp_path / "photos/notes.txt").write_text("hello")
    (tmp_path / "photos/list.csv").write_text("a,b")
    return tmp_path / "photos"


def test_balanced(photos):
    """Gathered is kept and left out; other files are told apart; equal pixels of another format are a duplicate."""
    held = gather(photos, embedding=False)
    book = ledger(held)
    (line,) = book.sources
    assert (line.n_gathered, line.n_kept) == (6, 3)
    assert dict(line.dropped) == {"duplicate": 1, "not_an_image": 1, "truncated": 1}
    assert dict(line.dirt) == {"other_files": 2}
    assert sorted(held.items["title"].to_pylist()) == ["a", "b", "d"]
    assert sorted(held.drops["origin"].to_pylist()) == ["photos/cut.png", "photos/text.jpg", "photos/trip/c.tiff"]


def test_media_are_found_again(photos):
    """Beside the collection, the way goes through `..`, and no path of the machine is anywhere."""
    held = gather(photos, out=photos.parent / "p.motif", embedding=False)
    assert held.media_root == ".."
    for media in held.items["media"].to_pylist():
        assert (photos.parent / "p.motif" / ".." / media).is_file()
    text = (photos.parent / "p.motif" / "collection.json").read_text()
    assert str(photos.parent) not in text
    assert held.thumbs.num_rows == 3
    held.verify()


def test_several_sources(photos):
    """Each source has its line; a picture that two have is the first one's."""
    held = gather([photos / "trip", photos / "a.png"], embedding=False)
    lines = ledger(held).sources
    assert [(line.name, line.n_gathered, line.n_kept, dict(line.dropped)) for line in lines] == [
        ("trip", 3, 3, {}),
        ("a.png", 1, 0, {"duplicate": 1}),
    ]


@pytest.mark.parametrize("jobs", [1, 2])
def test_embedding_and_find(photos, jobs):
    """With an embedder the shared search finds what looks alike; workers give what one process gives."""
    held = gather(photos, embedder=Halves(), jobs=jobs)
    assert np.linalg.norm(held.blocks["embedding"][:], axis=1) == pytest.approx(1, abs=1e-3)
    by_title = dict(zip(held.items["title"].to_pylist(), held.ids, strict=True))
    found = neighbours.find(held, by_title["b"], n=1, block="embedding")
    assert found[0].id == by_title["d"]


def test_refused(photos):
    """What is there already, a missing folder, one without pictures and a collection are refused in a line."""
    out = photos.parent / "p.motif"
    gather(photos, out=out, embedding=False)
    with pytest.raises(InputError, match="exists"):
        gather(photos, out=out, embedding=False)
    before = read(out).ids
    assert gather(photos / "trip", out=out, embedding=False, overwrite=True).ids != before
    with pytest.raises(SourceError, match="no such file or folder"):
        gather(photos / "none", embedding=False)
    (photos.parent / "empty").mkdir()
    with pytest.raises(SourceError, match="'empty': there are no pictures in it"):
        gather(photos.parent / "empty", embedding=False)
    with pytest.raises(InputError, match="is a collection already"):
        gather(out, embedding=False)
    with pytest.raises(InputError, match="no source given"):
        gather([], embedding=False)


def test_patterns(photos):
    """A pattern means its files, as of the folder in front of it; several patterns of one folder are one source."""
    held = gather([photos / "trip/*.png", photos / "*/*.tiff", photos / "a.*"], out=photos.parent / "p.motif",
                  embedding=False)  # fmt: skip
    book = ledger(held)
    assert [(line.name, line.n_gathered) for line in book.sources] == [("trip", 2), ("photos", 2)]
    assert sorted(held.items["media"].to_pylist()) == ["photos/a.png", "photos/trip/b.png", "photos/trip/d.png"]
    assert held.drops["origin"].to_pylist() == ["photos/trip/c.tiff"]
    for media in held.items["media"].to_pylist():
        assert (photos.parent / media).is_file()
    with pytest.raises(SourceError, match=r"no pictures match '.*none\*\.png'"):
        gather(photos / "none*.png", embedding=False)


def test_refused_before_looking(photos, monkeypatch):
    """A folder of other files is not written to, which is told before an hour of looking."""
    (photos.parent / "mine").mkdir()
    (photos.parent / "mine/x.txt").write_text("x")
    monkeypatch.setattr("motif.pictures.study.gather.map_items", lambda *a, **b: pytest.fail("looked"))
    with pytest.raises(InputError, match="'mine' holds other files"):
        gather(photos, out=photos.parent / "mine", embedding=False, overwrite=True)


def test_a_network_without_a_digest(photos):
    """A network that is given has its block, as the record says."""
    given = Halves()
    given.digest = ""
    held = gather(photos, embedder=given)
    assert held.blocks["embedding"].shape == (3, 6)
    assert held.blocks["embedding"].info.parameters["network"] == "halves"


def test_max_pixels(photos):
    """Larger pictures are left out, and the ledger says so."""
    assert ledger(gather(photos, embedding=False, max_pixels=100)).dropped["too_large"] == 5


def test_nothing_readable(photos):
    """Where no file can be read, the collection is empty and its ledger says why."""
    held = gather([photos / "text.jpg"], out=photos.parent / "p.motif", embedding=False)
    assert (held.n_items, ledger(held).dropped) == (0, {"not_an_image": 1})
    assert read(photos.parent / "p.motif").drops.num_rows == 1


@pytest.mark.slow
def test_same_scene_is_found(tmp_path, monkeypatch):
    """Crops, a mirror image and other light of three photographs find each other by the network, better than by colour.

    Synthetic variants of package pictures: easy, but what the block promises.
    """
    import cv2
    from sklearn.datasets import load_sample_images

    from motif.pictures.source.sample import astronaut
    from motif.source.image import read_image
    from tests.weights import real_model

    real_model("efficientnet-lite0")
    pytest.importorskip("torch")
    scenes = {"portrait": read_image(astronaut()).pixels}
    scenes |= dict(zip(("china", "flower"), load_sample_images().images, strict=True))
    for name, whole in scenes.items():
        height, width = whole.shape[:2]
        grey = cv2.cvtColor(cv2.cvtColor(whole, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
        made = {"whole": whole, "mirror": whole[:, ::-1], "crop": whole[height // 4 :, : 3 * width // 4],
                "dark": (whole * 0.5).astype(np.uint8), "grey": grey}  # fmt: skip
        for variant, pixels in made.items():
            data = encode_image(np.ascontiguousarray(pixels), format="jpg")
            (tmp_path / f"{name}-{variant}.jpg").write_bytes(data)
    held = gather(tmp_path)
    scene = np.array([title.partition("-")[0] for title in held.items["title"].to_pylist()])
    precision = {}
    for block in ("embedding", "colour"):
        of = dict(zip(held.ids, scene, strict=True))
        found = {id_: neighbours.find(held, id_, n=4, block=block) for id_ in held.ids}
        precision[block] = np.mean([[of[one.id] == of[id_] for one in some] for id_, some in found.items()])
    assert precision["embedding"] > 0.9
    assert precision["embedding"] > precision["colour"] + 0.1
    assert precision["colour"] > 4 / 14
