"""The page of a score."""

import pytest

from motif.collection import Collection
from motif.videos.study.score import score
from motif.videos.study.synthetic import synthetic
from motif.videos.view.compared import chapters, comparison, write


@pytest.fixture(scope="module")
def synthetic_score():
    made = synthetic(200, n_labels=12, n_visual=24, n_audio=6, random_state=0)
    return score(made, n_permutations=20, n_resamples=20)


@pytest.fixture
def real_score(tmp_path):
    held = Collection("video", {"id": [f"v{n}" for n in range(20)], "labels": [[n % 2] for n in range(20)]})
    file = tmp_path / "half_right.csv"
    file.write_text("VideoId,LabelConfidencePairs\n" + "".join(f"v{n},0 0.9 1 0.8\n" for n in range(20)))
    return score(held, predictions=file, n_permutations=20, n_resamples=20)


def test_every_model_stands_beside_popularity_and_shuffled_labels(real_score):
    """Without a column of the optimum, which nobody knows of real videos."""
    heads, rows = comparison(real_score)
    assert [row[0] for row in rows] == ["half_right", "popularity", "half_right, labels shuffled"]
    assert heads[-1] == "mAP of the top 20"
    assert all(len(row) == len(heads) for row in rows)


def test_synthetic_videos_are_called_so(synthetic_score, real_score, tmp_path):
    """On the page's first line and in its first chapter; others are not."""
    for found, expected in ((synthetic_score, True), (real_score, False)):
        write(found, tmp_path / "p.html")
        assert ("nothing here says how well" in (tmp_path / "p.html").read_text()) == expected


def test_the_best_model_is_the_finding(synthetic_score, real_score):
    """The optimum is no model."""
    assert chapters(real_score)[0].title.startswith("Best: half_right, GAP")
    assert chapters(synthetic_score)[0].title == "The best possible answer"
