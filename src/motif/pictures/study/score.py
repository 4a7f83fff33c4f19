"""`score`: how much of photographs is left in what was made of them, beside doing nothing and other trivial answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from motif.core.check import in_choices
from motif.core.errors import DataError, InputError, SourceError
from motif.core.record import RunRecord, recording
from motif.core.seed import recorded_seed
from motif.pictures.evaluate import AGAINST, Against, Fidelity, common_view, fidelity, together
from motif.pictures.source.listing import Failure
from motif.pictures.source.pair import Paired, pair_files
from motif.pictures.study.cut import LOW_CONFIDENCE, cut
from motif.represent.reduce import on_white
from motif.source.image import MAX_PIXELS, read_image, to_srgb

if TYPE_CHECKING:
    from motif.core.seed import RandomState
    from motif.evaluate.figure import Figure
    from motif.source.image import Picture

__all__ = ["Score", "Scored", "score", "score_pair"]

_STEP = "pictures.score"
_SEEN = 0.5  # share of a pixel from which on it counts as the person
MaskFrom = Literal["mask", "result", "photo", "cut", "nobody"]


@dataclass(frozen=True, eq=False)
class Scored:
    """One pair.

    Parameters
    ----------
    name, before, after :
        What both are called, and the names of the files.
    found :
        What the pair scores.
    person_from :
        Who is the person: the given "mask", the transparency of the "result" or of the "photo", the "cut" of the
        photograph, or "nobody" known, as where the cut is unsure.
    """

    name: str
    before: str
    after: str
    found: Fidelity
    person_from: MaskFrom

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON values."""
        names = {"name": self.name, "before": self.before, "after": self.after, "person_from": self.person_from}
        return {**names, **self.found.as_dict()}


