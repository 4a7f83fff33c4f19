"""`motif embed`: what it keeps, prints and refuses."""

from pathlib import Path

import numpy as np
import pytest
from scipy import sparse

from motif.collection import Collection, dense, read


@pytest.fixture
def films(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Forty films in four features, one without the block, in the current folder."""
    monkeypatch.chdir(tmp_path)
    X = np.random.default_rng(0).normal(size=(40, 4)) + 9.0 * (np.arange(40) % 2)[:, None]
    blocks = {"form": dense(X, present=np.arange(40) > 0)}
    Collection("film", {"id": [f"f{n}" for n in range(40)]}, blocks=blocks).save("films.motif")
    return Path("films.motif")


def test_the_collection_keeps_the_map(films, motif):
    """A block of two numbers; the line says of what, the strips stand on chance and PCA, the note says who lacks it."""
    result = motif("embed", films)
    held = read(films)
    assert held.blocks["map"].shape == (40, 2)
    assert not held.blocks["map"].present[0]
    assert held.verify() > 0
    line, *strips = result.stdout.splitlines()
    assert line == "block map: 39 items of block form by 2 numbers (neighbours)"
    assert [strip.split("  ")[0].rsplit(" ", 1)[0] for strip in strips] == [
        "neighbours kept @10", "trustworthiness @10", "continuity @10", "rank correlation of distances",
    ]  # fmt: skip
    assert all("chance" in strip for strip in strips)
    assert result.stderr == "motif: 1 items lack block 'form' and have no row\n"


def test_json_has_the_figures(films, motif):
    """Each with its null, and PCA's map as the answer without effort; PCA itself has none."""
    value = motif("embed", films, "--json").value
    facts = {key: value[key] for key in ("name", "block", "method", "n_components", "n_items", "absent")}
    assert facts == {
        "name": "map", "block": "form", "method": "neighbours", "n_components": 2, "n_items": 39, "absent": 1,
    }  # fmt: skip
    kept = value["figures"]["neighbours_kept"]
    assert kept["null"]["mean"] == pytest.approx(10 / 38, abs=0.03)
    assert set(kept["trivial"]) == {"PCA"}
    value = motif("embed", films, "--method", "pca", "--name", "axes", "--block", "form", "--json").value
    assert value["figures"]["neighbours_kept"]["trivial"] == {}


def test_seed_decides(films, motif):
    """The same seed makes the same map, and stands in the record."""
    for name, seed in (("a", "3"), ("b", "3"), ("c", "4")):
        motif("embed", films, "--block", "form", "--name", name, "--seed", seed)
    held = read(films)
    a, b, c = (held.blocks[name][:][1:] for name in "abc")
    np.testing.assert_array_equal(a, b)
    assert not np.array_equal(a, c)
    assert [record["seed"] for record in held.records] == [3, 3, 4]


def test_words_are_mapped_by_angle(films, motif):
    """A sparse block, with PCA's map beside it all the same."""
    words = sparse.csr_array(np.random.default_rng(0).poisson(1.0, size=(40, 30)) + 0.0)
    read(films).with_block("words", words).save(films, overwrite=True)
    value = motif("embed", films, "--block", "words", "--metric", "cosine", "--json").value
    assert set(value["figures"]["neighbours_kept"]["trivial"]) == {"PCA"}


def test_few_items_are_not_judged(films, motif):
    """Of ten items, ten neighbours are all; there are no figures then."""
    read(films).select(slice(0, 10)).save("few.motif")
    assert motif("embed", "few.motif", "--json").value["figures"] == {}
    assert len(motif("embed", "few.motif", "--name", "other", "--block", "form").stdout.splitlines()) == 1


def test_nothing_is_replaced_unasked(films, motif):
    """The collection is as it was, until `--overwrite`."""
    motif("embed", films)
    before = read(films).blocks["map"][:]
    result = motif("embed", films, "--block", "form", "--method", "pca", code=1)
    assert "has a block 'map' already" in result.stderr
    np.testing.assert_array_equal(read(films).blocks["map"][:], before)
    motif("embed", films, "--block", "form", "--method", "pca", "--overwrite")
    assert read(films).blocks["map"].info.parameters["method"] == "pca"


@pytest.mark.parametrize(
    ("words", "message", "code"),
    [
        (("--block", "taste"), "there is no block 'taste'", 1),
        (("--n-components", "3"), "gives 1 or 2 numbers, not 3", 1),
        (("--n-components", "0"), "--n-components", 2),
        (("--method", "magic"), "'magic'", 2),
        (("--name", "form"), "is the block that is described", 1),
    ],
)
def test_wrong_words_are_refused(films, motif, words, message, code):
    """In one line, and nothing is written."""
    assert message in motif("embed", films, *words, code=code).stderr
    assert list(read(films).blocks) == ["form"]
