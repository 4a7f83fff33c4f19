"""`map`: pictures -> codes -> clusters -> a map, and how much of them each step keeps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from motif.collection.base import Collection
from motif.collection.build import dense
from motif.core.check import integer, same_length
from motif.core.digest import array_digest
from motif.core.errors import InputError, MissingExtra
from motif.core.record import recording
from motif.core.seed import generator, recorded_seed
from motif.evaluate import clustering
from motif.evaluate.figure import Figure
from motif.latent.evaluate import restoring_error
from motif.latent.source import digits
from motif.latent.study.found import CodeMap, Region, Restored
from motif.latent.study.learn import learn
from motif.latent.study.near import FULL, QUICK, Effort, agreeing, chosen_number, kept_on, near, set_apart
from motif.model.cluster import KMeans
from motif.represent.pixel import to_matrix, to_pictures
from motif.represent.project import PCA, NeighbourMap
from motif.view.atlas import map as draw_atlas

if TYPE_CHECKING:
    from motif.collection.block import BlockInfo
    from motif.core.seed import RandomState

__all__ = ["demo", "map", "with_map"]

_STEP = "latent.map"
_N_STARTS = 10  # runs of k-means: on the digits, one run in five ends 0.02 AMI below the best of ten
_HALVES = {"fit": 0.5, "held_out": 0.5}
_N_EXAMPLES = 10
_FEWEST = 2  # PCA has no directions to find in fewer
_AGREEMENT = ("ami", "vi_bits", "bcubed_f1", "pairwise_auc")  # corrected for chance; known; of pairs and items
_ATLAS = "digits.html"
_QUICK = 100  # draws of each null when there is no time for all


def map(
    collection: Collection,
    *,
    block: str = "pixels",
    gold: str = "digit",
    n_clusters: int = 10,
    n_components: int = 20,
    n_numbers: Sequence[int] = (2, 10, 20),
    n_permutations: int = 1000,
    quick: bool = False,
    random_state: RandomState = 0,
) -> CodeMap:
    """Return a map of pictures: where each lies, which lie together, and how much of them the map keeps.

    The pixels are described by `n_components` numbers each (PCA over all items); k-means gathers these codes, and a
    neighbour map lays them out in the plane. How much codes keep is measured apart: PCA is fitted on the half of the
    items that a hash of their ids picks, and judged on the other half.

    Parameters
    ----------
    collection :
        At least 4 items with a block of pictures of one size, values in [0, 1].
    block :
        The block's name.
    gold :
        A column that says what each item is; the clusters are named and judged by it. They are found without it. When
        there is no such column, or nothing in it, there are no AMI and VI.
    n_clusters :
        How many clusters; those without items, as among equal pictures, are no regions.
    n_components :
        Numbers for each item that k-means sees, at least 2.
    n_numbers :
        Lengths of code whose error is measured.
    n_permutations :
        Draws of each null.
    quick :
        Whether 100 draws of each null are enough.
    random_state :
        Seed of k-means and of the nulls.

    Raises
    ------
    InputError
        When the block is missing, holds no grey or RGB pictures of one size in [0, 1], or there are too few items for
        what is asked.

    Examples
    --------
    >>> from motif.latent.source import digits
    >>> found = map(digits().select(slice(0, 300)), quick=True)
    >>> found.places.shape, len(found.regions), found.figures["ami"].verdict()[:23]
    ((300, 2), 10, 'better than chance by 0')
    """
    n_permutations = integer(n_permutations, what="n_permutations", low=1)
    n_draws, effort = (min(n_permutations, _QUICK), QUICK) if quick else (n_permutations, FULL)
    settings = {
        "block": block, "gold": gold, "n_clusters": n_clusters, "n_components": n_components,
        "n_numbers": list(n_numbers), "n_permutations": n_draws,
    }  # fmt: skip
    _longest(n_numbers)  # refuses what is no length of code before anything is computed
    stored = collection.blocks[block]
    _require_pictures(stored.info, block)
    inputs = {block: array_digest(np.asarray(stored.raw))}
    with recording(_STEP, parameters=settings, inputs=inputs, seed=recorded_seed(random_state)) as watch:
        chance = generator(random_state)
        pictures = stored[:]
        X = to_matrix(pictures)
        codes, kept = _coded(X, n_components)
        model = KMeans(n_clusters, n_init=_N_STARTS, random_state=chance).fit(codes)
        known = _known(collection, gold)
        places = NeighbourMap(random_state=chance).fit_transform(codes)
        halves = _halves(collection)
        examples = _examples(halves[1], known)
        errors, restored = _restoration(X, halves, examples, stored.info, n_numbers, n_draws=n_draws, chance=chance)
        figures = {
            **_agreement(model.labels_, known, n_draws=n_draws, chance=chance),
            **_nearness(codes, places, known, effort=effort, chance=chance),
            **errors,
        }
        apart = set_apart(X, model.labels_, effort=effort, chance=chance)
        choice = chosen_number(codes, effort=effort, chance=chance)
    return CodeMap(
        kind=collection.kind,
        pictures=pictures,
        codes=codes,
        kept=kept,
        places=places,
        near=near(codes),
        labels=model.labels_,
        gold=known,
        gold_name=gold,
        regions=_regions(model.labels_, model.transform(codes), known),
        examples=examples,
        restored=restored,
        figures=figures,
        apart={label: effect.reshape(stored.info.item_shape) for label, effect in apart.items()},
        choice=choice,
        ink=bool(stored.info.parameters.get("ink", False)),
        credit=str(stored.info.parameters.get("credit", "")),
        record=watch.record,
    )


def with_map(collection: Collection, found: CodeMap) -> Collection:
    """Return the collection with what its map found: blocks `codes` and `map`, columns `group` and `group_name`.

    The record of how it was made comes with them.

    Parameters
    ----------
    collection :
        The one that was mapped.
    found :
        What `map` returned for it.

    Raises
    ------
    InputError
        When the map has another number of items.

    Examples
    --------
    >>> from motif.latent.source import digits
    >>> some = digits().select(slice(0, 200))
    >>> with_map(some, map(some, quick=True)).blocks["map"].shape
    (200, 2)
    """
    same_length(len(found.labels), collection.n_items, what="the map")
    settings = dict(found.record.parameters)
    columns = [f"number_{i}" for i in range(1, found.codes.shape[1] + 1)]
    codes = dense(found.codes, columns=columns, step=_STEP, parameters=settings, parents=[settings["block"]])
    places = dense(found.places, columns=("x", "y"), step=_STEP, parameters=settings, parents=["codes"])
    name_of = {region.label: region.name for region in found.regions}
    labels = found.labels.tolist()
    mapped = collection.with_block("codes", codes).with_block("map", places).with_column("group", labels)
    return mapped.with_column("group_name", [name_of[label] for label in labels]).with_record(found.record)


def demo(*, folder: str | Path | None = None, quick: bool = False) -> CodeMap:
    """Return the map of the handwritten digits that come with scikit-learn, with what networks restore and draw.

    Without PyTorch it is the map alone, and says what is missing.

    Parameters
    ----------
    folder :
        Gets `digits.motif`, the collection with its codes and groups, and `digits.html`, its map to search, in place of
        older ones; None leaves nothing.
    quick :
        Whether 100 draws of each null, and networks of a few steps, are enough.

    Examples
    --------
    >>> demo(quick=True).figures["ami"].n
    1797
    """
    collection = digits()
    found = map(collection, quick=quick)
    try:
        learned = learn(collection, block="pixels", label=found.gold_name, examples=found.examples, quick=quick)
        found = replace(found, learned=learned)
    except MissingExtra as error:
        found = replace(found, without=str(error))
    if folder is None:
        return found
    saved = with_map(collection, found).save(Path(folder) / "digits.motif", overwrite=True)
    draw_atlas(saved, out=Path(folder) / _ATLAS, colour="group_name", title="digit", overwrite=True)
    return replace(found, atlas=_ATLAS)


def _require_pictures(info: BlockInfo, block: str) -> None:
    *size, n_channels = info.item_shape if len(info.item_shape) == 3 else (*info.item_shape, 1)
    if info.kind != "dense" or len(size) != 2 or n_channels not in (1, 3):
        rule = "pictures of one size, (height, width) or (height, width, 1 or 3)"
        raise InputError(f"block {block!r} must hold {rule}; given {info}")


def _longest(n_numbers: Sequence[int]) -> int:
    if not len(n_numbers):
        raise InputError("n_numbers must name at least one length of code, such as (2, 10, 20)")
    return max(integer(n, what="n_numbers", low=1) for n in n_numbers)


def _coded(X: np.ndarray, n_components: int) -> tuple[np.ndarray, float]:
    """Return codes of all items, and the share of the variance that they keep."""
    pca = PCA(integer(n_components, what="n_components", low=2)).fit(X)
    return pca.transform(X), float(pca.explained_variance_ratio_.sum())


def _known(collection: Collection, gold: str) -> tuple[str | None, ...] | None:
    if gold not in collection.items.column_names:
        return None
    values = collection.items[gold].to_pylist()
    known = tuple(None if value is None else str(value) for value in values)
    return known if any(value is not None for value in known) else None


def _halves(collection: Collection) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows of the items to fit on and of those held out, by the hash of their ids."""
    row_of = {name: row for row, name in enumerate(collection.ids)}
    sides = collection.split(_HALVES)
    fitted, held_out = (np.array([row_of[name] for name in sides[side].ids], dtype=int) for side in _HALVES)
    if len(fitted) < _FEWEST or not len(held_out):
        sizes = f"{len(fitted)} to fit on and {len(held_out)} held out"
        raise InputError(f"{collection.n_items} items are too few: half by half they are {sizes}; give more items")
    return fitted, held_out


