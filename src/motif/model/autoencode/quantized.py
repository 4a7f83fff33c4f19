"""The vector-quantised autoencoder: items described by a few choices from a learned codebook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from motif.core.check import in_choices, in_range, integer
from motif.core.errors import InputError
from motif.core.seed import generator
from motif.model.autoencode.plain import Autoencoder
from motif.model.autoencode.quantise import CODEBOOKS, Codebook, Quantising, codebook_of
from motif.model.autoencode.whole import require_shares
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

__all__ = ["VectorQuantizedAutoencoder"]

_MOST_CODES = 10_000  # whose entries are counted


class VectorQuantizedAutoencoder(Autoencoder):
    """Describes each item by `n_components` choices among `n_entries` learned vectors, from which it is restored.

    A code is cut into `n_components` parts of `entry_width` numbers, and each is replaced by the nearest entry of a
    codebook that all parts share: an item becomes n_components * log2(n_entries) bits.

    Parameters
    ----------
    n_components :
        Choices for each item, at least 1.
    n_entries :
        Entries to choose from, at least 2.
    entry_width :
        Numbers in an entry, at least 1: `transform` gives n_components * entry_width columns.
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
    codebook :
        How entries are learned: "ema" (running means of the parts they stand for) or "gradient". Entries that are used
        less than 3 % of their fair share are moved to codes of the batch.
    commitment :
        Weight of the squared distance between a code and its entries, at least 0.
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
        The network's arrays by name; `shift` and `scale` are what is taken off the items, and what they are divided by;
        `codebook.entries` (n_entries, entry_width).
    network_ :
        What the network is rebuilt from.
    image_shape_ :
        (channels, height, width) of an item; None where it is no picture.
    history_ :
        Name -> mean in each epoch: "model" is the whole, "reconstruction" and "commitment" its parts, and "perplexity",
        how many entries a batch uses evenly.
    n_epochs_, n_steps_, best_epoch_ :
        What was done, and the epoch whose weights were kept (None: the last).
    seed_ :
        The seed that was drawn from `random_state`.
    code_shares_ :
        (n_components, n_entries): how often each part of the fitted items is each entry.
    n_coded_ :
        How many items these shares are of. `partial_fit` adds its items to those before, whose choices may have changed
        since; `fit` takes all from the network that it ends with.
    perplexity_ :
        How many entries are in use: the exponential of the entropy of their shares, at most `n_entries`.

    Raises
    ------
    InputError
        For settings out of range, and for what is no finite matrix with at least 2 rows.

    Notes
    -----
    Follows van den Oord et al. 2017 with the running means of their appendix. `transform` gives the chosen entries side
    by side, `code_indices` their numbers. `score_samples` is as for `Autoencoder`.

    Examples
    --------
    >>> t = np.linspace(0, 3, 200)
    >>> X = np.column_stack([np.cos(t), np.sin(t)])
    >>> model = VectorQuantizedAutoencoder(1, n_entries=8, max_steps=150, random_state=0).fit(X)
    >>> model.code_indices(X).shape, len(np.unique(model.transform(X), axis=0)) <= 8
    ((200, 1), True)
    """

    def __init__(
        self,
        n_components: int = 8,
        *,
        encoder: NetworkSetting = "mlp",
        decoder: NetworkSetting = None,
        image_shape: ImageSetting = None,
        activation: str = "gelu",
        likelihood: str = "gaussian",
        output: str = "identity",
        n_entries: int = 64,
        entry_width: int = 2,
        codebook: str = "ema",
        commitment: float = 0.25,
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
        self.n_entries = n_entries
        self.entry_width = entry_width
        self.codebook = codebook
        self.commitment = commitment
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

    def code_indices(self, X: Any) -> np.ndarray:
        """Return which entry stands for each part of the items' codes, (n_items, n_components) int64."""
        return self._chosen(self._rows(X, reset=False))

    def sample(self, n_items: int = 1, *, random_state: RandomState = None) -> np.ndarray:
        """Return new items, (n_items, n_features): restored from entries drawn as often as the fitted items use them.

        Each part is drawn by itself, by its own shares: what parts say of each other is not known, so that samples are
        rougher than those of a model of the choices would be.
        """
        require_fitted(self)
        n_items = integer(n_items, what="n_items", low=1)
        chance = generator(random_state)
        chosen = [chance.choice(len(shares), size=n_items, p=shares) for shares in self.code_shares_]
        return self.inverse_transform(self.weights_["codebook.entries"][np.stack(chosen, axis=1)].reshape(n_items, -1))

    def to_onnx(self, path: str | Path) -> None:  # noqa: ARG002 - as all kinds
        """Refuse: a codebook has no counterpart in Motif's ONNX writer.

        Raises
        ------
        InputError
            Always.
        """
        raise InputError(f"{type(self).__name__} cannot be written as ONNX: its codes are choices from a codebook")

    def _network(self) -> dict[str, Any]:
        in_choices(self.codebook, CODEBOOKS, what="codebook")
        width = integer(self.entry_width, what="entry_width", low=1)
        found = super()._network()
        return found | {
            "n_parts": found["n_components"],
            "n_components": found["n_components"] * width,
            "n_entries": integer(self.n_entries, what="n_entries", low=2),
            "codebook": self.codebook,
        }

    def _built(self, network: dict[str, Any]) -> Net:
        net = super()._built(network)
        n_parts, width = network["n_parts"], network["n_components"] // network["n_parts"]
        net.add_module("codebook", Codebook(n_parts, network["n_entries"], width, learned=network["codebook"]))
        return net

    def _objective(self, summary: Summary) -> Quantising:
        in_range(self.commitment, what="commitment", low=0)
        return Quantising(self._noise(summary), self._penalties(), commitment=float(self.commitment))

    def _codes(self, net: Net, x: torch.Tensor, y: torch.Tensor | None = None) -> torch.Tensor:
        return codebook_of(net)(super()._codes(net, x, y))

    def _chosen(self, rows: Rows) -> np.ndarray:
        def chosen(net: Net, x: torch.Tensor, _: torch.Tensor | None) -> torch.Tensor:
            return codebook_of(net).indices(Autoencoder._codes(self, net, x)).to(x.dtype)

        return self._asked(rows, chosen, width=self.network_["n_parts"]).astype(np.int64)

    def _learned_shapes(self) -> dict[str, tuple[int, ...]]:
        return {"code_shares_": (self.network_["n_parts"], self.network_["n_entries"])}

    def _require_learned(self) -> None:
        integer(self.n_coded_, what="n_coded_", low=1)
        require_shares(self.code_shares_, self.perplexity_)

    def _learn_more(self, rows: Rows, *, again: bool) -> None:
        step = max(1, len(rows) // _MOST_CODES)
        some = rows.part(np.arange(0, len(rows), step))
        chosen, n_entries = self._chosen(some), self.network_["n_entries"]
        counts = np.stack([np.bincount(part, minlength=n_entries) for part in chosen.T])
        shares_of_parts = counts / len(chosen)
        before = self.n_coded_ if again else 0
        if again:
            shares_of_parts = (before * self.code_shares_ + len(rows) * shares_of_parts) / (before + len(rows))
        self.code_shares_, self.n_coded_ = shares_of_parts, before + len(rows)
        shares = shares_of_parts.mean(axis=0)
        self.perplexity_ = float(np.exp(-(shares[shares > 0] * np.log(shares[shares > 0])).sum()))
