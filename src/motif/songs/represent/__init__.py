"""Representations of songs: features brought to comparable size and weighed, as places between which songs lie."""

from motif.songs.represent.scale import KINDS, SongScaler, SongScaling
from motif.songs.represent.space import SongSpace, song_space

__all__ = ["KINDS", "SongScaler", "SongScaling", "SongSpace", "song_space"]
