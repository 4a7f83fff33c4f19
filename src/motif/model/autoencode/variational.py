"""The variational autoencoder: codes with a distribution, from whose prior new items are drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sklearn.base import BaseEstimator

from motif.model.autoencode.bound import Bound

if TYPE_CHECKING:
    from motif.core.seed import RandomState
    from motif.model.autoencode.image import ImageSetting
    from motif.model.autoencode.network import NetworkSetting
    from motif.model.autoencode.noise import NoiseSetting
    from motif.model.autoencode.penalty import PenaltySetting
    from motif.model.train.device import Device
    from motif.model.train.plan import Schedule

__all__ = ["VariationalAutoencoder"]


class VariationalAutoencoder(Bound, BaseEstimator):
    """Describes each item by a Gaussian over `n_components` numbers, kept near a standard normal from which to draw.

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

    Raises
    ------
    InputError
        For settings out of range, and for what is no finite matrix with at least 2 rows.

    Notes
    -----
    Follows Kingma & Welling 2014. The size of the Gaussian noise is the one that fits best (Rybkin et al. 2021), so
    that beta=1 is the evidence lower bound for data of any scale; peers that fix it weigh the divergence by an
    arbitrary number. `score_samples` is each item's bound with beta=1, in nats.

    Examples
    --------
    >>> import numpy as np
    >>> t = np.linspace(0, 3, 200)
    >>> X = np.column_stack([np.cos(t), np.sin(t)])
    >>> model = VariationalAutoencoder(1, max_steps=150, random_state=0).fit(X)
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
