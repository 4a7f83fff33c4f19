"""Labels from examples: each item has one class of several, or any number of labels."""

from motif.model.classify.bayes import Kind, NaiveBayes

__all__ = ["Kind", "NaiveBayes"]
