"""What is seen and heard in synthetic videos, given their labels."""

from __future__ import annotations

import numpy as np

from motif.core.errors import InputError
from motif.videos.source.synthetic.world import PAIR_DUTY, RUNS, Noise, World

__all__ = ["frames", "means", "moments"]


def means(world: World, block: str, labels: np.ndarray, styles: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return what is seen or heard of videos on average, (n_videos, n_features) float32.

    Parameters
    ----------
    world :
        What is true.
    block :
        "visual" or "audio".
    labels :
        (n_videos, n_labels) bool: what each video shows.
    styles :
        (n_videos, n_features): what is each creator's own; its part in labels' directions is not used.
    rng :
        Where chance comes from.

    Examples
    --------
    >>> from motif.videos.source.synthetic.world import Settings, make_world
    >>> rng = np.random.default_rng(0)
    >>> world = make_world(Settings(n_labels=20, n_visual=32, n_audio=8), rng)
    >>> means(world, "visual", np.zeros((3, 20), bool), np.zeros((3, 32)), rng).shape
    (3, 32)
    """
    runs = np.where(world.is_transient, np.array(RUNS)[rng.integers(len(RUNS), size=labels.shape)], 1.0)
    on = _with_partners(world, labels * np.where(world.partner >= 0, PAIR_DUTY, runs))
    noise = world.noises[block]
    sd = noise.of_mean(world.settings.mean_frames)
    return _placed(world, block, on * world.amplitudes[block], sd, noise, styles, rng)


def frames(world: World, block: str, when: np.ndarray, style: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return what is seen or heard of one video frame by frame, (n_frames, n_features) float32.

    Parameters
    ----------
    world :
        What is true.
    block :
        "visual" or "audio".
    when :
        (n_frames, n_labels) bool: which sights and sounds are on, as `moments` says.
    style :
        (n_features,): what is the creator's own.
    rng :
        Where chance comes from.

    Examples
    --------
    >>> from motif.videos.source.synthetic.world import Settings, make_world
    >>> rng = np.random.default_rng(0)
    >>> world = make_world(Settings(n_labels=20, n_visual=32, n_audio=8), rng)
    >>> frames(world, "audio", np.zeros((30, 20), bool), np.zeros(8), rng).shape
    (30, 8)
    """
    noise = world.noises[block]
    nothing = np.zeros((1, when.shape[1]))
    same = _placed(world, block, nothing, noise.video, noise, style[None], rng)
    return same + _placed(world, block, when * world.amplitudes[block], noise.frame, noise, None, rng)


def moments(world: World, labels: np.ndarray, n_frames: int, rng: np.random.Generator) -> np.ndarray:
    """Return when each label's sight and sound are on in one video, (n_frames, n_labels) bool.

    Parameters
    ----------
    world :
        What is true.
    labels :
        (n_labels,) bool: what the video shows.
    n_frames :
        Its frames.
    rng :
        Where chance comes from.

    Examples
    --------
    >>> from motif.videos.source.synthetic.world import Settings, make_world
    >>> rng = np.random.default_rng(0)
    >>> world = make_world(Settings(n_labels=20, n_visual=32, n_audio=8), rng)
    >>> lasting = (np.arange(20) == np.flatnonzero(~world.is_transient & (world.partner < 0))[0])
    >>> int(moments(world, lasting, 30, rng).sum())
    30
    """
    found = np.zeros((n_frames, len(labels)), bool)
    for label in np.flatnonzero(labels).tolist():
        if world.partner[label] >= 0:
            n = max(1, round(PAIR_DUTY * n_frames))
            start = int(rng.integers(n_frames - 2 * n + 1))
            found[start : start + n, label] = True
            found[start + n : start + 2 * n, world.partner[label]] = True
        elif world.is_transient[label]:
            n = max(1, round(float(rng.choice(RUNS)) * n_frames))
            start = int(rng.integers(n_frames - n + 1))
            found[start : start + n, label] = True
        else:
            found[:, label] = True
    return found


def _with_partners(world: World, on: np.ndarray) -> np.ndarray:
    """The same with the sights of both labels of a pair where one is there."""
    paired = np.flatnonzero(world.partner >= 0)
    both = on.copy()
    both[:, paired] += on[:, world.partner[paired]]
    return both


def _placed(
    world: World, block: str, at: np.ndarray, sd: float, noise: Noise, styles: np.ndarray | None,
    rng: np.random.Generator,
) -> np.ndarray:  # fmt: skip
    """Points at these coordinates along labels' directions, with their noise there and elsewhere, and styles."""
    directions = world.directions[block]
    if styles is not None and styles.shape != (len(at), directions.shape[1]):
        raise InputError(f"styles must have the shape {(len(at), directions.shape[1])}; given {styles.shape}")
    stray = (noise.elsewhere * sd * rng.standard_normal((len(at), directions.shape[1]))).astype(np.float32)
    if styles is not None:
        stray += styles
    along = (at + sd * rng.standard_normal(at.shape)).astype(np.float32)
    return stray + (along - stray @ directions.T) @ directions
