"""How many clusters there are, and how sure that is."""

from motif.model.number.choice import Candidate, NumberChoice
from motif.model.number.choose import choose_n_clusters, fewest_items
from motif.model.number.score import silhouette

__all__ = ["Candidate", "NumberChoice", "choose_n_clusters", "fewest_items", "silhouette"]
