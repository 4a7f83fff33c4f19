"""A logistic regression for each label, all at once, in batches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motif.model.experts.fitting import LabelFitting
from motif.model.experts.network import Logistics

if TYPE_CHECKING:
    from motif.core.seed import RandomState
    from motif.model.train.device import Device
    from motif.model.train.plan import Schedule

__all__ = ["LogisticLabels"]


class LogisticLabels(LabelFitting):
    """Says how likely each label is, by one logistic regression a label.

    Follows `LogisticModel` of google/youtube-8m, `video_level_models.py`.

    Parameters
    ----------
    l2 :
        What large weights cost: `l2 / 2` times the sum of their squares, a step, >= 0.
    epochs, min_steps, max_steps :
        Passes over the items, and the floor and the ceiling of steps that this may come to.
    batch_size, learning_rate, schedule :
        Of Adam.
    patience :
        Epochs without a better loss on held-out items until training stops; None never stops early.
    device :
        "auto" (the graphics card where there is one), "cpu" or "cuda".
    n_threads :
        Of PyTorch; with 1, the same seed gives the same bytes on one machine.
    random_state :
        Where first weights and shuffles come from; None is unpredictable.

    Attributes
    ----------
    classes_ :
        (n_labels,): the labels: numbers of the columns, or the sorted labels where each item has one.
    label_shares_ :
        (n_labels,): the share of the items that have each: what saying nothing else would predict.
    weights_, history_, n_steps_, best_epoch_ :
        The network's arrays, mean losses of each epoch, steps done, and the epoch whose weights are kept.
    is_single_ :
        Whether each item had one label.

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(0)
    >>> X = rng.normal(size=(200, 3))
    >>> model = LogisticLabels(random_state=0).fit(X, X[:, :2] > 0)
    >>> model.predict([[2, 2, 0], [-2, 2, 0]]).tolist()
    [[1, 1], [0, 1]]
    """

    def __init__(
        self,
        *,
        l2: float = 1e-8,
        epochs: int = 20,
        batch_size: int = 1024,
        learning_rate: float = 0.01,
        schedule: Schedule = "onecycle",
        min_steps: int = 300,
        max_steps: int = 100_000,
        patience: int | None = 3,
        device: Device = "auto",
        n_threads: int = 1,
        random_state: RandomState = None,
    ) -> None:
        self.l2 = l2
        self.epochs = epochs
        self.batch_size = batch_size
        self.learning_rate = learning_rate
        self.schedule = schedule
        self.min_steps = min_steps
        self.max_steps = max_steps
        self.patience = patience
        self.device = device
        self.n_threads = n_threads
        self.random_state = random_state

    def _built(self) -> Logistics:
        return Logistics(self.n_features_in_, len(self.classes_))
