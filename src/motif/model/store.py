"""Saving estimators: a folder with `params.json` and arrays in safetensors, read back without unpickling anything.

The format is `motif.model.saved`; here is the register of Motif's own classes. Networks are imported only when a save
holds one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from sklearn.base import BaseEstimator

from motif.model import saved
from motif.model.classify import NaiveBayes
from motif.model.cluster import HDBSCAN, Agglomerative, GaussianMixture, KMeans
from motif.model.mixture import MultinomialMixture
from motif.model.neighbours import Neighbours
from motif.model.saved import FORMAT
from motif.model.steady import SteadyKMeans
from motif.model.topic import LatentDirichlet, WordTopics
from motif.represent.fuse import Fusion
from motif.represent.project import PCA, UMAP, NeighbourMap
from motif.represent.scale import Circular, Log, Logit, RankGauss, Rescaler

__all__ = ["FORMAT", "load", "save"]

_CLASSES: tuple[type[BaseEstimator], ...] = (
    Agglomerative,
    Circular,
    Fusion,
    GaussianMixture,
    HDBSCAN,
    KMeans,
    LatentDirichlet,
    Log,
    Logit,
    MultinomialMixture,
    NaiveBayes,
    NeighbourMap,
    Neighbours,
    PCA,
    RankGauss,
    Rescaler,
    SteadyKMeans,
    UMAP,
    WordTopics,
)
_NETWORKS = {  # class -> the room that it lives in; imported only when a save holds one
    "AdversarialAutoencoder": "autoencode",
    "Autoencoder": "autoencode",
    "ConditionalVariationalAutoencoder": "autoencode",
    "LayeredLabels": "experts",
    "LogisticLabels": "experts",
    "MixtureOfExperts": "experts",
    "PretrainedClassifier": "autoencode",
    "TextConvolution": "sequence",
    "TextReader": "sequence",
    "VariationalAutoencoder": "autoencode",
    "VectorQuantizedAutoencoder": "autoencode",
    "WordHistogram": "sequence",
}


def save(estimator: BaseEstimator, folder: str | Path) -> None:
    """Write a fitted estimator to a folder, replacing the estimator that was saved there.

    What is kept: the parameters and the learned attributes, whose names end in `_`: arrays, numbers, text, None, and
    lists, tuples and dicts of these. Predictions after `load` are equal bit for bit on the same machine.

    Parameters
    ----------
    estimator :
        A fitted estimator whose class Motif knows, or is told of when loading.
    folder :
        Made where missing; gets `params.json` and an array file, nothing else in it is touched.

    Raises
    ------
    NotFitted
        When there is nothing learned to save.
    InputError
        When a value cannot be kept without pickling; it is named.
    DataError
        When the folder holds a `params.json` that is no whole save, which is left as it is.
    SourceError
        When the folder cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> model = KMeans(n_clusters=2, random_state=0).fit([[0.0], [1.0], [10.0]])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save(model, folder)
    ...     load(folder).predict([[9.0]]) == model.predict([[9.0]])
    array([ True])
    """
    saved.write(estimator, folder)


def load(folder: str | Path, *, classes: Iterable[type[BaseEstimator]] = ()) -> Any:
    """Return the estimator that a folder holds, fitted as it was saved.

    Only classes that Motif knows, or that `classes` names, are built; nothing is unpickled or imported by name.

    Parameters
    ----------
    folder :
        As `save` wrote it.
    classes :
        Estimator classes from outside Motif's shared rooms that may be built.

    Raises
    ------
    SourceError
        When the folder holds no save, or it cannot be read.
    DataError
        When the save is damaged, of an unknown class, or of a newer format (the Motif it needs is named).

    Examples
    --------
    >>> load("nothing-here")
    Traceback (most recent call last):
        ...
    motif.core.errors.SourceError: 'nothing-here' holds no saved estimator: 'params.json' is missing
    """
    known: dict[str, Callable[[], type[BaseEstimator]]] = {name: partial(_network, name) for name in _NETWORKS}
    known |= {cls.__name__: partial(_given, cls) for cls in (*classes, *_CLASSES)}
    return saved.read(folder, known)


def _given(cls: type[BaseEstimator]) -> type[BaseEstimator]:
    return cls


def _network(name: str) -> type[BaseEstimator]:
    if _NETWORKS[name] == "experts":
        from motif.model import experts

        return getattr(experts, name)
    if _NETWORKS[name] == "sequence":
        from motif.model import sequence

        return getattr(sequence, name)
    from motif.model import autoencode

    return getattr(autoencode, name)
