"""`motif videos score`: a table, a page, JSON."""

import json

import pytest

from motif.videos.study.synthetic import synthetic


@pytest.fixture
def made(tmp_path):
    """Synthetic videos, and a file that says the same of all."""
    held = synthetic(150, n_labels=12, n_visual=24, n_audio=6, random_state=0)
    held.save(tmp_path / "s.motif")
    said = "".join(f"{id_},0 0.9 1 0.5\n" for id_ in held.ids)
    (tmp_path / "same.csv").write_text("VideoId,LabelConfidencePairs\n" + said)
    return tmp_path


def test_a_file_is_scored_beside_the_optimum(run, made):
    """One table of all, then each on its null; a page where one is asked for."""
    options = ("--predictions", made / "same.csv", "--permutations", 20, "--out", made / "p.html")
    code, said, noted = run("videos", "score", made / "s.motif", *options)
    assert code == 0
    assert said.splitlines()[0].split()[:3] == ["model", "GAP@20", "Hit@1"]
    assert [line.split("  ")[0] for line in said.splitlines()[1:4]] == ["the optimum", "same", "popularity"]
    assert "synthetic videos, which nobody filmed (test), 12 labels" in noted
    assert (made / "p.html").read_text().startswith("<!doctype html>")


def test_json_is_one_object(run, made):
    """Nothing else is on stdout."""
    code, said, _ = run("videos", "score", made / "s.motif", "--permutations", 20, "--split", "all", "--json")
    told = json.loads(said)
    assert (code, told["side"], told["n_videos"]) == (0, "all", 150)
    assert told["models"][0]["figures"]["gap"]["null"]["n"] == 20


def test_a_collection_without_a_model_is_told(run, videos):
    """In one line."""
    code, said, noted = run("videos", "score", videos)
    assert (code, said) == (1, "")
    assert "motif videos fit" in noted
