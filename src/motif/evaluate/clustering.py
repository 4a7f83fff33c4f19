"""Agreement of two labellings of the same items.

Conventions
-----------
- Two labellings, one label for each item, in the same order: whole numbers, text or truth values; no missing ones.
  The names of the labels play no part. `gold` is what is known, `labels` what is judged; both metrics are symmetric.
- Entropies use natural logarithms inside; the variation of information is given in bits.
- Chance: the labels dealt out to the items at random, cluster sizes kept. Trivial answers: all items in one cluster,
  every item alone. One of the two often beats a published number when the metric is not corrected for chance.
- Intervals are over items (see `motif.evaluate.null`), the two labellings held as they are: they say nothing about
  another run of the algorithm.

Metrics
-------
- `ami`: adjusted mutual information; 1 is the same partition, 0 what chance scores. Higher is better.
- `vi_bits`: variation of information; 0 is the same partition. Lower is better; its size depends on the numbers and
  sizes of clusters and on n, so it is never compared without its null.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from motif.core.check import few, integer, same_length
from motif.core.errors import InputError
from motif.core.seed import generator
from motif.evaluate.figure import Figure
from motif.evaluate.null import FEWEST_RESAMPLED, interval_around, null_of

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from motif.core.seed import RandomState

__all__ = ["ami", "evaluate", "validate", "vi_bits"]

_CANNOT = {
    "ami": "Agreement with these labels only: a grouping can be sound and still differ from them.",
    "vi_bits": "Values with other items, labels or numbers of clusters are not comparable but through their nulls.",
}
_DRAWN_AT_ONCE = 4_000_000  # cells of random tables held at a time: 32 MB
_TAIL = 12  # standard deviations of a cell's count, beyond which its probability is below 1e-30


def validate(labels: ArrayLike, gold: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Return both labellings as numbers from 0, refused unless there is one label for each item in each.

    Raises
    ------
    InputError
        When a labelling is empty, missing labels, not one row, or not as long as the other.

    Examples
    --------
    >>> validate(["b", "a", "b"], [7, 7, 9])
    (array([1, 0, 1]), array([0, 0, 1]))
    """
    codes, gold_codes = _codes(labels, what="labels"), _codes(gold, what="gold")
    same_length(len(codes), len(gold_codes), what="labels", other="gold labels")
    return codes, gold_codes


def ami(labels: ArrayLike, gold: ArrayLike) -> float:
    """Return the adjusted mutual information of two labellings: at most 1, around 0 by chance.

    (I - E[I]) / ((H(labels) + H(gold)) / 2 - E[I]), where E[I] is the mean over all ways of dealing out the labels.

    Source: Vinh, Epps and Bailey 2010, arithmetic mean, exact expectation; the cells' counts are summed once for each
    pair of distinct cluster sizes.

    Examples
    --------
    >>> ami([0, 0, 1, 1], ["x", "x", "y", "y"])
    1.0
    >>> round(ami([0, 1, 0, 1], ["x", "x", "y", "y"]), 3)
    -0.5
    """
    return float(_Table.of(*validate(labels, gold)).ami())


def vi_bits(labels: ArrayLike, gold: ArrayLike) -> float:
    """Return the variation of information of two labellings in bits: H(labels | gold) + H(gold | labels).

    Source: Meila 2003, with logarithms to base 2; 0 is the same partition, at most log2(n_items).

    Examples
    --------
    >>> vi_bits([0, 0, 1, 1], [0, 0, 0, 0])
    1.0
    """
    return float(_Table.of(*validate(labels, gold)).vi_bits())


