"""Word vectors: learned from a corpus or from counts, or read from a file; words near each other mean alike.

`learn_vectors` learns from sentences, `vectors_of_counts` from which words stand together in an item's counts,
`load_vectors` reads a file; each gives `WordVectors`. `mention_vectors` is the mean of a name's vectors in sentences.
"""

from motif.represent.vector.learn import VectorMethod, learn_vectors, vectors_of_counts
from motif.represent.vector.mention import mention_vectors, pipeline_encoder
from motif.represent.vector.table import WordVectors, load_vectors
from motif.represent.vector.token import sentences

__all__ = [
    "VectorMethod",
    "WordVectors",
    "learn_vectors",
    "load_vectors",
    "mention_vectors",
    "pipeline_encoder",
    "sentences",
    "vectors_of_counts",
]
