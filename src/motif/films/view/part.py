"""The parts of a page about films or characters: counts, casts, words by role, and what was left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motif.view.figure import bars, beside_chance
from motif.view.part import Chart, Part, Prose, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from motif.films.study.card import Card
    from motif.films.study.show import Cast, Shown

__all__ = ["ROLE_WORDS", "basis", "cast_parts", "counted", "film_table", "lead", "left_out", "role_words", "said"]

ROLE_WORDS = {"agent": "does", "patient": "undergoes", "attribute": "is", "possession": "has"}
"""What the roles are called on a page."""

_TITLES = {
    "decades": "The {name} have most films: {count:,} of {total:,}",
    "genres": "{name} is the commonest genre: {count:,} of {total:,} films",
    "languages": "{name} is the commonest language: {count:,} of {total:,} films",
    "countries": "{name} is the commonest country: {count:,} of {total:,} films",
    "lengths": "Most plots have {name} words: {count:,} of {total:,}",
}
_CAPTIONS = {
    "decades": "How many films are of each decade, as far as their year is known.",
    "genres": "How many films have each of the commonest genres; a film may have several.",
    "languages": "How many films have each of the commonest languages; a film may have several.",
    "countries": "How many films have each of the commonest countries; a film may have several.",
    "lengths": "How many films have a plot of so many words.",
}
_SCALES = ("decades", "lengths")
_MOST_ROWS = 200


def basis(shown: Shown) -> str:
    """Return what a caption ends with: how many."""
    what = "characters" if shown.kind == "character" else "films"
    return f"n\u00a0=\u00a0{shown.facts[what]:,} {what}."


def counted(shown: Shown, name: str) -> list[Part]:
    """Return one count of films as bars; nothing where nothing was counted.

    Parameters
    ----------
    shown :
        Films.
    name :
        "decades", "genres", "languages", "countries" or "lengths".
    """
    counts = shown.counts.get(name)
    if not counts:
        return []
    total = shown.facts["with_plot" if name == "lengths" else "films"]
    top = max(counts, key=lambda one: counts[one])
    svg = bars([*counts], [*counts.values()], in_order=name in _SCALES)
    told = ", ".join(f"{one} {count:,}" for one, count in counts.items())
    title = _TITLES[name].format(name=top, count=counts[top], total=total)
    return [Chart(svg, f"{_CAPTIONS[name]} {basis(shown)}", alt=f"Films by {name}: {told}", title=_upper(title))]


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def film_table(shown: Shown) -> Part:
    """Return the films one by one."""
    if not shown.films:
        return Prose("There are no films here.")
    columns: dict[str, list[object]] = {
        "title": [one.title or one.id for one in shown.films],
        "year": [one.year if one.year is None else str(one.year) for one in shown.films],
        "genres": [", ".join(one.genres) for one in shown.films],
        "words": [one.n_words for one in shown.films],
        "in the cast": [one.n_cast or None for one in shown.films],
    }
    known = {name: cells[:_MOST_ROWS] for name, cells in columns.items() if any(cells)}
    rows = tuple(zip(*known.values(), strict=True))
    n_more = shown.facts["films"] - len(rows)
    more = f" {n_more:,} more are in the collection." if n_more else ""
    longest = max(shown.films, key=lambda one: one.n_words or 0)
    title = f"{longest.title or longest.id} has the longest plot of these: {longest.n_words or 0:,} words"
    return Table(
        tuple(known),
        rows,
        f"Films in the order of the collection; words of the plot, and how many of the cast are known.{more}",
        title=title,
    )


def lead(shown: Shown) -> list[Part]:
    """Return how far films are told through a few characters; nothing where mentions were not counted."""
    if not shown.figures:
        return []
    names = [figure.name for figure in shown.figures]
    shares = [figure.value for figure in shown.figures]
    bands = [(null.low, null.high) for figure in shown.figures if (null := figure.null) is not None]
    first = shown.figures[0]
    chance = 100 * first.null.mean if first.null is not None else float("nan")
    told = ", ".join(f"{name} {share:.2f}" for name, share in zip(names, shares, strict=True))
    return [
        Chart(
            beside_chance(names, shares, bands, chosen=0, unit="share of the mentions"),
            "Which share of a film's mentions its most mentioned characters have, mean over "
            f"{first.n:,} films in which two or more are mentioned. Chance: as many mentions fall on the film's "
            f"characters at random, in 90\u00a0% of {first.null.n if first.null else 0} draws. {basis(shown)}",
            alt=f"Shares of the mentions: {told}",
            title=f"The most mentioned character of a film has {100 * shares[0]:.0f}\u00a0% of its mentions; by chance "
            f"it would have {chance:.0f}\u00a0%",
        )
    ]


def role_words(shown: Shown) -> list[Part]:
    """Return the words of each role that most characters have; nothing where no words are known."""
    if not shown.words:
        return []
    rows = tuple((ROLE_WORDS[role], shown.counts["roles"][role], said(pairs)) for role, pairs in shown.words.items())
    total = sum(shown.counts["roles"].values())
    role = max(shown.counts["roles"], key=lambda one: shown.counts["roles"][one])
    share = 100 * shown.counts["roles"][role] / total
    return [
        Table(
            ("a character", "words", "said of most characters"),
            rows,
            "What is said of characters: what each does, undergoes, is and has; each word with the number of "
            f"characters of whom it is said. {basis(shown)}",
            title=f"{share:.0f}\u00a0% of the {total:,} words say what a character {ROLE_WORDS[role]}",
        )
    ]


def said(pairs: Sequence[tuple[str, int]]) -> str:
    r"""Return words with their counts, those that are said once without.

    Examples
    --------
    >>> said([("steal", 3), ("hide", 1)])
    'steal\xa03, hide'
    """
    return ", ".join(word if count == 1 else f"{word}\u00a0{count}" for word, count in pairs)


def cast_parts(cast: Cast) -> tuple[Part, ...]:
    """Return one film's characters: who is mentioned how often, what is said of each, and in which words."""
    return (*_mentions(cast), _people(cast), *_sentences(cast))


