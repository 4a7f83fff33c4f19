"""The two ResNets that DeepLabV3 is published with."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, TypeAlias

__all__ = ["BLOCKS", "Backbone"]

Backbone: TypeAlias = Literal["resnet101", "resnet50"]
BLOCKS: Mapping[Backbone, tuple[int, int, int, int]] = MappingProxyType(
    {"resnet101": (3, 4, 23, 3), "resnet50": (3, 4, 6, 3)}
)  # bottlenecks in each stage (He et al. 2016, table 1)
