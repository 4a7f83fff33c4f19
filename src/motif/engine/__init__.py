"""Where work runs: local processes by default; shards, resume, per-item failures, bounded memory, clean interrupt."""

from motif.engine.run import Interrupted, Summary, map_items
from motif.engine.shard import Backend, Outcome, Shard
from motif.engine.sink import MemorySink, Sink

__all__ = ["Backend", "Interrupted", "MemorySink", "Outcome", "Shard", "Sink", "Summary", "map_items"]
