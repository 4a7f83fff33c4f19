"""`motif videos fit`: figures beside their trivial answers, the model in the collection."""

import json

from motif.collection import read

QUICK = ("--head", "logistic", "--max-steps", 40, "--learning-rate", 0.1, "--no-resume")


def test_the_figures_stand_beside_shuffled_labels(run, videos):
    """And what was done is noted."""
    code, said, noted = run("videos", "fit", videos, *QUICK)
    assert code == 0
    assert "GAP" in said
    assert "chance" in said
    assert "2 labels; 1 with too few videos left out; " in noted
    assert "steps; model 'labels' in " in noted
    assert list(read(videos).models) == ["labels"]


def test_json_is_one_object(run, videos, tmp_path):
    """With figures, sides and the record; another folder may take the model."""
    code, said, _ = run("videos", "fit", videos, *QUICK, "--out", tmp_path / "other.motif", "--json")
    told = json.loads(said)
    assert (code, told["n_labels"]) == (0, 2)
    assert 0 < told["n_steps"] <= 40
    assert told["figures"]["gap"]["trivial"].keys() == {"popularity"}
    assert list(read(tmp_path / "other.motif").models) == ["labels"]
    assert list(read(videos).models) == []


def test_what_does_not_fit_is_one_line(run, videos):
    """With a non-zero exit."""
    code, said, noted = run("videos", "fit", videos, "--modality", "smell", *QUICK)
    assert (code, said) == (1, "")
    assert "no such modality: 'smell'" in noted
    assert len(noted.strip().splitlines()) == 1
