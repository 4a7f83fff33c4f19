"""`motif pictures gather`: the sums, the ledger, and what is refused."""

import json

import pytest

from motif.collection import read


@pytest.fixture(autouse=True)
def own_cache(photos, monkeypatch):
    monkeypatch.setenv("MOTIF_CACHE_DIR", str(photos / "cache"))


def test_told(photos, run):
    """The sum, a row for each source, and other files apart."""
    (photos / "photos" / "bad.jpg").write_text("hello")
    (photos / "photos" / "notes.txt").write_text("hello")
    done = run("gather", "photos", "--out", "p.motif", "--no-embedding")
    assert done.exit_code == 0
    assert "gathered 3 = kept 2 + left out 1" in done.stdout
    assert "not an image 1" in done.stdout
    assert "photos: other files 1" in done.stderr
    assert read(photos / "p.motif").n_items == 2


def test_json(photos, run):
    """One object: what is there, and each source's ledger."""
    told = json.loads(run("gather", "photos", "photo.jpg", "--out", "p.motif", "--no-embedding", "--json").stdout)
    assert (told["n_items"], told["gathered"], list(told["blocks"])) == (3, 3, ["colour", "palette"])
    assert [one["name"] for one in told["sources"]] == ["photos", "photo.jpg"]


def test_wrong(photos, run):
    """What is there is not replaced unasked; a missing folder is one line."""
    run("gather", "photos", "--out", "p.motif", "--no-embedding")
    again = run("gather", "photos", "--out", "p.motif", "--no-embedding")
    assert (again.exit_code, "--overwrite" in again.stderr) == (1, True)
    assert run("gather", "photos", "--out", "p.motif", "--no-embedding", "--overwrite").exit_code == 0
    assert run("gather", "none", "--out", "q.motif", "--no-embedding").exit_code == 1
    assert not (photos / "q.motif").exists()


def test_pattern_and_size(photos, run):
    """A pattern that no shell has spelled out is; larger pictures are left out."""
    done = run("gather", "photos/*", "--out", "p.motif", "--no-embedding", "--json")
    assert (json.loads(done.stdout)["n_items"], [one["name"] for one in json.loads(done.stdout)["sources"]]) == (
        2,
        ["photos"],
    )
    small = run("gather", "photos", "--out", "q.motif", "--no-embedding", "--json", "--max-pixels", "1")
    assert json.loads(small.stdout)["drops"]["by_reason"] == {"too_large": 2}
