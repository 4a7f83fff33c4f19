"""The verb `cut` on one picture: all but the people transparent, colours untouched, or put on something else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import cv2
import numpy as np

from motif.core.check import in_choices
from motif.core.errors import InputError
from motif.core.record import recording
from motif.pictures.model.compose import blurred, crop_box, on_background, parse_background
from motif.pictures.model.sticker import sticker as as_sticker
from motif.pictures.represent import (
    NOBODY,
    Matte,
    Matting,
    Network,
    check_matting,
    cleaned,
    each_person,
    person_matte,
    saliency,
    thing_matte,
    unet,
)
from motif.pictures.source.given import Given, as_picture
from motif.pictures.study.result import Part, Parts, Result
from motif.represent.network import load
from motif.represent.reduce import on_white
from motif.source.image import Picture, to_srgb
from motif.source.weights import resolve

if TYPE_CHECKING:
    from motif.model.segment.deeplab import Segmentation

__all__ = ["LOW_CONFIDENCE", "MODELS", "Model", "cut", "is_word"]

Model: TypeAlias = Literal["selfie", "u2netp", "deeplabv3_resnet101", "unet"]
MODELS: tuple[Model, ...] = ("selfie", "u2netp", "deeplabv3_resnet101", "unet")
LOW_CONFIDENCE = 0.65  # people near the camera score 0.83 to 0.97, a flower 0.74, a logo 0.64, a cat 0.00
_PERSON = ("person",)
_DOUBTED: Mapping[Model, tuple[str, float, str]] = {  # what is missed, the least confidence, what may be wrong below it
    "selfie": (
        "nobody",
        LOW_CONFIDENCE,
        "the person may be cut wrongly, be no person, or another be missing",
    ),
    "u2netp": ("nothing striking", 0.4, "what stands out may be cut wrongly"),
    "deeplabv3_resnet101": ("nobody", 0.4, "it may be cut wrongly"),
    "unet": ("nothing", 0.4, "it may be cut wrongly"),
}
_STRIP = 512  # rows whose alpha is reckoned at once: floats of all 80 Mpx would take 640 MB
_MAYBE = 0.3  # a cat scores 0.00 and coins 0.09: there is nobody whom tiles would find
_LONG = 2  # times as long as wide, or as wide as long
_NAMED = ("white", "blur")  # backgrounds that are no file


@dataclass(frozen=True, slots=True)
class _Wish:
    """How a picture is cut."""

    model: Model = "selfie"
    weights: str | Path | None = None
    classes: Sequence[str] = _PERSON
    class_map: bool = False
    matting: Matting = "guided"
    tiles: bool = False
    network: Any = None

    def __post_init__(self) -> None:
        in_choices(self.model, MODELS, what="model")
        check_matting(self.matting)
        is_deeplab = self.model == "deeplabv3_resnet101"
        if not is_deeplab and (self.class_map or tuple(self.classes) != _PERSON):
            raise InputError(f"classes and class_map need model 'deeplabv3_resnet101'; {self.model!r} knows no classes")
        if is_deeplab and self.class_map and self.tiles:
            raise InputError("class_map is of the whole picture in one look; leave out tiles or class_map")
        if self.model in ("deeplabv3_resnet101", "unet") and self.weights is None and self.network is None:
            raise InputError(f"model {self.model!r} comes in no package; give the file of its weights")


def cut(
    picture: Given,
    *,
    model: Model = "selfie",
    weights: str | Path | None = None,
    classes: Sequence[str] = _PERSON,
    class_map: bool = False,
    matting: Matting = "guided",
    tiles: bool = False,
    each: bool = False,
    clean: bool | None = None,
    background: str | Path | Given | None = None,
    sticker: bool = False,
    crop: bool = False,
    network: Any = None,
) -> Result:
    """Return the picture with everything but the people in it transparent, colours untouched.

    Pixels and colour profile pass through as they are, at full size and depth; only the network sees a copy in
    8-bit sRGB. A picture that has an alpha keeps what was transparent transparent. What is put on a background or
    made a sticker becomes 8-bit sRGB.

    Parameters
    ----------
    picture :
        A path, the bytes of a file, a `Picture`, a PIL image, or an array (height, width[, channels]).
    model :
        "selfie": people near the camera. "u2netp": what stands out most, which is not always a person.
        "deeplabv3_resnet101": the classes of Pascal VOC, by weights of torchvision. "unet": an ONNX file trained with
        Motif.
    weights :
        The network's file; None finds or downloads `selfie` and `u2netp`, the others need it.
    classes :
        What deeplabv3_resnet101 keeps.
    class_map :
        Whether its 21 classes come too, in the printed program's colours, as part "classes".
    matting :
        How the border is drawn: "guided" by a guided filter, "closed-form" by PyMatting (extra `matting`; slow), or
        "none".
    tiles :
        Whether six overlapping parts are looked at as well: for small or many people.
    each :
        Whether each person alone comes too, as parts "person-1" and so on, from left to right, transparent and with
        the picture's own depth and profile. People who overlap stay together.
    clean :
        Whether the old background is taken out of the border's colours; None does so where something is put behind,
        for the parts never.
    background :
        None, "white", "#rrggbb", "blur" (the old one out of focus), or a picture. Where nobody is found, the
        background alone comes back.
    sticker :
        Whether it gets a white outline, as if it were die-cut.
    crop :
        Whether what lies outside the box of the people, or of the sticker, is cut off, with a margin; depth and
        profile stay.
    network :
        Instead of a file: what `weights` would be loaded to. For "selfie" it takes (1, 3, 256, 256) float32 in [0, 1],
        and returns the probability of a person.

    Raises
    ------
    InputError
        For settings that are unknown or do not go together.
    SourceError
        When the picture cannot be read, or the network is neither here nor can be downloaded.
    DataError
        When the picture is damaged.
    MissingExtra
        When closed-form matting or deeplabv3_resnet101 lack their packages.

    Examples
    --------
    >>> everybody = lambda batch: np.ones((1, 1, 256, 256), np.float32)
    >>> result = cut(np.zeros((4, 6, 3), np.uint8), network=everybody)
    >>> result.pixels.shape, result.alpha.min(), result.confidence
    ((4, 6, 4), np.uint8(255), 1.0)
    """
    wish = _Wish(model, weights, classes, class_map, matting, tiles, network)
    behind = _behind(background)
    given = as_picture(picture)
    parameters = {
        **told(network, model),
        **{"matting": matting, "tiles": tiles, "each": each, "clean": clean, "sticker": sticker, "crop": crop},
        "background": "picture" if isinstance(behind, np.ndarray) else behind,
    }
    with recording("pictures.cut", parameters=parameters, inputs={"picture": given.id}) as watch:
        srgb = to_srgb(given)
        seen = on_white(srgb)
        matte, classes_seen = _found(seen, wish)
        share = matte.alpha * _opacity(given) if given.has_alpha else matte.alpha
        is_composed = behind is not None or sticker
        is_srgb = given.profile is None and given.pixels.dtype == np.uint8 and given.pixels.shape[2] > 2
        own = _colours(given, matte, clean is True and (each or is_srgb or not is_composed))
        if is_composed:
            same = is_srgb and clean is not None
            colours = own if same else _colours(Picture(srgb), matte, clean is not False)
            (pixels, shape), profile = _composed(colours, seen, share, behind, sticker=sticker), None
        else:
            pixels, shape, profile = _see_through(own, share), share, given.profile
        box = crop_box(shape) if crop else (slice(None), slice(None))
        pixels = pixels[box]
    parts = _parts(own, share if each else None, classes_seen, box, given.profile)
    alpha = pixels[..., -1] if pixels.shape[2] in (2, 4) else None
    note = _note(matte, wish, given, behind=behind is not None, is_composed=is_composed)
    return Result(pixels, alpha, profile, matte.confidence, note, {}, watch.record, parts)


def told(network: Network | None, model: str = "selfie") -> dict[str, str]:
    """Return what a record says of the network: the model's name, or that the caller gave one."""
    return {"network": model if network is None else "given"}


