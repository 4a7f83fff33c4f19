"""Generators: one place where `random_state` becomes a source of chance."""

import numpy as np
import pytest

from motif.core.errors import InputError
from motif.core.seed import generator, integer_seed, recorded_seed


@pytest.mark.parametrize("seed", [0, 7, 2**63, np.int64(7), np.uint8(7)])
def test_a_seed_gives_numpy_s_own_stream(seed):
    """The stream is that of `numpy.random.default_rng`, so that results can be made again without Motif."""
    assert np.array_equal(generator(seed).random(5), np.random.default_rng(int(seed)).random(5))


def test_a_generator_is_used_itself():
    """Two steps that share a generator continue one stream."""
    own = np.random.default_rng(0)
    assert generator(own) is own


def test_a_legacy_state_gives_the_same_stream_each_time_it_is_made():
    """`RandomState(3)` is as good as a seed."""
    one, other = (generator(np.random.RandomState(3)).random(4) for _ in range(2))
    assert np.array_equal(one, other)


def test_none_is_unpredictable():
    """Two generators without a seed differ."""
    assert not np.array_equal(generator(None).random(4), generator(None).random(4))


@pytest.mark.parametrize("bad", [-1, True, 1.0, "7", np.float64(1), [1]])
def test_what_is_no_seed_is_refused(bad):
    """Negative numbers, truth values, floats and text are told by their own writing."""
    with pytest.raises(InputError, match=r"^random_state must be a whole number >= 0, a Generator or None, not "):
        generator(bad)


def test_global_chance_is_left_alone():
    """Neither function touches NumPy's global state."""
    before = np.random.get_state()[1].copy()  # noqa: NPY002 - what must not change
    generator(1).random(10)
    integer_seed(1)
    integer_seed(None)
    assert np.array_equal(before, np.random.get_state()[1])  # noqa: NPY002


@pytest.mark.parametrize("seed", range(20))
def test_an_integer_seed_fits_every_library(seed):
    """It is a plain int in [0, 2**31 - 1), and the same for the same seed."""
    number = integer_seed(seed)
    assert type(number) is int
    assert 0 <= number < 2**31 - 1
    assert number == integer_seed(seed)


def test_a_generator_gives_a_new_integer_seed_each_time():
    """Steps that draw their seeds from one generator do not repeat each other."""
    own = generator(0)
    assert integer_seed(own) != integer_seed(own)


@pytest.mark.parametrize("seed", [3, np.int64(3), np.uint8(3)])
def test_a_seed_is_recorded_as_a_plain_number(seed):
    """NumPy's whole numbers are recorded like Python's."""
    assert type(recorded_seed(seed)) is int
    assert recorded_seed(seed) == 3


@pytest.mark.parametrize("given", [None, True, 1.5, "3", np.arange(3), np.random.default_rng(0)])
def test_what_is_no_seed_is_not_recorded(given):
    """A record names a seed only where that number makes the run again."""
    assert recorded_seed(given) is None
