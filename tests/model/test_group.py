"""Grouping a collection: columns, names, absences, saving, refusals."""

import json
from collections import Counter
from functools import partial

import numpy as np
import pytest
from scipy import sparse

from motif.collection import Collection, dense, read
from motif.collection import sparse as sparse_block
from motif.core.errors import InputError
from motif.model import group, store
from motif.model.group import METHODS, Group, cluster
from motif.model.number import choose_n_clusters

COLUMNS = ("tempo", "energy")


def _songs(n_items: int = 60, *, columns: tuple[str, ...] | None = COLUMNS, present=None) -> Collection:
    """Three groups far apart, each with its genre; the last song's genre is not known."""
    rng = np.random.default_rng(0)
    gold = np.arange(n_items) % 3
    X = np.array([[0.0, 0.0], [20.0, 0.0], [0.0, 20.0]])[gold] + rng.normal(size=(n_items, 2))
    genres = [["rock", "jazz", "folk"][g] for g in gold[:-1]] + [None]
    items = {"id": [f"s{n}" for n in range(n_items)], "genre": genres}
    return Collection("song", items, blocks={"sound": dense(X, columns=columns, present=present)})


@pytest.fixture
def quick_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few candidates and pairs: the choice itself is tested in its own file."""
    monkeypatch.setattr(group, "choose_n_clusters", partial(choose_n_clusters, candidates=(2, 3, 4), n_pairs=1))


@pytest.mark.parametrize("method", METHODS)
def test_every_method_finds_groups_that_are_far_apart(method):
    """One label for each planted group, whole numbers, every item in one."""
    n_clusters = "auto" if method == "hdbscan" else 3
    found = cluster(_songs(), n_clusters=n_clusters, method=method)
    pairs = Counter(zip(found.labels.tolist(), (np.arange(60) % 3).tolist(), strict=True))
    assert sorted(pairs.values()) == [20, 20, 20]
    assert found.collection.items["cluster"].to_pylist() == found.labels.tolist()
    assert found.choice is None


def test_auto_chooses_the_number_and_says_how_sure_it_is(quick_choice):
    """Three, clearly; the record has both."""
    found = cluster(_songs(90), n_clusters="auto")
    assert (len(found.groups), found.choice.confidence) == (3, "clear")
    assert found.record.parameters["n_clusters"] == "auto"
    assert (found.record.parameters["n_found"], found.record.parameters["confidence"]) == (3, "clear")


def test_groups_are_named_by_features_or_columns():
    """By the block's features where these have names; without, by the collection's columns."""
    songs = _songs()
    plain = Collection("song", {"id": songs.ids}, blocks={"sound": songs.blocks["sound"]})
    titles = {one.title for one in cluster(plain, n_clusters=3).groups}
    assert titles == {"low tempo, low energy", "high tempo, low energy", "high energy, low tempo"}
    titles = {one.title for one in cluster(_songs(columns=None), n_clusters=3).groups}
    assert titles == {"rock", "jazz", "folk"}


def test_what_sets_apart_more_gives_the_name():
    """A column that follows the groups beats a feature that overlaps, and gives way to one that follows them too."""
    gold = np.arange(60) % 2
    overlapping = np.random.default_rng(0).normal(size=60) + 3.0 * gold
    songs = Collection("song", {"id": [f"{n}" for n in range(60)], "live": gold > 0}, blocks={"sound": np.eye(60)})
    for column, expected in ((overlapping, {"live", "low energy"}), (20.0 * gold, {"high energy", "low energy"})):
        told = songs.with_block("sound", dense(column[:, None], columns=["energy"]))
        assert {one.title for one in cluster(told, n_clusters=2).groups} == expected


def test_the_title_stands_beside_the_label():
    """Column `NAME_name` has the title of each item's group."""
    found = cluster(_songs(columns=None), n_clusters=3, name="style")
    rows = found.collection.items.to_pylist()
    assert all(row["style_name"] == row["genre"] for row in rows[:-1])
    assert rows[-1]["style_name"] == "folk"


def test_what_nothing_sets_apart_is_called_by_its_number():
    """A title is never empty, and `named` says that it is no name."""
    songs = Collection("song", {"id": [f"{n}" for n in range(20)]}, blocks={"sound": np.eye(20)[:, :3]})
    (one,) = cluster(songs, n_clusters=1).groups
    assert (one.title, one.is_named, one.as_dict()["named"]) == ("cluster 0", False, False)


