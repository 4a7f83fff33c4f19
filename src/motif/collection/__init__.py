"""Values become a Collection: items with ids, aligned blocks, a ledger of drops; store, query, merge, split."""

from motif.collection.base import Collection, read
from motif.collection.build import dense, ragged, sparse
from motif.collection.sink import CollectionSink, Row

__all__ = ["Collection", "CollectionSink", "Row", "dense", "ragged", "read", "sparse"]
