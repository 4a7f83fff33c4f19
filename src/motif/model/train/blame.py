"""What broke a training: the item or the setting that made the loss infinite, in one line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from motif.core.errors import DataError, InputError, MotifError
from motif.model.train.plan import Plan
from motif.model.train.row import Rows

__all__ = ["blame", "far_item", "first_bad_step", "unbounded"]

_FAR = 1e4  # times the typical distance from the middle: no measurement lies there, a wrong unit or a sentinel does
_SAMPLE = 1000
_SAMPLE_BYTES = 32 << 20
_WORSE = 1e3  # times the first loss
_COST = "reconstruction"  # the part that all others are weighed against: it has no strength of its own


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
    row, times = far_item(rows, batch)
    if times > _FAR:
        return DataError(f"{said}: item {row} of X lies {times:.0e} times as far out as the typical item; leave it out "
                         "or rescale X", reason="outlier")  # fmt: skip
    own = [name for name in parts if not np.isfinite(values[name])]
    settable = 0 < len(own) < len(parts) and own[0] != _COST
    also = f", or the strength of {own[0]!r}, where it began" if settable else ""
    return InputError(f"{said}; lower {_rates(plan)}{also}")


def unbounded(*, step: int, n_steps: int, plan: Plan) -> InputError:
    """Return the error of a training whose last step, which no loss follows, threw the weights out of all bounds.

    Parameters
    ----------
    step, n_steps :
        Steps done, and planned.
    plan :
        The settings.

    Examples
    --------
    >>> print(unbounded(step=9, n_steps=9, plan=Plan(learning_rate=1e30)))
    the weights grew beyond all bounds by step 9 of 9; lower learning_rate=1e+30
    """
    return InputError(f"the weights grew beyond all bounds by step {step} of {n_steps}; lower {_rates(plan)}")


def _rates(plan: Plan) -> str:
    decay = f" or weight_decay={plan.weight_decay!r}" if plan.weight_decay else ""
    return f"learning_rate={plan.learning_rate!r}{decay}"


def far_item(rows: Rows, batch: np.ndarray | slice) -> tuple[int, float]:
    """Return which item of X lies farthest out of some rows, and how many times as far as the typical item.

    Parameters
    ----------
    rows :
        All items that count.
    batch :
        Those to look at, by their positions in `rows`.

    Returns
    -------
    Its position in X, whichever of X the rows are; and 0 times where the typical item lies in the very middle.

    Examples
    --------
    >>> X = np.array([[9e9], [0.0], [1.0], [2.0], [3.0], [500.0]])
    >>> far_item(Rows(X, only=np.arange(1, 6)), slice(None))
    (5, 498.0)
    """
    most = min(_SAMPLE, max(16, _SAMPLE_BYTES // (8 * rows.X.shape[1])))
    step = max(1, len(rows) // most)
    sample = rows.take(np.arange(0, len(rows), step)).double().numpy()
    middle = np.median(sample, axis=0)
    with np.errstate(over="ignore", invalid="ignore"):
        typical = float(np.median(np.abs(sample - middle).max(axis=1)))
        far = np.abs(rows.take(batch).double().numpy() - middle).max(axis=1)
    place = int(far.argmax())
    row = int(np.arange(len(rows))[batch][place])
    return row if rows.only is None else int(rows.only[row]), float(far[place] / typical) if typical > 0 else 0.0
