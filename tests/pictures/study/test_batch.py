"""The verbs on many files: names, work that is done, failures, inputs that stay."""

import hashlib
import os
from pathlib import Path

import numpy as np
import pytest

from motif.core.errors import InputError
from motif.pictures.study.batch import cartoon_files, cut_files
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
    """A network that takes all of a picture for a person stands in for `selfie`, in this process."""
    monkeypatch.setattr("motif.pictures.study.batch.resolve", lambda name, path=None: Path("selfie"))
    answer = np.ones((1, 1, 256, 256), np.float32)
    monkeypatch.setattr("motif.pictures.study.batch.load", lambda path: lambda batch: answer)


def contents(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def reasons(batch):
    return {failure.input: failure.reason for failure in batch.failed}


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

    def test_killed(self, trip, run_in_child):
        """A run that is killed while it writes is completed by the next, as if it had not been."""
        cartoon_files(["trip"], out="whole", cut=False)
        code = """
import os
from motif.pictures.study import batch
write, calls = batch.write_bytes, []

def write_or_die(path, data):
    calls.append(path)
    if len(calls) == 2:
        os.kill(os.getpid(), 9)
    write(path, data)

batch.write_bytes = write_or_die
batch.cartoon_files(["trip"], out="out", cut=False)
"""
        assert run_in_child(code, cwd=Path.cwd()).returncode == -9
        batch = cartoon_files(["trip"], out="out", cut=False)
        assert (len(batch.done), len(batch.skipped), batch.failed) == (2, 1, ())
        assert contents(Path("out")) == contents(Path("whole"))

    def test_other_settings(self, trip, everybody):
        """A result of other settings is kept and told; with overwrite it is replaced."""
        cartoon_files(["trip/a.jpg"], out="out", cut=False)
        before = contents(Path("out"))
        assert reasons(cartoon_files(["trip/a.jpg"], out="out")) == {"trip/a.jpg": "other_settings"}
        assert reasons(cut_files(["trip/a.jpg"], out="out")) == {"trip/a.jpg": "other_settings"}
        assert contents(Path("out")) == before
        assert len(cut_files(["trip/a.jpg"], out="out", overwrite=True).done) == 1
        assert contents(Path("out")) != before

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

        monkeypatch.setattr("motif.pictures.study.batch.resolve", refuse)
        assert reasons(cut_files(["nowhere.jpg"], out="out")) == {"nowhere.jpg": "missing"}

    def test_real_network(self, trip, selfie):
        """With the real network in two processes the portrait is cut."""
        from motif.pictures.source.sample import astronaut

        Path("portrait.png").write_bytes(astronaut())
        batch = cut_files(["portrait.png", "trip/b.png"], out="out", jobs=2, weights=selfie)
        assert batch.done[-1].confidence is not None or batch.done[0].confidence is not None
        assert 0.5 < (read_image("out/portrait.png").pixels[..., 3] > 127).mean() < 0.6
