"""Scoring files: who is the person, what is paired, what is told when something is wrong."""

import numpy as np
import pytest

from motif.core.errors import DataError, InputError, SourceError
from motif.pictures.study.cut import cut
from motif.pictures.study.score import Score, score, score_pair
from motif.source.image import Picture, encode_image

RNG = np.random.default_rng(0)
PHOTO = RNG.integers(0, 256, (64, 80, 3), np.uint8)
DRAWN = RNG.integers(0, 256, (64, 80, 3), np.uint8)
MIDDLE = np.zeros((64, 80), np.uint8)
MIDDLE[12:52, 20:60] = 255


@pytest.fixture
def nobody(monkeypatch):
    """The cut is not asked."""
    monkeypatch.setattr("motif.pictures.study.score.cut", lambda *a, **b: pytest.fail("asked for the cut"))


@pytest.fixture
def folder(tmp_path):
    def put(name, pixels):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(encode_image(pixels, format=path.suffix[1:]))
        return path

    return put


def scored(*given, **options):
    return score(*given, n_permutations=9, **options)


class TestPerson:
    def test_mask_first(self, nobody):
        """A mask goes before any transparency."""
        cut_out = np.dstack([DRAWN, MIDDLE])
        found, origin = score_pair(
            Picture(PHOTO), Picture(cut_out), mask=np.ones((64, 80)), n_permutations=9, random_state=0
        )
        assert (origin, found.paper_share) == ("mask", 0)

    def test_transparency(self, nobody):
        """Without a mask the person is what the result shows, else what the photograph shows."""
        cut_out = np.dstack([DRAWN, MIDDLE])
        found, origin = score_pair(Picture(PHOTO), Picture(cut_out), n_permutations=9)
        assert (origin, found.paper_share) == ("result", 1 - 1600 / 5120)
        assert score_pair(Picture(np.dstack([PHOTO, MIDDLE])), Picture(DRAWN), n_permutations=9)[1] == "photo"

    def test_cut(self, monkeypatch):
        """Without either the photograph is cut; an unsure cut is nobody."""
        for confidence, wanted in ((0.9, "cut"), (0.2, "nobody")):
            result = type("Result", (), {"alpha": MIDDLE, "confidence": confidence})
            monkeypatch.setattr("motif.pictures.study.score.cut", lambda *a, result=result, **b: result)
            assert score_pair(Picture(PHOTO), Picture(DRAWN), n_permutations=9)[1] == wanted

    def test_opaque_alpha_is_none(self, monkeypatch):
        """An alpha that hides nothing does not say who is there."""
        monkeypatch.setattr("motif.pictures.study.score.cut", cut)
        opaque = np.dstack([DRAWN, np.full((64, 80), 255, np.uint8)])
        nothing = lambda batch: np.zeros((len(batch), 1, 256, 256), np.float32)  # noqa: E731
        assert score_pair(Picture(PHOTO), Picture(opaque), network=nothing, n_permutations=9)[1] == "nobody"

    def test_empty_shares_are_no_answer(self, nobody):
        """A mask, and a photograph's transparency, that show nobody leave the question to the next."""
        nothing = np.zeros_like(MIDDLE)
        seen = Picture(np.dstack([DRAWN, MIDDLE]))
        found = score_pair(Picture(np.dstack([PHOTO, nothing])), seen, mask=nothing / 255, n_permutations=9)
        assert found[1] == "result"

    def test_nobody_anywhere(self):
        """Where the photograph's transparency shows nobody and the cut finds nobody, nobody is known."""
        photo = Picture(np.dstack([PHOTO, np.zeros_like(MIDDLE)]))
        found = score_pair(
            photo, Picture(DRAWN), n_permutations=9,
            network=lambda batch: np.zeros((len(batch), 1, 256, 256), np.float32),
        )  # fmt: skip
        assert found[1] == "nobody"

    def test_nobody_in_the_result(self, nobody):
        """An empty result is refused: compared on paper it would be paper beside paper, and perfect."""
        for alpha in (0, 100):
            empty = Picture(np.dstack([PHOTO, np.full_like(MIDDLE, alpha)]))
            with pytest.raises(DataError, match="nobody is left in the result") as caught:
                score_pair(Picture(PHOTO), empty, mask=MIDDLE / 255, n_permutations=9)
            assert caught.value.reason == "nobody_in_result"


