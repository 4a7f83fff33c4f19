"""The parts of a page about personas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motif.films.view.persona.tile import card_of
from motif.view.atlas import scatter_map
from motif.view.card import Cards
from motif.view.figure import bars, beside_chance
from motif.view.part import Chart, Part, Strips, Table

if TYPE_CHECKING:
    from motif.films.study.personas import Persona, Personas
    from motif.films.study.personas.layout import Layout

__all__ = ["basis", "by_size", "persona_cards", "persona_map", "persona_parts", "persona_stability"]

_N_CARDS, _MOST_ROWS, _MOST_STABLE = 12, 100, 30
_MOST_DOTS = 4000
_N_TYPICAL = 3
_WHY = {
    "assigned": "with a persona",
    "few_words": "too few words",
    "unknown_words": "only unknown words",
    "unsure": "no persona likely enough",
}
_READ = (
    "A name is made of the words that tell a persona apart: what it does, in brackets what is done to it, then what it "
    "is and has."
)


def basis(found: Personas) -> str:
    """Return what a caption ends with: how many characters, which seed."""
    n = found.placed.counts["assigned"]
    return f"n\u00a0=\u00a0{n:,} characters, seed\u00a0{found.record.seed}."


def by_size(found: Personas) -> list[Persona]:
    """Return the personas, the largest first."""
    return sorted(found.personas, key=lambda one: (-one.n_characters, one.number))


def persona_parts(found: Personas, layout: Layout | None = None) -> tuple[Part, ...]:
    """Return all parts: the atlas, the cards, all personas in a table, how many, how stable, who has none.

    Parameters
    ----------
    found :
        What `personas` or `apply` returned, or `opened` read.
    layout :
        What `lay_out` returned; None draws no map.

    Examples
    --------
    >>> from inspect import signature
    >>> [*signature(persona_parts).parameters]
    ['found', 'layout']
    """
    parts: list[Part] = [] if layout is None else [persona_map(found, layout)]
    parts.append(persona_cards(found))
    parts += _others(found)
    parts += _number(found)
    parts += persona_stability(found)
    if layout is not None and layout.figures:
        parts.append(_trusted(found, layout))
    parts.append(_without(found))
    return tuple(parts)


def persona_map(found: Personas, layout: Layout) -> Chart:
    """Return the atlas: characters as dots, personas as named regions."""
    names = [found.name_of.get(number, "") for number in range(max([*found.name_of, 0]) + 1)]
    step = -(-len(layout.rows) // _MOST_DOTS) or 1
    drawn = slice(None, None, step)
    svg = scatter_map(layout.places[drawn], layout.labels[drawn], names, titles=layout.titles[drawn])
    n_drawn = len(layout.labels[drawn])
    which = f"All {n_drawn:,} characters" if step == 1 else f"{n_drawn:,} of {len(layout.rows):,} characters"
    biggest = by_size(found)[0]
    return Chart(
        svg,
        f"{which} of whom enough is said, as dots: who has words of the same personas lies near. Outlines hold the "
        "half of a persona that is nearest to its middle; grey dots belong to smaller personas, or to none. Rest the "
        f"pointer on a dot to see who it is. How far apart distant ones lie says little. {_READ} {basis(found)}",
        alt=f"Map of {len(layout.rows):,} characters in {len(found.personas)} personas: "
        + "; ".join(one.name for one in by_size(found)[:8]),
        title=f"{len(found.personas)} personas; the largest, “{biggest.name}”, has {biggest.n_characters:,} characters",
    )


def persona_cards(found: Personas) -> Cards:
    """Return the largest personas as cards: name, typical characters, words by role, how far it is found again."""
    shown = [one for one in by_size(found) if one.n_characters][:_N_CARDS] or by_size(found)[:1]
    films = max(shown, key=lambda one: one.n_films)
    return Cards(
        tuple(card_of(one, rank) for rank, one in enumerate(shown)),
        "The largest personas with their most typical characters, of different films where there are: tiles bear "
        "initials and the film, as no portraits exist. Words are the most telling of each role (relevance, Sievert and "
        "Shirley 2014). Found again: the share of its characters that the matching persona of a refit to films drawn "
        f"anew has too (Jaccard index), beside that of labels dealt out at random. {_READ} {basis(found)}",
        title=f"“{films.name}” is in most films: {films.n_films:,}",
    )


def _others(found: Personas) -> list[Part]:
    """Return the personas that have no card; nothing where all have one."""
    shown = [one for one in by_size(found) if one.n_characters][_N_CARDS:]
    if not shown:
        return []
    rows = tuple(
        (
            one.label,
            one.name,
            one.n_characters,
            one.n_films,
            None if one.stability is None else round(one.stability, 2),
            None if one.stability_chance is None else round(one.stability_chance, 2),
            " · ".join(f"{who.name}, {who.film_title}" for who in one.typical[:_N_TYPICAL]),
        )
        for one in shown[:_MOST_ROWS]
    )
    n_more = len(shown) - len(rows)
    more = f" {n_more:,} more are in the collection's table `personas`." if n_more else ""
    return [
        Table(
            ("persona", "name", "characters", "films", "found again", "chance", "typical characters"),
            rows,
            f"The other personas, the largest first.{more} {basis(found)}",
            title=f"{len(shown)} more personas have {rows[0][2]:,} characters or fewer",
        )
    ]


def _number(found: Personas) -> list[Part]:
    """Return how the number was chosen; nothing where it was given."""
    choice = found.choice
    if choice is None or not choice.tried:
        return []
    gains = [one.held_out - choice.one_persona for one in choice.tried]
    names = [
        f"{one.n_personas} personas{', chosen' if one.n_personas == choice.n_personas else ''}" for one in choice.tried
    ]
    told = ", ".join(f"{name} {gain:.3f}" for name, gain in zip(names, gains, strict=True))
    again = ", ".join(f"{one.n_personas}: {one.stability:.2f}" for one in choice.tried)
    return [
        Chart(
            bars(names, gains, unit="nats", in_order=True),
            "What a word of characters in held-out films is better foretold by personas than by one persona alone "
            f"(which is zero), in nats a word. How far models that share half of their films agree, AMI: {again}; "
            f"chance has 0. That words are foretold does not say that the personas mean anything. {basis(found)}",
            alt=f"Gain on held-out words: {told}",
            title=choice.words[:1].upper() + choice.words[1:],
        )
    ]


def persona_stability(found: Personas) -> list[Part]:
    """Return how far the personas are found again in films drawn anew; nothing where that was not measured."""
    parts: list[Part] = []
    figure = found.figures.get("stability")
    if figure is not None:
        parts.append(
            Strips(
                (figure,),
                "Adjusted mutual information of the personas with those of refits to films drawn anew (with "
                f"replacement, another seed), mean; chance: labels dealt out at random. {basis(found)}",
                title=_stable_finding(figure.value),
            )
        )
    measured = [one for one in found.personas if one.stability is not None and one.n_characters]
    if not measured:
        return parts
    shown = sorted(measured, key=lambda one: -(one.stability or 0))[:_MOST_STABLE]
    values = [one.stability or 0.0 for one in shown]
    bands = [(0.0, one.stability_chance or 0.0) for one in shown]
    kept = sum(value >= 0.5 for value in values)
    told = ", ".join(f"{one.label} {value:.2f}" for one, value in zip(shown, values, strict=True))
    parts.append(
        Chart(
            beside_chance([f"{one.label} {one.name}" for one in shown], values, bands, unit="Jaccard index, mean"),
            "How much of each persona comes back in a refit to films drawn anew: characters that both have, for each "
            f"that either has; the band is what labels dealt out at random share. The {len(shown)} most stable of "
            f"{len(measured)}. Below a half, most of its characters are others each time. {basis(found)}",
            alt=f"Stability of personas: {told}",
            title=f"{_count(kept)} of {len(measured)} personas keep{'s' if kept == 1 else ''} most of their characters",
        )
    )
    return parts


def _count(n: int) -> str:
    return "None" if n == 0 else str(n)


def _stable_finding(value: float) -> str:
    if value >= 0.75:
        return f"Films drawn anew lead to nearly the same personas: AMI {value:.2f}"
    if value >= 0.4:
        return f"Films drawn anew lead to partly the same personas: AMI {value:.2f}"
    return f"Films drawn anew lead to other personas: AMI {value:.2f}, so that each is one cut of many"


def _trusted(found: Personas, layout: Layout) -> Strips:
    figures = tuple(layout.figures.values())
    return Strips(
        figures,
        "How far the map keeps who is near whom, beside a map of the two directions of most variance; chance: the "
        f"characters change places. {basis(found)}",
        title=f"{100 * figures[0].value:.0f}\u00a0% of a character's nearest are nearest to it on the map",
    )


def _without(found: Personas) -> Chart:
    counts = found.placed.counts
    names, values = [], []
    for word, text in _WHY.items():
        if counts[word]:
            names.append(text)
            values.append(counts[word])
    total = sum(counts.values())
    share = 100 * counts["assigned"] / max(total, 1)
    return Chart(
        bars(names, values),
        f"What became of the {total:,} characters. Asked of the model are those of whom at least "
        f"{found.frame.min_words} role words are said; assigned are those with a membership above "
        f"{found.frame.min_probability:g}. {found.n_unknown:,} of {found.n_known + found.n_unknown:,} words are not "
        "known to the model.",
        alt="; ".join(f"{name} {value:,}" for name, value in zip(names, values, strict=True)),
        title=f"{share:.0f}\u00a0% of the characters have a persona: {counts['assigned']:,} of {total:,}",
    )
