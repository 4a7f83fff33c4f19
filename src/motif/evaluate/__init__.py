"""Arrays to numbers: metrics as pure functions, each beside what chance and what no effort would score.

Every module states its conventions first, refuses wrong arrays by `validate`, offers the metrics as functions, and ends
with one `evaluate` that returns a dict of figures. Metrics see arrays only: the judge has not met the accused.
"""

from motif.evaluate.figure import Figure, Null

__all__ = ["Figure", "Null"]
