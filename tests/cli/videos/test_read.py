"""`motif videos read`: figures beside naive Bayes, the block in the collection."""

import json

import pytest

from motif.collection import read
from tests.videos.study.test_read import videos as written

QUICK = ("--n-hidden", 8, "--epochs", 2)


@pytest.fixture
def titled(tmp_path):
    """A collection on disk, with titles."""
    path = tmp_path / "t.motif"
    written(80).save(path)
    return path


def test_the_block_is_kept_and_figures_stand_beside_chance(run, titled):
    """And what was done is noted."""
    code, said, noted = run("videos", "read", titled, *QUICK, "--remove-label-words")
    assert code == 0
    assert "chance" in said
    assert "with the words that name labels" in said
    assert "words that name a label taken out" in noted
    assert list(read(titled).blocks) == ["title"]


def test_json_is_one_object(run, titled, tmp_path):
    """Another folder may take the block."""
    out = tmp_path / "other.motif"
    code, said, _ = run("videos", "read", titled, "--what", "keywords", *QUICK, "--out", out, "--json")
    told = json.loads(said)
    assert (code, told["name"], told["how"]) == (0, "keywords", "histogram")
    assert "naive_bayes" in told["figures"]["gap"]["trivial"]
    assert (list(read(out).blocks), list(read(titled).blocks)) == (["keywords"], [])


def test_what_does_not_fit_is_one_line(run, videos):
    """With a non-zero exit."""
    code, _, noted = run("videos", "read", videos, *QUICK)
    assert code == 1
    assert "these videos have no title" in noted