@dataclass(frozen=True, eq=False)
class Score:
    """What `score` found.

    Parameters
    ----------
    pairs :
        One a pair, ordered by name.
    figures :
        Means over the pairs, by view, and under "measures"; see `pictures.evaluate.together`.
    failed :
        Pairs that could not be compared, and why.
    alone_before, alone_after :
        Photographs without a result, and results without a photograph.
    record :
        How it was made.

    Examples
    --------
    >>> Score((), {}, (), ("b",), (), RunRecord("pictures.score")).as_dict()["unmatched"]
    {'before': ['b'], 'after': []}
    """

    pairs: tuple[Scored, ...]
    figures: Mapping[str, Mapping[str, Figure]]
    failed: tuple[Failure, ...]
    alone_before: tuple[str, ...]
    alone_after: tuple[str, ...]
    record: RunRecord

    @property
    def view(self) -> str:
        """The view that best and worst are told by: the person alone, where most pairs have one."""
        return common_view([one.found for one in self.pairs])

    @property
    def ranked(self) -> tuple[Scored, ...]:
        """The pairs by their likeness (SSIM) in `view`, the most like first; pairs without that view have no rank."""
        held = [one for one in self.pairs if self.view in one.found.views]
        return tuple(sorted(held, key=lambda one: -one.found.views[self.view]["ssim"].value))

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON values."""
        ranked = self.ranked
        return {
            "n_pairs": len(self.pairs),
            "figures": {v: {name: one.as_dict() for name, one in found.items()} for v, found in self.figures.items()},
            "most_alike": ranked[0].name if ranked else None,
            "least_alike": ranked[-1].name if ranked else None,
            "ranked_by": self.view,
            "pairs": [pair.as_dict() for pair in self.pairs],
            "unmatched": {"before": list(self.alone_before), "after": list(self.alone_after)},
            "failed": [asdict(one) for one in self.failed],
            "record": self.record.as_dict(),
        }


def score(
    before: str | Path,
    after: str | Path,
    *,
    mask: str | Path | None = None,
    against: Against = "both",
    n_permutations: int = 199,
    weights: str | Path | None = None,
    network: Any = None,
    max_pixels: int = MAX_PIXELS,
    random_state: RandomState = 0,
) -> Score:
    """Return how much of photographs is left in what was made of them; the twin of `motif pictures score`.

    High likeness means that little was changed, not that the result is good: doing nothing always scores best. A
    result in which nobody is left is a failure (reason `nobody_in_result`), not a likeness of paper with paper.

    Parameters
    ----------
    before, after :
        A photograph and its result, or two folders of them, paired by stem.
    mask :
        Who is the person: a picture, white where there is one, or a folder of such. Without one, or where it shows
        nobody, it is the transparency of the result, else of the photograph, else the photograph is cut.
    against :
        "photo", "cutout" (both cut out, on white paper: how the seed counts) or "both"; the person alone is judged too.
    n_permutations :
        Draws of each null.
    weights, network :
        As for `cut`, the model "selfie".
    max_pixels :
        Larger pictures are refused, width times height.
    random_state :
        Where chance comes from.

    Raises
    ------
    InputError
        When the two are not of one kind, or names are ambiguous.
    SourceError
        When one is missing, or nothing has a partner.

    Examples
    --------
    >>> import tempfile
    >>> from motif.core.files import write_bytes
    >>> from motif.source.image import encode_image
    >>> photo = np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8)
    >>> folder = Path(tempfile.mkdtemp())
    >>> for name, pixels in (("a.png", photo), ("b.png", photo // 2), ("mask.png", photo[..., 0] * 0 + 255)):
    ...     write_bytes(folder / name, encode_image(pixels, format="png"))
    >>> found = score(folder / "a.png", folder / "b.png", mask=folder / "mask.png", against="photo")
    >>> round(found.figures["photo"]["ssim"].value, 2), found.figures["photo"]["ssim"].trivial["doing_nothing"]
    (0.64, 1.0)
    """
    in_choices(against, AGAINST, what="against")
    files = pair_files(before, after, mask=mask)
    settings = {"against": against, "n_permutations": n_permutations, "mask": mask is not None}
    how = {"against": against, "n_permutations": n_permutations, "random_state": random_state, "weights": weights,
           "network": network}  # fmt: skip
    scored, failed = [], []
    with recording(_STEP, parameters=settings, seed=recorded_seed(random_state)) as watch:
        for pair in files.pairs:
            try:
                scored.append(_scored(pair, max_pixels, how))
            except (DataError, SourceError, InputError) as error:
                failed.append(Failure(pair.name, error.reason, str(error)))
        figures = together([one.found for one in scored], random_state=random_state) if scored else {}
    return Score(tuple(scored), figures, tuple(failed), files.alone_before, files.alone_after, watch.record)


def _scored(pair: Paired, max_pixels: int, how: Mapping[str, Any]) -> Scored:
    photo, result = (read_image(path, max_pixels=max_pixels) for path in (pair.before, pair.after))
    mask = None if pair.mask is None else _mask(read_image(pair.mask, max_pixels=max_pixels))
    found, person_from = score_pair(photo, result, mask=mask, **how)
    return Scored(pair.name, pair.before.name, pair.after.name, found, person_from)


def score_pair(
    photo: Picture,
    result: Picture,
    *,
    mask: np.ndarray | None = None,
    against: Against = "both",
    weights: str | Path | None = None,
    network: Any = None,
    **drawing: Any,
) -> tuple[Fidelity, MaskFrom]:
    """Return what one pair scores, and where the person was taken from.

    Parameters
    ----------
    photo, result :
        Of one size.
    mask :
        (height, width) in [0, 1], the person; None finds one as `score` says.
    against, weights, network :
        As for `score`.
    drawing :
        `n_permutations` and `random_state` of `fidelity`.

    Raises
    ------
    InputError
        When the sizes differ.
    DataError
        When nobody is left in the result, reason nobody_in_result.

    Examples
    --------
    >>> from motif.source.image import Picture
    >>> pixels = np.random.default_rng(0).integers(0, 256, (32, 32, 3), np.uint8)
    >>> found, person_from = score_pair(Picture(pixels), Picture(pixels), mask=np.ones((32, 32)))
    >>> found.views["photo"]["ssim"].value, person_from
    (1.0, 'mask')
    """
    _check_size(photo.pixels.shape, result.pixels.shape, what="the result")
    if mask is not None:
        _check_size(photo.pixels.shape, mask.shape, what="the mask")
    alpha = _alpha(result)
    if not _shows(alpha):
        message = "nobody is left in the result: no pixel of it is even half opaque"
        raise DataError(message, reason="nobody_in_result")
    known: Sequence[tuple[np.ndarray | None, MaskFrom]] = (
        (mask, "mask"), (alpha, "result"), (_alpha(photo), "photo"),
    )  # fmt: skip
    person, person_from = _person(photo, known, {"weights": weights, "network": network})
    after = to_srgb(result)
    found = fidelity(
        on_white(to_srgb(photo)),
        np.ascontiguousarray(after[..., :3]),
        person=person,
        after_alpha=alpha,
        against=against,
        **drawing,
    )
    return found, person_from


def _person(
    photo: Picture, known: Sequence[tuple[np.ndarray | None, MaskFrom]], cutting: Mapping[str, Any]
) -> tuple[np.ndarray | None, MaskFrom]:
    """Return the first share that shows somebody, else the cut; one that shows nobody is no answer."""
    for share, origin in known:
        if share is not None and _shows(share):
            return share, origin
    found = cut(photo, **cutting)
    alpha, sure = found.alpha, found.confidence is None or found.confidence >= LOW_CONFIDENCE
    if alpha is None or not sure:
        return None, "nobody"
    share = alpha / np.float32(np.iinfo(alpha.dtype).max)
    return (share, "cut") if _shows(share) else (None, "nobody")


def _shows(share: np.ndarray | None) -> bool:
    """Whether anything is to be seen; of what is opaque everywhere (None), all is."""
    return share is None or bool((share > _SEEN).any())


def _alpha(picture: Picture) -> np.ndarray | None:
    """Return how opaque a picture is; None where it is so everywhere."""
    if not picture.has_alpha:
        return None
    alpha = picture.pixels[..., -1]
    top = np.iinfo(alpha.dtype).max
    return None if alpha.min() == top else alpha / np.float32(top)


def _mask(picture: Picture) -> np.ndarray:
    """Return a mask as shares: the transparency where there is any, else how light it is."""
    alpha = _alpha(picture)
    return alpha if alpha is not None else to_srgb(picture)[..., :3].mean(axis=2, dtype=np.float32) / 255


def _check_size(wanted: Sequence[int], given: Sequence[int], *, what: str) -> None:
    if tuple(wanted[:2]) != tuple(given[:2]):
        sizes = f"{given[1]} x {given[0]} pixels, the photograph {wanted[1]} x {wanted[0]}"
        raise InputError(f"{what} has {sizes}; only pictures of one size can be compared")
