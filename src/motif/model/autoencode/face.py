"""What every autoencoder answers once it is fitted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

import numpy as np
import torch
from sklearn.base import ClassNamePrefixFeaturesOutMixin, TransformerMixin
from sklearn.utils import Tags

from motif.core.check import integer, matrix
from motif.core.errors import InputError
from motif.core.files import write_bytes
from motif.model import saved
from motif.model.autoencode.convolve import placed
from motif.model.autoencode.fitting import Fitting
from motif.model.autoencode.network import Net
from motif.model.autoencode.onnx import as_onnx
from motif.model.autoencode.scaling import runs
from motif.model.train.device import device_of, threads
from motif.model.train.row import Rows

__all__ = ["Face", "Question"]

Question = Callable[[Net, torch.Tensor, torch.Tensor | None], torch.Tensor]
_RUN = 512  # items that a network is asked of at once: what lies between its layers fits a processor's cache


class Face(Fitting, ClassNamePrefixFeaturesOutMixin, TransformerMixin):
    """Codes, restored items, scores, paths between items, saves: what is common to all kinds.

    Examples
    --------
    >>> from motif.model.autoencode.plain import Autoencoder
    >>> issubclass(Autoencoder, Face)
    True
    """

    def transform(self, X: Any) -> np.ndarray:
        """Return the items' codes, (n_items, n_components), in the float type of X."""
        return self._asked(self._rows(X, reset=False), self._codes, width=self.network_["n_components"])

    def inverse_transform(self, Z: Any) -> np.ndarray:
        """Return the items that codes stand for, (n_items, n_features)."""
        rows = self._code_rows(Z)
        return self._asked(rows, lambda net, z, _: net.restore(net.decoder(z)), width=self.n_features_in_)

    def reconstruct(self, X: Any, *, positions: bool = False) -> np.ndarray:
        """Return the items restored from their codes, (n_items, n_features): as `inverse_transform` of `transform`.

        For the multinomial likelihood, the shares that codes stand for are multiplied by each item's own total.

        Parameters
        ----------
        X :
            Items.
        positions :
            Whether a "conv_pool" network may look at where in the items its maxima lay, too. What comes back then owes
            much to these positions (of digits with one number each, an error of .022 in place of .057): it says nothing
            of how much codes keep.

        Raises
        ------
        InputError
            When positions are asked of a network without.
        """

        def restored(net: Net, x: torch.Tensor, _: torch.Tensor | None) -> torch.Tensor:
            codes = self._codes(net, x)
            return net.likelihood.matched(
                net.restore(placed(net.decoder, codes) if positions else net.decoder(codes)), x
            )

        return self._asked(self._rows(X, reset=False), restored, width=self.n_features_in_)

    def score_samples(self, X: Any) -> np.ndarray:
        """Return how well each item is described, (n_items,), higher is better."""
        return self._asked(self._rows(X, reset=False), self._scores, width=None)

    def score(self, X: Any, y: Any = None) -> float:  # noqa: ARG002 - scikit-learn's signature
        """Return the mean of `score_samples`."""
        return float(self.score_samples(X).mean(dtype=np.float64))

    def interpolate(self, a: Any, b: Any, n: int = 10) -> np.ndarray:
        """Return n items on the way from one to another: what the codes between theirs stand for.

        Parameters
        ----------
        a, b :
            (n_features,): the ends.
        n :
            How many, the ends among them, at least 2.

        Returns
        -------
        (n, n_features); the first and the last are a and b restored.
        """
        return self.inverse_transform(self._between(a, b, n))

    def vector_field(self, grid: Any) -> np.ndarray:
        """Return where restoring moves each point, r(x) - x, (n_points, n_features).

        For a denoising autoencoder with little Gaussian noise it is sigma^2 times the gradient of the log density
        (Alain & Bengio 2014): the arrows point to where the items lie.
        """
        rows = self._rows(grid, reset=False)
        return self.reconstruct(grid) - rows.take(slice(None)).numpy()

    def save(self, folder: str | Path) -> None:
        """Write the fitted estimator to a folder, as `motif.model.save` does: params.json and arrays.safetensors.

        Raises
        ------
        NotFitted
            When there is nothing learned to save.
        DataError
            When the folder holds a foreign `params.json`, which is left as it is.
        """
        saved.write(self, folder)

    @classmethod
    def load(cls, folder: str | Path) -> Self:
        """Return the estimator that a folder holds; nothing in it is executed.

        Raises
        ------
        SourceError
            When there is no save.
        DataError
            When it is damaged, of another class, or of a newer format.
        """
        return saved.read(folder, {cls.__name__: lambda: cls})

    def to_onnx(self, path: str | Path) -> None:
        """Write the network as ONNX: input `X` (n_items, n_features) float32, outputs `codes` and `restored`.

        Raises
        ------
        InputError
            When a part of the network has no counterpart there.
        """
        net = self._net(torch.float32)
        if self._n_labels():
            raise InputError(f"{type(self).__name__} cannot be written as ONNX: its decoder is told a label too")
        write_bytes(path, as_onnx(net, n_components=self.network_["n_components"]))

    def _codes(self, net: Net, x: torch.Tensor, y: torch.Tensor | None = None) -> torch.Tensor:  # noqa: ARG002
        """Return the codes of raw items."""
        return net.encoder(net.likelihood.seen(net.seen(x)))[:, : self.network_["n_components"]]

    def _scores(self, net: Net, x: torch.Tensor, y: torch.Tensor | None) -> torch.Tensor:
        """Return the score of raw items, (n_items,)."""
        raise NotImplementedError

    def _asked(self, rows: Rows, question: Question, *, width: int | None) -> np.ndarray:
        """Return the network's answer for all rows (and their labels), a run at a time, in the rows' float type."""
        device = device_of(self.device)
        net = self._net(torch.float64 if rows.dtype == np.float64 else torch.float32).to(device)
        answers = np.empty((len(rows),) if width is None else (len(rows), width), dtype=rows.dtype)
        chance = torch.Generator()
        with torch.no_grad(), threads(self.n_threads):
            for run in runs(rows, most=_RUN):
                batch = rows.batch(run, chance=chance, device=device)
                answers[run] = question(net, batch.x, batch.y).cpu().numpy()
        return answers

    def _code_rows(self, Z: Any) -> Rows:
        self._net(torch.float32)
        Z = matrix(Z, what="Z")
        n_components = self.network_["n_components"]
        if Z.shape[1] != n_components:
            raise InputError(f"Z has shape {Z.shape}; expected (n_items, {n_components}), one column a component")
        return Rows(Z)

    def _between(self, a: Any, b: Any, n: int) -> np.ndarray:
        """Return codes on the line between two items'."""
        n = integer(n, what="n", low=2)
        self._net(torch.float32)
        ends = [np.ravel(a), np.ravel(b)]
        for name, end in zip("ab", ends, strict=True):
            if end.size != self.n_features_in_:
                raise InputError(f"{name} has {end.size} numbers; expected one item of {self.n_features_in_}")
        start, end = self.transform(np.stack(ends))
        share = np.linspace(0, 1, n, dtype=start.dtype)[:, None]
        return (1 - share) * start + share * end

    @property
    def _n_features_out(self) -> int:
        return self.network_["n_components"]

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.transformer_tags.preserves_dtype = ["float64", "float32"]
        tags.input_tags.sparse = True
        return tags
