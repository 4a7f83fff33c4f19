"""Generators: one place where `random_state` becomes a source of chance."""

from __future__ import annotations

from operator import index
from typing import TYPE_CHECKING, TypeAlias

from motif.core.errors import InputError

if TYPE_CHECKING:
    import numpy as np

    RandomState: TypeAlias = int | np.random.Generator | np.random.RandomState | None

__all__ = ["generator", "integer_seed", "recorded_seed"]


def generator(random_state: RandomState = None) -> np.random.Generator:
    """Return a NumPy generator: from a seed, from another generator (itself), or unpredictable for None.

    Parameters
    ----------
    random_state :
        A whole number >= 0, a `Generator`, a legacy `RandomState` (which gives the seed), or None.

    Raises
    ------
    InputError
        For anything else.

    Examples
    --------
    >>> int(generator(0).integers(100)) == int(generator(0).integers(100))
    True
    """
    import numpy as np

    if random_state is None or isinstance(random_state, np.random.Generator):
        return np.random.default_rng(random_state)
    if isinstance(random_state, np.random.RandomState):
        return np.random.default_rng(random_state.randint(2**31 - 1))
    whole = hasattr(random_state, "__index__") and not isinstance(random_state, bool)
    if not whole or index(random_state) < 0:
        raise InputError(f"random_state must be a whole number >= 0, a Generator or None, not {random_state!r}")
    return np.random.default_rng(index(random_state))


def integer_seed(random_state: RandomState = None) -> int:
    """Return a seed in [0, 2**31 - 1) for libraries that accept nothing but numbers.

    Examples
    --------
    >>> integer_seed(7) == integer_seed(7)
    True
    """
    return int(generator(random_state).integers(2**31 - 1))


def recorded_seed(random_state: RandomState = None) -> int | None:
    """Return the seed as a record keeps it: a plain int, or None where no number makes the run again.

    Examples
    --------
    >>> import numpy as np
    >>> recorded_seed(np.int64(3)), recorded_seed(generator(3))
    (3, None)
    """
    if isinstance(random_state, bool):
        return None
    try:
        return index(random_state)  # type: ignore[arg-type]
    except TypeError:
        return None
