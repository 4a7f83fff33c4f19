"""`motif cluster`: what it prints, writes, keeps and refuses."""

from functools import partial
from pathlib import Path

import numpy as np
import pytest

from motif.collection import Collection, dense, read
from motif.model import group
from motif.model.number import choose_n_clusters
from motif.source.table import read_table


@pytest.fixture
def films(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Forty films in two groups far apart, one of them without the block, in the current folder."""
    monkeypatch.chdir(tmp_path)
    gold = np.arange(40) % 2
    X = 20.0 * gold[:, None] + np.random.default_rng(0).normal(size=(40, 2))
    block = dense(X, columns=["length", "pace"], present=np.arange(40) > 0)
    genres = [["horror", "musical"][g] for g in gold]
    Collection("film", {"id": [f"f{n}" for n in range(40)], "genre": genres}, blocks={"form": block}).save(
        "films.motif"
    )
    return Path("films.motif")


def test_the_collection_keeps_the_groups(films, motif):
    """Columns of labels and titles, and the fitted model, under the name asked for."""
    result = motif("cluster", films, "--n-clusters", "2", "--name", "form")
    held = read(films)
    assert set(held.items["form"].to_pylist()) == {0, 1, None}
    assert held.items["form_name"].to_pylist()[0] is None
    assert list(held.models) == ["form"]
    caution, said = result.stderr.splitlines()
    assert "prove no groups" in caution
    assert said == "motif: 2 clusters of 40 items by block 'form'; 1 in none"
    assert result.stdout.splitlines()[0].split() == ["label", "items", "share", "name"]
    assert len(result.stdout.splitlines()) == 3


def test_auto_says_how_sure_it_is(films, motif, monkeypatch):
    """The sentence goes to stderr, the table of candidates into the JSON."""
    monkeypatch.setattr(group, "choose_n_clusters", partial(choose_n_clusters, candidates=(2, 3, 4), n_pairs=1))
    said = motif("cluster", films).stderr.splitlines()[0]
    assert said.startswith("motif: 2 clusters, clearly")
    value = motif("cluster", films, "--overwrite", "--json").value
    assert (value["n_clusters"], value["choice"]["confidence"], value["unassigned"]) == (2, "clear", 1)
    assert value["choice"]["candidates"][0]["n_clusters"] == 2


def test_out_is_one_row_an_item_for_compare(films, motif):
    """`id,label`, empty where an item is in no group; it is read back as it was written."""
    motif("cluster", films, "--n-clusters", "2", "--out", "labels.csv")
    lines = Path("labels.csv").read_text(encoding="utf-8").splitlines()
    assert lines[:2] == ['"id","label"', '"f0",']
    table = read_table("labels.csv").data
    assert table["id"].to_pylist() == read(films).ids
    assert table["label"].to_pylist() == read(films).items["cluster"].to_pylist()


def test_nothing_is_replaced_unasked(films, motif):
    """Neither the column nor the file; and the collection is as it was."""
    motif("cluster", films, "--n-clusters", "2")
    assert "has a column 'cluster' already" in motif("cluster", films, "--n-clusters", "3", code=1).stderr
    Path("labels.csv").write_text("mine")
    words = ("cluster", films, "--n-clusters", "3", "--name", "other", "--out", "labels.csv")
    assert "'labels.csv' exists; choose another name or add --overwrite" in motif(*words, code=1).stderr
    assert Path("labels.csv").read_text() == "mine"
    assert "other" not in read(films).items.column_names
    motif(*words, "--overwrite")
    assert len(set(read(films).items["other"].to_pylist())) == 4


@pytest.mark.parametrize(
    ("words", "message", "code"),
    [
        (("--out", "labels.txt"), "--out must end in .csv, not 'labels.txt'", 1),
        (("--n-clusters", "many"), "must be a whole number or auto, not 'many'", 2),
        (("--method", "magic"), "'magic'", 2),
        (("--metric", "magic"), "'magic'", 2),
        (("--method", "mixture", "--metric", "cosine"), "method 'mixture' knows no metric 'cosine'", 1),
        (("--n-clusters", "0"), "n_clusters must be at least 1, not 0", 1),
        (("--block", "taste"), "there is no block 'taste'; there are: 'form'", 1),
        (("--method", "hdbscan", "--n-clusters", "3"), "hdbscan finds the number of clusters itself", 1),
    ],
)
def test_wrong_words_are_refused_before_anything_is_written(films, motif, words, message, code):
    """One line that says what was wrong; the collection stays as it is."""
    assert message in motif("cluster", films, *words, code=code).stderr
    assert read(films).items.column_names == ["id", "genre"]


def test_seed_and_method_are_passed_on(films, motif):
    """Both stand in the record."""
    motif("cluster", films, "--n-clusters", "2", "--method", "mixture", "--seed", "7")
    record = read(films).records[-1]
    assert (record["seed"], record["parameters"]["method"]) == (7, "mixture")


def test_the_metric_is_passed_on(films, motif):
    """It stands in the record."""
    motif("cluster", films, "--n-clusters", "2", "--metric", "cosine")
    assert read(films).records[-1]["parameters"]["metric"] == "cosine"
