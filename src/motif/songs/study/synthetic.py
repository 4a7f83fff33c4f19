"""The wing's job on music made on the spot: from sound files to features, groups, recommendations and their scores."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import numpy as np

from motif.core.record import RunRecord, recording
from motif.core.seed import generator, recorded_seed
from motif.evaluate import clustering
from motif.songs.evaluate import evaluate
from motif.songs.model.recommend import Mode, Recommender
from motif.songs.source.synth import MadeSong, make_songs
from motif.songs.study.gather import gather
from motif.songs.study.playlist import playlist
from motif.songs.study.show import Shown, show

if TYPE_CHECKING:
    from motif.collection.base import Collection
    from motif.evaluate.figure import Figure

__all__ = ["Demo", "Example", "demo"]

_STEP = "songs.demo"
_N_ARTISTS, _N_SONGS = 3, 4
_FULL_S, _QUICK_S = 12.0, 8.0
_K = 5  # of 8 songs of the same style by other artists
_SCORED: tuple[Mode, ...] = ("nearest", "diverse", "group")
_TEMPO_WITHIN = 0.04
_OCTAVES = (0.5, 1.0, 2.0)
_PICKED = 4


@dataclass(frozen=True, slots=True)
class Example:
    """A song and what is recommended after it.

    Parameters
    ----------
    song, artist, style :
        The song asked about, and what it was made as.
    picks :
        (song, artist, style) of each pick, in order.

    Examples
    --------
    >>> Example("Tall Door", "Slow Field", "folk", (("Idle Kettle", "Amber Paper", "folk"),)).n_right
    1
    """

    song: str
    artist: str
    style: str
    picks: tuple[tuple[str, str, str], ...]

    @property
    def n_right(self) -> int:
        """How many picks are of the same style."""
        return sum(style == self.style for _, _, style in self.picks)


@dataclass(frozen=True, eq=False)
class Demo:
    """What the demo made, heard and found.

    Parameters
    ----------
    shown :
        Map, groups and features, as `show` gives them.
    made :
        What is true of each song, in the order of the collection.
    tempo_right, key_right :
        (n_songs,) bool: whether the tempo was heard right within 4 % or an octave, and key and mode were.
    groups :
        How far the groups agree with the styles, which they were not told.
    modes :
        Mode of recommending -> its figures, against songs of the same style by other artists.
    examples :
        One song of each style with what comes after it.
    seconds :
        Of each song.
    record :
        How it was made.
    """

    shown: Shown
    made: tuple[MadeSong, ...]
    tempo_right: np.ndarray
    key_right: np.ndarray
    groups: Mapping[str, Figure]
    modes: Mapping[str, Mapping[str, Figure]]
    examples: tuple[Example, ...]
    seconds: float
    record: RunRecord

    def as_dict(self) -> dict[str, Any]:
        """Return all but the places as plain JSON values."""
        return {
            "n_songs": len(self.made),
            "tempo_right": int(self.tempo_right.sum()),
            "key_right": int(self.key_right.sum()),
            "groups": {name: figure.as_dict() for name, figure in self.groups.items()},
            "modes": {mode: {n: f.as_dict() for n, f in figures.items()} for mode, figures in self.modes.items()},
            "examples": [
                asdict(example) | {"picks": [list(pick) for pick in example.picks]} for example in self.examples
            ],
            "shown": self.shown.as_dict(),
            "record": self.record.as_dict(),
        }


def demo(*, folder: str | Path | None = None, quick: bool = False, random_state: int = 0) -> Demo:
    """Return what Motif hears in 72 songs that are made on the spot, by rules, in six known styles.

    The songs are written as tagged WAV files and then gathered like anybody's music folder.

    Parameters
    ----------
    folder :
        Gets `songs/STYLE/*.wav`, the collection `songs.motif` and a playlist `songs.m3u8`, in place of older ones; None
        leaves nothing.
    quick :
        Whether 8 s of each song are enough, and fewer draws of each null.
    random_state :
        Seed of the songs and of all else.

    Raises
    ------
    MissingExtra
        When the packages that hear music are not installed.

    Examples
    --------
    >>> from inspect import signature
    >>> [*signature(demo).parameters]
    ['folder', 'quick', 'random_state']
    """
    if folder is None:
        with tempfile.TemporaryDirectory() as scratch:
            return _demo(Path(scratch), quick=quick, random_state=random_state)
    return _demo(Path(folder), quick=quick, random_state=random_state)


def _demo(folder: Path, *, quick: bool, random_state: int) -> Demo:
    seconds = _QUICK_S if quick else _FULL_S
    settings = {"n_artists": _N_ARTISTS, "n_songs": _N_SONGS, "seconds": seconds, "quick": quick}
    with recording(_STEP, parameters=settings, seed=recorded_seed(random_state)) as watch:
        truth = make_songs(
            folder / "songs", n_artists=_N_ARTISTS, n_songs=_N_SONGS, seconds=seconds, random_state=random_state
        )
        collection = gather(folder / "songs", out=folder / "songs.motif", overwrite=True)
        shown = show(collection, block="sound", with_score=False, random_state=random_state)
        made = _in_order(collection, truth)
        chance = generator(random_state)
        styles = [one.style for one in made]
        groups = clustering.evaluate(
            shown.description.labels, styles, n_permutations=100 if quick else 1000, random_state=chance
        )
        modes: dict[str, Mapping[str, Figure]] = {mode: _scored(shown, made, mode, chance) for mode in _SCORED}
        examples = _examples(shown, made)
    tempo_right, key_right = _heard_right(collection, made)
    held = shown.description.save(folder / "songs.motif", overwrite=True)
    first = examples[0]
    _leave_playlist(held, first, folder)
    told = {name: groups[name] for name in ("ami", "bcubed_f1")}
    return Demo(shown, made, tempo_right, key_right, told, modes, examples, seconds, watch.record)


def _in_order(collection: Collection, truth: Sequence[MadeSong]) -> tuple[MadeSong, ...]:
    """Return what is true of each song of the collection, known again by its file."""
    by_file = {PurePosixPath(one.file).name: one for one in truth}
    return tuple(by_file[PurePosixPath(media).name] for media in collection.items["media"].to_pylist())


def _heard_right(collection: Collection, made: Sequence[MadeSong]) -> tuple[np.ndarray, np.ndarray]:
    block = collection.blocks["sound"]
    columns, values = list(block.columns or ()), np.asarray(block[:], dtype=np.float64)
    tempo, key, mode = (values[:, columns.index(name)] for name in ("tempo_bpm", "key", "mode"))
    truth = np.array([[one.tempo_bpm, one.key, one.mode == "major"] for one in made], dtype=np.float64)
    away = np.abs(tempo[:, None] / truth[:, :1] / np.array(_OCTAVES) - 1)
    tempo_right: np.ndarray = np.any(away <= _TEMPO_WITHIN, axis=1)
    return tempo_right, np.asarray((key == truth[:, 1]) & (mode == truth[:, 2]))


def _scored(shown: Shown, made: Sequence[MadeSong], mode: Mode, chance: np.random.Generator) -> Mapping[str, Figure]:
    space = shown.description.space
    labels = shown.description.model.labels_ if mode == "group" else None
    model = Recommender(mode, random_state=0).fit(space.X, labels)
    songs = [made[row] for row in space.rows]
    artists = [one.artist for one in songs]
    queries = np.arange(len(songs))
    found = evaluate(
        model.lists(queries, n=len(songs) - 1),
        [one.style for one in songs],
        queries=queries,
        X=space.X,
        artists=artists,
        apart=artists,
        k=_K,
        random_state=chance,
    )
    return {name: found[name] for name in (f"precision_at_{_K}", "diversity")}


def _examples(shown: Shown, made: Sequence[MadeSong]) -> tuple[Example, ...]:
    """Return the first song of each style with the nearest songs by other artists."""
    space = shown.description.space
    songs = [made[row] for row in space.rows]
    lists = Recommender("nearest").fit(space.X).lists(np.arange(len(songs)), n=len(songs) - 1)
    first = {one.style: at for at, one in reversed(list(enumerate(songs)))}
    examples = []
    for style in sorted(first):
        asked = songs[first[style]]
        others = [songs[at] for at in lists[first[style]].tolist() if at >= 0 and songs[at].artist != asked.artist]
        picks = tuple((one.song, one.artist, one.style) for one in others[:_PICKED])
        examples.append(Example(asked.song, asked.artist, style, picks))
    return tuple(examples)


def _leave_playlist(collection: Collection, example: Example, folder: Path) -> None:
    names = [example.song, *(song for song, _, _ in example.picks)]
    id_of = dict(zip(collection.items["song"].to_pylist(), collection.ids, strict=True))
    playlist(collection, [id_of[name] for name in names], out=folder / "songs.m3u8", music=folder, overwrite=True)
