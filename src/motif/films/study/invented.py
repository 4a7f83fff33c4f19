"""The wing's job on its sample: from synopses that Motif's developers wrote to characters, personas, scores."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from motif.core.errors import MissingExtra, SourceError
from motif.core.extra import extra
from motif.core.files import make_folder, write_text
from motif.core.record import RunRecord, recording
from motif.core.seed import recorded_seed
from motif.evaluate.figure import Figure
from motif.films.source.sample import kinds, synopses
from motif.films.study.characters import Extraction, characters
from motif.films.study.find import Neighbour
from motif.films.study.gather import gather
from motif.films.study.near import Near, Resemblance
from motif.films.study.personas import Personas, personas
from motif.films.study.personas.layout import Layout, lay_out
from motif.films.study.score import Score, score
from motif.films.study.show import Shown, show
from motif.represent.parse import find_pipeline

if TYPE_CHECKING:
    from motif.collection.base import Collection

__all__ = ["Demo", "Resembling", "demo"]

_STEP = "films.demo"
_N_DRAWS, _QUICK_DRAWS = 999, 199
_N_REFITS, _QUICK_REFITS = 10, 4
_N_NEAR = 3


@dataclass(frozen=True, eq=False)
class Resembling:
    """A character and who is most like it.

    Parameters
    ----------
    name, film_title, kinds :
        Who it is, and what its writers meant it to be.
    near :
        The nearest characters of other films; `persona` is what their writers meant.
    figure :
        How near the nearest is, beside random words.
    chance :
        The share of all characters of other films that are of one of its kinds, in [0, 1].

    Examples
    --------
    >>> one = Neighbour("f2:a", "Ada", "B", None, 0.4, True, (), "thief, lover")
    >>> figure = Figure("nearest", 0.4, None, {}, None, 9, True, "Nothing.")
    >>> Resembling("Odile", "A", ("mentor", "thief"), (one,), figure, 0.2).n_alike
    1
    """

    name: str
    film_title: str
    kinds: tuple[str, ...]
    near: tuple[Neighbour, ...]
    figure: Figure
    chance: float

    @property
    def n_alike(self) -> int:
        """How many of those that are near are of one of its kinds."""
        return sum(bool({*self.kinds} & {*(one.persona or "").split(", ")}) for one in self.near)


@dataclass(frozen=True, eq=False)
class Demo:
    """What the demo read and found.

    Parameters
    ----------
    films, characters :
        As `show` gives them, the films whose characters are told one by one first.
    extraction :
        Who was found in the plots, and how many of those whom the writers named.
    personas, layout :
        The personas, and their map.
    figures :
        "found", "stability", "held_out": who was found, and how far the personas are no accident.
    score :
        How far the personas agree with the kinds that the writers meant, which they were not told.
    examples :
        One character of each kind with those that are most like it.
    record :
        How it was made.
    """

    films: Shown
    characters: Shown
    extraction: Extraction
    personas: Personas
    layout: Layout
    figures: Mapping[str, Figure]
    score: Score
    examples: tuple[Resembling, ...]
    record: RunRecord

    def as_dict(self) -> dict[str, Any]:
        """Return all but the places as plain JSON values."""
        return {
            "films": self.films.as_dict(),
            "extraction": self.extraction.as_dict(),
            "personas": self.personas.as_dict(),
            "figures": {name: figure.as_dict() for name, figure in self.figures.items()},
            "score": self.score.as_dict(),
            "examples": [
                {"name": one.name, "film_title": one.film_title, "kinds": [*one.kinds],
                 "near": [{"name": two.name, "film_title": two.film_title, "cosine": two.cosine} for two in one.near]}
                for one in self.examples
            ],
            "record": self.record.as_dict(),
        }  # fmt: skip


def demo(*, folder: str | Path | None = None, quick: bool = False, random_state: int = 0) -> Demo:
    """Return what Motif finds in 43 synopses of films that do not exist, which its developers wrote for this purpose.

    They are gathered like anybody's files, read by the small English pipeline, and their characters put into personas.
    What kinds of people the writers meant is not told to any model; it only judges.

    Parameters
    ----------
    folder :
        Gets `films/` with the synopses, and the collections `films.motif` and `characters.motif`, in place of older
        ones; None leaves nothing.
    quick :
        Whether fewer draws and refits will do.
    random_state :
        Where chance comes from.

    Raises
    ------
    MissingExtra
        When spaCy is not installed, or its pipeline is neither here nor can be fetched.

    Examples
    --------
    >>> from inspect import signature
    >>> [*signature(demo).parameters]
    ['folder', 'quick', 'random_state']
    """
    _require_parser()
    if folder is None:
        with tempfile.TemporaryDirectory() as scratch:
            return _demo(Path(scratch), quick=quick, random_state=random_state)
    return _demo(Path(folder), quick=quick, random_state=random_state)


def _require_parser() -> None:
    with extra("films"):
        import spacy  # noqa: F401 - whether it is there
    try:
        find_pipeline()
    except SourceError as error:
        raise MissingExtra(str(error)) from error


def _demo(folder: Path, *, quick: bool, random_state: int) -> Demo:
    n_draws = _QUICK_DRAWS if quick else _N_DRAWS
    with recording(_STEP, parameters={"quick": quick}, seed=recorded_seed(random_state)) as watch:
        make_folder(folder / "films")
        write_text(folder / "films" / "synopses.jsonl", synopses().decode())
        write_text(folder / "films" / "tvtropes.clusters.txt", kinds().decode())
        films = gather(folder / "films", out=folder / "films.motif", overwrite=True)
        read = characters(films, out=folder / "characters.motif", overwrite=True)
        n_refits = _QUICK_REFITS if quick else _N_REFITS
        found = personas(read.collection, n_refits=n_refits, random_state=random_state)
        held = found.save(folder / "characters.motif", overwrite=True)
        layout = lay_out(found, random_state=random_state)
        meant = _meant(held)
        agreement = score(held, n_permutations=n_draws, random_state=random_state)
        shown = show(held, most=1, random_state=random_state)
        examples = _examples(held, meant, n_draws=n_draws, random_state=random_state)
    return Demo(
        films=show(films),
        characters=shown,
        extraction=read,
        personas=found,
        layout=layout,
        figures=_figures(read, found),
        score=agreement,
        examples=examples,
        record=watch.record,
    )


def _meant(held: Collection) -> dict[str, tuple[str, ...]]:
    """Return what kinds the writers meant each character to be that was found: id -> kinds."""
    here, meant = {*held.ids}, defaultdict(list)
    for row in held.tables["tropes"].to_pylist():
        if row["id"] in here:
            meant[row["id"]].append(row["trope"])
    return {id_: tuple(listed) for id_, listed in meant.items()}


def _figures(read: Extraction, found: Personas) -> dict[str, Figure]:
    """Return who was found, and how far the personas are no accident."""
    told, made = read.match.tables["tropes"], {}
    made["found"] = Figure(
        "people found", told.share or 0.0, None, {"list_of_another_film": told.chance or 0.0}, None, told.n_here,
        True, "How well plots are read that were not written for it: these sentences are short and plain.",
    )  # fmt: skip
    made |= found.figures
    choice = found.choice
    chosen = next((one for one in choice.tried if one.n_personas == choice.n_personas), None) if choice else None
    if choice is not None and chosen is not None and chosen.held_out is not None and choice.one_persona is not None:
        made["held_out"] = Figure(
            "held-out words", chosen.held_out, None, {"one_persona": choice.one_persona}, None, found.n_known, True,
            "That personas mean anything: only that they foretell words of characters in other films.", "nats a word",
        )  # fmt: skip
    return made


def _examples(
    held: Collection, meant: Mapping[str, tuple[str, ...]], *, n_draws: int, random_state: int
) -> tuple[Resembling, ...]:
    """Return the first character of each kind, in the order of the collection, with those that are most like it."""
    block, items = held.blocks["roles"], held.items.to_pylist()
    likeness = Resemblance(block.raw, block.columns or (), [one["film"] for one in items])
    first: dict[str, int] = {}
    for row, one in enumerate(items):
        for kind in meant.get(one["id"], ())[:1]:
            first.setdefault(kind, row)
    told = []
    for _, row in sorted(first.items()):
        near, one = likeness.near(row, n=_N_NEAR, n_draws=n_draws, random_state=random_state), items[row]
        if near is not None:
            own, others = {*meant[one["id"]]}, [other["id"] for other in items if other["film"] != one["film"]]
            chance = sum(bool(own & {*meant.get(id_, ())}) for id_ in others) / max(len(others), 1)
            among = _neighbours(items, meant, near)
            told.append(Resembling(one["name"], one["film_title"] or "", meant[one["id"]], among, near.figure, chance))
    return tuple(told)


def _neighbours(
    items: Sequence[Mapping[str, Any]], meant: Mapping[str, Sequence[str]], near: Near
) -> tuple[Neighbour, ...]:
    each = zip(near.rows.tolist(), near.cosines.tolist(), near.beyond_chance().tolist(), near.shared, strict=True)
    return tuple(
        Neighbour(
            items[row]["id"], items[row]["name"], items[row]["film_title"], items[row]["year"], cosine, beyond, shared,
            ", ".join(meant.get(items[row]["id"], ())),
        )
        for row, cosine, beyond, shared in each
    )  # fmt: skip
