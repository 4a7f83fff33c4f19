"""Agreement of a grouping with what is known of the same items.

Conventions
-----------
- Two labellings, one label for each item, in the same order: whole numbers, text or truth values; no missing ones.
  The names of the labels play no part. `gold` is what is known, `labels` what is judged.
- What is judged comes first, what is known second, here as in all rooms. scikit-learn's `labels_true, labels_pred` is
  the other way round: `homogeneity(labels, gold)` is its `homogeneity_score(gold, labels)`.
- B-cubed and the pairwise AUC also take several gold labels an item; `compare` joins two files' rows by id and gives
  each metric the gold it can use.
- Entropies use natural logarithms inside; the variation of information is given in bits.
- Chance: the labels dealt out to the items at random, cluster sizes kept. Trivial answers: all items in one cluster,
  every item alone. One of the two often beats a published number when the metric is not corrected for chance.
- With `groups` (`compare`), labels go from group to group, whole, as in `motif.evaluate.retrieval` (null
  "permuted_groups"): where characters of one film share labels and clusters for the film's sake, single ones at random
  make chance look too poor. Intervals are then over groups.
- Intervals are over items (see `motif.evaluate.null`), the two labellings held as they are: they say nothing about
  another run of the algorithm.

Metrics
-------
- `vi_bits`, `nvi`: variation of information, and as a share of the joint entropy; 0 is the same partition. Lower is
  better. The first depends on the numbers and sizes of clusters and on n, so it is never compared without its null.
- `ami`, `ari`: adjusted mutual information, adjusted Rand index; 1 is the same partition, 0 what chance scores.
- `homogeneity`, `completeness`, `v_measure`, `purity`: in [0, 1], higher is better, none corrected for chance.
- `bcubed`: precision, recall and F1, in [0, 1]; `pairwise_auc`: 0.5 by chance, for one cluster and for singletons.

Symmetric: `vi_bits`, `nvi`, `ami`, `ari`, `v_measure`. Swapping the sides swaps homogeneity and completeness, and
B-cubed precision and recall (where items have one gold label).
"""

from motif.evaluate.clustering.compare import Comparison, compare
from motif.evaluate.clustering.judge import evaluate
from motif.evaluate.clustering.label import validate
from motif.evaluate.clustering.metric import (
    BCubed,
    ami,
    ari,
    bcubed,
    completeness,
    homogeneity,
    nvi,
    pairwise_auc,
    purity,
    v_measure,
    vi_bits,
)

__all__ = [
    "BCubed",
    "Comparison",
    "ami",
    "ari",
    "bcubed",
    "compare",
    "completeness",
    "evaluate",
    "homogeneity",
    "nvi",
    "pairwise_auc",
    "purity",
    "v_measure",
    "validate",
    "vi_bits",
]
