"""The world that synthetic videos are drawn from: everything about it is known, so the best possible answer is too.

Every label has a direction of its own in what is seen, all at right angles, and so in what is heard, as far as there is
room. A video's coordinate along a label's direction is `gain * visibility` while the label is on, plus noise; what lies
in no label's direction tells nothing of labels. So each label's evidence stands by itself, and with the known prior the
probability of every label given what is seen, heard and written can be computed (`videos.evaluate.optimum`).

Chosen, not fitted: visibility and textuality are Beta(2, 2), independent of how frequent a label is; audibility is
Beta(1.2, 3), but in subject 0 the less a label is seen, the better it is heard (rank correlation about -0.7). A fifth
of the labels are on for a run of 10, 20 or 30 % of the frames only. Labels of a pair show the same two sights one after
the other, and differ in which comes first alone; nothing is heard or written of them.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from scipy.stats import beta, norm

from motif.core.check import in_range, integer
from motif.core.errors import InputError
from motif.videos.source.synthetic.fitted import fitted_labels
from motif.videos.source.synthetic.label import LabelPrior, label_prior
from motif.videos.source.synthetic.word import Lexicon, lexicon

__all__ = ["AUDIO", "NOTICE", "PAIR_DUTY", "RUNS", "VISUAL", "Noise", "Settings", "World", "make_world"]

NOTICE = "synthetic: nobody filmed these videos; how common labels are and which go together is fitted on real sets"
"""What is to be said of videos from this world."""

RUNS = (0.1, 0.2, 0.3)
"""Shares of a video's frames that a transient label is on for, all equally likely."""
PAIR_DUTY = 0.25
"""The share of the frames that each sight of a pair lasts."""

_LABELS_OF_A_BLOCK = 12  # at least: there are no more subjects than this allows
_OPPOSED = -0.75  # normal correlation of visibility and audibility in subject 0; of ranks it is -0.73
_ROOM = 8  # directions in which no label lies: what creators' styles differ in


@dataclass(frozen=True, slots=True)
class Noise:
    """How far what is seen, or heard, strays.

    Parameters
    ----------
    gain :
        The coordinate of a label that is as visible as can be.
    video, frame :
        Sd along each label's direction: of what is the same in all frames of a video, and of what changes by frame.
    elsewhere :
        Sd in each direction that tells nothing, of a video and of a frame as shares of the two above.

    Examples
    --------
    >>> round(Noise(gain=1.0, video=0.3, frame=0.8, elsewhere=0.25).of_mean(4), 3)
    0.5
    """

    gain: float
    video: float
    frame: float
    elsewhere: float

    def of_mean(self, n_frames: float) -> float:
        """Return the sd of the mean over so many frames, along a label's direction."""
        return float(np.hypot(self.video, self.frame / n_frames**0.5))