def test_equal_names_are_numbered():
    """No two groups have the same title."""
    gold = np.arange(80) % 4
    genres = [["rock", "jazz"][g // 2] for g in gold]
    blocks = {"sound": 9.0 * gold[:, None] + np.random.default_rng(0).normal(size=(80, 1)) * 0.1}
    songs = Collection("song", {"id": [f"{n}" for n in range(80)], "genre": genres}, blocks=blocks)
    titles = sorted(one.title for one in cluster(songs, n_clusters=4).groups)
    assert titles == ["jazz #1", "jazz #2", "rock #1", "rock #2"]


def test_items_without_the_block_get_no_label():
    """They are counted, and their cells are empty."""
    present = np.arange(60) >= 6
    found = cluster(_songs(present=present), n_clusters=3)
    assert found.collection.items["cluster"].null_count == 6
    assert found.collection.items["cluster_name"].null_count == 6
    assert (found.n_absent, found.n_unassigned) == (6, 6)
    assert found.labels[:6].tolist() == [-1] * 6
    assert found.labels_table().to_pylist()[0] == {"id": "s0", "label": None}


def test_items_of_no_group_get_no_label():
    """What hdbscan leaves out has empty cells, and is no group."""
    songs = _songs()
    far = np.array([[500.0, -500.0], [-700.0, 900.0]])
    X = np.concatenate([songs.blocks["sound"][:], far])
    more = Collection("song", {"id": [f"s{n}" for n in range(62)]}, blocks={"sound": X})
    found = cluster(more, method="hdbscan")
    assert found.labels[-2:].tolist() == [-1, -1]
    assert (found.n_absent, len(found.groups)) == (0, 3)
    assert found.n_unassigned == found.as_dict()["unassigned"] >= 2


def test_a_column_that_decides_alone_is_cautioned_of():
    """Milliseconds beside shares: the column and its share of the spread are named; scaled ones are passed over."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(60, 2)) * [60_000, 0.2]
    songs = Collection("song", {"id": [f"{n}" for n in range(60)]}, blocks={"sound": X})
    assert cluster(songs, n_clusters=2).caution == (
        "column number 0 holds 100.0% of the spread of block 'sound', so it decides alone; scale it first"
    )
    named = songs.with_block("sound", dense(X, columns=["duration_ms", "valence"]))
    assert cluster(named, n_clusters=2).caution.startswith("column 'duration_ms' holds 100.0%")
    assert cluster(songs.with_block("sound", X / [60_000, 0.2]), n_clusters=2).caution == ""


def test_words_name_groups_of_a_sparse_block():
    """Counts of words are weighed by log-odds."""
    rng = np.random.default_rng(0)
    X = rng.poisson(0.2, size=(60, 12)).astype(float)
    X[:30, 0] += 9
    X[30:, 1] += 9
    words = ["shark", "ship", *(f"word{n}" for n in range(10))]
    films = Collection(
        "film", {"id": [f"{n}" for n in range(60)]}, blocks={"words": sparse_block(sparse.csr_array(X), columns=words)}
    )
    assert {one.title for one in cluster(films, n_clusters=2).groups} == {"shark", "ship"}


def test_save_keeps_columns_record_and_model(tmp_path):
    """What is read back has the labels, and the model gives them again."""
    songs = _songs()
    songs.save(tmp_path / "songs.motif")
    found = cluster(read(tmp_path / "songs.motif"), n_clusters=3)
    found.save(tmp_path / "songs.motif", overwrite=True)
    again = read(tmp_path / "songs.motif")
    assert again.items["cluster"].to_pylist() == found.labels.tolist()
    assert again.records[-1]["step"] == "cluster"
    model = store.load(again.models["cluster"])
    np.testing.assert_array_equal(model.predict(again.blocks["sound"][:]), found.labels)
    assert again.verify() > 0


def test_a_name_that_is_there_is_refused_unless_overwritten():
    """Columns and models; a second grouping under another name stands beside the first."""
    once = cluster(_songs(), n_clusters=3).collection
    with pytest.raises(InputError, match="the collection has a column 'cluster' already; choose another name"):
        cluster(once, n_clusters=2)
    assert len(cluster(once, n_clusters=2, overwrite=True).groups) == 2
    both = cluster(once, n_clusters=2, name="half").collection
    assert {"cluster", "cluster_name", "half", "half_name"} <= set(both.items.column_names)


def test_the_collection_that_was_given_stays_as_it_was():
    """A new one is returned."""
    songs = _songs()
    cluster(songs, n_clusters=3)
    assert songs.items.column_names == ["id", "genre"]
    assert songs.records == ()


def test_the_same_seed_gives_the_same_grouping():
    """Labels, titles and traits."""
    first, again = (cluster(_songs(), n_clusters=3, random_state=5).as_dict() for _ in range(2))
    for value in (first, again):
        del value["record"]
    assert first == again


def test_as_dict_is_json(quick_choice):
    """All keys are plain values; a group without traits is one too."""
    value = json.loads(json.dumps(cluster(_songs(90)).as_dict(), allow_nan=False))
    assert set(value) == {
        "name", "block", "n_items", "n_clusters", "unassigned", "absent", "caution", "clusters", "choice", "record",
    }  # fmt: skip
    assert {"label", "title", "n_items", "named", "traits"} == set(value["clusters"][0])
    assert sum(one["n_items"] for one in value["clusters"]) == 90
    assert Group(0, "cluster 0", 1, None, None).as_dict()["traits"] == []


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"n_clusters": 0}, "n_clusters must be at least 1, not 0"),
        ({"n_clusters": "many"}, "n_clusters must be a whole number, not 'many'"),
        ({"n_clusters": 3, "method": "hdbscan"}, "hdbscan finds the number of clusters itself; leave out n_clusters=3"),
        ({"metric": "taxi"}, "metric must be one of 'euclidean', 'cosine', not 'taxi'"),
        ({"metric": "cosine", "method": "mixture"}, "method 'mixture' knows no metric 'cosine'; take 'kmeans'"),
        ({"method": "magic"}, "method must be one of 'kmeans', 'agglomerative', 'mixture', 'hdbscan', not 'magic'"),
        ({"name": "Groups!"}, "name must be a name of lower-case letters"),
        ({"block": "taste"}, "there is no block 'taste'"),
        ({"n_clusters": 61}, "n_clusters=61"),
    ],
)
def test_wrong_settings_are_refused(settings, message):
    """What was given and what was expected is said."""
    with pytest.raises(InputError, match=message):
        cluster(_songs(), **settings)


def test_a_column_that_is_no_grouping_is_never_replaced():
    """What people know of the items outlives a name chosen in haste."""
    films = Collection("film", {"id": list("abcdef"), "genre": list("xxxyyy")}, blocks={"codes": np.eye(6)})
    with pytest.raises(InputError, match="'genre' is no grouping"):
        cluster(films, n_clusters=2, name="genre", overwrite=True)


def test_fewer_different_items_than_clusters_is_said():
    """In words, not as a warning from inside."""
    films = Collection("film", {"id": list("abcdef")}, blocks={"codes": np.ones((6, 2))})
    found = cluster(films, n_clusters=3)
    assert "3 clusters were asked for and 1 have items" in found.caution


def test_names_that_are_no_evidence_are_said_to_be_none():
    """Clusters of noise differ in the numbers that they were cut from; random labels are no null for that."""
    noise = np.random.default_rng(0).normal(size=(120, 2))
    songs = Collection("song", {"id": [str(n) for n in range(120)]}, blocks={"sound": dense(noise, columns=["a", "b"])})
    assert "prove no groups" in cluster(songs, n_clusters=3).caution


def _words() -> Collection:
    """Two topics, each told at length and in brief."""
    rng = np.random.default_rng(0)
    shares = np.kron(np.eye(2), np.full(20, 0.05)) * 0.8 + 0.005
    lengths = np.where(np.arange(80) < 40, 400, 20)
    X = np.array([rng.multinomial(lengths[at], shares[at % 2] / shares[at % 2].sum()) for at in range(80)])
    return Collection("text", {"id": [str(n) for n in range(80)]}, blocks={"words": sparse_block(sparse.csr_array(X))})


@pytest.mark.parametrize("method", ["kmeans", "agglomerative"])
def test_by_the_angle_long_and_short_texts_come_together(method):
    """Topics, not lengths; the record and the model say how it was measured."""
    found = cluster(_words(), n_clusters=2, method=method, metric="cosine")
    assert len(set(found.labels[::2])) == len(set(found.labels[1::2])) == 1
    assert found.record.parameters["metric"] == found.model.metric == "cosine"


def test_by_the_angle_a_number_is_chosen_and_dense_groups_are_found(quick_choice):
    """Both look at directions."""
    rng = np.random.default_rng(0)
    X = (np.eye(3)[np.arange(90) % 3] + rng.normal(scale=0.05, size=(90, 3))) * rng.uniform(1, 50, size=(90, 1))
    items = Collection("song", {"id": [str(n) for n in range(90)]}, blocks={"sound": X})
    assert len(cluster(items, metric="cosine").groups) == 3
    assert len(cluster(items, metric="cosine", method="hdbscan").groups) == 3


@pytest.mark.parametrize("method", ["mixture", "hdbscan"])
def test_sparse_blocks_are_refused_before_a_number_is_chosen(method, monkeypatch):
    """With what takes them."""
    monkeypatch.setattr(group, "choose_n_clusters", None)
    with pytest.raises(InputError, match=f"method '{method}' takes a dense block, and 'words' is sparse; use 'kmeans'"):
        cluster(_words(), method=method)
