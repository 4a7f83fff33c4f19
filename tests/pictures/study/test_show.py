"""What the page about a folder shows: made here or taken from folders, and what is left out."""

import json

import numpy as np
import pytest

from motif.core.errors import InputError, SourceError
from motif.pictures.source.sample import astronaut
from motif.pictures.study import show as room
from motif.pictures.study.show import show
from motif.source.image import encode_image, read_image


def left_half(batch):
    half = (np.arange(batch.shape[3]) < batch.shape[3] // 2).astype(np.float32)
    return np.broadcast_to(half, (len(batch), 1, *batch.shape[2:])).copy()


@pytest.fixture
def photos(tmp_path):
    """Two photographs with results beside them, and a file that is none."""
    pixels = read_image(astronaut()).pixels[::4, ::4]
    alpha = np.zeros(pixels.shape[:2], np.uint8)
    alpha[20:, 30:100] = 255
    for name, given in (("a", pixels), ("b", pixels[:, ::-1])):
        for folder, result in (("photos", given), ("cuts", np.dstack([given, alpha])),
                               ("cartoons", np.dstack([given // 64 * 64, alpha]))):  # fmt: skip
            (tmp_path / folder).mkdir(exist_ok=True)
            (tmp_path / folder / f"{name}.png").write_bytes(encode_image(result, format="png"))
    (tmp_path / "photos" / "bad.jpg").write_text("hello")
    return tmp_path


def test_given(photos, monkeypatch):
    """With both folders nothing is made, and no network is asked for."""
    monkeypatch.setattr("motif.pictures.study.show.cut", lambda *a, **b: pytest.fail("cut"))
    monkeypatch.setattr("motif.pictures.study.show.cartoon", lambda *a, **b: pytest.fail("painted"))
    shown = show(photos / "photos", cuts=photos / "cuts", cartoons=photos / "cartoons", out=photos / "p.html")
    assert shown.given == ("cuts", "cartoons")
    assert [one.name for one in shown.pictures] == ["a.png", "b.png"]
    assert set(shown.figures) == {"photo", "cutout", "person", "measures"}
    assert [one.reason for one in shown.failed] == ["not_an_image"]
    assert json.loads(json.dumps(shown.as_dict()))["given"] == ["cuts", "cartoons"]
    page = (photos / "p.html").read_text(encoding="utf-8")
    assert page.count('class="compare"') == 2
    assert str(photos) not in page


def test_made_here(photos):
    """Without folders both are made at the page's size, and the page says so."""
    shown = show(photos / "photos", network=left_half, out=photos / "p.html")
    assert shown.given == ()
    assert all(one.cutout is not None and one.cartoon is not None for one in shown.pictures)
    assert "were made for this page" in (photos / "p.html").read_text(encoding="utf-8")


def test_partly_given(photos):
    """A photograph without a result in a folder that is given has none; it is shown all the same."""
    (photos / "cartoons" / "b.png").unlink()
    shown = show(photos / "photos", cuts=photos / "cuts", cartoons=photos / "cartoons")
    assert [one.cartoon is None for one in shown.pictures] == [False, True]
    assert [one.name for one in shown.scored] == ["a.png"]


def test_nobody_found(photos):
    """Where nobody is cut out, the note says so, and nothing of a transparency that the page does not show."""
    shown = show(photos / "photos", cartoons=photos / "cartoons", network=lambda batch: 0 * batch[:, :1])
    assert shown.pictures[0].cutout is None
    assert shown.pictures[0].note == "no person was found with confidence (0.00), so it has no cut-out"


def test_other_proportions(photos):
    """A cropped cartoon is shown, not scored, with a note."""
    cropped = encode_image(np.zeros((50, 90, 3), np.uint8), format="png")
    (photos / "cartoons" / "a.png").write_bytes(cropped)
    shown = show(photos / "photos", cuts=photos / "cuts", cartoons=photos / "cartoons")
    assert shown.pictures[0].found is None
    assert "other proportions" in shown.pictures[0].note


def test_most(photos):
    """Of many, an even choice is shown and the rest counted."""
    for n in range(8):
        (photos / "photos" / f"c{n}.png").write_bytes((photos / "photos" / "a.png").read_bytes())
    shown = show(photos / "photos", cuts=photos / "cuts", cartoons=photos / "cartoons", most=4)
    assert len(shown.pictures) + len(shown.failed) <= 4
    assert shown.n_more == 11 - 4


@pytest.mark.parametrize(("n", "most"), [(61, 60), (61, 61), (7, 3), (5, 1)])
def test_as_many_as_asked(tmp_path, n, most):
    """Of 61 pictures 60 are chosen, not every second; the first is among them."""
    pixel = encode_image(np.zeros((1, 1, 3), np.uint8), format="png")
    for at in range(n):
        (tmp_path / f"{at:02}.png").write_bytes(pixel)
    chosen, _, n_more = room._listed(tmp_path, most)
    assert (len({one.path for one in chosen}), n_more) == (most, n - most)
    assert chosen[0].path.name == "00.png"


@pytest.mark.parametrize("what", ["cuts", "cartoons"])
def test_a_damaged_result_is_told(photos, what):
    """The photograph is shown without it, the page says so, and the others are as ever."""
    path = photos / what / "a.png"
    path.write_bytes(path.read_bytes()[:300])
    shown = show(photos / "photos", cuts=photos / "cuts", cartoons=photos / "cartoons", out=photos / "p.html")
    assert [one.name for one in shown.pictures] == ["a.png", "b.png"]
    assert (f"{what}/a.png", "truncated") in [(one.input, one.reason) for one in shown.failed]
    assert "cannot be read" in shown.pictures[0].note
    assert f"{what}/a.png" in (photos / "p.html").read_text(encoding="utf-8")


def test_a_picture_of_one_pixel(photos):
    """It is on the page or among the failures; the others are as ever."""
    (photos / "photos" / "tiny.png").write_bytes(encode_image(np.zeros((1, 1, 3), np.uint8), format="png"))
    shown = show(photos / "photos", network=left_half)
    told = {one.name for one in shown.pictures} | {one.input for one in shown.failed}
    assert {"a.png", "b.png", "tiny.png"} <= told


def test_an_empty_cartoon_is_not_scored(photos):
    """What is transparent everywhere is like nothing, and says so."""
    empty = np.zeros_like(read_image(photos / "cartoons" / "a.png").pixels)
    (photos / "cartoons" / "a.png").write_bytes(encode_image(empty, format="png"))
    shown = show(photos / "photos", cuts=photos / "cuts", cartoons=photos / "cartoons")
    assert (shown.pictures[0].found, [one.name for one in shown.ranked]) == (None, ["b.png"])
    assert "nobody is left" in shown.pictures[0].note


def test_figures_are_told_whole(photos):
    """`as_dict` has each picture's figures with their trivial answers, and who is most and least alike."""
    shown = show(photos / "photos", cuts=photos / "cuts", cartoons=photos / "cartoons")
    told = json.loads(json.dumps(shown.as_dict()))
    ssim = told["pictures"][0]["found"]["views"]["person"]["ssim"]
    assert ssim["trivial"]["doing_nothing"] == 1
    assert ssim["null"]["n"] == 99
    assert {told["most_alike"], told["least_alike"]} == {"a.png", "b.png"}
    assert told["ranked_by"] == "person"


def test_settings_reach_the_cut(photos, monkeypatch):
    """Weights go to the cut; a style that is not there and a picture that is too large are refused."""
    given = {}
    true_cut = room.cut
    monkeypatch.setattr(room, "cut", lambda *a, **b: given.update(b) or true_cut(*a, network=left_half))
    show(photos / "photos", cartoons=photos / "cartoons", weights="w.tflite")
    assert given["weights"] == "w.tflite"
    with pytest.raises(InputError, match="style must be one of"):
        show(photos / "photos", style="oil")
    with pytest.raises(SourceError, match="more than the 100 allowed"):
        show(photos / "photos", max_pixels=100)


def test_refused(photos):
    """A page that is there, another suffix, nothing to show."""
    (photos / "p.html").write_text("mine")
    with pytest.raises(InputError, match="exists"):
        show(photos / "photos", out=photos / "p.html")
    assert (photos / "p.html").read_text() == "mine"
    with pytest.raises(InputError, match=r"must end in \.html"):
        show(photos / "photos", out=photos / "p.pdf")
    for name in ("a.png", "b.png"):
        (photos / "photos" / name).unlink()
    with pytest.raises(SourceError, match="no picture of 'photos' can be shown"):
        show(photos / "photos")
