"""Synthetic videos: labels, sights, sounds and words drawn from a world whose rules are all known.

Nothing in it was filmed. What is fitted on real data is how frequent labels are and how they go together
(`labels.json`, written by `docs/synthetic_labels.py`); the rest is chosen, and said in `world`.
"""
