"""How far a picture that was made of a photograph is from it: over all of it, on white paper, over the person alone.

Conventions
-----------
- `before` and `after` are sRGB, (height, width, 3) uint8, of one size; `person` is (height, width) in [0, 1].
- Likeness is judged at viewing size, at most 512 x 512 pixels, as Wang et al. 2004 advise.
- High likeness means that little was changed; doing nothing always wins. It says nothing about how good a picture is.

Views
-----
- `photo`: the result against the photograph, all pixels.
- `cutout`: both cut out and put on white paper, all pixels: what the seed of this wing reports. How much of that is
  paper compared with paper is `paper_share`, and what a sheet without anybody scores is a trivial answer.
- `person`: the person's pixels alone, against the photograph.

Measures
--------
- `colours`: distinct colours when each channel is cut to 5 bits (32 levels), of at most 32,768; counted at full size,
  as reducing mixes neighbours into colours that no pixel had.
- `edges`: share of pixels that Canny's detector (100, 200, as the seed draws) calls an edge.
- `skin`: mean CIEDE2000 difference over the pixels that are skin in the photograph, see `skin_of`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

import cv2
import numpy as np

from motif.core.check import in_choices
from motif.core.errors import InputError
from motif.evaluate.figure import Figure
from motif.evaluate.image import evaluate, ssim
from motif.evaluate.image.colour import difference, lab
from motif.source.image import encode_image, read_image

if TYPE_CHECKING:
    from motif.core.seed import RandomState

__all__ = [
    "AGAINST",
    "MEASURES",
    "VIEWS",
    "Against",
    "Fidelity",
    "answers_to",
    "fidelity",
    "logged",
    "row",
    "skin_of",
    "times",
]

Against: TypeAlias = Literal["both", "cutout", "photo"]
AGAINST: tuple[Against, ...] = get_args(Against)
VIEWS = ("photo", "cutout", "person")
MEASURES = ("colours", "edges", "skin")
_SEED_SUM = 3  # the seed adds up the channels where others take their mean
_SEEN = 0.5
_LEAST_SKIN = 0.001  # share of the picture
_LEAST_PERSON = 0.001
_CR, _CB = (133, 173), (77, 127)  # Chai and Ngan 1999, "Face segmentation using skin-color map"
_FIVE_BITS = 3  # bits that are cut
_CANNY = (100, 200)
_QUALITY = 50
_WORKING = 512 * 512  # pixels
_CANNOT = {
    "mse": "Says how much was changed, not whether for the better: doing nothing scores best.",
    "colours": "Few colours are what a cartoon is after, not a quality by themselves. It has no null: tiles dealt out "
    "at random have the same colours.",
    "edges": "Lines that are drawn add edges, flat areas take them away: a description, not a quality. It has no null: "
    "tiles dealt out at random have the same edges, and those of their seams.",
    "skin": "Skin is found by its colour (Cb and Cr): wood and sand count, and skin in coloured light does not. It has "
    "no null: tiles dealt out at random put anything where the skin was, which says nothing of skin.",
}


@dataclass(frozen=True, eq=False)
class Fidelity:
    """What one pair of pictures scores.

    Parameters
    ----------
    views :
        View -> figures "ssim", "mse", "seed_mse" and "log_seed_mse".
    measures :
        "colours", "edges" and, where there is skin, "skin", each with what the photograph itself and other trivial
        answers have.
    paper_share :
        The share of pixels around the person; None where nobody is known.

    Examples
    --------
    >>> Fidelity({}, {}, 0.7).as_dict()["paper_share"]
    0.7
    """

    views: Mapping[str, Mapping[str, Figure]]
    measures: Mapping[str, Figure]
    paper_share: float | None

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "views": {view: {key: one.as_dict() for key, one in found.items()} for view, found in self.views.items()},
            "measures": {name: figure.as_dict() for name, figure in self.measures.items()},
            "paper_share": self.paper_share,
        }


def fidelity(
    before: np.ndarray,
    after: np.ndarray,
    *,
    person: np.ndarray | None = None,
    after_alpha: np.ndarray | None = None,
    against: Against = "both",
    n_permutations: int = 199,
    random_state: RandomState = 0,
) -> Fidelity:
    """Return what a picture that was made of a photograph scores, each figure with its trivial answers.

    Parameters
    ----------
    before, after :
        The photograph and what was made of it.
    person :
        The person's share of each pixel; None where it is not known: then only the view "photo" is there.
    after_alpha :
        (height, width) in [0, 1], of a result that is transparent in places: it is put on white paper. None where it
        is opaque, such as a cartoon that is on white already.
    against :
        "photo", "cutout" (on white paper) or "both"; the person alone is judged in any case.
    n_permutations :
        Draws of each null: tiles of the result dealt out at random.
    random_state :
        Where chance comes from.

    Raises
    ------
    InputError
        When sizes differ, or the cut-out is asked for and nobody is known.

    Examples
    --------
    >>> photo = np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8)
    >>> person = np.zeros((64, 64))
    >>> person[16:48, 16:48] = 1
    >>> found = fidelity(photo, photo // 2, person=person)
    >>> list(found.views), found.views["cutout"]["ssim"].value > found.views["person"]["ssim"].value
    (['photo', 'cutout', 'person'], True)
    """
    in_choices(against, AGAINST, what="against")
    if person is None and against == "cutout":
        raise InputError("nobody is known to cut out of the photograph; give a mask, or compare with the photo")
    seen = after if after_alpha is None else _on_white(after, after_alpha)
    drawing = {"n_permutations": n_permutations, "random_state": random_state}
    packed = _packed(before)
    views: dict[str, dict[str, Figure]] = {}
    if against != "cutout" or person is None:
        views["photo"] = _likeness(before, seen, trivial={"jpeg_q50": packed}, **drawing)
    if person is not None and against != "photo":
        cut = _on_white(before, person)
        answers = {"jpeg_q50": _packed(cut), "white_paper": np.full_like(cut, 255)}
        views["cutout"] = _likeness(
            cut, seen if after_alpha is not None else _on_white(after, person), answers, **drawing
        )
    if person is not None and (person > _SEEN).any():
        views["person"] = _likeness(before, after, {"jpeg_q50": packed}, mask=person > _SEEN, **drawing)
    paper = None if person is None else float((person <= _SEEN).mean())
    return Fidelity(views, _measures(before, after, person), paper)


def skin_of(pixels: np.ndarray, *, where: np.ndarray | None = None) -> np.ndarray:
    """Return which pixels have the colour of skin.

    Source: Chai and Ngan 1999, 133 <= Cr <= 173 and 77 <= Cb <= 127 (BT.601), found on faces of all complexions,
    which differ in lightness far more than in Cr and Cb; we add that the pixel is no near-black (Y >= 30).

    Parameters
    ----------
    pixels :
        sRGB, (height, width, 3) uint8.
    where :
        (height, width) in [0, 1]: the person; None for all of the picture.

    Examples
    --------
    >>> skin_of(np.array([[[224, 172, 140], [90, 56, 40], [60, 120, 220]]], np.uint8)).tolist()
    [[True, True, False]]
    """
    light, red, blue = np.moveaxis(cv2.cvtColor(np.ascontiguousarray(pixels), cv2.COLOR_RGB2YCrCb), 2, 0)
    skin = (light >= 30) & (red >= _CR[0]) & (red <= _CR[1]) & (blue >= _CB[0]) & (blue <= _CB[1])
    return skin if where is None else skin & (where > _SEEN)


def _likeness(
    before: np.ndarray,
    after: np.ndarray,
    trivial: Mapping[str, np.ndarray],
    *,
    mask: np.ndarray | None = None,
    **drawing: Any,
) -> dict[str, Figure]:
    found = evaluate(before, after, mask=mask, trivial=trivial, max_pixels=_WORKING, **drawing)
    return {**found, "seed_mse": times(found["mse"], _SEED_SUM), "log_seed_mse": logged(times(found["mse"], _SEED_SUM))}


def times(figure: Figure, factor: float) -> Figure:
    """Return a mean squared error as the seed counts it: added up over the channels.

    Examples
    --------
    >>> times(Figure("MSE", 2.0, None, {"doing_nothing": 0.0}, None, 9, False, ""), 3).value
    6.0
    """
    null = figure.null
    if null is not None:
        scaled = {name: factor * getattr(null, name) for name in ("mean", "sd", "low", "high")}
        null = replace(null, **scaled)
    interval = None if figure.interval is None else (factor * figure.interval[0], factor * figure.interval[1])
    trivial = {name: factor * score for name, score in figure.trivial.items()}
    return replace(
        figure, name="MSE, channels added", value=factor * figure.value, null=null, trivial=trivial, interval=interval
    )


def logged(figure: Figure) -> Figure:
    """Return the natural logarithm of an error; an error of 0 has none and is left out of the trivial answers.

    Examples
    --------
    >>> logged(Figure("MSE", 1.0, None, {"doing_nothing": 0.0, "blur": 1.0}, None, 9, False, "")).trivial
    {'blur': 0.0}
    """
    trivial = {name: math.log(score) for name, score in figure.trivial.items() if score > 0}
    value = math.log(figure.value) if figure.value > 0 else -math.inf
    return replace(figure, name=f"log {figure.name}", value=value, null=None, trivial=trivial, interval=None, unit="")


def _measures(before: np.ndarray, after: np.ndarray, person: np.ndarray | None) -> dict[str, Figure]:
    """Return colours, edges and skin of the person, or of all of the picture where nobody is known."""
    full = _measure(
        "colours", "colours of 5 bits a channel", _n_colours, after, answers_to(before), _where(before, person)
    )
    before, after, person = _viewed(before, after, person)
    answers = answers_to(before)
    edges = _measure("edges", "share of edge pixels", _edges, after, answers, _where(before, person))
    found = {"colours": full, "edges": edges}
    skin = skin_of(before, where=person)
    if skin.mean() >= _LEAST_SKIN:
        found["skin"] = _skin_figure(before, after, answers, skin)
    return found


def _where(pixels: np.ndarray, person: np.ndarray | None) -> np.ndarray:
    """Return which pixels are measured: the person's, or all where nobody is there."""
    everywhere = np.ones(pixels.shape[:2], bool)
    return everywhere if person is None or not (person > _SEEN).any() else person > _SEEN


def _measure(key: str, name: str, measured: Any, after: np.ndarray, answers: Any, where: np.ndarray) -> Figure:
    trivial = {answer: float(measured(picture, where)) for answer, picture in answers.items()}
    return Figure(name, float(measured(after, where)), None, trivial, None, int(where.sum()), False, _CANNOT[key])


def _n_colours(pixels: np.ndarray, where: np.ndarray) -> int:
    red, green, blue = (pixels[where] >> _FIVE_BITS).astype(np.int32).T
    return int(np.count_nonzero(np.bincount(red << 10 | green << 5 | blue, minlength=1 << 15)))


def _edges(pixels: np.ndarray, where: np.ndarray) -> float:
    return float((cv2.Canny(np.ascontiguousarray(pixels), *_CANNY) > 0)[where].mean())


def _skin_figure(before: np.ndarray, after: np.ndarray, answers: Mapping[str, np.ndarray], skin: np.ndarray) -> Figure:
    flat = np.broadcast_to(before[skin].mean(axis=0).round().astype(np.uint8), before.shape)
    trivial = {name: _apart(before, picture, skin) for name, picture in {**answers, "flat_colour": flat}.items()}
    value = _apart(before, after, skin)
    return Figure("CIEDE2000 of the skin", value, None, trivial, None, int(skin.sum()), False, _CANNOT["skin"])


def _apart(before: np.ndarray, after: np.ndarray, where: np.ndarray) -> float:
    return float(difference(lab(before[where][None]), lab(after[where][None])).mean())


def row(before: np.ndarray, after: np.ndarray, *, person: np.ndarray) -> dict[str, float]:
    """Return the plain numbers of one result, for a table in which trivial answers have rows of their own.

    Parameters
    ----------
    before, after :
        The photograph and what was made of it, as for `fidelity`.
    person :
        The person's share of each pixel; somebody.

    Returns
    -------
    SSIM over the "person" and on "white" paper; "colours", "edges" and "skin" of the person (NaN without skin).

    Examples
    --------
    >>> photo = np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8)
    >>> found = row(photo, photo, person=np.ones((64, 64)))
    >>> found["person"], found["white"]
    (1.0, 1.0)
    """
    n_colours = _n_colours(after, person > _SEEN)
    before, after, person = _viewed(before, after, person)
    where = person > _SEEN
    skin = skin_of(before, where=person)
    return {
        "person": ssim(before, after, mask=where),
        "white": ssim(_on_white(before, person), _on_white(after, person)),
        "colours": float(n_colours),
        "edges": _edges(after, where),
        "skin": _apart(before, after, skin) if skin.mean() >= _LEAST_SKIN else math.nan,
    }


def answers_to(pixels: np.ndarray) -> dict[str, np.ndarray]:
    """Return what can be made of a photograph without effort: nothing, a slight blur, a strongly packed JPEG.

    Examples
    --------
    >>> list(answers_to(np.zeros((16, 16, 3), np.uint8)))
    ['doing_nothing', 'gaussian_blur', 'jpeg_q50']
    """
    blurred = cv2.GaussianBlur(pixels, (0, 0), max(pixels.shape) / 256)
    return {"doing_nothing": pixels, "gaussian_blur": blurred, "jpeg_q50": _packed(pixels)}


def _viewed(before: np.ndarray, after: np.ndarray, person: np.ndarray | None) -> tuple[Any, Any, Any]:
    """Return all at viewing size, so that likeness and edges do not depend on the camera's resolution."""
    height, width = before.shape[:2]
    scale = (_WORKING / (height * width)) ** 0.5
    if scale >= 1:
        return before, after, person
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    first, second = (cv2.resize(array, size, interpolation=cv2.INTER_AREA) for array in (before, after))
    mask = None if person is None else cv2.resize(person.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    return first, second, mask


def _packed(pixels: np.ndarray) -> np.ndarray:
    return read_image(encode_image(pixels, format="jpg", quality=_QUALITY)).pixels


def _on_white(pixels: np.ndarray, share: np.ndarray) -> np.ndarray:
    part = share[..., None].astype(np.float32)
    return np.rint(pixels * part + 255 * (1 - part)).astype(np.uint8)
