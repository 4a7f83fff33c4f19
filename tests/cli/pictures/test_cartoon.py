"""`motif pictures cartoon`: exit codes, JSON, and what is said where."""

import json
from pathlib import Path

import pytest

PLAIN = ("--style", "khist", "--no-cut")


class TestCartoon:
    def test_text(self, photos, run):
        """The centroids of each and one line of summary on stdout, nothing on stderr, exit 0."""
        result = run("cartoon", "photos", "photo.jpg", "--out", "out", *PLAIN)
        assert (result.exit_code, result.stderr) == (0, "")
        lines = result.stdout.splitlines()
        assert [line.partition(": H ")[0] for line in lines[:-1]] == ["photo.jpg", "photos/a.jpg", "photos/b.png"]
        assert lines[-1] == "3 done, 0 skipped, 0 failed"
        assert sorted(path.name for path in Path("out").iterdir()) == ["a.png", "b.png", "photo.png"]

    def test_json(self, photos, run):
        """One JSON object says what became of each input."""
        run("cartoon", "photo.jpg", "--out", "out", *PLAIN)
        result = run("cartoon", "photo.jpg", "photos", "gone.jpg", "--out", "out", *PLAIN, "--json")
        told = json.loads(result.stdout)
        assert result.exit_code == 1
        assert [one["output"] for one in told["done"]] == ["out/a.png", "out/b.png"]
        assert set(told["done"][0]["centroids"]) == {"H", "S", "V"}
        assert told["skipped"] == [{"input": "photo.jpg", "output": "out/photo.png"}]
        assert told["failed"] == [{"input": "gone.jpg", "reason": "missing", "message": "'gone.jpg' does not exist"}]
        assert told["ignored"] == 0

    def test_failure(self, photos, run):
        """A failure is one line on stderr and exit 1; the others are done."""
        Path("photos/text.jpg").write_text("no picture")
        result = run("cartoon", "photos", "--out", "out", *PLAIN)
        assert result.exit_code == 1
        assert result.stdout.splitlines()[-1] == "2 done, 0 skipped, 1 failed"
        assert result.stderr.startswith("motif: ")
        assert result.stderr.count("\n") == 1
        assert "photos/text.jpg" in result.stderr

    def test_other_settings(self, photos, run, monkeypatch):
        """Results of other settings need --overwrite."""
        words = ("cartoon", "photo.jpg", "--out", "out", *PLAIN, "--format", "tiff")
        assert run(*words).exit_code == 0
        monkeypatch.setattr("motif.pictures.study.batch.order._VERSION", -1)
        refused = run(*words)
        assert refused.exit_code == 1
        assert "--overwrite" in refused.stderr
        assert run(*words, "--overwrite").stdout.splitlines()[-1] == "1 done, 0 skipped, 0 failed"

    @pytest.mark.parametrize(
        "words",
        [
            ["cartoon", "photo.jpg"],
            ["cartoon", "--out", "out"],
            ["cartoon", "photo.jpg", "--out", "out", "--format", "heic"],
            ["cartoon", "photo.jpg", "--out", "out", "--style", "oil"],
            ["cartoon", "photo.jpg", "--out", "out", "--jobs", "0"],
            ["cartoon", "photo.jpg", "--out", "out", "--levels", "0"],
            ["cartoon", "photo.jpg", "--out", "-", "--json"],
            ["cartoon", "-", "-", "--out", "out"],
        ],
        ids=["no-out", "no-input", "format", "style", "jobs", "levels", "json-and-bytes", "two-pipes"],
    )
    def test_usage(self, photos, run, words):
        """Wrong usage exits with 2 and writes nothing."""
        assert run(*words, piped=b"x").exit_code == 2
        assert not Path("out").exists()

    @pytest.mark.parametrize("words", [[], ["--cut"]], ids=["auto", "cut"])
    def test_no_transparency(self, photos, run, words):
        """A format without transparency is refused where something may be cut, in one line."""
        result = run("cartoon", "photo.jpg", "--out", "out.jpg", "--style", "khist", *words)
        assert result.exit_code == 1
        assert result.stderr == "motif: jpg has no transparency; choose 'png', 'webp' or 'tiff'\n"


@pytest.mark.parametrize(("style", "n_lines"), [("soft", 1), ("poster", 1), ("pencil", 1), ("khist", 2)])
def test_levels_are_told_where_they_are_a_finding(photos, run, style, n_lines):
    """The terminal has the levels of khist alone."""
    result = run("cartoon", "photo.jpg", "--out", "out", "--no-cut", "--style", style)
    assert len(result.stdout.splitlines()) == n_lines
