"""Models: what is fitted to a matrix and gives labels, scores or codes. Every one is a scikit-learn estimator.

`KMeans`, `Agglomerative`, `GaussianMixture`, `HDBSCAN` (clusters), `MultinomialMixture` (clusters of counts);
`Neighbours` and `find` (the items nearest to one); `NaiveBayes` (labels from counts of words);
`Autoencoder`, `VariationalAutoencoder`, `ConditionalVariationalAutoencoder`, `VectorQuantizedAutoencoder`,
`AdversarialAutoencoder` (codes, with the extra "latent"), `PretrainedClassifier` (labels from few examples);
`LogisticLabels`, `MixtureOfExperts`, `LayeredLabels` (any number of labels an item);
`TextConvolution`, `WordHistogram`, `TextReader` (texts, by their words' vectors);
`WordTopics`, `topic_counts`, `LatentDirichlet` (topics of words, and of counts); `choose_n_clusters` (how many) and
`distinctive` (what sets a cluster apart); `load_deeplabv3` (what each pixel shows);
`save` and `load` keep any of them in a folder without pickling.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from motif.model.autoencode import (
        AdversarialAutoencoder,
        Autoencoder,
        ConditionalVariationalAutoencoder,
        PretrainedClassifier,
        VariationalAutoencoder,
        VectorQuantizedAutoencoder,
        contractive_penalty,
        conv_size,
        kl_divergence,
        pretrain,
        register_network,
        transposed_conv_size,
    )
    from motif.model.classify import NaiveBayes
    from motif.model.cluster import HDBSCAN, Agglomerative, GaussianMixture, KMeans
    from motif.model.experts import LayeredLabels, LogisticLabels, MixtureOfExperts
    from motif.model.mixture import MultinomialMixture
    from motif.model.naming import distinctive
    from motif.model.neighbours import Neighbours, find
    from motif.model.number import choose_n_clusters
    from motif.model.segment import load_deeplabv3
    from motif.model.sequence import TextConvolution, TextReader, WordHistogram
    from motif.model.store import load, save
    from motif.model.topic import LatentDirichlet, WordTopics, topic_counts

__all__ = [
    "HDBSCAN",
    "AdversarialAutoencoder",
    "Agglomerative",
    "Autoencoder",
    "ConditionalVariationalAutoencoder",
    "GaussianMixture",
    "KMeans",
    "LatentDirichlet",
    "LayeredLabels",
    "LogisticLabels",
    "MixtureOfExperts",
    "MultinomialMixture",
    "NaiveBayes",
    "Neighbours",
    "PretrainedClassifier",
    "TextConvolution",
    "TextReader",
    "VariationalAutoencoder",
    "VectorQuantizedAutoencoder",
    "WordHistogram",
    "WordTopics",
    "choose_n_clusters",
    "contractive_penalty",
    "conv_size",
    "distinctive",
    "find",
    "kl_divergence",
    "load",
    "load_deeplabv3",
    "pretrain",
    "register_network",
    "save",
    "topic_counts",
    "transposed_conv_size",
]

_LIVES_IN = {
    "AdversarialAutoencoder": "autoencode",
    "Agglomerative": "cluster",
    "Autoencoder": "autoencode",
    "ConditionalVariationalAutoencoder": "autoencode",
    "GaussianMixture": "cluster",
    "HDBSCAN": "cluster",
    "KMeans": "cluster",
    "LayeredLabels": "experts",
    "LogisticLabels": "experts",
    "MixtureOfExperts": "experts",
    "MultinomialMixture": "mixture",
    "NaiveBayes": "classify",
    "LatentDirichlet": "topic",
    "Neighbours": "neighbours",
    "PretrainedClassifier": "autoencode",
    "TextConvolution": "sequence",
    "TextReader": "sequence",
    "VariationalAutoencoder": "autoencode",
    "VectorQuantizedAutoencoder": "autoencode",
    "WordHistogram": "sequence",
    "WordTopics": "topic",
    "choose_n_clusters": "number",
    "contractive_penalty": "autoencode",
    "conv_size": "autoencode",
    "distinctive": "naming",
    "find": "neighbours",
    "kl_divergence": "autoencode",
    "load": "store",
    "load_deeplabv3": "segment",
    "pretrain": "autoencode",
    "register_network": "autoencode",
    "save": "store",
    "topic_counts": "topic",
    "transposed_conv_size": "autoencode",
}


def __getattr__(name: str) -> Any:
    if name in _LIVES_IN:
        return getattr(import_module(f"motif.model.{_LIVES_IN[name]}"), name)
    raise AttributeError(f"module 'motif.model' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