def evaluate(
    labels: ArrayLike,
    gold: ArrayLike,
    *,
    random_state: RandomState = None,
    n_permutations: int = 1000,
    n_resamples: int = 200,
) -> dict[str, Figure]:
    """Return AMI and VI of two labellings, each with its null, trivial answers and interval.

    Parameters
    ----------
    labels :
        (n_items,), what is judged.
    gold :
        (n_items,), what is known.
    random_state :
        Seed of the permutations and of the half-samples.
    n_permutations :
        Draws of the null; the smallest possible p is 1 / (n_permutations + 1).
    n_resamples :
        Half-samples for the interval; there is none below 8 items.

    Returns
    -------
    Figures under "ami" and "vi_bits".

    Examples
    --------
    >>> gold = [i // 20 for i in range(100)]
    >>> figures = evaluate(gold, gold, random_state=0, n_permutations=199)
    >>> figures["ami"].value, figures["ami"].null.p, round(figures["vi_bits"].trivial["one_cluster"], 2)
    (1.0, 0.005, 2.32)
    """
    n_permutations = integer(n_permutations, what="n_permutations", low=1)
    n_resamples = integer(n_resamples, what="n_resamples", low=2)
    rng = generator(random_state)
    codes, gold_codes = validate(labels, gold)
    table = _Table.of(codes, gold_codes)
    by_chance = _information_by_chance(table, codes, gold_codes, n=n_permutations, rng=rng)
    trivial = {
        "one_cluster": _Table.of(np.zeros_like(gold_codes), gold_codes),
        "singletons": _Table.of(np.arange(len(gold_codes)), gold_codes),
    }
    halves = _halves(table, n=n_resamples, rng=rng)

    def figure(key: str, name: str, unit: str, *, higher_is_better: bool) -> Figure:
        metric = _METRICS[key]
        value = float(metric(table))
        draws = metric(table, by_chance)
        return Figure(
            name=name,
            value=value,
            null=null_of(value, draws, kind="permuted_labels", higher_is_better=higher_is_better),
            trivial={answer: float(metric(of)) for answer, of in trivial.items()},
            interval=interval_around(value, [metric(half) for half in halves]) if halves else None,
            n=table.n,
            higher_is_better=higher_is_better,
            cannot_show=_CANNOT[key],
            unit=unit,
        )

    return {
        "ami": figure("ami", "AMI", "", higher_is_better=True),
        "vi_bits": figure("vi_bits", "VI", "bits", higher_is_better=False),
    }


