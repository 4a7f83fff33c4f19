"""The studies of the latent wing: one function for each verb, and the records that they return."""

from motif.latent.study.atlas import demo, map, with_map
from motif.latent.study.found import CodeMap, Region, Restored

__all__ = ["CodeMap", "Region", "Restored", "demo", "map", "with_map"]
