"""Word vectors in files: the text and binary forms of word2vec, GloVe's text, and an array beside a list of words."""

from motif.source.vector.read import read_vectors

__all__ = ["read_vectors"]