@dataclass(frozen=True)
class _Table:
    """The contingency table of two labellings, as its filled cells: row, column and count of each."""

    rows: np.ndarray
    columns: np.ndarray
    counts: np.ndarray

    @classmethod
    def of(cls, codes: np.ndarray, gold_codes: np.ndarray) -> _Table:
        width = int(gold_codes.max()) + 1
        cells, counts = np.unique(codes.astype(np.int64) * width + gold_codes, return_counts=True)
        return cls(cells // width, cells % width, counts)

    @property
    def n(self) -> int:
        return int(self.counts.sum())

    def sums(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the sizes of the clusters and of the gold labels, empty ones left out."""
        sums = (np.bincount(axis, weights=self.counts).astype(np.int64) for axis in (self.rows, self.columns))
        row_sums, column_sums = (sizes[sizes > 0] for sizes in sums)
        return row_sums, column_sums

    def ami(self, information: np.ndarray | None = None) -> np.ndarray:
        """Return the AMI of this table, or of tables with its sums and the mutual information given, in nats."""
        information = self.information() if information is None else information
        row_sums, column_sums = self.sums()
        expected = _expected_information(row_sums, column_sums, self.n)
        room = self.entropies() / 2 - expected
        if room < 1e-12:  # these sizes allow one partition only, so the two are the same
            return np.ones_like(information)
        return (information - expected) / room

    def vi_bits(self, information: np.ndarray | None = None) -> np.ndarray:
        """Return the VI of this table, or of tables with its sums and the mutual information given, in nats."""
        information = self.information() if information is None else information
        return np.maximum(self.entropies() - 2 * information, 0) / math.log(2)

    def information(self) -> np.ndarray:
        """Return the mutual information in nats."""
        return np.asarray(self.entropies() - _entropy(self.counts, self.n))

    def entropies(self) -> float:
        """Return the two labellings' entropies in nats, added up."""
        return float(sum(_entropy(sizes, self.n) for sizes in self.sums()))


_METRICS = {"ami": _Table.ami, "vi_bits": _Table.vi_bits}


def _codes(values: ArrayLike, *, what: str) -> np.ndarray:
    array = np.asarray(values)
    if array.ndim != 1 or not len(array):
        raise InputError(f"{what} must be one row with a label for each item; given shape {array.shape}")
    missing = [value for value in array.tolist() if value is None or (value == value) is not True]  # NaN, NA
    if missing:
        raise InputError(f"{what} must have a label for each item; {len(missing)} are missing ({few(missing)})")
    if array.dtype.kind == "O":
        array = array.astype(str)
    return np.unique(array, return_inverse=True)[1]


def _entropy(counts: np.ndarray, n: int) -> np.ndarray:
    """Return the entropy in nats of counts that add up to n, over the last axis; empty ones play no part."""
    from scipy.special import xlogy

    return math.log(n) - xlogy(counts, counts).sum(axis=-1) / n


def _expected_information(row_sums: np.ndarray, column_sums: np.ndarray, n: int) -> float:
    """Return the mean mutual information in nats over all tables with these sums (hypergeometric cells)."""
    from scipy.special import gammaln

    log_factorial = gammaln(np.arange(n + 1) + 1.0)
    columns, n_columns = np.unique(column_sums, return_counts=True)
    total = 0.0
    for row, n_rows in zip(*np.unique(row_sums, return_counts=True), strict=True):
        total += n_rows * _expected_row(int(row), columns, n_columns, n, log_factorial)
    return float(total)


def _expected_row(row: int, columns: np.ndarray, times: np.ndarray, n: int, log_factorial: np.ndarray) -> float:
    """Return one cluster's share of the expectation: a sum over gold labels and over the counts their cell can take."""
    mean = row * columns / n
    reach = _TAIL * np.sqrt(mean) + 40
    low = np.maximum(np.maximum(1, row + columns - n), np.floor(mean - reach)).astype(np.int64)
    lengths = np.minimum(np.minimum(row, columns), np.ceil(mean + reach)).astype(np.int64) - low + 1
    cell = np.repeat(np.arange(len(columns)), lengths)
    count = np.arange(len(cell)) - np.repeat(np.cumsum(lengths) - lengths - low, lengths)
    column = columns[cell]
    of = log_factorial
    log_probability = (
        of[row] + of[column] + of[n - row] + of[n - column] - of[n]
        - of[count] - of[row - count] - of[column - count] - of[n - row - column + count]
    )  # fmt: skip
    gain = count / n * (math.log(n / row) + np.log(count) - np.log(column))
    return float((times[cell] * np.exp(log_probability) * gain).sum())


def _information_by_chance(
    table: _Table, codes: np.ndarray, gold_codes: np.ndarray, *, n: int, rng: np.random.Generator
) -> np.ndarray:
    """Return the mutual information of n random tables with the same sums.

    A table with fewer cells than items is drawn as a whole, in a time that does not grow with the items.
    """
    row_sums, column_sums = table.sums()
    n_cells = len(row_sums) * len(column_sums)
    if min(len(row_sums), len(column_sums)) == 1:  # nothing to draw; scipy 1.17 draws negative counts here
        return np.zeros(n)
    if n_cells > table.n:
        return np.array([_Table.of(rng.permutation(codes), gold_codes).information() for _ in range(n)])
    from scipy.stats import random_table

    chance = random_table(row_sums, column_sums)
    batch = max(1, _DRAWN_AT_ONCE // n_cells)
    sizes = [min(batch, n - start) for start in range(0, n, batch)]
    tables = (chance.rvs(size, random_state=rng).reshape(size, -1) for size in sizes)
    return table.entropies() - np.concatenate([_entropy(drawn, table.n) for drawn in tables])


def _halves(table: _Table, *, n: int, rng: np.random.Generator) -> list[_Table]:
    """Return the tables of n half-samples of the items."""
    if table.n < FEWEST_RESAMPLED:
        return []
    drawn = rng.multivariate_hypergeometric(table.counts, table.n // 2, size=n, method="marginals")
    return [_Table(table.rows[counts > 0], table.columns[counts > 0], counts[counts > 0]) for counts in drawn]
