"""What has been published of personas against tropes, beside what random labels score in a test of that size.

Conventions
-----------
- Variation of information (VI) in bits between clusters and tropes, a row for each character and trope; lower is
  better. It falls with the number of clusters and with the number of rows whatever the clusters are, so that two values
  can be compared only where both are the same.
- Chance: each row gets one of the clusters, all equally likely; for fewer rows than there are, so many are drawn.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from motif.core.check import integer
from motif.core.errors import InputError
from motif.core.seed import generator
from motif.evaluate.clustering.label import Kinds
from motif.evaluate.clustering.tally import Tally, table_of, tally

if TYPE_CHECKING:
    from motif.core.seed import RandomState

__all__ = ["PUBLISHED", "ChanceVI", "Claim", "chance_vi", "claims_beside_chance"]

_TROPES = (501, 72)  # rows and kinds of the file `tvtropes.clusters.txt` as it was published
_SAME = 2.0  # sd of random labels: what is not that far below them is what they score


@dataclass(frozen=True, slots=True)
class ChanceVI:
    """What labels without any knowledge score.

    Parameters
    ----------
    n_rows, n_clusters :
        The size of the test.
    mean, sd :
        Of random labels, in bits.
    one_cluster, alone :
        All rows in one cluster, and every row alone, in bits; mean over the rows that are drawn.

    Examples
    --------
    >>> ChanceVI(417, 100, 4.88, 0.04, 5.93, 2.78).n_rows
    417
    """

    n_rows: int
    n_clusters: int
    mean: float
    sd: float
    one_cluster: float
    alone: float


@dataclass(frozen=True, slots=True)
class Claim:
    """A published value, and what chance scores at its size.

    Parameters
    ----------
    who :
        Who published it.
    value :
        VI in bits.
    chance :
        Random labels of the same number of rows and clusters; None until it is worked out.

    Examples
    --------
    >>> Claim("somebody", 4.90, ChanceVI(417, 100, 4.88, 0.04, 5.93, 2.78)).told
    'no better than random labels (4.88 ± 0.04)'
    """

    who: str
    value: float
    chance: ChanceVI

    @property
    def told(self) -> str:
        """How it stands to chance, in words."""
        gap = (self.value - self.chance.mean) / max(self.chance.sd, 1e-9)
        spread = f"random labels ({self.chance.mean:.2f} ± {self.chance.sd:.2f})"
        return f"better than {spread}" if gap < -_SAME else f"no better than {spread}"

    def as_dict(self) -> dict[str, Any]:
        """Return the claim as plain JSON values."""
        chance = self.chance
        sizes = {"n_rows": chance.n_rows, "n_clusters": chance.n_clusters}
        told = {"chance_mean": chance.mean, "chance_sd": chance.sd}
        trivial = {"one_cluster": chance.one_cluster, "singletons": chance.alone}
        return {"who": self.who, "vi_bits": self.value, **sizes, **told, **trivial, "words": self.told}


PUBLISHED: tuple[tuple[str, float, int, int], ...] = (
    ("the notebook that this wing grew from, its best of 9", 4.90, 417, 100),
    ("Bamman, O'Connor and Smith 2013, as that notebook quotes it", 5.42, 501, 100),
)
"""Who, VI in bits, rows, clusters. The paper's own table was not at hand, so the second is quoted, not verified."""


def chance_vi(
    sizes: Sequence[int],
    *,
    n_clusters: int,
    n_rows: int | None = None,
    n_draws: int = 200,
    random_state: RandomState = None,
) -> ChanceVI:
    """Return what random labels score against tropes of given sizes.

    Parameters
    ----------
    sizes :
        (n_tropes,): rows of each trope.
    n_clusters :
        How many clusters there are to be given.
    n_rows :
        How many of the rows are drawn for the test; None takes all.
    n_draws :
        How often.
    random_state :
        Where chance comes from.

    Raises
    ------
    InputError
        When there are no rows, or fewer than are to be drawn.

    Examples
    --------
    >>> found = chance_vi([50, 50], n_clusters=2, random_state=0)
    >>> round(found.mean, 1), round(found.one_cluster, 1)
    (2.0, 1.0)
    """
    gold = np.repeat(np.arange(len(sizes)), np.asarray(sizes, dtype=np.int64))
    if not len(gold):
        raise InputError("sizes must hold at least one row; there is nothing to give labels to")
    n_rows = integer(len(gold) if n_rows is None else n_rows, what="n_rows", low=1, high=len(gold))
    n_clusters = integer(n_clusters, what="n_clusters", low=1)
    n_draws = integer(n_draws, what="n_draws", low=2)
    rng = generator(random_state)
    scores = np.empty((n_draws, 3))
    for at in range(n_draws):
        drawn = gold if n_rows == len(gold) else rng.permutation(gold)[:n_rows]
        found = _sums(rng.integers(n_clusters, size=n_rows), drawn)
        tropes = float(found.of_gold)
        scores[at] = 2 * float(found.joint) - float(found.of_labels) - tropes, tropes, math.log(n_rows) - tropes
    scores /= math.log(2)
    mean, one_cluster, alone = (float(value) for value in scores.mean(axis=0))
    return ChanceVI(n_rows, n_clusters, mean, float(scores[:, 0].std()), one_cluster, alone)


def _sums(labels: np.ndarray, gold: np.ndarray) -> Tally:
    """Return the entropies of a table, in nats."""
    codes, of_item = (np.unique(one, return_inverse=True)[1] for one in (labels, gold))
    shape = (int(codes.max()) + 1, int(of_item.max()) + 1)
    return tally(table_of(codes, of_item, shape), Kinds(shape[1]), expected=math.nan)


def claims_beside_chance(sizes: Sequence[int], *, random_state: RandomState = None) -> tuple[Claim, ...]:
    """Return the published values beside chance, where the tropes are those that they were measured on; else nothing.

    Parameters
    ----------
    sizes :
        (n_tropes,): rows of each trope in the whole file.
    random_state :
        Where chance comes from.

    Examples
    --------
    >>> claims_beside_chance([3, 2, 1])
    ()
    """
    if (sum(sizes), len(sizes)) != _TROPES:
        return ()
    rng = generator(random_state)
    return tuple(
        Claim(who, value, chance_vi(sizes, n_clusters=n_clusters, n_rows=n_rows, random_state=rng))
        for who, value, n_rows, n_clusters in PUBLISHED
    )
