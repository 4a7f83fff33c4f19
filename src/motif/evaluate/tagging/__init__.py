"""Several labels for each item, predicted as a score for every class: how good the ranking is.

Conventions
-----------
- `scores` (n_items, n_classes), finite, higher is surer. `labels` of the same items: an array or a sparse matrix of
  zeros and ones, or a list of class numbers for each item.
- Equal scores of one item stand in one fixed shuffled order of the classes, which decides the best one and the best 20;
  by class number they would favour the common classes wherever a vocabulary is sorted by frequency. Equal scores of
  different items count as the mean over all their orders (GAP, mAP of the top 20) or as one threshold (mAP over all
  scores, as scikit-learn counts). The order of the items, and how they are cut into batches, plays no part.
- Chance: the items' sets of labels dealt out to the items at random, so that common classes and labels that go together
  stay as they are. Trivial answer: every class's popularity as its score for every item.
- Intervals are over items (see `motif.evaluate.null`), the scores held as they are.

Metrics
-------
- `gap`: global average precision of the 20 best of each item, in [0, 1]. All are higher is better.
- `hit_at_one`: share of the items whose best class is right; an item without labels counts as 0.
- `perr`: precision among as many best classes as the item has labels; an item without labels counts as 0.
- `map_full`: mean over the classes that have a label of the average precision over all items.
- `map_top20`: the same over what is among an item's 20 best; other labels count as missed. The YouTube-8M programs
  print this one, and it lies below `map_full` where right classes fall behind the 20 best.
"""

from __future__ import annotations

from motif.evaluate.tagging.figures import EmptyClasses, evaluate
from motif.evaluate.tagging.given import validate
from motif.evaluate.tagging.metric import (
    global_average_precision,
    hit_at_one,
    mean_average_precision,
    precision_at_equal_recall,
)
from motif.evaluate.tagging.stream import TaggingScores

__all__ = [
    "EmptyClasses",
    "TaggingScores",
    "evaluate",
    "global_average_precision",
    "hit_at_one",
    "mean_average_precision",
    "precision_at_equal_recall",
    "validate",
]