class TestFiles:
    def test_a_failed_cut_is_not_the_most_alike(self, folder, nobody):
        """Beside a good one, an empty result is a failure with a reason."""
        for name, alpha in (("good", MIDDLE), ("failed", MIDDLE * 0)):
            folder(f"in/{name}.png", PHOTO)
            home = folder(f"out/{name}.png", np.dstack([PHOTO // 2, alpha])).parent
        found = scored(home.parent / "in", home)
        assert [one.name for one in found.ranked] == ["good"]
        assert [(one.input, one.reason) for one in found.failed] == [("failed", "nobody_in_result")]

    def test_ranked_by_what_most_have(self, folder, monkeypatch):
        """One photograph in which nobody is known does not change how the others are ranked; it has no rank."""
        result = type("Result", (), {"alpha": None, "confidence": None})
        monkeypatch.setattr("motif.pictures.study.score.cut", lambda *a, **b: result)
        for name in "abc":
            folder(f"in/{name}.png", PHOTO)
            home = folder(f"out/{name}.png", DRAWN if name == "a" else np.dstack([DRAWN, MIDDLE])).parent
        found = scored(home.parent / "in", home)
        assert found.view == "person"
        assert [one.name for one in found.ranked] == ["b", "c"]
        assert len(found.pairs) == 3

    def test_weights_and_size(self, folder, monkeypatch):
        """Weights go to the cut, and larger pictures are refused."""
        given = {}
        result = type("Result", (), {"alpha": MIDDLE, "confidence": 0.9})
        monkeypatch.setattr("motif.pictures.study.score.cut", lambda *a, **b: given.update(b) or result)
        paths = folder("a.png", PHOTO), folder("b.png", DRAWN)
        assert not scored(*paths, weights="w.tflite").failed
        assert given == {"weights": "w.tflite", "network": None}
        assert scored(*paths, max_pixels=100).failed[0].reason == "too_large"

    def test_folders(self, folder, nobody):
        """Two folders give a row each, the means, the best and the worst, and tell what has no partner."""
        for name, result in (("a", PHOTO), ("b", DRAWN), ("c", PHOTO // 2)):
            folder(f"in/{name}.png", PHOTO)
            folder(f"out/{name}.png", np.dstack([result, MIDDLE]))
        folder("in/d.png", PHOTO)
        folder("out/e.png", PHOTO)
        home = folder("in/d.png", PHOTO).parent
        found = scored(home, home.parent / "out")
        assert [one.name for one in found.ranked] == ["a", "c", "b"]
        assert (found.alone_before, found.alone_after) == (("d.png",), ("e.png",))
        told = found.as_dict()
        assert (told["n_pairs"], told["most_alike"], told["least_alike"], told["ranked_by"]) == (3, "a", "b", "person")
        mean = np.mean([one.found.views["person"]["ssim"].value for one in found.pairs])
        assert found.figures["person"]["ssim"].value == pytest.approx(mean)

    def test_grey_mask(self, folder, nobody):
        """A mask is white where the person is."""
        found = scored(folder("a.png", PHOTO), folder("b.png", DRAWN), mask=folder("m.png", MIDDLE[..., None]))
        assert found.pairs[0].person_from == "mask"
        assert found.pairs[0].found.paper_share == 1 - 1600 / 5120

    def test_sizes(self, folder, nobody):
        """Another size is told with both sizes, and the other pairs are scored."""
        folder("in/a.png", PHOTO)
        folder("in/b.png", PHOTO)
        folder("out/a.png", DRAWN[:60])
        found = scored(
            folder("in/b.png", PHOTO).parent, folder("out/b.png", np.dstack([DRAWN, MIDDLE])).parent, against="photo"
        )
        assert len(found.pairs) == 1
        assert "80 x 60 pixels, the photograph 80 x 64" in found.failed[0].message

    def test_tiny(self, folder, nobody):
        """A picture of one pixel is a failure in a line, no crash."""
        pixel = np.dstack([PHOTO, np.full_like(MIDDLE, 200)])[:1, :1]
        found = scored(folder("a.png", pixel), folder("b.png", pixel))
        assert (len(found.pairs), len(found.failed)) == (0, 1)
        assert "at least 11 x 11" in found.failed[0].message

    def test_refused(self, folder):
        """A wrong word and a missing file are said."""
        path = folder("a.png", PHOTO)
        with pytest.raises(InputError, match="against must be one of"):
            scored(path, path, against="me")
        with pytest.raises(SourceError, match="there is no"):
            scored(path, path.with_name("b.png"))


def test_nothing_scored():
    """Without pairs there are no best and worst."""
    from motif.core.record import RunRecord

    told = Score((), {}, (), (), (), RunRecord("pictures.score")).as_dict()
    assert (told["most_alike"], told["figures"]) == (None, {})
