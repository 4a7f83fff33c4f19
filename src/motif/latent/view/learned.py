"""What networks add, as parts of the chapter: restored pictures beside PCA's, drawn ones, and their figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from motif.core.check import few
from motif.latent.view.part import as_picture, percent_of
from motif.latent.view.sheet import contact_sheet, printed
from motif.view.part import Gallery, Part, Picture, Prose, Strips

if TYPE_CHECKING:
    from motif.latent.study import CodeMap
    from motif.latent.study.learn import Drawn, Learned

__all__ = ["learned_parts"]

_TILE_PX, _GAP_PX, _MARGIN_PX = 24, 2, 2
_COLUMN_PX = 262  # ten tiles of digits; a phone shows each pixel as it is


def learned_parts(found: CodeMap) -> list[Part]:
    """Return what the networks of a map did; one sentence without PyTorch, nothing where none were asked for.

    Parameters
    ----------
    found :
        What `latent.study.demo` returned.

    Examples
    --------
    >>> from motif.latent.source import digits
    >>> from motif.latent.study import map
    >>> learned_parts(map(digits().select(slice(0, 200)), quick=True))
    []
    """
    if found.learned is None:
        return (
            [Prose(f"What a network restores and draws is not on this page: {found.without}.")] if found.without else []
        )
    learned = found.learned
    parts: list[Part] = [_beside_pca(found, learned), *_errors(learned)]
    if learned.drawn:
        parts += [_drawn(found, learned), _read(found, learned)]
    return parts


def _beside_pca(found: CodeMap, learned: Learned) -> Gallery:
    by_pca = {one.n_components: one for one in found.restored}
    known = [found.gold[row] or "unknown" for row in found.examples] if found.gold else []
    shown = few(known, most=20) if known else f"{len(found.examples)} {found.kind}s"
    rows, alts, captions = [], [], []
    for one in learned.restored:
        pair = [found.pictures[found.examples], one.pictures]
        told = [f"The {found.kind}s", f"a network from {one.n_components} numbers (error {one.error:.4f})"]
        if one.n_components in by_pca:
            pca = by_pca[one.n_components]
            pair.append(pca.pictures)
            told.append(f"PCA from as many ({pca.error:.4f})")
        rows.append(_sheet(found, np.concatenate(pair), n_columns=len(found.examples)))
        alts.append(f"{shown}, and restored from {one.n_components} numbers")
        captions.append("; below ".join(told) + ".")
    figure = learned.figures[f"error_{learned.restored[0].n_components}"]
    of_pca, n = figure.trivial["pca"], learned.restored[0].n_components
    saved = f"From {n} numbers a network restores with {percent_of(1 - figure.value / of_pca)} less error than PCA"
    return Gallery(
        tuple(
            as_picture(sheet, alt=alt, caption=caption, ink=found.ink)
            for sheet, alt, caption in zip(rows, alts, captions, strict=True)
        ),
        f"The same held-out {found.kind}s. Both saw the same half of the items, and neither these.",
        title=saved if figure.value < of_pca else f"From {n} numbers a network restores no better than PCA",
        column_px=_COLUMN_PX,
    )


def _errors(learned: Learned) -> list[Strips]:
    names = [name for name in learned.figures if name.startswith("error_")]
    figures = tuple(learned.figures[name] for name in names)
    better = sum(figure.value < figure.trivial["pca"] for figure in figures)
    title = f"Networks beat PCA at {better} of {len(figures)} lengths of code"
    settings = learned.record.parameters
    return [
        Strips(
            figures,
            "Mean squared error of a pixel, as above. A network of 256 and 128 units and back, "
            f"{settings['n_steps']:,} steps of Adam. Seed {learned.record.seed}; another seed gives another network.",
            title,
        )
    ]


def _drawn(found: CodeMap, learned: Learned) -> Gallery:
    figure = learned.figures["asked"]
    return Gallery(
        tuple(_drawn_by(found, learned, one) for one in learned.drawn),
        f"None of these {found.kind}s was ever written: a column for each {found.gold_name}, the first of those drawn. "
        "The network is a conditional variational autoencoder: it was told what to draw, and the rest of its "
        f"{learned.record.parameters['n_codes']} numbers came from a standard normal.",
        title=f"Of drawn {found.kind}s, {percent_of(figure.value)} are read as what was asked for",
        column_px=_COLUMN_PX,
    )


def _drawn_by(found: CodeMap, learned: Learned, one: Drawn) -> Picture:
    sheet = _sheet(found, one.pictures, n_columns=len(learned.labels))
    alt = f"{len(one.pictures)} {found.kind}s drawn by {one.title}: {few(learned.labels, most=20)}"
    return as_picture(sheet, alt=alt, caption=f"Drawn by {one.title}.", ink=found.ink)


def _read(found: CodeMap, learned: Learned) -> Strips:
    figure = learned.figures["asked"]
    real = figure.trivial["real_ones_held_out"]
    return Strips(
        (figure,),
        f"A linear classifier that was fitted to real {found.kind}s names the drawn ones; of real ones that it did not "
        f"see it names {percent_of(real)}. Chance: what was asked for is dealt out at random. Seed "
        f"{learned.record.seed}.",
        f"A reader of real {found.kind}s reads most of the drawn ones"
        if figure.value > 0.5
        else "Few drawn ones are read",
    )


def _sheet(found: CodeMap, pictures: np.ndarray, *, n_columns: int) -> np.ndarray:
    tiles = printed(pictures, _TILE_PX, ink=found.ink)
    return contact_sheet(tiles, n_columns=n_columns, gap_px=_GAP_PX, margin_px=_MARGIN_PX)