def matte_of(srgb: np.ndarray, network: Network | None) -> Matte:
    """Return where the people are, as `selfie` finds them."""
    return person_matte(on_white(srgb), network or load(resolve("selfie")))


def warning(
    matte: Matte | None, model: Model = "selfie", classes: Sequence[str] = _PERSON, *, behind: bool = False
) -> str:
    """Return what has to be said of a matte that is doubtful, in the words of its model; else nothing."""
    missed, least, doubt = _DOUBTED[model]
    if matte is None or matte.confidence >= least:
        return ""
    if (matte.alpha > 0.5).mean() < NOBODY:
        missed = missed if tuple(classes) == _PERSON else f"no {' or '.join(classes)}"
        return f"{missed} was found, so {'only the background is there' if behind else 'all of it is transparent'}"
    return f"low confidence ({matte.confidence:.2f}): {doubt}"


def _note(matte: Matte, wish: _Wish, given: Picture, *, behind: bool, is_composed: bool) -> str:
    said = warning(matte, wish.model, wish.classes, behind=behind)
    hint = _hint(matte, wish, given) if said else ""
    changed = is_composed and (given.profile is not None or given.pixels.dtype != np.uint8)
    return "; ".join(filter(None, (said, hint, "what is composed is 8-bit sRGB" if changed else "")))


def _hint(matte: Matte, wish: _Wish, given: Picture) -> str:
    """Return what may help where a matte is doubtful: who sees squares sees people small in long pictures."""
    is_long = max(given.width, given.height) > _LONG * min(given.width, given.height)
    is_missing = wish.model == "selfie" and matte.confidence >= _MAYBE  # somebody else may be
    if wish.tiles or wish.class_map or not (is_long or is_missing):
        return ""
    return f"{'the picture is long, so ' if is_long else ''}try --tiles, which looks at parts as well"


