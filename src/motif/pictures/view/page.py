"""The page about a folder of photographs: before and after, grids, scores, what is not there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from motif.pictures.view.part import NAMES, as_picture, named, ssim_bars
from motif.represent.reduce import smaller
from motif.view.part import Chapter, Compare, Gallery, Part, Prose, Strips, Table
from motif.view.report import write_page

if TYPE_CHECKING:
    import numpy as np

    from motif.evaluate.figure import Figure
    from motif.pictures.study.show import Shown, ShownPicture

__all__ = ["chapters", "write"]

_N_SLIDERS = 6
_GRID_PX = 160
_THUMB_PX = 240  # long side of a picture in a grid
_LIKE = "A high SSIM says that little was changed, not that a picture is good: doing nothing scores 1."


def write(shown: Shown, out: Path) -> None:
    """Write the page.

    Raises
    ------
    SourceError
        When it cannot be written.
    """
    n = len(shown.pictures)
    title = f"{shown.name}: {n:,} photograph{'s' * (n > 1)}, before and after"
    write_page(out, title=title, lead=_lead(shown), chapters=chapters(shown))


def chapters(shown: Shown) -> tuple[Chapter, ...]:
    """Return the chapters of the page.

    Parameters
    ----------
    shown :
        What `pictures.study.show` returned.

    Examples
    --------
    >>> from inspect import signature
    >>> signature(chapters).return_annotation
    'tuple[Chapter, ...]'
    """
    found = [_before_after(shown), _grids(shown)]
    if shown.figures:
        found.append(_scores(shown))
    if shown.failed or shown.n_more:
        found.append(_left_out(shown))
    last = found.pop()
    return (*found, Chapter(last.id, last.title, last.lead, last.parts, made=shown.record.as_dict()))


def _lead(shown: Shown) -> str:
    made = [what for what in ("cuts", "cartoons") if what not in shown.given]
    words = {"cuts": "cut-outs", "cartoons": "cartoons"}
    if not made:
        return "The photographs beside the results that were given, reduced to 512 pixels a side."
    listed = " and ".join(words[what] for what in made)
    return (
        f"The {listed} were made for this page, at its size of 512 pixels a side; those of the full size may differ in "
        "detail."
    )


def _before_after(shown: Shown) -> Chapter:
    drawn = [one for one in shown.pictures if one.cartoon is not None or one.cutout is not None]
    chosen = _chosen(shown, drawn)
    if not chosen:
        return Chapter("before-after", "Before and after", "", (Prose("There is nothing to compare with."),))
    parts = tuple(_slider(shown, one) for one in chosen)
    lead = (
        "The photograph on the left, what was made of it on the right; where scripts run, move the line between them."
    )
    if len(chosen) < len(drawn):
        lead = f"{lead} {len(chosen)} of {len(drawn):,}, among them the most and the least alike."
    return Chapter("before-after", "Before and after", lead, parts)


def _chosen(shown: Shown, drawn: Sequence[ShownPicture]) -> list[ShownPicture]:
    """The most alike, the least alike, then others in their order."""
    ranked = [*shown.ranked]
    first = dict.fromkeys([*ranked[:1], *ranked[-1:], *drawn])
    return [*first][:_N_SLIDERS]


def _slider(shown: Shown, one: ShownPicture) -> Compare:
    made, what = (one.cartoon, "cartoon") if one.cartoon is not None else (one.cutout, "cut-out")
    before = as_picture(one.photo, f"Photograph {one.name}", "the photograph")
    after = as_picture(made if made is not None else one.photo, f"The {what} of {one.name}", f"the {what}")
    scores = "" if one.found is None else f" SSIM {_told(one)}."
    return Compare(before, after, f"`{one.name}`.{scores}{_sentence(one.note)}", _place(shown, one))


def _place(shown: Shown, one: ShownPicture) -> str:
    ranked = shown.ranked
    if len(ranked) < 2 or one not in (ranked[0], ranked[-1]):
        return ""
    return "The most like its photograph" if one is ranked[0] else "The least like its photograph"


def _told(one: ShownPicture) -> str:
    views = {} if one.found is None else one.found.views
    return ", ".join(f"{found['ssim'].value:.2f} {NAMES[view]}" for view, found in views.items())


def _sentence(note: str) -> str:
    return f" {note[:1].upper()}{note[1:]}." if note else ""


def _grids(shown: Shown) -> Chapter:
    pictures = shown.pictures
    grids = [
        _grid("The photographs", [(one.name, one.photo) for one in pictures], "photograph"),
        _grid("Cut out", [(one.name, one.cutout) for one in pictures if one.cutout is not None], "cut-out"),
        _grid("Painted", [(one.name, one.cartoon) for one in pictures if one.cartoon is not None], "cartoon"),
    ]
    return Chapter("all", "All of them", "", tuple(grid for grid in grids if grid is not None))


def _grid(title: str, pictures: Sequence[tuple[str, np.ndarray]], what: str) -> Gallery | None:
    if not pictures:
        return None
    tiles = tuple(
        as_picture(smaller(pixels, _THUMB_PX), f"{what.capitalize()} {name}", f"`{name}`") for name, pixels in pictures
    )
    return Gallery(
        tiles, f"{len(tiles):,} {what}{'s' * (len(tiles) > 1)}, in the order of the folder.", title, _GRID_PX
    )


def _scores(shown: Shown) -> Chapter:
    parts: list[Part] = [Prose(_LIKE)]
    n = len(shown.scored)
    for view in NAMES:
        held = [one for one in shown.scored if one.found is not None and view in one.found.views]
        if held and n > 1:
            parts.append(_bars(shown, view, held))
    caption = f"Means over {n:,} pictures; chance deals the tiles of a cartoon out at random. Seed {shown.record.seed}."
    parts.append(Strips(named(shown.figures, "ssim"), caption))
    errors = _errors(shown)
    if errors:
        parts.append(Strips(errors, f"The error as the seed of this wing counts it: channels added up. {caption}"))
    measures = tuple(shown.figures["measures"].values())
    changed = (
        "What was changed: colours, lines, skin; of the person, where one is known, at the page's size. Beside each is "
        "what trivial answers have; chance has no part in them: tiles dealt out at random have the same colours and "
        "edges."
    )
    parts.append(Strips(measures, changed))
    parts.append(_table(shown))
    return Chapter("scores", "How much of the photograph is left", "", tuple(parts))


def _errors(shown: Shown) -> tuple[Figure, ...]:
    """Return the two logarithms of the seed's error, for what the seed compares where it is there."""
    view = "cutout" if "cutout" in shown.figures else "photo"
    only = {view: shown.figures[view]}
    return (*named(only, "log_of_mean"), *named(only, "mean_of_logs"))


