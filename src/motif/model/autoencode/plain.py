"""The autoencoder: items described by the few numbers they are best restored from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch
from sklearn.base import BaseEstimator

from motif.core.check import integer
from motif.core.seed import generator
from motif.model.autoencode.face import Face
from motif.model.autoencode.whole import require_gaussian
from motif.model.train.row import Rows
from motif.represent.estimator import require_fitted

if TYPE_CHECKING:
    from motif.core.seed import RandomState
    from motif.model.autoencode.image import ImageSetting
    from motif.model.autoencode.network import Net, NetworkSetting
    from motif.model.autoencode.noise import NoiseSetting
    from motif.model.autoencode.penalty import PenaltySetting
    from motif.model.train.device import Device
    from motif.model.train.plan import Schedule

__all__ = ["Autoencoder"]

_MOST_CODES = 10_000  # that the Gaussian is fitted to


class Autoencoder(Face, BaseEstimator):
    """Describes each item by `n_components` numbers from which a network restores it as well as it can.

    Regularised kinds are settings: sparse and contractive (`penalty`), denoising (`noise`), tied, weight decay; under-
    and overcomplete is a matter of `n_components`, shallow and deep of `encoder`. With `encoder=("mlp",)`,
    no hidden layer, it is linear and finds the plane of PCA.

    Parameters
    ----------
    n_components :
        Numbers for each item, at least 1; may be more than the features.
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
    tied :
        Whether the decoder uses the encoder's weights, transposed, with its own biases.
    code :
        The activation of the codes: "identity", or "sigmoid" and others.
    likelihood :
        What an error costs: "gaussian" (squared error), "bernoulli" (cross-entropy of values in [0, 1]) or
        "multinomial" (counts of words).
    output :
        "identity", or "sigmoid" to keep what is restored in [0, 1], for Gaussian likelihood of such data.
    penalty :
        None, a name, a (name, strength) pair or several of these: "l2" (the weights' squares), "l1" (the codes' sizes),
        "kl" (how often a sigmoid code is active), "contractive" (how much codes change with the items).
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
        The network's arrays by name; `shift` and `scale` are what is taken off the items, and what they are divided by.
    network_ :
        What the network is rebuilt from.
    history_ :
        Name -> mean of that loss in each epoch: "model" is the whole; "held_out" with early stopping.
    n_epochs_, n_steps_, best_epoch_ :
        What was done, and the epoch whose weights were kept (None: the last).
    code_mean_, code_covariance_, n_coded_ :
        (n_components,) and (n_components, n_components): the Gaussian fitted to the codes, from which `sample` draws;
        and of how many items. `partial_fit` adds its items to those before, whose codes have moved since: the more a
        call changes the network, the less the Gaussian fits. `fit` takes all codes from the network that it ends with.
    seed_ :
        The seed that was drawn from `random_state`.

    Raises
    ------
    InputError
        For settings out of range, and for what is no finite matrix with at least 2 rows.

    Notes
    -----
    X is centred and divided by one number, the root of its columns' mean variance, so that the squared error stays
    proportional to that in the items' units; bounded data are left as they are. `score_samples` is minus the squared
    error of an item, summed over its features (minus the cost in nats for the other likelihoods).

    Examples
    --------
    >>> t = np.linspace(0, 3, 200)
    >>> X = np.column_stack([np.cos(t), np.sin(t)])
    >>> model = Autoencoder(1, max_steps=150, random_state=0).fit(X)
    >>> model.transform(X).shape, bool(model.score(X) > -0.1)
    ((200, 1), True)
    """

    def __init__(
        self,
        n_components: int = 2,
        *,
        encoder: NetworkSetting = "mlp",
        decoder: NetworkSetting = None,
        image_shape: ImageSetting = None,
        activation: str = "gelu",
        tied: bool = False,
        code: str = "identity",
        likelihood: str = "gaussian",
        output: str = "identity",
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
        self.tied = tied
        self.code = code
        self.likelihood = likelihood
        self.output = output
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

    def sample(self, n_items: int = 1, *, random_state: RandomState = None) -> np.ndarray:
        """Return new items, (n_items, n_features): restored from codes drawn from a Gaussian fitted to the known codes.

        A plain autoencoder has no density of its own: the Gaussian is a stand-in, and where the codes are no single
        cloud it draws between them too.
        """
        require_fitted(self)
        n_items = integer(n_items, what="n_items", low=1)
        chance = generator(random_state)
        codes = chance.multivariate_normal(self.code_mean_, self.code_covariance_, size=n_items, method="eigh")
        return self.inverse_transform(codes)

    def _learned_shapes(self) -> dict[str, tuple[int, ...]]:
        width = self.network_["n_components"]
        return {"code_mean_": (width,), "code_covariance_": (width, width)}

    def _require_learned(self) -> None:
        integer(self.n_coded_, what="n_coded_", low=1)
        require_gaussian(self.code_covariance_)

    def _learn_more(self, rows: Rows, *, again: bool) -> None:
        step = max(1, len(rows) // _MOST_CODES)
        some = rows.part(np.arange(0, len(rows), step))
        codes = self._asked(some, self._codes, width=self.network_["n_components"]).astype(np.float64)
        mean = codes.mean(axis=0)
        covariance = (codes - mean).T @ (codes - mean) / len(codes)
        share = 1.0
        if again:
            share = len(rows) / (self.n_coded_ + len(rows))
            apart = mean - self.code_mean_
            covariance = (1 - share) * (self.code_covariance_ + share * np.outer(apart, apart)) + share * covariance
            mean = self.code_mean_ + share * apart
        self.code_mean_, self.code_covariance_ = mean, covariance
        self.n_coded_ = len(rows) + (self.n_coded_ if again else 0)

    def _scores(self, net: Net, x: torch.Tensor, y: torch.Tensor | None) -> torch.Tensor:  # noqa: ARG002
        seen = net.seen(x)
        cost = net.likelihood.cost(net.decoder(self._codes(net, x)), seen)
        squared = self.network_["likelihood"] == "gaussian"
        return -cost * net.scale.to(cost.dtype).square() if squared else -cost