def _found(rgb: np.ndarray, wish: _Wish) -> tuple[Matte, np.ndarray | None]:
    """Return the matte, and the number of each pixel's class where the map is wished for."""
    how: Mapping[str, Any] = {"matting": wish.matting, "tiles": wish.tiles}
    if wish.model == "selfie":
        return person_matte(rgb, wish.network or load(resolve("selfie", path=wish.weights)), **how), None
    if wish.model == "u2netp":
        return thing_matte(rgb, saliency(wish.network or load(resolve("u2netp", path=wish.weights))), **how), None
    if wish.model == "unet":
        return thing_matte(rgb, unet(wish.network or load(str(wish.weights))), **how), None
    return _by_classes(rgb, wish, how)


def _by_classes(rgb: np.ndarray, wish: _Wish, how: Mapping[str, Any]) -> tuple[Matte, np.ndarray | None]:
    from motif.model.segment import load_deeplabv3
    from motif.model.segment.voc import numbers

    numbers(wish.classes)  # refused before the slow part
    network = wish.network or load_deeplabv3(str(wish.weights))
    seen: list[Segmentation] = []

    def look(pixels: np.ndarray) -> np.ndarray:
        seen[:] = [network.segment(pixels)]
        return seen[0].of(wish.classes)

    matte = thing_matte(rgb, look, **how)
    if not wish.class_map:
        return matte, None
    return matte, cv2.resize(seen[0].labels(), rgb.shape[1::-1], interpolation=cv2.INTER_NEAREST)


def _parts(
    own: np.ndarray,
    share: np.ndarray | None,
    classes: np.ndarray | None,
    box: tuple[slice, slice],
    profile: bytes | None,
) -> Parts:
    """Return each person, in the picture's own colours, where there are such, and the map of classes."""
    makers = {}
    if classes is not None:
        makers["classes"] = partial(_painted, classes[box])
    if share is not None:
        people = each_person(share)
        for i in range(len(people)):
            makers[f"person-{i + 1}"] = partial(_alone, own[box], people, i, box, profile)
    return Parts(makers)


def _alone(
    own: np.ndarray, people: Sequence[np.ndarray], i: int, box: tuple[slice, slice], profile: bytes | None
) -> Part:
    return Part(_see_through(own, people[i][box]), profile)


def _painted(classes: np.ndarray) -> Part:
    from motif.model.segment import paint

    return Part(paint(classes))


def _behind(background: str | Path | Given | None) -> str | np.ndarray | None:
    """Return a background that `on_background` takes: a word, a colour, or pixels; None and "none" are none."""
    if background is None or (isinstance(background, str) and background == "none"):
        return None
    if isinstance(background, str) and is_word(background):
        parse_background(background)
        return background
    return on_white(to_srgb(as_picture(background)))


def is_word(background: str) -> bool:
    """Return whether a background is said by a name or a colour, not by a file.

    Examples
    --------
    >>> is_word("Blur"), is_word("#fc0"), is_word("sea.jpg")
    (True, True, False)
    """
    plain = background.strip().lower()
    return plain in _NAMED or plain.startswith("#")


def _opacity(given: Picture) -> np.ndarray:
    return given.pixels[..., -1] / np.float32(np.iinfo(given.pixels.dtype).max)


def _colours(given: Picture, matte: Matte, clean: bool) -> np.ndarray:
    """Return colours without the alpha; what is given half-transparent holds no background, so the matte's counts."""
    colours = np.ascontiguousarray(given.pixels[..., :-1]) if given.has_alpha else given.pixels
    return cleaned(colours, matte.alpha) if clean else colours


def _see_through(colours: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Return colours at their own depth, with the alpha as last channel."""
    pixels = np.empty((*share.shape, colours.shape[2] + 1), colours.dtype)
    pixels[..., :-1] = colours
    top = np.float32(np.iinfo(colours.dtype).max)
    for start in range(0, len(pixels), _STRIP):
        rows = slice(start, start + _STRIP)
        pixels[rows, :, -1] = np.rint(share[rows] * top)
    return pixels


def _composed(
    colours: np.ndarray, seen: np.ndarray, share: np.ndarray, behind: str | np.ndarray | None, *, sticker: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Return the cut-out on what is behind, and its own alpha; that of a sticker is wider."""
    if not sticker:
        return on_background(colours, share, "white" if behind is None else behind, photo=seen), share
    cut_from_paper = as_sticker(colours, share)
    outline = cut_from_paper[..., 3]
    if behind is None:
        return cut_from_paper, outline
    if isinstance(behind, str) and behind.strip().lower() == "blur":
        behind = blurred(seen, share)
    return on_background(np.ascontiguousarray(cut_from_paper[..., :3]), outline, behind), outline
