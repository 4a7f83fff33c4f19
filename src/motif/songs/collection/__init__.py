"""Rows become a collection of songs: merged, each decision and each loss on record."""

from motif.songs.collection.build import built
from motif.songs.collection.judge import Told
from motif.songs.collection.key import RECORDING_RULES, plain_song
from motif.songs.collection.ledger import STEP, Ledger, SourceLine, ledger, tallied
from motif.songs.collection.merge import DEDUPES, Dedupe, Merged, merged
from motif.songs.collection.told import read_told

__all__ = [
    "DEDUPES",
    "RECORDING_RULES",
    "STEP",
    "Dedupe",
    "Ledger",
    "Merged",
    "SourceLine",
    "Told",
    "built",
    "ledger",
    "merged",
    "plain_song",
    "read_told",
    "tallied",
]
