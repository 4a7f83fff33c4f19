"""How long and how fast to train: a budget in epochs with a floor and a ceiling in steps, and the rate at each step."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, get_args

from motif.core.check import in_choices, in_range, integer
from motif.core.errors import InputError

__all__ = ["SCHEDULES", "Plan", "Schedule"]

Schedule = Literal["onecycle", "constant"]
SCHEDULES: tuple[Schedule, ...] = get_args(Schedule)
_WARM_UP, _FIRST, _LAST = 0.3, 1 / 25, 1e-4 / 25  # of the steps, of the peak: as PyTorch's OneCycleLR


@dataclass(frozen=True, slots=True)
class Plan:
    """The settings of one training, checked.

    Parameters
    ----------
    epochs :
        Passes over the items, at least 1.
    batch_size :
        Items in a step; with fewer items, all of them.
    learning_rate :
        Of Adam, above 0; the peak where it changes.
    schedule :
        "onecycle" (Smith 2018: up over the first 30 % of the steps, down to nearly nothing, both as a cosine) or
        "constant".
    min_steps, max_steps :
        Floor and ceiling of the budget: few items get more epochs, many get fewer. The ceiling wins.
    weight_decay :
        What Adam takes off the weights, decoupled (Loshchilov & Hutter 2019); biases are spared.
    patience :
        Looks at held-out items (one an epoch), or scores of a monitor, without a better one until training stops; None
        never stops early.

    Raises
    ------
    InputError
        For a setting out of its range.

    Examples
    --------
    >>> plan = Plan(epochs=10, batch_size=32, min_steps=100)
    >>> plan.n_steps(1000), plan.n_steps(10), plan.n_steps(10**9)
    (320, 100, 10000)
    """

    epochs: int = 100
    batch_size: int = 128
    learning_rate: float = 1e-3
    schedule: Schedule = "onecycle"
    min_steps: int = 1
    max_steps: int = 10_000
    weight_decay: float = 0.0
    patience: int | None = None

    def __post_init__(self) -> None:
        for name in ("epochs", "batch_size", "min_steps", "max_steps"):
            integer(getattr(self, name), what=name, low=1)
        if self.patience is not None:
            integer(self.patience, what="patience", low=1)
        in_range(self.learning_rate, what="learning_rate", low=0)
        if not 0 < self.learning_rate < math.inf:
            raise InputError(f"learning_rate must be a finite number above 0, not {self.learning_rate!r}")
        in_range(self.weight_decay, what="weight_decay", low=0)
        if self.weight_decay == math.inf:
            raise InputError(f"weight_decay must be a finite number, not {self.weight_decay!r}")
        in_choices(self.schedule, SCHEDULES, what="schedule")

    def n_steps(self, n_items: int) -> int:
        """Return how many steps that many items get."""
        wanted = self.epochs * math.ceil(n_items / self.batch_size)
        return min(max(wanted, self.min_steps), self.max_steps)

    def rate(self, step: int, n_steps: int) -> float:
        """Return the learning rate at a step, counted from 0.

        Examples
        --------
        >>> plan = Plan(learning_rate=1.0)
        >>> [round(plan.rate(step, 100), 3) for step in (0, 29, 64, 99)]
        [0.04, 1.0, 0.5, 0.0]
        """
        if self.schedule == "constant" or n_steps < 2:
            return self.learning_rate
        top = _WARM_UP * n_steps - 1
        if step < top:
            start, end, share = _FIRST, 1.0, step / top
        else:
            start, end, share = 1.0, _LAST, (step - top) / (n_steps - 1 - top)
        return self.learning_rate * (end + (start - end) * (1 + math.cos(math.pi * share)) / 2)
