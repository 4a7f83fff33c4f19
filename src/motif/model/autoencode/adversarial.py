"""The adversarial autoencoder: codes that look like draws of a standard normal, from which new items are drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from motif.core.check import few, in_range, integer
from motif.core.errors import InputError
from motif.core.seed import generator
from motif.model.autoencode.layer import MLP
from motif.model.autoencode.oppose import Opposing
from motif.model.autoencode.plain import Autoencoder
from motif.model.train.row import Rows
from motif.represent.estimator import require_fitted

if TYPE_CHECKING:
    from motif.core.seed import RandomState
    from motif.model.autoencode.image import ImageSetting
    from motif.model.autoencode.network import Net, NetworkSetting
    from motif.model.autoencode.noise import NoiseSetting
    from motif.model.autoencode.penalty import PenaltySetting
    from motif.model.autoencode.scaling import Summary
    from motif.model.train.device import Device
    from motif.model.train.plan import Schedule

__all__ = ["AdversarialAutoencoder"]


class AdversarialAutoencoder(Autoencoder):
    """Describes each item by `n_components` numbers that an opponent cannot tell from draws of a standard normal.

    The opponent, a small network, learns to tell codes of items from such draws; the encoder learns to deceive it while
    the decoder restores the items.

    Parameters
    ----------
    n_components :
        Numbers for each item, at least 1.
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
    discriminator :
        Widths of the opponent's hidden layers.
    prior_weight :
        How much deceiving the opponent counts against the cost of an item, for each of its features, at least 0.
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
        The network's arrays by name; `shift` and `scale` are what is taken off the items, and what they are divided by.
    network_ :
        What the network is rebuilt from.
    image_shape_ :
        (channels, height, width) of an item; None where it is no picture.
    history_ :
        Name -> mean in each epoch: "model" is the whole of encoder and decoder, "reconstruction" and "prior" its parts,
        "discriminator" the opponent's (2 log 2 = 1.39 where it only guesses).
    n_epochs_, n_steps_, best_epoch_ :
        What was done, and the epoch whose weights were kept (None: the last).
    seed_ :
        The seed that was drawn from `random_state`.

    Raises
    ------
    InputError
        For settings out of range, and for what is no finite matrix with at least 2 rows.

    Notes
    -----
    Follows Makhzani et al. 2015 with a deterministic encoder and one joint step of encoder and decoder. The prior is
    met as a whole; with few items and many components the codes fill it with gaps. Early stopping looks at the cost
    alone. `score_samples` is as for `Autoencoder`: there is no density.

    Examples
    --------
    >>> t = np.linspace(0, 3, 200)
    >>> X = np.column_stack([np.cos(t), np.sin(t)])
    >>> model = AdversarialAutoencoder(1, max_steps=150, random_state=0).fit(X)
    >>> model.transform(X).shape, model.sample(3, random_state=0).shape
    ((200, 1), (3, 2))
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
        discriminator: tuple[int, ...] = (128, 128),
        prior_weight: float = 0.1,
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
        self.discriminator = discriminator
        self.prior_weight = prior_weight
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
        """Return new items, (n_items, n_features): what codes drawn from the prior, a standard normal, stand for."""
        require_fitted(self)
        n_items = integer(n_items, what="n_items", low=1)
        codes = generator(random_state).normal(size=(n_items, self.network_["n_components"]))
        return self.inverse_transform(codes)

    def _network(self) -> dict[str, Any]:
        return super()._network() | {"discriminator": self._widths()}

    def _widths(self) -> list[int]:
        if not isinstance(self.discriminator, tuple | list):
            raise InputError(f"discriminator must be widths of layers such as (128, 128), not {self.discriminator!r}")
        try:
            return [integer(width, what="a layer's width", low=1) for width in self.discriminator]
        except InputError as error:
            raise InputError(f"discriminator takes widths; given {few(self.discriminator)}: {error}") from None

    def _built(self, network: dict[str, Any]) -> Net:
        net = super()._built(network)
        net.add_module("discriminator", MLP([network["n_components"], *network["discriminator"], 1]))
        return net

    def _objective(self, summary: Summary) -> Opposing:
        in_range(self.prior_weight, what="prior_weight", low=0)
        weight = float(self.prior_weight) * self.n_features_in_
        return Opposing(self._noise(summary), self._penalties(), weight=weight)

    def _learned_shapes(self) -> dict[str, tuple[int, ...]]:
        return {}

    def _require_learned(self) -> None:
        """Look at nothing more: nothing more is learned."""

    def _learn_more(self, rows: Rows, *, again: bool) -> None:
        """Learn nothing more: the prior is given."""
