"""A figure says in one sentence, and in plain JSON, how it stands against chance and no effort."""

import json
import math
import pickle

import pytest

from motif.evaluate.figure import Figure, Null, in_words, plain_number


def make(value=0.41, *, null=(0.0, 0.02, 0.001), trivial=None, better="higher", unit="", interval=None):
    if null is not None:
        mean, sd, p = null
        null = Null("permuted_labels", mean, sd, (value - mean) / sd, p, mean - 1.6 * sd, mean + 1.6 * sd, 999)
    return Figure("AMI", value, null, trivial or {}, interval, 100, better == "higher", "Agreement only.", unit)


def test_verdict_better_than_chance():
    """A value beyond chance says by how much."""
    assert make().verdict() == "better than chance by 0.41"


def test_verdict_names_the_unit():
    """The distance from chance carries the unit, and lower may be better."""
    assert make(0.98, null=(8.96, 0.01, 0.001), better="lower", unit="bits").verdict() == (
        "better than chance by 7.98 bits"
    )


def test_verdict_not_distinguishable():
    """A large p is said plainly, whatever the trivial answers score."""
    assert (
        make(0.01, null=(0.0, 0.02, 0.3), trivial={"one_cluster": 0.5}).verdict() == "not distinguishable from chance"
    )


def test_verdict_below_doing_nothing():
    """A value beyond chance that a trivial answer beats says both."""
    figure = make(0.86, null=(0.2, 0.02, 0.001), trivial={"doing_nothing": 1.0, "flat_colour": 0.3})
    assert figure.verdict() == "better than chance by 0.66, but less than doing nothing would score"


def test_verdict_worse_where_lower_is_better():
    """Where lower is better, the best trivial answer is the lowest and the word is worse."""
    figure = make(4.72, null=(6.64, 0.01, 0.001), trivial={"one_cluster": 4.64, "singletons": 7.32}, better="lower")
    assert figure.verdict().endswith("but worse than one cluster would score")


def test_verdict_equal_to_trivial():
    """A trivial answer that scores the same is no gain."""
    assert make(1.0, trivial={"doing_nothing": 1.0}).verdict().endswith("but no better than doing nothing would score")


def test_verdict_worse_than_chance():
    """A value that nearly all draws beat is called worse; a fluke of 1 in 100 is not."""
    assert make(-0.2, null=(0.0, 0.02, 0.999)).verdict() == "worse than chance by 0.20"
    assert make(-0.05, null=(0.0, 0.02, 0.99)).verdict() == "not distinguishable from chance"


def test_verdict_without_null():
    """Without a null the best trivial answer is the measure, and without both the sentence says so."""
    assert make(null=None, trivial={"mean": 0.2, "pca": 0.3}).verdict() == "better than PCA would score"
    assert make(null=None).verdict() == "measured alone, without chance or a trivial answer beside it"


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_verdict_without_value(value):
    """A value that is no number is not judged."""
    assert make(value).verdict() == "could not be computed"


def test_constant_null_is_no_gain():
    """A null whose draws all equal the value leaves nothing to tell apart."""
    figure = Figure("AMI", 1e-11, Null("permuted_labels", 0.0, 0.0, None, 1.0, 0.0, 0.0, 99), {}, None, 5, True, "")
    assert figure.verdict() == "not distinguishable from chance"


def small(value, *, mean, trivial, magnitude):
    null = Null("permuted_targets", mean, mean / 10, (value - mean) / mean * 10, 0.001, 0.8 * mean, 1.2 * mean, 999)
    return Figure("MAE", value, null, trivial, None, 50, False, "", magnitude=magnitude)


def test_an_error_in_a_small_unit_is_judged_like_any_other():
    """Errors of 1e-14 beat chance and the mean of 1e-12, where rounding is relative to them."""
    found = small(1e-14, mean=1e-12, trivial={"mean": 8e-13}, magnitude=0)
    assert found.verdict().startswith("better than chance by ")
    assert found.beats(8e-13)
    assert not found.is_beaten_by(8e-13)
    assert found.is_beaten_by(0.0)
    assert not found.beats(1e-14 * (1 + 1e-12))


def test_noise_around_zero_is_no_gain():
    """An AMI of 1e-17 does not beat 0, nor the other way round."""
    null = Null("permuted_labels", 0.0, 1e-17, None, 1.0, -1e-17, 1e-17, 99)
    for value in (1e-16, -1e-16):
        found = Figure("AMI", value, null, {"one_cluster": 0.0}, None, 50, True, "")
        assert found.verdict() == "not distinguishable from chance"
        assert not found.beats(0.0)
        assert not found.is_beaten_by(0.0)
        assert found.format(0.5) == "0.50"


def test_json_keys():
    """A figure is one object everywhere: exactly these keys, all plain JSON."""
    figure = make(trivial={"one_cluster": 0.0}, interval=(0.3, 0.5))
    plain = json.loads(json.dumps(figure.as_dict(), allow_nan=False))
    assert list(plain) == [
        "name", "unit", "value", "null", "trivial", "interval", "n", "higher_is_better", "cannot_show"
    ]  # fmt: skip
    assert list(plain["null"]) == ["kind", "mean", "sd", "z", "p", "low", "high", "n"]
    assert plain["interval"] == [0.3, 0.5]


def test_json_has_no_nan():
    """NaN and infinities become null."""
    figure = make(math.nan, null=None, trivial={"a": math.inf}, interval=(-math.inf, 1.0))
    plain = json.loads(json.dumps(figure.as_dict(), allow_nan=False))
    assert (plain["value"], plain["null"], plain["trivial"], plain["interval"]) == (None, None, {"a": None}, [None, 1])


def test_pickles():
    """A figure crosses process borders whole."""
    figure = make(trivial={"one_cluster": 0.0})
    assert pickle.loads(pickle.dumps(figure)) == figure


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ((0.0, 1.0, 0.41), "0.41"),
        ((0.0, 9.0, 4.715), "4.71"),
        ((0.0, 150.0, 12.25), "12.2"),
        ((0, 9e4, 2815.2), "2,815"),
        ((0.0, 0.004, 0.00123), "0.0012"),
        ((0.0, 0.0, 0.0), "0.00"),
        ((-1234.0, -1200.0, -1210.5), "-1,210.50"),
    ],
)
def test_decimals_follow_the_spread(numbers, shown):
    """Numbers are shown with the decimals that tell this figure's numbers apart."""
    low, high, value = numbers
    figure = Figure("x", value, None, {"low": low, "high": high}, None, 1, True, "")
    assert figure.format(value) == shown


def test_no_negative_zero():
    """A tiny negative number is shown as zero."""
    assert plain_number(-0.0004, decimals=2) == "0.00"
    assert plain_number(-0.004, decimals=3) == "-0.004"


def test_words():
    """Names of trivial answers become words."""
    assert in_words("every_item_alone") == in_words("singletons") == "every item alone"
