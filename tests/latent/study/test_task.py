"""Who is fitted to, who is held out, with which labels; and the model that is kept."""

import numpy as np
import pytest

from motif.collection import Collection
from motif.core.errors import InputError
from motif.latent.study.task import kept_model, label_column, labels_of, task_of


def test_sides_do_not_change_when_items_come_or_go(waves):
    """A hash of the id decides, so an item stays where it is."""
    whole, half = task_of(waves), task_of(waves.select(slice(0, 120)))
    first = set(whole.ids[whole.held_out].tolist()) & set(half.ids.tolist())
    assert first == set(half.ids[half.held_out].tolist())
    assert len(set(whole.fitted) & set(whole.held_out)) == 0
    assert 0.1 < len(whole.held_out) / 240 < 0.3


def test_labels_are_text_and_items_without_one_are_left_out(waves):
    """A task that is told labels has only items that have one."""
    some = waves.with_column("sort", [None, *waves.items["sort"].to_pylist()[1:]])
    task = task_of(some, label="sort")
    assert len(task.items) == 239
    assert task.told(np.array([0])) == {"y": np.array(["mid"])}
    assert labels_of(some, "sort")[:2].tolist() == [None, "mid"]
    with pytest.raises(InputError, match="no column 'kind'; there are: 'sort'"):
        labels_of(some, "kind")


def test_shares_that_leave_a_side_empty_are_refused(waves):
    """With the numbers."""
    for share in (0, 1, 2):
        with pytest.raises(InputError, match="held_out"):
            task_of(waves, held_out=share)
    with pytest.raises(InputError, match="1 items are too few"):
        task_of(waves.select(slice(0, 1)))


def test_the_column_that_sorts_is_found_where_there_is_one(waves):
    """Two are too many to guess."""
    assert label_column(waves) == "sort"
    assert label_column(waves.with_column("group", [i % 4 for i in range(240)])) is None
    assert label_column(Collection("a", {"id": ["x"]})) is None


def test_a_model_comes_back_with_what_it_was_fitted_to(fitted):
    """By the record of the fit; others are refused."""
    kept = kept_model(fitted, "told")
    assert (kept.kind, kept.n_components, kept.parameters["label"]) == ("conditional", 3, "sort")
    with pytest.raises(InputError, match="no model 'other'"):
        kept_model(fitted, "other")


def test_a_model_that_fit_did_not_make_is_refused(fitted, tmp_path):
    """A k-means, say."""
    from motif.model import KMeans
    from motif.model.kept import saved_with

    other = saved_with(fitted, "groups", KMeans(2, random_state=0).fit(np.eye(3)), tmp_path / "b.motif")
    with pytest.raises(InputError, match="not made by 'latent fit'"):
        kept_model(other, "groups")