VISUAL = Noise(gain=1.0, video=0.15, frame=0.6, elsewhere=0.25)
AUDIO = Noise(gain=1.0, video=0.2, frame=0.8, elsewhere=0.25)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a world is made by.

    Parameters
    ----------
    n_labels :
        Labels, at most `n_visual` less 8.
    n_visual, n_audio :
        How many numbers a frame has.
    n_pairs :
        Pairs of labels that differ in order alone.
    transient :
        The share of the other labels that are on for a run of frames only.
    confidence :
        How surely a label of the content is among the labels that are given, on average, in (0.5, 1].
    missing_text, missing_audio :
        Shares of the videos that have none.
    n_frames :
        Fewest and most frames of a video; at video level their middle is the number of frames of all.
    style :
        How long a creator's own direction is, which every video of the creator shares.

    Examples
    --------
    >>> Settings(n_labels=40).mean_frames
    40.0
    """

    n_labels: int = 100
    n_visual: int = 1024
    n_audio: int = 128
    n_pairs: int = 2
    transient: float = 0.2
    confidence: float = 0.95
    missing_text: float = 0.25
    missing_audio: float = 0.05
    n_frames: tuple[int, int] = (20, 60)
    style: float = 1.0

    def __post_init__(self) -> None:
        integer(self.n_labels, what="n_labels", low=4)
        integer(self.n_audio, what="n_audio", low=1)
        integer(self.n_pairs, what="n_pairs", low=0, high=self.n_labels // 4)
        if integer(self.n_visual, what="n_visual", low=1) < self.n_labels + _ROOM:
            room = f"every label needs a direction of its own: n_visual >= n_labels + {_ROOM}"
            raise InputError(f"{room}; given n_visual={self.n_visual} and n_labels={self.n_labels}")
        for name in ("transient", "missing_text", "missing_audio"):
            in_range(getattr(self, name), what=name, low=0, high=1)
        in_range(self.confidence, what="confidence", low=0.6, high=1)
        fewest, most = self.n_frames
        if not 10 <= fewest <= most <= 300:
            raise InputError(f"n_frames must be two numbers from 10 to 300, rising; given {self.n_frames!r}")

    @property
    def mean_frames(self) -> float:
        """The middle of the number of frames."""
        return sum(self.n_frames) / 2

    def as_dict(self) -> dict[str, Any]:
        """Return the settings as plain JSON values."""
        return {**asdict(self), "n_frames": list(self.n_frames)}


@dataclass(frozen=True, eq=False)
class World:
    """All that is true of labels.

    Parameters
    ----------
    settings :
        What it was made by.
    prior :
        Which labels go together.
    visibility, audibility, textuality :
        (n_labels,), in [0, 1].
    is_transient :
        (n_labels,) bool: on for a run of frames only.
    partner :
        (n_labels,): the other label of a pair, -1 for labels of none. What comes first is the label's own sight.
    directions :
        "visual" -> (n_labels, n_visual) and "audio" -> (n_labels, n_audio), float32: of length 1 and at right angles;
        zeros where there is none.
    lexicon :
        What is written of them.

    Examples
    --------
    >>> world = make_world(Settings(n_labels=20, n_visual=32, n_audio=8), np.random.default_rng(0))
    >>> bool(np.allclose(world.directions["visual"] @ world.directions["visual"].T, np.eye(20), atol=1e-6))
    True
    """

    settings: Settings
    prior: LabelPrior
    visibility: np.ndarray
    audibility: np.ndarray
    textuality: np.ndarray
    is_transient: np.ndarray
    partner: np.ndarray
    directions: dict[str, np.ndarray]
    lexicon: Lexicon

    @property
    def amplitudes(self) -> dict[str, np.ndarray]:
        """Block -> (n_labels,): the coordinate of each label while it is on."""
        return {"visual": VISUAL.gain * self.visibility, "audio": AUDIO.gain * self.audibility}

    @property
    def noises(self) -> dict[str, Noise]:
        """Block -> how far its coordinates stray."""
        return {"visual": VISUAL, "audio": AUDIO}


def make_world(settings: Settings, rng: np.random.Generator) -> World:
    """Return a world by chance.

    Parameters
    ----------
    settings :
        What it is to be like.
    rng :
        Where chance comes from.

    Examples
    --------
    >>> world = make_world(Settings(n_labels=20, n_visual=32, n_audio=8, n_pairs=1), np.random.default_rng(0))
    >>> int((world.partner >= 0).sum()), int((world.audibility > 0).sum())
    (2, 8)
    """
    n_labels = settings.n_labels
    pairs = _pairs(settings, rng)
    n_blocks = max(2, min(len(fitted_labels().block_shares), n_labels // _LABELS_OF_A_BLOCK))
    prior = label_prior(fitted_labels(), n_labels, pairs=pairs, n_blocks=n_blocks, rng=rng)
    visibility, audibility = _seen_and_heard(prior.block, rng)
    textuality = rng.beta(2, 2, size=n_labels)
    partner = np.full(n_labels, -1)
    partner[pairs] = pairs[:, ::-1]
    paired = partner >= 0
    visibility[pairs] = 0.7
    audibility[paired] = textuality[paired] = 0
    quiet = np.argsort(-audibility, kind="stable")[settings.n_audio :]
    audibility[quiet] = 0
    is_transient = ~paired & (rng.random(n_labels) < settings.transient)
    directions = {
        "visual": _apart(n_labels, settings.n_visual, np.ones(n_labels, bool), rng),
        "audio": _apart(n_labels, settings.n_audio, audibility > 0, rng),
    }
    words = lexicon(textuality, prior.block, rng)
    return World(
        settings, prior, visibility, audibility, textuality, is_transient, partner, directions, words
    )  # fmt: skip


def _pairs(settings: Settings, rng: np.random.Generator) -> np.ndarray:
    """(n_pairs, 2): labels of middling frequency, each in one pair at most."""
    among = np.arange(settings.n_labels // 8, settings.n_labels)
    return np.sort(rng.permutation(among)[: 2 * settings.n_pairs].reshape(-1, 2), axis=1)


def _seen_and_heard(block: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """How well each label is seen and heard, opposed in subject 0 and independent elsewhere."""
    seen, own = rng.normal(size=(2, len(block)))
    correlation = np.where(block == 0, _OPPOSED, 0)
    heard = correlation * seen + np.sqrt(1 - correlation**2) * own
    return beta.ppf(norm.cdf(seen), 2, 2), beta.ppf(norm.cdf(heard), 1.2, 3)


def _apart(n_labels: int, width: int, chosen: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """(n_labels, width): directions at right angles for the chosen labels, zeros for the others."""
    found = np.zeros((n_labels, width), np.float32)
    at_right_angles, _ = np.linalg.qr(rng.normal(size=(width, int(chosen.sum()))))
    found[chosen] = at_right_angles.T
    return found
