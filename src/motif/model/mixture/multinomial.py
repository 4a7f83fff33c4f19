"""A mixture for sparse counts: soft clusters of items by the words they have, over a background of common ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import numpy as np
from scipy import sparse
from scipy.special import logsumexp
from sklearn.base import BaseEstimator, DensityMixin
from sklearn.utils import ClassifierTags, Tags
from threadpoolctl import threadpool_limits

from motif.core.check import in_range, integer
from motif.core.errors import InputError
from motif.core.seed import generator
from motif.model.mixture.fuse import fuse
from motif.model.mixture.soft import Corpus, Fitted, cool, refine
from motif.represent.estimator import matrix_to_fit, matrix_to_use

if TYPE_CHECKING:
    from motif.core.seed import RandomState

__all__ = ["MultinomialMixture"]

# chosen on 18 planted corpora (10 to 60 components, 10 to 60 % background, 3 to 120 words an item): mean AMI
_RUNS_A_START = 2  # with one run .006 less
_ROUNDS_A_RUN = 10  # 15 rounds are as good and take 1.3 times as long
_ROUNDS_A_START = 10  # of refinement
_WARMER = 1.6  # refinement begins at this many times the scale of the runs: it has less to undo


class MultinomialMixture(DensityMixin, BaseEstimator):
    """Fits components of counts: each item belongs to one, with a probability; its words come from it or from all.

    A word of an item of component k is drawn from the background with one share, else from the component's own words.
    `n_init` annealed starts are no rivals: the components of all are pooled and joined, the likest first, down to
    `n_components`; then memberships, background and own words are refined together (variational Bayes), with a
    Dirichlet prior on each component's own words.

    Parameters
    ----------
    n_components :
        How many components, in [1, n_items].
    background :
        Whether words may come from a background that all components share.
    prior :
        Pseudo-counts of each column in each component, above 0.
    annealing :
        What log-likelihoods are scaled by when a start begins, in (0, 1]; 1 is plain expectation-maximisation. None
        takes 1 / sqrt(mean words of an item): the more words, the surer an item is, and the more it has to be cooled.
    n_init :
        How many starts are pooled, at least 1.
    max_iter :
        The most rounds of refinement, at least 1.
    random_state :
        Where chance comes from; None is unpredictable.

    Attributes
    ----------
    log_prob_ :
        (n_components, n_features), logarithm of the probability of each column in each component, background included.
    weights_ :
        (n_components,), share of the items, summing to 1.
    background_ :
        (n_features,), probability of each column in the background, summing to 1.
    background_share_ :
        Share of all words that are the background's, in [0, 0.9]; 0 without one.
    labels_ :
        (n_items,): the likeliest component of each item; what `predict` says of the same items.
    converged_, n_iter_ :
        Whether refinement came to rest, and after how many rounds.

    Raises
    ------
    InputError
        For more components than items, settings out of range, negative counts, and what is no finite matrix.

    Notes
    -----
    Annealing follows Ueda and Nakano 1998, the background Zhai and Lafferty 2001, variational Bayes for multinomials
    MacKay 1997. Pooling the starts is ours: on planted corpora it beats the best of as many starts by likelihood.

    Examples
    --------
    >>> model = MultinomialMixture(n_components=2, random_state=0).fit([[5, 0, 2], [4, 0, 1], [0, 6, 2], [0, 5, 1]])
    >>> model.labels_.tolist() in ([0, 0, 1, 1], [1, 1, 0, 0])
    True
    >>> model.predict_proba([[3, 0, 0]]).max() > 0.9
    np.True_
    """

    def __init__(
        self,
        n_components: int = 4,
        *,
        background: bool = True,
        prior: float = 0.1,
        annealing: float | None = None,
        n_init: int = 5,
        max_iter: int = 50,
        random_state: RandomState = None,
    ) -> None:
        self.n_components = n_components
        self.background = background
        self.prior = prior
        self.annealing = annealing
        self.n_init = n_init
        self.max_iter = max_iter
        self.random_state = random_state

    def fit(self, X: Any, y: Any = None) -> Self:  # noqa: ARG002 - scikit-learn's signature
        """Find the components; X is (n_items, n_features), counts or weights of at least 0, dense or sparse."""
        counts = _counts(self, matrix_to_fit(self, X, accept_sparse=True))
        self._check(n_items=counts.shape[0])
        with threadpool_limits(limits=1):  # threads would sum in an order that changes from run to run
            corpus = Corpus.of(counts)
            found = self._refined(corpus, self._start(corpus), max_iter=self.max_iter, n_cooling=_ROUNDS_A_START)
        self._keep(found)
        self.labels_ = self._scores(counts).argmax(axis=1)
        return self

    def fit_predict(self, X: Any, y: Any = None) -> np.ndarray:
        """Find the components and return the likeliest of each item, (n_items,)."""
        return self.fit(X, y).labels_

    def _check(self, *, n_items: int) -> None:
        n_components = integer(self.n_components, what="n_components", low=1)
        if n_components > n_items:
            raise InputError(f"n_components={n_components} asked of n_samples={n_items}; give at most one an item")
        integer(self.n_init, what="n_init", low=1)
        integer(self.max_iter, what="max_iter", low=1)
        in_range(self.prior, what="prior", low=1e-6)
        if self.annealing is not None:
            in_range(self.annealing, what="annealing", low=1e-3, high=1)

    def _start(self, corpus: Corpus) -> np.ndarray:
        """Return the membership that the starts agree on, (n_items, n_components)."""
        rng = generator(self.random_state)
        starts = [self._run(corpus, rng) for _ in range(self.n_init)]
        if self.n_init == 1:
            return starts[0]
        rounds = {"max_iter": _ROUNDS_A_START, "n_cooling": _ROUNDS_A_START}
        return self._joined(corpus, [self._refined(corpus, start, **rounds).membership for start in starts])

    def _run(self, corpus: Corpus, rng: np.random.Generator) -> np.ndarray:
        """Return the membership that some annealed runs agree on."""
        runs = []
        for _ in range(_RUNS_A_START):
            chance = rng.random((corpus.rows.shape[0], self.n_components), dtype=np.float32)
            chance /= chance.sum(axis=1, keepdims=True)
            settings = {"prior": self.prior / 2, "annealing": self._annealing(corpus), "n_rounds": _ROUNDS_A_RUN}
            runs.append(cool(corpus, chance, **settings))
        return self._joined(corpus, runs)

    def _joined(self, corpus: Corpus, memberships: list[np.ndarray]) -> np.ndarray:
        """Return one membership of several, their components joined down to `n_components`."""
        pooled = np.hstack(memberships)
        pooled /= len(memberships)
        group = fuse((corpus.columns @ pooled).T, self.n_components, prior=corpus.pull(self.prior))
        return pooled @ np.eye(self.n_components, dtype=np.float32)[group]

    def _refined(self, corpus: Corpus, membership: np.ndarray, **rounds: int) -> Fitted:
        scale = min(1.0, _WARMER * self._annealing(corpus))
        return refine(corpus, membership, prior=self.prior, background=self.background, annealing=scale, **rounds)

    def _annealing(self, corpus: Corpus) -> float:
        if self.annealing is not None:
            return self.annealing
        return min(1.0, corpus.words_an_item**-0.5)

    def _keep(self, found: Fitted) -> None:
        self.log_prob_ = np.ascontiguousarray(np.log(found.probability).T)
        self.weights_, self.background_ = found.weight, found.background
        self.background_share_ = found.background_share
        self.converged_, self.n_iter_ = found.at_rest, found.n_iter

    def predict(self, X: Any) -> np.ndarray:
        """Return the likeliest component of each item, (n_items,), in [0, n_components)."""
        return self._scores(self._rows(X)).argmax(axis=1)

    def predict_proba(self, X: Any) -> np.ndarray:
        """Return how likely each item belongs to each component, (n_items, n_components), each row summing to 1."""
        scores = self._scores(self._rows(X))
        scores -= scores.max(axis=1, keepdims=True)
        np.exp(scores, out=scores)
        return scores / scores.sum(axis=1, keepdims=True)

    def score_samples(self, X: Any) -> np.ndarray:
        """Return the log-likelihood of each item's words, (n_items,), in nats; higher is likelier."""
        return logsumexp(self._scores(self._rows(X)), axis=1)

    def score(self, X: Any, y: Any = None) -> float:  # noqa: ARG002 - scikit-learn's signature
        """Return the mean log-likelihood of an item's words, in nats; of items held out, it tells models apart."""
        return float(self.score_samples(X).mean())

    def _rows(self, X: Any) -> sparse.csr_array:
        return _counts(self, matrix_to_use(self, X, accept_sparse=True))

    def _scores(self, counts: sparse.csr_array) -> np.ndarray:
        """Return the joint log-probability of each item and component, (n_items, n_components), in float64."""
        return counts @ self.log_prob_.T + np.log(self.weights_)

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.input_tags.positive_only = True
        tags.classifier_tags = ClassifierTags()  # it is none, but scikit-learn's checks of sparse matrices ask for them
        return tags


def _counts(estimator: BaseEstimator, X: Any) -> sparse.csr_array:
    """Return counts as CSR in float64, none of them negative."""
    counts = sparse.csr_array(X, dtype=np.float64)
    if counts.nnz and counts.data.min() < 0:
        name = type(estimator).__name__
        raise InputError(f"Negative values in data passed to {name}; give counts or weights of at least 0")
    return counts
