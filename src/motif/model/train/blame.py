"""What broke a training: the item or the setting that made the loss infinite, in one line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from motif.core.errors import DataError, InputError, MotifError
from motif.model.train.plan import Plan
from motif.model.train.row import Rows

__all__ = ["blame", "first_bad_step"]

_FAR = 1e4  # times the typical distance from the middle: no measurement lies there, a wrong unit or a sentinel does
_SAMPLE = 1000
_WORSE = 1e3  # times the first loss


def first_bad_step(losses: Sequence[float], start: float) -> int | None:
    """Return the first position whose loss is not finite, or a thousand times worse than at the start; None is well.

    Examples
    --------
    >>> first_bad_step([1.0, 2.0, float("nan")], 1.0), first_bad_step([1.0, 5000.0], 1.0), first_bad_step([1.0], 1.0)
    (2, 1, None)
    """
    values = np.asarray(losses, dtype=np.float64)
    bad = ~np.isfinite(values) | (values > start + _WORSE * max(1.0, abs(start)))
    return int(bad.argmax()) if bad.any() else None


def blame(
    rows: Rows, batch: np.ndarray, values: Mapping[str, float], *, step: int, n_steps: int, plan: Plan
) -> MotifError:
    """Return the error that names the cause: an item that lies far outside the others, or else a setting.

    Parameters
    ----------
    rows :
        All items.
    batch :
        Which of them the bad step saw.
    values :
        The parts of its loss by name.
    step, n_steps :
        When it was, counted from 0, and how many there would have been.
    plan :
        The settings.

    Examples
    --------
    >>> rows = Rows(np.append(np.linspace(0, 1, 99), 1e30)[:, None])
    >>> print(blame(rows, np.arange(100), {"model": float("inf")}, step=6, n_steps=50, plan=Plan()))
    the loss became inf at step 7 of 50: item 99 of X lies 4e+30 times as far out as the typical item; leave it
    out or rescale X
    """
    parts = [name for name in values if name != "model"]
    worst = max(values.values(), key=lambda value: (not np.isfinite(value), abs(value)))
    said = f"the loss became {worst:.4g} at step {step + 1} of {n_steps}"
    row, times = _farthest(rows, batch)
    if times > _FAR:
        return DataError(f"{said}: item {row} of X lies {times:.0e} times as far out as the typical item; leave it out "
                         "or rescale X", reason="outlier")  # fmt: skip
    own = [name for name in parts if not np.isfinite(values[name])]
    also = f", or the strength of {own[0]!r}, where it began" if 0 < len(own) < len(parts) else ""
    return InputError(f"{said}; lower learning_rate={plan.learning_rate!r}{also}")


def _farthest(rows: Rows, batch: np.ndarray) -> tuple[int, float]:
    """Return the item of a batch that lies farthest out, and how many times as far as the typical item."""
    step = max(1, len(rows) // _SAMPLE)
    sample = rows.take(np.arange(0, len(rows), step)).double().numpy()
    middle = np.median(sample, axis=0)
    with np.errstate(over="ignore", invalid="ignore"):
        typical = float(np.median(np.abs(sample - middle).max(axis=1)))
        far = np.abs(rows.take(batch).double().numpy() - middle).max(axis=1)
    place = int(far.argmax())
    return int(batch[place]), float(far[place] / typical) if typical > 0 else 0.0