def _examples(held_out: np.ndarray, known: tuple[str | None, ...] | None) -> np.ndarray:
    """Return the first held-out row of each known value in the values' order, or the first rows."""
    first = {known[row]: row for row in held_out[::-1] if known[row] is not None} if known else {}
    if not first:
        return held_out[:_N_EXAMPLES]
    return np.array([first[value] for value in sorted(first)[:_N_EXAMPLES]], dtype=int)


def _restoration(
    X: np.ndarray,
    halves: tuple[np.ndarray, np.ndarray],
    examples: np.ndarray,
    info: BlockInfo,
    n_numbers: Sequence[int],
    *,
    n_draws: int,
    chance: np.random.Generator,
) -> tuple[dict[str, Figure], tuple[Restored, ...]]:
    """Return what codes of each length keep of the held-out half, as figures, and the examples restored from them."""
    fitted, held_out = halves
    pca = PCA(_longest(n_numbers)).fit(X[fitted])
    errors = _errors(pca, X[held_out], n_numbers, n_draws=n_draws, chance=chance)
    restored = _restored(pca, X[examples], errors, shape=info.item_shape)
    return {f"error_{n}": figure for n, figure in errors.items()}, restored


def _errors(
    pca: PCA, X: np.ndarray, n_numbers: Sequence[int], *, n_draws: int, chance: np.random.Generator
) -> dict[int, Figure]:
    return {
        n: restoring_error(X, _shortened(pca, X, n), pca.mean_, n_components=n, n_draws=n_draws, random_state=chance)
        for n in n_numbers
    }


