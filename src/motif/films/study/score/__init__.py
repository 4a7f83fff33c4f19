"""`score`: personas against tropes or names that others gave to the same characters, each figure on its null."""

from motif.films.study.score.grid import seed_grid
from motif.films.study.score.judge import score
from motif.films.study.score.result import Gold, GridRow, Score

__all__ = ["Gold", "GridRow", "Score", "score", "seed_grid"]
