"""How networks of labels are fitted and asked; the classes say which network it is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import torch
from scipy import sparse
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils import Tags
from sklearn.utils.validation import validate_data
from torch import nn

from motif.core.check import in_range, integer, same_length
from motif.core.digest import array_digest, settings_digest
from motif.core.errors import InputError
from motif.core.seed import integer_seed, recorded_seed
from motif.model.experts.network import LabelNet
from motif.model.experts.target import LabelRows, Target, target_of
from motif.model.train import loop
from motif.model.train.device import Device, device_of, threads
from motif.model.train.plan import Plan, Schedule
from motif.model.train.row import Batch
from motif.model.train.seam import Moment
from motif.represent.estimator import door, matrix_to_fit, require_fitted
from motif.represent.rows import RowSource

if TYPE_CHECKING:
    from motif.core.seed import RandomState

__all__ = ["LabelFitting"]

_BATCH = 1024  # items that are asked at a time
_ELSEWHERE = frozenset({"random_state", "device", "n_threads"})  # do not change what is trained


class LabelFitting(ClassifierMixin, BaseEstimator, ABC):
    """The part of every estimator of labels that fits and asks it.

    Examples
    --------
    >>> sorted(LabelFitting.__abstractmethods__)  # the network is what each says of its own
    ['_built']
    """

    l2: float
    epochs: int
    batch_size: int
    learning_rate: float
    schedule: Schedule
    min_steps: int
    max_steps: int
    patience: int | None
    device: Device
    n_threads: int
    random_state: RandomState
    weights_: dict[str, np.ndarray]
    classes_: np.ndarray
    n_features_in_: int
    is_single_: bool

    def fit(
        self,
        X: Any,
        y: Any = None,
        *,
        held_out: tuple[Any, Any] | None = None,
        monitor: Callable[[Moment], object] | None = None,
        checkpoint: str | Path | None = None,
    ) -> Self:
        """Learn labels from features.

        Parameters
        ----------
        X :
            (n_items, n_features), finite, dense (also mapped from a file) or CSR; or a `represent.rows.RowSource`, of
            which only the rows of a batch are in memory.
        y :
            (n_items, n_labels) of 0 and 1, dense or sparse: any number of labels an item; or (n_items,), one each.
        held_out :
            (X, y) of other items: their loss is looked at after each epoch, the best epoch's weights are kept, and
            training stops after `patience` epochs without a better one. None keeps the last.
        monitor :
            Called with a `motif.model.train.Moment` after each epoch; training stops when it returns True. A number
            that it returns is a score, higher is better, by which the best epoch's weights are kept; then give no
            `held_out`.
        checkpoint :
            A file that keeps the state while training; after a kill, the same call goes on from there.

        Raises
        ------
        InputError
            For settings out of range, X with NaN or infinite values, missing labels, labels other than 0 and 1.
        """
        in_range(self.l2, what="l2", low=0)
        checked = self._to_fit(X)
        target = target_of(y, checked.shape[0])
        plan = Plan(
            self.epochs, self.batch_size, self.learning_rate, self.schedule, self.min_steps, self.max_steps,
            patience=self.patience if held_out is not None or monitor is not None else None,
        )  # fmt: skip
        self.classes_, self.is_single_ = target.classes, target.is_single
        self.label_shares_ = np.asarray(target.Y.mean(axis=0), dtype=np.float64).ravel()
        rows, seed = self._rows(checked, target.Y), integer_seed(self.random_state)
        key = "" if checkpoint is None else self._key(rows)
        net = self._new_net(seed)
        trained = loop.fit(
            net, _Labelling(float(self.l2)), rows, plan=plan, seed=seed, device=device_of(self.device),
            n_threads=self.n_threads, held_out=None if held_out is None else self._held_out(*held_out, target),
            monitor=monitor, checkpoint=checkpoint, key=key, title=f"Training {type(self).__name__}",
        )  # fmt: skip
        self.history_, self.n_steps_, self.best_epoch_ = trained.history, trained.n_steps, trained.best_epoch
        self.weights_ = {name: tensor.numpy().copy() for name, tensor in net.state_dict().items()}
        return self

    def predict_proba(self, X: Any) -> np.ndarray:
        """Return the probability of each label, (n_items, n_labels), in the order of `classes_`.

        Where the estimator was fitted to one label an item, a row adds up to 1.

        Raises
        ------
        Unfitted, InputError
            When it has not been fitted, or X has NaN or another number of features.
        """
        require_fitted(self)
        found = self._asked(X, lambda net, x: net.probabilities(x), n_columns=len(self.classes_))
        if self.is_single_:
            found = found.astype(np.float64)
            found += np.finfo(np.float32).tiny
            found /= found.sum(axis=1, keepdims=True)
        return found

    def predict(self, X: Any) -> np.ndarray:
        """Return the labels: (n_items, n_labels) of 0 and 1, 1 from a probability of a half; or the likeliest each."""
        found = self.predict_proba(X)
        return self.classes_[found.argmax(axis=1)] if self.is_single_ else (found >= 0.5).astype(np.int64)

    def __sklearn_tags__(self) -> Tags:
        """Say that an item may have any number of labels, and that X may be sparse."""
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_label = True
        tags.input_tags.sparse = True
        return tags

    def _asked(
        self, X: Any, answer: Callable[[Any, torch.Tensor], torch.Tensor], *, n_columns: int, n_items: int = _BATCH
    ) -> np.ndarray:
        """Return what the fitted network answers to each item, (n_items, n_columns) float32, some at a time."""
        net, checked = self._net(), self._to_use(X)
        rows = self._rows(checked, sparse.csr_array((checked.shape[0], len(self.classes_)), dtype=bool))
        found = np.empty((len(rows), n_columns), dtype=np.float32)
        with torch.no_grad(), threads(self.n_threads):
            for start in range(0, len(rows), n_items):
                run = slice(start, start + n_items)
                found[run] = answer(net, rows.seen(run)).numpy()
        return found

    def _rows(self, X: Any, Y: sparse.csr_array) -> LabelRows:
        """Return items and their labels as training reads them."""
        return LabelRows(X, Y)

    @abstractmethod
    def _built(self) -> LabelNet:
        """Return the network for `n_features_in_` and `classes_`."""
        raise NotImplementedError

    def _new_net(self, seed: int) -> LabelNet:
        """Return the network with first weights: small, and every label as frequent as it is."""
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            net = self._built()
        shares = torch.from_numpy(self.label_shares_).float().clamp(1e-6, 1 - 1e-6)
        with torch.no_grad():
            net.begin(torch.logit(shares))
        return net

    def _net(self) -> LabelNet:
        require_fitted(self)
        with torch.device("meta"):
            net = self._built()
        kept = {name: torch.from_numpy(np.array(array)).clone() for name, array in self.weights_.items()}  # aligned
        net.load_state_dict(kept, assign=True)
        return net.eval()

    def _to_fit(self, X: Any) -> Any:
        if not isinstance(X, RowSource):
            return matrix_to_fit(self, X, accept_sparse=True)
        self.n_features_in_ = X.shape[1]
        return X

    def _to_use(self, X: Any) -> Any:
        if not isinstance(X, RowSource):
            with door():
                return validate_data(self, X, reset=False, dtype=(np.float64, np.float32), accept_sparse="csr")
        if X.shape[1] != self.n_features_in_:
            raise InputError(f"X has {X.shape[1]} features, but {self.n_features_in_} were fitted")
        return X

    def _held_out(self, X: Any, y: Any, target: Target) -> LabelRows:
        checked = self._to_use(X)
        found = target_of(y, checked.shape[0])
        if target.is_single:
            unknown = sorted(set(found.classes.tolist()) - set(target.classes.tolist()))
            if unknown or not found.is_single:
                raise InputError(f"held-out items have labels that no other has: {unknown[:5]}")
            places = np.searchsorted(target.classes, found.classes)[found.Y.indices]
            shape = (found.Y.shape[0], len(target.classes))
            Y = sparse.csr_array((found.Y.data, places, found.Y.indptr), shape=shape)
            found = Target(Y, target.classes, is_single=True)
        same_length(found.Y.shape[1], target.Y.shape[1], what="the held-out Y", other="labels")
        return self._rows(checked, found.Y)

    def _require_whole(self) -> None:
        """Refuse a state in which the weights do not fit the network: what a save that was tampered with holds."""
        integer(self.n_features_in_, what="n_features_in_", low=1)
        with torch.device("meta"):
            wanted = {name: tuple(tensor.shape) for name, tensor in self._built().state_dict().items()}
        given = {name: np.shape(array) for name, array in self.weights_.items()}
        if given != wanted:
            raise ValueError(f"its weights have the shapes {given}, not {wanted}")
        if any(array.dtype != np.float32 or not np.isfinite(array).all() for array in self.weights_.values()):
            raise ValueError("its weights are not all finite float32 numbers")
        if np.shape(self.label_shares_) != (len(self.classes_),) or not isinstance(self.is_single_, bool):
            raise ValueError("its labels do not fit each other")

    def _key(self, rows: LabelRows) -> str:
        """Return what tells this training from another, for its checkpoint."""
        seed = recorded_seed(self.random_state)
        if seed is None:
            raise InputError("a checkpoint needs a seed to go on from: set random_state to a whole number")
        settings = {
            name: array_digest(value) if isinstance(value, np.ndarray) else value
            for name, value in self.get_params(deep=False).items()
            if name not in _ELSEWHERE
        }
        starts = range(0, len(rows), _BATCH)
        items = [array_digest(rows.take(slice(start, start + _BATCH)).numpy()) for start in starts]
        labels = [array_digest(part) for part in (rows.Y.indices, rows.Y.indptr)]
        facts = {"class": type(self).__name__, "seed": seed, "shape": list(rows.X.shape), "labels": labels}
        return settings_digest(facts | {"settings": settings, "items": items})


class _Labelling:
    def __init__(self, l2: float) -> None:
        self._l2 = l2

    def groups(self, net: nn.Module) -> Mapping[str, Iterable[nn.Parameter]]:
        return {"model": net.parameters()}

    def losses(self, net: LabelNet, batch: Batch, step: int) -> Mapping[str, torch.Tensor]:  # noqa: ARG002
        if batch.y is None:
            raise InputError("labels are needed to learn from")
        loss = net.noisy_loss(batch.x, batch.y, batch.chance).mean()
        return {"model": loss + self._l2 / 2 * net.weight_square() if self._l2 else loss}
