"""A small network of two layers for any number of labels an item."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from motif.core.check import in_range, integer
from motif.core.errors import InputError
from motif.model.experts.fitting import LabelFitting
from motif.model.experts.layer import Layers
from motif.represent.estimator import require_fitted

if TYPE_CHECKING:
    from motif.core.seed import RandomState
    from motif.model.train.device import Device
    from motif.model.train.plan import Schedule

__all__ = ["LayeredLabels", "checked_dropout"]


class LayeredLabels(LabelFitting):
    """Says how likely each label is by a network of two fully connected layers and a sigmoid for each label.

    The decoder of Wang et al. 2017, section 3.3, which does not say how wide its hidden layer is; that is normalised
    and thinned out here, as the one of their section 3.4.

    Parameters
    ----------
    n_hidden :
        Numbers of the hidden layer, >= 1.
    dropout :
        The share of them that is left out of each item in training, in [0, 1).
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
        Where first weights, shuffles and what is left out come from; None is unpredictable.

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
    >>> rng = np.random.default_rng(0)
    >>> X = rng.normal(size=(400, 2))
    >>> agree = (X[:, 0] > 0) == (X[:, 1] > 0)  # no logistic can say where signs agree
    >>> model = LayeredLabels(64, random_state=0).fit(X, np.column_stack([agree, X[:, 0] > 0]))
    >>> model.predict([[1, 1], [-1, 1], [1, -1], [-1, -1]]).tolist()
    [[1, 1], [0, 0], [0, 1], [1, 0]]
    """

    def __init__(
        self,
        n_hidden: int = 256,
        *,
        dropout: float = 0.5,
        l2: float = 1e-7,
        epochs: int = 20,
        batch_size: int = 128,
        learning_rate: float = 0.01,
        schedule: Schedule = "onecycle",
        min_steps: int = 200,
        max_steps: int = 100_000,
        patience: int | None = 3,
        device: Device = "auto",
        n_threads: int = 1,
        random_state: RandomState = None,
    ) -> None:
        self.n_hidden = n_hidden
        self.dropout = dropout
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

    def features(self, X: Any) -> np.ndarray:
        """Return the hidden layer of each item, (n_items, n_hidden) float32, at least 0, nothing left out.

        Raises
        ------
        Unfitted, InputError
            As `predict_proba`.
        """
        require_fitted(self)
        return self._asked(X, lambda net, x: net.features(x), n_columns=self.n_hidden)

    def _built(self) -> Layers:
        n_hidden = integer(self.n_hidden, what="n_hidden", low=1)
        dropout = checked_dropout(self.dropout)
        return Layers(self.n_features_in_, len(self.classes_), n_hidden=n_hidden, dropout=dropout)


def checked_dropout(dropout: float) -> float:
    """Return the share that is left out, checked.

    Raises
    ------
    InputError
        For what is not in [0, 1).

    Examples
    --------
    >>> checked_dropout(0.5)
    0.5
    """
    in_range(dropout, what="dropout", low=0)
    if dropout >= 1:
        raise InputError(f"dropout must be in [0, 1), not {dropout!r}: something must be left")
    return float(dropout)