def _bars(shown: Shown, view: str, held: Sequence[ShownPicture]) -> Part:
    values = [one.found.views[view]["ssim"].value for one in held if one.found is not None]
    mean = shown.figures[view]["ssim"]
    caption = f"{NAMES[view].capitalize()}, n\u00a0=\u00a0{len(values):,}."
    if view == "cutout":
        shares = [one.found.paper_share for one in held if one.found is not None and one.found.paper_share is not None]
        paper = f"{100 * sum(shares) / len(shares):.0f}\u00a0%"
        caption = (
            f"{caption} {paper} of the pixels are white paper on both sides, and a blank sheet would score "
            f"{mean.trivial['white_paper']:.2f}: this is the number that the seed of this wing reports."
        )
    return ssim_bars([one.name for one in held], values, mean.value, what=NAMES[view], caption=caption)


def _table(shown: Shown) -> Table:
    rows = []
    for one in shown.scored:
        views = {} if one.found is None else one.found.views
        numbers = [round(views[view]["ssim"].value, 3) if view in views else None for view in NAMES]
        measures = {} if one.found is None else one.found.measures
        colours = round(measures["colours"].value) if "colours" in measures else None
        skin = round(measures["skin"].value, 1) if "skin" in measures else None
        rows.append((one.name, *numbers, colours, skin))
    columns = ("picture", "SSIM, photograph", "on white", "the person", "colours", "skin, CIEDE2000")
    return Table(columns, tuple(rows), "Each picture, the most alike first. Colours: distinct at 5 bits a channel.")


def _left_out(shown: Shown) -> Chapter:
    words = f"{shown.n_more:,} more pictures are in the folder; those on the page are evenly chosen." * (
        shown.n_more > 0
    )
    rows = tuple((one.input, one.reason.replace("_", " "), one.message) for one in shown.failed)
    parts: list[Part] = [Prose(words)] if words else []
    if rows:
        parts.append(Table(("picture", "reason", "what was found"), rows, "What could not be shown."))
    return Chapter("left-out", "Not on this page", "", tuple(parts))
