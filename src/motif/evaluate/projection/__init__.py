"""How much a map distorts: what of the items' neighbourhoods and distances is left when they are laid out in few axes.

Conventions
-----------
- `X` are the items as they are, (n_items, n_features), dense or sparse; `Z` is the map, (n_items, n_axes), rows in the
  same order. Distances in the map are Euclidean, those in X Euclidean or by cosine (a row of zeros is at 1 from all).
- The rank of an item from another is 1 + how many others are nearer, so what is as near as the k-th is among the k
  nearest. Where the k nearest have to be exactly k, equal distances go by position. No item is its own neighbour.
- Above `n_queries` items, the neighbours are those of a sample of items, looked for exactly among all items, and the
  distances are those between 400 sampled items.
- Chance: the items change places in the map at random (where there is a sample, among the sampled ones and among the
  rest). That keeps k / (n_items - 1) of the neighbours on average, makes trustworthiness and continuity about 0.5 and
  the correlation 0. No trivial answer is made here: give another map of the same items, such as PCA's, as `trivial`.
- Intervals are over the sampled items, X and the map held as they are.

Metrics
-------
- `neighbours_kept`: the mean share of the k nearest in the map that are among the k nearest in X; in [0, 1].
- `trustworthiness`, `continuity`: how far from the k nearest those come that the map brings near (intruders), and how
  far away the map puts those that were near (Venna and Kaski 2001); in [0, 1].
- `distance_correlation`: Spearman's correlation of all distances of the sampled items; in [-1, 1]. It sees the large
  picture, the other three the neighbourhoods.

Higher is better in all four.
"""

from motif.evaluate.projection.measure import (
    continuity,
    distance_correlation,
    evaluate,
    neighbours_kept,
    trustworthiness,
    validate,
)

__all__ = ["continuity", "distance_correlation", "evaluate", "neighbours_kept", "trustworthiness", "validate"]
