"""`sample`: new pictures, with words for where their codes came from."""

import numpy as np
import pytest

from motif.core.errors import InputError
from motif.latent.study.sample import sample


def test_the_same_seed_draws_the_same(fitted):
    """And another seed others."""
    one, two, other = (sample(fitted, "codes", 5, random_state=seed).pictures for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, two)
    assert not np.array_equal(one, other)
    assert one.shape == (5, 6, 6)


def test_a_plain_autoencoder_says_what_it_draws_from(fitted):
    """It has no density of its own."""
    assert "no density of its own" in sample(fitted, "codes", 1).how


def test_labels_are_drawn_as_asked(fitted, waves):
    """Pictures of a label look like its own mean more than like the others'."""
    sorts = np.array(waves.items["sort"].to_pylist())
    means = {one: waves.blocks["pixels"][:][sorts == one].mean(axis=0) for one in ("low", "high")}
    drawn = sample(fitted, "told", 30, label="low").pictures.mean(axis=0)
    distance = {one: float(((drawn - mean) ** 2).mean()) for one, mean in means.items()}
    assert distance["low"] < distance["high"]
    assert sample(fitted, "told", 4).labels == ("high", "low", "mid", "high")


def test_labels_that_make_no_sense_are_refused(fitted):
    """With those that do."""
    with pytest.raises(InputError, match="none of those fitted: 'high', 'low', 'mid'"):
        sample(fitted, "told", label="none")
    with pytest.raises(InputError, match="knows no labels"):
        sample(fitted, "codes", label="low")


def test_a_sheet_or_a_folder(fitted, tmp_path):
    """By the ending of `out`."""
    sample(fitted, "told", 6, out=tmp_path / "grid.png")
    assert (tmp_path / "grid.png").read_bytes()[1:4] == b"PNG"
    sample(fitted, "told", 2, out=tmp_path / "drawn")
    assert sorted(path.name for path in (tmp_path / "drawn").iterdir()) == ["0001-high.png", "0002-low.png"]
    with pytest.raises(InputError, match="exists"):
        sample(fitted, "told", out=tmp_path / "grid.png")
