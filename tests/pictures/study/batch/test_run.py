"""The verbs on many files: names, work that is done, failures, inputs that stay."""

import hashlib
import os
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from motif.core.errors import DataError, InputError, MissingExtra, SourceError
from motif.core.record import recording
from motif.pictures.study.batch import cartoon_files, cut_files
from motif.pictures.study.result import Part, Result
from motif.source.image import encode_image, read_image, read_note


def noise(shape=(24, 32, 3), seed=0):
    return np.random.default_rng(seed).integers(0, 256, shape, dtype=np.uint8)


@pytest.fixture
def trip(tmp_path, monkeypatch):
    """A folder `trip` with three pictures, in the current folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "trip" / "day").mkdir(parents=True)
    for seed, name in enumerate(["a.jpg", "b.png", "day/c.webp"]):
        (tmp_path / "trip" / name).write_bytes(encode_image(noise(seed=seed), format=Path(name).suffix[1:]))
    return tmp_path / "trip"


@pytest.fixture
def everybody(monkeypatch):
    """A verb `cut` that takes all of a picture for a person stands in for the real one, in this process."""
    from motif.pictures.study.batch import order

    def cut(picture, *, model="selfie", weights=None, matting="guided", background=None, network=None):
        return result(picture)

    monkeypatch.setattr(order, "cut", cut)
    monkeypatch.setattr("motif.pictures.study.batch.run.resolve", lambda name, path=None: Path("selfie"))


def result(picture, **parts):
    """What cutting gives of a picture that is all person."""
    top = np.iinfo(picture.pixels.dtype).max
    alpha = np.full(picture.pixels.shape[:2], top, picture.pixels.dtype)
    with recording("test") as watch:
        pass
    pixels = np.dstack([picture.pixels, alpha])
    return Result(pixels, alpha, picture.profile, 1.0, "", {}, watch.record, parts)


def contents(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def reasons(batch):
    return {failure.input: failure.reason for failure in batch.failed}


def right_half(batch):
    """A network that sees a person in the right half."""
    return np.tile((np.arange(256) >= 128).astype(np.float32), (1, 1, 256, 1))


class Cats:
    """A network that sees cats everywhere, and people too."""

    def segment(self, rgb):
        self.shape = rgb.shape[:2]
        return self

    def of(self, classes):
        return np.ones(self.shape, np.float32)

    def labels(self):
        return np.full((2, 2), 8, np.uint8)


class TestCartoonFiles:
    def test_tree(self, trip):
        """A folder's tree is kept; each result holds the pixels that `cartoon` gives."""
        from motif.pictures.study.cartoon import cartoon

        batch = cartoon_files(["trip"], out="out", cut=False)
        assert [one.output for one in batch.done] == ["out/a.png", "out/b.png", "out/day/c.png"]
        assert (batch.skipped, batch.failed, batch.n_ignored) == ((), (), 0)
        assert np.array_equal(read_image("out/b.png").pixels, cartoon(trip / "b.png", cut=False).pixels)

    def test_again(self, trip):
        """A second run does nothing and changes nothing."""
        cartoon_files(["trip"], out="out", cut=False)
        before = {path: path.stat().st_mtime_ns for path in Path("out").rglob("*.png")}
        batch = cartoon_files(["trip"], out="out", cut=False)
        assert (len(batch.done), len(batch.skipped), batch.failed) == (0, 3, ())
        assert {path: path.stat().st_mtime_ns for path in Path("out").rglob("*.png")} == before

    def test_resume(self, trip):
        """A run over what is there and what is missing makes what is missing, as an undisturbed run would."""
        cartoon_files(["trip"], out="whole", cut=False)
        cartoon_files(["trip"], out="out", cut=False)
        Path("out/b.png").unlink()
        batch = cartoon_files(["trip"], out="out", cut=False)
        assert [one.output for one in batch.done] == ["out/b.png"]
        assert contents(Path("out")) == contents(Path("whole"))

    @pytest.mark.parametrize("format", ["png", "jpg"])
    def test_damaged(self, trip, format):
        """A result that has lost its end is made anew, and only that one."""
        cartoon_files(["trip"], out="out", cut=False, format=format)
        before = contents(Path("out"))
        result = Path(f"out/b.{format}")
        result.write_bytes(result.read_bytes()[:-20])
        batch = cartoon_files(["trip"], out="out", cut=False, format=format)
        assert ([one.output for one in batch.done], len(batch.skipped)) == ([f"out/b.{format}"], 2)
        assert contents(Path("out")) == before

    def test_broken_profile(self, trip, caplog):
        """The warning names the file, the note says it, and the result has no profile."""
        Path("trip/a.jpg").write_bytes(encode_image(noise(), format="jpg", profile=b"junk"))
        batch = cartoon_files(["trip/a.jpg"], out="out", cut=False)
        assert "profile is broken" in batch.done[0].note
        assert [record.getMessage().startswith("'a.jpg'") for record in caplog.records] == [True]
        assert read_image("out/a.png").profile is None

    def test_killed(self, trip, run_in_child):
        """A run that is killed while it writes is completed by the next, as if it had not been."""
        cartoon_files(["trip"], out="whole", cut=False)
        code = """
import os
from motif.pictures.study.batch import cartoon_files, work
write, calls = work.write_bytes, []

def write_or_die(path, data):
    calls.append(path)
    if len(calls) == 2:
        os.kill(os.getpid(), 9)
    write(path, data)

work.write_bytes = write_or_die
cartoon_files(["trip"], out="out", cut=False)
"""
        assert run_in_child(code, cwd=Path.cwd()).returncode == -9
        batch = cartoon_files(["trip"], out="out", cut=False)
        assert (len(batch.done), len(batch.skipped), batch.failed) == (2, 1, ())
        assert contents(Path("out")) == contents(Path("whole"))

    def test_other_settings(self, trip, everybody):
        """A result of other settings is kept and told; with overwrite it is replaced."""
        cartoon_files(["trip/a.jpg"], out="out", cut=False)
        before = contents(Path("out"))
        assert reasons(cartoon_files(["trip/a.jpg"], out="out", cut=False, metadata=True)) == {
            "trip/a.jpg": "other_settings"
        }
        assert reasons(cut_files(["trip/a.jpg"], out="out")) == {"trip/a.jpg": "other_settings"}
        assert contents(Path("out")) == before
        assert len(cut_files(["trip/a.jpg"], out="out", overwrite=True).done) == 1
        assert contents(Path("out")) != before

    def test_default_settings(self, trip, everybody):
        """A setting that is said and equals the default makes the same result."""
        cut_files(["trip/a.jpg"], out="out")
        again = cut_files(["trip/a.jpg"], out="out", matting="guided", model="selfie")
        assert (len(again.skipped), again.failed) == (1, ())
        assert reasons(cut_files(["trip/a.jpg"], out="out", matting="none")) == {"trip/a.jpg": "other_settings"}

    def test_files_count_by_content(self, trip, everybody):
        """A background of the same content under another name is the same setting; of other content, another."""
        for name, seed in (("one.png", 0), ("same.png", 0), ("other.png", 1)):
            Path(name).write_bytes(encode_image(noise(seed=seed), format="png"))
        cut_files(["trip/a.jpg"], out="out", background=Path("one.png"))
        assert len(cut_files(["trip/a.jpg"], out="out", background=Path("same.png")).skipped) == 1
        assert reasons(cut_files(["trip/a.jpg"], out="out", background=Path("other.png"))) == {
            "trip/a.jpg": "other_settings"
        }
        with pytest.raises(SourceError, match="absent"):
            cut_files(["trip/a.jpg"], out="out", background=Path("absent.png"))

    def test_a_background_that_changes(self, trip):
        """What lies behind is what the file holds when the run begins, not what it held before."""

        def nobody(batch):
            return 0 * batch[:, :1]

        for level in (10, 200):
            Path("wall.png").write_bytes(encode_image(np.full((24, 32, 3), level, np.uint8), format="png"))
            cut_files(["trip/b.png"], out="out", background=Path("wall.png"), network=nobody, overwrite=True)
            assert (read_image("out/b.png").pixels == level).all()

    def test_unknown_setting(self, trip):
        """A setting that the verb does not have is refused before there is work."""
        with pytest.raises(InputError, match="no setting 'colour'"):
            cut_files(["trip"], out="out", colour="red")
        assert not Path("out").exists()

    def test_other_input(self, trip):
        """A result of another picture of the same name is kept and told."""
        cartoon_files(["trip/a.jpg"], out="out", cut=False)
        (trip / "a.jpg").write_bytes(encode_image(noise(seed=9), format="jpg"))
        assert reasons(cartoon_files(["trip/a.jpg"], out="out", cut=False)) == {"trip/a.jpg": "other_input"}

    def test_foreign_file(self, trip):
        """A file that Motif did not make is kept and told, be it a picture or not."""
        Path("out/day").mkdir(parents=True)
        Path("out/a.png").write_bytes(encode_image(noise(), format="png"))
        Path("out/b.png").write_text("notes")
        batch = cartoon_files(["trip"], out="out", cut=False)
        assert reasons(batch) == {"trip/a.jpg": "in_the_way", "trip/b.png": "in_the_way"}
        assert Path("out/b.png").read_text() == "notes"

    def test_failures(self, trip):
        """Missing, damaged and mislabelled inputs are told one by one; the others are done."""
        whole = (trip / "a.jpg").read_bytes()
        (trip / "cut.jpg").write_bytes(whole[: len(whole) // 2])
        (trip / "text.png").write_text("no picture")
        batch = cartoon_files(["trip", "nowhere.jpg"], out="out", cut=False)
        assert len(batch.done) == 3
        found = reasons(batch)
        assert set(found) == {"trip/cut.jpg", "trip/text.png", "nowhere.jpg"}
        assert found["nowhere.jpg"] == "missing"
        assert found["trip/cut.jpg"] == "truncated"
        assert all("\n" not in failure.message for failure in batch.failed)
        assert contents(Path("out")).keys() == {"a.png", "b.png", "day/c.png"}

    def test_too_large(self, trip):
        """A picture above the cap is told, the others are done."""
        (trip / "large.png").write_bytes(encode_image(noise((60, 60, 3)), format="png"))
        batch = cartoon_files(["trip"], out="out", cut=False, max_pixels=2000)
        assert reasons(batch) == {"trip/large.png": "too_large"}
        assert len(batch.done) == 3

    @pytest.mark.parametrize("overwrite", [False, True])
    def test_inputs_stay(self, trip, overwrite):
        """An input is never replaced: not by its own result, not through a link, not with overwrite."""
        before = contents(trip)
        Path("out").mkdir()
        os.link(trip / "b.png", "out/b.png")
        batch = cartoon_files([trip / "b.png"], out=trip, cut=False, overwrite=overwrite)
        assert list(reasons(batch).values()) == ["would_replace_an_input"]
        batch = cartoon_files(["trip/b.png"], out="out", cut=False, overwrite=overwrite)
        assert list(reasons(batch).values()) == ["would_replace_an_input"]
        assert contents(trip) == before

    def test_result_of_one_is_another(self, trip):
        """The result of one input is never written over another input."""
        (trip / "a.png").write_bytes(encode_image(noise(seed=5), format="png"))
        before = contents(trip)
        batch = cartoon_files(["trip/a.jpg", "trip/b.png"], out="trip", cut=False, overwrite=True)
        assert reasons(batch) == {"trip/b.png": "would_replace_an_input"}
        after = contents(trip)
        assert all(after[name] == before[name] for name in ("a.jpg", "b.png", "day/c.webp"))

    def test_clash(self, trip):
        """Two pictures of one stem keep their full names, and a third of another stem does not."""
        (trip / "A.png").write_bytes(encode_image(noise(seed=7), format="png"))
        batch = cartoon_files([trip / "b.png", trip / "A.png", trip / "a.jpg"], out="out", cut=False)
        assert {Path(one.output).name for one in batch.done} == {"a.jpg.png", "A.png.png", "b.png"}

    @pytest.mark.parametrize("format", ["png", "jpg", "webp", "tiff"])
    def test_formats(self, trip, format):
        """Every format is written under its own ending, carries its note, and is skipped the next time."""
        batch = cartoon_files(["trip/a.jpg"], out="out", cut=False, format=format)
        assert [one.output for one in batch.done] == [f"out/a.{format}"]
        assert read_note(f"out/a.{format}").startswith("Motif cartoon, settings ")
        assert len(cartoon_files(["trip/a.jpg"], out="out", cut=False, format=format).skipped) == 1

    def test_note_has_no_path(self, trip):
        """The note in a result names no file and no folder."""
        cartoon_files([trip / "a.jpg"], out="out", cut=False)
        assert "/" not in read_note("out/a.png")
        assert "a.jpg" not in read_note("out/a.png")

    def test_jobs(self, trip):
        """Two processes give the results that one gives, in the same order."""
        one = cartoon_files(["trip"], out="one", cut=False)
        two = cartoon_files(["trip"], out="two", cut=False, jobs=2)
        assert [Path(done.output).name for done in one.done] == [Path(done.output).name for done in two.done]
        assert contents(Path("one")) == contents(Path("two"))

    def test_refuses(self, trip):
        """A format without transparency, an unknown style and no processes are refused before anything is read."""
        with pytest.raises(InputError, match="jpg has no transparency"):
            cartoon_files(["trip"], out="out", format="jpg")
        with pytest.raises(InputError, match="style"):
            cartoon_files(["trip"], out="out", style="oil")
        with pytest.raises(InputError, match="jobs"):
            cartoon_files(["trip"], out="out", cut=False, jobs=0)
        assert not Path("out").exists()

    def test_read_only(self, trip, read_only_folder):
        """A folder that cannot be written is told for each file, and nothing is lost."""
        Path("locked").mkdir()
        with read_only_folder(Path("locked")):
            batch = cartoon_files(["trip"], out="locked", cut=False)
        assert list(reasons(batch).values()) == ["unwritable"] * 3
        assert contents(Path("locked")) == {}

    def test_full_disk(self, trip, full_disk):
        """A disk that fills up is told for each file that did not fit, which leaves nothing; a second run completes."""
        cartoon_files(["trip"], out="whole", cut=False)
        size = Path("whole/a.png").stat().st_size
        with full_disk(after_bytes=size + 10):
            batch = cartoon_files(["trip"], out="out", cut=False)
        assert [one.output for one in batch.done] == ["out/a.png"]
        assert list(reasons(batch).values()) == ["unwritable"] * 2
        assert contents(Path("out")).keys() == {"a.png"}
        assert len(cartoon_files(["trip"], out="out", cut=False).skipped) == 1
        assert contents(Path("out")) == contents(Path("whole"))


class TestCutFiles:
    def test_results(self, trip, everybody):
        """A cut-out has the input's colours and an alpha; a mask is grey."""
        cut_files(["trip/b.png"], out="out")
        cut_files(["trip/b.png"], out="masks", mask_only=True, format="jpg")
        result = read_image("out/b.png").pixels
        assert np.array_equal(result[..., :3], read_image("trip/b.png").pixels)
        assert (result[..., 3] == 255).all()
        assert read_image("masks/b.jpg").pixels.shape == (24, 32, 1)

    def test_sixteen_bits(self, trip, everybody):
        """A picture of 16 bits stays one."""
        deep = np.random.default_rng(0).integers(0, 2**16, (20, 30, 3), dtype=np.uint16)
        Path("deep.png").write_bytes(encode_image(deep, format="png"))
        cut_files(["deep.png"], out="out")
        result = read_image("out/deep.png").pixels
        assert result.dtype == np.uint16
        assert np.array_equal(result[..., :3], deep)
        assert (result[..., 3] == 2**16 - 1).all()

    @pytest.mark.parametrize("format", ["png", "webp", "tiff"])
    def test_colours_in_every_format(self, trip, everybody, format):
        """Whatever the format, a cut-out has the input's very colours."""
        cut_files(["trip/b.png"], out="out", format=format)
        assert np.array_equal(read_image(f"out/b.{format}").pixels[..., :3], read_image("trip/b.png").pixels)

    def test_format_that_cannot_hold_it(self, trip, everybody):
        """A format that cannot hold a picture's depth fails for that file alone."""
        deep = np.zeros((20, 30, 3), np.uint16)
        Path("deep.png").write_bytes(encode_image(deep, format="png"))
        batch = cut_files(["deep.png", "trip/b.png"], out="out", format="webp")
        assert set(reasons(batch)) == {"deep.png"}
        assert [one.output for one in batch.done] == ["out/b.webp"]

    def test_cmyk(self, trip, everybody):
        """A cut-out that could not keep its colours says so."""
        Image.fromarray(noise()).convert("CMYK").save("print.tif")
        assert "CMYK colours became sRGB" in cut_files(["print.tif"], out="out").done[0].note

    def test_confidence(self, trip, everybody):
        """Each result says how sure the network was."""
        batch = cut_files(["trip"], out="out")
        assert [one.confidence for one in batch.done] == [1.0, 1.0, 1.0]
        assert batch.as_dict()["done"][0] == {
            "input": "trip/a.jpg", "output": "out/a.png", "confidence": 1.0, "note": ""
        }  # fmt: skip

    def test_nothing_to_do(self, trip, monkeypatch):
        """When no input is left, the network is not asked for."""

        def refuse(name, path=None):
            raise AssertionError("the network was asked for")

        monkeypatch.setattr("motif.pictures.study.batch.run.resolve", refuse)
        assert reasons(cut_files(["nowhere.jpg"], out="out")) == {"nowhere.jpg": "missing"}

    def test_real_network(self, trip, selfie):
        """With the real network in two processes the portrait is cut."""
        from motif.pictures.source.sample import astronaut

        Path("portrait.png").write_bytes(astronaut())
        batch = cut_files(["portrait.png", "trip/b.png"], out="out", jobs=2, weights=selfie)
        assert batch.done[-1].confidence is not None or batch.done[0].confidence is not None
        assert 0.5 < (read_image("out/portrait.png").pixels[..., 3] > 127).mean() < 0.6


class TestOneResult:
    def test_file(self, trip):
        """For one picture `out` may be a file, in a folder that is made; its ending decides the format."""
        batch = cartoon_files(["trip/a.jpg"], out="new/x.webp", cut=False)
        assert [one.output for one in batch.done] == ["new/x.webp"]
        assert read_image("new/x.webp").format == "webp"
        assert len(cartoon_files(["trip/a.jpg"], out="new/x.webp", cut=False).skipped) == 1

    def test_bytes(self, trip):
        """Bytes in and bytes out, and no file is made."""
        data = (trip / "a.jpg").read_bytes()
        batch = cartoon_files([data], out=None, format="jpg", cut=False)
        cartoon_files(["trip/a.jpg"], out="out", format="jpg", cut=False)
        assert batch.done[0].data == Path("out/a.jpg").read_bytes()
        assert (batch.done[0].input, batch.done[0].output) == ("-", "-")
        assert sorted(path.name for path in Path().iterdir()) == ["out", "trip"]

    def test_bytes_among_files(self, trip):
        """Bytes beside files get a name of their own in the folder."""
        batch = cartoon_files(["trip/b.png", (trip / "a.jpg").read_bytes()], out="out", cut=False)
        assert {one.output for one in batch.done} == {"out/b.png", "out/stdin.png"}

    def test_over_the_input(self, trip):
        """A file that is the input itself is refused."""
        before = contents(trip)
        batch = cartoon_files(["trip/b.png"], out="trip/b.png", cut=False, overwrite=True)
        assert reasons(batch) == {"trip/b.png": "would_replace_an_input"}
        assert contents(trip) == before

    @pytest.mark.parametrize("out", ["deep/out", "deep/x.png"])
    def test_pattern_that_climbs(self, trip, out):
        """A pattern that goes up behind a wildcard would lead results out of the folder: it is refused."""
        with pytest.raises(InputError, match="behind a wildcard"):
            cartoon_files(["trip/*/../../trip/b.png"], out=out, cut=False)

    def test_pattern(self, trip):
        """A pattern keeps the tree behind its fixed part."""
        batch = cartoon_files(["trip/**/*.*"], out="out", cut=False)
        assert [one.output for one in batch.done] == ["out/a.png", "out/b.png", "out/day/c.png"]


class TestNetworks:
    def test_given(self, trip):
        """What a network without a digest made is never taken for what another makes."""
        cut_files(["trip/b.png"], out="out", network=right_half)
        for network in (right_half, lambda batch: 0 * batch[:, :1]):
            batch = cut_files(["trip/b.png"], out="out", network=network)
            assert reasons(batch) == {"trip/b.png": "other_settings"}
            assert "--overwrite" in batch.failed[0].message
        assert len(cut_files(["trip/b.png"], out="out", network=right_half, overwrite=True).done) == 1

    def test_digest(self, trip):
        """A network that says its digest is known by it."""

        class Known:
            def __init__(self, digest):
                self.digest = digest

            def __call__(self, batch):
                return 0 * batch[:, :1]

        cut_files(["trip/b.png"], out="out", network=Known("a"))
        assert len(cut_files(["trip/b.png"], out="out", network=Known("a")).skipped) == 1
        assert reasons(cut_files(["trip/b.png"], out="out", network=Known("b"))) == {"trip/b.png": "other_settings"}

    def test_no_network(self, trip):
        """A file that holds no network is refused once, before anything is cut."""
        Path("w.onnx").write_bytes(b"noise")
        with pytest.raises(DataError, match="no network"):
            cut_files(["trip"], out="out", model="unet", weights=Path("w.onnx"))
        assert not Path("out").exists()

    def test_no_weights(self, trip):
        """A file that holds no weights is refused once, and so is one that is missing, however it is named."""
        pytest.importorskip("torch")
        Path("w.pth").write_bytes(b"noise")
        for weights in ("w.pth", Path("w.pth"), "absent.pth"):
            with pytest.raises((DataError, SourceError), match="pth"):
                cut_files(["trip"], out="out", model="deeplabv3_resnet101", weights=weights)

    def test_no_matting(self, trip, monkeypatch):
        """Without PyMatting, closed-form matting is refused once."""
        monkeypatch.setitem(sys.modules, "pymatting", None)
        with pytest.raises(MissingExtra, match="matting"):
            cut_files(["trip"], out="out", matting="closed-form", network=right_half)


class TestParts:
    @pytest.fixture
    def two_people(self, monkeypatch, everybody):
        """A verb `cut` that finds two people in every picture."""
        from motif.pictures.study.batch import order

        def cut(picture, *, each=False, background=None, network=None):
            whole = result(picture)
            return result(
                picture, **({"person-1": Part(whole.pixels), "person-2": Part(whole.pixels[:9])} if each else {})
            )

        monkeypatch.setattr(order, "cut", cut)
        monkeypatch.setattr("motif.pictures.study.batch.run.MANIFEST", {})

    def test_names(self, trip, two_people):
        """Each further picture lies beside the result, and is named in the outcome."""
        batch = cut_files(["trip/b.png"], out="out", each=True)
        assert batch.done[0].parts == ("out/b.person-1.png", "out/b.person-2.png")
        assert contents(Path("out")).keys() == {"b.png", "b.person-1.png", "b.person-2.png"}
        assert read_image("out/b.person-2.png").height == 9
        assert batch.as_dict()["done"][0]["parts"] == ["out/b.person-1.png", "out/b.person-2.png"]
        assert len(cut_files(["trip/b.png"], out="out", each=True).skipped) == 1

    @pytest.mark.parametrize("lost", ["out/b.person-1.png", "out/b.person-2.png"])
    def test_lost(self, trip, two_people, lost):
        """A further picture that was removed or damaged is made again."""
        cut_files(["trip/b.png"], out="out", each=True)
        before = contents(Path("out"))
        Path(lost).unlink()
        assert len(cut_files(["trip/b.png"], out="out", each=True).done) == 1
        assert contents(Path("out")) == before
        Path(lost).write_bytes(Path(lost).read_bytes()[:-20])
        assert len(cut_files(["trip/b.png"], out="out", each=True).done) == 1
        assert contents(Path("out")) == before

    def test_mask_only(self, trip, two_people):
        """With mask_only they are masks as well."""
        cut_files(["trip/b.png"], out="out", each=True, mask_only=True)
        assert read_image("out/b.person-1.png").pixels.shape == (24, 32, 1)

    def test_clash(self, trip, two_people):
        """A picture that is called like another's further picture keeps its full name."""
        (trip / "b.person-1.jpg").write_bytes(encode_image(noise(seed=8), format="jpg"))
        batch = cut_files(["trip"], out="out", each=True)
        outputs = [path for one in batch.done for path in (one.output, *one.parts)]
        assert len(outputs) == len(set(outputs)) == 12
        assert {"out/b.png.png", "out/b.png.person-1.png", "out/b.person-1.jpg.png"} < set(outputs)

    def test_in_the_way(self, trip, two_people):
        """A file of somebody else at the place of a further picture stays, and nothing else is written."""
        Path("out").mkdir()
        Path("out/b.person-2.png").write_text("mine")
        batch = cut_files(["trip/b.png"], out="out", each=True)
        assert reasons(batch) == {"trip/b.png": "in_the_way"}
        assert contents(Path("out")).keys() == {"b.person-2.png"}
        assert Path("out/b.person-2.png").read_text() == "mine"

    def test_over_an_input(self, trip, two_people):
        """A further picture is never written over an input, not with overwrite either."""
        before = contents(trip)
        Path("out").mkdir()
        os.link(trip / "a.jpg", "out/b.person-1.png")
        batch = cut_files(["trip/a.jpg", "trip/b.png"], out="out", each=True, overwrite=True)
        assert reasons(batch) == {"trip/b.png": "would_replace_an_input"}
        assert contents(trip) == before

    def test_stale(self, trip, two_people):
        """A result that is replaced takes its further pictures along, and nothing else: no file of others, no input."""
        cut_files(["trip/b.png"], out="out", each=True)
        Path("out/b.person-9.png").write_bytes(encode_image(noise(), format="png"))
        (trip / "b.person-3.jpg").write_bytes(encode_image(noise(seed=8), format="jpg"))
        cut_files(["trip/b.person-3.jpg"], out="out")
        part = Path("out/b.person-2.png")
        part.write_bytes(encode_image(noise(), format="png", note=read_note(part)))
        os.link(part, trip / "link.png")
        batch = cut_files(["trip/b.png", "trip/link.png"], out="out", overwrite=True)
        assert (len(batch.done), batch.failed) == (2, ())
        assert contents(Path("out")).keys() == {
            *("b.png", "link.png"),
            *("b.person-9.png", "b.person-3.png", "b.person-2.png"),  # of somebody else, of another input, an input
        }

    def test_not_stale(self, trip, two_people):
        """Written anew, further pictures stay; without overwrite nothing is removed."""
        cut_files(["trip/b.png"], out="out", each=True)
        before = contents(Path("out"))
        cut_files(["trip/b.png"], out="out", each=True, overwrite=True)
        assert contents(Path("out")) == before
        assert reasons(cut_files(["trip/b.png"], out="out")) == {"trip/b.png": "other_settings"}
        assert contents(Path("out")) == before

    def test_real_parts(self, trip):
        """On white, a person keeps the photograph's profile; WebP holds one of 16 bits as 8-bit sRGB."""
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        deep = np.random.default_rng(0).integers(0, 2**16, (40, 60, 3), dtype=np.uint16)
        Path("deep.png").write_bytes(encode_image(deep, format="png", profile=profile))
        how = {"network": right_half, "background": "white", "each": True}
        person = read_image(cut_files(["deep.png"], out="png", **how).done[0].parts[0])
        assert person.profile == profile
        assert np.array_equal(person.pixels[..., :3], deep)
        batch = cut_files(["deep.png"], out="webp", format="webp", **how)
        assert batch.failed == ()
        person = read_image(batch.done[0].parts[0])
        assert (person.profile, person.pixels.dtype) == (None, np.uint8)

    @pytest.mark.parametrize("format", ["png", "webp", "tiff"])
    def test_class_map(self, trip, format):
        """A map of classes is PNG beside whatever, of its own colours, without the photograph's profile."""
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        Path("a.png").write_bytes(encode_image(noise((40, 80, 3)), format="png", profile=profile))
        how = {"model": "deeplabv3_resnet101", "network": Cats(), "class_map": True}
        batch = cut_files(["a.png"], out="out", format=format, **how)
        assert batch.done[0].parts == ("out/a.classes.png",)
        made = read_image("out/a.classes.png")
        assert (made.format, made.profile, made.pixels.shape[2]) == ("png", None, 3)
        assert np.unique(made.pixels.reshape(-1, 3), axis=0).tolist() == [[64, 0, 0]]

    def test_map_over_an_input(self, trip):
        """A map, which is always PNG, is never written over an input beside results of another format."""
        Path("out").mkdir()
        os.link(trip / "b.png", "out/a.classes.png")
        how = {"model": "deeplabv3_resnet101", "network": Cats(), "class_map": True}
        batch = cut_files(["trip/a.jpg", "trip/b.png"], out="out", format="webp", overwrite=True, **how)
        assert reasons(batch) == {"trip/a.jpg": "would_replace_an_input"}

    def test_killed(self, trip, two_people, full_disk):
        """What stops between a further picture and the result leaves no result, and the next run makes all of it."""
        cut_files(["trip/b.png"], out="whole", each=True)
        size = Path("whole/b.person-1.png").stat().st_size
        with full_disk(after_bytes=size + 10):
            assert reasons(cut_files(["trip/b.png"], out="out", each=True)) == {"trip/b.png": "unwritable"}
        assert contents(Path("out")).keys() == {"b.person-1.png"}
        assert len(cut_files(["trip/b.png"], out="out", each=True).done) == 1
        assert contents(Path("out")) == contents(Path("whole"))


class TestMetadata:
    @pytest.fixture
    def photo(self, trip):
        """A photograph with a place, turned."""
        exif = Image.Exif()
        exif[274], exif[315] = 6, "Ann"
        exif.get_ifd(34853)[1] = "N"
        Image.fromarray(noise()).save("photo.jpg", exif=exif)
        return Path("photo.jpg")

    def test_only_on_request(self, photo):
        """Without asking, a result says nothing of where and by whom; with it, it does and the outcome says so."""
        plain = cartoon_files([photo], out="plain.png", cut=False)
        kept = cartoon_files([photo], out="kept.png", cut=False, metadata=True)
        assert read_image("plain.png").metadata.gps == {}
        assert read_image("kept.png").metadata.gps != {}
        assert read_image("kept.png").metadata.main[315] == (2, b"Ann\0")
        assert (plain.done[0].has_place, kept.done[0].has_place) == (False, True)

    def test_skipped(self, photo):
        """The note of the settings lives beside what is kept: a second run skips."""
        cartoon_files([photo], out="kept.png", cut=False, metadata=True)
        assert len(cartoon_files([photo], out="kept.png", cut=False, metadata=True).skipped) == 1

    def test_size(self, photo):
        """The result is upright, of the photograph's upright size."""
        cartoon_files([photo], out="kept.png", cut=False, metadata=True)
        assert read_image("kept.png").pixels.shape[:2] == (32, 24)
