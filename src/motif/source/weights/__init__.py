"""Model files that come inside packages: named in a manifest, found or fetched, checked before use, never executed."""

from motif.source.weights.fetch import adopt
from motif.source.weights.find import Place, locate, resolve
from motif.source.weights.folder import content_digest
from motif.source.weights.foreign import convert_checkpoint
from motif.source.weights.manifest import MANIFEST, Weights, entry

__all__ = [
    "MANIFEST",
    "Place",
    "Weights",
    "adopt",
    "content_digest",
    "convert_checkpoint",
    "entry",
    "locate",
    "resolve",
]
