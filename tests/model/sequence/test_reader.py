"""The reader of words: both ways, its vocabulary, saving, settings."""

import numpy as np
import pytest

from motif.core.errors import InputError
from motif.core.seed import integer_seed
from motif.model.sequence import TextConvolution, TextReader, WordHistogram
from motif.model.store import load, save

SMALL = {"n_hidden": 8, "epochs": 3, "min_steps": 20}
TEXTS = [["a", "cat"], ["Dog", "barks"], ["the", "cat"], ["dog"]] * 10
Y = np.array([[1, 0], [0, 1], [1, 1], [0, 1]] * 10)
WORDS = ["a", "barks", "cat", "dog", "puppy"]
VECTORS = np.array([[0, 0], [0, 1], [1, 0], [0, 0.9], [0, 0.95]])


@pytest.fixture(scope="module", params=["convolution", "histogram"])
def told(request):
    """A reader of each way."""
    more = {"n_channels": 4} if request.param == "convolution" else {}
    reader = TextReader(WORDS, VECTORS, how=request.param, n_centroids=3, settings={**SMALL, **more}, random_state=0)
    return reader.fit(TEXTS, Y)


def test_what_was_saved_reads_words(told, tmp_path):
    """Vocabulary and all, to the last bit."""
    save(told, tmp_path / "m")
    again, asked = load(tmp_path / "m"), [["Puppy", "barks"], ["unheard"]]
    assert np.array_equal(again.predict_proba(asked), told.predict_proba(asked))
    assert again.n_known(asked).tolist() == [2, 0]


def test_features_are_those_of_its_way(told):
    """Counts of kinds of words, or the hidden layer."""
    seen = told.transform([["cat", "dog", "puppy"]])
    if told.how == "histogram":
        assert seen.toarray().max() == 2
    assert seen.shape == (1, len(told.get_feature_names_out()))


def test_it_is_the_network_on_numbers_of_words():
    """Nothing else happens on the way."""
    numbers = [[WORDS.index(word.lower()) for word in text if word.lower() in WORDS] for text in TEXTS]
    seed = integer_seed(0)
    plain = TextConvolution(VECTORS, n_channels=4, random_state=seed, **SMALL).fit(numbers, Y)
    reader = TextReader(WORDS, VECTORS, settings={"n_channels": 4, **SMALL}, random_state=0).fit(TEXTS, Y)
    assert np.array_equal(reader.predict_proba(TEXTS), plain.predict_proba(numbers))
    counted = WordHistogram(VECTORS, n_centroids=2, random_state=seed).fit(numbers).transform(numbers)
    histogram = TextReader(WORDS, VECTORS, how="histogram", n_centroids=2, settings=SMALL, random_state=0)
    assert np.array_equal(histogram.fit(TEXTS, Y).transform(TEXTS).toarray(), counted.toarray())


def test_without_words_those_of_the_texts_are_known():
    """Those said often enough."""
    reader = TextReader(min_count=11, settings={"n_channels": 4, **SMALL}, random_state=0).fit(TEXTS, Y)
    assert reader.words_.tolist() == ["cat"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"how": "letters"}, "how"),
        ({"vectors": VECTORS}, "without words"),
        ({"words": WORDS, "vectors": VECTORS[:2]}, "vectors"),
        ({"words": ["a", "a"]}, "a"),
        ({"settings": {"depth": 3}}, "no setting 'depth'"),
        ({"settings": {"vectors": None}}, "no setting 'vectors'"),
        ({"how": "histogram"}, "give vectors"),
    ],
    ids=["way", "words", "length", "twice", "unknown", "own", "histogram"],
)
def test_settings_that_do_not_do_are_told(given, told):
    """Before anything is learned."""
    with pytest.raises(InputError, match=told):
        TextReader(**given).fit(TEXTS, Y)


def test_a_text_must_be_a_list_of_words():
    """A sentence in one piece would be read letter by letter."""
    with pytest.raises(InputError, match="text 0 is no list of words"):
        TextReader().fit(["a cat"], [1])
