"""The network that reads texts: filters over windows of words, the largest answer of each, two layers."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from motif.model.experts.layer import Layers, Norm

__all__ = ["Reader"]


class Reader(Layers):
    """Filters as wide as 1, 2, … words, normalised, rectified, the largest answer in a text; then two layers.

    Only windows around words are computed: nothing is padded but the edges of a text, with zeros, so that a text's
    answer does not depend on how long the others are, and no window of padding counts in a mean or wins a maximum.

    Parameters
    ----------
    n_words, n_labels :
        Words that are known, and labels.
    vectors :
        (n_words, n_numbers) of words, which stay as they are; a number instead of them is how long vectors are that
        are learned.
    max_width, n_channels :
        Filters of each width from 1 to the widest.
    n_hidden, dropout :
        Of the hidden layer.

    Examples
    --------
    >>> net = Reader(5, 2, vectors=3, max_width=4, n_channels=6, n_hidden=8, dropout=0.5).eval()
    >>> net.features(torch.tensor([[0, 4, 2], [1, -1, -1], [-1, -1, -1]])).shape
    torch.Size([3, 8])
    """

    table: torch.Tensor

    def __init__(
        self,
        n_words: int,
        n_labels: int,
        *,
        vectors: np.ndarray | int,
        max_width: int,
        n_channels: int,
        n_hidden: int,
        dropout: float,
    ) -> None:
        super().__init__(max_width * n_channels, n_labels, n_hidden=n_hidden, dropout=dropout)
        n_numbers = vectors if isinstance(vectors, int) else vectors.shape[1]
        self.max_width, self.n_numbers = max_width, n_numbers
        self.words: nn.Embedding | None = None
        if isinstance(vectors, int):
            self.words = nn.Embedding(n_words + 1, n_numbers, padding_idx=0)
        else:  # row 0 is that of no word
            held = np.concatenate([np.zeros((1, n_numbers), np.float32), vectors])
            self.register_buffer("table", torch.from_numpy(held), persistent=False)
        self.filters = nn.ModuleList(
            nn.Linear(width * n_numbers, n_channels, bias=False) for width in range(1, max_width + 1)
        )
        self.answers = Norm(max_width * n_channels)

    def features(self, x: torch.Tensor) -> torch.Tensor:
        """Return the hidden layer of texts, (n_texts, n_hidden); x is (n_texts, longest), -1 behind each text."""
        return super().features(self.largest(x))

    def largest(self, x: torch.Tensor) -> torch.Tensor:
        """Return the largest answer of each filter in each text, (n_texts, n_filters), at least 0; 0 without words."""
        is_word = x >= 0
        if not is_word.any():
            return self.answers.shift.new_zeros(len(x), self.n_features)
        before = (self.max_width - 1) // 2
        numbers = functional.pad(x.long() + 1, (before, self.max_width // 2))
        windows = numbers.unfold(1, self.max_width, 1)[is_word]
        seen = functional.embedding(windows, self.table if self.words is None else self.words.weight, padding_idx=0)
        seen = seen.flatten(1)
        answers = functional.relu(self.answers(torch.cat([self._answer(seen, before, n) for n in self._widths()], 1)))
        return torch.segment_reduce(answers, "max", lengths=is_word.sum(1), initial=0.0)

    def _widths(self) -> range:
        return range(1, self.max_width + 1)

    def _answer(self, seen: torch.Tensor, before: int, width: int) -> torch.Tensor:
        """What the filters of one width say at each word, which lies in the middle, or just before it."""
        first = before - (width - 1) // 2
        return self.filters[width - 1](seen[:, first * self.n_numbers : (first + width) * self.n_numbers])
