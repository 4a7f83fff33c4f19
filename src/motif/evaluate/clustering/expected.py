"""The mean mutual information of two labellings whose labels are dealt out at random, in closed form."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from scipy.special import gammaln

__all__ = ["expected_information"]

_TAIL = 12  # standard deviations of a cell's count, beyond which its probability is below 1e-30


def expected_information(row_sums: np.ndarray, column_sums: np.ndarray) -> float:
    """Return the mean mutual information in nats over all tables with these sums (hypergeometric cells).

    Source: Vinh, Epps and Bailey 2010; the cells' counts are summed once for each pair of distinct cluster sizes.

    Examples
    --------
    >>> round(expected_information(np.array([2, 2]), np.array([2, 2])), 6)
    0.231049
    """
    n = int(row_sums.sum())
    log_factorial = _log_factorial(n)
    columns, n_columns = np.unique(column_sums[column_sums > 0], return_counts=True)
    total = 0.0
    for row, n_rows in zip(*np.unique(row_sums[row_sums > 0], return_counts=True), strict=True):
        total += n_rows * _expected_row(int(row), columns, n_columns, n, log_factorial)
    return float(total)


@lru_cache(maxsize=1)
def _log_factorial(n: int) -> np.ndarray:
    return gammaln(np.arange(n + 1) + 1.0)


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
