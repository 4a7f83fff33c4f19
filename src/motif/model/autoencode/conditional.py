"""The conditional variational autoencoder: the decoder is told the label, codes keep what labels do not say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from sklearn.base import BaseEstimator
from sklearn.utils import Tags
from sklearn.utils.validation import column_or_1d

from motif.core.check import few, integer, missing, same_length
from motif.core.errors import InputError
from motif.core.seed import generator
from motif.model.autoencode.bound import Bound
from motif.model.autoencode.convolve import placed
from motif.model.autoencode.objective import with_label
from motif.model.autoencode.whole import require_counts, require_labels
from motif.represent.estimator import door, require_fitted

if TYPE_CHECKING:
    from motif.core.seed import RandomState
    from motif.model.autoencode.face import Question
    from motif.model.autoencode.image import ImageSetting
    from motif.model.autoencode.network import Net, NetworkSetting
    from motif.model.autoencode.noise import NoiseSetting
    from motif.model.autoencode.penalty import PenaltySetting
    from motif.model.train.device import Device
    from motif.model.train.plan import Schedule
    from motif.model.train.row import Rows

__all__ = ["ConditionalVariationalAutoencoder"]


class ConditionalVariationalAutoencoder(Bound, BaseEstimator):
    """Describes each item by what its label does not say, and draws new items of a label.

    The decoder is told the label, the encoder is not (Kingma et al. 2014, their M2 without the classifier): codes of
    unlabelled items need none. Where a method's `y` is None, `score_samples` and the like sum over the labels by their
    shares among the fitted items, and `reconstruct` takes each item's likeliest label.

    Parameters
    ----------
    n_components :
        Numbers for each item, at least 1; those that do not pay stay at the prior.
    encoder :
        "mlp" (hidden layers of 256 and 128), ("mlp", 512, 256) with widths of one's own; "conv", ("conv", 16, 32) or
        ("conv_pool", 16, 32) with channels, for pictures; hidden layers of the lecture's networks: "lecture_dense"
        (128, 64, 12), "lecture_standard" and "lecture_vae" (400), all with ReLU, and "lecture_conv" for 28 x 28 px; or
        a name given to `register_network`.
    decoder :
        The same; None mirrors the encoder.
    image_shape :
        What the rows of X are for "conv": (height, width) or (channels, height, width). None takes the shape of X where
        it is (n_items, [channels,] height, width), and grey squares otherwise.
    activation :
        Between layers: "gelu", "relu", "tanh", "sigmoid", "elu", "softplus" or "identity".
    likelihood :
        What an error costs: "gaussian" (squared error), "bernoulli" (cross-entropy of values in [0, 1]) or
        "multinomial" (counts of words).
    output :
        "identity", or "sigmoid" to keep what is restored in [0, 1], for Gaussian likelihood of such data.
    beta :
        Weight of the divergence in training, at least 0: above 1 for codes nearer to the prior (Higgins et al. 2017).
    penalty :
        None, a name, a (name, strength) pair or several of these: "l2" (the weights' squares), "l1" (the codes' sizes),
        "contractive" (how much the encoder's numbers change with the items).
    noise :
        What the encoder's items go through, to be undone: None, "gaussian", "masking", "salt_and_pepper", or such a
        name with its strength.
    epochs, min_steps, max_steps :
        Passes over the items, and the floor and the ceiling of steps that this may come to.
    batch_size, learning_rate, schedule, weight_decay :
        Of Adam; "onecycle" lets the rate rise and fall over the whole budget, "constant" keeps it.
    early_stopping, validation_fraction, patience :
        Whether a share of the items is held out, training stops after that many epochs without a better loss on it, and
        the best epoch's weights are kept.
    device :
        "auto" (the graphics card where there is one), "cpu" or "cuda".
    n_threads :
        Of PyTorch; with 1, the same seed gives the same bytes on one machine.
    random_state :
        Where first weights, shuffles and noise come from; None is unpredictable.

    Attributes
    ----------
    weights_ :
        The network's arrays by name; `shift` and `scale` are what is taken off the items and what they are divided by,
        `log_noise` the logarithm of the Gaussian's standard deviation in that scale.
    network_ :
        What the network is rebuilt from.
    history_ :
        Name -> mean in each epoch: "model" is the whole, "reconstruction" and "divergence" its parts, in nats.
    n_epochs_, n_steps_, best_epoch_ :
        What was done, and the epoch whose weights were kept (None: the last).
    seed_ :
        The seed that was drawn from `random_state`.
    classes_, class_counts_, class_prior_ :
        (n_labels,): the labels, sorted, how many items had them in all calls, and their shares. Where `classes` were
        named in the first `partial_fit`, each counts one more.

    Raises
    ------
    InputError
        For settings out of range, for what is no finite matrix with at least 2 rows, and for missing labels.

    Notes
    -----
    Follows Kingma & Welling 2014. The size of the Gaussian noise is the one that fits best (Rybkin et al. 2021), so
    that beta=1 is the evidence lower bound for data of any scale; peers that fix it weigh the divergence by an
    arbitrary number. `score_samples` is each item's bound with beta=1, in nats.

    Examples
    --------
    >>> t = np.linspace(0, 3, 200)
    >>> X, y = np.column_stack([np.cos(t), np.sin(t)]), np.where(t < 1.5, "right", "left")
    >>> model = ConditionalVariationalAutoencoder(1, max_steps=300, random_state=0).fit(X, y)
    >>> bool(model.sample(20, y="left", random_state=0)[:, 0].mean() < 0), model.classes_.tolist()
    (True, ['left', 'right'])
    """

    def __init__(
        self,
        n_components: int = 2,
        *,
        encoder: NetworkSetting = "mlp",
        decoder: NetworkSetting = None,
        image_shape: ImageSetting = None,
        activation: str = "gelu",
        likelihood: str = "gaussian",
        output: str = "identity",
        beta: float = 1.0,
        penalty: PenaltySetting = None,
        noise: NoiseSetting = None,
        epochs: int = 100,
        batch_size: int = 128,
        learning_rate: float = 2e-3,
        schedule: Schedule = "onecycle",
        weight_decay: float = 0.0,
        min_steps: int = 100,
        max_steps: int = 10_000,
        early_stopping: bool = False,
        validation_fraction: float = 0.1,
        patience: int = 10,
        device: Device = "auto",
        n_threads: int = 1,
        random_state: RandomState = None,
    ) -> None:
        self.n_components = n_components
        self.encoder = encoder
        self.decoder = decoder
        self.image_shape = image_shape
        self.activation = activation
        self.likelihood = likelihood
        self.output = output
        self.beta = beta
        self.penalty = penalty
        self.noise = noise
        self.epochs = epochs
        self.batch_size = batch_size
        self.learning_rate = learning_rate
        self.schedule = schedule
        self.weight_decay = weight_decay
        self.min_steps = min_steps
        self.max_steps = max_steps
        self.early_stopping = early_stopping
        self.validation_fraction = validation_fraction
        self.patience = patience
        self.device = device
        self.n_threads = n_threads
        self.random_state = random_state

    def inverse_transform(self, Z: Any, y: Any = None) -> np.ndarray:
        """Return the items that codes stand for under their labels, (n_items, n_features).

        Parameters
        ----------
        Z :
            (n_items, n_components).
        y :
            (n_items,) labels, or one label for all.
        """
        rows = self._code_rows(Z)
        rows.y = self._one_each(y, len(rows))
        n_labels = self._n_labels()
        return self._asked(
            rows,
            lambda net, z, told: net.restore(net.decoder(with_label(z, told, n_labels))),
            width=self.n_features_in_,
        )

    def reconstruct(self, X: Any, y: Any = None, *, positions: bool = False) -> np.ndarray:
        """Return the items restored from their codes and labels, (n_items, n_features); of positions it knows none."""
        rows = self._rows(X, reset=False)
        if y is None:
            told = np.stack([self._answers(rows, self._scores, label) for label in range(self._n_labels())])
            rows.y = (told + np.log(self.class_prior_)[:, None]).argmax(axis=0)
        else:
            rows.y = self._one_each(y, len(rows))
        n_labels = self._n_labels()

        def restored(net: Net, x: torch.Tensor, told: torch.Tensor | None) -> torch.Tensor:
            codes = with_label(self._codes(net, x), told, n_labels)
            return net.likelihood.matched(
                net.restore(placed(net.decoder, codes) if positions else net.decoder(codes)), x
            )

        return self._asked(rows, restored, width=self.n_features_in_)

    def score_samples(self, X: Any, y: Any = None, *, n_draws: int = 8) -> np.ndarray:
        """Return each item's evidence lower bound in nats, (n_items,), higher is better.

        From draws that all items share: with 8 an item's bound is off by up to 0.6 nats, and the mean by about 0.1,
        upwards. Take `n_draws=64` for figures that are reported.
        """
        require_fitted(self)
        return self._summed(X, y, self._bounds(integer(n_draws, what="n_draws", low=1)))

    def score(self, X: Any, y: Any = None) -> float:
        """Return the mean of `score_samples`."""
        return float(self.score_samples(X, y).mean(dtype=np.float64))

    def elbo(self, X: Any, y: Any = None, *, n_draws: int = 8) -> float:
        """Return the mean evidence lower bound of the items in nats, higher is better; beta plays no part.

        The mean of `score_samples`: take `n_draws=64` for figures that are reported.
        """
        return float(self.score_samples(X, y, n_draws=n_draws).mean(dtype=np.float64))

    def nll(self, X: Any, k: int = 100, y: Any = None, *, random_state: RandomState = 0) -> float:
        """Return the mean of minus the items' log likelihood in nats, by importance sampling with k codes an item."""
        require_fitted(self)
        chance = torch.Generator().manual_seed(int(generator(random_state).integers(2**31 - 1)))
        likelihoods = self._likelihoods(integer(k, what="k", low=1), chance)
        return -float(self._summed(X, y, likelihoods).mean(dtype=np.float64))

    def interpolate(self, a: Any, b: Any, n: int = 10, *, y: Any = None) -> np.ndarray:
        """Return n items on the way from one to another, (n, n_features), under one label or n of them."""
        return self.inverse_transform(self._between(a, b, n), y)

    def sample(self, n_items: int = 1, *, y: Any = None, random_state: RandomState = None) -> np.ndarray:
        """Return new items, (n_items, n_features).

        Parameters
        ----------
        n_items :
            How many.
        y :
            One label for all or one for each; None draws labels by their shares.
        random_state :
            Where codes and labels come from.
        """
        require_fitted(self)
        n_items = integer(n_items, what="n_items", low=1)
        chance = generator(random_state)
        if y is None:
            y = self.classes_[chance.choice(len(self.classes_), size=n_items, p=self.class_prior_)]
        return self.inverse_transform(chance.normal(size=(n_items, self.network_["n_components"])), y)

    def _summed(self, X: Any, y: Any, question: Question) -> np.ndarray:
        """Return log densities of the items under their labels; else of the mixture over all labels."""
        rows = self._rows(X, reset=False)
        if y is not None:
            rows.y = self._one_each(y, len(rows))
            return self._asked(rows, question, width=None)
        told = [self._answers(rows, question, label) for label in range(self._n_labels())]
        joint = np.stack(told) + np.log(self.class_prior_)[:, None].astype(rows.dtype)
        highest = joint.max(axis=0)
        return highest + np.log(np.exp(joint - highest).sum(axis=0))

    def _answers(self, rows: Any, question: Question, label: int) -> np.ndarray:
        rows.y = np.full(len(rows), label)
        return self._asked(rows, question, width=None)

    def _n_labels(self) -> int:
        return len(self.classes_)

    def _labels_to_fit(self, y: Any, n_items: int, classes: Any = None) -> np.ndarray:
        if y is None:
            name = type(self).__name__
            raise InputError(f"{name} requires y to be passed, but the target y is None; give one label for each item")
        labels = _checked(y, n_items)
        self.classes_ = np.unique(labels if classes is None else _checked(classes, None))
        numbers = self._known_labels(labels, n_items)
        self._count(numbers, np.full(len(self.classes_), int(classes is not None)))  # one more of each to come
        return numbers

    def _learned_shapes(self) -> dict[str, tuple[int, ...]]:
        return {"class_prior_": (len(self.classes_),)}

    def _require_learned(self) -> None:
        require_labels(self.classes_)
        require_counts(self.class_counts_, self.class_prior_)

    def _learn_more(self, rows: Rows, *, again: bool) -> None:
        if again and rows.y is not None:
            self._count(rows.y, self.class_counts_)

    def _count(self, numbers: np.ndarray, before: np.ndarray) -> None:
        self.class_counts_ = before + np.bincount(numbers, minlength=len(self.classes_))
        self.class_prior_ = self.class_counts_ / self.class_counts_.sum()

    def _known_labels(self, y: Any, n_items: int) -> np.ndarray:
        if y is None:
            raise InputError(f"the decoder needs labels: give y, one of {few(self.classes_.tolist())} for each item")
        labels = _checked(y, n_items)
        places = np.searchsorted(self.classes_, labels).clip(max=len(self.classes_) - 1)
        unknown = labels[self.classes_[places] != labels]
        if len(unknown):
            raise InputError(f"y has labels that were not fitted: {few(np.unique(unknown).tolist())}; "
                             f"known are {few(self.classes_.tolist())}")  # fmt: skip
        return places

    def _one_each(self, y: Any, n_items: int) -> np.ndarray:
        return self._known_labels(np.full(n_items, y) if y is not None and np.ndim(y) == 0 else y, n_items)

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.target_tags.required = True
        return tags


def _checked(y: Any, n_items: int | None) -> np.ndarray:
    """Return labels as a flat array, none of them missing, text or numbers."""
    if isinstance(y, list | tuple) and len({isinstance(label, str) for label in y}) > 1:
        y = np.array([*y, None], dtype=object)[:-1]  # NumPy would make text of the numbers
    with door():
        labels = column_or_1d(y, warn=True)
    if n_items is not None:
        same_length(len(labels), n_items, what="y")
    absent = [i for i, label in enumerate(labels.tolist()) if missing(label)]
    if absent:
        raise InputError(f"y has no label for {len(absent)} items: {few(absent)}; label them, or leave them out")
    if labels.dtype.kind == "O":
        kinds = sorted({"str" if isinstance(label, str) else type(label).__name__ for label in labels.tolist()})
        if kinds != ["str"]:
            raise InputError(f"Unknown label type: labels are of one kind, text or numbers; y has {', '.join(kinds)}")
        labels = labels.astype(str)
    return labels
