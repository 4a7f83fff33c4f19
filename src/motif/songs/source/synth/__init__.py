"""Music made on the spot by rules, so that what is heard in it is known: for the demo and for tests."""

from motif.songs.source.synth.made import NOTICE, MadeSong, make_songs
from motif.songs.source.synth.piece import KEYS, Band, Piece, band, piece
from motif.songs.source.synth.style import STYLES
from motif.songs.source.synth.wave import wav_bytes, write_wav

__all__ = [
    "KEYS",
    "NOTICE",
    "STYLES",
    "Band",
    "MadeSong",
    "Piece",
    "band",
    "make_songs",
    "piece",
    "wav_bytes",
    "write_wav",
]
