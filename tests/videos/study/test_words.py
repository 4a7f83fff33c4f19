"""Labels told from words, on creators that no model saw."""

import json

import numpy as np
import pytest

from motif.collection import Collection
from motif.core.errors import InputError
from motif.videos.study.gather import gather
from motif.videos.study.words import METHODS, folds_of, words


def planted(n=200, n_labels=4, n_several=0, seed=0):
    """Videos whose keywords are half their label's own words, and half any."""
    rng = np.random.default_rng(seed)
    labels = [sorted({int(rng.integers(n_labels)) for _ in range(1 + (k < n_several))}) for k in range(n)]
    letters = "abcdefgh"
    keywords = [
        [f"own{letters[int(rng.choice(one))]}{letters[rng.integers(5)]}" for _ in range(3)]
        + [f"any{letters[rng.integers(8)]}{letters[rng.integers(8)]}" for _ in range(3)]
        for one in labels
    ]
    creators = [f"c{rng.integers(40)}" for _ in range(n)]
    return Collection(
        "video",
        {"id": [f"v{k}" for k in range(n)], "labels": labels, "keywords": keywords, "creator": creators},
    )


SMALL = {"text": "keywords", "language": None, "n_permutations": 19, "n_resamples": 40, "random_state": 0}


@pytest.mark.parametrize("n_several", [0, 120], ids=["one label", "several labels"])
def test_words_that_tell_are_found(n_several):
    """Far better than prevalence, on one label an item and on several; the result is plain JSON."""
    found = words(planted(n_several=n_several), alphas=(0.1, 1.0), n_splits=3, **SMALL)
    assert found.models["multinomial"].figures["gap"].value > 0.8
    low, _ = found.differences["multinomial - prevalence"]["hit_at_one"].interval
    assert low > 0.3
    assert [*found.models] == [*METHODS]
    assert len(found.models["multinomial"].by_split) == 3
    json.dumps(found.as_dict(), allow_nan=False)


def test_words_that_tell_nothing_give_no_gain():
    """Labels dealt out at random: no better than prevalence."""
    videos = planted()
    rng = np.random.default_rng(1)
    shuffled = [videos.items["labels"].to_pylist()[row] for row in rng.permutation(videos.n_items)]
    found = words(videos.with_column("labels", shuffled), alphas=(1.0,), n_splits=3, **SMALL)
    assert found.models["multinomial"].figures["hit_at_one"].null.p > 0.05
    low, _ = found.differences["multinomial - prevalence"]["gap"].interval
    assert low < 0.05


def test_the_same_seed_gives_the_same_numbers():
    """And the smoothing is one of those that were given."""
    first, again = (words(planted(), alphas=(0.1, 1.0), n_splits=2, **SMALL) for _ in range(2))
    assert first.as_dict() == again.as_dict()
    assert set(first.models["coded"].alphas) <= {0.1, 1.0}


def test_no_group_is_in_two_folds():
    """Folds are about equal, and each is used."""
    groups = np.random.default_rng(0).integers(0, 60, 500)
    fold = folds_of(groups, 5, random_state=0)
    assert all(len(set(fold[groups == group])) == 1 for group in set(groups.tolist()))
    assert np.bincount(fold).min() > 95
    with pytest.raises(InputError, match="cannot be dealt"):
        folds_of(["a", "b"], 3)


def test_too_few_creators_are_told():
    """Nothing can be said of others."""
    with pytest.raises(InputError, match="3 creators"):
        words(planted(30).with_column("creator", ["a", "b", "c"] * 10), **SMALL)


def test_more_than_fits_is_told(monkeypatch):
    """Before anything is counted."""
    monkeypatch.setattr("motif.videos.study.words._MOST_SCORES", 700)
    with pytest.raises(InputError, match="200 videos with words times 4 labels"):
        words(planted(), **SMALL)


@pytest.mark.shared
def test_correct_naive_bayes_beats_equation_3_on_real_text(shared):
    """Tags of trending videos, split by channel, smoothing chosen on training videos: intervals clear of each other."""
    pytest.importorskip("py3langid", reason="needs the extra 'videos'")
    videos = gather(text=shared / "data/videos/text/us_titles_tags.parquet")
    found = words(
        videos, text="keywords", random_state=0, n_splits=3, n_permutations=19, n_resamples=100, alphas=(0.001, 1)
    )
    hit = {name: model.figures["hit_at_one"] for name, model in found.models.items()}
    assert hit["multinomial"].value > 0.5
    assert hit["multinomial"].interval[0] > hit["as_printed"].interval[1]
    assert hit["multinomial"].interval[0] > hit["multinomial"].trivial["popularity"] + 0.2
    for other, least in (("as_printed", 0.12), ("prevalence", 0.25), ("printed", 0.01)):
        gains = found.differences[f"multinomial - {other}"]
        assert min(figure.interval[0] for figure in gains.values()) > least, other


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize(("text", "seed"), [("title", 1), ("keywords", 2), ("both", 3)])
def test_it_does_with_other_splits_and_titles(shared, text, seed):
    """Other parts of the channels, titles alone and both: better than equation 3 as printed and than prevalence."""
    pytest.importorskip("py3langid", reason="needs the extra 'videos'")
    videos = gather(text=shared / "data/videos/text/us_titles_tags.parquet")
    found = words(videos, text=text, random_state=seed, n_permutations=19)
    for other in ("as_printed", "prevalence"):
        gains = found.differences[f"multinomial - {other}"]
        assert min(figure.interval[0] for figure in gains.values()) > 0.08, other
