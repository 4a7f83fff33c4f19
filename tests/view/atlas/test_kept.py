"""How much a map keeps: beside what, by which distance, of which items."""

import numpy as np
import pytest
from scipy import sparse

from motif.collection import Collection, dense
from motif.evaluate import projection
from motif.represent.embed import embed
from motif.view.atlas.kept import judge_block, judge_codes

RNG = np.random.default_rng(0)
X = RNG.normal(size=(40, 6)) + 9.0 * (np.arange(40) % 2)[:, None]
IDS = [f"s{i:02d}" for i in range(40)]


def songs(**blocks):
    return Collection("song", {"id": IDS}, blocks={"sound": X, **blocks})


def test_a_map_stands_beside_pca():
    """PCA's map itself keeps what PCA keeps; sparse items have one too."""
    centred = X - X.mean(axis=0)
    codes = centred @ np.linalg.svd(centred)[2][:2].T
    for given in (X, sparse.csr_array(X)):
        kept = judge_codes(given, codes)["neighbours_kept"]
        assert kept.trivial == {"PCA": pytest.approx(kept.value)}
    assert judge_codes(X, codes, beside_pca=False)["neighbours_kept"].trivial == {}


def test_wide_items_are_judged_quickly():
    """PCA of 20 items in 50,000 features needs no matrix of features by features (20 GB)."""
    wide = np.random.default_rng(0).normal(size=(20, 50_000)).astype(np.float32)
    assert set(judge_codes(wide, wide[:, :2])["neighbours_kept"].trivial) == {"PCA"}


def test_a_block_is_judged_by_the_distance_it_was_made_with():
    """Angles, where its parameters say cosine."""
    for metric in ("cosine", "euclidean"):
        mapped = embed(songs(), metric=metric)
        own = mapped.blocks["map"][:]
        expected = projection.evaluate(X.astype(np.float32), own, metric=metric, random_state=3)
        found = judge_block(mapped, "map", seed=3)
        assert {key: figure.value for key, figure in found.items()} == {
            key: figure.value for key, figure in expected.items()
        }


def test_only_items_with_both_are_judged():
    """The others have nothing to compare."""
    some = dense(X[:, :2], present=np.arange(40) > 9, parents=["sound"])
    assert judge_block(songs(codes=some), "codes")["neighbours_kept"].n == 30


def test_without_one_parent_at_hand_there_is_no_figure():
    """None, another one, or two."""
    for parents in ([], ["gone"], ["sound", "other"]):
        codes = dense(X[:, :2], parents=parents)
        assert judge_block(songs(codes=codes, other=X), "codes") == {}


def test_few_items_are_not_judged():
    """Of 19, ten neighbours are half of all."""
    assert judge_codes(X[:19], X[:19, :2]) == {}
