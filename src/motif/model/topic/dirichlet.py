"""Topics in counts: latent Dirichlet allocation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Self, get_args

import numpy as np
from scipy import sparse
from scipy.special import gammaln, psi
from sklearn.base import BaseEstimator, ClassNamePrefixFeaturesOutMixin, TransformerMixin
from sklearn.decomposition import LatentDirichletAllocation
from sklearn.utils import Tags
from threadpoolctl import threadpool_limits

from motif.core.check import in_choices, in_range, integer
from motif.core.errors import InputError
from motif.core.seed import integer_seed
from motif.model.topic.gibbs import sampled_counts
from motif.represent.estimator import door, matrix_to_fit, matrix_to_use

if TYPE_CHECKING:
    from motif.core.seed import RandomState

__all__ = ["Engine", "LatentDirichlet"]

Engine = Literal["sklearn", "tomotopy"]
_ROUNDS = {"sklearn": 20, "tomotopy": 300}  # both near their end on 20,000 items of a dozen words
_ROWS = 2_000  # at a time: their shares of topics are laid out


class LatentDirichlet(ClassNamePrefixFeaturesOutMixin, TransformerMixin, BaseEstimator):
    """Finds topics, each a distribution over the columns, and how much of each topic every item has.

    Latent Dirichlet allocation by scikit-learn's variational batch passes, at one thread, or by tomotopy's collapsed
    Gibbs sampler, at one worker (the optional package, about three times as fast). An item's label is the topic it has
    most of: a cluster, as the paper of Bamman, O'Connor and Smith (2013) is often imitated, although the model says
    that items are mixtures.

    Parameters
    ----------
    n_components :
        How many topics, at least 1.
    engine :
        "sklearn" or "tomotopy".
    max_iter :
        Passes over the items; None is 20 for "sklearn" and 300 for "tomotopy".
    item_prior, column_prior :
        The Dirichlet priors of an item's topics and of a topic's columns, above 0; None is 1 / n_components.
    random_state :
        Where chance comes from; None is unpredictable.

    Attributes
    ----------
    components_ :
        (n_components, n_features): how much each topic counted of each column, the prior with it.
    labels_ :
        (n_items,): the topic that each item has most of; what `predict` says of the same items.
    n_iter_ :
        How many passes there were.

    Raises
    ------
    InputError
        For counts below 0, NaN, and settings out of range; for "tomotopy" also for counts that are not whole.
    MissingExtra
        For "tomotopy" where it is not installed.

    Examples
    --------
    >>> model = LatentDirichlet(2, random_state=0).fit([[9, 0, 8, 0], [8, 0, 9, 0], [0, 9, 0, 8]])
    >>> model.labels_[0] == model.labels_[1] != model.labels_[2]
    np.True_
    >>> model.predict_proba([[5, 0, 5, 0]]).max().round(2)
    np.float64(0.95)
    """

    def __init__(
        self,
        n_components: int = 8,
        *,
        engine: Engine = "sklearn",
        max_iter: int | None = None,
        item_prior: float | None = None,
        column_prior: float | None = None,
        random_state: RandomState = None,
    ) -> None:
        self.n_components = n_components
        self.engine = engine
        self.max_iter = max_iter
        self.item_prior = item_prior
        self.column_prior = column_prior
        self.random_state = random_state

    def fit(self, X: Any, y: Any = None) -> Self:  # noqa: ARG002 - scikit-learn's signature
        """Find the topics; X is (n_items, n_features): counts, dense or sparse."""
        X = _counts(matrix_to_fit(self, X, accept_sparse=True), self)
        in_choices(self.engine, get_args(Engine), what="engine")
        n_components = integer(self.n_components, what="n_components", low=1)
        max_iter = integer(_ROUNDS[self.engine] if self.max_iter is None else self.max_iter, what="max_iter", low=1)
        for name in ("item_prior", "column_prior"):
            in_range(self._prior(name), what=name, low=np.finfo(float).tiny)
        seed = integer_seed(self.random_state)
        with threadpool_limits(limits=1), door():
            if self.engine == "tomotopy":
                priors = self._prior("item_prior"), self._prior("column_prior")
                self.components_ = sampled_counts(X, n_components, *priors, n_rounds=max_iter, seed=seed)
            else:
                theirs = self._theirs(max_iter=max_iter, seed=seed).fit(X)
                self.components_ = theirs.components_
        self.n_iter_ = max_iter
        self.labels_ = self._shares(X).argmax(axis=1)
        return self

    def _prior(self, name: str) -> float:
        given = getattr(self, name)
        return 1 / self.n_components if given is None else given

    def _theirs(self, *, max_iter: int = 1, seed: int = 0) -> LatentDirichletAllocation:
        return LatentDirichletAllocation(
            self.n_components,
            doc_topic_prior=self.item_prior,
            topic_word_prior=self.column_prior,
            max_iter=max_iter,
            learning_method="batch",
            random_state=seed,
            n_jobs=1,
        )

    def _shares(self, X: Any) -> np.ndarray:
        """Fold items in with the topics as they are; scikit-learn's estimator gets what ours has learned."""
        theirs = self._theirs()
        theirs.components_ = self.components_
        theirs.exp_dirichlet_component_ = np.exp(psi(self.components_) - psi(self.components_.sum(1, keepdims=True)))
        theirs.doc_topic_prior_, theirs.random_state_ = self._prior("item_prior"), np.random.RandomState(0)
        theirs.n_features_in_ = self.components_.shape[1]
        with threadpool_limits(limits=1):
            return theirs.transform(X)

    def predict_proba(self, X: Any) -> np.ndarray:
        """Return how much of each topic every item has, (n_items, n_components), each row summing to 1."""
        return self._shares(_counts(matrix_to_use(self, X, accept_sparse=True), self))

    def transform(self, X: Any) -> np.ndarray:
        """Return how much of each topic every item has: `predict_proba`."""
        return self.predict_proba(X)

    def predict(self, X: Any) -> np.ndarray:
        """Return the topic that each item has most of, (n_items,)."""
        return self.predict_proba(X).argmax(axis=1)

    def score(self, X: Any, y: Any = None) -> float:  # noqa: ARG002 - scikit-learn's signature
        """Return a lower bound of the items' mean log-likelihood with the topics as they are, in nats an item."""
        X = sparse.csr_array(_counts(matrix_to_use(self, X, accept_sparse=True), self))
        runs = (X[start : start + _ROWS] for start in range(0, X.shape[0], _ROWS))
        return float(sum(self._bound(run) for run in runs) / X.shape[0])

    def _bound(self, X: sparse.csr_array) -> float:
        """The evidence bound of Blei, Ng and Jordan 2003, section 5.2, its topics fixed at their means."""
        prior, n_components = self._prior("item_prior"), self.n_components
        total = np.asarray(X.sum(axis=1)).ravel()[:, None] + n_components * prior
        gamma = self._shares(X) * total
        logs = psi(gamma) - psi(total)
        topics = self.components_ / self.components_.sum(axis=1, keepdims=True)
        entries = X.tocoo()
        likely = np.einsum("ij,ij->i", np.exp(logs)[entries.row], topics.T[entries.col])
        words = (entries.data * np.log(likely)).sum()
        prior_term = gammaln(n_components * prior) - n_components * gammaln(prior) + ((prior - 1) * logs).sum(axis=1)
        entropy_term = gammaln(total[:, 0]) - gammaln(gamma).sum(axis=1) + ((gamma - 1) * logs).sum(axis=1)
        return float(words + (prior_term - entropy_term).sum())

    @property
    def _n_features_out(self) -> int:
        return len(self.components_)

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.input_tags.positive_only = True
        return tags


def _counts(X: Any, estimator: BaseEstimator) -> Any:
    values = X.data if sparse.issparse(X) else X
    if values.size and values.min() < 0:
        name = type(estimator).__name__
        raise InputError(f"Negative values in data passed to {name}: the least is {values.min():g}; give counts")
    return X.astype(np.float64, copy=False)
