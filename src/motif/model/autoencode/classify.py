"""A classifier whose first weights come from unlabelled items."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal, Self

import numpy as np
import torch
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import assert_all_finite, column_or_1d
from torch import nn
from torch.nn import functional

from motif.core.check import few, in_choices, integer, missing, same_length
from motif.core.errors import InputError
from motif.core.seed import integer_seed
from motif.model.autoencode.layer import MLP, activation_of
from motif.model.autoencode.pretrain import WAYS, Initial, pretrain, widths_of
from motif.model.autoencode.scaling import runs, summarise
from motif.model.autoencode.whole import require_history, require_labels, require_whole
from motif.model.train import loop
from motif.model.train.device import DEVICES, Device, device_of, threads
from motif.model.train.parallel import team
from motif.model.train.plan import Plan, Schedule
from motif.model.train.row import Batch, Rows
from motif.represent.estimator import door, matrix_to_fit, matrix_to_use, require_fitted

if TYPE_CHECKING:
    from motif.core.seed import RandomState
    from motif.model.autoencode.noise import NoiseSetting

__all__ = ["PretrainedClassifier"]

_MANY = 1 << 40  # features: more than a memory holds


class PretrainedClassifier(ClassifierMixin, BaseEstimator):
    """Predicts labels with dense layers that first learn to describe items without labels.

    Where labels are scarce and items are not, `fit(X, y, unlabelled=...)` lets an autoencoder find the first weights;
    then all layers are trained on the labels.

    Parameters
    ----------
    widths :
        Numbers after each hidden layer.
    pretraining :
        "whole" (one denoising autoencoder of all layers), "greedy" (layer by layer) or "none" (PyTorch's first weights,
        to compare with).
    activation :
        Between layers: "gelu", "relu", "tanh", "sigmoid", "elu" or "softplus".
    noise :
        What items go through in pretraining, to be undone: None, a name, or a (name, strength) pair.
    pretraining_epochs, pretraining_max_steps :
        Passes over the unlabelled items, and the ceiling of steps.
    epochs, min_steps, max_steps :
        Passes over the labelled items, and the floor and the ceiling of steps that this may come to.
    batch_size, learning_rate, schedule, weight_decay :
        Of Adam; pretraining has its own rate, 0.002.
    device :
        "auto" (the graphics card where there is one), "cpu" or "cuda".
    n_threads :
        Of PyTorch; with 1, the same seed gives the same bytes on one machine.
    random_state :
        Where first weights, shuffles and noise come from; None is unpredictable.

    Attributes
    ----------
    classes_ :
        (n_classes,): the labels, sorted.
    weights_ :
        The network's arrays by name.
    network_ :
        What the network is rebuilt from.
    history_ :
        "model" -> mean cross-entropy of each epoch on the labels.
    n_steps_ :
        Done on the labels.

    Raises
    ------
    InputError
        For settings out of range, for what is no finite matrix, and for missing labels.

    Notes
    -----
    Pretraining rescues bad first weights and gains little over good ones: on Fashion-MNIST 1 to 2 points at 100 to 1000
    labels, about what a logistic regression on the pixels reaches at 100. Compare with `pretraining="none"`.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> X = rng.normal(size=(200, 4)) + np.repeat([[0], [4]], 100, axis=0)
    >>> model = PretrainedClassifier((8,), pretraining_max_steps=50, random_state=0)
    >>> model.fit(X[95:105], np.repeat(["low", "high"], 5), unlabelled=X).predict([[0, 0, 0, 0], [4, 4, 4, 4]]).tolist()
    ['low', 'high']
    """

    def __init__(
        self,
        widths: tuple[int, ...] = (256, 128),
        *,
        pretraining: Literal["whole", "greedy", "none"] = "whole",
        activation: str = "gelu",
        noise: NoiseSetting = ("masking", 0.5),
        pretraining_epochs: int = 20,
        pretraining_max_steps: int = 2000,
        epochs: int = 50,
        batch_size: int = 128,
        learning_rate: float = 1e-3,
        schedule: Schedule = "onecycle",
        weight_decay: float = 0.0,
        min_steps: int = 100,
        max_steps: int = 10_000,
        device: Device = "auto",
        n_threads: int = 1,
        random_state: RandomState = None,
    ) -> None:
        self.widths = widths
        self.pretraining = pretraining
        self.activation = activation
        self.noise = noise
        self.pretraining_epochs = pretraining_epochs
        self.pretraining_max_steps = pretraining_max_steps
        self.epochs = epochs
        self.batch_size = batch_size
        self.learning_rate = learning_rate
        self.schedule = schedule
        self.weight_decay = weight_decay
        self.min_steps = min_steps
        self.max_steps = max_steps
        self.device = device
        self.n_threads = n_threads
        self.random_state = random_state

    def fit(self, X: Any, y: Any, *, unlabelled: Any = None) -> Self:
        """Pretrain on items without labels, then train on those with labels.

        Parameters
        ----------
        X, y :
            (n_items, n_features) and a label for each.
        unlabelled :
            (n_others, n_features): what to pretrain on, in the units of X, as `Autoencoder` takes it; None is X.

        Raises
        ------
        InputError
            For settings out of range, for X with NaN or infinite values, and for missing labels.
        """
        in_choices(self.pretraining, [*WAYS, "none"], what="pretraining")
        widths_of(self.widths)
        checked = matrix_to_fit(self, X, min_items=2)
        labels = _checked(y, len(checked))
        self.classes_, numbers = np.unique(labels, return_inverse=True)
        rows = Rows(checked, numbers)
        plan = Plan(
            self.epochs, self.batch_size, self.learning_rate, self.schedule, self.min_steps, self.max_steps,
            self.weight_decay,
        )  # fmt: skip
        seed = team().agreed(integer_seed(self.random_state))
        if unlabelled is not None and np.shape(unlabelled)[1:] != (self.n_features_in_,):
            raise InputError(
                f"unlabelled has shape {np.shape(unlabelled)}; expected (n_items, {self.n_features_in_}), as X has"
            )
        initial = self._initial(checked if unlabelled is None else unlabelled, seed)
        self.network_: dict[str, Any] = {"widths": list(initial.widths), "activation": self.activation}
        net = self._new_net(initial, seed)
        trained = loop.fit(
            net, _Deciding(), rows, plan=plan, seed=seed, device=device_of(self.device), n_threads=self.n_threads,
            title=f"Training {type(self).__name__}",
        )  # fmt: skip
        self.history_, self.n_steps_ = trained.history, trained.n_steps
        self.weights_ = {name: tensor.numpy().copy() for name, tensor in net.state_dict().items()}
        return self

    def predict(self, X: Any) -> np.ndarray:
        """Return the likeliest label of each item, (n_items,)."""
        likeliest = self.predict_proba(X).argmax(axis=1)
        return self.classes_[likeliest]

    def predict_proba(self, X: Any) -> np.ndarray:
        """Return the probability of each label, (n_items, n_classes), in the order of `classes_`."""
        require_fitted(self)
        rows = Rows(matrix_to_use(self, X))
        dtype = torch.float64 if rows.dtype == np.float64 else torch.float32
        device = device_of(self.device)
        with torch.device("meta"):
            net = self._built()
        kept = {name: torch.from_numpy(np.array(array)) for name, array in self.weights_.items()}
        net.load_state_dict(kept, assign=True)
        net.eval().to(device, dtype)
        answers = np.empty((len(rows), len(self.classes_)), dtype=rows.dtype)
        with torch.no_grad(), threads(self.n_threads):
            for run in runs(rows):
                answers[run] = torch.softmax(net(rows.take(run).to(device)), dim=1).cpu().numpy()
        return answers

    def _initial(self, X: Any, seed: int) -> Initial:
        activation_of(self.activation)
        if self.pretraining == "none":
            summary = summarise(Rows(np.asarray(X)))
            sizes = [self.n_features_in_, *widths_of(self.widths)]
            with torch.random.fork_rng(devices=[]):
                torch.manual_seed(seed)
                chain = MLP(sizes, activation=self.activation).linear()
            layers = tuple((layer.weight.detach().numpy(), layer.bias.detach().numpy()) for layer in chain)
            return Initial(layers, summary.mean, summary.spread, self.activation)
        return pretrain(
            X, self.widths, how=self.pretraining, activation=self.activation, noise=self.noise,
            epochs=self.pretraining_epochs, batch_size=self.batch_size, max_steps=self.pretraining_max_steps,
            min_steps=min(100, self.pretraining_max_steps), n_threads=self.n_threads, random_state=seed,
        )  # fmt: skip

    def _new_net(self, initial: Initial, seed: int) -> _Decider:
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            net = self._built()
        with torch.no_grad():
            net.shift.copy_(torch.from_numpy(np.asarray(initial.shift)))
            net.scale.fill_(initial.scale)
            for layer, (weight, bias) in zip(net.chain.linear(), initial.layers, strict=False):
                layer.weight.copy_(torch.from_numpy(np.asarray(weight)))
                layer.bias.copy_(torch.from_numpy(np.asarray(bias)))
        return net

    def _require_whole(self) -> None:
        """Refuse a state in which the weights do not fit the network: what a save that was tampered with holds."""
        integer(self.n_features_in_, what="n_features_in_", low=1, high=_MANY)
        integer(self.n_steps_, what="n_steps_", low=1)
        require_labels(self.classes_)
        if not isinstance(self.network_, dict) or self.network_.keys() != {"widths", "activation"}:
            raise ValueError("network_ must hold 'activation', 'widths'")
        activation_of(self.network_["activation"])
        with torch.device("meta"):
            require_whole(self, self._built().state_dict(), {})
        require_history(self.history_)
        in_choices(self.device, DEVICES, what="device")
        integer(self.n_threads, what="n_threads", low=1)

    def _built(self) -> _Decider:
        sizes = [self.n_features_in_, *widths_of(self.network_["widths"]), len(self.classes_)]
        return _Decider(sizes, self.network_["activation"])


class _Decider(nn.Module):
    shift: torch.Tensor
    scale: torch.Tensor

    def __init__(self, sizes: list[int], activation: str) -> None:
        super().__init__()
        self.chain = MLP(sizes, activation=activation)
        self.register_buffer("shift", torch.zeros(sizes[0], dtype=torch.float64))
        self.register_buffer("scale", torch.ones((), dtype=torch.float64))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        seen = (x - self.shift.to(x.dtype)) / self.scale.to(x.dtype)
        return self.chain(seen.to(self.chain.linear()[0].weight.dtype))


class _Deciding:
    def groups(self, net: nn.Module) -> Mapping[str, Iterable[nn.Parameter]]:
        return {"model": net.parameters()}

    def losses(self, net: nn.Module, batch: Batch, step: int) -> Mapping[str, torch.Tensor]:  # noqa: ARG002
        if batch.y is None:
            raise InputError("a classifier needs labels")
        return {"model": functional.cross_entropy(net(batch.x), batch.y)}


def _checked(y: Any, n_items: int) -> np.ndarray:
    if y is None:
        raise InputError(
            "PretrainedClassifier requires y to be passed, but the target y is None; give one label an item"
        )
    with door():
        labels = column_or_1d(y, warn=True)
    same_length(len(labels), n_items, what="y")
    absent = [i for i, label in enumerate(labels.tolist()) if missing(label)]
    if absent:
        raise InputError(f"y has no label for {len(absent)} items: {few(absent)}; pass those as unlabelled=")
    with door():
        assert_all_finite(labels, input_name="y")
        check_classification_targets(labels)
    return labels.astype(str) if labels.dtype.kind == "O" else labels
