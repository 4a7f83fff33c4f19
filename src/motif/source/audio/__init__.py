"""Audio: files as mono samples with their loudness, and the tags they carry.

`read_audio` decodes (hours of sound by windows), `read_tags` reads what a file says of itself, `audio_files` lists.
"""

from __future__ import annotations

from motif.source.audio.listing import SUFFIXES, audio_files
from motif.source.audio.loudness import measure_loudness
from motif.source.audio.read import MAX_S, loudness_lufs, read_audio
from motif.source.audio.sound import Sound
from motif.source.audio.tag import Tags, read_tags

__all__ = [
    "MAX_S",
    "SUFFIXES",
    "Sound",
    "Tags",
    "audio_files",
    "loudness_lufs",
    "measure_loudness",
    "read_audio",
    "read_tags",
]
