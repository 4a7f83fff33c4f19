"""How well each number of groups stands out from what has no groups, as a chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motif.view.figure import beside_chance
from motif.view.part import Chart

if TYPE_CHECKING:
    from motif.model.number import NumberChoice

__all__ = ["numbers_chart"]

_SD_OF_CHANCE = 2  # the band of chance reaches so many sd to each side of its mean


def numbers_chart(choice: NumberChoice, *, kind: str, note: str = "") -> Chart:
    """Return the silhouette of each number of groups on the band of chance; its title is what was concluded.

    Parameters
    ----------
    choice :
        What `model.number.choose_n_clusters` returned.
    kind :
        What an item is, in the singular.
    note :
        Ends the caption: how many, which seed.

    Examples
    --------
    >>> from motif.model.number import Candidate, NumberChoice
    >>> one = Candidate(3, 0.98, 0.6, 0.1, 0.7, 0.38, 0.01, 0.048)
    >>> numbers_chart(NumberChoice(3, "clear", "3 clusters, clearly", (one,), 90, 90), kind="song").title
    '3 clusters, clearly'
    """
    names = [f"{one.n_clusters} groups" for one in choice.candidates]
    values = [one.silhouette for one in choice.candidates]
    bands = [
        (one.silhouette_chance - reach, one.silhouette_chance + reach)
        for one in choice.candidates
        for reach in [_SD_OF_CHANCE * one.silhouette_chance_sd]
    ]
    told = [f"{name} {value:.2f}" for name, value in zip(names, values, strict=True)]
    chosen = [one.n_clusters for one in choice.candidates].index(choice.n_clusters)
    return Chart(
        beside_chance(names, values, bands, chosen=chosen, unit="mean silhouette"),
        f"Mean silhouette of k-means with each number of groups, of {choice.n_sampled:,} {kind}s, on the band that "
        f"clouds without groups score (mean \u00b1 {_SD_OF_CHANCE} sd). A number that stands out says that there are "
        f"lumps, not what they mean. {note}".strip(),
        alt=f"Silhouette by number of groups: {', '.join(told)}",
        title=choice.words[:1].upper() + choice.words[1:],
    )
