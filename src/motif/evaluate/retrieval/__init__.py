"""Whether what is found is what was looked for: lists of items, best first, judged by shared labels.

Conventions
-----------
- Each query is an item, and has a list of other items, best first, as positions; -1 says that the list ends there. Make
  lists from distances with `ranked_by`.
- An item is relevant to another when they share a label. `labels` has one label for each item, or a list or set of
  labels ("cells": the genres of a song). An item without a label (None, NaN, empty) is nobody's answer known: it is not
  asked, and struck out of the lists.
- Candidates of a query are all labelled items but itself and, with `groups`, but those of its own group: songs of the
  same artist resemble each other for reasons that nobody asks about. Those are struck out, and the places move up. A
  list that then holds fewer than k items is refused, unless it ended by -1: the places that it leaves are misses.
- A query without any relevant candidate cannot be answered and is left out; `n` counts the queries that remain.
- Chance without `groups` (null "permuted_places"): the items change places at random and find the lists of where they
  come to stand, so that what stands in many lists goes on standing in many.
- Chance with `groups` (null "permuted_groups"): songs of an artist share their genre and resemble each other, so single
  songs at random would make chance look too poor. Whole groups change places, with groups of at most 1.5 times their
  size; one that has none of near size keeps its place, and its items change theirs. What is no candidate where it
  comes to stand gives way to what stands in other lists. In nine planted cases of pure chance (300 samples each; 3 to
  60 groups, equal or very unequal, alike in full, by half or not at all) p was at most 0.1 in 9 to 13 % of the samples;
  with single songs at random it was in 46 % of 120 samples, for 30 groups of 8 that are alike.
- What chance gives on average is also known in closed form: `expected_by_chance`. It is the mean of the null, but for
  large groups that have other labels than small ones.
- Trivial answer: the same list for all queries, the commonest items first. Where items have several labels, that is
  those with the most labels, and it can be hard to beat.
- Intervals are over queries; with `groups`, over whole groups.

Metrics, all in [0, 1], higher is better, a mean over queries
-------------------------------------------------------------
With R relevant ones of N candidates, and k no more than N:

- `precision`: the share of the first k that is relevant. By chance R / N.
- `recall`: the share of the relevant ones that are among the first k. By chance k / N.
- `hit_rate`: whether any of the first k is relevant. By chance 1 - C(N - R, k) / C(N, k).
- `mean_average_precision`: the precision at the place of each relevant one of the first k, added up, over min(R, k).
- `ndcg`: each relevant one counts 1 / log2(place + 1), over what the best list would have (Jarvelin and Kekalainen
  2002, gains 0 and 1).
"""

from motif.evaluate.retrieval.asked import validate
from motif.evaluate.retrieval.measure import (
    evaluate,
    expected_by_chance,
    hit_rate,
    mean_average_precision,
    ndcg,
    precision,
    recall,
)
from motif.evaluate.retrieval.ranking import ranked_by

__all__ = [
    "evaluate",
    "expected_by_chance",
    "hit_rate",
    "mean_average_precision",
    "ndcg",
    "precision",
    "ranked_by",
    "recall",
    "validate",
]
