"""A mixture of experts for each label."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motif.core.check import integer
from motif.model.experts.fitting import LabelFitting
from motif.model.experts.network import Experts

if TYPE_CHECKING:
    from motif.core.seed import RandomState
    from motif.model.train.device import Device
    from motif.model.train.plan import Schedule

__all__ = ["MixtureOfExperts"]


class MixtureOfExperts(LabelFitting):
    """Says how likely each label is, by several logistic experts a label and gates that choose among them.

    Follows `MoeModel` of google/youtube-8m, `video_level_models.py`: gates without bias, a dummy expert that always
    says no, L2 on both. The loss is computed in logarithms, where the original adds 1e-5 inside them; the experts'
    biases begin at the labels' shares, where the original begins at a half.

    Parameters
    ----------
    n_experts :
        Experts of each label, beside the dummy, >= 1.
    gate_rank :
        Numbers that the gates go through (low-rank gates, as WILLOW has them): fewer weights; None for none.
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
    >>> X = rng.normal(size=(400, 2))
    >>> agree = (X[:, 0] > 0) == (X[:, 1] > 0)  # no single logistic can say where signs agree
    >>> model = MixtureOfExperts(4, random_state=0).fit(X, np.column_stack([agree, X[:, 0] > 0]))
    >>> model.predict([[1, 1], [-1, 1], [1, -1], [-1, -1]]).tolist()
    [[1, 1], [0, 0], [0, 1], [1, 0]]
    """

    def __init__(
        self,
        n_experts: int = 2,
        *,
        gate_rank: int | None = None,
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
        self.n_experts = n_experts
        self.gate_rank = gate_rank
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

    def _built(self) -> Experts:
        n_experts = integer(self.n_experts, what="n_experts", low=1)
        rank = None if self.gate_rank is None else integer(self.gate_rank, what="gate_rank", low=1)
        return Experts(self.n_features_in_, len(self.classes_), n_experts=n_experts, gate_rank=rank)
