"""Sequences of words: networks that read them in order, histograms of kinds of words, readers with a vocabulary."""

from __future__ import annotations

from motif.model.sequence.histogram import WordHistogram
from motif.model.sequence.reader import TextReader
from motif.model.sequence.text import TextConvolution

__all__ = ["TextConvolution", "TextReader", "WordHistogram"]
