"""What `score` returns: who was scored, the figures, published values beside chance, and the seed's grid."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from motif.core.record import RunRecord
    from motif.evaluate.figure import Figure
    from motif.films.evaluate.published import ChanceVI, Claim
    from motif.films.source.gold import GoldKind

__all__ = ["Gold", "GridRow", "Score"]


@dataclass(frozen=True, eq=False)
class Gold:
    """What others know of the characters of a collection.

    Parameters
    ----------
    kind :
        "tropes" or "names".
    rows :
        (n_found,): positions of characters, ascending.
    labels :
        (n_found,): the tropes or names of each, at least one.
    sizes :
        Rows of each trope or name in the whole source.
    n_rows, n_here, n_ambiguous :
        Rows of the source; those of films or ids that are here; those that fit several characters.
    by_rule :
        "id", "name", "part" -> rows found by it; "carried" where the collection had them already.
    chance :
        Which share of the rows would be found by name in another film; None where that is not known.

    Examples
    --------
    >>> Gold("tropes", (3,), (("spy", "fool"),), (1, 1), 2, 2, 0, {"id": 2}, None).n_found
    2
    """

    kind: GoldKind
    rows: tuple[int, ...]
    labels: tuple[tuple[str, ...], ...]
    sizes: tuple[int, ...]
    n_rows: int
    n_here: int
    n_ambiguous: int
    by_rule: Mapping[str, int]
    chance: float | None

    @property
    def n_found(self) -> int:
        """Rows whose character is here: one for each character and label."""
        return sum(map(len, self.labels))

    def as_dict(self) -> dict[str, Any]:
        """Return the counts as plain JSON values."""
        return {
            "kind": self.kind, "n_rows": self.n_rows, "n_labels": len(self.sizes), "n_here": self.n_here,
            "n_found": self.n_found, "n_characters": len(self.rows), "n_ambiguous": self.n_ambiguous,
            "n_repeated": sum(len(held) > 1 for held in self.labels), "by_rule": dict(self.by_rule),
            "chance": self.chance,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class GridRow:
    """One setting of the seed's grid, fitted to all characters and scored on those with gold labels.

    Parameters
    ----------
    method :
        "lda", "kmeans", "embedding" or "mixture".
    n_topics :
        Topics that the words were put into; None where the model saw words, or vectors.
    n_personas :
        Asked for.
    n :
        Rows: a row for each character and label.
    n_clusters, n_singletons :
        Clusters among the scored characters, and those of one character.
    vi_bits, vi_chance, vi_chance_sd :
        Variation of information, and of the same clusters dealt out anew.
    vi_alone :
        Every row alone.
    ami, ami_chance_sd, p :
        Adjusted mutual information, the sd of chance (whose mean is 0), and the share of chance that is as good.
    cpu_s :
        Processor time of the fit.

    Examples
    --------
    >>> GridRow("lda", 25, 25, 58, 20, 5, 3.1, 3.0, 0.1, 2.3, 0.01, 0.05, 0.4, 0.7).method
    'lda'
    """

    method: str
    n_topics: int | None
    n_personas: int
    n: int
    n_clusters: int
    n_singletons: int
    vi_bits: float
    vi_chance: float
    vi_chance_sd: float
    vi_alone: float
    ami: float
    ami_chance_sd: float
    p: float
    cpu_s: float


@dataclass(frozen=True, eq=False)
class Score:
    """What `score` found.

    Parameters
    ----------
    gold :
        Who has gold labels.
    n_scored, n_unassigned, n_without :
        Characters with a gold label that have a persona; that are unassigned; and whose persona nobody asked.
    n_personas, n_rows, n_labels :
        Personas, rows and gold labels among those scored.
    figures :
        See `films.evaluate.gold`.
    random :
        What random labels score at this size: as many rows and personas.
    claims :
        Published values beside chance at their own sizes; empty for other tropes than the published ones.
    words :
        What the figures say.
    grid, skipped :
        The seed's grid, where it was asked for, and the settings that were too large for the collection.
    record :
        How it was made.

    Examples
    --------
    >>> from inspect import signature
    >>> [*signature(Score).parameters][:2]
    ['gold', 'n_scored']
    """

    gold: Gold
    n_scored: int
    n_unassigned: int
    n_without: int
    n_personas: int
    n_rows: int
    n_labels: int
    figures: Mapping[str, Figure]
    random: ChanceVI
    claims: Sequence[Claim]
    words: str
    record: RunRecord
    grid: Sequence[GridRow] = ()
    skipped: Sequence[str] = field(default=())

    def as_dict(self) -> dict[str, Any]:
        """Return the score as plain JSON values."""
        counts = ("n_scored", "n_unassigned", "n_without", "n_personas", "n_rows", "n_labels", "words")
        return {
            "gold": self.gold.as_dict(),
            **{name: getattr(self, name) for name in counts},
            "figures": {key: figure.as_dict() for key, figure in self.figures.items()},
            "random": asdict(self.random),
            "published": [claim.as_dict() for claim in self.claims],
            "grid": [_finite(asdict(row)) for row in self.grid],
            "skipped": list(self.skipped),
            "record": self.record.as_dict(),
        }


def _finite(row: dict[str, Any]) -> dict[str, Any]:
    return {key: None if isinstance(value, float) and not math.isfinite(value) else value for key, value in row.items()}
