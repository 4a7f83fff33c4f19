"""Scaling: matrices brought into the shape in which their distances mean something.

`Rescaler` (to one size, without changing a column's shape), `RankGauss` (any shape to a bell), `Log` (counts, amounts),
`Logit` (shares), `Circular` (keys, hours, angles); `local_scaling` for distances between items.
"""

from motif.represent.scale.circular import Circular
from motif.represent.scale.curve import Log, Logit
from motif.represent.scale.local import hubness, local_scales, local_scaling
from motif.represent.scale.rank import RankGauss
from motif.represent.scale.rescale import Rescaler, RescalerKind

__all__ = [
    "Circular",
    "Log",
    "Logit",
    "RankGauss",
    "Rescaler",
    "RescalerKind",
    "hubness",
    "local_scales",
    "local_scaling",
]
