"""How an autoencoder is fitted: from settings and items to a trained network, kept as plain arrays.

What is learned is `weights_`, a dict of arrays, and `network_`, the facts that the module is rebuilt from when it is
asked for something. So pickle, clone and `motif.model.store` need to know nothing of PyTorch.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import torch
from scipy import sparse
from sklearn.utils.validation import validate_data

from motif.core.check import few, finite_rows, in_choices, in_range, integer, same_length
from motif.core.digest import array_digest, settings_digest
from motif.core.errors import InputError
from motif.core.seed import integer_seed, recorded_seed
from motif.model.autoencode.image import Image, flattened, image_of
from motif.model.autoencode.likelihood import Likelihood, likelihood_of
from motif.model.autoencode.network import Net, NetworkSetting, Size, build, pair_of
from motif.model.autoencode.noise import Noise, NoiseSetting, noise_of
from motif.model.autoencode.objective import Restoring
from motif.model.autoencode.penalty import Penalty, PenaltySetting, penalties_of
from motif.model.autoencode.scaling import Summary, runs, summarise
from motif.model.autoencode.whole import require_course, require_whole
from motif.model.train import loop
from motif.model.train.device import DEVICES, Device, device_of
from motif.model.train.parallel import team
from motif.model.train.plan import Plan, Schedule
from motif.model.train.row import Rows, positions
from motif.represent.estimator import door, require_fitted

if TYPE_CHECKING:
    from motif.core.seed import RandomState

__all__ = ["Fitting"]

_MANY = 1 << 40  # items that any share of can be held out
_ELSEWHERE = frozenset({"random_state", "device", "n_threads"})  # do not change what is trained


class Fitting:
    """The part of every autoencoder that fits it; the classes give their parameters and what `_size` and others say.

    Examples
    --------
    >>> from motif.model.autoencode.plain import Autoencoder
    >>> issubclass(Autoencoder, Fitting)
    True
    """

    n_components: int
    encoder: NetworkSetting
    decoder: NetworkSetting
    activation: str
    likelihood: str
    output: str
    penalty: PenaltySetting
    noise: NoiseSetting
    epochs: int
    batch_size: int
    learning_rate: float
    schedule: Schedule
    weight_decay: float
    min_steps: int
    max_steps: int
    early_stopping: bool
    validation_fraction: float
    patience: int
    device: Device
    n_threads: int
    random_state: RandomState
    weights_: dict[str, np.ndarray]
    network_: dict[str, Any]
    image_shape_: Image | None
    n_features_in_: int

    def fit(
        self,
        X: Any,
        y: Any = None,
        *,
        only: np.ndarray | None = None,
        monitor: Callable[[loop.Moment], object] | None = None,
        checkpoint: str | Path | None = None,
    ) -> Self:
        """Train the network on the items.

        Parameters
        ----------
        X :
            (n_items, n_features), or pictures (n_items, [channels,] height, width); at least 2 items, finite; dense
            (also mapped from a file, also uint8: batches are
            converted one by one) or sparse.
        y :
            (n_items,): labels, which only the conditional kind looks at.
        only :
            (n_fitted,): positions of the items to train on, each once, or (n_items,) bools, so that a mapped file need
            not be copied to hold some out; nothing is learned from the others. None takes all.
        monitor :
            Called with a `motif.model.train.Moment` after each epoch; training stops when it returns True.
        checkpoint :
            A file that keeps the state while training; after a kill, the same call goes on from there.

        Raises
        ------
        InputError
            For settings out of range, for X with NaN, infinite or unfitting values, and when a setting makes the loss
            infinite.
        DataError
            When an item lies a million times as far out as the typical one, or makes the loss infinite.
        """
        rows = self._rows(X, reset=True)
        if only is None:
            rows.y = self._labels_to_fit(y, len(rows))
        else:
            rows = self._some(rows, y, positions(only, len(rows)))
        plan = self._plan(n_items=len(rows))
        seed = team().agreed(integer_seed(self.random_state))
        key = "" if checkpoint is None else self._key(rows)
        summary = summarise(rows)
        network = self._network()
        net = self._new_net(network, summary, seed)
        fitted, held_out = self._split(rows, seed)
        trained = loop.fit(
            net, self._objective(summary), fitted, plan=plan, seed=seed, device=device_of(self.device),
            n_threads=self.n_threads, held_out=held_out, monitor=monitor, checkpoint=checkpoint, key=key,
            title=f"Training {type(self).__name__}",
        )  # fmt: skip
        self.network_ = network
        self.seed_ = seed
        self.history_ = trained.history
        self.n_epochs_, self.n_steps_, self.best_epoch_ = trained.n_epochs, trained.n_steps, trained.best_epoch
        self._keep(net)
        if hasattr(self, "optimiser_"):
            del self.optimiser_
        self._learn_more(rows, again=False)
        return self

    def partial_fit(self, X: Any, y: Any = None, classes: Any = None) -> Self:
        """Go on training with one pass over these items, at a constant learning rate.

        The first call fixes the scale and the labels; the optimiser's state is kept from call to call.

        Parameters
        ----------
        X, y :
            Items, and their labels for the conditional kind.
        classes :
            In that kind's first call, all labels that will come; None for those in y.
        """
        first = not hasattr(self, "weights_")
        rows = self._rows(X, reset=first, min_items=1)
        rows.y = self._labels_to_fit(y, len(rows), classes) if first else self._known_labels(y, len(rows))
        summary = summarise(rows)
        if first:
            self.seed_ = team().agreed(integer_seed(self.random_state))
            self.network_ = self._network()
            net = self._new_net(self.network_, summary, self.seed_)
            self.n_epochs_, self.n_steps_, self.history_, self.best_epoch_ = 0, 0, {}, None
        else:
            net = self._net(torch.float32, own=True)
            summary = replace(summary, mean=self.weights_["shift"], spread=float(self.weights_["scale"]))  # as net sees
        plan = Plan(1, self.batch_size, self.learning_rate, "constant", weight_decay=self.weight_decay)
        before = {name: torch.from_numpy(np.array(state)) for name, state in getattr(self, "optimiser_", {}).items()}
        trained = loop.fit(
            net, self._objective(summary), rows, plan=plan, seed=self.seed_, device=device_of(self.device),
            n_threads=self.n_threads, optimiser=before, first_epoch=self.n_epochs_,
            title=f"Training {type(self).__name__}",
        )  # fmt: skip
        self.n_epochs_, self.n_steps_ = self.n_epochs_ + trained.n_epochs, self.n_steps_ + trained.n_steps
        self.history_ = {name: [*self.history_.get(name, []), *values] for name, values in trained.history.items()}
        self.optimiser_ = {name: state.numpy() for name, state in trained.optimiser.items()}
        self._keep(net)
        self._learn_more(rows, again=not first)
        return self

    def _some(self, rows: Rows, y: Any, only: np.ndarray) -> Rows:
        """Return some of the rows with their labels, in which the others have no say."""
        if y is not None:
            same_length(len(y), len(rows), what="labels")
            y = np.asarray(y)[only]
        labels = self._labels_to_fit(y, len(only))
        if labels is not None:
            rows.y = np.zeros(len(rows), dtype=np.int64)
            rows.y[only] = labels
        return rows.part(only)

    def _n_statistics(self, n_components: int) -> int:
        """Return how many numbers the encoder says of an item."""
        return n_components

    def _learned_shapes(self) -> dict[str, tuple[int, ...]]:
        """Return the shapes of the arrays that are learned beside the weights, by name."""
        return {}

    def _require_learned(self) -> None:
        """Refuse values that what is learned beside the weights cannot have, once their shapes are right."""

    def _n_labels(self) -> int:
        """Return how many labels the decoder is told."""
        return 0

    def _objective(self, summary: Summary) -> Restoring:
        """Return what is minimised."""
        return Restoring(self._noise(summary), self._penalties())

    def _learn_more(self, rows: Rows, *, again: bool) -> None:
        """Learn from the trained network what else the kind needs; `again` adds to what was learned before."""

    def _labels_to_fit(self, y: Any, n_items: int, classes: Any = None) -> np.ndarray | None:  # noqa: ARG002
        """Return labels as numbers and remember them; None for kinds without."""
        return None

    def _known_labels(self, y: Any, n_items: int) -> np.ndarray | None:  # noqa: ARG002
        """Return labels as numbers."""
        return None

    def _penalties(self) -> tuple[Penalty, ...]:
        return penalties_of(self.penalty, code=getattr(self, "code", "identity"))

    def _noise(self, summary: Summary) -> Noise | None:
        shift, scale = self._likelihood().scale(summary)
        low, high = (torch.from_numpy((end - shift) / scale).float() for end in (summary.low, summary.high))
        return noise_of(self.noise, low=low, high=high)

    def _likelihood(self) -> Likelihood:
        return likelihood_of(self.likelihood, self.output)

    def _plan(self, *, n_items: int) -> Plan:
        in_range(self.validation_fraction, what="validation_fraction", low=0, high=1)
        n_held_out = int(np.ceil(self.validation_fraction * n_items))
        if self.early_stopping and not 0 < n_held_out < n_items:
            raise InputError(
                f"validation_fraction={self.validation_fraction!r} of {n_items} items leaves none to fit or hold out;"
                " change it, or set early_stopping=False"
            )
        return Plan(
            self.epochs, self.batch_size, self.learning_rate, self.schedule, self.min_steps, self.max_steps,
            self.weight_decay, self.patience if self.early_stopping else None,
        )  # fmt: skip

    def _split(self, rows: Rows, seed: int) -> tuple[Rows, Rows | None]:
        if not self.early_stopping:
            return rows, None
        n_held_out = int(np.ceil(self.validation_fraction * len(rows)))
        order = np.random.default_rng((seed, len(rows))).permutation(len(rows))
        return rows.part(np.sort(order[n_held_out:])), rows.part(np.sort(order[:n_held_out]))

    def _network(self) -> dict[str, Any]:
        """Return the facts that the network is built from, as JSON values."""
        n_components = integer(self.n_components, what="n_components", low=1)
        encoder, decoder = pair_of(self.encoder, self.decoder)
        lecture = isinstance(self.encoder, str) and self.encoder.startswith("lecture_")
        self._likelihood(), self._penalties(), noise_of(self.noise)
        return {
            "n_components": n_components,
            "encoder": list(encoder),
            "decoder": list(decoder),
            "activation": "relu" if lecture else self.activation,
            "code": getattr(self, "code", "identity"),
            "tied": bool(getattr(self, "tied", False)),
            "likelihood": self.likelihood,
            "output": self.output,
            "image": None if self.image_shape_ is None else list(self.image_shape_),
        }

    def _new_net(self, network: dict[str, Any], summary: Summary, seed: int) -> Net:
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            net = self._built(network)
        shift, scale = net.likelihood.scale(summary)
        net.shift.copy_(torch.from_numpy(shift))
        net.scale.fill_(scale)
        return net

    def _built(self, network: dict[str, Any]) -> Net:
        n_components = network["n_components"]
        n_statistics, n_inputs = self._n_statistics(n_components), n_components + self._n_labels()
        image = None if network["image"] is None else tuple(network["image"])
        size = Size(self.n_features_in_, n_statistics, n_inputs, network["activation"], network["code"], image)
        likelihood = likelihood_of(network["likelihood"], network["output"])
        return build(size, tuple(network["encoder"]), tuple(network["decoder"]), likelihood, tied=network["tied"])

    def _keep(self, net: Net) -> None:
        self.weights_ = {name: tensor.numpy().copy() for name, tensor in net.state_dict().items()}

    def _net(self, dtype: torch.dtype, *, own: bool = False) -> Net:
        """Return the fitted network, ready to be asked; `own` gives weights that may be changed."""
        require_fitted(self)  # type: ignore[arg-type]
        with torch.device("meta"):
            net = self._built(self.network_)
        state = {}
        for name, kept in self.weights_.items():
            tensor = torch.from_numpy(kept if kept.flags.writeable and not own else kept.copy())
            state[name] = tensor.to(dtype) if tensor.dtype == torch.float32 else tensor
        net.load_state_dict(state, assign=True)
        return net if own else net.eval().requires_grad_(requires_grad=False)

    def _require_whole(self) -> None:
        """Refuse a state in which the weights do not fit the network: what a save that was tampered with holds."""
        integer(self.n_features_in_, what="n_features_in_", low=1, high=_MANY)
        if not isinstance(self.network_, dict):
            raise ValueError(f"network_ is a {type(self.network_).__name__}, not a dict")
        try:
            with torch.device("meta"):
                net = self._built(self.network_)  # first: it knows best of networks that this process was not told of
        except RuntimeError as error:
            raise ValueError(" ".join(str(error).split())) from error
        expected = self._network()
        if self.network_.keys() != expected.keys():
            raise ValueError(f"network_ must hold {few(sorted(expected))}")
        image = self.network_["image"]
        if self.image_shape_ != (None if image is None else tuple(image)):
            raise ValueError(f"image_shape_ is {self.image_shape_!r}, and the network's is {image!r}")
        require_whole(self, net.state_dict(), self._learned_shapes())
        require_course(self)
        self._require_learned()
        self._plan(n_items=_MANY)
        integer(self.n_threads, what="n_threads", low=1)
        in_choices(self.device, DEVICES, what="device")  # a graphics card may be missing where the save is read
        integer_seed(self.random_state)

    def _rows(self, X: Any, *, reset: bool, min_items: int = 2) -> Rows:
        """Return the items as `fit` (reset) or another method takes them; these look for NaN here, `fit` does later."""
        if not reset:
            require_fitted(self)  # type: ignore[arg-type]
        X, seen = flattened(X)
        with door():
            checked = validate_data(
                self, X, reset=reset, dtype="numeric", accept_sparse="csr", ensure_all_finite=False,
                ensure_min_samples=min_items if reset else 1,
            )  # fmt: skip
        if reset:
            self.image_shape_ = image_of(getattr(self, "image_shape", None), seen, self.n_features_in_)
        elif seen is not None and seen != self.image_shape_:
            raise InputError(f"X holds pictures of {seen}; this model was fitted to {self.image_shape_}")
        if checked.dtype.kind not in "biuf":
            raise InputError(f"X holds {checked.dtype.name} values; expected numbers: convert them first")
        rows = Rows(checked)
        if not reset and checked.dtype.kind == "f":
            for run in runs(rows):
                if not np.isfinite(checked[run].data if sparse.issparse(checked) else checked[run]).all():
                    finite_rows(checked)
        return rows

    def _key(self, rows: Rows) -> str:
        """Return what tells this training from another, for its checkpoint."""
        seed = recorded_seed(self.random_state)
        if seed is None:
            raise InputError("a checkpoint needs a seed to go on from: set random_state to a whole number")
        params = self.get_params(deep=False)  # type: ignore[attr-defined]
        settings = {name: value for name, value in params.items() if name not in _ELSEWHERE}
        items = [array_digest(rows.take(run).numpy()) for run in runs(rows)]
        labels = None if rows.y is None else array_digest(rows.y)
        facts = {"class": type(self).__name__, "seed": seed, "shape": list(rows.X.shape), "labels": labels}
        return settings_digest(facts | {"settings": settings, "items": items})
