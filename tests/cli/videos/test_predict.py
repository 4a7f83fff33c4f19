"""`motif videos predict`: a table, a file, JSON."""

import json

import pytest

from tests.videos.study.test_fit import quick


@pytest.fixture
def fitted(videos):
    """The collection with a tagger."""
    from motif.collection import read

    quick(read(videos), resume=False).save(videos)
    return videos


def test_the_likeliest_labels_are_shown(run, fitted, tmp_path):
    """Ten videos at most; a file has all."""
    code, said, noted = run("videos", "predict", fitted)
    assert code == 0
    assert said.splitlines()[0].split() == ["video", "likeliest", "labels"]
    assert len(said.splitlines()) == 11
    assert "10 of 120 videos" in noted
    code, said, _ = run("videos", "predict", fitted, "--out", tmp_path / "p.csv")
    assert (code, len((tmp_path / "p.csv").read_text().splitlines())) == (0, 121)


def test_json_has_every_video(run, fitted):
    """With number, name and score of each label."""
    code, said, _ = run("videos", "predict", fitted, "-n", 1, "--json")
    told = json.loads(said)
    assert (code, told["n_videos"], len(told["videos"])) == (0, 120, 120)
    assert told["videos"][0]["labels"][0].keys() == {"label", "name", "score"}


def test_a_collection_without_a_model_is_told(run, videos):
    """In one line."""
    code, said, noted = run("videos", "predict", videos)
    assert (code, said) == (1, "")
    assert "has no model 'labels'; there are none: fit one first" in noted
