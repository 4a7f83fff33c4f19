"""Reading titles and keywords: what is learned, the block, label words taken out, what is refused."""

import numpy as np
import pytest

from motif.collection import Collection, read
from motif.core.errors import InputError
from motif.represent.vector import WordVectors
from motif.videos.study.fit import fit
from motif.videos.study.read import read as read_text

FILLING = ["sea", "day", "home", "new", "big", "old", "red", "blue"]
TELLING = ["cats", "meow", "dog", "bark"]
TABLE = WordVectors((*TELLING, *FILLING), np.eye(12, dtype=np.float32), origin="mine")
SMALL = {"n_hidden": 8, "epochs": 30, "learning_rate": 0.02, "random_state": 0, "vectors": TABLE}


def videos(n=300):
    """Titles that name their label in half of the videos, and tell it by another word in the others."""
    rng = np.random.default_rng(0)
    ways = rng.integers(2, size=(n, 2))
    labels = ways[:, 0]
    telling = [[("Cats", "meow"), ("dog", "bark")][label][how] for label, how in ways]
    titles = [f"{word} {' '.join(rng.choice(FILLING, 2))}" for word in telling]
    columns = {
        "id": [f"v{i}" for i in range(n)], "labels": [[int(label)] for label in labels],
        "title": [*titles[:-1], None], "keywords": [title.split() for title in titles],
    }  # fmt: skip
    names = {"vocabulary": {"id": ["label 0", "label 1"], "label": [0, 1], "name": ["Cat", "Dogs"]}}
    return Collection("video", columns, tables=names)


@pytest.fixture(scope="module")
def told():
    """Titles, read as they are."""
    return read_text(videos(), n_channels=8, **SMALL)


def test_labels_are_told_from_titles_never_seen(told):
    """Better than shuffled labels and their shares; naive Bayes stands beside."""
    hit = told.figures["hit_at_one"]
    assert hit.value > 0.9 > hit.trivial["popularity"]
    assert hit.trivial["naive_bayes"] > 0.9
    assert told.word_share > 0.99
    assert told.n_train + told.n_development == 299


def test_the_block_is_absent_without_a_title_and_fit_looks_at_it(told, tmp_path):
    """And the reader is saved with it."""
    held = told.save(tmp_path / "v.motif")
    assert held.blocks["title"].shape == (300, 8)
    assert np.flatnonzero(~held.blocks["title"].present).tolist() == [299]
    assert list(read(tmp_path / "v.motif").models) == ["read-title"]
    found = fit(held, head="logistic", learning_rate=0.1, max_steps=60, min_steps=60)
    assert found.tagger.modalities == ("title",)
    assert found.figures["hit_at_one"].value > 0.9
    with pytest.raises(InputError, match="block 'title' already"):
        read_text(held)


def test_label_words_are_taken_out_for_learning_not_for_the_block():
    """Half of the titles then say nothing: the figure falls; with the words there, it is given as well."""
    found = read_text(videos(), what="keywords", remove_label_words=True, n_centroids=12, **SMALL)
    named = sum(title.split()[0] in ("Cats", "dog") for title in videos().items["title"].to_pylist()[:-1])
    assert found.n_removed in (named, named + 1)
    assert 0.6 < found.figures["hit_at_one"].value < 0.9
    assert found.as_written
    assert found.collection.blocks["keywords"].shape[1] > 8
    assert found.as_dict()["how"] == "histogram"


def test_vectors_can_be_given():
    """A word that has none is not read."""
    table = WordVectors(("cats", "dog"), np.eye(2, dtype=np.float32), origin="two words")
    found = read_text(videos(), n_channels=4, **{**SMALL, "vectors": table, "epochs": 1})
    assert found.vectors == "two words"
    assert found.n_read < 200
    assert found.word_share < 0.3


def test_what_cannot_be_read_is_told():
    """No names, no words with vectors, no such text."""
    held = videos()
    with pytest.raises(InputError, match="what must"):
        read_text(held, what="sound")
    bare = Collection("video", {name: held.items[name].to_pylist() for name in held.items.column_names})
    with pytest.raises(InputError, match="no label has a name"):
        read_text(bare, remove_label_words=True)
    with pytest.raises(InputError, match="lower min_videos"):
        read_text(held, min_videos=1000)