def _shortened(pca: PCA, X: np.ndarray, n: int) -> np.ndarray:
    """Return the items restored from the first n numbers of their codes."""
    codes = pca.transform(X)
    codes[:, n:] = 0
    return pca.inverse_transform(codes)


def _restored(pca: PCA, X: np.ndarray, errors: Mapping[int, Figure], *, shape: tuple[int, ...]) -> tuple[Restored, ...]:
    """Return the examples from the longest code down to no code at all, which is the mean picture."""
    of_nothing = next(iter(errors.values())).trivial["the_mean_picture"]
    error_with = {0: of_nothing} | {n: figure.value for n, figure in errors.items()}
    return tuple(
        Restored(n, to_pictures(_shortened(pca, X, n), shape, dtype="float32"), error_with[n])
        for n in sorted(error_with, reverse=True)
    )


def _agreement(
    labels: np.ndarray, known: tuple[str | None, ...] | None, *, n_draws: int, chance: np.random.Generator
) -> dict[str, Figure]:
    judged = {row: value for row, value in enumerate(known or ()) if value is not None}
    if not judged:
        return {}
    rows, values = list(judged), list(judged.values())
    figures = clustering.evaluate(labels[rows], values, random_state=chance, n_permutations=n_draws)
    return {key: figures[key] for key in _AGREEMENT}


def _nearness(
    codes: np.ndarray,
    places: np.ndarray,
    known: tuple[str | None, ...] | None,
    *,
    effort: Effort,
    chance: np.random.Generator,
) -> dict[str, Figure]:
    again = agreeing(codes, known, effort=effort, chance=chance)
    return again | kept_on(places, codes, effort=effort, chance=chance)


def _regions(labels: np.ndarray, distances: np.ndarray, known: tuple[str | None, ...] | None) -> tuple[Region, ...]:
    """Return the clusters that have items, largest first."""
    regions = []
    for label in np.unique(labels).tolist():
        rows = np.flatnonzero(labels == label)
        rows = rows[np.argsort(distances[rows, label], kind="stable")]
        values = Counter(known[row] for row in rows if known[row] is not None) if known else Counter()
        name, most = min(values.items(), key=lambda pair: (-pair[1], pair[0]), default=(f"cluster {label + 1}", 0))
        share = most / values.total() if values else None
        regions.append(Region(label, name, len(rows), share, rows))
    return tuple(sorted(regions, key=lambda region: -region.n_items))
