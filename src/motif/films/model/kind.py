"""The persona models by name, all with one face: fitted to counts, `predict_proba(C)`, rows that sum to 1."""

from __future__ import annotations

from collections.abc import Sequence
from inspect import signature
from typing import TYPE_CHECKING, Any, Literal

from motif.core.check import in_choices

if TYPE_CHECKING:
    from sklearn.base import BaseEstimator

__all__ = ["KINDS", "OWN_TOPICS", "QUICK", "Kind", "fitted_model", "persona_classes"]

Kind = Literal["mixture", "lda", "dirichlet_persona", "embedding", "autoencoder"]
KINDS: tuple[Kind, ...] = ("mixture", "lda", "dirichlet_persona", "embedding", "autoencoder")
QUICK = frozenset({"mixture", "embedding"})
"""Models that fit thousands of characters in a second, so that many fits can be compared."""

OWN_TOPICS = frozenset({"dirichlet_persona"})
"""Models that put words into topics themselves."""


def fitted_model(
    kind: Kind,
    n_personas: int,
    X: Any,
    *,
    columns: Sequence[str] | None = None,
    films: Sequence[str] | None = None,
    n_starts: int | None = None,
    n_topics: int | None = None,
    of: str | None = None,
    random_state: int | None = None,
) -> Any:
    """Return a persona model fitted to counts.

    Parameters
    ----------
    kind :
        "mixture": one persona a character, words over a shared background. "lda": a mix of personas, as the program
        that this wing grew from. "dirichlet_persona": Bamman, O'Connor and Smith 2013. "embedding": vectors of words.
        "autoencoder": codes of a network.
    n_personas :
        How many.
    X :
        (n_items, n_features), counts.
    columns, films :
        (n_features,) names of the columns and (n_items,) the film of each character, for models that use them.
    n_starts, n_topics, of :
        Starts of the mixture, topics of the Dirichlet persona model, and whether X holds "words" or "vectors" for the
        embedding; None takes their own.
    random_state :
        A whole number, so that the model can be saved with it.

    Raises
    ------
    InputError
        For another kind.

    Examples
    --------
    >>> model = fitted_model("mixture", 2, [[5, 0], [4, 0], [0, 6], [0, 5]], random_state=0)
    >>> model.predict_proba([[3, 0]]).shape
    (1, 2)
    """
    in_choices(kind, KINDS, what="model")
    made: Any = persona_classes()[kind]
    own = {"mixture": ("n_init", n_starts), "dirichlet_persona": ("n_topics", n_topics), "embedding": ("of", of)}
    settings = dict([own[kind]] if kind in own else [])
    given = {name: value for name, value in settings.items() if value is not None}
    model = made(n_personas, random_state=random_state, **given)
    taken = signature(model.fit).parameters
    facts = {name: value for name, value in (("columns", columns), ("films", films)) if name in taken}
    return model.fit(X, **facts)


def persona_classes() -> dict[Kind, type[BaseEstimator]]:
    """Return the class of each kind of model, so that saved ones can be read.

    Examples
    --------
    >>> persona_classes()["mixture"].__name__
    'MultinomialMixture'
    """
    from motif.films.model.autoencoder import AutoencoderPersona
    from motif.films.model.dirichlet import DirichletPersona
    from motif.films.model.embedding import EmbeddingPersona
    from motif.model.mixture import MultinomialMixture
    from motif.model.topic import LatentDirichlet

    return {
        "mixture": MultinomialMixture,
        "lda": LatentDirichlet,
        "dirichlet_persona": DirichletPersona,
        "embedding": EmbeddingPersona,
        "autoencoder": AutoencoderPersona,
    }
