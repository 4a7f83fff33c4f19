"""The conditional kind: labels in, labels out, labels missing."""

import numpy as np
import pytest
from sklearn.datasets import load_digits

from motif.core.errors import InputError
from motif.model.autoencode import ConditionalVariationalAutoencoder

RNG = np.random.default_rng(0)
Y = np.array(["near", "far", "far"] * 100)
X = RNG.normal(size=(300, 1)) * [1, -1, 0] + RNG.normal(size=(300, 3)) * 0.3 + np.where(Y == "far", 5.0, 0.0)[:, None]


@pytest.fixture(scope="module")
def model():
    return ConditionalVariationalAutoencoder(1, encoder=("mlp", 16), epochs=150, random_state=0).fit(X, Y)


def test_samples_are_of_their_label(model):
    """One label for all, or one for each; without any, labels come by their shares."""
    assert model.classes_.tolist() == ["far", "near"]
    assert model.class_prior_.tolist() == pytest.approx([2 / 3, 1 / 3])
    np.testing.assert_allclose(model.sample(200, y="far", random_state=0).mean(axis=0), 5, atol=0.5)
    mixed = model.sample(2, y=["near", "far"], random_state=0).mean(axis=1)
    assert mixed[0] < 2 < mixed[1]
    assert (model.sample(600, random_state=0).mean(axis=1) > 2.5).mean() == pytest.approx(2 / 3, abs=0.07)


def test_codes_stand_for_other_items_under_other_labels(model):
    """The same code, told either label."""
    codes = model.transform(X[:1])
    near, far = (model.inverse_transform(codes, label).mean() for label in ("near", "far"))
    assert near < 2 < far


def test_codes_keep_what_labels_do_not_say(model):
    """The label can be told from the items with certainty, from codes hardly."""
    codes = model.transform(X)[:, 0]
    gap = abs(codes[Y == "far"].mean() - codes[Y == "near"].mean())
    assert gap < 0.5 * codes.std()


def test_items_without_labels_are_mixtures(model):
    """Their density is the sum over labels of share times density; restoring takes the likeliest label."""
    each = np.stack([model.score_samples(X, np.full(300, label)) for label in model.classes_])
    expected = np.log((np.exp(each) * model.class_prior_[:, None]).sum(axis=0))
    np.testing.assert_allclose(model.score_samples(X), expected, rtol=1e-6)
    np.testing.assert_allclose(model.reconstruct(X), model.reconstruct(X, Y))
    assert model.score(X, Y) == pytest.approx(model.elbo(X, Y))
    assert model.score(X, Y) > model.score(X)
    assert model.nll(X, 20, Y) <= -model.elbo(X, Y) + 0.05


def test_labels_help_on_the_digits():
    """With the digit told, two numbers restore held-out digits better than without."""
    digits = load_digits()
    order = np.random.default_rng(0).permutation(1797)
    items, labels = (digits.data / 16)[order], digits.target[order]
    model = ConditionalVariationalAutoencoder(2, epochs=60, random_state=0).fit(items[:1400], labels[:1400])
    told = np.square(model.reconstruct(items[1400:], labels[1400:]) - items[1400:]).mean()
    wrong = np.square(model.reconstruct(items[1400:], (labels[1400:] + 1) % 10) - items[1400:]).mean()
    assert told < 0.6 * wrong


@pytest.mark.parametrize(
    ("y", "words"),
    [
        (None, "requires y to be passed, but the target y is None; give one label for each item"),
        (Y[:5], "y: 5 given, 300 expected"),
        (np.where(np.arange(300) == 7, np.nan, 1.0), "y has no label for 1 items: 7; label them, or leave them out"),
        ([None, *Y[1:]], "y has no label for 1 items: 0"),
        ([1, *Y[1:]], "labels must|labels are of one kind"),
        (np.zeros((300, 2)), "1d array"),
    ],
    ids=["none", "too few", "nan", "None", "mixed", "two columns"],
)
def test_missing_labels_are_refused(y, words):
    """In one clear line."""
    with pytest.raises(InputError, match=f"^(?=[^\n]*$).*({words})"):
        ConditionalVariationalAutoencoder().fit(X, y if y is None or isinstance(y, np.ndarray) else np.array(y, object))


def test_unknown_labels_are_refused(model):
    """With those that are known; and where the decoder must be told one, that is said."""
    with pytest.raises(InputError, match="y has labels that were not fitted: 'away'; known are 'far', 'near'"):
        model.sample(1, y="away")
    with pytest.raises(InputError, match="the decoder needs labels: give y, one of 'far', 'near'"):
        model.inverse_transform(np.zeros((1, 1)))
    with pytest.raises(InputError, match="the decoder needs labels"):
        model.partial_fit(X)


def test_labels_to_come_can_be_named():
    """`classes` in the first call makes room for labels that later parts bring."""
    model = ConditionalVariationalAutoencoder(1, encoder=("mlp", 4), random_state=0)
    model.partial_fit(X[::3], Y[::3], classes=["near", "far"])
    assert model.classes_.tolist() == ["far", "near"]
    model.partial_fit(X, Y)
    assert np.isfinite(model.score_samples(X)).all()
    with pytest.raises(InputError, match="not fitted: 'far'"):
        ConditionalVariationalAutoencoder(1, random_state=0).partial_fit(X[::3], Y[::3]).partial_fit(X, Y)


def test_shares_of_labels_are_those_of_all_calls():
    """Each call's labels count; named classes count one each before."""
    model = ConditionalVariationalAutoencoder(1, encoder=("mlp", 4), random_state=0)
    model.partial_fit(X[::3], Y[::3], classes=["near", "far"])
    assert model.class_counts_.tolist() == [1, 101]
    model.partial_fit(X, Y)
    assert model.class_counts_.tolist() == [201, 201]
    assert model.class_prior_.tolist() == [0.5, 0.5]
    model.fit(X, Y).partial_fit(X[:3], Y[:3])
    assert model.class_counts_.tolist() == [202, 101]


@pytest.mark.parametrize("y", [[1, *Y[1:]], (*Y[1:], 2.5), [*Y[:-1], None], [np.nan, *Y[1:]]])
def test_lists_are_refused_as_arrays_of_objects_are(y):
    """NumPy would make text of the numbers; what is missing is told first."""
    with pytest.raises(InputError, match=r"^(Unknown label type: labels are of one kind|y has no label for 1 items)"):
        ConditionalVariationalAutoencoder().fit(X, y)


def test_lists_of_one_kind_are_taken():
    """Text, whole numbers, or whole numbers among others."""
    model = ConditionalVariationalAutoencoder(1, encoder=("mlp", 4), max_steps=2, min_steps=2, random_state=0)
    assert model.fit(X, Y.tolist()).classes_.tolist() == ["far", "near"]
    assert model.fit(X, [1, 2.5, 2] * 100).classes_.tolist() == [1.0, 2.0, 2.5]
