"""Embedding a block: what the new block holds and knows of itself, and what is refused."""

import numpy as np
import pytest
from scipy import sparse

from motif.collection import Collection, dense, ragged, read
from motif.core.errors import InputError
from motif.represent.embed import embed
from motif.represent.project import PCA, NeighbourMap

N_ITEMS = 30
X = np.random.default_rng(0).normal(size=(N_ITEMS, 5)).astype(np.float32)


def _songs(**blocks) -> Collection:
    return Collection("song", {"id": [f"s{n}" for n in range(N_ITEMS)]}, blocks=blocks or {"sound": X})


def test_block_holds_what_the_projection_gives():
    """The numbers are those of PCA and of the neighbour map with a seed drawn from the given one."""
    found = embed(_songs(), method="pca", n_components=3).blocks["map"]
    np.testing.assert_array_equal(found[:], PCA(3).fit_transform(X))
    seed = int(np.random.default_rng(5).integers(2**31 - 1))
    found = embed(_songs(), random_state=5).blocks["map"]
    np.testing.assert_array_equal(found[:], NeighbourMap(random_state=seed).fit_transform(X))


def test_block_knows_how_it_was_made():
    """Step, settings and parent stand beside it, its columns have names, and the collection has a record."""
    mapped = embed(_songs(), name="place", random_state=7)
    info = mapped.blocks["place"].info
    assert (info.step, info.parents) == ("embed", ("sound",))
    assert info.parameters["method"] == "neighbours"
    assert mapped.blocks["place"].columns == ("neighbourmap0", "neighbourmap1")
    record = mapped.records[-1]
    assert (record["step"], record["seed"], list(record["inputs"])) == ("embed", 7, ["sound"])


def test_items_without_the_block_have_no_row():
    """They stay absent, and the others are embedded as if alone."""
    present = np.arange(N_ITEMS) % 3 > 0
    found = embed(_songs(sound=dense(X, present=present)), method="pca").blocks["map"]
    np.testing.assert_array_equal(found.present, present)
    np.testing.assert_array_equal(found[:][present], PCA(2).fit_transform(X[present]))


def test_items_of_several_axes_and_sparse_ones_can_be_embedded():
    """Pictures are laid out in rows; a bag of words is taken as it is, by angle where asked."""
    pictures = np.random.default_rng(0).random((N_ITEMS, 4, 4))
    assert embed(_songs(pixels=pictures)).blocks["map"].shape == (N_ITEMS, 2)
    words = sparse.csr_array(np.random.default_rng(0).poisson(1.0, size=(N_ITEMS, 12)) + 0.0)
    mapped = embed(_songs(words=words), metric="cosine", n_components=1)
    assert mapped.blocks["map"].shape == (N_ITEMS, 1)
    assert mapped.records[-1]["parameters"]["metric"] == "cosine"


def test_collection_with_a_map_can_be_saved(tmp_path):
    """And what was there before is there still."""
    mapped = embed(_songs(), method="pca")
    mapped.save(tmp_path / "songs.motif")
    held = read(tmp_path / "songs.motif")
    np.testing.assert_array_equal(held.blocks["map"][:], mapped.blocks["map"][:])
    np.testing.assert_array_equal(held.blocks["sound"][:], X)


def test_name_that_is_there_is_replaced_only_when_asked():
    """And never the block that is described."""
    mapped = embed(_songs(), method="pca")
    with pytest.raises(InputError, match="has a block 'map' already; choose another name, or ask for overwrite"):
        embed(mapped, block="sound")
    again = embed(mapped, block="sound", method="pca", n_components=3, overwrite=True)
    assert again.blocks["map"].shape == (N_ITEMS, 3)
    with pytest.raises(InputError, match="'sound' is the block that is described"):
        embed(_songs(), name="sound", overwrite=True)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"method": "tsne"}, "method must be one of 'neighbours', 'pca', 'umap', not 'tsne'"),
        ({"metric": "manhattan"}, "metric must be one of"),
        ({"n_components": 0}, "n_components must be at least 1, not 0"),
        ({"n_components": 3}, "method 'neighbours' gives 1 or 2 numbers, not 3; use 'umap' or 'pca' for more"),
        ({"method": "pca", "n_components": 6}, "n_components must be at most 5"),
        ({"method": "pca", "metric": "cosine"}, "method 'pca' knows no metric 'cosine'"),
        ({"name": "My map"}, "name must be a name of lower-case letters"),
        ({"block": "taste"}, "there is no block 'taste'"),
    ],
)
def test_wrong_settings_are_refused(settings, message):
    """Before any work is done, with what to do."""
    with pytest.raises(InputError, match=message):
        embed(_songs(), **settings)


def test_blocks_that_do_not_fit_are_refused():
    """Sparse rows by PCA, and rows of several lengths at all."""
    with pytest.raises(InputError, match="method 'pca' takes a dense block, and 'words' is sparse"):
        embed(_songs(words=sparse.csr_array(np.eye(N_ITEMS))), method="pca")
    with pytest.raises(InputError, match="'beats' is ragged"):
        embed(_songs(beats=ragged([[1.0]] * N_ITEMS)), block="beats")