def _mentions(cast: Cast) -> list[Part]:
    known = [card for card in cast.cards if card.facts.get("mention_share") is not None]
    if not known or sum(card.facts["mention_share"] for card in known) <= 0:
        return []
    shares = [100 * card.facts["mention_share"] for card in known]
    told = ", ".join(f"{card.name} {share:.0f} %" for card, share in zip(known, shares, strict=True))
    n_mentions = sum(card.facts.get("n_mentions") or 0 for card in known)
    return [
        Chart(
            bars([card.name for card in known], shares, unit="%"),
            f"Share of the mentions by name; {n_mentions:,} mentions of {len(known)} characters"
            f"{_rest(cast, ' of {} in all')}.",
            alt=f"Mentions in {cast.title}: {told}",
            title=f"{known[0].name} has {shares[0]:.0f}\u00a0% of the mentions",
        )
    ]


def _rest(cast: Cast, words: str) -> str:
    return words.format(cast.n_characters) if cast.n_characters > len(cast.cards) else ""


def _people(cast: Cast) -> Table:
    roles = [role for role in ROLE_WORDS if any(card.words.get(role) for card in cast.cards)]
    with_persona = any("persona" in card.facts for card in cast.cards)
    columns = ("character", *(["persona"] if with_persona else []), *(ROLE_WORDS[role] for role in roles))
    most = max(cast.cards, key=lambda card: card.facts.get("n_words") or 0)
    return Table(
        columns,
        tuple(_person(card, roles, persona=with_persona) for card in cast.cards),
        "The characters, the most mentioned first, with the words that tell most of each by what it does, undergoes, "
        "is and has; a number where a word is said several times."
        f"{_rest(cast, ' The film has {} characters in all.')}",
        title=f"Most is said of {most.name}: {most.facts.get('n_words') or 0} words",
    )


def _person(card: Card, roles: Sequence[str], *, persona: bool) -> tuple[str, ...]:
    return (
        card.name,
        *([str(card.facts.get("persona_name", card.facts.get("persona", "")))] if persona else []),
        *(said(card.words.get(role, ())) for role in roles),
    )


def _sentences(cast: Cast) -> list[Part]:
    rows = tuple((card.name, card.sentences[0]) for card in cast.cards if card.sentences)
    if not rows:
        return []
    caption = "Of each character the sentence of the plot that holds most of its words."
    return [Table(("character", "typical sentence"), rows, caption, title="In the words of the plot")]


def left_out(shown: Shown) -> list[Part]:
    """Return what was left out and why, and what became of each source where that is on record."""
    parts: list[Part] = []
    if shown.dropped:
        svg = bars([reason.replace("_", " ") for reason in shown.dropped], [*shown.dropped.values()])
        (first, count), *_ = shown.dropped.items()
        joined = " Joined: what the row knows went into a film that was there." if "joined" in shown.dropped else ""
        parts.append(
            Chart(
                svg,
                "What became no item of its own on the way here, by its reason. Nothing disappears: each is in the "
                f"collection's table of drops.{joined}",
                alt="Left out: " + ", ".join(f"{reason} {n:,}" for reason, n in shown.dropped.items()),
                title=f"{sum(shown.dropped.values()):,} left out, most often: {first.replace('_', ' ')} {count:,}",
            )
        )
    if shown.ledger is not None:
        rows = tuple(
            (one.name, one.kind, one.n_gathered, one.n_kept, _counts(one.dropped)) for one in shown.ledger.sources
        )
        gathered = shown.ledger.n_gathered
        kept = gathered - sum(shown.ledger.dropped.values())
        parts.append(
            Table(
                ("source", "kind", "gathered", "kept", "left out"),
                rows,
                "The sources in their order; gathered is kept and left out.",
                title=f"{kept:,} of {gathered:,} were kept",
            )
        )
    return parts or [Prose("Nothing was left out on the way to this collection.")]


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {count:,}" for name, count in counts.items()) or "nothing"
