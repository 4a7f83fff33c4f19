"""`motif pictures score`: rows, means, trivial answers, and what went wrong."""

import json

import numpy as np
import pytest

from motif.source.image import encode_image


@pytest.fixture
def pairs(tmp_path, monkeypatch):
    """Two photographs and their results with alpha, in the current folder."""
    monkeypatch.chdir(tmp_path)
    rng = np.random.default_rng(0)
    alpha = np.zeros((48, 64), np.uint8)
    alpha[8:40, 12:52] = 255
    for name in ("a", "b"):
        photo, drawn = (rng.integers(0, 256, (48, 64, 3), np.uint8) for _ in range(2))
        for folder, pixels in (("photos", photo), ("drawn", np.dstack([drawn, alpha]))):
            (tmp_path / folder).mkdir(exist_ok=True)
            (tmp_path / folder / f"{name}.png").write_bytes(encode_image(pixels, format="png"))
    return tmp_path


def test_told(pairs, run):
    """A row each, the three views with their trivial answers, and that likeness is no praise."""
    done = run("score", "photos", "drawn")
    assert done.exit_code == 0
    for words in ("the person alone", "on white paper", "doing nothing 1.00", "log of mean MSE", "mean of log MSE"):
        assert words in done.stdout
    assert "a blank sheet scores" in done.stdout
    assert "most like the photograph: " in done.stdout
    assert done.stdout.rstrip().endswith("not that the result is good: doing nothing scores 1.")


def test_json(pairs, run):
    """One object with a row each, means and what has no partner."""
    (pairs / "drawn" / "b.png").rename(pairs / "drawn" / "c.png")
    done = run("score", "photos", "drawn", "--against", "cutout", "--json")
    told = json.loads(done.stdout)
    assert [one["name"] for one in told["pairs"]] == ["a"]
    assert set(told["figures"]) == {"cutout", "person", "measures"}
    assert told["unmatched"] == {"before": ["b.png"], "after": ["c.png"]}
    assert "without a partner" in done.stderr


def test_failures(pairs, run):
    """A pair that cannot be compared is told, the others are scored, and the exit code is 1."""
    (pairs / "drawn" / "b.png").write_text("hello")
    done = run("score", "photos", "drawn")
    assert done.exit_code == 1
    assert "b: 'b.png' is text" in done.stderr
    assert "the person alone" in done.stdout


def test_wrong(pairs, run):
    """One line and exit 1 for what cannot be paired, 2 for a wrong word."""
    assert (run("score", "photos", "drawn/a.png").exit_code, run("score", "no", "drawn").exit_code) == (1, 1)
    assert run("score", "photos", "drawn", "--against", "me").exit_code == 2


def test_max_pixels(pairs, run):
    """What the message of a large picture advises is there to be used."""
    refused = run("score", "photos", "drawn", "--max-pixels", "100")
    assert (refused.exit_code, "allow more with --max-pixels" in refused.stderr) == (1, True)
    assert run("score", "photos", "drawn", "--max-pixels", "3072").exit_code == 0


def test_nobody_in_the_result(pairs, run):
    """An empty result is a failure, and never the most alike."""
    nothing = np.zeros((48, 64, 4), np.uint8)
    (pairs / "drawn" / "b.png").write_bytes(encode_image(nothing, format="png"))
    done = run("score", "photos", "drawn", "--json")
    told = json.loads(done.stdout)
    assert (done.exit_code, told["most_alike"]) == (1, "a")
    assert [one["reason"] for one in told["failed"]] == ["nobody_in_result"]


def test_weights(pairs, run):
    """A file that is no network is refused, where the photograph is to be cut."""
    for name in ("a", "b"):
        (pairs / "drawn" / f"{name}.png").write_bytes((pairs / "photos" / f"{name}.png").read_bytes())
    (pairs / "w.tflite").write_text("hello")
    done = run("score", "photos", "drawn", "--weights", "w.tflite")
    assert (done.exit_code, "w.tflite" in done.stderr) == (1, True)
